#include "smsc-proxy/events/event_privacy.hh"

#include <string>

#include "tests/catch.hh"

using namespace smsfw::events;

namespace {

std::string masked(std::string_view digits, bool country_code = true) {
  std::string out(digits.size(), '?');
  mask_number(digits, country_code, out.data());
  return out;
}

std::string runs(std::string_view text) {
  std::string out(text.size(), '?');
  mask_runs(text, out.data());
  return out;
}

}  // namespace

TEST_CASE("country codes have one, two or three digits") {
  CHECK(country_code_length("12025550123") == 1);
  CHECK(country_code_length("79161234567") == 1);
  CHECK(country_code_length("84912345678") == 2);
  CHECK(country_code_length("4915112345678") == 2);
  CHECK(country_code_length("20100123456") == 2);
  CHECK(country_code_length("85512345678") == 3);
  CHECK(country_code_length("35312345678") == 3);
  CHECK(country_code_length("88212345678") == 3);
}

TEST_CASE("a masked number keeps its country code and two digits") {
  CHECK(masked("84912345678") == "84*******78");
  CHECK(masked("12025550123") == "1********23");
  CHECK(masked("85512345678") == "855******78");
  CHECK(masked("0912345678", false) == "********78");
  CHECK(masked("1234", false) == "****");
  CHECK(masked("123456", true) == "****56");
  CHECK(masked("+84-912x45", false) == "********45");
  CHECK(masked("") == "");
}

TEST_CASE("long runs of digits in free words are masked") {
  CHECK(runs("call 0912345678 now") == "call ********78 now");
  CHECK(runs("+84 912-345-678") == "+** ***-***-*78");
  CHECK(runs("90 per 60 s, sid 10023") == "90 per 60 s, sid 10023");
  CHECK(runs("113") == "113");
  CHECK(runs("BANK247") == "BANK247");
  CHECK(runs("84912345678") == "*********78");
  CHECK(runs("") == "");
}
