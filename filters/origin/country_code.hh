#pragma once

#include <cstddef>
#include <string_view>

namespace smsfw::origin {

/// The country code at the front of international digits, ITU-T E.164 annex to the operational
/// bulletin: one digit in zones 1 and 7, two where the zone's plan says so, else three. Empty where
/// there are too few digits.
constexpr std::string_view country_code(std::string_view digits) noexcept {
  constexpr std::string_view kTwoDigits =
      "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 "
      "64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";
  if (digits.empty()) return {};
  std::size_t size = 3;
  if (digits.front() == '1' || digits.front() == '7') {
    size = 1;
  } else if (digits.size() >= 2) {
    for (std::size_t at = 0; at < kTwoDigits.size(); at += 3) {
      if (kTwoDigits.substr(at, 2) == digits.substr(0, 2)) size = 2;
    }
  }
  return digits.size() < size ? std::string_view{} : digits.substr(0, size);
}

}  // namespace smsfw::origin
