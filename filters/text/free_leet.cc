#include "filters/text/free_leet.hh"

#include "filters/text/folded_letter.hh"
#include "filters/text/number_unit.hh"

namespace smsfw {
namespace {

using folded::is_alnum;
using folded::is_digit;
using folded::is_letter;
using folded::is_vowel;

constexpr std::string_view kSigns = "013457!@$";
constexpr std::string_view kMeant = "oieastias";
constexpr std::size_t kMaxDigitRun = 2;
/// From so many words on the whole text is taken for leet.
constexpr std::size_t kSure = 2;

bool in_word(char c) noexcept {
  return is_alnum(c) || c == '!' || c == '@' || c == '$';
}

/// What stands between two spaces, and goes on to be looked up or dialled.
bool is_address(std::string_view run) noexcept {
  for (std::size_t i = 1; i + 1 < run.size(); ++i) {
    const char c = run[i];
    if (c == '/' || (c == '.' && is_alnum(run[i - 1]) && is_alnum(run[i + 1]))) return true;
  }
  return !run.empty() && run[0] == '@';
}

struct Word {
  std::size_t letters = 0;
  std::size_t signs = 0;
  bool code = false;    ///< Other digits, or too many in a row.
  bool number = false;  ///< A number with its unit.
  bool weak = false;    ///< Its only sign is a 1, 5 or 7 at an end, or a `!` that may be one.

  bool leet() const noexcept { return letters != 0 && signs != 0 && !code; }
  bool evident() const noexcept {
    return leet() && letters > 1 && signs <= letters + 1 && !number && !weak;
  }
};

Word look_at(std::string_view word, bool exclaims) noexcept {
  Word seen;
  std::size_t run = 0;
  std::size_t leading = 0;
  bool sure = false;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    run = is_digit(c) ? run + 1 : 0;
    if (run == i + 1) leading = run;
    seen.letters += is_letter(c);
    if (is_letter(c)) continue;
    seen.code |= run > kMaxDigitRun || kSigns.find(c) == kSigns.npos;
    const bool ends = i + 1 == word.size();
    if (is_digit(c)) {
      ++seen.signs;
      sure |= (i != 0 && !ends) || c == '0' || c == '3' || c == '4';
    } else if (c == '!') {
      seen.signs += i != 0 || (word.size() > 1 && is_letter(word[1]));
      sure |= i != 0 && (!ends || exclaims);
    } else {
      seen.signs += !ends;
    }
  }
  seen.number = leading != 0 && is_number_unit(word.substr(leading));
  seen.weak = !sure;
  return seen;
}

void write(std::string_view word, std::string& out) noexcept {
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const std::size_t at = kSigns.find(c);
    const bool ends = i + 1 == word.size();
    const char before = i == 0 ? '\0' : out.back();
    char letter = at == kSigns.npos ? c : kMeant[at];
    if (c == '1' && is_vowel(before) && !(!ends && word[i + 1] == 'l')) letter = 'l';
    if (c == '!' && (ends ? before == 'i' || before == 'y' : i == 0 && !is_letter(word[1]))) {
      letter = c;
    }
    if ((c == '@' || c == '$') && ends) letter = c;
    out.push_back(letter);
  }
}

/// Calls `each` for every run between spaces: of letters, digits and signs, or of anything else
/// (`word` false); `last`: a space and a word follow it.
template <class Each>
void for_each_piece(std::string_view text, Each&& each) noexcept {
  std::size_t at = 0;
  while (at != text.size()) {
    const std::size_t space = text.find(' ', at);
    const std::string_view run = text.substr(at, space == text.npos ? space : space - at);
    if (is_address(run)) {
      each(run, false, false);
    } else {
      for (std::size_t i = 0; i < run.size();) {
        const bool word = in_word(run[i]);
        const std::size_t first = i;
        while (i < run.size() && in_word(run[i]) == word)
          ++i;
        const bool goes_on = i == run.size() && space != text.npos && space + 1 < text.size() &&
                             is_letter(text[space + 1]);
        each(run.substr(first, i - first), word, goes_on);
      }
    }
    at += run.size();
    if (at != text.size()) {
      each(text.substr(at, 1), false, false);
      ++at;
    }
  }
}

/// A small letter that Vietnamese writes, at the start.
bool is_small(std::string_view text) noexcept {
  const auto octet = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  switch (octet(0)) {
    case 0xC3:
      return octet(1) >= 0xA0;
    case 0xC6:
      return octet(1) == 0xA1 || octet(1) == 0xB0;
    case 0xC4:
    case 0xC5:
      return octet(1) % 2 != 0;
    case 0xE1:
      return (octet(1) == 0xBA || octet(1) == 0xBB) && octet(2) % 2 != 0;
    default:
      return !text.empty() && is_letter(text[0]);
  }
}

}  // namespace

bool read_leet_freely(std::string_view squeezed, std::size_t known, bool exclaims,
                      std::string& out) noexcept {
  std::size_t evident = 0;
  for_each_piece(squeezed, [&](std::string_view piece, bool word, bool goes_on) {
    if (word) evident += look_at(piece, exclaims && goes_on).evident();
  });
  if (evident == 0 && known < kSure) return false;
  const bool sure = evident + known >= kSure;
  out.clear();
  bool changed = false;
  for_each_piece(squeezed, [&](std::string_view piece, bool word, bool goes_on) {
    const Word seen = word ? look_at(piece, exclaims && goes_on) : Word{};
    if (sure ? seen.leet() : seen.evident()) {
      const std::size_t from = out.size();
      write(piece, out);
      changed |= std::string_view(out).substr(from) != piece;
    } else {
      out += piece;
    }
  });
  return changed;
}

bool exclaims_inside(std::string_view raw) noexcept {
  for (std::size_t i = raw.find('!'); i != raw.npos; i = raw.find('!', i + 1)) {
    if (i == 0 || i + 2 >= raw.size()) continue;
    const auto before = static_cast<unsigned char>(raw[i - 1]);
    const bool word = before >= 0x80 || is_alnum(static_cast<char>(before | 0x20));
    if (word && raw[i + 1] == ' ' && is_small(raw.substr(i + 2))) return true;
  }
  return false;
}

}  // namespace smsfw
