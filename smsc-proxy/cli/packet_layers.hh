#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/ss7/codec/point_code.hh"

// The layers of a captured packet below SMPP and SCCP. Each function takes the octets of one layer
// and returns what it carries, within their bounds. Nothing is kept, nothing allocates.

namespace smsfw::cli {

enum class Carried : std::uint8_t { kNothing, kIp, kMtp3, kSccp };

struct LinkPayload {
  Carried what = Carried::kNothing;
  std::span<const std::byte> octets{};
};

/// Link types 1 (Ethernet, VLAN tags too), 113 and 276 (Linux cooked), 12, 14, 101, 228 and 229
/// (raw IP), 140 (MTP2), 141 (MTP3), 142 (SCCP). Of others, and of other protocols on them,
/// nothing.
LinkPayload read_link(std::uint32_t link_type, std::span<const std::byte> packet) noexcept;

/// IPv4 addresses stand in the last four octets.
using IpAddress = std::array<std::byte, 16>;

inline constexpr std::uint8_t kTcpProtocol = 6;
inline constexpr std::uint8_t kSctpProtocol = 132;

struct IpPacket {
  IpAddress source{};
  IpAddress destination{};
  std::uint8_t protocol = 0;
  bool fragment = false;  ///< Only a part of what was sent; there is nothing to read in it.
  std::span<const std::byte> payload{};
};

/// IPv4 and IPv6, padding of the link left out, IPv6's extension headers passed over.
std::optional<IpPacket> read_ip(std::span<const std::byte> octets) noexcept;

struct TcpSegment {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;
  std::uint32_t sequence = 0;
  bool syn = false;
  std::span<const std::byte> payload{};
};

std::optional<TcpSegment> read_tcp(std::span<const std::byte> octets) noexcept;

/// One message signal unit of ITU-T Q.704 14.2: service information octet, routing label, user
/// part.
struct Mtp3Unit {
  std::uint8_t service = 0;  ///< Service indicator; 3: SCCP.
  ss7::PointCode opc;
  ss7::PointCode dpc;
  std::span<const std::byte> octets{};
};

std::optional<Mtp3Unit> read_mtp3(std::span<const std::byte> octets) noexcept;

}  // namespace smsfw::cli
