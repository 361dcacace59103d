#include "filters/text/character_table.hh"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <stdexcept>

#include "filters/text/normaliser.hh"

namespace smsfw {
namespace {

constexpr char32_t kFirstRegional = 0x1F1E6;
constexpr char32_t kLastRegional = 0x1F1FF;

/// Alphabets that are written in words and have letters of Latin shape.
constexpr std::array kAlphabets{
    USCRIPT_CYRILLIC,    USCRIPT_GREEK,    USCRIPT_ARMENIAN,   USCRIPT_CHEROKEE,
    USCRIPT_COPTIC,      USCRIPT_LISU,     USCRIPT_GEORGIAN,   USCRIPT_CANADIAN_ABORIGINAL,
    USCRIPT_DESERET,     USCRIPT_GOTHIC,   USCRIPT_OLD_ITALIC, USCRIPT_CARIAN,
    USCRIPT_LYCIAN,      USCRIPT_LYDIAN,   USCRIPT_OSAGE,      USCRIPT_ELBASAN,
    USCRIPT_WARANG_CITI, USCRIPT_TIFINAGH, USCRIPT_RUNIC,      USCRIPT_MIAO,
};

bool is_alphabet(UScriptCode script) {
  return std::find(kAlphabets.begin(), kAlphabets.end(), script) != kAlphabets.end();
}

bool poses(CharacterFacts facts) {
  switch (facts.script) {
    case USCRIPT_COMMON:
      return !facts.has(CharacterFacts::kRegional) && !facts.has(CharacterFacts::kListed);
    case USCRIPT_LATIN:
      return !facts.has(CharacterFacts::kListed);
    case USCRIPT_CHEROKEE:
    case USCRIPT_LISU:
    case USCRIPT_CANADIAN_ABORIGINAL:
    case USCRIPT_DESERET:
    case USCRIPT_GOTHIC:
    case USCRIPT_OLD_ITALIC:
      return true;
    default:
      return false;
  }
}

void need(UErrorCode status) {
  if (U_FAILURE(status) != 0) {
    throw std::runtime_error(std::string("ICU has no confusables: ") + u_errorName(status));
  }
}

bool is_mark(UChar32 c) {
  const auto type = u_charType(c);
  return type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK;
}

bool is_arabic_mark(UChar32 c) {
  return c >= 0x0600 && c <= 0x06FF;
}

bool can_imitate(UChar32 c) {
  return (U_GET_GC_MASK(c) & (U_GC_L_MASK | U_GC_N_MASK | U_GC_SM_MASK | U_GC_SO_MASK)) != 0;
}

/// True for scripts of thousands of characters that have no look-alike of an ASCII letter; the
/// test of the table asks ICU about them too.
bool is_vast(char32_t c) {
  return (c >= 0x3400 && c < 0xA000) || (c >= 0xAC00 && c < 0xD7B0) ||
         (c >= 0x17000 && c < 0x18D09) || c >= 0x20000;
}

/// Asks ICU what one character imitates.
class Imitated {
 public:
  Imitated() {
    UErrorCode status = U_ZERO_ERROR;
    checker_.reset(uspoof_open(&status));
    need(status);
    nfd_ = icu::Normalizer2::getNFDInstance(status);
    nfkc_ = icu::Normalizer2::getNFKCInstance(status);
    casefold_ = icu::Normalizer2::getNFKCCasefoldInstance(status);
    need(status);
    for (const LookAlike& row : kOwnLookAlikes) {
      for (char32_t c = row.first; c <= row.last; ++c) {
        std::string target(row.target);
        const auto last = static_cast<unsigned char>(target.back());
        target.back() = static_cast<char>(last + (c - row.first));
        own_.emplace(static_cast<UChar32>(c), target);
      }
    }
  }

  /// Empty: nothing. `listed`: ICU's data suffice.
  std::string of(UChar32 c, bool& listed) {
    listed = true;
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString self(c);
    const icu::UnicodeString folded = without_marks(casefold_->normalize(self, status));
    const auto own = own_.find(c);
    if (is_ascii(folded)) {
      // NFKC makes "(a)" of U+249C: it is the letter that is meant.
      listed = own == own_.end() || folded[0] != u'(';
      return listed ? std::string() : own->second;
    }
    const icu::UnicodeString compatible = nfkc_->normalize(self, status);
    icu::UnicodeString skeleton = skeleton_of(self);
    if (!is_ascii(skeleton)) skeleton = skeleton_of(compatible);
    if (!is_ascii(skeleton)) {
      listed = false;
      return own != own_.end() ? own->second : by_parts(skeleton);
    }
    if (skeleton == u"rn") return "m";
    if (skeleton == u"l" && u_isUUppercase(compatible.char32At(0)) != 0) return "i";
    std::string target;
    skeleton.toLower().toUTF8String(target);
    return is_word(target) ? target : std::string();
  }

 private:
  struct Close {
    void operator()(USpoofChecker* checker) const noexcept { uspoof_close(checker); }
  };

  static bool is_ascii(const icu::UnicodeString& text) {
    for (std::int32_t i = 0; i < text.length(); ++i) {
      if (text[i] >= 0x80) return false;
    }
    return !text.isEmpty();
  }
  static bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
  }

  icu::UnicodeString skeleton_of(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    icu::UnicodeString skeleton;
    uspoof_getSkeletonUnicodeString(checker_.get(), 0, text, skeleton, &status);
    return U_FAILURE(status) != 0 ? icu::UnicodeString() : without_marks(skeleton);
  }

  icu::UnicodeString without_marks(const icu::UnicodeString& text) const {
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString apart = nfd_->normalize(text, status);
    icu::UnicodeString out;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
      const UChar32 c = apart.char32At(i);
      if (!is_mark(c)) out.append(c == 0x111 ? UChar32{'d'} : c);
    }
    return out;
  }

  /// Our own rows for what ICU leaves: a prototype that is not ASCII itself.
  std::string by_parts(const icu::UnicodeString& skeleton) const {
    std::string target;
    for (std::int32_t i = 0; i < skeleton.length(); i = skeleton.moveIndex32(i, 1)) {
      const UChar32 c = skeleton.char32At(i);
      const auto own = own_.find(c);
      if (own != own_.end()) {
        target += own->second;
      } else if (c < 0x80) {
        target.push_back(static_cast<char>(u_tolower(c)));
      } else {
        return {};
      }
    }
    return is_word(target) ? target : std::string();
  }

  std::unique_ptr<USpoofChecker, Close> checker_;
  const icu::Normalizer2* nfd_ = nullptr;
  const icu::Normalizer2* nfkc_ = nullptr;
  const icu::Normalizer2* casefold_ = nullptr;
  std::map<UChar32, std::string> own_;
};

}  // namespace

const CharacterTable& CharacterTable::instance() {
  static const CharacterTable table;
  return table;
}

CharacterTable::CharacterTable() : targets_(1) {
  Imitated imitated;
  std::map<std::string, std::uint16_t> numbers;
  pages_.emplace_back();  // nothing: unassigned planes, and the page that others are compared with
  for (char32_t first = 0; first < 0x110000; first += 0x100) {
    if (first >= 0x32400 && first < 0xE0000) continue;
    Page page{};
    for (char32_t c = first; c < first + 0x100; ++c) {
      const auto code = static_cast<UChar32>(c);
      CharacterFacts& facts = page[c & 0xFF];
      if (is_invisible(c)) facts.flags |= CharacterFacts::kInvisible;
      if (u_charType(code) == U_UNASSIGNED) continue;
      UErrorCode status = U_ZERO_ERROR;
      const auto script = uscript_getScript(code, &status);
      // 0, Zyyy, is no script; the codes of ICU's data fit an octet.
      const auto code_of_script = static_cast<int>(script);
      facts.script = code_of_script > 0 && code_of_script < 0x100
                         ? static_cast<std::uint8_t>(code_of_script)
                         : 0;
      if (u_isalpha(code) != 0) facts.flags |= CharacterFacts::kLetter;
      if (is_alphabet(script)) facts.flags |= CharacterFacts::kAlphabet;
      if (script == USCRIPT_INHERITED && is_mark(code) && !is_arabic_mark(code) &&
          !is_invisible(c)) {
        facts.flags |= CharacterFacts::kMark;
      }
      if (c < 0x80 || is_vast(c)) continue;
      if (c >= kFirstRegional && c <= kLastRegional) facts.flags |= CharacterFacts::kRegional;
      if (!can_imitate(code)) continue;
      bool listed = false;
      const std::string target = imitated.of(code, listed);
      if (target.empty()) continue;
      facts.flags |= CharacterFacts::kLookAlike;
      if (listed) facts.flags |= CharacterFacts::kListed;
      if (poses(facts)) facts.flags |= CharacterFacts::kPosing;
      const auto next = static_cast<std::uint16_t>(targets_.size());
      const auto [number, fresh] = numbers.emplace(target, next);
      if (fresh) targets_.push_back(target);
      facts.target = number->second;
    }
    std::size_t same = 0;
    if (page == pages_.back()) {
      same = pages_.size() - 1;
    } else if (page != pages_.front()) {
      same = pages_.size();
      pages_.push_back(page);
    }
    index_[first >> 8] = static_cast<std::uint16_t>(same);
  }
}

}  // namespace smsfw
