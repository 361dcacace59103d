#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace smsfw {

/// What a text holds besides letters of the alphabet that everybody reads: bits, so that whoever
/// has nothing to look for need not look.
struct TextTraits {
  static constexpr std::uint8_t kInvisible = 1;  ///< Characters that norm leaves out.
  static constexpr std::uint8_t kLookAlike = 2;  ///< Characters that imitate an ASCII letter.
  static constexpr std::uint8_t kMark = 4;       ///< Combining marks that stand by themselves.
  /// Look-alikes that are not letters of a Latin alphabet, as Turkish ı is.
  static constexpr std::uint8_t kForeign = 8;

  std::uint8_t bits = 0;

  /// Any of them.
  bool has(std::uint8_t traits) const noexcept { return (bits & traits) != 0; }
  TextTraits& operator|=(TextTraits other) noexcept {
    bits |= other.bits;
    return *this;
  }
  friend bool operator==(const TextTraits&, const TextTraits&) = default;
};

/// Makes the forms of a text that signatures read. One object a worker: it keeps scratch space.
///
/// norm: Unicode NFKC_Casefold; invisible characters removed; each run of white space one space;
/// none at either end. Invisible are what Unicode calls default ignorable (zero width, bidi
/// controls, soft hyphen, tag characters, variation selectors, fillers) and the C0 and C1 controls
/// that are not white space. White space is Unicode's White_Space and the braille blank U+2800.
///
/// folded: norm, decomposed (NFD), without non-spacing and enclosing marks, đ as d, composed again
/// (NFC: Hangul stays Hangul).
///
/// ASCII, Latin and Vietnamese in precomposed form and general punctuation never reach ICU: a table
/// made from ICU at first use answers for them.
class Normaliser {
 public:
  Normaliser();
  ~Normaliser();
  Normaliser(const Normaliser&) = delete;
  Normaliser& operator=(const Normaliser&) = delete;

  /// Replaces `norm` and `folded` by the forms of `utf8`, which must be valid UTF-8 (see
  /// sms::append_text). Keeps their capacity.
  TextTraits normalise(std::string_view utf8, std::string& norm, std::string& folded) noexcept;

  /// The same by ICU alone, whatever the text: what the table is made from and tested against.
  TextTraits normalise_by_icu(std::string_view utf8, std::string& norm,
                              std::string& folded) noexcept;

 private:
  struct Icu;
  struct Table;

  /// False, with nothing written, when a character is not in the table.
  bool normalise_by_table(std::string_view utf8, std::string& norm, std::string& folded,
                          TextTraits& traits) noexcept;

  std::unique_ptr<Icu> icu_;
  const Table* table_;
  std::string norm_scratch_;
  std::string folded_scratch_;
};

/// True for characters that the norm form leaves out: see Normaliser.
bool is_invisible(char32_t c) noexcept;

}  // namespace smsfw
