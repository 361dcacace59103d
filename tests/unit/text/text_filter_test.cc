#include "filters/text/text_filter.hh"

#include "tests/catch.hh"

namespace smsfw {
namespace {

std::span<const std::byte> bytes(std::string_view octets) {
  return std::as_bytes(std::span(octets));
}

void judge(SmsContext& ctx) {
  TextFilter filter;
  Verdict verdict;
  Need need;
  CHECK(filter.judge(ctx, Ruleset(), verdict, need, 0) == FilterStatus::kContinue);
  CHECK(verdict.hits.empty());
}

TEST_CASE("text filter: all buffers of one message") {
  using namespace std::string_view_literals;
  SmsContext ctx;
  ctx.oa.text = " Viet\u200BBank ";
  ctx.data_coding = 8;
  ctx.ud = bytes("\x01\x10\x00\xE3\x00 \x00 \x00K"sv);
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK(text.ready);
  CHECK(text[Buffer::kRaw] == "Đã  K");
  CHECK(text[Buffer::kNorm] == "đã k");
  CHECK(text[Buffer::kFolded] == "da k");
  CHECK(text[Buffer::kOa] == "vietbank");
  CHECK(ctx.findings.has(Finding::kInvisibleCharacters));
}

TEST_CASE("text filter: variants are parted in every buffer") {
  SmsContext ctx;
  ctx.data_coding = 1;
  ctx.ud = bytes("clean");
  ctx.second_ud = bytes("not so");
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK(text[Buffer::kRaw] == "clean\x1Enot so");
  CHECK(text[Buffer::kNorm] == "clean\x1Enot so");
  CHECK(text[Buffer::kFolded] == "clean\x1Enot so");
  CHECK_FALSE(ctx.findings.has(Finding::kInvisibleCharacters));
}

TEST_CASE("text filter: each variant is normalised by itself") {
  SmsContext ctx;
  ctx.data_coding = 3;
  ctx.ud = bytes(" \x1E Two  ");
  const std::string utf8 = " Ti\u1EC1n\u200B  \u0E01 ";
  ctx.second_ud = bytes(utf8);
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK(text[Buffer::kNorm].substr(0, 4) == "two\x1E");
  CHECK(text[Buffer::kNorm].substr(text[Buffer::kNorm].rfind('\x1E')) == "\x1Etiền ก");
  CHECK(text[Buffer::kFolded].substr(text[Buffer::kFolded].rfind('\x1E')) == "\x1Etien ก");
  CHECK(ctx.findings.has(Finding::kInvisibleCharacters));
  CHECK(ctx.findings.has(Finding::kLooksLikeUtf8));
}

TEST_CASE("text filter: receipts are left alone, and an earlier message leaves nothing behind") {
  SmsContext ctx;
  ctx.data_coding = 1;
  ctx.oa.text = "A";
  ctx.ud = bytes("first");
  judge(ctx);
  ctx.receipt = true;
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK_FALSE(text.ready);
  for (std::size_t i = 0; i < kBufferCount; ++i)
    CHECK(text[static_cast<Buffer>(i)].empty());
}

TEST_CASE("text filter: an address of any octets") {
  SmsContext ctx;
  ctx.oa.text = "B\xE0nk\xFF";
  ctx.decoded_text = "x";
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK(text[Buffer::kOa] == "b\uFFFDnk\uFFFD");
  CHECK(text[Buffer::kRaw] == "x");
}

}  // namespace
}  // namespace smsfw
