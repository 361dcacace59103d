#include "smsc-proxy/tpdu/validity_period.hh"

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

ValidityPeriod read(ValidityFormat format, std::string_view hex) {
  const auto octets = testing::from_hex(hex);
  REQUIRE(octets.size() == validity_size(format));
  return read_validity_period(format, octets);
}

TEST_CASE("validity period: format from the first octet") {
  CHECK(validity_format(0x01) == ValidityFormat::kNone);
  CHECK(validity_format(0x09) == ValidityFormat::kEnhanced);
  CHECK(validity_format(0x11) == ValidityFormat::kRelative);
  CHECK(validity_format(0xF9) == ValidityFormat::kAbsolute);
  const ValidityPeriod none = read(ValidityFormat::kNone, "");
  CHECK(none.valid);
  CHECK_FALSE(none.seconds);
}

TEST_CASE("validity period: relative, each range's ends") {
  const auto seconds = [](const char* hex) { return read(ValidityFormat::kRelative, hex).seconds; };
  constexpr std::uint32_t kHour = 3600;
  CHECK(seconds("00") == 300U);
  CHECK(seconds("8F") == 12 * kHour);
  CHECK(seconds("90") == 12 * kHour + 1800);
  CHECK(seconds("A7") == 24 * kHour);
  CHECK(seconds("A8") == 48 * kHour);
  CHECK(seconds("C4") == 30 * 24 * kHour);
  CHECK(seconds("C5") == 35 * 24 * kHour);
  CHECK(seconds("FF") == 63 * 7 * 24 * kHour);
}

TEST_CASE("validity period: absolute") {
  const auto good = read(ValidityFormat::kAbsolute, "62 50 71 32 20 05 82");
  CHECK(good.valid);
  CHECK(good.until.day == 17);
  CHECK_FALSE(good.seconds);
  CHECK_FALSE(read(ValidityFormat::kAbsolute, "62 50 71 42 20 05 82").valid);
}

TEST_CASE("validity period: enhanced") {
  const auto none = read(ValidityFormat::kEnhanced, "40 00 00 00 00 00 00");
  CHECK(none.valid);
  CHECK(none.single_shot);
  CHECK_FALSE(none.seconds);
  CHECK(read(ValidityFormat::kEnhanced, "01 02 00 00 00 00 00").seconds == 900U);
  CHECK(read(ValidityFormat::kEnhanced, "02 2A 00 00 00 00 00").seconds == 42U);
  CHECK(read(ValidityFormat::kEnhanced, "03 21 03 54 00 00 00").seconds ==
        12 * 3600U + 30 * 60 + 45);
  CHECK_FALSE(read(ValidityFormat::kEnhanced, "02 00 00 00 00 00 00").valid);  // reserved
  CHECK_FALSE(read(ValidityFormat::kEnhanced, "03 21 06 54 00 00 00").valid);  // minute 60
  CHECK_FALSE(read(ValidityFormat::kEnhanced, "03 2A 03 54 00 00 00").valid);  // no digit
  CHECK_FALSE(read(ValidityFormat::kEnhanced, "04 00 00 00 00 00 00").valid);
  CHECK_FALSE(read(ValidityFormat::kEnhanced, "81 02 00 00 00 00 00").valid);
}

}  // namespace
}  // namespace smsfw::tpdu
