#pragma once

#include <atomic>
#include <condition_variable>

namespace smsfw::events {

/// How producers wake the log's writer before its time.
struct EventWake {
  std::condition_variable changed;
  std::atomic<bool> wanted{false};

  /// One notification until the writer has seen it. Not under the writer's lock: a wake-up that
  /// falls between its look and its sleep is made good by its next regular turn.
  void ask() noexcept {
    if (!wanted.exchange(true, std::memory_order_acq_rel)) changed.notify_one();
  }
};

}  // namespace smsfw::events
