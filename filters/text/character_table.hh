#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsfw {

/// What the text filter needs to know of one character, in 32 bits.
struct CharacterFacts {
  /// Bits of `flags`.
  static constexpr std::uint8_t kInvisible = 1;  ///< norm leaves it out: is_invisible().
  /// A combining mark of no alphabet of its own: what is stacked on a letter to hide it.
  static constexpr std::uint8_t kMark = 2;
  static constexpr std::uint8_t kLetter = 4;
  /// It imitates an ASCII letter, and ICU's data say so.
  static constexpr std::uint8_t kListed = 8;
  /// It imitates an ASCII letter, by our own table or ICU's.
  static constexpr std::uint8_t kLookAlike = 16;
  /// U+1F1E6-1F1FF: two are a flag, others letters.
  static constexpr std::uint8_t kRegional = 32;
  /// A letter of an alphabet that is written in words and has letters of Latin shape.
  static constexpr std::uint8_t kAlphabet = 64;
  /// A look-alike that is no letter of a living language's alphabet.
  static constexpr std::uint8_t kPosing = 128;

  std::uint16_t target = 0;  ///< For CharacterTable::target(); 0: it imitates nothing.
  std::uint8_t script = 0;   ///< ICU's UScriptCode.
  std::uint8_t flags = 0;

  bool has(std::uint8_t flag) const noexcept { return (flags & flag) != 0; }
  friend bool operator==(const CharacterFacts&, const CharacterFacts&) = default;
};

/// One row of our own look-alikes: what ICU's confusables lack.
struct LookAlike {
  char32_t first;
  char32_t last;  ///< A range imitates letters that follow each other, from `target` on.
  std::string_view target;
  std::string_view reason;
};
extern const std::vector<LookAlike> kOwnLookAlikes;

/// Every character of Unicode, made from ICU's data at first use (some milliseconds, some 100 kB).
/// Immutable, shared by all workers.
///
/// Target: the ASCII letters or digits that a non-ASCII character imitates, in lower case. It has
/// one only where folding alone does not make it ASCII. It is ICU's skeleton (UTS 39, section 4) of
/// the character without marks, where that is ASCII, and where not, the same with kOwnLookAlikes
/// put in. UTS 39 merges letters that are alike within ASCII: "rn" is taken for "m", and "l" for
/// "i" where the character is a capital. Signs of currency and punctuation imitate nothing.
class CharacterTable {
 public:
  static const CharacterTable& instance();

  CharacterFacts operator[](char32_t c) const noexcept { return pages_[index_[c >> 8]][c & 0xFF]; }
  std::string_view target(CharacterFacts facts) const noexcept { return targets_[facts.target]; }

  CharacterTable(const CharacterTable&) = delete;
  CharacterTable& operator=(const CharacterTable&) = delete;

 private:
  using Page = std::array<CharacterFacts, 256>;

  CharacterTable();

  std::array<std::uint16_t, 0x1100> index_{};
  std::vector<Page> pages_;
  std::vector<std::string> targets_;
};

}  // namespace smsfw
