#include "filters/text/obfuscation_measure.hh"

#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>

#include "filters/core/text_buffers.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/character_table.hh"

namespace smsfw {
namespace {

/// More marks than this on one base are a stack: Vietnamese needs two.
constexpr unsigned kHonestMarks = 2;
/// From so many on, in letters or characters; below, an honest text may have them.
constexpr unsigned kStackedMarks = 3;
constexpr unsigned kSpacedLetters = 4;
constexpr unsigned kLeet = 3;
/// This many that pose, and a third of the letters.
constexpr unsigned kPosing = 6;
constexpr unsigned kPosingShare = 3;

/// What an ASCII character is in a word.
enum class Ascii : std::uint8_t {
  kNoWord,
  kDigit,
  kLetter,
  kImitating,  ///< A letter that imitates a Cyrillic one: ICU's rows the other way round.
};
constexpr auto kAscii = [] {
  std::array<Ascii, 128> table{};
  for (char c = '0'; c <= '9'; ++c)
    table[static_cast<unsigned char>(c)] = Ascii::kDigit;
  for (char c = 'a'; c <= 'z'; ++c) {
    table[static_cast<unsigned char>(c)] = Ascii::kLetter;
    table[static_cast<unsigned char>(c - 0x20)] = Ascii::kLetter;
  }
  for (const char c : std::string_view("aceopxysijABCEHIJKMOPSTXY"))
    table[static_cast<unsigned char>(c)] = Ascii::kImitating;
  return table;
}();

/// Latin letters that Unicode gives no script: mathematical ones and those in a circle.
constexpr bool is_styled_latin(char32_t c) noexcept {
  return (c >= 0x1D400 && c < 0x1D6A6) || (c >= 0x24B6 && c < 0x24EA);
}

/// The letters of one word.
struct Word {
  unsigned letters = 0;
  unsigned latin = 0;
  unsigned latin_imitating = 0;
  unsigned imitating = 0;  ///< Of another alphabet, by ICU's data.
  unsigned other = 0;      ///< Neither.
  unsigned cyrillic = 0;
  bool greek_at_end = false;  ///< The first or last letter is an imitating Greek one.
  bool last_is_greek = false;

  void add_ascii(bool imitates) noexcept {
    last_is_greek = false;
    ++letters;
    ++latin;
    latin_imitating += imitates;
  }
  void add(char32_t c, CharacterFacts facts) noexcept {
    last_is_greek = false;
    ++letters;
    if (facts.script == USCRIPT_LATIN || is_styled_latin(c)) {
      ++latin;
      return;
    }
    cyrillic += facts.script == USCRIPT_CYRILLIC;
    if (facts.has(CharacterFacts::kListed) && facts.has(CharacterFacts::kAlphabet)) {
      ++imitating;
      last_is_greek = facts.script == USCRIPT_GREEK;
      greek_at_end |= last_is_greek && letters == 1;
    } else {
      ++other;
    }
  }
  bool mixed() const noexcept {
    if (latin == 0 || latin == letters) return false;
    if (imitating != 0 && other == 0) {
      return imitating != 1 || !(greek_at_end || last_is_greek);
    }
    return latin == latin_imitating && latin * 2 <= cyrillic && latin + cyrillic == letters;
  }
};

void count(std::uint16_t& counter, unsigned by = 1) noexcept {
  const unsigned room = std::numeric_limits<std::uint16_t>::max() - counter;
  counter = static_cast<std::uint16_t>(counter + std::min(by, room));
}

}  // namespace

void measure_characters(std::string_view raw, TextTraits traits, Obfuscation& measured) noexcept {
  constexpr std::uint8_t kTold = TextTraits::kInvisible | TextTraits::kForeign | TextTraits::kMark;
  if (!traits.has(kTold)) return;
  const CharacterTable& characters = CharacterTable::instance();
  const auto* at = reinterpret_cast<const unsigned char*>(raw.data());
  const auto* const end = at + raw.size();
  Word word;
  unsigned marks = 0;
  const auto end_word = [&] {
    count(measured.letters, word.letters);
    if (word.mixed()) count(measured.mixed_words);
    word = Word{};
  };
  while (at != end) {
    if (*at < 0x80) {
      const auto c = static_cast<char>(*at++);
      const Ascii kind = kAscii[static_cast<unsigned char>(c)];
      if (kind >= Ascii::kLetter) {
        word.add_ascii(kind == Ascii::kImitating);
      } else if (kind == Ascii::kNoWord && word.letters != 0) {
        end_word();
      }
      if (is_invisible(static_cast<unsigned char>(c)) && c != kVariantSeparator) {
        count(measured.invisible);
      }
      marks = 0;
      continue;
    }
    const sms::Utf8Step step = sms::get_utf8({at, end});
    at += step.size;
    const CharacterFacts facts = characters[step.character];
    if (facts.has(CharacterFacts::kInvisible)) {
      count(measured.invisible);
      continue;
    }
    if (facts.has(CharacterFacts::kMark)) {
      if (++marks > kHonestMarks) count(measured.stacked_marks);
      continue;
    }
    marks = 0;
    if (facts.has(CharacterFacts::kLookAlike)) count(measured.look_alikes);
    if (facts.has(CharacterFacts::kPosing)) count(measured.posing);
    if (facts.has(CharacterFacts::kLetter)) {
      word.add(step.character, facts);
    } else if (word.letters != 0) {
      end_word();
    }
  }
  end_word();
}

void add_findings(const Obfuscation& measured, Findings& findings) noexcept {
  if (measured == Obfuscation{}) return;
  if (measured.mixed_words != 0) findings.add(Finding::kMixedScriptWord);
  if (measured.stacked_marks >= kStackedMarks) findings.add(Finding::kStackedMarks);
  if (measured.spaced_letters >= kSpacedLetters) findings.add(Finding::kSpacedLetters);
  if (measured.leet >= kLeet) findings.add(Finding::kLeetWords);
  if (measured.posing >= kPosing && measured.posing * kPosingShare >= measured.letters) {
    findings.add(Finding::kLookAlikeText);
  }
}

}  // namespace smsfw
