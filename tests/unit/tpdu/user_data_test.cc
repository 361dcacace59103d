#include "smsc-proxy/tpdu/user_data.hh"

#include <string>
#include <vector>

#include "filters/sms/septets.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

using testing::from_hex;

constexpr std::uint8_t kGsm7 = 0x00;
constexpr std::uint8_t k8Bit = 0x04;
constexpr std::uint8_t kUcs2 = 0x08;

struct Read {
  Read(std::string_view hex, std::uint8_t dcs, bool udhi = false) : octets(from_hex(hex)) {
    result = read_user_data(octets, sms::coding_of_tpdu(dcs), udhi, data, findings);
    if (result) invalid = append_text(data, text);
  }

  std::vector<std::byte> octets;
  UserData data;
  TpduFindings findings;
  Expected<std::size_t, DecodeError> result = 0U;
  std::string text;
  std::size_t invalid = 0;
};

TEST_CASE("user data: TP-UDL counts septets, or octets") {
  const Read septets("05 E8329BFD06 77", kGsm7);
  REQUIRE(septets.result);
  CHECK(*septets.result == 6);
  CHECK(septets.text == "hello");
  CHECK(septets.data.septets == 5);
  CHECK(septets.data.text.empty());
  CHECK_FALSE(septets.findings.any());

  const Read ucs2("04 01110069", kUcs2);
  REQUIRE(ucs2.result);
  CHECK(*ucs2.result == 5);
  CHECK(ucs2.text == "đi");
  CHECK(ucs2.data.septets == 0);

  const Read binary("03 010203", k8Bit);
  REQUIRE(binary.result);
  CHECK(binary.text.empty());
  CHECK(binary.data.text.size() == 3);

  const Read none("00", kGsm7);
  REQUIRE(none.result);
  CHECK(*none.result == 1);
  CHECK(none.text.empty());
}

TEST_CASE("user data: septets as SMPP carries them") {
  const Read read("05 E8329BFD06", kGsm7);
  sms::SeptetBuffer buffer{};
  REQUIRE(unpack_text(read.data, buffer) == 5);
  CHECK(std::vector(buffer.begin(), buffer.begin() + 5) == from_hex("68656C6C6F"));
}

TEST_CASE("user data: compressed text is counted in octets and not read") {
  const Read read("02 ABCD", 0x20);
  REQUIRE(read.result);
  CHECK(*read.result == 3);
  CHECK(read.text.empty());
}

TEST_CASE("user data: text behind a header, with fill bits and without") {
  // 6 octets of header and one fill bit, then "hello": 7 + 5 septets.
  const Read packed("0C 0500032A0201 D0 65 36 FB 0D", kGsm7, true);
  REQUIRE(packed.result);
  CHECK(packed.text == "hello");
  CHECK(packed.data.first_septet == 7);
  CHECK(packed.data.elements.concatenation == Concat{0x2A, false, 2, 1});
  CHECK_FALSE(packed.findings.any());

  const Read ucs2("0A 0500032A0201 01110069", kUcs2, true);
  CHECK(ucs2.text == "đi");
  CHECK(ucs2.data.text.size() == 4);
  CHECK_FALSE(ucs2.findings.any());
}

TEST_CASE("user data: national languages, with fill bits and without") {
  // 4 octets of header and 3 fill bits.
  const Read turkish("0A 03250101 20BE19F23A", kGsm7, true);
  CHECK(turkish.text == "Doğru");
  // 7 octets of header: septets begin at an octet.
  const Read hindi("10 06240106250106 2F21F37BCA6E28", kGsm7, true);
  CHECK(hindi.text == "नमस्ते^");
  // The last one holds; a reserved one falls back to the default alphabet.
  const Read reserved("0D 06250101250163 C477425E07", kGsm7, true);
  CHECK(reserved.text == "Do\u00C7ru");
}

TEST_CASE("user data: headers that do not fit") {
  // Past the end: all of it is text.
  const Read beyond("04 09 616263", kUcs2, true);
  REQUIRE(beyond.result);
  CHECK(beyond.findings.has(TpduFinding::kBadUserDataHeader));
  CHECK(beyond.data.text.size() == 4);

  const Read overrun("05 03 00 09 01 78", k8Bit, true);
  CHECK(overrun.findings.has(TpduFinding::kBadUserDataHeader));
  CHECK(overrun.data.text.size() == 1);

  // 7 septets are 7 octets; a header of 7 octets needs 8 septets.
  const Read spare("07 06 70 04 01020304", kGsm7, true);
  REQUIRE(spare.result);
  CHECK(spare.data.header.valid());
  CHECK(spare.findings.has(TpduFinding::kBadUserDataHeader));
  CHECK(spare.data.septets == 0);
  CHECK(spare.text.empty());

  CHECK(Read("00", kGsm7, true).findings.has(TpduFinding::kBadUserDataHeader));
}

TEST_CASE("user data: elements that are ignored, or repeated") {
  const Read ignored("06 05 00 03 2A 02 03", k8Bit, true);
  CHECK(ignored.findings.has(TpduFinding::kIgnoredElement));
  CHECK_FALSE(ignored.data.elements.concatenation);
  const Read repeated("09 08 04 02 0102 04 02 0304", k8Bit, true);
  CHECK(repeated.findings.has(TpduFinding::kRepeatedElement));
  CHECK(repeated.data.elements.ports == sms::Ports{3, 4, false});
  // National languages, 0x24 and 0x25, walk along.
  const Read languages("07 06 24 01 01 25 01 03", k8Bit, true);
  CHECK_FALSE(languages.findings.any());
  CHECK(languages.data.elements.locking_shift == std::uint8_t{3});
}

TEST_CASE("user data: UCS-2 of an odd number of octets") {
  const Read odd("03 006861", kUcs2);
  CHECK(odd.findings.has(TpduFinding::kOddUserData));
  CHECK(odd.text == "h\uFFFD");
  CHECK(odd.invalid == 1);
}

TEST_CASE("user data: hostile lengths") {
  for (const std::uint8_t dcs : {kGsm7, k8Bit, kUcs2}) {
    const Read past("FF 0102030405", dcs, true);
    REQUIRE_FALSE(past.result);
    CHECK(past.result.error() == DecodeError{DecodeCode::kBadLength, 0, true});
  }
  const Read nothing("", kGsm7);
  REQUIRE_FALSE(nothing.result);
  CHECK(nothing.result.error() == DecodeError{DecodeCode::kTruncated, 0, true});
  // 255 septets are readable where the octets are there.
  std::string hex = "FF";
  for (int i = 0; i < 224; ++i)
    hex += "00";
  const Read all(hex, kGsm7);
  REQUIRE(all.result);
  CHECK(all.text == std::string(255, '@'));
}

}  // namespace
}  // namespace smsfw::tpdu
