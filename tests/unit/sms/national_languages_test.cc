// How each table is proven: its checksum was taken when it agreed with the tables of two other
// stacks, and in the five cells where one of them stood alone, with those of the two others (ofono,
// Android, warthog618/sms). What follows does not know the tables: the order of the Indic letters,
// which Unicode keeps from ISCII, and words and single letters of each language.
#include "filters/sms/national_languages.hh"

#include "filters/sms/alphabet.hh"
#include "filters/sms/gsm7_alphabet.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/user_data_elements.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

using testing::from_hex;

/// FNV-1a over the characters, most significant octet first.
std::uint64_t checksum(const ShiftTable* table) {
  if (table == nullptr) return 0;
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const char16_t c : *table) {
    sum = (sum ^ (c >> 8)) * 0x100000001b3;
    sum = (sum ^ (c & 0xFF)) * 0x100000001b3;
  }
  return sum;
}

std::string read(std::string_view septets, std::uint8_t locking, std::uint8_t single) {
  std::string out;
  append_gsm7(from_hex(septets), {locking_shift_table(locking), single_shift_table(single)}, out);
  return out;
}

TEST_CASE("national languages: each table as it was checked") {
  struct Row {
    std::uint64_t locking;
    std::uint64_t single;
  };
  constexpr std::array<Row, kLastNationalLanguage + 1> kSums{{
      {0, 0},
      {0x3a834820e66b717f, 0x93ddeb9aaff58b37},
      {0, 0xa1f3a26f4347d208},
      {0xed0626ac70bc218d, 0xd2ac697a73e19af2},
      {0xbf4429188e6c00ae, 0x4b43dff3c062e8af},
      {0x1f2c30e6a5a67803, 0x58379f1c44a5f67b},
      {0xef52e9d9bed19ee6, 0x7eb8752acb711778},
      {0x9777c2c07437818b, 0x47505ce299f7670},
      {0x1289440d4880e9c1, 0x1290fe937e0b173b},
      {0xfa7b77477f14b42, 0xddd657a089cdae4d},
      {0x2a8600dedb5a1b75, 0x1b1a27ea6e52d542},
      {0x3b496891bf180a7c, 0xc4c05d1197626c9f},
      {0x93d8692a6017cf54, 0xc09fa2f7cabaed9b},
      {0x65a9f625fd2ac89a, 0x69c48752f507b550},
  }};
  for (std::size_t i = 0; i < kSums.size(); ++i) {
    const auto language = static_cast<std::uint8_t>(i);
    INFO(kNationalLanguageNames[language]);
    CHECK(checksum(locking_shift_table(language)) == kSums[language].locking);
    CHECK(checksum(single_shift_table(language)) == kSums[language].single);
  }
  for (int reserved = kLastNationalLanguage + 1; reserved < 256; ++reserved) {
    CHECK(locking_shift_table(static_cast<std::uint8_t>(reserved)) == nullptr);
    CHECK(single_shift_table(static_cast<std::uint8_t>(reserved)) == nullptr);
  }
}

TEST_CASE("national languages: what all tables share") {
  for (std::uint8_t language = 1; language <= kLastNationalLanguage; ++language) {
    INFO(kNationalLanguageNames[language]);
    const ShiftTable& single = *single_shift_table(language);
    const std::pair<int, char16_t> kept[] = {{0x0A, u'\f'}, {0x14, u'^'},  {0x28, u'{'},
                                             {0x29, u'}'},  {0x2F, u'\\'}, {0x3C, u'['},
                                             {0x3D, u'~'},  {0x3E, u']'},  {0x40, u'|'}};
    for (const auto& [septet, character] : kept)
      CHECK(single[static_cast<std::size_t>(septet)] == character);
    CHECK(single[0x65] == u'\u20AC');
    CHECK(single[0x0D] == 0);
    CHECK(single[0x1B] == 0);
    const ShiftTable* const locking = locking_shift_table(language);
    if (locking == nullptr) continue;
    for (std::size_t septet = 0; septet < 128; ++septet) {
      const bool shared = (septet >= 'a' && septet <= 'z') || (septet >= '0' && septet <= ';') ||
                          septet == ' ' || septet == '!' || septet == '?' || septet == '\n' ||
                          septet == '\r' || septet == ',' || septet == '.';
      if (shared) CHECK((*locking)[septet] == septet);
    }
    CHECK((*locking)[0x1B] == 0);
  }
}

TEST_CASE("national languages: Indic letters stand in the order of ISCII") {
  const std::pair<std::uint8_t, char16_t> blocks[] = {{4, 0x0980},  {5, 0x0A80},  {6, 0x0900},
                                                      {7, 0x0C80},  {8, 0x0D00},  {9, 0x0B00},
                                                      {10, 0x0A00}, {11, 0x0B80}, {12, 0x0C00}};
  // Septets of candrabindu to the virama, and where each stands in its block of Unicode.
  const std::pair<int, int> letters[] = {
      {0x01, 0x02}, {0x02, 0x03}, {0x03, 0x05}, {0x04, 0x06}, {0x05, 0x07}, {0x06, 0x08},
      {0x07, 0x09}, {0x08, 0x0A}, {0x0F, 0x0F}, {0x10, 0x10}, {0x13, 0x13}, {0x14, 0x14},
      {0x15, 0x15}, {0x16, 0x16}, {0x17, 0x17}, {0x18, 0x18}, {0x19, 0x19}, {0x1A, 0x1A},
      {0x1C, 0x1B}, {0x1D, 0x1C}, {0x1E, 0x1D}, {0x1F, 0x1E}, {0x22, 0x1F}, {0x23, 0x20},
      {0x24, 0x21}, {0x25, 0x22}, {0x26, 0x23}, {0x27, 0x24}, {0x2A, 0x25}, {0x2B, 0x26},
      {0x2D, 0x27}, {0x2F, 0x28}, {0x3C, 0x29}, {0x3D, 0x2A}, {0x3E, 0x2B}, {0x40, 0x2C},
      {0x41, 0x2D}, {0x42, 0x2E}, {0x43, 0x2F}, {0x44, 0x30}, {0x45, 0x31}, {0x46, 0x32},
      {0x47, 0x33}, {0x48, 0x34}, {0x49, 0x35}, {0x4A, 0x36}, {0x4B, 0x37}, {0x4C, 0x38},
      {0x4D, 0x39}, {0x50, 0x3E}, {0x51, 0x3F}, {0x52, 0x40}, {0x53, 0x41}, {0x54, 0x42},
      {0x59, 0x47}, {0x5A, 0x48}, {0x5D, 0x4B}, {0x5E, 0x4C}, {0x5F, 0x4D}};
  for (const auto& [language, base] : blocks) {
    INFO(kNationalLanguageNames[language]);
    const ShiftTable& locking = *locking_shift_table(language);
    std::size_t seen = 0;
    for (const auto& [septet, at] : letters) {
      const char16_t character = locking[static_cast<std::size_t>(septet)];
      if (character == 0) continue;
      CHECK(character == base + at);
      ++seen;
    }
    CHECK(seen >= 40);
    // The script's own digits, from zero on, each behind an escape; Bengali begins two cells
    // before.
    const ShiftTable& single = *single_shift_table(language);
    std::size_t cell = language == 4 ? 0x19 : 0x1C;
    for (int digit = 0; digit < 10; ++digit) {
      if (cell == 0x1B) ++cell;
      CHECK(single[cell++] == base + 0x66 + digit);
    }
  }
}

TEST_CASE("national languages: single letters and words") {
  CHECK(read("04 07 0B 0C 1C 1D 40 60", 1, 1) == "€ıĞğŞşİç");
  CHECK(read("1B47 1B49 1B53 1B63 1B67 1B69 1B73", 0, 1) == "ĞİŞçğış");
  CHECK(read("1B09 1B41 1B55 1B61 1B6F 1B75", 0, 2) == "çÁÚáóú");
  CHECK(read("05 06 0B 12 15 16 18 5B", 3, 0) == "éúÔª∞^€Ã");
  CHECK(read("1B05 1B12 1B15 1B41 1B7B 1B7C", 0, 3) == "êΦΩÀãõ");

  CHECK(read("44 6F 0C 72 75 6C 61 6D 61 20 07 1D 07 0C 07", 1, 0) == "Doğrulama ışığı");
  CHECK(read("41 09 7C 65 73 20 6E 7B 6F 20 73 7B 6F", 3, 0) == "Ações não são");
  CHECK(read("40 5F 43 50 01 15", 4, 0) == "ব্যাংক");
  CHECK(read("40 59 01 15", 5, 0) == "બેંક");
  CHECK(read("2F 42 4C 5F 27 59", 6, 0) == "नमस्ते");
  CHECK(read("40 5F 43 50 01 15 5F", 7, 0) == "ಬ್ಯಾಂಕ್");
  CHECK(read("40 50 19 5F 15 5F", 8, 0) == "ബാങ്ക്");
  CHECK(read("40 50 19 5F 15", 9, 0) == "ବାଙ୍କ");
  CHECK(read("40 5A 01 15", 10, 0) == "ਬੈਂਕ");
  CHECK(read("49 19 5F 15 51", 11, 0) == "வங்கி");
  CHECK(read("40 5F 43 50 01 15 53", 12, 0) == "బ్యాంకు");
  CHECK(read("05 00 47 3D 07 00 4F", 13, 0) == "پاکستان");
  CHECK(read("1B1C 1B20 1B3F", 13, 13) == "۰۴۔");
}

TEST_CASE("national languages: septets without a character") {
  // Behind an escape: the locking shift table's character, or the default alphabet's.
  CHECK(read("1B41", 0, 1) == "A");
  CHECK(read("1B15 1B6F", 6, 1) == "कo");
  CHECK(read("1B00", 4, 2) == "\u0981");
  // The default extension table holds where no single shift table is named.
  CHECK(read("1B65 1B28 1B41", 6, 0) == "€{भ");
  // A space: free cells of a locking shift table, a second escape. None for the last escape.
  CHECK(read("0C", 4, 0) == " ");
  CHECK(read("1B1B 41", 13, 13) == " ض");
  std::string out;
  CHECK(append_gsm7(from_hex("41 1B"), {locking_shift_table(13), nullptr}, out) == 1);
  CHECK(out == "ض\uFFFD");
  CHECK(append_gsm7(from_hex("41 C1 1B 81"), {locking_shift_table(13), nullptr}, out) == 2);
}

TEST_CASE("national languages: without one it is the default alphabet") {
  for (std::uint8_t septet = 0; septet < 128; ++septet) {
    const std::byte escaped[] = {std::byte{kGsm7Escape}, std::byte{septet}};
    for (const std::size_t skip : {0U, 1U}) {
      const auto octets = std::span<const std::byte>(escaped).subspan(skip);
      std::string plain;
      std::string national;
      // Turkish single shift: the extension table with seven letters more.
      append_text(Alphabet::kGsm7Unpacked, octets, plain);
      append_gsm7(octets, {nullptr, single_shift_table(1)}, national);
      const bool letter =
          octets.size() == 2 &&
          std::string_view("GISgisc").find(static_cast<char>(septet)) != std::string_view::npos;
      INFO(static_cast<int>(septet));
      CHECK((plain == national) != letter);
    }
  }
}

TEST_CASE("national languages: packed text of any length keeps its escapes") {
  // 600 septets: escape and '(' alternate, so that an escape ends each buffer.
  std::vector<std::byte> septets{std::byte{'x'}};
  std::string wanted = "x";
  for (int i = 0; i < 300; ++i) {
    septets.push_back(std::byte{kGsm7Escape});
    septets.push_back(std::byte{0x28});
    wanted += '{';
  }
  for (int escapes = 0; escapes < 300; ++escapes)
    septets.push_back(std::byte{kGsm7Escape});
  wanted.append(150, ' ');
  for (const std::size_t front : {0U, 1U, 2U, 3U}) {
    std::vector<std::byte> shifted(front, std::byte{'y'});
    shifted.insert(shifted.end(), septets.begin(), septets.end());
    std::vector<std::byte> packed(packed_size(shifted.size()));
    REQUIRE(pack_septets(shifted, 0, packed) == packed.size());
    std::string text;
    CHECK(append_packed_text(packed, 0, shifted.size(), text) == 0);
    CHECK(text == std::string(front, 'y') + wanted);
  }
}

TEST_CASE("language elements choose the tables") {
  const auto elements = [](std::string_view header) {
    const auto octets = from_hex(header);
    return read_elements(UserDataHeader::read(octets));
  };
  const auto turkish = elements("03 25 01 01");
  CHECK(gsm7_tables(turkish).locking == locking_shift_table(1));
  CHECK(gsm7_tables(turkish).single == nullptr);
  CHECK_FALSE(turkish.findings.has(Finding::kReservedLanguage));
  const auto last = elements("09 24 01 03 25 01 06 24 01 0D");
  CHECK(gsm7_tables(last).locking == locking_shift_table(6));
  CHECK(gsm7_tables(last).single == single_shift_table(13));
  for (const auto* header : {"03 24 01 00", "03 24 01 0E", "03 25 01 02", "03 25 01 FF"}) {
    INFO(header);
    CHECK_FALSE(gsm7_tables(elements(header)).national());
    CHECK(elements(header).findings.has(Finding::kReservedLanguage));
  }
}

}  // namespace
}  // namespace smsfw::sms
