#pragma once

#include <cstdint>
#include <string_view>

#include "filters/core/inline_string.hh"

namespace smsfw {

/// Type of number, 3GPP TS 23.040 §9.1.2.5; SMPP v3.4 §5.2.5 uses the same values.
enum class Ton : std::uint8_t {
  kUnknown = 0,
  kInternational = 1,
  kNational = 2,
  kNetworkSpecific = 3,
  kSubscriber = 4,
  kAlphanumeric = 5,
  kAbbreviated = 6,
};

/// What a numbering plan made of an address (see filters/access/numbering_plan.hh).
enum class AddressKind : std::uint8_t {
  kEmpty,         ///< No octets. A legal source address: the SMSC fills it in.
  kE164,          ///< Resolved; `e164` is set.
  kShortCode,     ///< Digits too few for a subscriber number, or listed as a service code.
  kAlphanumeric,  ///< A sender name.
  kUnresolved,    ///< Digits that the plan of this ingress cannot place.
};

/// Name as rules and events write it.
constexpr std::string_view to_string(AddressKind kind) noexcept {
  switch (kind) {
    case AddressKind::kEmpty:
      return "empty";
    case AddressKind::kE164:
      return "e164";
    case AddressKind::kShortCode:
      return "short_code";
    case AddressKind::kAlphanumeric:
      return "alphanumeric";
    case AddressKind::kUnresolved:
      return "unresolved";
  }
  return "unknown";
}

/// One party of a message. `text` is borrowed from the PDU and leaves unchanged; lists, limits and
/// facts use key(), so that 0912…, 84912… and +84912… are one number.
struct Address {
  std::uint8_t ton = 0;
  std::uint8_t npi = 0;
  AddressKind kind = AddressKind::kEmpty;
  /// True when the number belongs to the home country of the ingress' numbering plan.
  bool home_country = false;
  /// As sent. Valid as long as the PDU's octets.
  std::string_view text;
  /// E.164 digits without '+', at most 15 of them (ITU-T E.164 §6.1). Empty unless kind is kE164.
  InlineString<15> e164;

  /// What lists, limits and facts compare: the E.164 digits, or else the octets as sent.
  std::string_view key() const noexcept { return e164.empty() ? text : e164.view(); }
};

}  // namespace smsfw
