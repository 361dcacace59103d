#include "smsc-proxy/tpdu/time_stamp.hh"

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

TimeStamp read(std::string_view hex) {
  const auto octets = testing::from_hex(hex);
  return read_time_stamp(std::span(octets).first<kTimeStampSize>());
}

TEST_CASE("time stamp: local time, zone ahead and behind") {
  CHECK(read("62 50 71 32 20 05 82") == TimeStamp{26, 5, 17, 23, 2, 50, 28, true});
  CHECK(read("62 50 71 32 20 05 4C").zone == -44);
  CHECK(read("62 50 71 32 20 05 00").zone == 0);
  CHECK(read("62 50 71 32 20 05 08").zone == 0);
  CHECK(read("62 50 71 32 20 05 65").zone == 56);
}

TEST_CASE("time stamp: what is no moment") {
  CHECK(read("42 20 92 00 00 00 00").valid);  // 29 February 2024
  for (const char* const hex : {
           "00 00 00 00 00 00 00",  // month and day 0
           "62 31 71 32 20 05 82",  // month 13
           "62 20 92 32 20 05 82",  // 29 February 2026
           "62 40 13 32 20 05 82",  // 31 April
           "62 50 71 42 20 05 82",  // hour 24
           "62 50 71 32 06 05 82",  // minute 60
           "62 50 71 32 20 06 82",  // second 60
           "62 50 F1 32 20 05 82",  // no digit
           "6A 50 71 32 20 05 82",  // no digit
           "62 50 71 32 20 05 F1",  // zone: no digit
           "62 50 71 32 20 05 75",  // zone 57
           "FF FF FF FF FF FF FF",
       }) {
    INFO(hex);
    CHECK_FALSE(read(hex).valid);
  }
}

TEST_CASE("time stamp: what is written is read again") {
  for (const TimeStamp& time :
       {TimeStamp{0, 1, 1, 0, 0, 0, 0, true}, TimeStamp{99, 12, 31, 23, 59, 59, 56, true},
        TimeStamp{26, 2, 28, 9, 5, 7, -48, true}, TimeStamp{26, 2, 28, 9, 5, 7, -1, true}}) {
    CHECK(read_time_stamp(write_time_stamp(time)) == time);
  }
}

}  // namespace
}  // namespace smsfw::tpdu
