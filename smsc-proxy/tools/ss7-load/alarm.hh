#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace smsfw::ss7::link {
class Link;
}

namespace smsfw::ss7_load {

/// Ends a turn of the link that waits when the next paced message is due: the library's own timers
/// are in milliseconds.
class Alarm {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Alarm(ss7::link::Link& link);
  Alarm(const Alarm&) = delete;
  Alarm& operator=(const Alarm&) = delete;
  ~Alarm();

  /// Wakes the link once at `when`, in place of what was set before.
  void set(Clock::time_point when);

 private:
  void run();

  ss7::link::Link& link_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Clock::time_point> when_;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace smsfw::ss7_load
