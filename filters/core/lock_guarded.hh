#pragma once

#include <mutex>
#include <utility>

namespace smsfw {

/// Data that can be reached only while its lock is held. A plain mutex on purpose: sections are
/// short, and a shared mutex costs more than it saves there.
template <class T>
class LockGuarded {
 public:
  LockGuarded() = default;
  explicit LockGuarded(T value) : value_(std::move(value)) {}

  /// Runs `use(T&)` under the lock and returns what it returns. Do not block inside.
  template <class Use>
  decltype(auto) with(Use&& use) {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

  template <class Use>
  decltype(auto) with(Use&& use) const {
    const std::lock_guard lock(mutex_);
    return std::forward<Use>(use)(value_);
  }

 private:
  mutable std::mutex mutex_;
  T value_{};
};

}  // namespace smsfw
