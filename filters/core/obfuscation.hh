#pragma once

#include <cstdint>

namespace smsfw {

/// How far a text is from what an honest sender types, measured in stage 5. Counts, 0 for a plain
/// text; none of them is a verdict. What is above a threshold is a Finding (filters/text).
struct Obfuscation {
  /// Letters, counted only where a look-alike, an invisible character or a mark stands.
  std::uint16_t letters = 0;
  /// Letters and symbols that imitate an ASCII letter: what `skeleton` replaces.
  std::uint16_t look_alikes = 0;
  /// Those of them that are no letters of a living language: small capitals, framed letters,
  /// letters of old or rare alphabets.
  std::uint16_t posing = 0;
  /// Words in which letters of two alphabets stand together, one posing as the other.
  std::uint16_t mixed_words = 0;
  /// Characters that `norm` leaves out.
  std::uint16_t invisible = 0;
  /// Combining marks beyond the second on one base.
  std::uint16_t stacked_marks = 0;
  /// Letters that stood one by one and that `squeezed` joins.
  std::uint16_t spaced_letters = 0;
  /// Separators between them, in octets.
  std::uint16_t separators = 0;
  /// Digits and signs that stand for a letter inside a word: what `squeezed` replaces.
  std::uint16_t leet = 0;

  friend bool operator==(const Obfuscation&, const Obfuscation&) = default;
};

}  // namespace smsfw
