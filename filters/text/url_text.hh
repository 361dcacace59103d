#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsfw {

/// What one character is when addresses and numbers are looked for.
enum class UrlCharacter : std::uint8_t {
  kAscii,   ///< Stands for an ASCII character: itself, or by NFKC_Casefold, or as a dot or slash.
  kLetter,  ///< A letter or mark of an alphabet that separates words by spaces.
  kWide,    ///< A letter of a script written without spaces: Han, kana, Hangul, Thai, ….
  kStop,    ///< An ideographic full stop: a dot only between Latin letters or digits.
  kBullet,  ///< A dot in the middle of the line: a dot only where nothing else fits.
  kInvisible,  ///< Left out.
  kSpace,
  kBreak,  ///< Ends whatever stands before: quotation marks, dashes, pictures, ….
};

/// A text as a reader of addresses sees it: ASCII look-alikes of addresses' characters as ASCII,
/// invisible characters left out, letters as they are, everything else one octet. Each octet knows
/// where it comes from. One object a worker: it keeps its storage.
class UrlText {
 public:
  /// Octets that stand for what is no ASCII; they occur in no text, as C0 controls are invisible.
  static constexpr char kBreakMark = '\x1F';
  /// Between an ASCII letter or digit and a kWide letter, in either order. Stands for no character.
  static constexpr char kSeamMark = '\x1E';
  static constexpr char kBulletMark = '\x1D';

  UrlText();

  /// True when all of `utf8` stands for itself, so that it can be read without project(): ASCII
  /// without odd controls, and letters of Latin, Greek and Cyrillic.
  static bool is_itself(std::string_view utf8) noexcept;

  /// Reads valid UTF-8. The result lives until the next call. `native_digits`: decimal digits of
  /// all scripts become ASCII (numbers), not only those that NFKC maps (host names keep them).
  std::string_view project(std::string_view utf8, bool native_digits);

  /// Where the character behind octet `i` of the projection starts in the text; its size at the
  /// end.
  std::size_t offset(std::size_t i) const noexcept { return offsets_[i]; }

  /// What becomes of `c`. `ascii` is set for kAscii, and to the digit for a native digit.
  UrlCharacter classify(char32_t c, char& ascii) const noexcept;

 private:
  struct Table;
  const Table* table_;
  std::string text_;
  std::vector<std::uint32_t> offsets_;
};

}  // namespace smsfw
