#include "smsc-proxy/events/event_log.hh"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace smsfw::events {

namespace {

// How long to wait after a failed write or open before the next try.
constexpr std::chrono::milliseconds kRetryAfter{250};
// How long to wait for a slow reader of a pipe at a time, milliseconds.
constexpr int kPipePatience = 50;

std::uint64_t now_milliseconds() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

void bump(std::atomic<std::uint64_t>& counter, std::uint64_t n = 1) {
  counter.fetch_add(n, std::memory_order_relaxed);
}

// By find(), which leaps from line to line: std::count() looks at each octet and costs ten times
// as much.
std::uint64_t newlines(std::string_view octets) {
  std::uint64_t count = 0;
  for (std::size_t at = octets.find('\n'); at != std::string_view::npos;
       at = octets.find('\n', at + 1))
    ++count;
  return count;
}

// True when a regular file ends inside a line, as a crash or a full disk leaves it.
bool ends_inside_line(const char* path) {
  const int fd = ::open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return false;
  struct stat info {};
  char last = '\n';
  if (::fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0 &&
      ::pread(fd, &last, 1, info.st_size - 1) != 1) {
    last = '\n';
  }
  ::close(fd);
  return last != '\n';
}

}  // namespace

EventLog::EventLog(EventLogConfig config) : config_(std::move(config)), epoch_(now_milliseconds()) {
  if (config_.descriptor >= 0) {
    fd_ = config_.descriptor;
  } else if (!config_.file.empty() && !open_file()) {
    throw std::system_error(errno, std::generic_category(), "event log '" + config_.file + "'");
  }
  writer_ = std::thread([this] { run(); });
}

EventLog::~EventLog() {
  {
    // Under the lock: between its look and its sleep the writer would miss it, and sleep on.
    const std::lock_guard lock(mutex_);
    stop_.store(true);
  }
  wake_.changed.notify_one();
  writer_.join();
  if (fd_ >= 0 && config_.descriptor < 0) ::close(fd_);
}

EventProducer& EventLog::add_producer(std::size_t ring_bytes) {
  const std::lock_guard lock(mutex_);
  const auto number = static_cast<std::uint32_t>(producers_.size());
  producers_.push_back(std::unique_ptr<EventProducer>(
      new EventProducer(ring_bytes, config_.node, epoch_, number, config_.privacy, wake_)));
  return *producers_.back();
}

void EventLog::reopen() noexcept {
  reopen_.store(true);
  wake_.ask();
}

EventLogStats EventLog::stats() const {
  EventLogStats stats;
  stats.written = written_.load(std::memory_order_relaxed);
  stats.write_errors = write_errors_.load(std::memory_order_relaxed);
  stats.lost = torn_lines_.load(std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  for (const auto& producer : producers_) {
    stats.lost += producer->refused();
    stats.queued_bytes += producer->ring_.waiting();
  }
  return stats;
}

bool EventLog::drain(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  while (stats().queued_bytes != 0) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    wake_.ask();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

// Opens the file beside the one that is open, so that a failure leaves that one in use.
bool EventLog::open_file() {
  const bool torn = ends_inside_line(config_.file.c_str());
  // Not blocking: a pipe whose reader stopped must not hold up the end of the daemon.
  const int fd =
      ::open(config_.file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0640);
  if (fd < 0) return false;
  // What a crash left of a line stays a line of its own.
  if (torn && ::write(fd, "\n", 1) != 1) bump(write_errors_);
  if (fd_ >= 0) ::close(fd_);
  fd_ = fd;
  return true;
}

void EventLog::run() {
  // A reader that closes a pipe is an error of write(), not the end of the process.
  sigset_t pipe_signal;
  sigemptyset(&pipe_signal);
  sigaddset(&pipe_signal, SIGPIPE);
  ::pthread_sigmask(SIG_BLOCK, &pipe_signal, nullptr);
  std::vector<EventProducer*> producers;
  bool failed = false;
  for (;;) {
    const bool stopping = stop_.load();
    wake_.wanted.store(false, std::memory_order_release);
    {
      const std::lock_guard lock(mutex_);
      for (std::size_t i = producers.size(); i < producers_.size(); ++i)
        producers.push_back(producers_[i].get());
    }
    if (reopen_.exchange(false) && !config_.file.empty() && config_.descriptor < 0) {
      if (open_file()) {
        drop_torn_line();
      } else {
        bump(write_errors_);
        reopen_.store(true);
        failed = true;
      }
    }
    if (!write_round(producers)) failed = true;
    if (stopping) return;
    std::unique_lock lock(mutex_);
    if (failed) {
      // Producers may be eager now; a full disk is not asked again for each of their wishes.
      wake_.changed.wait_for(lock, kRetryAfter, [this] { return stop_.load(); });
      failed = false;
    } else {
      wake_.changed.wait_for(lock, config_.flush_every, [this] {
        return wake_.wanted.load(std::memory_order_acquire) || stop_.load();
      });
    }
  }
}

// One pass over all rings, beginning with the one whose line the file has the start of.
bool EventLog::write_round(const std::vector<EventProducer*>& producers) {
  if (torn_ != nullptr && !write_ring(*torn_)) return false;
  for (EventProducer* producer : producers) {
    if (!write_ring(*producer)) return false;
  }
  return true;
}

bool EventLog::write_ring(EventProducer& producer) {
  EventRing& ring = producer.ring_;
  // Only what was there at the start: one busy ring must not keep the others waiting.
  std::size_t left = ring.waiting();
  while (left != 0) {
    const auto octets = ring.peek();
    if (octets.empty()) break;
    auto n = static_cast<ssize_t>(octets.size());
    if (fd_ >= 0) {
      n = ::write(fd_, octets.data(), octets.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0 && errno == EAGAIN) {
        pollfd room{fd_, POLLOUT, 0};
        if (::poll(&room, 1, kPipePatience) > 0 && (room.revents & POLLOUT) != 0) continue;
        return false;  // slow, not broken
      }
      if (n <= 0) {
        bump(write_errors_);
        return false;
      }
    }
    const auto done = octets.substr(0, static_cast<std::size_t>(n));
    bump(written_, newlines(done));
    torn_ = done.back() == '\n' ? nullptr : &producer;
    ring.consume(done.size());
    left -= std::min(left, done.size());
  }
  return true;
}

// The rest of a half-written line would be nonsense at the top of a new file.
void EventLog::drop_torn_line() {
  if (torn_ == nullptr) return;
  // A line stands in one block, so its end is in the piece that begins with its rest.
  torn_->ring_.consume(torn_->ring_.peek().find('\n') + 1);
  torn_ = nullptr;
  bump(torn_lines_);
}

}  // namespace smsfw::events
