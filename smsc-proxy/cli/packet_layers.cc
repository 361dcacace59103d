#include "smsc-proxy/cli/packet_layers.hh"

#include <algorithm>

namespace smsfw::cli {
namespace {

using Octets = std::span<const std::byte>;

constexpr std::uint16_t kIpv4Type = 0x0800;
constexpr std::uint16_t kIpv6Type = 0x86DD;

std::uint8_t u8(Octets octets, std::size_t at) noexcept {
  return static_cast<std::uint8_t>(octets[at]);
}

std::uint16_t u16(Octets octets, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(u8(octets, at) << 8U | u8(octets, at + 1));
}

std::uint32_t u32(Octets octets, std::size_t at) noexcept {
  return std::uint32_t{u16(octets, at)} << 16U | u16(octets, at + 2);
}

LinkPayload by_ether_type(std::uint16_t type, Octets rest) noexcept {
  if (type != kIpv4Type && type != kIpv6Type) return {};
  return {Carried::kIp, rest};
}

/// A header of `size` octets with the type of what follows at `at`.
LinkPayload cooked(Octets packet, std::size_t size, std::size_t at) noexcept {
  if (packet.size() < size) return {};
  return by_ether_type(u16(packet, at), packet.subspan(size));
}

LinkPayload ethernet(Octets packet) noexcept {
  constexpr std::size_t kAddresses = 12;
  constexpr std::size_t kMaxTags = 4;
  std::size_t at = kAddresses;
  for (std::size_t tags = 0; tags <= kMaxTags; ++tags, at += 4) {
    if (packet.size() < at + 2) return {};
    const std::uint16_t type = u16(packet, at);
    const bool tag = type == 0x8100 || type == 0x88A8 || type == 0x9100;
    if (!tag) return by_ether_type(type, packet.subspan(at + 2));
  }
  return {};
}

/// Of a message signal unit; fill-in and link status units carry two octets at most (Q.703 2.3.3).
LinkPayload mtp2(Octets packet) noexcept {
  constexpr std::size_t kHeader = 3;
  if (packet.size() < kHeader) return {};
  const std::size_t indicated = u8(packet, 2) & 0x3FU;
  if (indicated <= 2) return {};
  Octets rest = packet.subspan(kHeader);
  // 63 stands for that and more. What lies behind a shorter unit is its checksum.
  if (indicated < 63) rest = rest.first(std::min(indicated, rest.size()));
  return {Carried::kMtp3, rest};
}

std::optional<IpPacket> read_ipv4(Octets octets) noexcept {
  if (octets.size() < 20) return std::nullopt;
  const std::size_t header = (u8(octets, 0) & 0xFU) * 4U;
  if (header < 20 || header > octets.size()) return std::nullopt;
  // 0: the sender's network card cuts it up later, and its length is the packet's.
  std::size_t total = u16(octets, 2);
  if (total == 0) total = octets.size();
  if (total < header) return std::nullopt;
  IpPacket made;
  std::copy_n(octets.begin() + 12, 4, made.source.begin() + 12);
  std::copy_n(octets.begin() + 16, 4, made.destination.begin() + 12);
  made.protocol = u8(octets, 9);
  made.fragment = (u16(octets, 6) & 0x3FFFU) != 0;  // more to come, or an offset
  made.payload = octets.first(std::min(total, octets.size())).subspan(header);
  return made;
}

std::optional<IpPacket> read_ipv6(Octets octets) noexcept {
  constexpr std::size_t kHeader = 40;
  constexpr std::size_t kMaxExtensions = 8;
  if (octets.size() < kHeader) return std::nullopt;
  IpPacket made;
  std::copy_n(octets.begin() + 8, 16, made.source.begin());
  std::copy_n(octets.begin() + 24, 16, made.destination.begin());
  made.protocol = u8(octets, 6);
  const std::size_t length = u16(octets, 4);
  made.payload = octets.subspan(kHeader);
  if (length != 0) made.payload = made.payload.first(std::min(length, made.payload.size()));
  for (std::size_t i = 0; i < kMaxExtensions; ++i) {
    const bool options = made.protocol == 0 || made.protocol == 43 || made.protocol == 60;
    const bool fragment = made.protocol == 44;
    if (!options && !fragment) return made;
    if (made.payload.size() < 8) return std::nullopt;
    if (fragment && (u16(made.payload, 2) & 0xFFF9U) != 0) {
      made.fragment = true;
      return made;
    }
    const std::size_t size = fragment ? 8 : 8 + std::size_t{u8(made.payload, 1)} * 8;
    if (size > made.payload.size()) return std::nullopt;
    made.protocol = u8(made.payload, 0);
    made.payload = made.payload.subspan(size);
  }
  return std::nullopt;
}

}  // namespace

LinkPayload read_link(std::uint32_t link_type, Octets packet) noexcept {
  switch (link_type) {
    case 1:
      return ethernet(packet);
    case 113:
      return cooked(packet, 16, 14);
    case 276:
      return cooked(packet, 20, 0);
    case 12:
    case 14:
    case 101:
    case 228:
    case 229:
      return {Carried::kIp, packet};
    case 140:
      return mtp2(packet);
    case 141:
      return {Carried::kMtp3, packet};
    case 142:
      return {Carried::kSccp, packet};
    default:
      return {};
  }
}

std::optional<IpPacket> read_ip(Octets octets) noexcept {
  if (octets.empty()) return std::nullopt;
  switch (u8(octets, 0) >> 4U) {
    case 4:
      return read_ipv4(octets);
    case 6:
      return read_ipv6(octets);
    default:
      return std::nullopt;
  }
}

std::optional<TcpSegment> read_tcp(Octets octets) noexcept {
  if (octets.size() < 20) return std::nullopt;
  const std::size_t header = (u8(octets, 12) >> 4U) * 4U;
  if (header < 20 || header > octets.size()) return std::nullopt;
  return TcpSegment{u16(octets, 0), u16(octets, 2), u32(octets, 4), (u8(octets, 13) & 2U) != 0,
                    octets.subspan(header)};
}

std::optional<Mtp3Unit> read_mtp3(Octets octets) noexcept {
  constexpr std::size_t kHeader = 5;
  if (octets.size() < kHeader) return std::nullopt;
  // The label is sent with its lowest bits first.
  const std::uint32_t label = std::uint32_t{u8(octets, 1)} | std::uint32_t{u8(octets, 2)} << 8U |
                              std::uint32_t{u8(octets, 3)} << 16U |
                              std::uint32_t{u8(octets, 4)} << 24U;
  Mtp3Unit made;
  made.service = u8(octets, 0) & 0xFU;
  made.dpc.value = static_cast<std::uint16_t>(label & ss7::kMaxPointCode);
  made.opc.value = static_cast<std::uint16_t>(label >> 14U & ss7::kMaxPointCode);
  made.octets = octets.subspan(kHeader);
  return made;
}

}  // namespace smsfw::cli
