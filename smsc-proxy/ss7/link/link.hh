#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/link/link_config.hh"
#include "smsc-proxy/ss7/link/link_observer.hh"
#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw::ss7::link {

enum class SendResult : std::uint8_t {
  kSent,       ///< Waits to be written by flush().
  kDown,       ///< No way to the peer carries traffic.
  kNoRoute,    ///< The peer says that the destination cannot be reached (DUNA), or is unknown.
  kCongested,  ///< Ss7LinkConfig::max_output octets wait already.
  kTooLong,    ///< More than kMaxMsuOctets.
};
inline constexpr std::size_t kSendResults = 5;

/// What one peer has sent and been sent.
struct PeerCounters {
  std::uint64_t in = 0;
  std::array<std::uint64_t, kSendResults> out{};  ///< By SendResult.
};

/// What came over one application server and was refused, by Refusal, and what was lost on the way
/// out because a connection broke.
struct ApplicationServerCounters {
  std::array<std::uint64_t, kRefusals> refused{};
  std::uint64_t lost = 0;
};

/// The SS7 link: MSUs of service indicator 3 that are addressed to our point code come out of
/// take(), and what send() is given leaves. Nothing else does: the library has no routes and sees
/// no message of the network.
///
/// One thread makes it, runs it and ends it; only wake() may be called by others. One Link a
/// process at a time.
class Link {
 public:
  /// Opens and listens. `config` is checked (check_link) and outlives it, as `observer` does.
  /// Throws std::runtime_error where it cannot listen; what cannot be reached is tried again.
  Link(const Ss7LinkConfig& config, LinkObserver& observer);
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  ~Link();

  /// One turn of the library's loop: waits until something has happened, at most 100 ms.
  void turn();
  /// Ends a turn() that waits. Any thread.
  void wake() noexcept;

  /// All MSUs that came in since, oldest first; they and their octets live until the next take().
  std::span<const Msu> take();
  /// Stops and starts reading. While held, peers are slowed by their own windows; nothing is lost.
  /// A full queue does the same by itself until take(). Heartbeats wait unread too: a peer gives us
  /// up when that lasts too long, as it should.
  void hold(bool held);

  /// Sends one MSU to a peer: over the first of its application servers that is active, by the
  /// association that the label's signalling link selection chooses. The label leaves as it is
  /// (over IPA there is none).
  SendResult send(const RoutingLabel& label, std::span<const std::byte> octets, PeerId to);
  /// Writes what send() has added. Once after each batch.
  void flush();

  /// Some way to the peer carries traffic, and not all its point codes are said to be unavailable.
  bool reachable(PeerId peer) const noexcept;
  /// Some way to the peer carries traffic, and does not say that this point code is unavailable.
  bool reachable(PeerId peer, PointCode destination) const noexcept;
  /// False: we ask for no traffic any more (ASP Inactive); true: again.
  void serve(bool serving) noexcept;

  std::optional<PeerId> find_peer(std::string_view name) const noexcept;
  const PeerCounters& counters(PeerId peer) const noexcept;
  /// By index in Ss7LinkConfig::application_servers.
  ApplicationServerCounters server_counters(std::size_t server) const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace smsfw::ss7::link
