#include <cstdint>
#include <cstring>

#include "filters/sms/octet_block.hh"
#include "filters/text/squeezer.hh"

namespace smsfw {
namespace {

/// Bits of 64 octets, with those of the 64 before: what stands `K` octets before.
struct Bits {
  std::uint64_t now = 0;
  std::uint64_t before = 0;

  void next(std::uint64_t bits) noexcept {
    before = now;
    now = bits;
  }
  template <unsigned K>
  std::uint64_t back() const noexcept {
    return now << K | before >> (64 - K);
  }
};

/// Looks for what squeeze() may change in windows of 64 octets.
class Glance {
 public:
  /// `from` holds 65 octets; those behind the text are 0.
  std::uint8_t at(const unsigned char* from) noexcept {
    using sms::splat;
    std::uint64_t letters = 0;
    std::uint64_t digits = 0;
    std::uint64_t zeros = 0;
    std::uint64_t signs = 0;
    std::uint64_t lone_signs = 0;  // what may be a letter that stands alone
    std::uint64_t twice = 0;
    std::uint64_t high = 0;
    for (unsigned i = 0; i < 64; i += sms::kOctetBlock) {
      const sms::OctetBlock block = sms::load_block(from + i);
      const sms::OctetBlock next = sms::load_block(from + i + 1);
      const auto is = [&](unsigned char c) {
        return reinterpret_cast<sms::OctetBlock>(block == splat(c));
      };
      const auto letter = sms::in_range(block, 'a', 'z');
      const auto same = reinterpret_cast<sms::OctetBlock>(block == next);
      const auto put = [&](std::uint64_t& bits, sms::OctetBlock mask) {
        bits |= static_cast<std::uint64_t>(sms::bit_mask(mask)) << i;
      };
      put(letters, letter);
      put(digits, sms::in_range(block, '0', '9'));
      put(zeros, is('0'));
      put(lone_signs, is('@') | is('$'));
      put(signs, is('!'));
      put(twice, letter & same);
      put(high, block);  // by its highest bit
    }
    std::uint64_t ideographs = 0;
    std::uint64_t symbols = 0;
    std::uint64_t vowels = zeros;
    for (unsigned i = 0; (high | digits) != 0 && i < 64; i += sms::kOctetBlock) {
      const sms::OctetBlock block = sms::load_block(from + i);
      const sms::OctetBlock next = sms::load_block(from + i + 1);
      const auto put = [&](std::uint64_t& bits, sms::OctetBlock mask) {
        bits |= static_cast<std::uint64_t>(sms::bit_mask(mask)) << i;
      };
      const auto emoji =
          reinterpret_cast<sms::OctetBlock>((block == splat(0xF0)) & (next == splat(0x9F)));
      const auto sign =
          reinterpret_cast<sms::OctetBlock>(block == splat(0xE2)) & sms::in_range(next, 0x86, 0xAF);
      put(ideographs, sms::in_range(block, 0xE4, 0xE9));
      put(symbols, emoji | sign);
      put(vowels, sms::in_range(block, '3', '4'));
    }
    letters_.next(letters);
    digits_.next(digits);
    zeros_.next(zeros);
    signs_.next(signs | lone_signs);
    lone_signs_.next(lone_signs);
    twice_.next(twice);
    alnum_.next(letters | digits);
    other_.next(letters | digits | high);
    ideographs_.next(ideographs);
    vowels_.next(vowels);
    // A bit is at the last octet that it needs.
    alone_.next((~alnum_.now & (alnum_.back<1>() | lone_signs_.back<1>()) & ~alnum_.back<2>()) |
                (~other_.now & ideographs_.back<3>() & ~other_.back<4>()));
    // The second and the third of letters that stand one by one.
    second_.next(alone_.now & near(alone_));
    const std::uint64_t third = second_.now & near(second_);
    const std::uint64_t stretched = twice_.now & twice_.back<1>();
    // Most windows have neither.
    const bool leet =
        ((digits_.now | digits_.before | signs_.now | signs_.before) != 0) && is_leet();
    return static_cast<std::uint8_t>((third != 0 ? SqueezeReasons::kSpaced : 0) |
                                     (leet ? SqueezeReasons::kLeet : 0) |
                                     (stretched != 0 ? SqueezeReasons::kStretched : 0) |
                                     (symbols != 0 ? SqueezeReasons::kSymbols : 0));
  }

 private:
  Bits letters_;
  Bits digits_;
  Bits zeros_;
  Bits signs_;
  Bits lone_signs_;
  Bits twice_;   // the same letter follows
  Bits vowels_;  // digits that stand for one
  Bits alnum_;
  Bits other_;       // letters, digits and all that is not ASCII
  Bits ideographs_;  // the first octet of U+4000 to U+9FFF
  Bits alone_;
  Bits second_;

  /// Digits and signs that may be letters.
  bool is_leet() const noexcept {
    const std::uint64_t inside = letters_.now & letters_.back<2>() & digits_.back<1>();
    const std::uint64_t zeros_inside =
        letters_.now & letters_.back<3>() & zeros_.back<1>() & zeros_.back<2>();
    const std::uint64_t zero_end = ~alnum_.now & zeros_.back<1>() & letters_.back<2>();
    const std::uint64_t zero_start = letters_.now & zeros_.back<1>() & ~alnum_.back<2>();
    const std::uint64_t zeros_end =
        ~alnum_.now & zeros_.back<1>() & zeros_.back<2>() & letters_.back<3>();
    const std::uint64_t zeros_start =
        letters_.now & zeros_.back<1>() & zeros_.back<2>() & ~alnum_.back<3>();
    const std::uint64_t sign = letters_.now & signs_.back<1>();
    // For read_leet_freely(): a vowel at an end of a word, or two of them inside.
    const std::uint64_t vowel_end =
        ~alnum_.now & vowels_.back<1>() & letters_.back<2>() & letters_.back<3>();
    const std::uint64_t vowel_start =
        letters_.now & letters_.back<1>() & vowels_.back<2>() & ~alnum_.back<3>();
    const std::uint64_t vowels_inside =
        letters_.now & letters_.back<3>() & vowels_.back<1>() & vowels_.back<2>();
    return (inside | zeros_inside | zero_end | zero_start | zeros_end | zeros_start | sign |
            vowel_end | vowel_start | vowels_inside) != 0;
  }

  /// What stands 2 to 9 octets before: separators of up to 6, and an ideograph of 3.
  static std::uint64_t near(const Bits& bits) noexcept {
    return bits.back<2>() | bits.back<3>() | bits.back<4>() | bits.back<5>() | bits.back<6>() |
           bits.back<7>() | bits.back<8>() | bits.back<9>();
  }
};

}  // namespace

std::uint8_t Squeezer::reasons(std::string_view skeleton) noexcept {
  Glance glance;
  unsigned found = 0;
  const auto* at = reinterpret_cast<const unsigned char*>(skeleton.data());
  std::size_t left = skeleton.size();
  for (; left > 64; left -= 64, at += 64)
    found |= glance.at(at);
  unsigned char rest[65] = {};
  std::memcpy(rest, at, left);
  found |= glance.at(rest);
  if (left == 64) {  // what ends with the text is seen one octet behind it
    std::memset(rest, 0, sizeof rest);
    found |= glance.at(rest);
  }
  return static_cast<std::uint8_t>(found);
}

}  // namespace smsfw
