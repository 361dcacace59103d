#include "filters/text/icu_converter.hh"

#include <unicode/ucnv.h>

#include "filters/sms/message_text.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw {
namespace {

using sms::Alphabet;
using testing::from_hex;

struct Read {
  Read(Alphabet alphabet, std::string_view hex) {
    invalid = converter.append(alphabet, from_hex(hex), text);
  }
  IcuConverter converter;
  std::string text;
  std::optional<std::size_t> invalid;
};

TEST_CASE("ICU's codings: Japanese in each of its carriers, Korean") {
  const Read bare(Alphabet::kJis, "3664 3954 387D 3A42");
  CHECK(bare.text == "銀行口座");
  CHECK(bare.invalid == std::size_t{0});
  CHECK(Read(Alphabet::kJis, "8BE2 8D73 8CFB 8DC0").text == "銀行口座");
  CHECK(Read(Alphabet::kJis, "B6E4 B9D4 B8FD BAC2").text == "銀行口座");
  CHECK(Read(Alphabet::kJis, "1B2442 3664 3954 1B2842 41").text == "銀行A");
  CHECK(Read(Alphabet::kIso2022Jp, "1B2442 3664 3954 1B2842").text == "銀行");
  CHECK(Read(Alphabet::kJisExtended, "3021").text == "丂");
  CHECK(Read(Alphabet::kKsc5601, "C0BA C7E0 41").text == "은행A");
}

TEST_CASE("ICU's codings: what cannot be read is counted, what has no table is said") {
  const Read broken(Alphabet::kKsc5601, "C0BA FF");
  CHECK(broken.text == "은\uFFFD");
  CHECK(broken.invalid == std::size_t{1});
  CHECK_FALSE(Read(Alphabet::kUnsupported, "41").invalid);
  CHECK_FALSE(Read(Alphabet::kGsm7Unpacked, "41").invalid);
  CHECK(Read(Alphabet::kJis, "").invalid == std::size_t{0});
}

TEST_CASE("ICU's codings: a message reads them where it has a converter") {
  IcuConverter converter;
  SmsContext ctx;
  ctx.data_coding = 0x05;
  const auto octets = from_hex("8BE2 8D73 8CFB 8DC0");
  ctx.ud = octets;
  Findings findings;
  std::string text;
  sms::append_message_text(ctx, findings, text, &converter);
  CHECK(text == "銀行口座");
  CHECK_FALSE(findings.has(Finding::kUndecodableText));
}

/// Our tables of one octet a character, against ICU's.
TEST_CASE("ISO 8859-5 and -8 agree with ICU") {
  const std::pair<Alphabet, const char*> tables[] = {{Alphabet::kCyrillic, "ISO-8859-5"},
                                                     {Alphabet::kHebrew, "ISO-8859-8"}};
  for (const auto& [alphabet, name] : tables) {
    UErrorCode status = U_ZERO_ERROR;
    UConverter* const icu = ucnv_open(name, &status);
    REQUIRE(U_SUCCESS(status));
    for (int value = 0x20; value < 256; ++value) {
      const char octet = static_cast<char>(value);
      UChar unit = 0;
      ucnv_toUChars(icu, &unit, 1, &octet, 1, &status);
      status = U_ZERO_ERROR;
      std::string theirs;
      const std::byte pair[] = {static_cast<std::byte>(unit >> 8), static_cast<std::byte>(unit)};
      sms::append_text(Alphabet::kUcs2, pair, theirs);
      std::string ours;
      sms::append_text(alphabet, std::as_bytes(std::span(&octet, 1)), ours);
      INFO(name << " " << value);
      CHECK(ours == theirs);
    }
    ucnv_close(icu);
  }
}

}  // namespace
}  // namespace smsfw
