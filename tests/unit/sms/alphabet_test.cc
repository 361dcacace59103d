#include "filters/sms/alphabet.hh"

#include <array>

#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/utf8.hh"
#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

struct Read {
  std::string text;
  std::size_t invalid = 0;
};

Read read(Alphabet alphabet, std::string_view octets) {
  Read result;
  result.invalid = append_text(alphabet, std::as_bytes(std::span(octets)), result.text);
  return result;
}

std::string utf8(char32_t c) {
  char octets[4];
  return {octets, put_utf8(octets, c)};
}

std::string utf16(std::u16string_view units) {
  std::string out;
  for (const char16_t unit : units) {
    out.push_back(static_cast<char>(unit >> 8));
    out.push_back(static_cast<char>(unit & 0xFF));
  }
  return out;
}

TEST_CASE("gsm7: every code of the default alphabet, 3GPP TS 23.038 6.2.1") {
  // The table as the specification prints it, column by column, in UTF-8.
  const std::string table =
      "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1B"
      "ÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
      "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
  std::string_view left = table;
  for (int code = 0; code < 128; ++code) {
    const auto step = get_utf8({reinterpret_cast<const unsigned char*>(left.data()), left.size()});
    const std::string expected(left.substr(0, step.size));
    left.remove_prefix(step.size);
    INFO("code " << code);
    if (code == kGsm7Escape) continue;
    const char octet = static_cast<char>(code);
    CHECK(read(Alphabet::kGsm7Unpacked, {&octet, 1}).text == expected);
    // The same inside a long text, where blocks are read.
    const std::string long_text = std::string(20, 'a') + octet + std::string(20, 'b');
    const Read whole = read(Alphabet::kGsm7Unpacked, long_text);
    CHECK(whole.text == std::string(20, 'a') + expected + std::string(20, 'b'));
    CHECK(whole.invalid == 0);
  }
  CHECK(left.empty());
}

TEST_CASE("gsm7: the extension table and what it does not have") {
  const std::array<std::pair<char, std::string_view>, 10> extension{{{'\x0A', "\f"},
                                                                     {'\x14', "^"},
                                                                     {'\x28', "{"},
                                                                     {'\x29', "}"},
                                                                     {'\x2F', "\\"},
                                                                     {'\x3C', "["},
                                                                     {'\x3D', "~"},
                                                                     {'\x3E', "]"},
                                                                     {'\x40', "|"},
                                                                     {'\x65', "€"}}};
  for (int code = 0; code < 128; ++code) {
    const char septet = static_cast<char>(code);
    const char pair[2] = {'\x1B', septet};
    const Read result = read(Alphabet::kGsm7Unpacked, {pair, 2});
    std::string expected = code == 0x1B ? " " : read(Alphabet::kGsm7Unpacked, {&septet, 1}).text;
    for (const auto& [from, to] : extension) {
      if (from == septet) expected = to;
    }
    INFO("escape, code " << code);
    CHECK(result.text == expected);
    CHECK(result.invalid == 0);
  }
}

TEST_CASE("gsm7: an escape across a block's end, at the text's end, and octets beyond 7 bits") {
  const std::string fifteen(15, 'a');
  CHECK(read(Alphabet::kGsm7Unpacked, fifteen + "\x1B\x65" + fifteen).text ==
        fifteen + "€" + fifteen);
  const Read at_end = read(Alphabet::kGsm7Unpacked, fifteen + "\x1B");
  CHECK(at_end.text == fifteen + "\uFFFD");
  CHECK(at_end.invalid == 1);
  const Read eight = read(Alphabet::kGsm7Unpacked, "a\x80z\xFF");
  CHECK(eight.text == "a\uFFFDz\uFFFD");
  CHECK(eight.invalid == 2);
  const Read escaped = read(Alphabet::kGsm7Unpacked, "\x1B\xC3z");
  CHECK(escaped.text == " \uFFFDz");
  CHECK(escaped.invalid == 1);
}

TEST_CASE("latin1, ascii: every octet") {
  for (int i = 0; i < 256; ++i) {
    const char octet = static_cast<char>(i);
    INFO("octet " << i);
    CHECK(read(Alphabet::kLatin1, {&octet, 1}).text == utf8(static_cast<char32_t>(i)));
    const Read ascii = read(Alphabet::kAscii, {&octet, 1});
    CHECK(ascii.text == (i < 128 ? utf8(static_cast<char32_t>(i)) : "\uFFFD"));
    CHECK(ascii.invalid == (i < 128 ? 0U : 1U));
    const std::string inside = std::string(17, 'x') + octet + std::string(40, 'y');
    CHECK(read(Alphabet::kLatin1, inside).text ==
          std::string(17, 'x') + utf8(static_cast<char32_t>(i)) + std::string(40, 'y'));
  }
}

TEST_CASE("ucs2: planes, surrogates, byte order marks and odd lengths") {
  CHECK(read(Alphabet::kUcs2, utf16(u"Tài khoản €")).text == "Tài khoản €");
  CHECK(read(Alphabet::kUcs2, utf16(u"\U0001F600!")).text == "\U0001F600!");
  CHECK(read(Alphabet::kUcs2, utf16(u"\U0010FFFF\uFFFF")).text == "\U0010FFFF\uFFFF");

  const std::pair<std::u16string, std::string> lone[] = {
      {{0xD83D}, "\uFFFD"},
      {{0xDE00}, "\uFFFD"},
      {{0xDE00, 0xD83D}, "\uFFFD\uFFFD"},
      {{0xD83D, u'a'}, "\uFFFDa"},
      {{0xD83D, 0xD83D, 0xDE00}, "\uFFFD\U0001F600"}};
  for (const auto& [units, expected] : lone) {
    const Read result = read(Alphabet::kUcs2, utf16(units));
    CHECK(result.text == expected);
    CHECK(result.invalid > 0);
  }

  CHECK(read(Alphabet::kUcs2, "\xFE\xFF" + utf16(u"ab")).text == "ab");
  CHECK(read(Alphabet::kUcs2, std::string_view("\xFF\xFE"
                                               "a\0b\0",
                                               6))
            .text == "ab");
  CHECK(read(Alphabet::kUcs2, utf16(u"a\uFEFF")).text == "a\uFEFF");

  const Read odd = read(Alphabet::kUcs2, utf16(u"ab") + "c");
  CHECK(odd.text == "ab\uFFFD");
  CHECK(odd.invalid == 1);
  CHECK(read(Alphabet::kUcs2, "c").invalid == 1);
}

TEST_CASE("utf8: valid text stays, each maximal subpart is replaced once") {
  const std::string text = "aß€\U0001F600" + std::string(33, 'b') + "đ";
  CHECK(read(Alphabet::kUtf8, text).text == text);
  CHECK(read(Alphabet::kUtf8, text).invalid == 0);
  const std::pair<std::string_view, std::size_t> broken[] = {
      {"\xC0\x80", 2},          // overlong
      {"\xE0\x80\x80", 3},      // overlong
      {"\xED\xA0\x80", 3},      // surrogate
      {"\xF4\x90\x80\x80", 4},  // above U+10FFFF
      {"\xF0\x9F\x98", 1},      // cut: one subpart
      {"\xE2\x82"
       "a",
       1},
      {"\x80", 1},
      {"\xFF", 1}};
  for (const auto& [octets, count] : broken) {
    const Read result = read(Alphabet::kUtf8, octets);
    CHECK(result.invalid == count);
    std::size_t replaced = 0;
    for (std::size_t at = result.text.find("\uFFFD"); at != std::string::npos;
         at = result.text.find("\uFFFD", at + 3))
      ++replaced;
    CHECK(replaced == count);
  }
}

TEST_CASE("what is no text appends nothing, and text is appended") {
  CHECK(read(Alphabet::kBinary, "abc").text.empty());
  CHECK(read(Alphabet::kUnsupported, "abc").text.empty());
  std::string out = "before ";
  append_text(Alphabet::kAscii, std::as_bytes(std::span(std::string_view("after"))), out);
  CHECK(out == "before after");
}

TEST_CASE("every length up to two blocks and a half, at every place of a foreign octet") {
  for (std::size_t size = 0; size < 40; ++size) {
    for (std::size_t place = 0; place < size; ++place) {
      std::string octets(size, 'q');
      octets[place] = '\x02';  // $ in GSM 7-bit
      std::string expected = octets;
      expected[place] = '$';
      REQUIRE(read(Alphabet::kGsm7Unpacked, octets).text == expected);
    }
  }
}

}  // namespace
}  // namespace smsfw::sms
