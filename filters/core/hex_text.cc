#include "filters/core/hex_text.hh"

namespace smsfw {

std::optional<std::size_t> append_hex(std::string_view text, std::vector<std::byte>& out) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  bool half = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char digit = text[i];
    if (digit == ' ' || digit == '\t' || digit == '\r') continue;
    const bool letter = digit >= 'A' && digit <= 'F';
    const auto value = kDigits.find(letter ? static_cast<char>(digit | 0x20) : digit);
    if (value == std::string_view::npos) return i;
    if (half) {
      out.back() |= static_cast<std::byte>(value);
    } else {
      out.push_back(static_cast<std::byte>(value << 4U));
    }
    half = !half;
  }
  if (half) return text.size();
  return std::nullopt;
}

}  // namespace smsfw
