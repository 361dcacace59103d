#include "filters/sms/dcs.hh"

#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

// One letter a data coding, from SMPP v3.4 §5.2.19 and 3GPP TS 23.038 §4: d default, a ASCII,
// l Latin-1, u UCS-2, b binary, z compressed, r reserved, - unsupported; c, h, j, J, 2 and k as
// below.
TEST_CASE("each data coding by its group") {
  const auto letter = [](Coding coding) {
    if (!coding.known) return 'r';
    switch (coding.alphabet) {
      case Alphabet::kUtf8:
        return 'd';  // the ingress' default below
      case Alphabet::kAscii:
        return 'a';
      case Alphabet::kLatin1:
        return 'l';
      case Alphabet::kUcs2:
        return 'u';
      case Alphabet::kBinary:
        return 'b';
      case Alphabet::kUnsupported:
        return '-';
      case Alphabet::kCompressed:
        return 'z';
      case Alphabet::kCyrillic:
        return 'c';
      case Alphabet::kHebrew:
        return 'h';
      case Alphabet::kJis:
        return 'j';
      case Alphabet::kJisExtended:
        return 'J';
      case Alphabet::kIso2022Jp:
        return '2';
      case Alphabet::kKsc5601:
        return 'k';
      case Alphabet::kGsm7Unpacked:
      case Alphabet::kGsm7Packed:
      case Alphabet::kUcs2LittleEndian:
        break;
    }
    return '!';
  };
  std::string got;
  for (int dcs = 0; dcs < 256; ++dcs)
    got += letter(coding_of_smpp(static_cast<std::uint8_t>(dcs), DefaultAlphabet::kUtf8));
  const auto row = [&](int high) { return got.substr(static_cast<std::size_t>(high) * 16, 16); };
  CHECK(row(0x0) == "dablbjchu-2rrJkr");
  const std::string plain = "ddddbbbbuuuurrrr";
  const std::string compressed(16, 'z');
  CHECK(row(0x1) == plain);
  CHECK(row(0x2) == compressed);
  CHECK(row(0x3) == compressed);
  CHECK(row(0x4) == plain);
  CHECK(row(0x5) == plain);
  CHECK(row(0x6) == compressed);
  CHECK(row(0x7) == compressed);
  for (int high = 0x8; high <= 0xB; ++high)
    CHECK(row(high) == std::string(16, 'r'));
  CHECK(row(0xC) == std::string(16, 'd'));
  CHECK(row(0xD) == std::string(16, 'd'));
  CHECK(row(0xE) == std::string(16, 'u'));
  CHECK(row(0xF) == "ddddbbbbddddbbbb");
}

TEST_CASE("the default alphabet is the ingress' setting, reserved codings too") {
  const std::pair<DefaultAlphabet, Alphabet> settings[] = {
      {DefaultAlphabet::kGsm7Unpacked, Alphabet::kGsm7Unpacked},
      {DefaultAlphabet::kGsm7Packed, Alphabet::kGsm7Packed},
      {DefaultAlphabet::kLatin1, Alphabet::kLatin1},
      {DefaultAlphabet::kAscii, Alphabet::kAscii},
      {DefaultAlphabet::kUtf8, Alphabet::kUtf8}};
  for (const auto& [setting, alphabet] : settings) {
    for (const int dcs : {0x00, 0x10, 0xC0, 0xD8, 0xF0, 0xF8, 0x80, 0x0F})
      CHECK(coding_of_smpp(static_cast<std::uint8_t>(dcs), setting).alphabet == alphabet);
  }
}

}  // namespace
}  // namespace smsfw::sms
