#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsfw {

/// What was undone.
struct Squeezed {
  std::size_t spaced_letters = 0;  ///< Letters and digits that stood one by one.
  std::size_t separators = 0;      ///< Octets that stood between them.
  std::size_t leet = 0;            ///< Digits and signs that are letters now.
  bool by_spaces = false;          ///< Some of the letters had nothing but spaces between them.
};

/// What a text may hold that squeezing undoes: bits. Cheap to tell, and often wrong: a code of
/// letters and digits may be leet.
struct SqueezeReasons {
  static constexpr std::uint8_t kSpaced = 1;
  static constexpr std::uint8_t kLeet = 2;
  static constexpr std::uint8_t kStretched = 4;
  static constexpr std::uint8_t kSymbols = 8;
};

/// Makes the buffer `squeezed` of the skeleton (which is casefolded, see Normaliser). One object a
/// worker: it keeps scratch space. In this order:
///
/// 1. Letters one by one are joined: single ASCII letters or digits, or ideographs (U+4000 to
///    U+9FFF) between ASCII, at least two of them no digits, with up to three characters (6 octets)
///    that are neither letter nor digit between each two. From three on where more than a space is
///    between them ("p.a.y", "v-i-e-t"), of two where the same separator joined three elsewhere
///    ("c_o b_a_c"), from four on where spaces are all that is between ("p a y p a l": in chat,
///    three short words are common; of ideographs from five on), of three that stand between two
///    gaps, of two where gaps are marked and one of these was found. Where both occur, the spaces
///    are word boundaries; so is a sign before a space. A sign of step 2 counts as a letter between
///    two separators.
/// 2. Leet inside words: 0 o, 1 l or i, 3 e, 4 a, 5 s, 7 t, @ a, $ s, ! i. A digit alone (or 00)
///    between two letters, unless a unit ends the word ("x5gb", "giam5k"); 0 also at an end of a
///    word without other digits ("zal0", "0ng", but "0dong" stays); others at the end of a word in
///    which one was replaced. A word with other digits, with two in a row or with more digits than
///    letters is a code and stays. 1 is l behind a vowel (but not before l) or before i, else i. @
///    between letters, not in what may be an address, and before up to three letters; $ before a
///    letter; ! behind one or two consonants that begin the word ("d!eu", not "hi!how"). Numbers,
///    prices and times have no letters on both sides.
/// 3. Letters three times or more are two where words may end so (e f l o s z), else one; a word
///    without vowels ("cccd") or of one letter alone ("www", "aaa") stays.
/// 4. Emoji, dingbats, arrows, stars and the like between words are a space.
///
/// Everything else stays, so word boundaries do.
class Squeezer {
 public:
  /// In the text given to squeeze(): here a word ends, whatever stands around. Becomes a space.
  static constexpr char32_t kGap = 0xF8FF;

  /// SqueezeReasons; 0 for text that squeeze() leaves as it is. Some ns a hundred octets.
  static std::uint8_t reasons(std::string_view skeleton) noexcept;

  /// Replaces `out`. `reasons` are those of the text. Linear in `skeleton`; what comes out is never
  /// longer.
  Squeezed squeeze(std::string_view skeleton, std::uint8_t reasons, std::string& out) noexcept;

 private:
  /// A single letter or digit, a word, or what stands between.
  struct Unit {
    enum class Kind : std::uint8_t { kSingle, kWord, kSpace, kJoint, kWall };
    std::uint32_t begin;
    std::uint32_t end;
    Kind kind;
  };

  void split(std::string_view text) noexcept;
  void join(std::string_view text, Squeezed& done) noexcept;
  std::size_t group_end(std::size_t first, Unit::Kind between) const noexcept;
  bool is_gapped(std::string_view text) const noexcept;
  std::size_t least_spaced(std::string_view text, std::size_t first) const noexcept;
  bool joins(std::string_view text, std::size_t first, std::size_t last) const noexcept;

  std::vector<Unit> units_;
  std::string joined_;
  bool joint_seen_[129] = {};  // separators that joined three: by octet, the last: not ASCII
};

/// Replaces `out` by `utf8` with Squeezer::kGap for each run of two or more spaces or line ends:
/// between letters that stand one by one they are what ends a word. False, with `out` unfinished,
/// when there are none.
bool mark_gaps(std::string_view utf8, std::string& out) noexcept;

}  // namespace smsfw
