#pragma once

#include <cstdint>
#include <string_view>

#include "filters/core/address.hh"
#include "filters/core/inline_string.hh"
#include "filters/core/inline_vector.hh"

namespace smsfw {

/// Bits of Phone::traits.
enum class PhoneTrait : std::uint8_t {
  kLetters = 1U << 0,    ///< Letters for digits: O for 0, l or I for 1. No honest sender does so.
  kWideForms = 1U << 1,  ///< Digits that are not ASCII.
  kInvisible = 1U << 2,  ///< Invisible characters inside.
};

/// A telephone number in a text.
struct Phone {
  /// kE164, or kShortCode for service codes (1900…) and short codes.
  AddressKind kind = AddressKind::kE164;
  /// Of the plan that it was read by.
  bool home_country = false;
  std::uint8_t traits = 0;
  /// ASCII digits as written, '+' before them where one stands there.
  InlineString<25> digits;
  /// E.164 digits without '+'; empty for kShortCode.
  InlineString<15> e164;
  /// Octets in the text that was read.
  std::uint32_t offset = 0;
  std::uint32_t length = 0;

  bool has(PhoneTrait trait) const noexcept {
    return (traits & static_cast<std::uint8_t>(trait)) != 0;
  }
  /// What lists and rules compare.
  std::string_view key() const noexcept { return e164.empty() ? digits.view() : e164.view(); }
};

/// The numbers of one text in order. More than 16 are counted (dropped()), not kept.
using PhoneList = InlineVector<Phone, 16>;

}  // namespace smsfw
