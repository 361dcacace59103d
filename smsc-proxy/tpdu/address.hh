#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "filters/core/address.hh"
#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "filters/core/inline_string.hh"
#include "smsc-proxy/tpdu/tpdu_finding.hh"

namespace smsfw::tpdu {

/// Semi-octets that an address may have, 3GPP TS 23.040 §9.1.2.5; of septets these are 11.
inline constexpr std::size_t kMaxAddressSemiOctets = 20;
/// Octets of text that an address keeps: 11 septets are at most 33 octets of UTF-8.
inline constexpr std::size_t kAddressTextSize = 72;

/// TP-OA, TP-DA or TP-RA. Owns its text; `value` is borrowed.
struct TpAddress {
  std::uint8_t semi_octets = 0;      ///< As the length octet says.
  std::uint8_t type_of_address = 0;  ///< Extension bit, type of number, numbering plan.
  std::span<const std::byte> value;  ///< Octets behind the type-of-address.
  /// The digits up to the first filler, or an alphanumeric address as UTF-8. A character that
  /// cannot be read is U+FFFD. Whole for every address of legal length; of a kLongAddress the
  /// start.
  InlineString<kAddressTextSize> text;

  std::uint8_t ton() const noexcept { return type_of_address >> 4 & 7; }
  std::uint8_t npi() const noexcept { return type_of_address & 0xF; }
  bool alphanumeric() const noexcept {
    return ton() == static_cast<std::uint8_t>(Ton::kAlphanumeric);
  }
};

/// Reads the address that begins at `octets[0]`, its length octet, into `address`, adds what is odd
/// to `findings` and returns the octets that it takes. Errors, by an offset within `octets`:
/// kTruncated without length or type octet; kBadLength, at the length octet, when the value would
/// reach past `octets`.
Expected<std::size_t, DecodeError> read_address(std::span<const std::byte> octets,
                                                TpAddress& address,
                                                TpduFindings& findings) noexcept;

}  // namespace smsfw::tpdu
