#include "filters/text/url_extractor.hh"

#include <algorithm>

#include "tests/catch.hh"

namespace smsfw {
namespace {

const UrlList& extract(std::string_view text) {
  static UrlExtractor extractor;
  static UrlList list;
  extractor.extract(text, list);
  return list;
}

std::size_t strong(const UrlList& list) {
  return static_cast<std::size_t>(std::count_if(list.begin(), list.end(), [](const Url& url) {
    return url.kind != UrlKind::kMail && !url.has(UrlTrait::kWeak);
  }));
}

constexpr std::uint32_t traits(std::initializer_list<UrlTrait> all) {
  std::uint32_t bits = 0;
  for (const UrlTrait trait : all)
    bits |= static_cast<std::uint32_t>(trait);
  return bits;
}

TEST_CASE("plain and disguised forms of one address give one host", "[url]") {
  using enum UrlTrait;
  struct Row {
    std::string_view text;
    std::uint32_t obfuscation;
  };
  const Row rows[] = {
      {"http://evil.example", 0},
      {"https://evil.example/a?b=c.", 0},
      {"HTTP://EVIL.EXAMPLE", 0},
      {"evil.example", 0},
      {"Evil.Example", 0},
      {"EVIL.EXAMPLE", 0},
      {"eViL.exAmple/Path", 0},
      {"evil.example.", 0},
      {"evil.example/", 0},
      {"evil.example,", 0},
      {"evil.example;then", 0},
      {"evil.example!", 0},
      {"evil.example?", 0},
      {"evil.example...", 0},
      {"evil.example:", 0},
      {"(evil.example)", 0},
      {"[evil.example]", 0},
      {"<evil.example>", 0},
      {"\"evil.example\"", 0},
      {"'evil.example'.", 0},
      {"«evil.example»", 0},
      {"“evil.example”", 0},
      {"evil.example—now", 0},
      {"evil.example:8080", 0},
      {"http://evil.example:8080/x", 0},
      {"link:evil.example", 0},
      {"linkhttp://evil.example", 0},
      {"//evil.example/x", 0},
      {"evil.example/\nnext line", 0},
      {"点击evil.example领取", 0},
      {"กดevil.exampleเลย", 0},
      {"vào evil.exampleđể nhận", 0},
      {"http://evil.example.Thanks", 0},
      {"evil.example. Thank you", 0},
      {"💰evil.example💰", 0},
      {"http://bank.example@evil.example/", 0},
      {"http://bank.example:80@evil.example", 0},
      {"http://user%40bank.example@evil.example/x", 0},
      {"http://evil.example\\@bank.example", 0},
      {"hxxp://evil.example", traits({kBrokenScheme})},
      {"hXXps://evil.example/x", traits({kBrokenScheme})},
      {"h**p://evil.example", traits({kBrokenScheme})},
      {"h**ps://evil.example", traits({kBrokenScheme})},
      {"htp://evil.example", traits({kBrokenScheme})},
      {"http:\\\\evil.example", traits({kBrokenScheme})},
      {"http//evil.example", traits({kBrokenScheme})},
      {"http:/evil.example", traits({kBrokenScheme})},
      {"http:///evil.example", traits({kBrokenScheme})},
      {"http : // evil.example", traits({kBrokenScheme})},
      {"http:// evil.example", traits({kBrokenScheme})},
      {"http:\n//evil.example", traits({kBrokenScheme})},
      {"http:/\n/evil.example", traits({kBrokenScheme})},
      {"http://\r\nevil.example", traits({kBrokenScheme})},
      {"://evil.example/x", traits({kBrokenScheme})},
      {"http:\u2044\u2044evil.example", traits({kBrokenScheme})},
      {"http:\u2215\u2215evil.example", traits({kBrokenScheme})},
      {"http:\u29F8\u29F8evil.example", traits({kBrokenScheme})},
      {"http\uFF1A\uFF0F\uFF0Fevil.example", traits({kBrokenScheme})},
      {"http\u2236//evil.example", traits({kBrokenScheme})},
      {"evil[.]example", traits({kBracketedDot})},
      {"evil(.)example", traits({kBracketedDot})},
      {"evil{.}example", traits({kBracketedDot})},
      {"evil<.>example", traits({kBracketedDot})},
      {"evil [.] example", traits({kBracketedDot})},
      {"evil(dot)example", traits({kBracketedDot})},
      {"evil [DOT] example", traits({kBracketedDot})},
      {"evil(chấm)example", traits({kBracketedDot})},
      {"evil (CHẤM) example", traits({kBracketedDot})},
      {"evil[punto]example", traits({kBracketedDot})},
      {"evil【.】example", traits({kBracketedDot, kBrokenScheme})},
      {"evil dot example", traits({kWordDot})},
      {"evil Dot example", traits({kWordDot})},
      {"evil chấm example", traits({kWordDot})},
      {"evil cham example", traits({kWordDot})},
      {"evil . example", traits({kSpacedDot})},
      {"evil .example", traits({kSpacedDot})},
      {"evil. example", traits({kSpacedDot})},
      {"evil\n.example", traits({kSpacedDot})},
      {"evil.\nexample", traits({kSpacedDot})},
      {"http://ev\nil.example/", traits({kSpacedDot})},
      {"ev\u200Bil.example", traits({kInvisible})},
      {"evil\u200D.\u2060example", traits({kInvisible})},
      // NOLINTNEXTLINE(misc-misleading-bidirectional): it is what senders write
      {"evil\u202E.example", traits({kInvisible})},
      {"ev\u00ADil.exam\uFEFFple", traits({kInvisible})},
      {"e\U000E0076vil.example", traits({kInvisible})},
      {"ｅｖｉｌ．ｅｘａｍｐｌｅ", traits({kWideForms, kOddDot})},
      {"http://ｅｖｉｌ.example", traits({kWideForms})},
      {"evil。example", traits({kOddDot})},
      {"evil｡example", traits({kOddDot})},
      {"evil\u2024example", traits({kOddDot})},
      {"evil\uFE52example", traits({kOddDot})},
      {"evil·example", traits({kOddDot})},
      {"evil•example", traits({kOddDot})},
      {"evil・example", traits({kOddDot})},
      {"http://evil,example/", traits({kOddDot})},
      {"http://evil..example/", traits({kOddDot})},
      {"𝐞𝐯𝐢𝐥.𝐞𝐱𝐚𝐦𝐩𝐥𝐞", traits({kWideForms})},
      {"𝓮𝓿𝓲𝓵.example", traits({kWideForms})},
      {"ⓔⓥⓘⓛ.example", traits({kWideForms})},
      {"🅴🆅🅸🅻.example", traits({kWideForms})},
      {"http://%65vil.example/", traits({kPercentHost})},
      {"http://%65%76%69%6C%2Eexample/", traits({kPercentHost})},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const UrlList& list = extract(row.text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].host == "evil.example");
    CHECK(list[0].registrable() == "evil.example");
    CHECK(list[0].kind == UrlKind::kWeb);
    CHECK((list[0].traits & kUrlObfuscation) == row.obfuscation);
    CHECK_FALSE(list[0].has(kWeak));
    CHECK_FALSE(list.overflow());

    const std::string inside = "Vui lòng vào " + std::string(row.text) + " , xin cảm ơn.";
    const UrlList& again = extract(inside);
    REQUIRE(again.size() == 1);
    CHECK(again[0].host == "evil.example");
  }
}

TEST_CASE("hosts, registrable domains and what the host is", "[url]") {
  using enum UrlTrait;
  struct Row {
    std::string_view text;
    std::string_view host;
    std::string_view registrable;
    std::uint32_t traits;
  };
  const Row rows[] = {
      {"www.evil.example", "www.evil.example", "evil.example", 0},
      {"WWW2.evil.example", "www2.evil.example", "evil.example", 0},
      {"www evil.example", "www.evil.example", "evil.example", traits({kSpacedDot})},
      {"www evil example", "www.evil.example", "evil.example", traits({kSpacedDot})},
      {"www . evil . example", "www.evil.example", "evil.example", traits({kSpacedDot})},
      {"www.evil.unheardof", "www.evil.unheardof", "evil.unheardof", 0},
      {"bank.example.evil.example", "bank.example.evil.example", "evil.example", 0},
      {"http://bank-example.evil.example", "bank-example.evil.example", "evil.example", 0},
      {"a.b.evil.com.vn", "a.b.evil.com.vn", "evil.com.vn", 0},
      {"evil .com .vn", "evil.com.vn", "evil.com.vn", traits({kSpacedDot})},
      {"evil.co.za", "evil.co.za", "evil.co.za", 0},
      {"evil[.]me", "evil.me", "evil.me", traits({kBracketedDot})},
      {"evil.me/x", "evil.me", "evil.me", traits({kShortLink})},
      {"evil24-shop.me", "evil24-shop.me", "evil24-shop.me", 0},
      {"a1b.evil.de", "a1b.evil.de", "evil.de", 0},
      {"http://evil.so", "evil.so", "evil.so", 0},
      {"hoa-don.top", "hoa-don.top", "hoa-don.top", 0},
      {"a.github.io", "a.github.io", "a.github.io", 0},
      {"http://1.2.3.4/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral})},
      {"1.2.3.4/login", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kShortLink})},
      {"1.2.3.4:8080", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kPort})},
      {"1[.]2[.]3[.]4", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kBracketedDot})},
      {"http://16909060/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kNumericHost})},
      {"http://0x01020304/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kNumericHost})},
      {"http://0X1.2.3.4/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kNumericHost})},
      {"http://01.02.03.04", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kNumericHost})},
      {"http://1.2.772", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kNumericHost})},
      {"http://１.２.３.４/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kWideForms})},
      {"http://[2001:DB8:0:0:1:0:0:1]/", "2001:db8::1:0:0:1", "2001:db8::1:0:0:1",
       traits({kIpLiteral})},
      {"http://[::ffff:1.2.3.4]:80/", "1.2.3.4", "1.2.3.4", traits({kIpLiteral, kPort})},
      {"http://u@evil.example", "evil.example", "evil.example", traits({kUserinfo})},
      {"http://xn--pypal-4ve.example/", "xn--pypal-4ve.example", "xn--pypal-4ve.example",
       traits({kPunycode, kNonAscii, kMixedScript})},
      {"p\u0430ypal.example", "xn--pypal-4ve.example", "xn--pypal-4ve.example",
       traits({kNonAscii, kMixedScript})},
      {"bücher.example", "xn--bcher-kva.example", "xn--bcher-kva.example", traits({kNonAscii})},
      {"BÜCHER.example", "xn--bcher-kva.example", "xn--bcher-kva.example", traits({kNonAscii})},
      {"http://中国银行.中国/", "xn--fiqs8s856bruk.xn--fiqs8s", "xn--fiqs8s856bruk.xn--fiqs8s",
       traits({kNonAscii})},
      {"http://xn--99999999.example/", "xn--99999999.example", "xn--99999999.example",
       traits({kPunycode})},
      {"zalo.me/0900000001", "zalo.me", "zalo.me", traits({kShortLink})},
      {"t.me/evil", "t.me", "t.me", traits({kShortLink})},
      {"https://wa.me/84900000001?text=x", "wa.me", "wa.me", 0},
      {"m.me/evil.page", "m.me", "m.me", 0},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const UrlList& list = extract(row.text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].host == row.host);
    CHECK(list[0].registrable() == row.registrable);
    CHECK(list[0].traits == row.traits);
  }
  CHECK(extract("p\u0430ypal.example")[0].unicode_host() == "p\u0430ypal.example");
  CHECK(extract("evil.example")[0].unicode_host() == "evil.example");
}

TEST_CASE("scheme, port, path and place", "[url]") {
  const std::string_view text = "Xin chào, https://evil.example:8443/a%20b/%C4%91?x=%2541#y). Bye";
  const Url& url = extract(text)[0];
  CHECK(url.scheme.view() == "https");
  CHECK(url.scheme_given);
  CHECK(url.port == 8443);
  CHECK(url.path == "/a b/đ?x=%41#y");
  CHECK(text.substr(url.offset, url.length) == "https://evil.example:8443/a%20b/%C4%91?x=%2541#y");

  CHECK(extract("evil.example")[0].scheme.view() == "http");
  CHECK_FALSE(extract("evil.example")[0].scheme_given);
  CHECK(extract("evil.example/%ff%00%zz")[0].path == "/%ff%00%zz");
  CHECK(extract("evil.example/a(b)")[0].path == "/a(b)");
  CHECK(extract("(evil.example/a)")[0].path == "/a");
  CHECK(extract("evil.example\\a\\b")[0].path == "/a/b");
  CHECK(extract("evil.example?")[0].path.empty());
  CHECK(extract("evil.example?q=1")[0].path == "?q=1");
  CHECK(extract("evil.example/领取")[0].path == "/领取");
  CHECK(extract("evil.example/abc领取")[0].path == "/abc");
  CHECK(extract("evil.example:99999/x")[0].port == 0);
  CHECK(extract("evil.example:abc")[0].port == 0);

  const std::string_view wide = "a\u200B ｅvil\u200B．example/x b";
  const Url& disguised = extract(wide)[0];
  CHECK(wide.substr(disguised.offset, disguised.length) == "ｅvil\u200B．example/x");

  const std::string deep = "evil.example/" + std::string(kMaxUrlPath - 2, 'a') + "đb";
  CHECK(extract(deep)[0].has(UrlTrait::kPathCut));
  CHECK(extract(deep)[0].path.size() == kMaxUrlPath - 1);
}

TEST_CASE("several addresses, nested ones, mail, apps", "[url]") {
  const UrlList& two = extract("evil.example,bad.example; https://third.example");
  REQUIRE(two.size() == 3);
  CHECK(two[0].host == "evil.example");
  CHECK(two[1].host == "bad.example");
  CHECK(two[2].host == "third.example");

  const UrlList& nested = extract("https://good.example/url?q=https://evil.example/x.html");
  REQUIRE(nested.size() == 2);
  CHECK(nested[1].host == "evil.example");
  CHECK(nested[1].has(UrlTrait::kNested));

  const UrlList& mail = extract("Ask a.b+c@mail.bank.com.vn or <X@Y.example>.");
  REQUIRE(mail.size() == 2);
  CHECK(mail[0].kind == UrlKind::kMail);
  CHECK(mail[0].host == "mail.bank.com.vn");
  CHECK(mail[0].registrable() == "bank.com.vn");
  CHECK(mail[1].host == "y.example");
  CHECK(extract("me.so@bank.me")[0].kind == UrlKind::kMail);

  struct Row {
    std::string_view text;
    std::string_view scheme;
    std::string_view host;
    std::string_view path;
  };
  const Row rows[] = {
      {"tel:+84900000001", "tel", "", "+84900000001"},
      {"sms:19001234?body=x", "sms", "", "19001234?body=x"},
      {"intent://evil.example/#Intent;scheme=https;end", "intent", "evil.example",
       "/#Intent;scheme=https;end"},
      {"market://details?id=evil.app", "market", "", "details?id=evil.app"},
      {"upi://pay?pa=a@b&pn=c", "upi", "", "pay?pa=a@b&pn=c"},
      {"itms-services://?action=download-manifest", "itms-services", "",
       "?action=download-manifest"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const UrlList& list = extract(row.text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].kind == UrlKind::kApp);
    CHECK(list[0].scheme.view() == row.scheme);
    CHECK(list[0].host == row.host);
    CHECK(list[0].path == row.path);
  }
}

TEST_CASE("what may be two words is weak", "[url]") {
  for (const std::string_view text :
       {"ok.so i go", "haha.no lah", "done.now what", "xong.de mai", "file.zip", "1.2.3.4",
        "10.is fine", "co.uk", "gov.uk", "anh.co khong"}) {
    INFO(text);
    const UrlList& list = extract(text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].has(UrlTrait::kWeak));
  }
  // They leave room for the rest.
  std::string many;
  for (int i = 0; i < 100; ++i)
    many += "ok.so ";
  const UrlList& list = extract(many + "evil.example");
  CHECK(list.size() == UrlList::kMaxWeak + 1);
  CHECK(list.overflow());
  CHECK(list[list.size() - 1].host == "evil.example");
}

TEST_CASE("ordinary texts have no address", "[url]") {
  const std::string_view texts[] = {
      // English
      "Ok.See you",
      "Ok. See you at 10.30",
      "i'm home.Come down",
      "Wait...what?",
      "Hmm... so it is",
      "Yes.No.Maybe",
      "I am here. So are you",
      "It is done. Me too",
      "Call me. In an hour",
      "See you at 5 p.m. today",
      "It is 9 a.m. in the U.S.A. now",
      "P.S. bring milk",
      "e.g. this one",
      "i.e. that one",
      "Mr. Smith vs. Mrs. Jones",
      "Dr.Who is on",
      "St.John's Rd.",
      "No.1 in town",
      "Apple Inc. and Foo Co., Ltd.",
      "A. B. C.",
      "Ph.D. in maths",
      "B.Tech/M.Tech",
      "approx. 5.5 kg",
      "and/or",
      "he/she said so",
      "w/o sugar",
      "24/7 support",
      "1st. of all",
      "Node.js rocks",
      "My CV is resume.docx",
      "report.pdf",
      "see photo.jpg and setup.exe",
      "main.cpp",
      "a.txt",
      "Sounds good..let's go",
      "Good morning!How are you?",
      "Love you.Xoxo",
      "(see above).Then go",
      "connect the dots",
      "a dot in the picture",
      "polka dot dress",
      "www",
      "the www is big",
      "http is a protocol",
      "http://",
      "https:// ",
      "ratio 3:4",
      "note: call back",
      "Tel: 0900000001",
      "SMS: 12345",
      "@home",
      "me@work",
      "a@b",
      "email me @ 5",
      // Vietnamese
      "xong.Mai gặp nhé",
      "Đi ăn cơm. Com rang nhé",
      "TP.HCM",
      "Tp.HCM hôm nay mưa",
      "TP. HCM, Q.1",
      "Th.S Nguyễn Văn A",
      "PGS.TS Trần B",
      "CTCP. Viễn thông",
      "P.KD gọi lại sau",
      "Soan tin DK gui 9029. De huy soan HUY",
      "Số dư 1.500.000d. Cảm ơn",
      "Giá 199.000.com trưa",
      "khong co gi.Hen mai",
      "Chấm công từ 8h. Nghỉ 12h",
      "cham com con nhe",
      "em.Anh dang ve",
      "a.B.C",
      "V/v: họp lúc 9.30",
      "SDT: 0900.000.001",
      "LH 0900 000 001. Xin cam on",
      "So du TK 0123: 1.000.000 VND. ND: luong",
      // Indonesian, Turkish, French, German, Spanish
      "Sdh sampai. Sy di rmh",
      "Rp.50.000,- saja",
      "dll. dsb. yg lain",
      "Tamam.Yarin goruruz",
      "Saat 10.30'da bulusalim",
      "T.C. Kimlik No",
      "Prof.Dr. Ahmet",
      "M. Dupont est là. À demain",
      "c.-à-d. demain",
      "n.b. apporter du pain",
      "z.B. morgen um 10.30 Uhr",
      "d.h. nein",
      "usw. usf. Bis dann",
      "Sr. y Sra. Perez",
      "EE.UU. gana",
      "Fig.3 y Art.5",
      // Chinese, Thai
      "我到了。你呢",
      "好的。OK",
      "明天见。So",
      "ราคา 1.500 บาท",
      "价格1.500.000元",
      // Numbers
      "1.500.000d",
      "1.000,50",
      "3.14",
      "10.30",
      "20.10.2026",
      "20.10.26",
      "v1.2.3",
      "v1.2.3.4",
      "1.2.3",
      "10.000.000/tháng",
      "0.5%",
      "$1.99",
      "#1.",
      "12.34.56.78.90",
      "300.300.300.300",
      "....",
      "...a...",
      ".a.",
      "a.",
      ".com",
      "@@@@",
      "://",
      "//",
      "a//b",
      "[.]",
      "( . )",
      "-.-",
      "_._",
      "a.-",
      "http://-",
      "http://.",
      "http://@",
      "http://[::",
      "http://%",
      "tel:",
  };
  REQUIRE(std::size(texts) >= 80);
  for (const std::string_view text : texts) {
    INFO(text);
    const UrlList& list = extract(text);
    INFO((list.empty() ? "" : list[0].host));
    CHECK(strong(list) == 0);
    CHECK_FALSE(list.overflow());
  }
}

TEST_CASE("what is beyond the cap is said to be", "[url]") {
  std::string text;
  for (std::size_t i = 0; i < UrlList::kMax; ++i)
    text += "http://a" + std::to_string(i) + ".example/ ";
  CHECK(extract(text).size() == UrlList::kMax);
  CHECK_FALSE(extract(text).overflow());
  text += "evil.example";
  CHECK(extract(text).size() == UrlList::kMax);
  CHECK(extract(text).overflow());

  // Names that IDNA refuses cost as much as others.
  std::string names;
  for (unsigned i = 0; i <= UrlExtractor::kMaxNames; ++i)
    names += "http://\u2680\uFFFD" + std::to_string(i) + "é\u200F\u0660a.example/ ";
  extract(names);
  CHECK(extract("").empty());
}

TEST_CASE("names at their limits", "[url]") {
  const std::string label(63, 'a');
  CHECK(extract("http://" + label + ".example")[0].host == label + ".example");
  CHECK(extract("http://" + label + "a.example").empty());
  std::string deep;
  for (int i = 0; i < 40; ++i)
    deep += "a.";
  // More labels than are kept: the end is what counts.
  const UrlList& list = extract(deep + "evil.example");
  REQUIRE(list.size() == 1);
  CHECK(list[0].registrable() == "evil.example");
  std::string longest;
  while (longest.size() + 10 < kMaxHost - 12)
    longest += "abcdefghi.";
  CHECK(extract("http://" + longest + "evil.example")[0].registrable() == "evil.example");
}

TEST_CASE("what was read before leaves nothing behind", "[url]") {
  extract("http://u@%65vil.example:1/p?q=1 p\u0430ypal.example");
  const Url& url = extract("bank.example")[0];
  CHECK(url.traits == 0);
  CHECK(url.path.empty());
  CHECK(url.unicode.empty());
  CHECK(url.port == 0);
}

}  // namespace
}  // namespace smsfw
