#include "smsc-proxy/ss7/codec/ber_replace.hh"

#include <array>

#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

TEST_CASE("one element gets other contents, all others leave as they came", "[ss7]") {
  std::array<std::byte, 64> out;
  // SEQUENCE { [0] 010203, [4] 99 with a length in the long form, an extension }.
  const Octets whole = from_hex("30 0e 8003010203 84810199 3003020105");
  const auto contents = std::span<const std::byte>(whole);
  const auto size = replace_content(whole, contents.subspan(4, 3), from_hex("aabb"), out);
  REQUIRE(size);
  CHECK(to_hex(std::span<const std::byte>(out).first(*size)) == "300d8002aabb848101993003020105");
  const auto code = [&](std::span<const std::byte> in, std::span<const std::byte> replaced,
                        std::size_t room) {
    const auto written =
        replace_content(in, replaced, from_hex("aabb"), std::span(out).first(room));
    REQUIRE_FALSE(written);
    return written.error().code;
  };
  CHECK(code(whole, contents.subspan(4, 2), 64) == BerEncodeCode::kBadValue);
  CHECK(code(whole, contents.subspan(13, 3), 64) == BerEncodeCode::kBadValue);  // constructed
  CHECK(code(contents.subspan(2, 5), contents.subspan(4, 3), 64) == BerEncodeCode::kBadValue);
  CHECK(code(contents.first(10), contents.subspan(4, 3), 64) == BerEncodeCode::kBadValue);
  for (std::size_t room = 0; room < *size; ++room)
    CHECK(code(whole, contents.subspan(4, 3), room) == BerEncodeCode::kNoRoom);
}
