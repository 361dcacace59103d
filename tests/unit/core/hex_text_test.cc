#include "filters/core/hex_text.hh"

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

using namespace smsfw;
using smsfw::testing::octets_of;

TEST_CASE("hexadecimal digits become octets, blanks left out") {
  std::vector<std::byte> out;
  CHECK_FALSE(append_hex("09 aF\tf\r0", out));
  CHECK(out == octets_of({0x09, 0xAF, 0xF0}));
  CHECK_FALSE(append_hex("", out));
  CHECK(out.size() == 3);
}

TEST_CASE("what is not hexadecimal is told of by its place") {
  std::vector<std::byte> out;
  CHECK(append_hex("09 0g", out) == 4);
  CHECK(append_hex("0909 0", out) == 6);
  // A byte that differs from a digit in one bit alone.
  CHECK(append_hex("\x10\x11", out) == 0);
}
