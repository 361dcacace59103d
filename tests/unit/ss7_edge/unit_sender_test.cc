#include "smsc-proxy/ss7/edge/unit_sender.hh"

#include <algorithm>
#include <set>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

constexpr link::PeerId kSmsc = 0;
constexpr link::PeerId kOtherSmsc = 1;
constexpr link::PeerId kRadio = 2;
constexpr link::PeerId kTrap = 3;

Ss7Config config() {
  Ss7Config made;
  made.link.point_code = "20";
  made.link.peers.resize(4);
  const std::array<std::string, 4> names{"smsc", "smsc2", "radio", "trap"};
  for (std::size_t i = 0; i < names.size(); ++i) {
    made.link.peers[i].name = names[i];
    made.link.peers[i].side = i < kRadio ? link::Side::kSmsc : link::Side::kNetwork;
  }
  RouteConfig all;
  all.from = link::Side::kSmsc;
  all.hops = {{"radio", "30"}, {"trap", "31"}};
  RouteConfig one{link::Side::kNetwork, {"8490"}, {{"smsc", "10"}}, false};
  RouteConfig longer{link::Side::kNetwork, {"84901", "849"}, {{"smsc2", "11"}}, false};
  made.routes = {all, one, longer};
  made.answers.resize(2);
  made.answers[1].answer = AnswerKind::kDivert;
  made.answers[1].divert = {"trap", "40", "84999"};
  return made;
}

Octets unit(std::string_view called, bool return_on_error = false) {
  const Octets to = party(called, subsystem::kMsc);
  const Octets from = party("84900000099", subsystem::kMsc);
  const Octets data = from_hex("6200");
  SccpUnitdata unitdata;
  unitdata.called = to;
  unitdata.calling = from;
  unitdata.data = data;
  unitdata.return_on_error = return_on_error;
  const auto plan = plan_unitdata(unitdata);
  REQUIRE(plan);
  std::array<std::byte, kMaxSignalUnit> room;
  const auto size = encode_unitdata(unitdata, *plan, 0, room);
  REQUIRE(size);
  return {room.begin(), room.begin() + static_cast<std::ptrdiff_t>(*size)};
}

struct Bench {
  /// Where the last unit went: peer, DPC.
  std::vector<std::pair<int, int>> sent() {
    taken.clear();
    std::vector<std::pair<int, int>> ways;
    for (const link::Msu& msu : out.take()) {
      ways.emplace_back(msu.peer, msu.label.dpc.value);
      taken.push_back(msu);
    }
    return ways;
  }

  Ss7Config keys = config();
  MsuExchange out{64, 100'000};
  std::set<link::PeerId> down;
  std::unique_ptr<app::MetricShard> metrics = std::make_unique<app::MetricShard>();
  UnitSender sender{
      {keys, out, [this](const Hop& hop) { return !down.contains(hop.peer); }, *metrics}};
  std::vector<link::Msu> taken;
};

using Ways = std::vector<std::pair<int, int>>;

std::uint64_t from(link::PeerId peer, std::uint16_t opc, std::uint8_t sls = 5) {
  return UnitTag{peer, sls, 3, 1, PointCode{opc}, PointCode{20}}.pack();
}

}  // namespace

TEST_CASE("a tag keeps what of the label is needed again") {
  const UnitTag tag{63, 255, 3, 2, PointCode{kMaxPointCode}, PointCode{kMaxPointCode - 1}};
  CHECK(UnitTag::unpack(tag.pack()) == tag);
}

TEST_CASE("a unit goes to the other half with our point code, its SLS, indicator and priority") {
  Bench bench;
  const Octets octets = unit("84900000077");
  bench.sender.pass(from(kSmsc, 10), octets);
  REQUIRE(bench.sent() == Ways{{kRadio, 30}});
  const link::RoutingLabel& label = bench.taken[0].label;
  CHECK(label == link::RoutingLabel{PointCode{20}, PointCode{30}, 3, 3, 1, 5});
  CHECK(std::equal(octets.begin(), octets.end(), bench.taken[0].octets.begin(),
                   bench.taken[0].octets.end()));
}

TEST_CASE("the longest prefix of the called title decides") {
  Bench bench;
  bench.sender.pass(from(kRadio, 30), unit("84900000001"));
  bench.sender.pass(from(kRadio, 30), unit("84901000001"));
  bench.sender.pass(from(kRadio, 30), unit("84911000001"));
  bench.sender.pass(from(kRadio, 30), unit("4412"));
  CHECK(bench.sent() == Ways{{kSmsc, 10}, {kOtherSmsc, 11}, {kOtherSmsc, 11}});
  CHECK(bench.metrics->value<app::Metric::kSs7Unsent>(link::Side::kSmsc, app::Unsent::kNoRoute) ==
        1);
}

TEST_CASE("the next hop takes over, and where none is left the sender is told") {
  Bench bench;
  bench.down = {kRadio};
  bench.sender.pass(from(kSmsc, 10), unit("84900000077"));
  CHECK(bench.sent() == Ways{{kTrap, 31}});
  bench.down = {kRadio, kTrap};
  bench.sender.pass(from(kSmsc, 10), unit("84900000077"));
  CHECK(bench.sent().empty());
  bench.sender.pass(from(kSmsc, 10), unit("84900000077", true));
  REQUIRE(bench.sent() == Ways{{kSmsc, 10}});
  const auto back = decode_sccp(bench.taken[0].octets);
  REQUIRE(back);
  CHECK(back->type == SccpType::kUdts);
  CHECK(back->cause == ReturnCause::kMtpFailure);
  CHECK(back->called.digits().view() == "84900000099");
  CHECK(bench.metrics->value<app::Metric::kSs7Unsent>(link::Side::kNetwork,
                                                      app::Unsent::kUnreachable) == 2);
}

TEST_CASE("hops that share take their part by SLS, and that of those which are down") {
  Bench bench;
  bench.keys.routes[0].share = true;
  UnitSender sender({bench.keys, bench.out,
                     [&](const Hop& hop) { return !bench.down.contains(hop.peer); },
                     *bench.metrics});
  for (std::uint8_t sls = 0; sls < 4; ++sls)
    sender.pass(from(kSmsc, 10, sls), unit("84900000077"));
  CHECK(bench.sent() == Ways{{kRadio, 30}, {kTrap, 31}, {kRadio, 30}, {kTrap, 31}});
  bench.down = {kRadio};
  for (std::uint8_t sls = 0; sls < 2; ++sls)
    sender.pass(from(kSmsc, 10, sls), unit("84900000077"));
  CHECK(bench.sent() == Ways{{kTrap, 31}, {kTrap, 31}});
}

TEST_CASE("an answer goes back to the point code and peer that the unit came from") {
  Bench bench;
  const Octets octets = unit("84900000099");
  RelayedUnit came{from(kOtherSmsc, 12), PointCode{12}, PointCode{20}, kSmscSide, {}};
  bench.sender.answer(came, octets);
  REQUIRE(bench.sent() == Ways{{kOtherSmsc, 12}});
  CHECK(bench.taken[0].label.opc == PointCode{20});
}

TEST_CASE("what we begin ourselves is routed by its called title") {
  Bench bench;
  bench.sender.originate(kSmscSide, 7, unit("84901000001"));
  REQUIRE(bench.sent() == Ways{{kOtherSmsc, 11}});
  CHECK(bench.taken[0].label.sls == 7);
  CHECK(bench.taken[0].label.ni == 2);
}

TEST_CASE("a diverted unit has its rule's title, and the rest as it was") {
  Bench bench;
  const Octets octets = unit("84900000077", true);
  REQUIRE(bench.sender.divert(1, from(kSmsc, 10), octets));
  REQUIRE(bench.sent() == Ways{{kTrap, 40}});
  const auto before = decode_sccp(octets);
  const auto after = decode_sccp(bench.taken[0].octets);
  REQUIRE(before);
  REQUIRE(after);
  CHECK(after->called.digits().view() == "84999");
  CHECK(after->called.subsystem == before->called.subsystem);
  CHECK(after->calling.digits().view() == before->calling.digits().view());
  CHECK(after->return_on_error());
  CHECK(
      std::equal(after->data.begin(), after->data.end(), before->data.begin(), before->data.end()));
  CHECK_FALSE(after->findings.any());
}

TEST_CASE("a queue that is full loses no more than its own units, and they are counted") {
  Bench bench;
  const Octets octets = unit("84900000077");
  for (int i = 0; i < 70; ++i)
    bench.sender.pass(from(kSmsc, 10), octets);
  CHECK(bench.sent().size() == 64);
  CHECK(bench.metrics->value<app::Metric::kSs7Unsent>(link::Side::kNetwork,
                                                      app::Unsent::kQueueFull) == 6);
}

TEST_CASE("one point code of a peer is gone: the next one of the same peer takes over") {
  Bench bench;
  bench.keys.routes[0].hops = {{"radio", "30"}, {"radio", "31"}};
  std::size_t gone = 0;
  UnitSender sender(
      {bench.keys, bench.out, [&](const Hop& hop) { return hop.number != gone; }, *bench.metrics});
  sender.pass(from(kSmsc, 10), unit("84900000077"));
  CHECK(bench.sent() == Ways{{kRadio, 31}});
  gone = 1;
  sender.pass(from(kSmsc, 10), unit("84900000077"));
  CHECK(bench.sent() == Ways{{kRadio, 30}});
}

TEST_CASE("the hops of routes are numbered in order, those of diversions behind them") {
  const std::vector<Hop> hops = configured_hops(config());
  REQUIRE(hops.size() == 5);
  CHECK(hops[0] == Hop{kRadio, PointCode{30}, 0});
  CHECK(hops[3] == Hop{kOtherSmsc, PointCode{11}, 3});
  CHECK(hops[4] == Hop{kTrap, PointCode{40}, 4});
}
