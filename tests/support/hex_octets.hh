#pragma once

#include <cstddef>
#include <initializer_list>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace smsfw::testing {

/// {0x62, 4} as octets.
inline std::vector<std::byte> octets_of(std::initializer_list<int> values) {
  std::vector<std::byte> out;
  for (const int value : values)
    out.push_back(static_cast<std::byte>(value));
  return out;
}

/// Octets of hexadecimal digits; spaces may stand between them.
inline std::vector<std::byte> from_hex(std::string_view text) {
  std::vector<std::byte> out;
  bool half = false;
  for (const char digit : text) {
    if (digit == ' ') continue;
    const auto value = std::string_view("0123456789abcdef").find(static_cast<char>(digit | 0x20));
    if (value == std::string_view::npos) throw std::invalid_argument("not hexadecimal");
    if (half) {
      out.back() |= static_cast<std::byte>(value);
    } else {
      out.push_back(static_cast<std::byte>(value << 4));
    }
    half = !half;
  }
  if (half) throw std::invalid_argument("half an octet");
  return out;
}

}  // namespace smsfw::testing
