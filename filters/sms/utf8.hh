#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

namespace smsfw::sms {

inline constexpr char32_t kReplacement = 0xFFFD;

/// Writes one character as UTF-8 and returns the place behind it. At most 4 octets. `c` must be a
/// Unicode scalar value.
inline char* put_utf8(char* out, char32_t c) noexcept {
  if (c < 0x80) {
    *out++ = static_cast<char>(c);
  } else if (c < 0x800) {
    *out++ = static_cast<char>(0xC0 | c >> 6);
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *out++ = static_cast<char>(0xE0 | c >> 12);
    *out++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  } else {
    *out++ = static_cast<char>(0xF0 | c >> 18);
    *out++ = static_cast<char>(0x80 | (c >> 12 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c >> 6 & 0x3F));
    *out++ = static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

/// One character read from UTF-8.
struct Utf8Step {
  char32_t character = kReplacement;
  std::size_t size = 1;  ///< Octets taken, at least 1.
  bool valid = false;
};

/// Reads the character at the start of `octets`, which must not be empty. What is no UTF-8 takes
/// its maximal subpart (Unicode 3.9, table 3-8), so that each is replaced once. Always inline: the
/// loops around it are the hottest of all.
[[gnu::always_inline]] inline Utf8Step get_utf8(std::span<const unsigned char> octets) noexcept {
  const unsigned char lead = octets[0];
  if (lead < 0x80) return {lead, 1, true};
  std::size_t length = 0;
  unsigned char low = 0x80;
  unsigned char high = 0xBF;
  char32_t character = 0;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
    character = lead & 0x1F;
  } else if ((lead & 0xF0) == 0xE0) {
    length = 3;
    character = lead & 0x0F;
    if (lead == 0xE0) low = 0xA0;   // overlong
    if (lead == 0xED) high = 0x9F;  // surrogates
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    character = lead & 0x07;
    if (lead == 0xF0) low = 0x90;   // overlong
    if (lead == 0xF4) high = 0x8F;  // above U+10FFFF
  } else {
    return {};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if (i >= octets.size() || octets[i] < low || octets[i] > high) return {kReplacement, i, false};
    character = character << 6 | (octets[i] & 0x3Fu);
    low = 0x80;
    high = 0xBF;
  }
  return {character, length, true};
}

}  // namespace smsfw::sms
