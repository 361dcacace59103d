#include "smsc-proxy/events/json_escape.hh"

#include <string>

#include "tests/catch.hh"

using namespace smsfw::events;

namespace {

std::string escaped(std::string_view text) {
  std::string out(text.size() * kEscapeGrowth, '\0');
  out.resize(static_cast<std::size_t>(escape_json(text, out.data()) - out.data()));
  return out;
}

}  // namespace

TEST_CASE("plain text and well-formed UTF-8 stay as they are") {
  for (const char* text : {"", "a", "exactly8", "more than eight octets", "Tiếng Việt, đúng rồi",
                           "\xf0\x9f\x98\x80", "it's 100% <fine> & {good}/"}) {
    CHECK(escaped(text) == text);
  }
}

TEST_CASE("what JSON forbids is escaped, at every place of a word") {
  CHECK(escaped("a\"b") == R"(a\"b)");
  CHECK(escaped("\\") == R"(\\)");
  CHECK(escaped("\n\r\t") == R"(\n\r\t)");
  CHECK(escaped(std::string_view("\0\x1f\x7f", 3)) == R"(\u0000\u001f\u007f)");
  for (std::size_t place = 0; place < 20; ++place) {
    std::string text(20, 'x');
    text[place] = '"';
    std::string want(20, 'x');
    want.replace(place, 1, "\\\"");
    CHECK(escaped(text) == want);
  }
}

TEST_CASE("line separators of Unicode are escaped") {
  CHECK(escaped("a\xe2\x80\xa8z\xe2\x80\xa9") == R"(a\u2028z\u2029)");
}

TEST_CASE("octets that are no UTF-8 become replacement characters") {
  CHECK(escaped("\xff") == R"(\ufffd)");
  CHECK(escaped("a\x80z") == R"(a\ufffdz)");
  CHECK(escaped("\xc0\xaf") == R"(\ufffd\ufffd)");                      // overlong
  CHECK(escaped("\xed\xa0\x80") == R"(\ufffd\ufffd\ufffd)");            // surrogate
  CHECK(escaped("\xf4\x90\x80\x80") == R"(\ufffd\ufffd\ufffd\ufffd)");  // over U+10FFFF
  CHECK(escaped("\xe1\xba") == R"(\ufffd\ufffd)");                      // cut off
}

TEST_CASE("cutting respects sequences") {
  const std::string text = "aé€😀";  // 1 + 2 + 3 + 4 octets
  CHECK(cut_utf8(text, 100) == text);
  CHECK(cut_utf8(text, 10) == text);
  CHECK(cut_utf8(text, 9) == "aé€");
  CHECK(cut_utf8(text, 5) == "aé");
  CHECK(cut_utf8(text, 2) == "a");
  CHECK(cut_utf8(text, 0).empty());
}
