#include "filters/text/squeezer.hh"

#include <algorithm>

#include "filters/core/text_buffers.hh"
#include "filters/sms/utf8.hh"
#include "filters/text/character_table.hh"
#include "filters/text/folded_letter.hh"
#include "filters/text/number_unit.hh"

namespace smsfw {
namespace {

using folded::is_alnum;
using folded::is_digit;
using folded::is_letter;
using folded::is_vowel;

constexpr std::size_t kMaxSeparator = 3;  // characters
constexpr std::size_t kMaxSeparatorOctets = 6;
constexpr std::size_t kTight = 3;        // letters one by one, more than spaces between
constexpr std::size_t kSpaced = 4;       // letters one by one, spaces between
constexpr std::size_t kGapped = 2;       // the same where gaps are marked
constexpr std::size_t kBetweenGaps = 3;  // the same from one gap to the next
constexpr std::size_t kIdeographs = 5;   // ideographs one by one: words of one are common
constexpr std::size_t kIdeographOctets = 3;
constexpr std::size_t kNotAscii = 128;
constexpr std::string_view kGapOctets = "\xEF\xA3\xBF";  // Squeezer::kGap

bool is_sign(char c) noexcept {
  return c == '@' || c == '$' || c == '!';
}
bool ends_doubled(char c) noexcept {
  return c == 'e' || c == 'f' || c == 'l' || c == 'o' || c == 's' || c == 'z';
}

/// True for what no word with leet in it looks like: other digits, two in a row (but 00), more
/// digits than letters.
bool is_code(std::string_view word, std::size_t digits, std::size_t letters) noexcept {
  if (digits > letters) return true;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (c == '2' || c == '6' || c == '8' || c == '9') return true;
    if (!is_digit(c) || i == 0 || !is_digit(word[i - 1])) continue;
    if (c != '0' || word[i - 1] != '0' || (i > 1 && is_digit(word[i - 2]))) return true;
  }
  return false;
}

/// One word of letters, digits and signs, written to `out` as it is meant. `in_address`: a host or
/// a user's name goes on behind it.
std::size_t write_word(std::string_view word, bool in_address, std::string& out) noexcept {
  std::size_t digits = 0;
  std::size_t letters = 0;
  for (const char c : word) {
    digits += is_digit(c);
    letters += is_letter(c);
  }
  if (letters == 0 || letters == word.size()) {
    out += word;
    return 0;
  }
  const bool code = is_code(word, digits, letters);
  std::size_t replaced = 0;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (is_letter(c)) {
      out.push_back(c);
      continue;
    }
    const bool left = i != 0 && is_letter(word[i - 1]);
    std::size_t next = i + 1;
    if (c == '0' && next < word.size() && word[next] == '0') ++next;
    const bool right = next < word.size() && is_letter(word[next]);
    const bool ends = next == word.size();
    char letter = 0;
    switch (c) {
      case '@':
        if (right && !in_address && (left || (i == 0 && letters <= 3)) &&
            (i <= 3 || word.size() - i <= 4)) {
          letter = 'a';
        }
        break;
      case '$':
        if (right && letters > 1 && (left || i == 0)) letter = 's';
        break;
      case '!':
        if (right && (i == 1 || i == 2) && !is_vowel(word[0]) && is_letter(word[0]) &&
            !is_vowel(word[i - 1]) && left) {
          letter = 'i';
        }
        break;
      default: {
        constexpr std::string_view kLeet = "013457";
        constexpr std::string_view kMeant = "oieast";
        const std::size_t at = kLeet.find(c);
        if (at == kLeet.npos || code) break;
        const bool unit = right && is_number_unit(word.substr(next));
        const bool inside = left && right && (c == '0' || !unit);
        const bool edge = digits == next - i && ((left && ends) || (i == 0 && right && !unit));
        const bool zero_edge = c == '0' && edge && (ends || letters > 1);
        if (!inside && !zero_edge && !(left && ends && replaced != 0)) break;
        letter = kMeant[at];
        const bool before_l = right && word[next] == 'l';
        const bool before_i = right && word[next] == 'i';
        if (c == '1' && ((left && is_vowel(word[i - 1]) && !before_l) || before_i)) {
          letter = 'l';
        }
      }
    }
    if (letter == 0) {
      out.append(word.substr(i, next - i));
    } else {
      out.append(next - i, letter);
      replaced += next - i;
    }
    i = next - 1;
  }
  return replaced;
}

/// The octets of a symbol at the start: an emoji, dingbat, arrow, star, box. 0: of none.
std::size_t symbol_size(std::string_view text) noexcept {
  const auto octet = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (text.size() >= 3 && octet(0) == 0xE2 && octet(1) >= 0x86 && octet(1) <= 0xAF) return 3;
  return text.size() >= 4 && octet(0) == 0xF0 && octet(1) == 0x9F ? 4 : 0;
}

/// What stands between words; a gap and a symbol as a space, of which one is enough.
void put_between(std::string_view text, std::string& out) noexcept {
  if (text.size() < kGapOctets.size()) {
    out += text;
    return;
  }
  bool blank = false;  // the last one was left by a symbol or gap
  for (std::size_t at = 0; at < text.size();) {
    std::size_t size = symbol_size(text.substr(at));
    if (size == 0 && text.compare(at, kGapOctets.size(), kGapOctets) == 0) size = kGapOctets.size();
    if (size != 0) {
      if (!out.empty() && out.back() != ' ' && out.back() != kVariantSeparator) out.push_back(' ');
      blank = true;
      at += size;
    } else {
      if (!blank || text[at] != ' ') out.push_back(text[at]);
      blank &= text[at++] == ' ';
    }
  }
}

/// Step 3.
void unstretch(std::string& text) noexcept {
  const char* at = text.data();
  const char* const end = at + text.size();
  char* to = text.data();
  while (at != end) {
    if (!is_letter(*at)) {
      *to++ = *at++;
      continue;
    }
    const char* word = at;
    bool vowel = false;
    bool one_letter = true;
    for (; at != end && is_letter(*at); ++at) {
      vowel |= is_vowel(*at);
      one_letter &= *at == *word;
    }
    const bool stays = !vowel || one_letter;
    std::size_t run = 0;
    for (char before = 0; word != at; before = *word++) {
      run = *word == before ? run + 1 : 1;
      if (stays || run < 3) {
        *to++ = *word;
      } else if (run == 3 && !ends_doubled(*word)) {
        --to;
      }
    }
  }
  text.resize(static_cast<std::size_t>(to - text.data()));
}

}  // namespace

void Squeezer::split(std::string_view text) noexcept {
  const CharacterTable& characters = CharacterTable::instance();
  units_.clear();
  const auto* const begin = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = begin + text.size();
  const auto* at = begin;
  const auto place = [&](const unsigned char* p) { return static_cast<std::uint32_t>(p - begin); };
  const auto wordish = [&](const unsigned char* p, std::size_t& size) {
    if (*p < 0x80) {
      size = 1;
      return is_alnum(static_cast<char>(*p));
    }
    const sms::Utf8Step step = sms::get_utf8({p, end});
    size = step.size;
    const CharacterFacts facts = characters[step.character];
    return facts.has(CharacterFacts::kLetter) || facts.has(CharacterFacts::kMark);
  };
  // A sign between two separators is a letter that is spaced like the others.
  const auto lone_sign = [&](const unsigned char* p) {
    const auto separates = [](unsigned char c) {
      return c > ' ' && c < 0x80 && !is_alnum(static_cast<char>(c)) &&
             !is_sign(static_cast<char>(c));
    };
    return (*p == '@' || *p == '$') && p != begin && p + 1 != end && separates(p[-1]) &&
           separates(p[1]);
  };
  std::size_t size = 0;
  while (at != end) {
    const auto* const first = at;
    if (lone_sign(at)) {
      ++at;
      units_.push_back({place(first), place(at), Unit::Kind::kSingle});
      continue;
    }
    if (wordish(at, size)) {
      const bool ascii = *at < 0x80;
      const bool ideograph = *at >= 0xE4 && *at <= 0xE9;
      do
        at += size;
      while (at != end && wordish(at, size));
      const bool apart = (first == begin || first[-1] < 0x80) && (at == end || *at < 0x80);
      const bool single =
          (ascii && at == first + 1) || (ideograph && apart && at == first + kIdeographOctets);
      units_.push_back({place(first), place(at), single ? Unit::Kind::kSingle : Unit::Kind::kWord});
      continue;
    }
    bool space = true;
    bool wall = false;
    std::size_t characters_between = 0;
    do {
      space &= *at == ' ';
      wall |= *at == static_cast<unsigned char>(kVariantSeparator) ||
              (size == 3 && sms::get_utf8({at, end}).character == kGap);
      at += size;
      ++characters_between;
    } while (at != end && !lone_sign(at) && !wordish(at, size));
    // "v.v. v/v": a sentence goes on.
    wall |= !space && *first != ' ' && at[-1] == ' ';
    wall |= characters_between > kMaxSeparator ||
            static_cast<std::size_t>(at - first) > kMaxSeparatorOctets;
    units_.push_back({place(first), place(at),
                      wall    ? Unit::Kind::kWall
                      : space ? Unit::Kind::kSpace
                              : Unit::Kind::kJoint});
  }
}

std::size_t Squeezer::group_end(std::size_t first, Unit::Kind between) const noexcept {
  std::size_t last = first;
  while (last + 2 < units_.size() && units_[last + 1].kind == between &&
         units_[last + 2].kind == Unit::Kind::kSingle) {
    last += 2;
  }
  return last;
}

bool Squeezer::joins(std::string_view text, std::size_t first, std::size_t last) const noexcept {
  std::size_t letters = 0;
  for (std::size_t i = first; i <= last; i += 2)
    letters += !is_digit(text[units_[i].begin]);
  return letters >= 2;
}

/// Where words are spelled with spaces, only gaps end them.
bool Squeezer::is_gapped(std::string_view text) const noexcept {
  const auto bound = [&](std::size_t i) {
    return i >= units_.size() ||
           (units_[i].kind == Unit::Kind::kWall &&
            text.substr(units_[i].begin, units_[i].end - units_[i].begin).find(kGapOctets) !=
                std::string_view::npos);
  };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].kind != Unit::Kind::kSingle) continue;
    const std::size_t last = group_end(i, Unit::Kind::kSpace);
    const bool between = bound(i - 1) && bound(last + 1);  // i - 1 is past all at the start
    const std::size_t least = between ? kBetweenGaps : least_spaced(text, i);
    if ((last - i) / 2 + 1 >= least && joins(text, i, last)) return true;
    i = last;
  }
  return false;
}

std::size_t Squeezer::least_spaced(std::string_view text, std::size_t first) const noexcept {
  return static_cast<unsigned char>(text[units_[first].begin]) < 0x80 ? kSpaced : kIdeographs;
}

void Squeezer::join(std::string_view text, Squeezed& done) noexcept {
  const auto joint_of = [&](const Unit& unit) {
    const auto c = static_cast<unsigned char>(text[unit.begin]);
    return c < kNotAscii ? c : kNotAscii;
  };
  std::fill(std::begin(joint_seen_), std::end(joint_seen_), false);
  for (std::size_t i = 0; i < units_.size(); ++i) {
    if (units_[i].kind != Unit::Kind::kSingle) continue;
    const std::size_t last = group_end(i, Unit::Kind::kJoint);
    if ((last - i) / 2 + 1 >= kTight && joins(text, i, last)) {
      for (std::size_t k = i + 1; k < last; k += 2)
        joint_seen_[joint_of(units_[k])] = true;
    }
    i = last;
  }

  // Gaps are marked where letters were found to stand one by one.
  const bool gapped = text.find(kGapOctets) != text.npos && is_gapped(text);
  joined_.clear();
  const auto put_joined = [&](std::size_t first, std::size_t last) {
    for (std::size_t k = first; k <= last; ++k) {
      const Unit& unit = units_[k];
      if (unit.kind == Unit::Kind::kSingle) {
        joined_.append(text, unit.begin, unit.end - unit.begin);
        ++done.spaced_letters;
      } else {
        done.separators += unit.end - unit.begin;
      }
    }
  };
  // How many singles in a row, from `i`, have spaces between them and no other joint beside them.
  const auto spaced_end = [&](std::size_t i) {
    std::size_t last = group_end(i, Unit::Kind::kSpace);
    if (last != i && group_end(last, Unit::Kind::kJoint) != last) last -= 2;
    return last;
  };
  for (std::size_t i = 0; i < units_.size(); ++i) {
    const Unit& unit = units_[i];
    if (unit.kind == Unit::Kind::kSingle) {
      const std::size_t tight = group_end(i, Unit::Kind::kJoint);
      const std::size_t count = (tight - i) / 2 + 1;
      if (count > 1) {
        const bool known = count == 2 && joint_seen_[joint_of(units_[i + 1])];
        if ((count >= kTight || known) && joins(text, i, tight)) {
          put_joined(i, tight);
        } else {
          joined_.append(text, unit.begin, units_[tight].end - unit.begin);
        }
        i = tight;
        continue;
      }
      const std::size_t spaced = spaced_end(i);
      const std::size_t least = gapped ? kGapped : least_spaced(text, i);
      if ((spaced - i) / 2 + 1 >= least && joins(text, i, spaced)) {
        put_joined(i, spaced);
        done.by_spaces = true;
        i = spaced;
        continue;
      }
    }
    joined_.append(text, unit.begin, unit.end - unit.begin);
  }
}

Squeezed Squeezer::squeeze(std::string_view skeleton, std::uint8_t reasons,
                           std::string& out) noexcept {
  Squeezed done;
  const bool spaced = (reasons & SqueezeReasons::kSpaced) != 0;
  std::string_view text = skeleton;
  if (spaced) {
    split(skeleton);
    join(skeleton, done);
    text = joined_;
  }
  out.clear();
  const auto in_word = [&](std::size_t i) { return is_alnum(text[i]) || is_sign(text[i]); };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t first = i;
    while (i < text.size() && !in_word(i))
      ++i;
    put_between(text.substr(first, i - first), out);
    first = i;
    while (i < text.size() && in_word(i))
      ++i;
    const bool address =
        i + 1 < text.size() && (text[i] == '.' || text[i] == '_') && is_alnum(text[i + 1]);
    done.leet += write_word(text.substr(first, i - first), address, out);
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  // Letters that are joined or meant may make three of one.
  if (spaced || done.leet != 0 || (reasons & SqueezeReasons::kStretched) != 0) unstretch(out);
  return done;
}

bool mark_gaps(std::string_view utf8, std::string& out) noexcept {
  const auto is_white = [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; };
  out.clear();
  bool any = false;
  for (std::size_t i = 0; i < utf8.size();) {
    std::size_t run = i;
    while (run < utf8.size() && is_white(utf8[run]))
      ++run;
    if (run - i >= 2 || (run != i && utf8[i] == '\n')) {
      char gap[4];
      out.append(gap, sms::put_utf8(gap, Squeezer::kGap));
      i = run;
      any = true;
    } else {
      out.push_back(utf8[i++]);
    }
  }
  return any;
}

}  // namespace smsfw
