#include "smsc-proxy/tools/smsc-sim/message_store.hh"

#include <chrono>

#include "smsc-proxy/tools/smsc-sim/options.hh"
#include "tests/catch.hh"

namespace {

using namespace smsfw::sim;
using namespace std::chrono_literals;

TEST_CASE("the oldest message gives way", "[smsc-sim]") {
  MessageStore store(10, 4);
  for (int i = 0; i < 4; ++i)
    store.add();
  CHECK(store.find(10) != nullptr);
  CHECK(store.find(13) != nullptr);
  CHECK(store.find(14) == nullptr);
  CHECK(store.add().id == 14);
  CHECK(store.find(10) == nullptr);
  CHECK(store.find(11) != nullptr);
  CHECK(store.find(0) == nullptr);
}

TEST_CASE("ids are written and read in both forms", "[smsc-sim]") {
  CHECK(format_id(255, IdForm::kDecimal).view() == "255");
  CHECK(format_id(255, IdForm::kHex).view() == "ff");
  CHECK(parse_id("ff", IdForm::kHex) == 255U);
  CHECK(parse_id("FF", IdForm::kHex) == 255U);
  CHECK_FALSE(parse_id("ff", IdForm::kDecimal));
  CHECK_FALSE(parse_id("", IdForm::kDecimal));
  CHECK_FALSE(parse_id("12 ", IdForm::kDecimal));
}

TEST_CASE("delays are milliseconds or a range of them", "[smsc-sim]") {
  CHECK(parse_delay("50")->min == 50ms);
  CHECK(parse_delay("0.5")->max == 500us);
  CHECK(parse_delay("20-80")->min == 20ms);
  CHECK(parse_delay("20-80")->max == 80ms);
  CHECK(parse_delay("0")->none());
  for (const char* wrong : {"", "x", "80-20", "-5", "5-", "5ms", "nan"}) {
    CHECK_FALSE(parse_delay(wrong));
  }
}

}  // namespace
