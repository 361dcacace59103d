#pragma once

namespace smsfw::folded {

/// Kinds of characters of a folded text: small ASCII letters, digits.
constexpr bool is_letter(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
constexpr bool is_alnum(char c) noexcept {
  return is_letter(c) || is_digit(c);
}
constexpr bool is_vowel(char c) noexcept {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

}  // namespace smsfw::folded
