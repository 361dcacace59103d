#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filters/brand/confusable_form.hh"

namespace smsfw::brand {

/// How a host's label names a brand. Bits, so that all labels of a host add up.
enum class Likeness : std::uint8_t {
  kNone = 0,
  kNamed = 1,      ///< A name of it stands there letter by letter.
  kLookAlike = 2,  ///< Something that is read as one.
};
constexpr Likeness operator|(Likeness a, Likeness b) noexcept {
  return static_cast<Likeness>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr bool has(Likeness found, Likeness what) noexcept {
  return (static_cast<unsigned>(found) & static_cast<unsigned>(what)) != 0;
}

/// Names of brands, laid out so that a label is compared with few of them: by the first character
/// of their confusable form and its length, then by the letters in it, and only what is left by
/// distance. Immutable; look-ups allocate nothing, and their time is linear in the label's size.
///
/// A token is found
/// - whole, as a label or a part of it between hyphens;
/// - in its confusable form (`v1etcornbank`);
/// - with a wrong letter: one where it counts 5 to 7 letters, two from 8 on, the first one right.
///   The ending `bank`, which all banks share, counts as one letter.
/// - anywhere in a label, hyphens left out, in its confusable form: where it has six letters or
///   more.
///
/// A word is found whole, and in its confusable form where it has four letters or more.
class BrandIndex {
 public:
  static constexpr std::size_t kMinToken = 5;
  static constexpr std::size_t kMinWord = 3;
  /// Names together.
  static constexpr std::size_t kMaxNames = 10'000;

  /// Adds a name of lower-case ASCII letters and digits, of the least size to kMaxName. Names that
  /// stand twice are one.
  void add_token(std::string_view token) { add(token, false); }
  void add_word(std::string_view word) { add(word, true); }
  /// To be called once, behind the last name and before the first look-up.
  void finish();

  /// One label of a host, lower case. Octets outside ASCII match nothing.
  Likeness find_in_label(std::string_view label) const noexcept;
  /// True where `part`, in any case, is a token letter by letter.
  bool is_token(std::string_view part) const noexcept;

  bool empty() const noexcept { return names_.empty(); }
  std::size_t size() const noexcept { return names_.size(); }

 private:
  struct Name {
    std::string text;
    ConfusableForm form;
    bool word = false;
    std::uint8_t distance = 0;
  };
  /// What the first comparison needs of a name.
  struct Sketch {
    std::uint32_t letters;
    std::uint16_t name;
    std::uint8_t distance;
    std::uint8_t size;  ///< Of the confusable form.
  };
  /// Four octets of the confusable form of a name that is looked for inside labels.
  struct Gram {
    std::uint32_t octets;
    std::uint16_t name;
  };
  /// First characters of confusable forms: letters, and one for all others.
  static constexpr std::size_t kFirsts = 27;
  static constexpr std::size_t kGramSize = 4;
  static constexpr unsigned kGramBits = 14;

  void add(std::string_view text, bool word);
  Likeness find_part(std::string_view part, const ConfusableForm& form) const noexcept;
  Likeness find_inside(std::string_view joined, const ConfusableForm& form) const noexcept;
  bool gram_may_be(std::uint32_t octets) const noexcept;
  /// Sketches of names whose form begins like `form` and has `size` characters.
  std::size_t begin_of(std::size_t first, std::size_t size) const noexcept {
    return starts_[first * (kMaxName + 2) + size];
  }

  std::vector<Name> names_;
  std::vector<Sketch> sketches_;       // by first character, then size
  std::vector<std::uint16_t> starts_;  // where they begin; one behind the last
  std::vector<Gram> grams_;            // ascending
  std::array<std::uint64_t, (1U << kGramBits) / 64> gram_bits_{};
};

}  // namespace smsfw::brand
