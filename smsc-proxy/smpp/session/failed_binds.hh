#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace smsfw::smpp {

/// Failed binds by address, so that guessing passwords gets slow. Bounded: the address whose count
/// ends first leaves when there is no room.
class FailedBinds {
 public:
  static constexpr std::size_t kMaxAddresses = 10'000;
  static constexpr std::chrono::seconds kWindow{60};

  /// One more failure of `address`.
  void add(const std::string& address, std::chrono::nanoseconds now) {
    const std::lock_guard lock(mutex_);
    Entry& entry = entries_[address];
    if (entry.count == 0 || now - entry.since > kWindow) entry = {now, 0};
    ++entry.count;
    if (entries_.size() > kMaxAddresses) {
      auto oldest = entries_.begin();
      for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        if (at->second.since < oldest->second.since) oldest = at;
      }
      entries_.erase(oldest);
      ++evictions_;
    }
  }

  /// True while `address` has failed at least `most` times within the window.
  bool refused(const std::string& address, std::uint32_t most, std::chrono::nanoseconds now) {
    const std::lock_guard lock(mutex_);
    const auto at = entries_.find(address);
    if (at == entries_.end()) return false;
    if (now - at->second.since > kWindow) {
      entries_.erase(at);
      return false;
    }
    return at->second.count >= most;
  }

  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
  }
  std::uint64_t evictions() const {
    const std::lock_guard lock(mutex_);
    return evictions_;
  }

 private:
  struct Entry {
    std::chrono::nanoseconds since{0};
    std::uint32_t count = 0;
  };
  mutable std::mutex mutex_;
  std::map<std::string, Entry> entries_;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::smpp
