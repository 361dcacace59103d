#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/sms/utf8.hh"

namespace smsfw::model {

/// Weights of n-grams: a power of two, so that a hash's highest bits are an index.
inline constexpr unsigned kNgramBits = 17;
inline constexpr std::size_t kNgramCount = std::size_t{1} << kNgramBits;
/// Characters of a text that are read; what stands behind them is not. Thirteen full parts.
inline constexpr std::size_t kMaxCharacters = 2'048;

/// What walk_ngrams() counts on its way.
struct WalkCounts {
  std::uint32_t characters = 0;
  std::uint32_t digits = 0;
  /// Digits of the longest number, in which spaces, stops and hyphens may stand.
  std::uint32_t longest_number = 0;
};

/// 2 to 5 characters that stand together.
struct Ngram {
  std::uint32_t index = 0;  ///< Below kNgramCount.
  unsigned size = 0;
  std::size_t end = 0;  ///< Where it ends in the text.
  bool behind = false;  ///< Its last character is the space behind the text.
};

/// Tells `visit` of each Ngram of `text`, one pass, in the order of their last characters, repeats
/// too. A space stands before and behind the text, and each digit counts as 0. What is no UTF-8
/// counts as U+FFFD. Without allocation.
template <class Visit>
WalkCounts walk_ngrams(std::string_view text, Visit&& visit) {
  // Highest bits of a product depend on all bits below: no further mixing is needed.
  constexpr std::uint64_t kFactor = 0x9E37'79B9'7F4A'7C15;
  constexpr std::uint64_t kStart = 0x2545'F491'4F6C'DD1D;
  const auto extend = [](std::uint64_t hash, std::uint32_t character) {
    return (hash ^ character) * kFactor;
  };
  const auto index = [](std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> (64 - kNgramBits));
  };
  WalkCounts counts;
  std::uint32_t number = 0;
  // Hashes of the last 1 to 4 characters, and how many there are.
  std::array<std::uint64_t, 4> last{};
  std::size_t ready = 0;
  const auto take = [&](std::uint32_t character, std::size_t end, bool behind) {
    const std::uint64_t two = extend(last[0], character);
    const std::uint64_t three = extend(last[1], character);
    const std::uint64_t four = extend(last[2], character);
    const std::uint64_t five = extend(last[3], character);
    if (ready >= 1) visit(Ngram{index(two), 2, end, behind});
    if (ready >= 2) visit(Ngram{index(three), 3, end, behind});
    if (ready >= 3) visit(Ngram{index(four), 4, end, behind});
    if (ready >= 4) visit(Ngram{index(five), 5, end, behind});
    last = {extend(kStart, character), two, three, four};
    if (ready < 4) ++ready;
  };

  take(' ', 0, false);
  const auto* const octets = reinterpret_cast<const unsigned char*>(text.data());
  std::size_t at = 0;
  while (at < text.size() && counts.characters < kMaxCharacters) {
    std::uint32_t character = octets[at];
    if (character < 0x80) {
      ++at;
    } else {
      const sms::Utf8Step step = sms::get_utf8({octets + at, text.size() - at});
      character = step.character;
      at += step.size;
    }
    ++counts.characters;
    if (character - '0' <= 9) {
      ++counts.digits;
      counts.longest_number = std::max(counts.longest_number, ++number);
      character = '0';
    } else if (character != ' ' && character != '.' && character != '-') {
      number = 0;
    }
    take(character, at, false);
  }
  take(' ', at, true);
  return counts;
}

}  // namespace smsfw::model
