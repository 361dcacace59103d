#include "filters/core/value_text.hh"

#include "tests/catch.hh"

using namespace smsfw;
using namespace std::chrono_literals;

TEST_CASE("durations are read with their unit and written back the shortest way") {
  CHECK(parse_duration("500ms") == 500ms);
  CHECK(parse_duration("1m") == 60s);
  CHECK(parse_duration("1d") == 24h);
  CHECK(parse_duration("250us") == 250us);
  CHECK(parse_duration("0") == 0ns);
  for (const char* wrong :
       {"", "5", "s", "-1s", "1.5s", "5 s", "5x", "99999999999999999999s", "9999999999d"}) {
    INFO(wrong);
    CHECK_FALSE(parse_duration(wrong).has_value());
  }
  for (const auto value : {0ns, 250'000ns, 1'500'000'000ns, 60'000'000'000ns}) {
    CHECK(parse_duration(duration_text(value)) == value);
  }
  CHECK(duration_text(90s) == "90s");
  CHECK(duration_text(2h) == "2h");
}

TEST_CASE("sizes take k, M and G") {
  CHECK(parse_octets("64k") == 65'536);
  CHECK(parse_octets("8M") == 8'388'608);
  CHECK(parse_octets("1G") == 1'073'741'824);
  CHECK(parse_octets("70000") == 70'000);
  for (const char* wrong : {"", "k", "-1", "-1k", "1K", "1kk", "99999999999G"}) {
    INFO(wrong);
    CHECK_FALSE(parse_octets(wrong).has_value());
  }
  CHECK(octets_text(8'388'608) == "8M");
  CHECK(octets_text(70'000) == "70000");
}

TEST_CASE("whole numbers are decimal or hexadecimal") {
  CHECK(parse_integer("0x45") == 0x45);
  CHECK(parse_integer("-3") == -3);
  CHECK(parse_integer("007") == 7);
  for (const char* wrong : {"", "0x", "0x-1", "1e3", "1 ", "9223372036854775808"}) {
    INFO(wrong);
    CHECK_FALSE(parse_integer(wrong).has_value());
  }
}

TEST_CASE("times are RFC 3339, or a date") {
  CHECK(time_text(*parse_time("2027-01-01")) == "2027-01-01T00:00:00Z");
  CHECK(time_text(*parse_time("2026-11-23T15:42:00+07:00")) == "2026-11-23T08:42:00Z");
  CHECK(time_text(*parse_time("2024-02-29T23:59:59.25Z")) == "2024-02-29T23:59:59.250000Z");
  CHECK(parse_time("1970-01-01T00:00:01Z") == 1s);
  for (const char* wrong : {"", "2027", "2027-13-01", "2027-02-29", "2027-01-01T00:00:00",
                            "2027-01-01T24:00:00Z", "2027-01-01T00:00:00.Z", "2027/01/01",
                            "2027-01-01T00:00:00+7", "tomorrow at nine, sharp"}) {
    INFO(wrong);
    CHECK_FALSE(parse_time(wrong).has_value());
  }
}
