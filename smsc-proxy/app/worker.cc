#include "smsc-proxy/app/worker.hh"

#include <pthread.h>
#include <sched.h>

#include <algorithm>

namespace smsfw::app {
namespace {

// A pause between two turns that shows that nothing waits.
constexpr std::chrono::milliseconds kIdle{1};

}  // namespace

Worker::Worker(unsigned index)
    : index_(index),
      name_("worker-" + std::to_string(index)),
      work_(asio::make_work_guard(io_)),
      read_buffer_(kReadBufferSize) {
  heartbeat_.store(steady_now().count(), std::memory_order_relaxed);
}

Worker::~Worker() {
  stop();
  join();
}

void Worker::start(int cpu) {
  heartbeat_.store(steady_now().count(), std::memory_order_relaxed);
  thread_ = std::thread([this] { run(); });
  pthread_setname_np(thread_.native_handle(), name_.c_str());
  if (cpu >= 0) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(static_cast<std::size_t>(cpu), &set);
    pthread_setaffinity_np(thread_.native_handle(), sizeof set, &set);
  }
}

void Worker::stop() {
  io_.stop();
}

void Worker::join() {
  if (thread_.joinable()) thread_.join();
}

void Worker::run() {
  arm_tick();
  io_.run();
}

bool Worker::post(std::function<void()> task) {
  if (posted_.fetch_add(1, std::memory_order_relaxed) >= kMaxPosted) {
    posted_.fetch_sub(1, std::memory_order_relaxed);
    refused_posts_.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  asio::post(io_, [this, task = std::move(task)] {
    posted_.fetch_sub(1, std::memory_order_relaxed);
    begin_turn();
    task();
  });
  return true;
}

void Worker::begin_turn() {
  if (in_turn_) return;
  in_turn_ = true;
  turn_time_ = steady_now();
  if (turn_time_ - turn_end_ > kIdle) expected_wait_ = std::chrono::nanoseconds{0};
  heartbeat_.store(turn_time_.count(), std::memory_order_relaxed);
  turns_.store(turns_.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  // Behind all handlers that are ready now: what they send to one destination leaves in one write.
  asio::post(io_, [this] { end_turn(); });
}

void Worker::end_turn() {
  running_tasks_.swap(turn_tasks_);
  // A task may be forgotten while the others run, so entries can become null. Tasks that are added
  // meanwhile belong to the next turn.
  for (std::size_t i = 0; i < running_tasks_.size(); ++i) {
    if (TurnTask* task = running_tasks_[i]) {
      task->queued_ = false;
      task->turn_end();
    }
  }
  running_tasks_.clear();
  turn_end_ = steady_now();
  expected_wait_ += (turn_end_ - turn_time_ - expected_wait_) / 8;
  in_turn_ = false;
  if (!turn_tasks_.empty()) begin_turn();
}

void Worker::at_turn_end(TurnTask& task) {
  if (task.queued_) return;
  task.queued_ = true;
  turn_tasks_.push_back(&task);
  begin_turn();
}

void Worker::forget(TurnTask& task) noexcept {
  if (!task.queued_) {
    std::replace(running_tasks_.begin(), running_tasks_.end(), &task,
                 static_cast<TurnTask*>(nullptr));
    return;
  }
  task.queued_ = false;
  std::erase(turn_tasks_, &task);
  std::replace(running_tasks_.begin(), running_tasks_.end(), &task,
               static_cast<TurnTask*>(nullptr));
}

void Worker::remove_tick(TickTask& task) noexcept {
  std::replace(ticks_.begin(), ticks_.end(), &task, static_cast<TickTask*>(nullptr));
}

void Worker::arm_tick() {
  tick_timer_.expires_after(kTick);
  tick_timer_.async_wait([this](const error_code& error) {
    if (error) return;
    begin_turn();
    for (std::size_t i = 0; i < ticks_.size(); ++i) {
      if (ticks_[i] != nullptr) ticks_[i]->tick(turn_time_);
    }
    std::erase(ticks_, nullptr);
    arm_tick();
  });
}

std::chrono::nanoseconds Worker::steady_now() noexcept {
  return std::chrono::steady_clock::now().time_since_epoch();
}

std::chrono::microseconds Worker::wall_now() noexcept {
  return std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::system_clock::now().time_since_epoch());
}

Moment Worker::moment() noexcept {
  return {steady_now(), wall_now()};
}

}  // namespace smsfw::app
