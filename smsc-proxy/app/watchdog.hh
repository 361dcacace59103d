#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "smsc-proxy/app/worker.hh"

namespace smsfw::app {

/// Looks after the workers from a thread of its own. A worker without a turn for kStuck makes the
/// node look stuck (listeners close, /readyz fails); one without a turn for kAbort ends the
/// process, so that systemd starts a sound one. Heartbeats on the wire alone never mean ready.
class Watchdog {
 public:
  static constexpr std::chrono::seconds kStuck{2};
  static constexpr std::chrono::seconds kAbort{5};

  struct Calls {
    /// A worker has been stuck for kStuck; index of the worker.
    std::function<void(unsigned worker)> stuck;
    /// All workers turn again.
    std::function<void()> recovered;
    /// The process ends now; last words.
    std::function<void(unsigned worker)> last_words;
  };

  /// The workers outlive it.
  Watchdog(std::vector<const Worker*> workers, Calls calls);
  ~Watchdog();
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;

  /// True while every worker has had a turn within kStuck. Any thread.
  bool sound() const noexcept { return sound_.load(std::memory_order_relaxed); }

 private:
  void run();

  const std::vector<const Worker*> workers_;
  Calls calls_;
  std::atomic<bool> sound_{true};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace smsfw::app
