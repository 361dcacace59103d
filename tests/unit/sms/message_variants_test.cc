// Texts of the corpus in the coding that is declared, and in another one.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/message_text.hh"
#include "filters/sms/septets.hh"
#include "filters/sms/utf8.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::sms {
namespace {

using Octets = std::vector<std::byte>;
using testing::from_hex;

std::vector<std::string> corpus() {
  std::vector<std::string> texts;
  for (const auto& entry : std::filesystem::directory_iterator(
           std::filesystem::path(SMSFW_SOURCE_DIR) / "deploy/corpus")) {
    if (entry.path().extension() != ".jsonl") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);)
      texts.push_back(nlohmann::json::parse(line).at("text").get<std::string>());
  }
  REQUIRE(texts.size() > 300);
  return texts;
}

Octets utf8(std::string_view text) {
  const auto octets = std::as_bytes(std::span(text));
  return {octets.begin(), octets.end()};
}

Octets utf16(std::string_view text, bool little_endian) {
  Octets out;
  const auto unit = [&](char32_t value) {
    const auto high = static_cast<std::byte>(value >> 8 & 0xFF);
    const auto low = static_cast<std::byte>(value & 0xFF);
    out.push_back(little_endian ? low : high);
    out.push_back(little_endian ? high : low);
  };
  const auto* at = reinterpret_cast<const unsigned char*>(text.data());
  const auto* const end = at + text.size();
  while (at != end) {
    const Utf8Step step = get_utf8({at, end});
    at += step.size;
    if (step.character < 0x10000) {
      unit(step.character);
    } else {
      unit(0xD7C0 + (step.character >> 10));
      unit(0xDC00 | (step.character & 0x3FF));
    }
  }
  return out;
}

/// Empty where the text has other characters.
Octets gsm7(std::string_view text) {
  Octets out(text.size() * 2);
  out.resize(encode_gsm7(text, out).value_or(0));
  return out;
}

Octets packed(const Octets& septets) {
  Octets out(packed_size(septets.size()));
  pack_septets(septets, 0, out);
  return out;
}

struct Read {
  explicit Read(const SmsContext& ctx) { count = append_message_text(ctx, findings, text); }
  Read(int data_coding, const Octets& octets) {
    SmsContext ctx;
    ctx.data_coding = static_cast<std::uint8_t>(data_coding);
    ctx.ud = octets;
    count = append_message_text(ctx, findings, text);
  }

  bool shows(std::string_view wanted) const {
    const std::string all = kVariantSeparator + text + kVariantSeparator;
    return all.find(kVariantSeparator + std::string(wanted) + kVariantSeparator) != all.npos;
  }

  std::string text;
  Findings findings;
  std::size_t count = 0;
};

/// How often a wrong coding is seen through.
struct Score {
  std::size_t all = 0;
  std::size_t seen = 0;
  std::vector<std::string> missed;

  void hold(const Read& read, std::string_view text, Finding finding) {
    ++all;
    const bool found = read.shows(text) && read.findings.has(finding);
    seen += found;
    if (!found && missed.size() < 5) missed.emplace_back(text);
  }
};

void check(const Score& score, const char* what) {
  INFO(what << ": " << score.seen << " of " << score.all);
  for (const auto& text : score.missed)
    UNSCOPED_INFO("missed: " << text);
  CHECK(score.all > 50);
  CHECK(score.seen * 100 >= score.all * 99);
}

TEST_CASE("variants: a text in its declared coding has none") {
  std::size_t septets = 0;
  std::size_t units = 0;
  for (const std::string& text : corpus()) {
    INFO(text);
    if (const Octets octets = gsm7(text); !octets.empty()) {
      const Read read(0x00, octets);
      CHECK(read.text == text);
      CHECK_FALSE(read.findings.any());
      ++septets;
      SmsContext ctx;
      const Octets tpdu = packed(octets);
      ctx.ud = tpdu;
      ctx.tp_udl = static_cast<std::uint8_t>(octets.size());
      if (octets.size() < 256) {
        const Read by_map(ctx);
        CHECK(by_map.text == text);
        CHECK_FALSE(by_map.findings.any());
      }
    }
    const Read read(0x08, utf16(text, false));
    CHECK(read.text == text);
    CHECK_FALSE(read.findings.any());
    ++units;
  }
  CHECK(septets > 100);
  CHECK(units > 300);
}

TEST_CASE("variants: UTF-8 under other codings") {
  Score scores[4];
  const int codings[] = {0x00, 0x03, 0x04, 0x08};
  for (const std::string& text : corpus()) {
    if (std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) continue;
    for (std::size_t i = 0; i < 4; ++i)
      scores[i].hold(Read(codings[i], utf8(text)), text, Finding::kLooksLikeUtf8);
  }
  check(scores[0], "UTF-8 in 0x00");
  check(scores[1], "UTF-8 in 0x03");
  check(scores[2], "UTF-8 in 0x04");
  check(scores[3], "UTF-8 in 0x08");
}

TEST_CASE("variants: UCS-2 of both orders under other codings") {
  Score big[3];
  Score little[4];
  const int codings[] = {0x00, 0x03, 0x04, 0x08};
  for (const std::string& text : corpus()) {
    for (std::size_t i = 0; i < 4; ++i) {
      if (i < 3) big[i].hold(Read(codings[i], utf16(text, false)), text, Finding::kLooksLikeUcs2);
      little[i].hold(Read(codings[i], utf16(text, true)), text, Finding::kLooksLikeUcs2);
    }
  }
  check(big[0], "UCS-2 in 0x00");
  check(big[1], "UCS-2 in 0x03");
  check(big[2], "UCS-2 in 0x04");
  check(little[0], "little-endian UCS-2 in 0x00");
  check(little[1], "little-endian UCS-2 in 0x03");
  check(little[2], "little-endian UCS-2 in 0x04");
  check(little[3], "little-endian UCS-2 in 0x08");
}

TEST_CASE("variants: one octet a character under data and UCS-2") {
  Score data;
  Score ucs2;
  Score letters;
  for (const std::string& text : corpus()) {
    if (!std::all_of(text.begin(), text.end(), [](char c) { return c > 0; })) continue;
    data.hold(Read(0x04, utf8(text)), text, Finding::kLooksLikeLatin1);
    ucs2.hold(Read(0x08, utf8(text)), text, Finding::kLooksLikeLatin1);
    const Octets septets = gsm7(text + " @_$");
    if (!septets.empty()) letters.hold(Read(0x08, septets), text + " @_$", Finding::kLooksLikeGsm7);
  }
  check(data, "ASCII in 0x04");
  check(ucs2, "ASCII in 0x08");
  check(letters, "GSM 7-bit in 0x08");
}

TEST_CASE("variants: packed septets over SMPP") {
  Score scores[4];
  const int codings[] = {0x00, 0x03, 0x04, 0x08};
  for (const std::string& text : corpus()) {
    const Octets septets = gsm7(text);
    // Of eight septets one may be no letter; extension characters and signs are two or none.
    if (septets.empty() || septets.size() % 8 == 7 || septets.size() > 160) continue;
    for (std::size_t i = 0; i < 4; ++i)
      scores[i].hold(Read(codings[i], packed(septets)), text, Finding::kLooksLikePackedGsm7);
  }
  for (const Score& score : scores) {
    INFO(score.seen << " of " << score.all);
    for (const auto& text : score.missed)
      UNSCOPED_INFO("missed: " << text);
    CHECK(score.seen * 100 >= score.all * 95);
  }
}

TEST_CASE("variants: octets of no text are no text") {
  std::uint32_t state = 1;
  std::size_t found = 0;
  for (int round = 0; round < 2000; ++round) {
    Octets octets;
    for (int i = 0; i < 140; ++i) {
      state = state * 1664525 + 1013904223;
      octets.push_back(static_cast<std::byte>(state >> 24));
    }
    const Read read(0x04, octets);
    CHECK(read.findings.has(Finding::kUndecodableText));
    found += read.count;
  }
  CHECK(found <= 4);
}

TEST_CASE("variants: borders are ours alone") {
  SmsContext ctx;
  ctx.data_coding = 3;
  const Octets with = utf8("one\x1Etwo");
  const Octets other = utf8("one\x1Etwo three");
  ctx.ud = with;
  ctx.second_ud = other;
  const Read read(ctx);
  CHECK(read.text.substr(0, 8) == "one\x1Ftwo\x1E");
  CHECK(read.shows("one\x1Ftwo three"));
  CHECK(static_cast<std::size_t>(std::count(read.text.begin(), read.text.end(), '\x1E')) ==
        read.count - 1);
  ctx.second_ud = {};
  const Read once(ctx);
  ctx.second_ud = with;
  CHECK(Read(ctx).text.substr(0, once.text.size()) == once.text);
  ctx.decoded_text = "a\x1E\x1E";
  CHECK(Read(ctx).text == "a\x1F\x1F");
}

TEST_CASE("variants: a mark of the wrong order") {
  const Octets text = utf16("khoá tài khoản", false);
  Octets marked = from_hex("FFFE");
  marked.insert(marked.end(), text.begin(), text.end());
  const Read read(0x08, marked);
  CHECK(read.count == 2);
  CHECK(read.shows("khoá tài khoản"));
  CHECK(read.findings.has(Finding::kLooksLikeUcs2));
  // Where the mark says what the text is, that is all.
  Octets little = from_hex("FFFE");
  const Octets swapped = utf16("khoá tài khoản", true);
  little.insert(little.end(), swapped.begin(), swapped.end());
  CHECK(Read(0x08, little).text == "khoá tài khoản");
  CHECK_FALSE(Read(0x08, little).findings.any());
}

TEST_CASE("variants: a header without UDHI, and UDHI without a header") {
  const Octets bare = from_hex("050003070201 48656C6C6F");
  const Read hidden(0x00, bare);
  CHECK(hidden.shows("Hello"));
  CHECK(hidden.findings.has(Finding::kHeaderWithoutIndicator));
  // Not every low octet is a header: an unknown element, a wrong length, one that ends elsewhere.
  for (const auto* hex : {"050303070201 48656C6C6F", "050002070201 48656C6C6F",
                          "060003070201 48656C6C6F", "00 41", "05 1B65"}) {
    INFO(hex);
    CHECK_FALSE(Read(0x00, from_hex(hex)).findings.has(Finding::kHeaderWithoutIndicator));
  }

  SmsContext ctx;
  ctx.udhi = true;
  const Octets text = utf8(" please open bank.example now");  // a header of 32 octets, if it fitted
  ctx.ud = text;
  CHECK(Read(ctx).shows(" please open bank.example now"));
  const Octets over = utf8(
      "\x10\x80\x0E"
      "bank.example/aand more");
  ctx.ud = over;
  const Read both(ctx);
  CHECK(both.count == 2);
  CHECK(both.shows("and more"));
  CHECK(both.findings.has(Finding::kHeaderOverText));
  CHECK_FALSE(both.findings.has(Finding::kBadUserDataHeader));
  const Octets broken = from_hex("050009070201 48656C6C6F");
  ctx.ud = broken;
  CHECK(Read(ctx).count == 2);
  CHECK(Read(ctx).shows("Hello"));
  CHECK(Read(ctx).findings.has(Finding::kBadUserDataHeader));
  const Octets sound = from_hex("050003070201 48656C6C6F");
  ctx.ud = sound;
  CHECK(Read(ctx).text == "Hello");
  CHECK(Read(ctx).findings.only(Finding::kUserDataHeader));
}

TEST_CASE("variants: national tables, and the text without them") {
  SmsContext ctx;
  ctx.udhi = true;
  const Octets octets = from_hex("03 25 01 0D 41 42 43 44");
  ctx.ud = octets;
  const Read read(ctx);
  CHECK(read.count == 2);
  CHECK(read.shows("ضطظع"));
  CHECK(read.shows("ABCD"));
  CHECK(read.findings.has(Finding::kNationalLanguage));
  // Letters that both have: one variant.
  const Octets same = from_hex("03 25 01 01 61 62 63");
  ctx.ud = same;
  CHECK(Read(ctx).text == "abc");
}

TEST_CASE("variants: the address of a hyperlink") {
  SmsContext ctx;
  ctx.udhi = true;
  const Octets text =
      utf8("\x06\x21\x04" + std::string("\0\5\4\x0C", 4) + "Open herebank.exampleand more");
  ctx.ud = text;
  const Read read(ctx);
  CHECK(read.count == 2);
  CHECK(read.shows("bank.example"));
  CHECK(read.findings.has(Finding::kHyperlink));
  const Octets beyond = utf8("\x06\x21\x04" + std::string("\0\5\4\x40", 4) + "Open here");
  ctx.ud = beyond;
  CHECK(Read(ctx).count == 1);
  CHECK(Read(ctx).findings.has(Finding::kHyperlinkOutside));
  // It may lie in another part.
  const Octets part = utf8("\x0B\x21\x04" + std::string("\0\5\4\x40\0\3\1\2\1", 9) + "Open here");
  ctx.ud = part;
  CHECK_FALSE(Read(ctx).findings.has(Finding::kHyperlinkOutside));
}

TEST_CASE("variants: compressed, odd and reserved codings are findings") {
  const Read compressed(0x20, from_hex("F1E2F3E4F5"));
  CHECK(compressed.text.empty());
  CHECK(compressed.findings.has(Finding::kCompressedText));
  CHECK(compressed.findings.has(Finding::kUndecodableText));
  // Said to be compressed, and plain.
  CHECK(Read(0x20, utf8("hello there, friend")).shows("hello there, friend"));
  const Read odd(0x08, from_hex("006100"));
  CHECK(odd.findings.has(Finding::kOddUcs2));
  CHECK(odd.text == "a\uFFFD");
  CHECK(Read(0x09, from_hex("F040")).findings.has(Finding::kUndecodableText));
  CHECK(Read(0x05, from_hex("3A3D")).findings.has(Finding::kUndecodableText));  // no converter
  CHECK(Read(0x06, from_hex("B1D0DDDA")).text == "Банк");
  CHECK(Read(0x07, from_hex("E1F0F7")).text == "בנק");
}

TEST_CASE("variants: user data of a TPDU") {
  SmsContext ctx;
  ctx.udhi = true;
  const Octets octets = from_hex("0500032A0201 D0 65 36 FB 0D");
  ctx.ud = octets;
  ctx.tp_udl = std::uint8_t{12};
  CHECK(Read(ctx).text == "hello");
  // TP-UDL less than the header: no text.
  ctx.tp_udl = std::uint8_t{3};
  CHECK(Read(ctx).text.empty());
  // What a TP-DCS says is not what SMPP would.
  ctx = SmsContext{};
  const Octets utf = utf8("Khoá tài khoản ngay");
  ctx.ud = utf;
  ctx.tp_udl = static_cast<std::uint8_t>(utf.size());
  ctx.data_coding = 0xF6;
  CHECK(Read(ctx).shows("Khoá tài khoản ngay"));
  ctx.data_coding = 0x0C;
  CHECK(Read(ctx).findings.has(Finding::kUndecodableText));
  ctx.data_coding = 0x00;
  CHECK(Read(ctx).shows("Khoá tài khoản ngay"));
}

TEST_CASE("variants: packed septets as the default alphabet") {
  SmsContext ctx;
  ctx.default_alphabet = DefaultAlphabet::kGsm7Packed;
  const Octets octets = packed(gsm7("Your code is 5512"));
  ctx.ud = octets;
  CHECK(Read(ctx).text == "Your code is 5512");
  ctx.udhi = true;
  const Octets behind = from_hex("0500032A0201 D0 65 36 FB 0D");
  ctx.ud = behind;
  CHECK(Read(ctx).text == "hello");
}

}  // namespace
}  // namespace smsfw::sms
