#include "smsc-proxy/tools/load/number_type.hh"

#include <algorithm>

namespace smsfw::load {

bool is_number(std::string_view address) noexcept {
  const auto digits = address.substr(address.starts_with('+') ? 1 : 0);
  return !digits.empty() &&
         std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::uint8_t number_type(std::string_view address) noexcept {
  if (!is_number(address)) return 5;
  if (address.starts_with('+')) return 1;
  if (address.size() <= 6) return 3;
  return address.starts_with('0') ? 2 : 1;
}

}  // namespace smsfw::load
