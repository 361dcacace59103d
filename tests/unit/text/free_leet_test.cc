#include "filters/text/free_leet.hh"

#include "tests/catch.hh"

namespace smsfw {
namespace {

TEST_CASE("leet read freely, by example") {
  struct Row {
    std::string_view text;
    std::string_view freely;
    std::size_t known = 0;
    bool exclaims = false;
  };
  const Row rows[] = {
      {"t4! kho4n", "tai khoan", 1},
      {"y0ur acc0unt w4s b10ck3d", "your account was biocked"},
      {"3m l4m 4n s04n t!n", "em lam an soan tin"},
      {"!ph0n3 th3 c43", "iphone the cae"},
      {"$ex c@sh w!n n0w", "sex cash win now"},
      {"mo! ngay goi", "moi ngay goi", 0, true},  // nothing but the ! says so
      {"cu4 ban", "cua ban"},                     // one word: of two letters or more
      {"m3 va g4", "me va ga", 2},                // the Squeezer found others
      {"ng4y! c0n h4ng", "ngay! con hang"},
      // Addresses, numbers and codes stay beside it.
      {"v4o ngay4 x1.example/a4b http://c4.example @l4m",
       "vao ngaya x1.example/a4b http://c4.example @l4m"},
      {"g4p m4 a1b2 0900000001 1903 h0t1000", "gap ma a1b2 0900000001 1903 h0t1000", 1},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    std::string out;
    REQUIRE(read_leet_freely(row.text, row.known, row.exclaims, out));
    CHECK(out == row.freely);
  }
}

TEST_CASE("leet is not read freely where little speaks for it") {
  for (const std::string_view text : {
           "",
           "!",
           "vay tien nhanh",
           "a4 b1 c3, m3 va g4",
           "gia 500k, giam 10h30, 5gb/ngay, 3tr 15p 24/7",
           "ma ab551902, g48a2k9, dt20 max100 st5 km1",
           "mo! ngay goi",
           "ok! see you! @shopdemo name@mail.example",
           "www.bank.example/ab4 http://x44.example",
       }) {
    INFO(text);
    std::string out;
    CHECK_FALSE(read_leet_freely(text, 0, false, out));
  }
}

TEST_CASE("an exclamation mark inside a sentence has a small letter behind it") {
  for (const std::string_view text : {"t\u1EA1! https://a.example", "t\u00E0! \u0111\u1EB7t",
                                      "b! kh\u00F3a", "M\u1ED7! \u1EA5m", "CU! \u01B0u"}) {
    INFO(text);
    CHECK(exclaims_inside(text));
  }
  for (const std::string_view text : {"", "!", "! a", "Hay! Qua", "Hay! \u0110i", "hay!", "hay !",
                                      "hay!! a", "hay!", "a!\n", "50! \u1EA4m"}) {
    INFO(text);
    CHECK_FALSE(exclaims_inside(text));
  }
}

}  // namespace
}  // namespace smsfw
