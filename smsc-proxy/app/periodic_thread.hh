#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace smsfw::app {

/// A thread that does one thing every so often: first after one period, then with a period's pause
/// between two times.
class PeriodicThread {
 public:
  /// `task` must not throw, and must not wait for the one who ends this object.
  PeriodicThread(const std::string& name, std::chrono::milliseconds period,
                 std::function<void()> task);
  /// Waits for the task where it runs just now.
  ~PeriodicThread();
  PeriodicThread(const PeriodicThread&) = delete;
  PeriodicThread& operator=(const PeriodicThread&) = delete;

 private:
  void loop();

  const std::chrono::milliseconds period_;
  const std::function<void()> task_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace smsfw::app
