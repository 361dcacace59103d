#include "smsc-proxy/events/json_escape.hh"

#include <array>
#include <cstdint>
#include <cstring>

namespace smsfw::events {

namespace {

constexpr std::uint64_t repeat(std::uint8_t octet) {
  return 0x0101010101010101ULL * octet;
}

// True when any of eight octets needs a closer look: below 0x20, quote, backslash, 0x7f or above.
// The usual "has a zero octet" arithmetic; it may also fire for clean octets above a dirty one,
// never the other way round.
bool needs_care(std::uint64_t w) {
  const std::uint64_t high = repeat(0x80);
  const std::uint64_t quote = w ^ repeat('"');
  const std::uint64_t backslash = w ^ repeat('\\');
  return (((w - repeat(0x20)) | (w + repeat(0x01)) | w | (quote - repeat(0x01)) |
           (backslash - repeat(0x01))) &
          high) != 0;
}

char* unicode_escape(std::uint16_t value, char* out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  *out++ = '\\';
  *out++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4)
    *out++ = kHex[(value >> shift) & 0xf];
  return out;
}

char* escape_control(unsigned char octet, char* out) {
  char letter = 0;
  switch (octet) {
    case '"':
    case '\\':
      letter = static_cast<char>(octet);
      break;
    case '\n':
      letter = 'n';
      break;
    case '\r':
      letter = 'r';
      break;
    case '\t':
      letter = 't';
      break;
    default:
      return unicode_escape(octet, out);
  }
  *out++ = '\\';
  *out++ = letter;
  return out;
}

}  // namespace

std::size_t utf8_sequence(std::string_view text) noexcept {
  const auto at = [text](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto trails = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
      if ((at(i) & 0xc0U) != 0x80U) return false;
    }
    return true;
  };
  const unsigned lead = at(0);
  const unsigned second = at(1);
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return trails(1, 2) ? 2 : 0;
  // Unicode 15 table 3-7: the second octet excludes overlong forms, surrogates and > U+10FFFF.
  if (lead >= 0xe0 && lead <= 0xef) {
    const unsigned low = lead == 0xe0 ? 0xa0 : 0x80;
    const unsigned high = lead == 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && trails(2, 3) ? 3 : 0;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    const unsigned low = lead == 0xf0 ? 0x90 : 0x80;
    const unsigned high = lead == 0xf4 ? 0x8f : 0xbf;
    return second >= low && second <= high && trails(2, 4) ? 4 : 0;
  }
  return 0;
}

char* escape_json(std::string_view text, char* out) noexcept {
  std::size_t i = 0;
  while (i < text.size()) {
    while (text.size() - i >= 8) {
      std::uint64_t word;
      std::memcpy(&word, text.data() + i, 8);
      if (needs_care(word)) break;
      std::memcpy(out, &word, 8);
      out += 8;
      i += 8;
    }
    if (i == text.size()) break;
    const auto octet = static_cast<unsigned char>(text[i]);
    if (octet < 0x20 || octet == '"' || octet == '\\' || octet == 0x7f) {
      out = escape_control(octet, out);
      ++i;
    } else if (octet < 0x80) {
      *out++ = static_cast<char>(octet);
      ++i;
    } else {
      const std::size_t n = utf8_sequence(text.substr(i));
      if (n == 0) {
        out = unicode_escape(0xfffd, out);
        ++i;
        continue;
      }
      if (n == 3 && octet == 0xe2 && text[i + 1] == '\x80' &&
          (text[i + 2] == '\xa8' || text[i + 2] == '\xa9')) {
        out = unicode_escape(text[i + 2] == '\xa8' ? 0x2028 : 0x2029, out);
      } else {
        std::memcpy(out, text.data() + i, n);
        out += n;
      }
      i += n;
    }
  }
  return out;
}

std::string_view cut_utf8(std::string_view text, std::size_t octets) noexcept {
  if (text.size() <= octets) return text;
  std::size_t end = octets;
  while (end > 0 && octets - end < 4 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
    --end;
  return text.substr(0, end);
}

}  // namespace smsfw::events
