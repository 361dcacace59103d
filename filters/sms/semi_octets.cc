#include "filters/sms/semi_octets.hh"

#include <algorithm>

namespace smsfw::sms {
namespace {

constexpr std::string_view kDigits = "0123456789*#abc";

}  // namespace

SemiOctets read_semi_octets(std::span<const std::byte> octets, std::size_t digits,
                            std::span<char> out) noexcept {
  SemiOctets result;
  digits = std::min(digits, octets.size() * 2);
  const std::size_t all = std::min(octets.size() * 2, digits + digits % 2);
  std::size_t at = 0;
  for (; at < digits; ++at) {
    const std::uint8_t value = semi_octet_at(octets, at);
    if (value == kFiller) {
      result.early_filler = true;
      break;
    }
    if (result.size == out.size()) {
      result.cut = true;
      return result;
    }
    out[result.size++] = kDigits[value];
  }
  for (; at < all; ++at) {
    if (semi_octet_at(octets, at) != kFiller) result.hidden_digits = true;
  }
  return result;
}

std::optional<std::size_t> write_semi_octets(std::string_view digits,
                                             std::span<std::byte> out) noexcept {
  const std::size_t size = semi_octets_size(digits.size());
  if (size > out.size()) return std::nullopt;
  for (std::size_t i = 0; i < size * 2; ++i) {
    std::size_t value = kFiller;
    if (i < digits.size()) {
      value = kDigits.find(digits[i]);
      if (value == std::string_view::npos) return std::nullopt;
    }
    if (i % 2 == 0) {
      out[i / 2] = static_cast<std::byte>(value);
    } else {
      out[i / 2] |= static_cast<std::byte>(value << 4);
    }
  }
  return size;
}

}  // namespace smsfw::sms
