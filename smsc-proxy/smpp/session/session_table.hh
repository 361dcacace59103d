#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "smsc-proxy/smpp/session/pending_requests.hh"

namespace smsfw::smpp {

class Session;

/// The sessions of one worker by SessionId. A slot is used again, an id never: an answer for a
/// session that has gone finds nobody.
class SessionTable {
 public:
  /// Makes a session with the id that it is given. `make(id)` returns a unique_ptr to it.
  template <class Make>
  auto* add(Make&& make) {
    const SessionId id = take_slot();
    auto made = std::forward<Make>(make)(id);
    auto* raw = made.get();
    put(id, std::move(made));
    return raw;
  }

  /// nullptr when the session has gone.
  Session* find(SessionId id) const noexcept {
    const auto slot = static_cast<std::uint32_t>(id);
    if (slot >= slots_.size() || slots_[slot].generation != id >> 32U) return nullptr;
    return slots_[slot].session.get();
  }

  /// Destroys a session. Not from inside one of its own calls.
  void remove(SessionId id);

  std::size_t size() const noexcept { return size_; }

  template <class Use>
  void for_each(Use&& use) const {
    // By index: a session may add another one meanwhile.
    for (std::size_t i = 0; i < slots_.size(); ++i) {
      if (slots_[i].session) use(*slots_[i].session);
    }
  }

 private:
  // In the source file, where Session is complete.
  SessionId take_slot();
  void put(SessionId id, std::unique_ptr<Session> session);

  struct Slot {
    std::unique_ptr<Session> session;
    std::uint32_t generation = 0;
  };
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::size_t size_ = 0;
};

}  // namespace smsfw::smpp
