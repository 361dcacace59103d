#include "smsc-proxy/smpp/session/held_parts.hh"

#include <algorithm>
#include <utility>

namespace smsfw::smpp {

bool HeldParts::hold(Part part) {
  const std::size_t size = sizeof(Part) + part.pdu.size();
  if (octets_ + size > kMaxOctets) return false;
  octets_ += size;
  parts_.push_back(std::move(part));
  return true;
}

template <class Wanted>
std::optional<HeldParts::Part> HeldParts::take(Wanted&& wanted) {
  const auto found = std::find_if(parts_.begin(), parts_.end(), wanted);
  if (found == parts_.end()) return std::nullopt;
  Part part = std::move(*found);
  octets_ -= sizeof(Part) + part.pdu.size();
  parts_.erase(found);
  return part;
}

std::optional<HeldParts::Part> HeldParts::take_of_message(std::uint64_t message) {
  return take([message](const Part& part) { return part.message == message; });
}

std::optional<HeldParts::Part> HeldParts::take_of_session(SessionId session) {
  return take([session](const Part& part) { return part.session == session; });
}

std::optional<HeldParts::Part> HeldParts::take_due(std::chrono::nanoseconds now) {
  return take([now](const Part& part) { return part.deadline <= now; });
}

}  // namespace smsfw::smpp
