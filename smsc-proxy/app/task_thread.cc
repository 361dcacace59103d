#include "smsc-proxy/app/task_thread.hh"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace smsfw::app {
namespace {

// A third of a worker's share of a busy processor, all of an idle one. Not less: on processors that
// traffic keeps busy a reload must still come to its end, and the thread has to run once more
// before a process that was killed is gone, and with it its links.
constexpr int kNice = 5;

}  // namespace

TaskThread::TaskThread(const std::string& name) : thread_([this] { loop(); }) {
  pthread_setname_np(thread_.native_handle(), name.c_str());
}

bool TaskThread::run(std::function<void()> task) {
  {
    const std::lock_guard lock(mutex_);
    if (busy_ || stop_) return false;
    busy_ = true;
    task_ = std::move(task);
  }
  wake_.notify_all();
  return true;
}

void TaskThread::stop() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void TaskThread::loop() {
  // Linux keeps the value a thread. That it may be refused changes nothing but the latency.
  static_cast<void>(::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice));
  std::unique_lock lock(mutex_);
  while (true) {
    wake_.wait(lock, [this] { return stop_ || task_; });
    if (!task_) return;
    const std::function<void()> task = std::exchange(task_, nullptr);
    lock.unlock();
    task();
    lock.lock();
    busy_ = false;
  }
}

}  // namespace smsfw::app
