#include "filters/text/squeezer.hh"

#include "tests/catch.hh"

namespace smsfw {
namespace {

std::string squeeze(std::string_view text) {
  Squeezer squeezer;
  std::string out;
  squeezer.squeeze(text, Squeezer::reasons(text), out);
  return out;
}

TEST_CASE("squeezed by example") {
  struct Row {
    std::string_view text;
    std::string_view squeezed;
  };
  const Row rows[] = {
      // letters one by one
      {"p.a.y p@l", "pay pal"},
      {"v-i-e-t", "viet"},
      {"p a y p a l", "paypal"},
      {"c_o b_a_c", "co bac"},
      {"v.a.y t.i.e.n nhanh", "vay tien nhanh"},
      {"vay t i e n nhanh", "vay tien nhanh"},
      {"v💰a💰y", "vay"},
      {"v . a . y", "vay"},
      {"p.@.y.p.@.l", "paypal"},
      {"c.4.s.1.n.0", "casino"},
      {"v a y\uF8FFt i e n", "vay tien"},
      {"办 理 退 款 请", "办理退款请"},
      {"否.则.停.用 x", "否则停用 x"},
      {"\uF8FFh e y\uF8FFdad m y", "hey dad my"},
      // symbols
      {"mua 💰giup ✅ em🎁", "mua giup em"},
      {"⭐vay⭐tien", "vay tien"},
      // leet
      {"kh0ng du0c t1en v4y", "khong duoc tien vay"},
      {"d!eu k!en, zal0", "dieu kien, zalo"},
      {"p4yp4l c1ick g4m3 l00k", "paypal click game look"},
      {"b@nk ca$h @nh t@i", "bank cash anh tai"},
      {"ma1l s3x 0ng", "mail sex ong"},
      // stretched
      {"vayyyy tieeen freeee", "vay tieen free"},
      {"kho0oa", "khooa"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(squeeze(row.text) == row.squeezed);
  }
}

TEST_CASE("squeezed leaves ordinary texts as they are") {
  for (const std::string_view text : {
           "",
           "a",
           "vay tien nhanh trong ngay",
           "gia 500k, giam 5k con 1tr5 den 10h30, 5gb/ngay, dang ky st5k",
           "x5gb giam5k tang3gb con7ngay mien phi 0dong 0vnd 10% 24/7",
           "ma otp 551902, g-48a2k9, tk 19001234, cccd 001099000001",
           "u r ok? i c u, a e o nha",
           "follow us: name@mail.example, @shopdemo, user@loop_id",
           "hi!how are you? ok!see you. 79.9tl!iptal",
           "www.bank.example/a1b2 http://x88.example 192.0.2.10",
           "hang a,b con ve; v.v. v/v nop hs",
           "c\u1EEDa h\u00E0ng 中 国 银 行",
           "hmmm zzz aaa",
       }) {
    INFO(text);
    CHECK(squeeze(text) == text);
  }
}

TEST_CASE("squeezed counts what it undid") {
  Squeezer squeezer;
  std::string out;
  const auto done = [&](std::string_view text) {
    return squeezer.squeeze(text, Squeezer::reasons(text), out);
  };
  Squeezed squeezed = done("c.a.s i n o");
  CHECK(squeezed.spaced_letters == 3);
  CHECK(squeezed.separators == 2);
  CHECK_FALSE(squeezed.by_spaces);
  squeezed = done("x y z w kh0ng t00");
  CHECK(squeezed.spaced_letters == 4);
  CHECK(squeezed.by_spaces);
  CHECK(squeezed.leet == 1);
}

TEST_CASE("reasons to squeeze: wherever they stand in a text") {
  struct Row {
    std::string_view odd;
    std::uint8_t reasons;
  };
  const Row rows[] = {
      {"v.a.y", SqueezeReasons::kSpaced},
      {"a @{@{p", SqueezeReasons::kSpaced},
      {"v \xF0\x9F\x92\xB0 a \xF0\x9F\x92\xB0 y",
       SqueezeReasons::kSpaced | SqueezeReasons::kSymbols},
      {"办 理 退", SqueezeReasons::kSpaced},
      {"退，，办", 0},
      {"✅", SqueezeReasons::kSymbols},
      {"\xF0\x9F\x92\xB0", SqueezeReasons::kSymbols},
      {"“ … – ₫", 0},
      {"4pp", SqueezeReasons::kLeet},
      {"cu4", SqueezeReasons::kLeet},
      {"s04n", SqueezeReasons::kLeet},
      {"a4 b3 15p 190044", 0},
      {"kh0ng", SqueezeReasons::kLeet},
      {"l00k", SqueezeReasons::kLeet},
      {"zal0", SqueezeReasons::kLeet},
      {"0ng", SqueezeReasons::kLeet},
      {"00ng", SqueezeReasons::kLeet},
      {"tat00", SqueezeReasons::kLeet},
      {"@nh", SqueezeReasons::kLeet},
      {"vayyy", SqueezeReasons::kStretched},
      {"plain", 0},
  };
  for (const Row& row : rows) {
    for (std::size_t before = 0; before < 140; ++before) {
      for (const std::size_t after : {0U, 1U, 2U, 63U}) {
        std::string text(before == 0 ? 0 : before - 1, '-');
        if (before != 0) text.push_back(' ');
        text.append(row.odd);
        if (after != 0) text.append(" ").append(after, '-');
        INFO(text);
        REQUIRE(Squeezer::reasons(text) == row.reasons);
      }
    }
  }
}

TEST_CASE("gaps are wider than one space, or a new line") {
  std::string out;
  CHECK_FALSE(mark_gaps("a b c", out));
  REQUIRE(mark_gaps("a b  c\nd", out));
  CHECK(out == "a b\uF8FFc\uF8FFd");
}

}  // namespace
}  // namespace smsfw
