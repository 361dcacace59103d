#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/link/link_config.hh"

namespace smsfw::ss7::link {

/// ITU-T Q.704 2.2 and 14.2, as M3UA's Protocol Data carries it (RFC 4666 3.3.1).
struct RoutingLabel {
  PointCode opc;
  PointCode dpc;
  std::uint8_t si = 3;   ///< Service indicator. 3: SCCP.
  std::uint8_t ni = 0;   ///< Network indicator.
  std::uint8_t mp = 0;   ///< Message priority.
  std::uint8_t sls = 0;  ///< Signalling link selection.
  friend constexpr bool operator==(const RoutingLabel&, const RoutingLabel&) = default;
};

inline constexpr std::uint8_t kServiceSccp = 3;

/// Longest user part of a message, either way: SCCP's longest, LUDT with 3952 octets of data (ITU-T
/// Q.713 3.20), two addresses and the options, has room.
inline constexpr std::size_t kMaxMsuOctets = 4'608;

/// Index into Ss7LinkConfig::peers.
using PeerId = std::uint8_t;
inline constexpr std::size_t kMaxPeers = 64;

/// One message signal unit that came in.
struct Msu {
  RoutingLabel label;
  PeerId peer = 0;
  Side side = Side::kNetwork;
  Trust trust = Trust::kUnlisted;
  std::span<const std::byte> octets;  ///< The user part; lives as the queue that it is in says.
};

}  // namespace smsfw::ss7::link
