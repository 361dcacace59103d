#include "smsc-proxy/smpp/session/held_parts.hh"

#include <iterator>
#include <utility>

namespace smsfw::smpp {

bool HeldParts::hold(Part part) {
  if (octets_ + cost(part) > kMaxOctets) return false;
  octets_ += cost(part);
  parts_[part.message].push_back(std::move(part));
  return true;
}

std::list<HeldParts::Part> HeldParts::take_of_message(std::uint64_t message) {
  const auto found = parts_.find(message);
  if (found == parts_.end()) return {};
  std::list<Part> taken = std::move(found->second);
  parts_.erase(found);
  for (const Part& part : taken)
    octets_ -= cost(part);
  return taken;
}

template <class Wanted>
std::list<HeldParts::Part> HeldParts::take(Wanted&& wanted) {
  std::list<Part> taken;
  for (auto message = parts_.begin(); message != parts_.end();) {
    std::list<Part>& parts = message->second;
    for (auto part = parts.begin(); part != parts.end();) {
      const auto next = std::next(part);
      if (wanted(*part)) {
        octets_ -= cost(*part);
        taken.splice(taken.end(), parts, part);
      }
      part = next;
    }
    message = parts.empty() ? parts_.erase(message) : std::next(message);
  }
  return taken;
}

std::list<HeldParts::Part> HeldParts::take_of_session(SessionId session) {
  return take([session](const Part& part) { return part.session == session; });
}

std::list<HeldParts::Part> HeldParts::take_due(std::chrono::nanoseconds now) {
  return take([now](const Part& part) { return part.deadline <= now; });
}

}  // namespace smsfw::smpp
