#include "smsc-proxy/ss7/link/registration.hh"

#include "tests/catch.hh"

using namespace smsfw::ss7::link;
using namespace std::chrono_literals;

namespace {

constexpr Registration::Clock::time_point kStart{1h};

}  // namespace

TEST_CASE("a refused registration is repeated at the reconnect's pace", "[ss7][link]") {
  Registration registration({2s, 5s});
  auto now = kStart;
  for (const auto wait : {2s, 4s, 5s, 5s}) {
    REQUIRE(registration.due(now));
    registration.ask(now);
    CHECK_FALSE(registration.due(now));
    REQUIRE(registration.answered());
    registration.refused(now);
    CHECK_FALSE(registration.due(now + wait - 1ms));
    now += wait;
  }
  CHECK(registration.due(now));
  registration.forget();  // a new association begins anew
  registration.ask(now);
  REQUIRE(registration.answered());
  registration.refused(now);
  CHECK(registration.due(now + 2s));
}

TEST_CASE("a registration lasts until it is forgotten", "[ss7][link]") {
  Registration registration({1s, 1s});
  CHECK_FALSE(registration.answered());  // nothing was asked
  registration.ask(kStart);
  CHECK(registration.unanswered());
  REQUIRE(registration.due(kStart + 1min));
  registration.ask(kStart + 1min);
  REQUIRE(registration.answered());
  CHECK_FALSE(registration.unanswered());
  registration.registered(321);
  CHECK(registration.routing_context() == 321);
  CHECK_FALSE(registration.due(kStart + 1h));
  CHECK(registration.answered());  // the answer to the other request
  CHECK_FALSE(registration.answered());
  registration.forget();
  CHECK(registration.routing_context() == 0);
  CHECK(registration.due(kStart));
}

TEST_CASE("a refusal is told once, over associations too", "[ss7][link]") {
  Registration registration({1s, 1s});
  CHECK(registration.is_news("status 5"));
  CHECK_FALSE(registration.is_news("status 5"));
  registration.forget();
  CHECK_FALSE(registration.is_news("status 5"));
  CHECK(registration.is_news("status 9"));
  registration.registered(1);
  CHECK(registration.is_news("status 9"));
}
