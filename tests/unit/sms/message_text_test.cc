#include "filters/sms/message_text.hh"

#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

std::span<const std::byte> bytes(std::string_view octets) {
  return std::as_bytes(std::span(octets));
}

std::string text_of(const SmsContext& ctx, Findings& findings) {
  std::string out;
  append_message_text(ctx, findings, out);
  return out;
}

TEST_CASE("message text: the header is skipped in every alphabet") {
  using namespace std::string_view_literals;
  SmsContext ctx;
  ctx.udhi = true;
  ctx.ud = bytes(
      "\x05\x00\x03\x01\x02\x01"
      "hi\x00"sv);
  Findings findings;
  CHECK(text_of(ctx, findings) == "hi@");
  CHECK(findings.has(Finding::kUserDataHeader));
  CHECK_FALSE(findings.has(Finding::kBadUserDataHeader));

  // A header of odd size in front of UTF-16.
  ctx.data_coding = 8;
  ctx.ud = bytes("\x06\x08\x04\x00\x01\x02\x01\x1E\xA1\x00!"sv);
  CHECK(text_of(ctx, findings) == "ạ!");
}

TEST_CASE("message text: national languages of the header") {
  using namespace std::string_view_literals;
  SmsContext ctx;
  ctx.udhi = true;
  ctx.ud = bytes("\x06\x24\x01\x06\x25\x01\x06\x2F\x42\x4C\x5F\x27\x59\x1B\x14"sv);
  Findings findings;
  CHECK(text_of(ctx, findings).substr(0, 20) == "नमस्ते^\x1E");
  CHECK_FALSE(findings.has(Finding::kReservedLanguage));
  ctx.ud = bytes("\x03\x25\x01\x0E\x07"sv);
  CHECK(text_of(ctx, findings) == "ì");
  CHECK(findings.has(Finding::kReservedLanguage));
}

TEST_CASE("message text: a header that does not fit hides nothing") {
  SmsContext ctx;
  ctx.udhi = true;
  ctx.data_coding = 1;
  ctx.ud = bytes("~click here");
  Findings findings;
  CHECK(text_of(ctx, findings) == "~click here");
  CHECK(findings.has(Finding::kUserDataHeader));
  CHECK(findings.has(Finding::kBadUserDataHeader));
}

TEST_CASE("message text: what cannot be read is a finding, never silence") {
  for (const int coding : {0x02, 0x04, 0x05, 0x0A, 0x20, 0x14, 0x80, 0xF5}) {
    SmsContext ctx;
    ctx.data_coding = static_cast<std::uint8_t>(coding);
    ctx.ud = bytes("abc");
    Findings findings;
    text_of(ctx, findings);
    INFO("data coding " << coding);
    CHECK(findings.has(Finding::kUndecodableText));
  }
  SmsContext reserved;
  reserved.data_coding = 0x80;
  reserved.ud = bytes("abc");
  Findings findings;
  CHECK(text_of(reserved, findings) == "abc");

  SmsContext empty;
  empty.data_coding = 4;
  Findings none;
  CHECK(text_of(empty, none).empty());
  CHECK_FALSE(none.any());

  SmsContext broken;
  broken.data_coding = 1;
  broken.ud = bytes("a\xFF");
  Findings invalid;
  CHECK(text_of(broken, invalid) == "a\uFFFD");
  CHECK(invalid.has(Finding::kInvalidCharacters));
  CHECK_FALSE(invalid.has(Finding::kUndecodableText));
}

TEST_CASE("message text: both carriers, and text that is known already") {
  SmsContext ctx;
  ctx.data_coding = 3;
  ctx.ud = bytes("one");
  ctx.second_ud = bytes("tw\xF6");
  Findings findings;
  CHECK(text_of(ctx, findings) == "one\x1Etwö");
  ctx.ud = {};
  CHECK(text_of(ctx, findings) == "twö");
  CHECK_FALSE(findings.any());

  ctx.decoded_text = "đã \xC3";
  CHECK(text_of(ctx, findings) == "đã \uFFFD");
  CHECK(findings.has(Finding::kInvalidCharacters));
}

}  // namespace
}  // namespace smsfw::sms
