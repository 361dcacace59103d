#pragma once

#include <cstddef>
#include <string_view>

#include "filters/core/address.hh"
#include "filters/core/inline_string.hh"

namespace smsfw {

/// Longest key that lists and limits tell apart, octets. submit_sm's addresses have at most 20,
/// data_sm's at most 64 (SMPP v3.4 §4.4.1, §4.7.1); what is longer counts by its start.
inline constexpr std::size_t kMaxAddressKey = 64;
using AddressKey = InlineString<kMaxAddressKey>;

constexpr char fold_ascii(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// A sender name as lists and limits compare it: without blanks around it, ASCII letters small.
inline AddressKey fold_name(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
    text.remove_suffix(1);
  char folded[kMaxAddressKey];
  const std::size_t size = text.size() < kMaxAddressKey ? text.size() : kMaxAddressKey;
  for (std::size_t i = 0; i < size; ++i)
    folded[i] = fold_ascii(text[i]);
  AddressKey key;
  key.assign({folded, size});
  return key;
}

/// The form of an address that lists and limits compare: E.164 digits, or else the octets as sent
/// (names without regard to case). Empty when there is no address. The address must have been
/// through a numbering plan (stage 0).
inline AddressKey address_key(const Address& address) noexcept {
  AddressKey key;
  if (!address.e164.empty()) {
    key.assign(address.e164.view());
    return key;
  }
  return fold_name(address.text);
}

}  // namespace smsfw
