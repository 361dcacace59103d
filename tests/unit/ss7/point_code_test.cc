#include "smsc-proxy/ss7/codec/point_code.hh"

#include <string>

#include "tests/catch.hh"

using namespace smsfw::ss7;

namespace {

struct Form {
  unsigned value;
  const char* plain;
  const char* parts;
};

constexpr Form kForms[] = {
    {0, "0", "0-0-0"},         {1, "1", "0-0-1"},           {7, "7", "0-0-7"},
    {8, "8", "0-1-0"},         {20, "20", "0-2-4"},         {2047, "2047", "0-255-7"},
    {2048, "2048", "1-0-0"},   {4114, "4114", "2-2-2"},     {8191, "8191", "3-255-7"},
    {12345, "12345", "6-7-1"}, {16383, "16383", "7-255-7"},
};

PointCodeError refused(std::string_view text) {
  const auto read = parse_point_code(text);
  INFO(text);
  REQUIRE_FALSE(read);
  return read.error();
}

}  // namespace

TEST_CASE("a point code reads and writes as one number and as 3-8-3", "[ss7][sccp]") {
  for (const Form& each : kForms) {
    const PointCode code{static_cast<std::uint16_t>(each.value)};
    INFO(each.plain << " " << each.parts);
    CHECK(format_point_code(code, PointCodeForm::kPlain).view() == each.plain);
    CHECK(format_point_code(code, PointCodeForm::k383).view() == each.parts);
    REQUIRE(parse_point_code(each.plain));
    CHECK(*parse_point_code(each.plain) == code);
    REQUIRE(parse_point_code(each.parts));
    CHECK(*parse_point_code(each.parts) == code);
  }
}

TEST_CASE("every point code comes back from both of its forms", "[ss7][sccp]") {
  unsigned wrong = 0;
  for (unsigned value = 0; value <= kMaxPointCode; ++value) {
    const PointCode code{static_cast<std::uint16_t>(value)};
    for (const auto form : {PointCodeForm::kPlain, PointCodeForm::k383}) {
      const auto read = parse_point_code(format_point_code(code, form));
      if (!read || *read != code) ++wrong;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("leading zeros are decimal, and bits above 14 are not written", "[ss7][sccp]") {
  CHECK(parse_point_code("0020") == PointCode{20});
  CHECK(parse_point_code("02-010-03") == PointCode{2 << 11 | 10 << 3 | 3});
  CHECK(format_point_code(PointCode{0xC001}, PointCodeForm::kPlain).view() == "1");
  CHECK(format_point_code(PointCode{0xC001}, PointCodeForm::k383).view() == "0-0-1");
}

TEST_CASE("what is no point code is refused with what is wrong and where", "[ss7][sccp]") {
  using enum PointCodeProblem;
  CHECK(refused("") == PointCodeError{kNoNumber, 0});
  CHECK(refused("x") == PointCodeError{kNoNumber, 0});
  CHECK(refused(" 20") == PointCodeError{kNoNumber, 0});
  CHECK(refused("20 ") == PointCodeError{kNoNumber, 2});
  CHECK(refused("-20") == PointCodeError{kNoNumber, 0});
  CHECK(refused("+20") == PointCodeError{kNoNumber, 0});
  CHECK(refused("0x20") == PointCodeError{kNoNumber, 1});
  CHECK(refused("16384") == PointCodeError{kOutOfRange, 0});
  CHECK(refused("99999999999999999999") == PointCodeError{kOutOfRange, 0});
  CHECK(refused("8-0-0") == PointCodeError{kOutOfRange, 0});
  CHECK(refused("7-256-0") == PointCodeError{kOutOfRange, 2});
  CHECK(refused("7-255-8") == PointCodeError{kOutOfRange, 6});
  CHECK(refused("1-2") == PointCodeError{kParts, 3});
  CHECK(refused("1-2-3-4") == PointCodeError{kParts, 6});
  CHECK(refused("1--3") == PointCodeError{kNoNumber, 2});
  CHECK(refused("1-2-") == PointCodeError{kNoNumber, 4});
  CHECK(refused("1.2.3") == PointCodeError{kNoNumber, 1});
  for (const auto problem : {kNoNumber, kOutOfRange, kParts})
    CHECK_FALSE(to_string(problem).empty());
}
