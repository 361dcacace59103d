#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace smsfw::sms {

/// Characters by septet, all of the Basic Multilingual Plane; 0 where the table assigns none.
using ShiftTable = std::array<char16_t, 128>;

/// National language identifiers, 3GPP TS 23.038 §6.2.1.2.4. All others are reserved.
inline constexpr std::uint8_t kLastNationalLanguage = 13;
inline constexpr std::array<std::string_view, kLastNationalLanguage + 1> kNationalLanguageNames{
    "",        "Turkish",   "Spanish", "Portuguese", "Bengali", "Gujarati", "Hindi",
    "Kannada", "Malayalam", "Oriya",   "Punjabi",    "Tamil",   "Telugu",   "Urdu"};

/// The table that replaces the default alphabet, 3GPP TS 23.038 annex A.3; nullptr where there is
/// none: for reserved values, and for Spanish.
const ShiftTable* locking_shift_table(std::uint8_t language) noexcept;

/// The table that replaces the extension table behind an escape, annex A.2; nullptr for reserved
/// values.
const ShiftTable* single_shift_table(std::uint8_t language) noexcept;

/// What GSM 7-bit text is read by. nullptr: the default alphabet, its extension table.
struct Gsm7Tables {
  const ShiftTable* locking = nullptr;
  const ShiftTable* single = nullptr;

  bool national() const noexcept { return locking != nullptr || single != nullptr; }
};

}  // namespace smsfw::sms
