#include "filters/sms/semi_octets.hh"

#include <array>
#include <string>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

using smsfw::testing::octets_of;

struct Digits {
  std::string text;
  SemiOctets found;
};

Digits read(const std::vector<std::byte>& in, std::size_t digits, std::size_t room = 64) {
  std::string out(room, '?');
  const SemiOctets found = read_semi_octets(in, digits, out);
  out.resize(found.size);
  return {out, found};
}

TEST_CASE("semi-octets: the lower half first, all sixteen values") {
  CHECK(read(octets_of({0x90, 0x00, 0x00, 0x00, 0xF1}), 9).text == "090000001");
  CHECK(read(octets_of({0x10, 0x32, 0x54, 0x76, 0x98, 0xBA, 0xDC, 0xFE}), 15).text ==
        "0123456789*#abc");
}

TEST_CASE("semi-octets: a filler ends the digits, and what hides behind it is told") {
  const auto whole = read(octets_of({0x21, 0xF3}), 3);
  CHECK(whole.text == "123");
  CHECK_FALSE(whole.found.early_filler);
  CHECK_FALSE(whole.found.hidden_digits);

  // No filler behind an odd number: the digit is not part of it.
  const auto odd = read(octets_of({0x21, 0x43}), 3);
  CHECK(odd.text == "123");
  CHECK(odd.found.hidden_digits);
  CHECK_FALSE(odd.found.early_filler);

  const auto early = read(octets_of({0x21, 0xF3}), 4);
  CHECK(early.text == "123");
  CHECK(early.found.early_filler);
  CHECK_FALSE(early.found.hidden_digits);

  const auto middle = read(octets_of({0xF1, 0x32}), 4);
  CHECK(middle.text == "1");
  CHECK(middle.found.early_filler);
  CHECK(middle.found.hidden_digits);

  CHECK(read(octets_of({0xFF}), 2).text.empty());
}

TEST_CASE("semi-octets: never more than the octets hold or the caller has room for") {
  CHECK(read(octets_of({0x21}), 200).text == "12");
  CHECK(read({}, 5).text.empty());
  const auto cut = read(octets_of({0x21, 0x43}), 4, 3);
  CHECK(cut.text == "123");
  CHECK(cut.found.cut);
  CHECK_FALSE(read(octets_of({0x21, 0x43}), 4, 4).found.cut);
}

TEST_CASE("semi-octets: what is written is read again") {
  for (const std::string digits : {"", "1", "12", "090000001", "*100#", "abc"}) {
    std::array<std::byte, 8> out{};
    const auto size = write_semi_octets(digits, out);
    REQUIRE(size);
    CHECK(*size == semi_octets_size(digits.size()));
    CHECK(read({out.begin(), out.begin() + static_cast<long>(*size)}, digits.size()).text ==
          digits);
  }
  std::array<std::byte, 2> small{};
  CHECK_FALSE(write_semi_octets("12345", small));
  CHECK_FALSE(write_semi_octets("12+4", small));
  CHECK_FALSE(write_semi_octets("A", small));
}

TEST_CASE("semi-octets: two digits in one octet, tens first") {
  CHECK(two_digits(std::byte{0x21}) == 12);
  CHECK(two_digits(std::byte{0x99}) == 99);
  CHECK_FALSE(two_digits(std::byte{0x1A}));
  CHECK_FALSE(two_digits(std::byte{0xA1}));
  const auto octets = octets_of({0x21, 0xF3});
  CHECK(semi_octet_at(octets, 0) == 1);
  CHECK(semi_octet_at(octets, 1) == 2);
  CHECK(semi_octet_at(octets, 3) == kFiller);
}

}  // namespace
}  // namespace smsfw::sms
