#include "smsc-proxy/ss7/relay/parked_messages.hh"

#include <span>
#include <utility>

namespace smsfw::ss7 {

bool ParkedMessages::park(Queue& queue, const RelayedUnit& unit, const HeldMessage* held) {
  const std::size_t count = held == nullptr ? 1 : held->size();
  const auto octets_of = [&](std::size_t i) {
    return held == nullptr ? unit.octets : held->octets(i);
  };
  std::size_t size = 0;
  for (std::size_t i = 0; i < count; ++i)
    size += octets_of(i).size();
  if (messages_ >= limits_.max_messages || size > limits_.max_octets - octets_) return false;

  Message message;
  message.units.reserve(count);
  message.octets.reserve(size);
  for (std::size_t i = 0; i < count; ++i) {
    const auto octets = octets_of(i);
    RelayedUnit label = unit;
    label.tag = held == nullptr ? unit.tag : held->tag(i);
    label.octets = {};
    message.units.push_back({label, octets.size()});
    message.octets.insert(message.octets.end(), octets.begin(), octets.end());
  }
  queue.push_back(std::move(message));
  ++messages_;
  octets_ += size;
  return true;
}

void ParkedMessages::release(Queue& queue, const Resume& resume) {
  // Out of the queue, and their room free, first: who is given one may park another.
  Queue all;
  all.swap(queue);
  messages_ -= all.size();
  for (const Message& message : all)
    octets_ -= message.octets.size();
  for (const Message& message : all) {
    std::span<const std::byte> rest(message.octets);
    for (const Message::Unit& one : message.units) {
      RelayedUnit unit = one.label;
      unit.octets = rest.first(one.size);
      rest = rest.subspan(one.size);
      resume(unit);
    }
  }
}

}  // namespace smsfw::ss7
