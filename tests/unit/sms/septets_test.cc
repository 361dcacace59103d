#include "filters/sms/septets.hh"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "filters/sms/gsm7_encode.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

using smsfw::testing::octets_of;

std::vector<std::byte> septets_of(std::string_view text) {
  SeptetBuffer buffer{};
  const auto size = encode_gsm7(text, buffer);
  REQUIRE(size);
  return {buffer.begin(), buffer.begin() + static_cast<long>(*size)};
}

std::vector<std::byte> pack(const std::vector<std::byte>& septets, std::size_t first = 0) {
  std::vector<std::byte> out(packed_size(first + septets.size()));
  CHECK(pack_septets(septets, first, out) == out.size());
  return out;
}

std::vector<std::byte> unpack(const std::vector<std::byte>& packed, std::size_t first,
                              std::size_t count) {
  SeptetBuffer buffer{};
  const std::size_t size = unpack_septets(packed, first, count, buffer);
  return {buffer.begin(), buffer.begin() + static_cast<long>(size)};
}

/// The definition, bit by bit: bit k of septet n is bit 7n + k of the octets.
std::vector<std::byte> unpack_by_bits(const std::vector<std::byte>& packed, std::size_t first,
                                      std::size_t count) {
  std::vector<std::byte> out;
  for (std::size_t n = first; n < first + count && 7 * n + 7 <= packed.size() * 8; ++n) {
    unsigned value = 0;
    for (std::size_t k = 0; k < 7; ++k) {
      const std::size_t bit = 7 * n + k;
      value |= (std::to_integer<unsigned>(packed[bit / 8]) >> bit % 8 & 1U) << k;
    }
    out.push_back(static_cast<std::byte>(value));
  }
  return out;
}

TEST_CASE("septets: sizes") {
  CHECK(packed_size(0) == 0);
  CHECK(packed_size(1) == 1);
  CHECK(packed_size(7) == 7);
  CHECK(packed_size(8) == 7);
  CHECK(packed_size(9) == 8);
  CHECK(packed_size(160) == 140);
  CHECK(septets_in(140) == 160);
  CHECK(septets_in(7) == 8);
  CHECK(septets_in(6) == 6);
  CHECK(header_septets(6) == 7);  // one fill bit: 153 septets are left of 160
  CHECK(header_septets(7) == 8);  // none: 152
  CHECK(header_septets(0) == 0);
}

TEST_CASE("septets: packed text as 3GPP TS 23.038 packs it") {
  CHECK(pack(septets_of("hello")) == octets_of({0xE8, 0x32, 0x9B, 0xFD, 0x06}));
  std::string text;
  CHECK(append_packed_text(octets_of({0xE8, 0x32, 0x9B, 0xFD, 0x06}), 0, 5, text) == 0);
  CHECK(text == "hello");
  text.clear();
  const auto extended = pack(septets_of("{€}"));
  CHECK(append_packed_text(extended, 0, 6, text) == 0);
  CHECK(text == "{€}");
  text.clear();
  // The escape alone at the end: one character that cannot be read.
  CHECK(append_packed_text(extended, 0, 1, text) == 1);
}

TEST_CASE("septets: seven spare bits are '@' by octets and nothing by septets") {
  const auto seven = pack(septets_of("1234567"));
  CHECK(seven.size() == 7);
  std::string text;
  append_packed_text(seven, 0, 7, text);
  CHECK(text == "1234567");
  text.clear();
  append_packed_text(seven, 0, septets_in(seven.size()), text);
  CHECK(text == "1234567@");

  CHECK(ends_in_padding(septets_of("1234567\r")));
  CHECK_FALSE(ends_in_padding(septets_of("1234567@")));
  CHECK_FALSE(ends_in_padding(septets_of("123456\r")));
  CHECK_FALSE(ends_in_padding({}));
}

TEST_CASE("septets: text behind a header begins at the next septet") {
  // 6 octets of header, then one fill bit.
  auto packed = octets_of({0x05, 0x00, 0x03, 0x2A, 0x02, 0x01});
  packed.resize(packed_size(header_septets(6) + 3));
  CHECK(pack_septets(septets_of("abc"), header_septets(6), packed) == packed.size());
  CHECK(std::vector(packed.begin(), packed.begin() + 6) ==
        octets_of({0x05, 0x00, 0x03, 0x2A, 0x02, 0x01}));
  CHECK(unpack(packed, header_septets(6), 3) == septets_of("abc"));
  CHECK((packed[6] & std::byte{1}) == std::byte{0});
}

TEST_CASE("septets: never past the octets or the room") {
  const auto packed = pack(septets_of("hello"));
  CHECK(unpack(packed, 0, 255).size() == 5);
  CHECK(unpack(packed, 4, 9).size() == 1);
  CHECK(unpack(packed, 5, 1).empty());
  CHECK(unpack(packed, 400, 1).empty());
  CHECK(unpack({}, 0, 3).empty());
  std::vector<std::byte> two(2);
  CHECK(unpack_septets(packed, 0, 5, two) == 2);
  CHECK(pack_septets(septets_of("hello"), 0, two) == 0);
  CHECK(two == octets_of({'h', 'e'}));
}

TEST_CASE("septets: unpacking is the definition's, at every place and length") {
  std::mt19937 random(7);
  std::vector<std::byte> packed(40);
  for (auto& octet : packed)
    octet = static_cast<std::byte>(random());
  for (std::size_t size = 0; size <= packed.size(); ++size) {
    const std::vector<std::byte> cut(packed.begin(), packed.begin() + static_cast<long>(size));
    for (std::size_t first = 0; first < 12; ++first) {
      for (std::size_t count = 0; count < 40; ++count)
        CHECK(unpack(cut, first, count) == unpack_by_bits(cut, first, count));
    }
  }
}

TEST_CASE("septets: what is packed is unpacked again") {
  std::mt19937 random(11);
  for (std::size_t count = 0; count <= kMaxSeptets; ++count) {
    std::vector<std::byte> septets(count);
    for (auto& septet : septets)
      septet = static_cast<std::byte>(random() & 0x7F);
    const std::size_t first = count % 9;
    CHECK(unpack(pack(septets, first), first, count) == septets);
  }
}

TEST_CASE("septets: text that the alphabet does not have is refused") {
  SeptetBuffer buffer{};
  CHECK_FALSE(encode_gsm7("đồng", buffer));
  CHECK_FALSE(encode_gsm7("\xC3", buffer));
  std::vector<std::byte> one(1);
  CHECK(encode_gsm7("a", one) == 1U);
  CHECK_FALSE(encode_gsm7("€", one));
  CHECK_FALSE(encode_gsm7("ab", one));
}

}  // namespace
}  // namespace smsfw::sms
