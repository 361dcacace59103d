#include "filters/text/text_filter.hh"

#include <memory>
#include <optional>

#include "tests/catch.hh"

namespace smsfw {
namespace {

std::span<const std::byte> bytes(std::string_view octets) {
  return std::as_bytes(std::span(octets));
}

/// Stands for rules that read one buffer.
class Reads final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kSignature;

  explicit Reads(Buffer buffer) { buffers_.add(buffer); }
  BufferSet reads() const noexcept override { return buffers_; }

 private:
  BufferSet buffers_;
};

void judge(SmsContext& ctx, std::optional<Buffer> read = {}) {
  TextFilter filter;
  Verdict verdict;
  Need need;
  Ruleset ruleset;
  if (read) ruleset.set(std::make_unique<const Reads>(*read));
  CHECK(filter.judge(ctx, ruleset, verdict, need, 0) == FilterStatus::kContinue);
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

TEST_CASE("text filter: skeleton and squeezed are made where something reads them") {
  SmsContext ctx;
  const TextBuffers& text = ctx.text;
  ctx.decoded_text = "р.а.у v4y";  // Cyrillic
  judge(ctx);
  CHECK(text[Buffer::kSkeleton].empty());
  CHECK(text[Buffer::kSqueezed].empty());
  judge(ctx, Buffer::kSkeleton);
  CHECK(text[Buffer::kFolded] == "р.а.у v4y");
  CHECK(text[Buffer::kSkeleton] == "p.a.y v4y");
  CHECK(text[Buffer::kSqueezed].empty());
  judge(ctx, Buffer::kSqueezed);
  // What it was made of stands behind it.
  CHECK(text[Buffer::kSqueezed] == "pay vay\x1Ep.a.y v4y");
}

TEST_CASE("text filter: a plain text has one form, held once") {
  SmsContext ctx;
  const TextBuffers& text = ctx.text;
  ctx.decoded_text = "Khoá tài khoản – “ngay”, 500k";
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kFolded] == "khoa tai khoan – “ngay”, 500k");
  CHECK(text[Buffer::kSkeleton].data() == text[Buffer::kFolded].data());
  CHECK(text[Buffer::kSqueezed].data() == text[Buffer::kFolded].data());
  ctx.text[Buffer::kSqueezed] += '!';  // whoever writes has a copy
  CHECK(text[Buffer::kFolded] == "khoa tai khoan – “ngay”, 500k");
}

TEST_CASE("text filter: skeleton by example") {
  struct Row {
    std::string_view text;
    std::string_view skeleton;
  };
  const Row rows[] = {
      {"раураl Ρауpаl", "paypal paypal"},
      {"ВАНК ᴠᴀʏ ᴛɪᴇɴ", "bahk vay tien"},
      {"а́р̈у", "apy"},
      {"🇻🇳 🇧🇦🇳🇰 🅑🅐🅝🅚", "🇻🇳 bank bank"},
      {"ɑpple ɡo ılık", "apple go ilik"},
      {"m.vn 1 I rn |", "m.vn 1 i rn |"},
      {"中国银行 한국", "中国银行 한국"},
  };
  SmsContext ctx;
  const TextBuffers& text = ctx.text;
  for (const Row& row : rows) {
    INFO(row.text);
    ctx.decoded_text = row.text;
    judge(ctx, Buffer::kSkeleton);
    CHECK(text[Buffer::kSkeleton] == row.skeleton);
  }
}

TEST_CASE("text filter: wider spaces set spaced words apart") {
  SmsContext ctx;
  const TextBuffers& text = ctx.text;
  ctx.decoded_text = "v a y  t i e n\nn h a n h";
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kSqueezed] == "vay tien nhanh\x1Ev a y t i e n n h a n h");
  ctx.decoded_text = "v а y   t i е n";  // Cyrillic а, е
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kSqueezed] == "vay tien\x1Ev a y t i e n");
}

TEST_CASE("text filter: leet has a second reading, between squeezed and skeleton") {
  SmsContext ctx;
  const TextBuffers& text = std::as_const(ctx.text);
  ctx.decoded_text = "V4y ti3n t4! nh4";
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kSqueezed] == "vay tien t4! nh4\x1Evay tien tai nha\x1Ev4y ti3n t4! nh4");
  ctx.decoded_text = "Tạ! nhà";  // nothing for the Squeezer
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kSqueezed] == "ta! nha\x1Etai nha");
  ctx.decoded_text = "Ta! Nha";
  judge(ctx, Buffer::kSqueezed);
  CHECK(text[Buffer::kSqueezed] == "ta! nha");
}

TEST_CASE("text filter: obfuscation is measured and found") {
  const Finding all[] = {Finding::kMixedScriptWord, Finding::kStackedMarks, Finding::kSpacedLetters,
                         Finding::kLeetWords, Finding::kLookAlikeText};
  struct Row {
    std::string_view text;
    std::optional<Finding> finding;
  };
  const Row rows[] = {
      {"tài khoản pаypal", Finding::kMixedScriptWord},  // Cyrillic а
      {"gοοgle", Finding::kMixedScriptWord},            // Greek omicron
      {"pαypal", Finding::kMixedScriptWord},            // Greek alpha inside
      {"пpивет", Finding::kMixedScriptWord},            // Latin p in a Cyrillic word
      {"𝐩аⓨpal", Finding::kMixedScriptWord},            // Cyrillic а among styled letters
      {"t\u0301\u0302\u0303\u0304\u0305est", Finding::kStackedMarks},
      {"c.a.s.i.n.o", Finding::kSpacedLetters},
      {"kh0ng v4y m0i", Finding::kLeetWords},
      {"ʙᴀɴᴋ ʟᴏᴀɴ", Finding::kLookAlikeText},
      {"🅑🅐🅝🅚🅔🅡", Finding::kLookAlikeText},
      // Their honest neighbours.
      {"Сегодня встреча в 8, Zoom и SMS-ки", {}},
      {"Καλημέρα σας", {}},
      {"обʼєкт 𝐇𝐞𝐥𝐥𝐨 ⓗⓘ", {}},
      {"αlpha Ωmega µTorrent LΛVA πr2", {}},
      {"中国银行 ABC银行 カードローンOK", {}},
      {"Tài khoản của quý khách đã bị khóa", {}},
      {"Ta\u0300i kho\u0309an vie\u0323\u0302t", {}},
      {"ılık hesabınızı açın, øre, łódź", {}},
      {"हिन्दी ज़ें ไทยที่นี่ مُحَمَّد", {}},
      {"🇻🇳🎉❤️ chúc mừng 👨‍👩‍👧 5⭐ 1️⃣", {}},
      {"giá 500k, 5GB/ngày, mã A1B2, u r ok", {}},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    SmsContext ctx;
    ctx.decoded_text = row.text;
    judge(ctx, Buffer::kSqueezed);
    for (const Finding finding : all) {
      INFO(to_string(finding));
      CHECK(ctx.findings.has(finding) == (row.finding == finding));
    }
  }
  SmsContext ctx;
  ctx.decoded_text = "pаy\u200Bpаl v4y c.a.r";
  judge(ctx, Buffer::kSqueezed);
  CHECK(ctx.obfuscation.letters == 11);
  CHECK(ctx.obfuscation.look_alikes == 2);
  CHECK(ctx.obfuscation.mixed_words == 1);
  CHECK(ctx.obfuscation.invisible == 1);
  CHECK(ctx.obfuscation.leet == 1);
  CHECK(ctx.obfuscation.spaced_letters == 3);
  CHECK(ctx.obfuscation.separators == 2);
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

TEST_CASE("text filter: the sender without look-alikes and marks, where something reads it") {
  struct Row {
    std::string_view sent, oa, skeleton;
    bool mixed;
  };
  const Row rows[] = {
      {"Viеtcоmbank", "viеtcоmbank", "vietcombank", true},  // Cyrillic е and о
      {"ΒΑΝΚ", "βανκ", "bank", false},                      // all Greek
      {"Ｂａｎｋ", "bank", "bank", false},                  // full width
      {"Điện lực", "điện lực", "dien luc", false},
      {"V1ETBANK", "v1etbank", "v1etbank", false},
      {"84900000001", "84900000001", "84900000001", false},
  };
  SmsContext ctx;
  const TextBuffers& text = ctx.text;
  for (const Row& row : rows) {
    CAPTURE(row.sent);
    ctx.reset();
    ctx.decoded_text = "рау";  // all Cyrillic: its skeleton is another one
    ctx.oa.text = row.sent;
    judge(ctx);
    CHECK(text[Buffer::kOaSkeleton].empty());
    judge(ctx, Buffer::kOaSkeleton);
    CHECK(text[Buffer::kOa] == row.oa);
    CHECK(text[Buffer::kOaSkeleton] == row.skeleton);
    CHECK(ctx.findings.has(Finding::kMixedScriptWord) == row.mixed);
    if (row.oa == row.skeleton) CHECK(text[Buffer::kOaSkeleton].data() == text[Buffer::kOa].data());
  }
}

TEST_CASE("text filter: addresses and numbers stand one a line, where something reads them") {
  SmsContext ctx;
  ctx.data_coding = 3;
  ctx.ud =
      bytes("Xem hxxps://Login.Bank[.]example/a%20b va shop.example, goi +84 912 345 678, 9 phut");
  judge(ctx);
  const TextBuffers& text = ctx.text;
  CHECK(text[Buffer::kUrlHost].empty());
  CHECK(ctx.urls == nullptr);
  judge(ctx, Buffer::kUrlHost);
  CHECK(text[Buffer::kUrlHost] == "login.bank.example\nshop.example");
  CHECK(text[Buffer::kUrlDomain] == "bank.example\nshop.example");
  CHECK(text[Buffer::kUrlPath] == "/a b");
  CHECK(text[Buffer::kPhone].empty());
  REQUIRE(ctx.urls != nullptr);
  CHECK(ctx.findings.has(Finding::kObfuscatedUrl));
  judge(ctx, Buffer::kPhone);
  CHECK(text[Buffer::kPhone] == "84912345678");
  CHECK(text[Buffer::kUrlHost].empty());
  judge(ctx, Buffer::kDigits);
  CHECK(text[Buffer::kDigits] == "20 84912345678 9");
}

TEST_CASE("text filter: e-mail and what may be two words are no link") {
  SmsContext ctx;
  ctx.data_coding = 3;
  ctx.ud = bytes("Gui ve hotro@bank.example, ok.so ban 1.2.3.4 nhe");
  judge(ctx, Buffer::kUrlHost);
  CHECK(std::as_const(ctx.text)[Buffer::kUrlHost].empty());
  REQUIRE(ctx.urls != nullptr);
  CHECK(ctx.urls->size() > 0);
  CHECK_FALSE(ctx.findings.has(Finding::kObfuscatedUrl));
}

}  // namespace
}  // namespace smsfw
