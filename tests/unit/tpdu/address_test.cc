#include "smsc-proxy/tpdu/address.hh"

#include <string>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

using testing::from_hex;

struct Read {
  explicit Read(std::string_view hex) : octets(from_hex(hex)) {
    result = read_address(octets, address, findings);
  }
  std::string text() const { return std::string(address.text.view()); }

  std::vector<std::byte> octets;
  TpAddress address;
  TpduFindings findings;
  Expected<std::size_t, DecodeError> result = 0U;
};

TEST_CASE("tp-address: digits, odd and even, with what stands behind left alone") {
  const Read odd("0B 91 4809000000F1 77");
  REQUIRE(odd.result);
  CHECK(*odd.result == 8);
  CHECK(odd.text() == "84900000001");
  CHECK(odd.address.ton() == 1);
  CHECK(odd.address.npi() == 1);
  CHECK(odd.address.value.size() == 6);
  CHECK_FALSE(odd.findings.any());

  const Read even("0A 81 9000000010");
  REQUIRE(even.result);
  CHECK(even.text() == "0900000001");
  CHECK(even.address.ton() == 0);
  CHECK_FALSE(even.findings.any());

  const Read signs("05 A1 2A 1B FC");
  CHECK(signs.text() == "*2#1a");
  CHECK(signs.address.ton() == 2);
  CHECK_FALSE(signs.findings.any());
}

TEST_CASE("tp-address: names, by the count of semi-octets") {
  // "SHOP": 28 bits are 7 semi-octets.
  const Read name("07 D0 53e4130a");
  REQUIRE(name.result);
  CHECK(name.address.alphanumeric());
  CHECK(name.text() == "SHOP");
  CHECK_FALSE(name.findings.any());
  // Seven characters: 13 semi-octets; 14 would be eight, the last one '@'.
  CHECK(Read("0D D0 31D98C56B3DD00").text() == "1234567");
  CHECK(Read("0E D0 31D98C56B3DD00").text() == "1234567@");
  // A CR fills it up instead: left out, so that the name is the one that is seen.
  const Read padded("0E D0 31D98C56B3DD1A");
  CHECK(padded.text() == "1234567");
  CHECK(padded.findings.has(TpduFinding::kPaddedAddress));
}

TEST_CASE("tp-address: names with the extension table") {
  // Escape and 'e' (0x65) is the euro sign; an escape at the end is no character.
  CHECK(Read("04 D0 9B 32").text() == "\u20AC");
  const Read broken("02 D0 1B");
  CHECK(broken.text() == "\uFFFD");
  CHECK(broken.findings.has(TpduFinding::kBadAlphanumeric));
}

TEST_CASE("tp-address: fillers and digits that hide") {
  const Read early("04 91 36 F9");
  CHECK(early.text() == "639");
  CHECK(early.findings.has(TpduFinding::kEarlyFiller));
  CHECK_FALSE(early.findings.has(TpduFinding::kHiddenDigits));

  const Read middle("06 91 F1 32 54");
  CHECK(middle.text() == "1");
  CHECK(middle.findings.has(TpduFinding::kEarlyFiller));
  CHECK(middle.findings.has(TpduFinding::kHiddenDigits));

  const Read unfilled("03 91 21 43");
  CHECK(unfilled.text() == "123");
  CHECK(unfilled.findings.has(TpduFinding::kHiddenDigits));
}

TEST_CASE("tp-address: odd types and lengths are read, and told") {
  CHECK(Read("02 11 21").findings.has(TpduFinding::kReservedTypeOfAddress));
  CHECK(Read("02 F1 21").findings.has(TpduFinding::kReservedTypeOfAddress));
  const Read empty("00 80");
  REQUIRE(empty.result);
  CHECK(*empty.result == 2);
  CHECK(empty.findings.has(TpduFinding::kEmptyAddress));
  CHECK(empty.text().empty());
  CHECK(Read("01 D0 1A").findings.has(TpduFinding::kEmptyAddress));  // half a septet
  CHECK(Read("02 91 FF").findings.has(TpduFinding::kEmptyAddress));

  CHECK_FALSE(Read("14 91" + std::string(20, '1')).findings.any());
  const Read longer("15 91" + std::string(20, '1') + "F1");
  CHECK(longer.findings.has(TpduFinding::kLongAddress));
}

TEST_CASE("tp-address: a hostile length keeps within the text's room") {
  const Read digits("FF 91" + std::string(256, '1'));
  REQUIRE(digits.result);
  CHECK(*digits.result == 130);
  CHECK(digits.text() == std::string(kAddressTextSize, '1'));
  CHECK(digits.findings.has(TpduFinding::kLongAddress));
  // 145 septets of 0x10, "Δ", two octets each: 36 of them.
  std::vector<std::byte> octets = from_hex("FF D0");
  octets.resize(130);
  for (std::size_t bit = 4; bit + 7 <= std::size_t{128} * 8; bit += 7)
    octets[2 + bit / 8] |= static_cast<std::byte>(1 << bit % 8);
  TpAddress address;
  TpduFindings findings;
  REQUIRE(read_address(octets, address, findings));
  CHECK(address.text.size() == kAddressTextSize);
}

TEST_CASE("tp-address: truncated at every octet") {
  const auto whole = from_hex("0B 91 4809000000F1");
  for (std::size_t size = 0; size < whole.size(); ++size) {
    // A copy of that size, so that a sanitizer sees a look past the end.
    const std::vector<std::byte> cut(whole.begin(), whole.begin() + static_cast<long>(size));
    TpAddress address;
    TpduFindings findings;
    const auto result = read_address(cut, address, findings);
    REQUIRE_FALSE(result);
    CHECK(result.error().code == (size < 2 ? DecodeCode::kTruncated : DecodeCode::kBadLength));
    CHECK(result.error().offset == (size < 2 ? size : 0));
    CHECK(result.error().recoverable);
  }
}

}  // namespace
}  // namespace smsfw::tpdu
