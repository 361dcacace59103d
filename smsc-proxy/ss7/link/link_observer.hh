#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw::ss7::link {

enum class AspState : std::uint8_t {
  kDown,       ///< No association.
  kConnected,  ///< The association stands; the peer has not taken our ASP Up (or we theirs).
  kInactive,   ///< Up, but not carrying traffic.
  kActive,
};

constexpr std::string_view to_string(AspState state) noexcept {
  switch (state) {
    case AspState::kDown:
      return "down";
    case AspState::kConnected:
      return "connected";
    case AspState::kInactive:
      return "inactive";
    case AspState::kActive:
      return "active";
  }
  return "unknown";
}

/// Why a message that came in was not taken.
enum class Refusal : std::uint8_t {
  kMalformed,         ///< Not readable as M3UA or IPA.
  kInactive,          ///< The association does not carry traffic.
  kRoutingContext,    ///< Another than the application server's.
  kServiceIndicator,  ///< No SCCP.
  kDestination,       ///< Addressed to another point code than ours. Never passed on.
  kOrigin,            ///< From a point code that is no peer there.
  kTooLong,           ///< More than kMaxMsuOctets.
};
inline constexpr std::size_t kRefusals = 7;

constexpr std::string_view to_string(Refusal refusal) noexcept {
  switch (refusal) {
    case Refusal::kMalformed:
      return "malformed";
    case Refusal::kInactive:
      return "inactive";
    case Refusal::kRoutingContext:
      return "routing_context";
    case Refusal::kServiceIndicator:
      return "service_indicator";
    case Refusal::kDestination:
      return "destination";
    case Refusal::kOrigin:
      return "origin";
    case Refusal::kTooLong:
      return "too_long";
  }
  return "unknown";
}

/// Views in these live for the call only.
struct AspChange {
  std::string_view application_server;
  std::string_view asp;
  AspState state = AspState::kDown;
};
struct ApplicationServerChange {
  std::string_view application_server;
  std::size_t active = 0;  ///< ASPs that carry traffic.
};
struct PeerChange {
  PeerId peer = 0;
  std::string_view name;
  bool reachable = false;
};
struct RefusedMsu {
  std::string_view application_server;
  Refusal reason = Refusal::kMalformed;
  RoutingLabel label;  ///< As far as it was read.
};

/// Told what happens to the link, on its thread, for metrics and events. Must not call the link.
class LinkObserver {
 public:
  LinkObserver() = default;
  LinkObserver(const LinkObserver&) = delete;
  LinkObserver& operator=(const LinkObserver&) = delete;
  virtual ~LinkObserver() = default;

  virtual void on_asp(const AspChange& change) = 0;
  virtual void on_application_server(const ApplicationServerChange& change) = 0;
  virtual void on_peer(const PeerChange& change) = 0;
  virtual void on_refused(const RefusedMsu& refused) = 0;
};

}  // namespace smsfw::ss7::link
