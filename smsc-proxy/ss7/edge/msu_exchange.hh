#pragma once

#include <mutex>
#include <span>

#include "smsc-proxy/ss7/link/msu_queue.hh"

namespace smsfw::ss7 {

/// Units on their way from one thread to another: one puts, the other takes. Bounded by messages
/// and octets; all memory is taken at the start.
class MsuExchange {
 public:
  MsuExchange(std::size_t max_messages, std::size_t max_octets)
      : queue_(max_messages, max_octets) {}

  /// As many as there is room for, in order; copies the octets. Returns how many.
  std::size_t put(std::span<const link::Msu> msus) {
    const std::lock_guard lock(mutex_);
    std::size_t done = 0;
    while (done < msus.size() && queue_.push(msus[done]))
      ++done;
    return done;
  }
  bool put(const link::Msu& msu) { return put(std::span(&msu, 1)) == 1; }

  /// All that waits, oldest first. Lives until the next take().
  std::span<const link::Msu> take() {
    const std::lock_guard lock(mutex_);
    return queue_.take();
  }

 private:
  std::mutex mutex_;
  link::MsuQueue queue_;
};

}  // namespace smsfw::ss7
