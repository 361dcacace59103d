#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace smsfw {

/// What may stand behind a number without a space, in folded form.
inline constexpr std::array<std::string_view, 34> kNumberUnits{
    "k",    "tr",  "trieu", "ty",  "ti",  "d",   "dong", "vnd", "nd",  "usd", "g",  "gb",
    "mb",   "kb",  "tb",    "m",   "km",  "cm",  "kg",   "h",   "hrs", "p",   "ph", "phut",
    "ngay", "nam", "thang", "lan", "gio", "day", "days", "pm",  "am",  "th"};

inline bool is_number_unit(std::string_view text) noexcept {
  return std::find(kNumberUnits.begin(), kNumberUnits.end(), text) != kNumberUnits.end();
}

}  // namespace smsfw
