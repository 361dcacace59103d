#include "smsc-proxy/smpp/session/stall_timer.hh"

#include "smsc-proxy/smpp/session/relay_config.hh"
#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;

constexpr auto kStart = 1'000s;

TEST_CASE("by default a peer that takes nothing in for more than 60 s has stalled") {
  StallTimer timer(SessionTimers{}.stall);
  CHECK_FALSE(timer.expired(kStart, 500));
  CHECK_FALSE(timer.expired(kStart + 60s, 500));
  CHECK(timer.expired(kStart + 60s + 100ms, 500));
}

TEST_CASE("a peer that is only slow never stalls") {
  StallTimer timer(60s);
  for (std::uint64_t i = 0; i < 100; ++i) {
    CHECK_FALSE(timer.expired(kStart + i * 59s, 500 + i));
  }
}

TEST_CASE("a stall counts from where the output is over the limit") {
  StallTimer timer(60s);
  CHECK_FALSE(timer.expired(kStart, 500));
  CHECK_FALSE(timer.expired(kStart + 59s, std::nullopt));
  CHECK_FALSE(timer.expired(kStart + 61s, 500));
  CHECK_FALSE(timer.expired(kStart + 121s, 500));
  CHECK(timer.expired(kStart + 122s, 500));
  // An idle peer has nothing to take in, for however long.
  CHECK_FALSE(timer.expired(kStart + 123s, std::nullopt));
  CHECK_FALSE(timer.expired(kStart + 1'000s, std::nullopt));
}

TEST_CASE("a stall of zero is none") {
  StallTimer timer(0s);
  CHECK_FALSE(timer.expired(kStart, 500));
  CHECK_FALSE(timer.expired(kStart + 24h, 500));
}

}  // namespace
}  // namespace smsfw::smpp
