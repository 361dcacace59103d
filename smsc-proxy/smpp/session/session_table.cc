#include "smsc-proxy/smpp/session/session_table.hh"

#include "smsc-proxy/smpp/session/session.hh"

namespace smsfw::smpp {

SessionId SessionTable::take_slot() {
  std::uint32_t slot = 0;
  if (free_.empty()) {
    slot = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
  }
  return (static_cast<SessionId>(++slots_[slot].generation) << 32U) | slot;
}

void SessionTable::put(SessionId id, std::unique_ptr<Session> session) {
  slots_[static_cast<std::uint32_t>(id)].session = std::move(session);
  ++size_;
}

void SessionTable::remove(SessionId id) {
  const auto slot = static_cast<std::uint32_t>(id);
  if (find(id) == nullptr) return;
  slots_[slot].session.reset();
  free_.push_back(slot);
  --size_;
}

}  // namespace smsfw::smpp
