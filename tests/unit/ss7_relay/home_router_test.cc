// What is not the home router's, and what comes to it all the same.
#include "smsc-proxy/ss7/relay/home_router.hh"

#include <random>
#include <set>
#include <string>

#include "tests/catch.hh"
#include "tests/support/home_router_bench.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using Bench = HomeBench;

TEST_CASE("what comes to our title and is no message to an id is aborted") {
  Bench bench;
  const std::string id = bench.id();
  SECTION("another operation") {
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request({1, 3})
                            .invoke(1, 2, from_hex("3000"))
                            .encode(buffer)));
  }
  SECTION("two messages at once") {
    const Octets one = Bench::message(id, kGoodTpdu, MapVersion::k3);
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request(Bench::forward_context(MapVersion::k3))
                            .invoke(1, 44, one)
                            .invoke(2, 44, one)
                            .encode(buffer)));
    CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kBlocked}, {2, Outcome::kBlocked}});
  }
  SECTION("an argument that nobody can read") {
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request(Bench::forward_context(MapVersion::k3))
                            .invoke(1, 44, from_hex("3003040100"))
                            .encode(buffer)));
    CHECK(bench.outside.unreadable == 1);
  }
  SECTION("a dialogue portion that is none of MAP's") {
    bench.to_us(written(
        TcapBuilder::begin(kAskerId).request({context::kShortMsgMtRelay, 9}).encode(buffer)));
  }
  CHECK(bench.sent().how == "answer");
  CHECK(bench.sent().tcap.type == TcapType::kAbort);
  CHECK(bench.sent().tcap.destination == kAskerId);
  CHECK(bench.outside.notes[RelayNote::kNotForUs] == 1);
  CHECK(bench.router.bridge().deliveries().size() == 0);
}

TEST_CASE("a dialogue with us that we do not know is aborted, and TCAP that is none too") {
  Bench bench;
  bench.to_us(written(TcapBuilder::proceed(kAskerId, {0x77, 4}).encode(buffer)));
  CHECK(bench.sent().tcap.p_abort_cause == 1);
  CHECK(bench.sent().tcap.destination == kAskerId);
  bench.to_us(from_hex("6208 4804 00000a01 6c05"));
  CHECK(bench.sent().tcap.type == TcapType::kAbort);
  CHECK(bench.outside.notes[RelayNote::kBadTcap] == 1);
}

TEST_CASE("everything else passes as in hop mode, and the judge knows whose IMSI is none") {
  Bench bench;
  const std::string id = bench.id();
  bench.outside.sent.clear();
  // To an MSC of ours directly: with a real IMSI, and with an id.
  const auto direct = [&](std::string_view to, std::string_view tpdu) {
    bench.take(kNetworkSide, party(kMscTitle, subsystem::kMsc), party(kRogue, subsystem::kMsc),
               written(TcapBuilder::begin(kAskerId)
                           .request(Bench::forward_context(MapVersion::k3))
                           .invoke(1, 44, Bench::message(to, tpdu, MapVersion::k3))
                           .encode(buffer)));
  };
  direct(kRealImsi, kGoodTpdu);
  CHECK(bench.outside.sent.back().how == "pass");
  CHECK(bench.outside.sent.back().octets == bench.units[0]);
  CHECK(bench.outside.told.back().home_routing);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kNotGiven);
  direct(id, kBadTpdu);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kOtherAsker);
  CHECK(bench.outside.sent.back().how == "answer");
  // Our own SMSC's query and message.
  bench.outside.sent.clear();
  bench.take(kSmscSide, party(kSubscriber, subsystem::kHlr), party("84900000099", subsystem::kMsc),
             written(TcapBuilder::begin(kFarId)
                         .request({context::kShortMsgGateway, 3})
                         .invoke(1, 45, Bench::request())
                         .encode(buffer)));
  CHECK(bench.outside.sent.back().how == "pass");
  CHECK_FALSE(bench.outside.told.back().home_routing);
  // Segments of it, unchanged and in order.
  bench.outside.sent.clear();
  bench.take(
      kNetworkSide, party(kMscTitle, subsystem::kMsc), party(kAsker, subsystem::kMsc),
      written(TcapBuilder::begin({0xA03, 4})
                  .request(Bench::forward_context(MapVersion::k3))
                  .invoke(1, 44, Bench::message("234150000000001", kGoodTpdu, MapVersion::k3))
                  .encode(buffer)),
      80);
  REQUIRE(bench.outside.sent.size() == bench.units.size());
  for (std::size_t i = 0; i < bench.units.size(); ++i)
    CHECK(bench.outside.sent[i].octets == bench.units[i]);
}

TEST_CASE("whatever comes, each message that may pass is settled once, and nothing stays open") {
  auto config = home_config();
  config.misses_per_minute = 1'000'000;
  config.max_deliveries = 100;
  Bench bench(config);
  std::mt19937 random(23);
  const auto below = [&](std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(random);
  };
  const auto mangle = [&](Octets& unit) {
    for (std::size_t left = below(3); left != 0; --left)
      unit[below(unit.size())] ^= static_cast<std::byte>(1U << below(8));
  };
  const Octets name = Bench::forward_name(MapVersion::k3);
  const Octets further = Bench::message({}, kGoodTpdu, MapVersion::k3, true);
  std::size_t delivered = 0;
  for (int round = 0; round < 1000; ++round) {
    bench.now += std::chrono::seconds(1);
    bench.router.tick(bench.now);
    bench.mangle = {};
    const std::string id = bench.id();
    bench.mangle = mangle;
    bench.forward(id);
    bench.query(MapVersion::k2);
    bench.mangle = {};
    bench.forward(id, kGoodTpdu, MapVersion::k3, kAsker, true);
    const TransactionId ours = bench.sent().tcap.originating;
    REQUIRE(bench.sent().called() == kMscTitle);
    bench.mangle = mangle;
    bench.from_msc(
        written(TcapBuilder::proceed(kFarId, ours).accept(name).result(1, 44).encode(buffer)));
    const auto back = decode_tcap(decode_sccp(bench.outside.sent.back().octets)->data);
    REQUIRE(back);
    if (back->type != TcapType::kContinue) continue;
    for (std::size_t i = below(4); i != 0; --i) {
      bench.to_us(written(TcapBuilder::proceed(kAskerId, back->originating)
                              .invoke(static_cast<std::int8_t>(i), 44, further)
                              .encode(buffer)));
      bench.from_msc(written(TcapBuilder::proceed(kFarId, ours)
                                 .result(static_cast<std::int8_t>(i), 44)
                                 .encode(buffer)));
    }
    if (below(2) == 0) bench.from_msc(written(TcapBuilder::end(ours).encode(buffer)));
    ++delivered;
  }
  CHECK(delivered > 100);
  bench.router.tick(bench.now + std::chrono::hours(1));
  CHECK(bench.router.bridge().half_open().size() == 0);
  CHECK(bench.router.bridge().queries().size() == 0);
  CHECK(bench.router.bridge().deliveries().size() == 0);
  CHECK(bench.router.bridge().deliveries().evictions() > 0);
  CHECK(bench.router.ids().size() == 0);
  CHECK(bench.router.hop().dialogues().size() == 0);
  std::set<std::uint64_t> settled;
  for (const auto& [message, outcome] : bench.outside.outcomes)
    CHECK(settled.insert(message).second);
  CHECK(settled == bench.outside.passed);
}

TEST_CASE("the answer to a query of our own side is told as a plain relay tells it") {
  Bench bench;
  bench.take(kSmscSide, party(kAsker, subsystem::kHlr), party(kHlrTitle, subsystem::kMsc),
             written(TcapBuilder::begin({0x0C01, 4})
                         .request({context::kShortMsgGateway, 3})
                         .invoke(1, operation::kSendRoutingInfoForSm, from_hex("3000"))
                         .encode(buffer)));
  bench.take(kNetworkSide, party(kHlrTitle, subsystem::kMsc), party(kAsker, subsystem::kHlr),
             written(TcapBuilder::end({0x0C01, 4})
                         .result(1, operation::kSendRoutingInfoForSm, from_hex("3000"))
                         .encode(buffer)));
  CHECK(bench.outside.answered == std::vector<std::pair<std::uint32_t, int>>{{1, 3}});
}
