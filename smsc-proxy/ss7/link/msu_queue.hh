#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw::ss7::link {

/// What came in and was not taken yet, with the octets. Bounded by messages and by octets; all
/// memory is taken once, when it is made. One thread.
class MsuQueue {
 public:
  MsuQueue(std::size_t max_messages, std::size_t max_octets);

  /// Copies the octets. False: full, nothing is changed. The caller stops reading from the network
  /// before that (has_room()), so that nothing is lost.
  bool push(const Msu& msu);

  /// True where a message of `octets` octets has room.
  bool has_room(std::size_t octets = kMaxMsuOctets) const noexcept {
    return filling_.msus.size() < max_messages_ && max_octets_ - filling_.used >= octets;
  }

  /// All that waits, oldest first. The span and the octets in it live until the next take().
  std::span<const Msu> take() noexcept;

  std::size_t size() const noexcept { return filling_.msus.size(); }

 private:
  struct Half {
    std::vector<Msu> msus;
    std::vector<std::byte> octets;
    std::size_t used = 0;
  };
  std::size_t max_messages_;
  std::size_t max_octets_;
  Half filling_;  // two halves: one is filled while the other is read
  Half taken_;
};

}  // namespace smsfw::ss7::link
