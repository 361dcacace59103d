#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <vector>

#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

struct ParkingLimits {
  std::size_t max_messages = 10'000;
  std::size_t max_octets = 8U << 20U;  ///< Held of all of them together.
};

/// Copies of messages that wait for a fact, with what is known of their units. Bounded in messages
/// and octets over all queues together; what finds no room is refused, and nothing that waits gives
/// its place away. Not shareable between threads. Throws std::bad_alloc.
class ParkedMessages {
 public:
  struct Message;
  /// What waits for one fact, in the order of arrival. Filled and emptied by ParkedMessages alone.
  using Queue = std::list<Message>;
  /// Takes one unit. The octets live during the call.
  using Resume = std::function<void(const RelayedUnit&)>;

  struct Message {
    struct Unit {
      RelayedUnit label;  // without octets
      std::size_t size = 0;
    };
    std::vector<Unit> units;        // in order
    std::vector<std::byte> octets;  // of all of them behind one another
  };

  explicit ParkedMessages(ParkingLimits limits) noexcept : limits_(limits) {}

  /// Copies a message to the end of a queue: all segments of `held`, else `unit`. False: no room,
  /// and nothing is kept.
  bool park(Queue& queue, const RelayedUnit& unit, const HeldMessage* held);
  /// Empties a queue and gives all its units to `resume`, each once. It may park again, in the same
  /// queue too.
  void release(Queue& queue, const Resume& resume);

  std::size_t messages() const noexcept { return messages_; }
  std::size_t octets() const noexcept { return octets_; }

 private:
  const ParkingLimits limits_;
  std::size_t messages_ = 0;
  std::size_t octets_ = 0;
};

}  // namespace smsfw::ss7
