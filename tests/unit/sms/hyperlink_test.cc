#include "filters/sms/hyperlink.hh"

#include "tests/catch.hh"

namespace smsfw::sms {
namespace {

TEST_CASE("hyperlink: the address behind its title") {
  constexpr std::string_view kText = "Đọc ở đâyhttp://bank.example/a ngay";
  CHECK(hyperlink_address(kText, {6, 3, 21}) == "http://bank.example/a");
  CHECK(hyperlink_address(kText, {9, 0, 4}) == "http");
  CHECK(hyperlink_address(kText, {0, 3, 1}) == "ở");
  // Where a space stands between the two it does not count.
  CHECK(hyperlink_address("here http://x.example", {0, 4, 16}) == "http://x.example");
}

TEST_CASE("hyperlink: past the text there is none") {
  CHECK(hyperlink_address("abc", {0, 0, 3}) == "abc");
  CHECK(hyperlink_address("abc", {0, 0, 4}).empty());
  CHECK(hyperlink_address("abc", {3, 0, 0}).empty());
  CHECK(hyperlink_address("abc", {4, 0, 1}).empty());
  CHECK(hyperlink_address("abc ", {0, 3, 1}).empty());
  CHECK(hyperlink_address("abc", {0xFFFF, 0xFF, 0xFF}).empty());
  CHECK(hyperlink_address("", {0, 0, 1}).empty());
}

}  // namespace
}  // namespace smsfw::sms
