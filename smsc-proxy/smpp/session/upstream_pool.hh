#pragma once

#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "smsc-proxy/smpp/session/edge.hh"

namespace smsfw::smpp {

class SmscSession;

/// The binds that one worker keeps to one SMSC for terminated listeners: our own credentials,
/// least-loaded choice, reconnect with back-off.
class UpstreamPool {
 public:
  UpstreamPool(Edge& edge, Listener& listener);
  ~UpstreamPool();

  /// The bound session with the fewest requests under way that has room; nullptr when there is
  /// none now.
  SmscSession* choose() noexcept;
  /// True when at least one bind stands, whether it has room or not.
  bool up() const noexcept;
  /// A session of this pool, or nullptr when it has gone.
  std::size_t bound() const noexcept;

  /// True while any request of the pool waits for its response.
  bool expects_answers() const noexcept;
  /// A message_id has become known: receipts that came before it are tried again.
  void retry_parked();

  /// Keeps the pool at its size; called every tick.
  void tick(std::chrono::nanoseconds now);
  /// What sessions tell.
  void session_bound(SessionId id);
  void session_gone(SessionId id);

  const std::string& password() const noexcept { return password_; }

 private:
  struct Place {
    SessionId session = 0;
    bool connecting = false;
    bool bound = false;
    std::chrono::milliseconds delay{0};
    std::chrono::nanoseconds next_try{0};
  };

  void open(std::size_t place);
  void failed(std::size_t place, std::chrono::nanoseconds now, const std::string& error);
  SmscSession* session(const Place& place) const noexcept;

  Edge& edge_;
  Listener& listener_;
  std::string password_;
  std::vector<Place> places_;
  std::minstd_rand random_{std::random_device{}()};
};

}  // namespace smsfw::smpp
