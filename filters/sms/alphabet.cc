#include "filters/sms/alphabet.hh"

#include <array>

#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/octet_block.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/utf8.hh"

namespace smsfw::sms {
namespace {

/// A character ready to be written: at most 3 octets and how many.
struct Encoded {
  std::array<char, 3> octets{};
  std::uint8_t size = 0;
};

constexpr Encoded encode(char16_t c) {
  if (c < 0x80) return {{static_cast<char>(c), 0, 0}, 1};
  if (c < 0x800)
    return {{static_cast<char>(0xC0 | c >> 6), static_cast<char>(0x80 | (c & 0x3F)), 0}, 2};
  return {{static_cast<char>(0xE0 | c >> 12), static_cast<char>(0x80 | (c >> 6 & 0x3F)),
           static_cast<char>(0x80 | (c & 0x3F))},
          3};
}

constexpr auto kGsm7Encoded = [] {
  std::array<Encoded, 128> table{};
  for (std::size_t i = 0; i < table.size(); ++i)
    table[i] = encode(kGsm7Default[i]);
  return table;
}();

char* put(char* to, const Encoded& encoded) noexcept {
  std::memcpy(to, encoded.octets.data(), encoded.octets.size());
  return to + encoded.size;
}

/// True when all 16 octets are GSM 7-bit codes that are the same in ASCII.
bool gsm7_is_ascii(OctetBlock block) noexcept {
  const OctetBlock letters = in_range(block | splat(0x20), 'a', 'z');
  const OctetBlock others = in_range(block, 0x20, 0x3F) & ~(block == splat(0x24));
  const OctetBlock breaks = reinterpret_cast<OctetBlock>(block == splat('\n')) |
                            reinterpret_cast<OctetBlock>(block == splat('\r'));
  return !any_bit(~(letters | others | breaks));
}

std::size_t gsm7(const unsigned char* from, const unsigned char* end, char*& to) noexcept {
  std::size_t invalid = 0;
  while (from != end) {
    if (static_cast<std::size_t>(end - from) >= kOctetBlock) {
      const OctetBlock block = load_block(from);
      if (gsm7_is_ascii(block)) {
        store_block(to, block);
        from += kOctetBlock;
        to += kOctetBlock;
        continue;
      }
    }
    // One block by single characters; an escape may take the first octet of the next one.
    const auto left = static_cast<std::size_t>(end - from);
    const unsigned char* const stop = from + (left < kOctetBlock ? left : kOctetBlock);
    while (from < stop) {
      const unsigned char octet = *from++;
      if (octet >= 0x80 || (octet == kGsm7Escape && from == end)) {
        to = put_utf8(to, kReplacement);
        ++invalid;
      } else if (octet != kGsm7Escape) {
        to = put(to, kGsm7Encoded[octet]);
      } else if (*from < 0x80) {
        to = put(to, encode(gsm7_extended(*from++)));
      } else {
        *to++ = ' ';  // an escape with nothing to escape; the next octet is counted by itself
      }
    }
  }
  return invalid;
}

/// What a septet shows by the tables.
char16_t shown(std::uint8_t septet, const Gsm7Tables& tables) noexcept {
  if (tables.locking == nullptr) return kGsm7Default[septet];
  const char16_t character = (*tables.locking)[septet];
  return character != 0 ? character : u' ';
}

/// What it shows behind an escape. A second escape is a space in every table.
char16_t shown_escaped(std::uint8_t septet, const Gsm7Tables& tables) noexcept {
  if (septet == kGsm7Escape) return u' ';
  if (tables.single != nullptr) {
    const char16_t character = (*tables.single)[septet];
    return character != 0 ? character : shown(septet, tables);
  }
  const char16_t character = gsm7_extended(septet);
  return character != kGsm7Default[septet] ? character : shown(septet, tables);
}

std::size_t national_gsm7(const unsigned char* from, const unsigned char* end,
                          const Gsm7Tables& tables, char*& to) noexcept {
  std::size_t invalid = 0;
  while (from != end) {
    const unsigned char octet = *from++;
    if (octet >= 0x80 || (octet == kGsm7Escape && from == end)) {
      to = put_utf8(to, kReplacement);
      ++invalid;
    } else if (octet != kGsm7Escape) {
      to = put_utf8(to, shown(octet, tables));
    } else if (*from < 0x80) {
      to = put_utf8(to, shown_escaped(*from++, tables));
    } else {
      *to++ = ' ';
    }
  }
  return invalid;
}

/// Copies 16 octets at a time as long as they are ASCII. True when anything was copied.
bool copy_ascii(const unsigned char*& from, const unsigned char* end, char*& to) noexcept {
  bool copied = false;
  while (static_cast<std::size_t>(end - from) >= kOctetBlock) {
    const OctetBlock block = load_block(from);
    if (any_bit(block & splat(0x80))) break;
    store_block(to, block);
    from += kOctetBlock;
    to += kOctetBlock;
    copied = true;
  }
  return copied;
}

/// Reads ASCII by blocks and, where one is not, `kOctetBlock` octets at least by `single`.
template <class Single>
void by_blocks(const unsigned char* from, const unsigned char* end, char*& to, Single single) {
  while (from < end) {
    copy_ascii(from, end, to);
    const auto left = static_cast<std::size_t>(end - from);
    const unsigned char* const stop = from + (left < kOctetBlock ? left : kOctetBlock);
    while (from < stop)
      single(from);
  }
}

std::size_t latin1(const unsigned char* from, const unsigned char* end, char*& to) noexcept {
  by_blocks(from, end, to,
            [&](const unsigned char*& at) { to = put_utf8(to, static_cast<char32_t>(*at++)); });
  return 0;
}

std::size_t ascii(const unsigned char* from, const unsigned char* end, char*& to) noexcept {
  std::size_t invalid = 0;
  by_blocks(from, end, to, [&](const unsigned char*& at) {
    const unsigned char octet = *at++;
    invalid += octet >= 0x80;
    to = put_utf8(to, octet < 0x80 ? octet : kReplacement);
  });
  return invalid;
}

/// Characters of ISO 8859-5 above ASCII, in the order of their codes but for three.
char32_t cyrillic(unsigned char octet) noexcept {
  if (octet <= 0xA0 || octet == 0xAD) return octet;
  if (octet == 0xF0) return 0x2116;
  if (octet == 0xFD) return 0xA7;
  return 0x400U + (octet - 0xA0U);
}

/// Characters of ISO 8859-8: Latin-1's signs, then the letters.
char32_t hebrew(unsigned char octet) noexcept {
  if (octet == 0xAA) return 0xD7;
  if (octet == 0xBA) return 0xF7;
  if (octet == 0xDF) return 0x2017;
  if (octet == 0xFD) return 0x200E;
  if (octet == 0xFE) return 0x200F;
  if (octet >= 0xE0 && octet <= 0xFA) return 0x5D0U + (octet - 0xE0U);
  return octet == 0xA1 || octet >= 0xBF ? kReplacement : octet;
}

std::size_t by_octets(const unsigned char* from, const unsigned char* end, char*& to,
                      char32_t (*character)(unsigned char) noexcept) noexcept {
  std::size_t invalid = 0;
  by_blocks(from, end, to, [&](const unsigned char*& at) {
    const char32_t c = character(*at++);
    invalid += c == kReplacement;
    to = put_utf8(to, c);
  });
  return invalid;
}

std::size_t utf8(const unsigned char* from, const unsigned char* end, char*& to) noexcept {
  std::size_t invalid = 0;
  by_blocks(from, end, to, [&](const unsigned char*& at) {
    const Utf8Step step = get_utf8({at, end});
    invalid += !step.valid;
    to = put_utf8(to, step.character);
    at += step.size;
  });
  return invalid;
}

/// UTF-16 code unit at `from`; `swapped`: least significant octet first.
char32_t unit_at(const unsigned char* from, bool swapped) noexcept {
  return swapped ? static_cast<char32_t>(from[1] << 8 | from[0])
                 : static_cast<char32_t>(from[0] << 8 | from[1]);
}

std::size_t utf16(const unsigned char* from, const unsigned char* end, bool swapped,
                  char*& to) noexcept {
  std::size_t invalid = 0;
  while (end - from >= 2) {
    const char32_t unit = unit_at(from, swapped);
    from += 2;
    if (unit < 0xD800 || unit > 0xDFFF) {
      to = put_utf8(to, unit);
      continue;
    }
    if (unit < 0xDC00 && end - from >= 2) {
      const char32_t low = unit_at(from, swapped);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        to = put_utf8(to, 0x10000 + ((unit - 0xD800) << 10 | (low - 0xDC00)));
        from += 2;
        continue;
      }
    }
    to = put_utf8(to, kReplacement);
    ++invalid;
  }
  if (from != end) {
    to = put_utf8(to, kReplacement);
    ++invalid;
  }
  return invalid;
}

std::size_t ucs2(const unsigned char* from, const unsigned char* end, char*& to) noexcept {
  if (end - from < 2) return utf16(from, end, false, to);
  const char32_t mark = unit_at(from, false);
  const bool swapped = mark == 0xFFFE;
  return utf16(mark == 0xFEFF || swapped ? from + 2 : from, end, swapped, to);
}

std::size_t packed(std::span<const std::byte> octets, std::string& out) noexcept {
  std::size_t count = septets_in(octets.size());
  const std::byte last = octets.back();
  if (count % 8 == 0 && std::to_integer<unsigned>(last) >> 1 == u'\r') --count;
  return append_packed_text(octets, 0, count, out);
}

}  // namespace

std::size_t append_text(Alphabet alphabet, std::span<const std::byte> octets,
                        std::string& out) noexcept {
  if (octets.empty() || !is_text(alphabet)) return 0;
  if (alphabet == Alphabet::kGsm7Packed) return packed(octets, out);
  // No octet becomes more than 3, and a character may be written 3 octets wide before it is cut.
  const std::size_t before = out.size();
  out.resize(before + octets.size() * 3 + 2);
  char* to = out.data() + before;
  const auto* from = reinterpret_cast<const unsigned char*>(octets.data());
  const unsigned char* const end = from + octets.size();
  std::size_t invalid = 0;
  switch (alphabet) {
    case Alphabet::kGsm7Unpacked:
      invalid = gsm7(from, end, to);
      break;
    case Alphabet::kLatin1:
      invalid = latin1(from, end, to);
      break;
    case Alphabet::kAscii:
      invalid = ascii(from, end, to);
      break;
    case Alphabet::kUtf8:
      invalid = utf8(from, end, to);
      break;
    case Alphabet::kUcs2:
      invalid = ucs2(from, end, to);
      break;
    case Alphabet::kUcs2LittleEndian:
      invalid = utf16(from, end, true, to);
      break;
    case Alphabet::kCyrillic:
      invalid = by_octets(from, end, to, cyrillic);
      break;
    case Alphabet::kHebrew:
      invalid = by_octets(from, end, to, hebrew);
      break;
    default:
      break;
  }
  out.resize(static_cast<std::size_t>(to - out.data()));
  return invalid;
}

std::size_t append_gsm7(std::span<const std::byte> septets, const Gsm7Tables& tables,
                        std::string& out) noexcept {
  if (!tables.national()) return append_text(Alphabet::kGsm7Unpacked, septets, out);
  const std::size_t before = out.size();
  out.resize(before + septets.size() * 3);
  char* to = out.data() + before;
  const auto* from = reinterpret_cast<const unsigned char*>(septets.data());
  const std::size_t invalid = national_gsm7(from, from + septets.size(), tables, to);
  out.resize(static_cast<std::size_t>(to - out.data()));
  return invalid;
}

}  // namespace smsfw::sms
