#include "filters/sms/dcs.hh"
#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

TEST_CASE("TP-DCS: the general groups") {
  const Alphabet alphabets[] = {Alphabet::kGsm7Unpacked, Alphabet::kBinary, Alphabet::kUcs2,
                                Alphabet::kGsm7Unpacked};
  for (unsigned dcs = 0; dcs < 0x80; ++dcs) {
    INFO(dcs);
    const TpCoding coding = coding_of_tpdu(static_cast<std::uint8_t>(dcs));
    const unsigned alphabet = dcs >> 2 & 3;
    const bool compressed = (dcs & 0x20) != 0;
    CHECK(coding.compressed == compressed);
    CHECK(coding.alphabet == (compressed ? Alphabet::kCompressed : alphabets[alphabet]));
    CHECK(coding.known == (alphabet != 3));
    CHECK(coding.automatic_deletion == (dcs >= 0x40));
    CHECK(coding.message_class.has_value() == ((dcs & 0x10) != 0));
    if (coding.message_class) CHECK(*coding.message_class == (dcs & 3));
    CHECK_FALSE(coding.waiting);
    CHECK(coding.counts_septets() == (!compressed && (alphabet == 0 || alphabet == 3)));
  }
}

TEST_CASE("TP-DCS: values that messages really have") {
  CHECK(coding_of_tpdu(0x00) == TpCoding{});
  CHECK(coding_of_tpdu(0x04).alphabet == Alphabet::kBinary);
  CHECK(coding_of_tpdu(0x08).alphabet == Alphabet::kUcs2);
  CHECK(coding_of_tpdu(0x10).message_class == std::uint8_t{0});
  CHECK(coding_of_tpdu(0x18).alphabet == Alphabet::kUcs2);
  CHECK(coding_of_tpdu(0x48).alphabet == Alphabet::kUcs2);
  CHECK(coding_of_tpdu(0xF6).alphabet == Alphabet::kBinary);
  CHECK(coding_of_tpdu(0xF6).message_class == std::uint8_t{2});
  CHECK(coding_of_tpdu(0xF0).message_class == std::uint8_t{0});
  CHECK(coding_of_tpdu(0xF1).counts_septets());
}

TEST_CASE("TP-DCS: reserved groups are the default alphabet and marked") {
  for (unsigned dcs = 0x80; dcs < 0xC0; ++dcs) {
    const TpCoding coding = coding_of_tpdu(static_cast<std::uint8_t>(dcs));
    CHECK_FALSE(coding.known);
    CHECK(coding.alphabet == Alphabet::kGsm7Unpacked);
    CHECK_FALSE(coding.message_class);
  }
  CHECK_FALSE(coding_of_tpdu(0xF8).known);
  CHECK_FALSE(coding_of_tpdu(0xFC).known);
  CHECK(coding_of_tpdu(0xFC).alphabet == Alphabet::kBinary);
  CHECK_FALSE(coding_of_tpdu(0xC4).known);
}

TEST_CASE("TP-DCS: message waiting") {
  using Kind = WaitingIndication::Kind;
  CHECK(coding_of_tpdu(0xC8).waiting == WaitingIndication{Kind::kVoicemail, true, false});
  CHECK(coding_of_tpdu(0xC0).waiting == WaitingIndication{Kind::kVoicemail, false, false});
  CHECK(coding_of_tpdu(0xD9).waiting == WaitingIndication{Kind::kFax, true, true});
  CHECK(coding_of_tpdu(0xD2).waiting == WaitingIndication{Kind::kEmail, false, true});
  CHECK(coding_of_tpdu(0xEB).waiting == WaitingIndication{Kind::kOther, true, true});
  CHECK(coding_of_tpdu(0xEB).alphabet == Alphabet::kUcs2);
  CHECK(coding_of_tpdu(0xD9).counts_septets());
  CHECK_FALSE(coding_of_tpdu(0xEB).counts_septets());
}

TEST_CASE("TP-DCS: what SMPP leaves to 23.038 is read the same way there") {
  for (unsigned dcs = 0x10; dcs < 0x100; ++dcs) {
    INFO(dcs);
    const auto octet = static_cast<std::uint8_t>(dcs);
    CHECK(coding_of_smpp(octet, DefaultAlphabet::kGsm7Unpacked).alphabet ==
          coding_of_tpdu(octet).alphabet);
  }
}

}  // namespace
}  // namespace smsfw::sms
