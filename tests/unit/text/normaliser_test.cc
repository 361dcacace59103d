#include "filters/text/normaliser.hh"

#include <unicode/uchar.h>

#include "filters/sms/utf8.hh"
#include "tests/catch.hh"

namespace smsfw {
namespace {

std::string utf8(char32_t c) {
  char octets[4];
  return {octets, sms::put_utf8(octets, c)};
}

bool is_scalar(char32_t c) {
  return c < 0xD800 || c > 0xDFFF;
}

struct Forms {
  std::string norm;
  std::string folded;
  TextTraits traits;

  bool invisible() const { return traits.has(TextTraits::kInvisible); }
  bool operator==(const Forms&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Forms& forms) {
  return out << '"' << forms.norm << "\" / \"" << forms.folded << '"' << ' '
             << static_cast<unsigned>(forms.traits.bits);
}

Forms quick(Normaliser& normaliser, std::string_view text) {
  Forms forms;
  forms.traits = normaliser.normalise(text, forms.norm, forms.folded);
  return forms;
}

Forms by_icu(Normaliser& normaliser, std::string_view text) {
  Forms forms;
  forms.traits = normaliser.normalise_by_icu(text, forms.norm, forms.folded);
  return forms;
}

TEST_CASE("norm and folded by example") {
  struct Row {
    std::string_view text;
    std::string_view norm;
    std::string_view folded;
  };
  const Row rows[] = {
      {"Hello WORLD", "hello world", "hello world"},
      {"  a \t\r\n b  ", "a b", "a b"},
      {"", "", ""},
      {" \n ", "", ""},
      {"TÀI KHOẢN Đã Bị KHÓA", "tài khoản đã bị khóa", "tai khoan da bi khoa"},
      {"Ta\u0300i kho\u0309an", "tài khỏan", "tai khoan"},
      {"\uFF28\uFF34\uFF34\uFF30\uFF1A\uFF0F\uFF0F", "http://", "http://"},
      {"ﬁne ① ½", "fine 1 1⁄2", "fine 1 1⁄2"},
      {"Straße İstanbul ılık", "strasse i\u0307stanbul ılık", "strasse istanbul ılık"},
      {"v\u200Bi\u00ADe\u2060t\uFEFFcom\U000E0041bank", "vietcombank", "vietcombank"},
      {"abc\u202Edef\u202C", "abcdef", "abcdef"},
      {"ok\u2764\uFE0F", "ok\u2764", "ok\u2764"},
      {"a\x01\x7F"
       "b\u0080c",
       "abc", "abc"},
      {"a\u00A0\u3000\u2003b\u2800c\u0085d", "a b c d", "a b c d"},
      {"한국 ガ", "한국 ガ", "한국 カ"},
      {"1\uFE0F\u20E3", "1\u20E3", "1"},
      {"a \u0301 b", "a \u0301 b", "a b"},
      {"\u0301", "\u0301", ""},
      {"πΣς", "πσσ", "πσσ"},
      {"Привет Ёж", "привет ёж", "привет еж"},
  };
  Normaliser normaliser;
  for (const Row& row : rows) {
    INFO(row.text);
    const Forms forms = quick(normaliser, row.text);
    CHECK(forms.norm == row.norm);
    CHECK(forms.folded == row.folded);
    CHECK(by_icu(normaliser, row.text) == forms);
  }
}

TEST_CASE("invisible characters: Unicode's list, and controls") {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    const auto code = static_cast<UChar32>(c);
    const bool ignorable = u_hasBinaryProperty(code, UCHAR_DEFAULT_IGNORABLE_CODE_POINT) != 0;
    const bool control = u_charType(code) == U_CONTROL_CHAR && u_isUWhiteSpace(code) == 0;
    if (is_invisible(c) != (ignorable || control)) {
      INFO(std::hex << static_cast<std::uint32_t>(c));
      CHECK(is_invisible(c) == (ignorable || control));
    }
  }
  Normaliser normaliser;
  CHECK(quick(normaliser, "a\u200Bb").invisible());
  CHECK(quick(normaliser, "a\u00ADb").invisible());
  CHECK(quick(normaliser, "中\u200B文").invisible());
  CHECK_FALSE(quick(normaliser, "a b\nc đ 中").invisible());
}

TEST_CASE("traits tell what a text holds besides plain letters") {
  using T = TextTraits;
  struct Row {
    std::string_view text;
    unsigned traits;
  };
  const Row rows[] = {
      {"Plain, 5$", 0},
      {"Tài khoản đã bị khóa – “ngay” …", 0},
      {"中文 ไทย한국", 0},
      {"Straße", 0},
      {"ılık øre", T::kLookAlike},
      {"p\u0430y", T::kLookAlike | T::kForeign},
      {"ᴘᴀʏ", T::kLookAlike | T::kForeign},
      {"a\u200Bb", T::kInvisible},
      {"e\u0301", T::kMark},
      {"हिन्दी", 0},
      {"مُحَمَّد", 0},
  };
  Normaliser normaliser;
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(quick(normaliser, row.text).traits.bits == row.traits);
    CHECK(by_icu(normaliser, row.text).traits.bits == row.traits);
  }
}

TEST_CASE("the table says what ICU says, for every character") {
  Normaliser normaliser;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (!is_scalar(c)) continue;
    // Between letters, at both ends, and beside white space.
    for (const std::string& text :
         {utf8(c), "A" + utf8(c) + "b", " " + utf8(c) + " ", "đ " + utf8(c)}) {
      const Forms table = quick(normaliser, text);
      const Forms icu = by_icu(normaliser, text);
      if (!(table == icu)) {
        INFO(std::hex << static_cast<std::uint32_t>(c));
        CHECK(table == icu);
      }
    }
    if (c == 0x2FFF) c = 0xF8FF;  // Han, Hangul and private use go to ICU whole
  }
}

TEST_CASE("the table says what ICU says, for every pair of its characters' kinds") {
  Normaliser normaliser;
  std::vector<std::string> sample;
  for (char32_t c = 0; c < 0x250; c += 1)
    sample.push_back(utf8(c));
  for (char32_t c = 0x1E00; c < 0x1F00; c += 3)
    sample.push_back(utf8(c));
  for (char32_t c = 0x2000; c < 0x2070; c += 1)
    sample.push_back(utf8(c));
  std::size_t different = 0;
  for (const std::string& a : sample) {
    for (const std::string& b : sample) {
      const std::string text = a + b;
      if (!(quick(normaliser, text) == by_icu(normaliser, text))) ++different;
    }
  }
  CHECK(different == 0);
}

TEST_CASE("blocks: every length and place of what is not plain") {
  Normaliser normaliser;
  for (const std::string_view odd : {" ", "  ", "\n", "đ", "\u200B", "Z", "\x7F", "中"}) {
    for (std::size_t size = 0; size < 40; ++size) {
      for (std::size_t place = 0; place <= size; ++place) {
        std::string text(size, 'Q');
        text.insert(place, odd);
        REQUIRE(quick(normaliser, text) == by_icu(normaliser, text));
      }
    }
  }
}

TEST_CASE("storage is kept") {
  Normaliser normaliser;
  Forms forms = quick(normaliser, std::string(500, 'a'));
  const char* const before = forms.norm.data();
  forms.traits = normaliser.normalise(std::string(300, 'b'), forms.norm, forms.folded);
  CHECK(forms.norm.data() == before);
  CHECK(forms.norm == std::string(300, 'b'));
}

}  // namespace
}  // namespace smsfw
