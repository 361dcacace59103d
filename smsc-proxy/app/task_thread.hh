#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace smsfw::app {

/// A thread for one long task at a time. A second one is refused while the first runs. It gives way
/// to the workers: where all processors are busy, traffic goes first.
class TaskThread {
 public:
  explicit TaskThread(const std::string& name);
  ~TaskThread() { stop(); }
  TaskThread(const TaskThread&) = delete;
  TaskThread& operator=(const TaskThread&) = delete;

  /// False when a task runs or waits already, or after stop().
  bool run(std::function<void()> task);
  /// Waits for the task that runs; none is taken afterwards.
  void stop();

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable wake_;
  std::function<void()> task_;
  bool busy_ = false;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace smsfw::app
