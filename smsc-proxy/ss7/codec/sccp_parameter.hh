#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/codec/sccp_message.hh"

// Optional parameters of connectionless messages, ITU-T Q.713 table 2 and 3.17: what the reader and
// the writer share.

namespace smsfw::ss7::parameter {

inline constexpr std::uint8_t kEnd = 0x00;
inline constexpr std::uint8_t kSegmentation = 0x10;
inline constexpr std::uint8_t kImportance = 0x12;
inline constexpr std::size_t kSegmentationSize = 4;  ///< Octets of the contents.

inline constexpr unsigned kFirstBit = 0x80;
inline constexpr unsigned kInSequenceBit = 0x40;
inline constexpr unsigned kSpareBits = 0x30;
inline constexpr unsigned kRemainingMask = 0x0F;

/// `content` has kSegmentationSize octets. Sets kSpareBits.
inline Segmentation read_segmentation(std::span<const std::byte> content,
                                      SccpFindings& findings) noexcept {
  const auto octet = [&](std::size_t at) { return std::to_integer<std::uint32_t>(content[at]); };
  if ((octet(0) & kSpareBits) != 0) findings.add(SccpFinding::kSpareBits);
  return {(octet(0) & kFirstBit) != 0, (octet(0) & kInSequenceBit) != 0,
          static_cast<std::uint8_t>(octet(0) & kRemainingMask),
          octet(3) << 16U | octet(2) << 8U | octet(1)};
}

/// The contents; the values fit their fields.
inline std::array<std::byte, kSegmentationSize> segmentation_octets(
    const Segmentation& value) noexcept {
  return {static_cast<std::byte>((value.first ? kFirstBit : 0U) |
                                 (value.in_sequence ? kInSequenceBit : 0U) | value.remaining),
          static_cast<std::byte>(value.local_reference & 0xFFU),
          static_cast<std::byte>(value.local_reference >> 8U & 0xFFU),
          static_cast<std::byte>(value.local_reference >> 16U & 0xFFU)};
}

}  // namespace smsfw::ss7::parameter
