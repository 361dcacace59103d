#include "smsc-proxy/tools/load/pacer.hh"

#include <chrono>
#include <limits>

#include "tests/catch.hh"

namespace {

using smsfw::load::Pacer;
using namespace std::chrono_literals;

const Pacer::Clock::time_point kStart{1000s};

TEST_CASE("the schedule does not drift", "[smpp-load]") {
  const Pacer pacer(20'000, kStart);
  CHECK(pacer.due(0) == kStart);
  CHECK(pacer.due(1) == kStart + 50us);
  CHECK(pacer.due(72'000'000) == kStart + 1h);
}

TEST_CASE("what is due and when it is due agree", "[smpp-load]") {
  for (const double rate : {0.5, 3.0, 7919.0, 20'000.0, 333'333.0}) {
    const Pacer pacer(rate, kStart);
    for (int step = 0; step < 2000; ++step) {
      const auto now = kStart + step * 137us;
      const auto count = pacer.due_count(now);
      REQUIRE(count >= 1);
      REQUIRE(pacer.due(count - 1) <= now);
      REQUIRE(pacer.due(count) > now);
    }
  }
}

TEST_CASE("nothing is due before the start", "[smpp-load]") {
  const Pacer pacer(1000, kStart);
  CHECK(pacer.due_count(kStart - 1us) == 0);
  CHECK(pacer.due_count(kStart) == 1);
}

TEST_CASE("a late sender owes everything that was scheduled", "[smpp-load]") {
  const Pacer pacer(1000, kStart);
  CHECK(pacer.due_count(kStart + 10s) == 10'001);
}

TEST_CASE("without a rate everything is due at once", "[smpp-load]") {
  const Pacer pacer(0, kStart);
  CHECK_FALSE(pacer.paced());
  CHECK(pacer.due(1'000'000) == kStart);
  CHECK(pacer.due_count(kStart) == std::numeric_limits<std::uint64_t>::max());
}

}  // namespace
