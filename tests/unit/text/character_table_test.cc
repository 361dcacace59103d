#include "filters/text/character_table.hh"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uspoof.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <set>

#include "filters/sms/utf8.hh"
#include "filters/text/normaliser.hh"
#include "tests/catch.hh"

namespace smsfw {
namespace {

/// ICU's skeleton of UTS 39, and what folding makes of a character.
class Icu {
 public:
  Icu() : checker_(uspoof_open(&status_)) {}
  ~Icu() { uspoof_close(checker_); }
  Icu(const Icu&) = delete;
  Icu& operator=(const Icu&) = delete;

  std::string skeleton(const icu::UnicodeString& text) {
    icu::UnicodeString made;
    uspoof_getSkeletonUnicodeString(checker_, 0, text, made, &status_);
    return without_marks(made);
  }
  std::string folded(const icu::UnicodeString& text) {
    const auto* fold = icu::Normalizer2::getNFKCCasefoldInstance(status_);
    return without_marks(fold->normalize(text, status_));
  }
  icu::UnicodeString compatible(const icu::UnicodeString& text) {
    return icu::Normalizer2::getNFKCInstance(status_)->normalize(text, status_);
  }

 private:
  std::string without_marks(const icu::UnicodeString& text) {
    const auto apart = icu::Normalizer2::getNFDInstance(status_)->normalize(text, status_);
    icu::UnicodeString kept;
    for (std::int32_t i = 0; i < apart.length(); i = apart.moveIndex32(i, 1)) {
      const auto type = u_charType(apart.char32At(i));
      if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK) continue;
      kept.append(apart.char32At(i) == 0x111 ? UChar32{'d'} : apart.char32At(i));
    }
    std::string utf8;
    return kept.toUTF8String(utf8);
  }

  UErrorCode status_ = U_ZERO_ERROR;
  USpoofChecker* checker_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}
bool is_word(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c < 0x80 && u_isalnum(c) != 0;
  });
}

std::string lower(std::string text) {
  for (char& letter : text)
    letter = static_cast<char>(u_tolower(static_cast<unsigned char>(letter)));
  return text;
}

std::string target_of(char32_t c) {
  const CharacterTable& table = CharacterTable::instance();
  return std::string(table.target(table[c]));
}

TEST_CASE("look-alikes: the table says what ICU's confusables say, for every character") {
  const CharacterTable& table = CharacterTable::instance();
  Icu icu;
  std::size_t listed = 0;
  std::size_t wrong = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const auto code = static_cast<UChar32>(c);
    const CharacterFacts facts = table[c];
    if (facts.has(CharacterFacts::kInvisible) != is_invisible(c)) ++wrong;
    if (c < 0x80 || !U_IS_UNICODE_CHAR(c)) {
      if (facts.target != 0) ++wrong;
      continue;
    }
    const icu::UnicodeString self(code);
    const std::string target(table.target(facts));
    bool good = true;
    if (facts.has(CharacterFacts::kListed)) {
      // The target, small or capital, has the same skeleton.
      ++listed;
      std::string capital = target;
      for (char& letter : capital)
        letter = static_cast<char>(u_toupper(static_cast<unsigned char>(letter)));
      const std::string small = icu.skeleton(icu::UnicodeString::fromUTF8(target));
      const std::string large = icu.skeleton(icu::UnicodeString::fromUTF8(capital));
      const std::string by_itself = icu.skeleton(self);
      const std::string by_parts = icu.skeleton(icu.compatible(self));
      good = !is_ascii(icu.folded(self)) &&
             (by_itself == small || by_itself == large || by_parts == small || by_parts == large ||
              (target.size() > 1 && lower(by_itself) == lower(small)));
    } else if (facts.target == 0 && !is_ascii(icu.folded(self))) {
      // Signs of currency and punctuation apart, ICU has nothing either.
      const auto kinds = U_GC_L_MASK | U_GC_N_MASK | U_GC_SM_MASK | U_GC_SO_MASK;
      good = (U_GET_GC_MASK(code) & kinds) == 0 || !is_word(icu.skeleton(self));
    }
    if (!good && ++wrong < 20) {
      INFO(std::hex << static_cast<std::uint32_t>(c));
      INFO(target << " / " << icu.skeleton(self));
      CHECK(good);
    }
  }
  CHECK(wrong == 0);
  CHECK(listed > 1'000);
}

TEST_CASE("look-alikes: our own rows add to ICU's and repeat none") {
  Icu icu;
  for (const LookAlike& row : kOwnLookAlikes) {
    INFO(std::hex << static_cast<std::uint32_t>(row.first));
    CHECK(row.reason.size() > 3);
    CHECK(row.first <= row.last);
    const icu::UnicodeString self(static_cast<UChar32>(row.first));
    const std::string folded = icu.folded(self);
    CHECK_FALSE(is_word(icu.skeleton(self)));
    CHECK((!is_word(folded) || folded == "ss"));  // sharp s stands for a prototype of ICU's
  }
}

TEST_CASE("look-alikes by example") {
  struct Row {
    char32_t character;
    std::string_view target;
  };
  const Row rows[] = {
      {U'а', "a"},   {U'і', "i"}, {U'І', "i"},   {U'Ӏ', "i"},   {U'Ν', "n"},    {U'ν', "v"},
      {U'В', "b"},   {U'в', "b"}, {U'Н', "h"},   {U'м', "m"},   {U'Т', "t"},    {U'ѕ', "s"},
      {U'ı', "i"},   {U'ɑ', "a"}, {U'ɡ', "g"},   {U'ø', "o"},   {U'æ', "ae"},   {U'ᴘ', "p"},
      {U'ꓐ', "b"},   {U'Ꮃ', "w"}, {U'ꭺ', "a"}, {0x1F130, ""}, {0x1F150, "a"}, {0x1F189, "z"},
      {0x249E, "c"}, {U'ß', ""},  {U'đ', ""},    {U'ơ', ""},    {U'Ạ', ""},     {U'ａ', ""},
      {U'中', ""},   {U'ノ', ""}, {U'€', ""},    {U'’', ""},    {U'–', ""},
  };
  for (const Row& row : rows) {
    INFO(std::hex << static_cast<std::uint32_t>(row.character));
    CHECK(target_of(row.character) == row.target);
  }
}

// Lists that are no part of the project: tests/run --data DIR.
TEST_CASE("look-alikes: what others list", "[vectors]") {
  const char* const data = std::getenv("SMSFW_DATA");
  if (data == nullptr) {
    WARN("SMSFW_DATA is not set, foreign lists skipped");
    return;
  }
  Icu icu;
  std::ifstream lines(std::string(data) + "/evasion/homoglyph_chars_codebox.txt");
  REQUIRE(lines);
  std::size_t known = 0;
  std::size_t unknown = 0;
  for (std::string line; std::getline(lines, line);) {
    if (!is_word(line.substr(0, 1))) continue;
    std::set<std::string> meant;
    const auto text = icu::UnicodeString::fromUTF8(line);
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      const UChar32 c = text.char32At(i);
      if (c < 0x80) meant.insert(std::string(1, static_cast<char>(u_tolower(c))));
    }
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
      const UChar32 c = text.char32At(i);
      const auto type = u_charType(c);
      if (c < 0x80 || type == U_COMBINING_SPACING_MARK) continue;
      const std::string target = target_of(static_cast<char32_t>(c));
      const std::string found = target.empty() ? icu.folded(icu::UnicodeString(c)) : target;
      ++(meant.count(found) != 0 ? known : unknown);
    }
  }
  UNSCOPED_INFO(known << " known, " << unknown << " unknown");
  CHECK(known > 1'390);
  CHECK(unknown < 15);

  // Unicode's own list, of a version that may be another than ICU's.
  std::ifstream rows(std::string(data) + "/evasion/unicode_confusables_15.0.txt");
  REQUIRE(rows);
  std::size_t same = 0;
  std::size_t other = 0;
  for (std::string line; std::getline(rows, line);) {
    char* end = nullptr;
    const unsigned long source = std::strtoul(line.c_str(), &end, 16);
    if (end == line.c_str() || source < 0x80) continue;
    const char* const second = std::strchr(end, ';');
    if (second == nullptr) continue;
    const unsigned long target = std::strtoul(second + 1, &end, 16);
    while (*end == ' ' || *end == '\t')
      ++end;
    if (*end != ';' || target >= 0x80 || u_isalnum(static_cast<UChar32>(target)) == 0) continue;
    const auto kinds = U_GC_L_MASK | U_GC_N_MASK;
    if ((U_GET_GC_MASK(static_cast<UChar32>(source)) & kinds) == 0) continue;
    const std::string found = target_of(static_cast<char32_t>(source));
    const std::string folded = icu.folded(icu::UnicodeString(static_cast<UChar32>(source)));
    const std::string wanted(1, static_cast<char>(u_tolower(static_cast<UChar32>(target))));
    const bool good =
        found == wanted || (wanted == "l" && found == "i") || (found.empty() && is_ascii(folded));
    ++(good ? same : other);
  }
  UNSCOPED_INFO(same << " the same, " << other << " other");
  CHECK(same > 1'000);
  CHECK(other == 0);
}

}  // namespace
}  // namespace smsfw
