#include "smsc-proxy/ss7/relay/serving_lookup.hh"

#include <array>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using namespace std::chrono_literals;

namespace {

using State = ServingLookup::State;

constexpr std::string_view kOwn = "84900000050";
constexpr std::string_view kCentre = "84900000099";
constexpr std::string_view kSender = "84900001001";
constexpr std::string_view kOther = "84900001002";

/// Keeps what is originated; a look-up has no other exit.
class Network final : public RelayExits {
 public:
  struct Query {
    std::uint8_t side = 0;
    Octets octets;
  };
  void originate(std::uint8_t side, std::uint8_t /*sls*/,
                 std::span<const std::byte> octets) override {
    queries.push_back({side, {octets.begin(), octets.end()}});
  }
  void pass(std::uint64_t, std::span<const std::byte>) override { FAIL("passed"); }
  void divert(std::uint8_t, std::uint64_t, std::span<const std::byte>) override {
    FAIL("diverted");
  }
  void answer(const RelayedUnit&, std::span<const std::byte>) override { FAIL("answered"); }
  void send_on(const RelayedUnit&, std::span<const std::byte>) override { FAIL("sent on"); }
  MapDecision judge(const MapQuestion&) override { return {}; }
  void settled(std::uint64_t, const InlineVector<Reservation, kMaxReservations>&,
               Outcome) override {}
  void refused(const MapDecision&, const MapDecision&) override {}
  void query_answered(std::uint32_t, const Component&, MapVersion) override {}
  void note(RelayNote, const RelayedUnit*, const DecodeError*) override {}
  tpdu::TimeStamp time_stamp() override { return {}; }

  std::vector<Query> queries;
};

ServingLookupConfig config_of(MapVersion version = MapVersion::k3) {
  ServingLookupConfig config;
  config.own_title = kOwn;
  config.service_centre = kCentre;
  config.version = version;
  return config;
}

class Bench {
 public:
  explicit Bench(const ServingLookupConfig& config = config_of())
      : version(config.version),
        lookup(
            config, 0x1234567887654321ULL, network, [this] { return next_id(); },
            [this](const RelayedUnit& unit) { resume(unit); }) {}

  std::uint32_t next_id() {
    if (ids.empty()) return 0xC0FFEE00U + ++drawn;
    const std::uint32_t id = ids.back();
    ids.pop_back();
    return id;
  }
  void resume(const RelayedUnit& unit) {
    resumed.push_back(unit);
    resumed.back().octets = keep({unit.octets.begin(), unit.octets.end()});
    if (again) states.push_back(lookup.ask(kSender, now).lookup.state);
  }

  State ask(std::string_view msisdn = kSender) {
    const ServingAnswer answer = lookup.ask(msisdn, now);
    pending = answer.pending;
    msc = answer.lookup.msc;
    imsi = answer.lookup.imsi;
    return answer.lookup.state;
  }
  bool park(std::uint64_t tag, std::string_view octets = "0102030405",
            std::string_view msisdn = kSender) {
    return lookup.park(msisdn, {tag, {10}, {30}, kNetworkSide, keep(from_hex(octets))}, nullptr);
  }

  TransactionId id_of(std::size_t query) const {
    const auto sccp = decode_sccp(network.queries.at(query).octets);
    REQUIRE(sccp);
    const auto tcap = decode_tcap(sccp->data);
    REQUIRE(tcap);
    return tcap->originating;
  }
  /// A TCAP message from an HLR.
  bool from_hlr(const TcapBuilder& message, std::string_view called = kOwn,
                std::uint8_t side = kNetworkSide) {
    SccpUnitdata unitdata;
    const Octets to = party(called, subsystem::kMsc);
    const Octets from = party("84900000006", subsystem::kHlr);
    const Octets data = written(message.encode(buffer));
    unitdata.called = to;
    unitdata.calling = from;
    unitdata.data = data;
    const auto plan = plan_unitdata(unitdata);
    REQUIRE(plan);
    const Octets octets = written(encode_unitdata(unitdata, *plan, 0, buffer));
    return lookup.take({77, {30}, {20}, side, octets}, now);
  }
  Octets result(std::string_view node, MapNature nature = MapNature::kInternational) const {
    RoutingInfoResult made;
    made.network_node = address(node, nature);
    made.imsi = ss7::testing::imsi("001010900000001");
    return written(encode_routing_info_result(made, version, buffer));
  }
  bool found(TransactionId id, std::string_view called = kOwn, std::uint8_t side = kNetworkSide) {
    const Octets parameter = result("84900000077");
    return from_hlr(TcapBuilder::end(id).result(1, operation::kSendRoutingInfoForSm, parameter),
                    called, side);
  }
  std::vector<std::uint64_t> tags() const {
    std::vector<std::uint64_t> out;
    for (const RelayedUnit& unit : resumed)
      out.push_back(unit.tag);
    return out;
  }
  std::uint64_t answers(State state) const {
    return lookup.counters().answers[static_cast<std::size_t>(state)];
  }

  MapVersion version;
  Network network;
  ServingMscLookup lookup;
  std::chrono::nanoseconds now = 100s;
  std::vector<std::uint32_t> ids;  // to be drawn, the last one first
  std::uint32_t drawn = 0;
  std::vector<RelayedUnit> resumed;
  bool again = false;  // each unit that goes on asks again
  std::vector<State> states;
  bool pending = false;
  std::string msc;
  std::string imsi;
};

using Tags = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("a query asks the HLR of the number", "[ss7][serving]") {
  const auto version = GENERATE(MapVersion::k2, MapVersion::k3);
  Bench bench(config_of(version));
  bench.ids = {0xDEADBEEF};
  CHECK(bench.ask() == State::kNone);
  CHECK(bench.pending);
  REQUIRE(bench.network.queries.size() == 1);
  CHECK(bench.network.queries[0].side == kNetworkSide);
  const auto sccp = decode_sccp(bench.network.queries[0].octets);
  REQUIRE(sccp);
  CHECK(sccp->called.digits().view() == kSender);
  CHECK(sccp->called.subsystem == subsystem::kHlr);
  CHECK(sccp->calling.digits().view() == kOwn);
  CHECK(sccp->calling.subsystem == subsystem::kMsc);
  CHECK_FALSE(sccp->called.route_on_subsystem);
  CHECK(sccp->return_on_error());
  const auto tcap = decode_tcap(sccp->data);
  REQUIRE(tcap);
  CHECK(tcap->type == TcapType::kBegin);
  CHECK(tcap->originating == TransactionId{0xDEADBEEF, 4});
  CHECK(tcap->dialogue.context ==
        ApplicationContext{context::kShortMsgGateway, static_cast<std::uint8_t>(version)});
  REQUIRE(tcap->components.size() == 1);
  const Component invoke = *tcap->components.begin();
  CHECK(invoke.code.local == operation::kSendRoutingInfoForSm);
  const auto request = decode_routing_info_request(invoke.parameter, version);
  REQUIRE(request);
  CHECK(request->msisdn.digits().view() == kSender);
  CHECK(request->service_centre.digits().view() == kCentre);
  CHECK(request->priority);
  CHECK_FALSE(request->delivery_not_intended);
}

TEST_CASE("one query a number is open at a time", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.ask();
  CHECK(bench.pending);
  bench.ask(kOther);
  CHECK(bench.lookup.pending() == 2);
  CHECK(bench.network.queries.size() == 2);
  CHECK(bench.lookup.counters().queries == 2);
}

TEST_CASE("the answer is kept for its lifetime", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  CHECK(bench.found(bench.id_of(0)));
  CHECK(bench.lookup.pending() == 0);
  CHECK(bench.answers(State::kFound) == 1);
  bench.now += 60s - 1ns;
  CHECK(bench.ask() == State::kFound);
  CHECK_FALSE(bench.pending);
  CHECK(bench.msc == "84900000077");
  CHECK(bench.imsi == "001010900000001");
  CHECK(bench.lookup.counters().cache_hits == 1);
  bench.now += 1ns;
  CHECK(bench.ask() == State::kNone);
  CHECK(bench.network.queries.size() == 2);
}

TEST_CASE("what is no answer with a serving node says so", "[ss7][serving]") {
  struct Case {
    const char* what;
    std::function<TcapBuilder(TransactionId, const Bench&)> message;
    State state;
  };
  const auto error = [](std::int32_t code) {
    return [code](TransactionId id, const Bench&) { return TcapBuilder::end(id).error(1, code); };
  };
  const auto with_result = [](std::int32_t code, const Octets& parameter, std::int8_t invoke = 1) {
    const Octets& kept = keep(parameter);
    return [code, &kept, invoke](TransactionId id, const Bench&) {
      return TcapBuilder::end(id).result(invoke, code, kept);
    };
  };
  const Bench form;
  const auto national = form.result("900000077", MapNature::kNational);
  const auto good = form.result("84900000077");
  const Case cases[] = {
      {"unknown subscriber", error(map_error::kUnknownSubscriber), State::kNoSuchSubscriber},
      {"absent", error(map_error::kAbsentSubscriberSm), State::kFailed},
      {"barred", error(map_error::kCallBarred), State::kFailed},
      {"reject",
       [](TransactionId id, const Bench&) {
         return TcapBuilder::end(id).reject(1, ProblemKind::kInvoke, 1);
       },
       State::kFailed},
      {"user abort",
       [](TransactionId id, const Bench&) { return TcapBuilder::abort(id).user_abort(); },
       State::kFailed},
      {"provider abort",
       [](TransactionId id, const Bench&) {
         return TcapBuilder::provider_abort(id, PAbortCause::kResourceLimitation);
       },
       State::kFailed},
      {"nothing", [](TransactionId id, const Bench&) { return TcapBuilder::end(id); },
       State::kFailed},
      {"no result", with_result(operation::kSendRoutingInfoForSm, {}), State::kFailed},
      {"of another operation", with_result(operation::kMtForwardSm, good), State::kFailed},
      {"of another invoke", with_result(operation::kSendRoutingInfoForSm, good, 2), State::kFailed},
      {"a national number", with_result(operation::kSendRoutingInfoForSm, national),
       State::kFailed},
  };
  for (const Case& one : cases) {
    INFO(one.what);
    Bench bench;
    bench.ask();
    CHECK(bench.from_hlr(one.message(bench.id_of(0), bench)));
    CHECK(bench.ask() == one.state);
    CHECK_FALSE(bench.pending);
    CHECK(bench.msc.empty());
    CHECK(bench.answers(one.state) == 1);
  }
}

TEST_CASE("a failure is held for true for a shorter time", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.from_hlr(TcapBuilder::end(bench.id_of(0)).error(1, map_error::kSystemFailure));
  bench.now += 5s - 1ns;
  CHECK(bench.ask() == State::kFailed);
  CHECK_FALSE(bench.pending);
  bench.now += 1ns;
  bench.ask();
  CHECK(bench.pending);
}

TEST_CASE("a query that comes back undelivered has failed", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  const auto sent = decode_sccp(bench.network.queries[0].octets);
  REQUIRE(sent);
  const Octets back = written(encode_sccp_return(*sent, ReturnCause::kNoTranslation, buffer));
  CHECK(bench.lookup.take({1, {30}, {20}, kNetworkSide, back}, bench.now));
  CHECK(bench.ask() == State::kFailed);
  CHECK_FALSE(bench.pending);
}

TEST_CASE("a dialogue that goes on without an answer is waited for", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  const TransactionId id = bench.id_of(0);
  CHECK(bench.from_hlr(TcapBuilder::proceed({5, 4}, id)));
  CHECK(bench.lookup.pending() == 1);
  const Octets parameter = bench.result("84900000077");
  CHECK(bench.from_hlr(
      TcapBuilder::proceed({5, 4}, id).result(1, operation::kSendRoutingInfoForSm, parameter)));
  CHECK(bench.ask() == State::kFound);
}

TEST_CASE("what answers no query of ours is left alone", "[ss7][serving]") {
  Bench bench;
  CHECK_FALSE(bench.found({7, 4}));  // nothing was asked
  bench.ask();
  const TransactionId id = bench.id_of(0);
  CHECK_FALSE(bench.found({id.value + 1, 4}));
  CHECK_FALSE(bench.found({id.value & 0xFFFFFFU, 3}));
  CHECK_FALSE(bench.found(id, "84900000051"));
  CHECK_FALSE(bench.found(id, kOwn, kSmscSide));
  CHECK_FALSE(bench.from_hlr(TcapBuilder::begin(id)));
  CHECK_FALSE(bench.lookup.take({1, {30}, {20}, kNetworkSide, keep(from_hex("0900"))}, bench.now));
  // Our own query, led back to us: no answer to it.
  CHECK_FALSE(
      bench.lookup.take({1, {30}, {20}, kNetworkSide, bench.network.queries[0].octets}, bench.now));
  CHECK(bench.lookup.pending() == 1);
  CHECK(bench.found(id));
  CHECK_FALSE(bench.found(id));  // once
}

TEST_CASE("without an answer in time the look-up has failed", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.park(1);
  bench.now += 2s - 1ns;
  bench.lookup.tick(bench.now);
  CHECK(bench.resumed.empty());
  bench.now += 1ns;
  bench.again = true;
  bench.lookup.tick(bench.now);
  CHECK(bench.tags() == Tags{1});
  CHECK(bench.states == std::vector{State::kFailed});
  CHECK(bench.lookup.counters().timeouts == 1);
  CHECK(bench.answers(State::kFailed) == 1);
}

TEST_CASE("a late answer is taken, and is worth as much", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.now += 2s;
  bench.lookup.tick(bench.now);
  CHECK(bench.ask() == State::kFailed);
  CHECK(bench.found(bench.id_of(0)));
  CHECK(bench.ask() == State::kFound);
  CHECK(bench.lookup.counters().late == 1);
  CHECK(bench.answers(State::kFound) == 0);
  CHECK(bench.resumed.empty());

  bench.ask(kOther);
  bench.now += 30s;
  bench.lookup.tick(bench.now);
  CHECK_FALSE(bench.found(bench.id_of(1)));  // nobody answers that late
}

TEST_CASE("late answers are waited for as many as may be open", "[ss7][serving]") {
  ServingLookupConfig config = config_of();
  config.max_pending = 1;
  Bench bench(config);
  for (const auto number : {kSender, kOther}) {
    bench.ask(number);
    bench.now += 2s;
    bench.lookup.tick(bench.now);
  }
  CHECK_FALSE(bench.found(bench.id_of(0)));
  CHECK(bench.found(bench.id_of(1)));
}

TEST_CASE("all that wait for a number go on with its answer, in order and once", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.ask(kOther);
  CHECK(bench.park(1, "0102"));
  CHECK(bench.park(2, "0304", kOther));
  CHECK(bench.park(3, "050607"));
  CHECK(bench.lookup.parked().messages() == 3);
  CHECK(bench.lookup.parked().octets() == 7);
  bench.again = true;
  bench.found(bench.id_of(0));
  CHECK(bench.tags() == Tags{1, 3});
  CHECK(bench.states == std::vector{State::kFound, State::kFound});
  const RelayedUnit& unit = bench.resumed[1];
  CHECK(to_hex(unit.octets) == "050607");
  CHECK(unit.opc == PointCode{10});
  CHECK(unit.dpc == PointCode{30});
  CHECK(unit.side == kNetworkSide);
  bench.now += 2s;
  bench.lookup.tick(bench.now);
  CHECK(bench.tags() == Tags{1, 3, 2});
  CHECK(bench.lookup.parked().messages() == 0);
  CHECK(bench.lookup.parked().octets() == 0);
  bench.lookup.release_all(bench.now);
  CHECK(bench.tags() == Tags{1, 3, 2});
}

TEST_CASE("all segments of a message that was held go on", "[ss7][serving]") {
  Bench bench;
  SegmentStore segments({}, 1, [](const HeldMessage&, SegmentFault) {});
  SccpUnitdata unitdata;
  const Octets to = party(kCentre, subsystem::kMsc);
  const Octets data(400, std::byte{0x62});
  unitdata.called = to;
  unitdata.calling = to;
  unitdata.data = data;
  unitdata.local_reference = 7;
  const auto plan = plan_unitdata(unitdata);
  REQUIRE(plan);
  REQUIRE(plan->count == 2);
  std::vector<Octets> units;
  SegmentStore::Added added;
  for (std::size_t i = 0; i < 2; ++i) {
    units.push_back(written(encode_unitdata(unitdata, *plan, i, buffer)));
    const auto sccp = decode_sccp(units.back());
    REQUIRE(sccp);
    added = segments.add(10, *sccp, units.back(), 40 + i, bench.now);
  }
  REQUIRE(added.message != nullptr);
  bench.ask();
  CHECK(bench.lookup.park(kSender, {41, {10}, {30}, kNetworkSide, units[1]}, added.message));
  CHECK(bench.lookup.parked().messages() == 1);
  bench.found(bench.id_of(0));
  REQUIRE(bench.tags() == Tags{40, 41});
  CHECK(to_hex(bench.resumed[0].octets) == to_hex(units[0]));
  CHECK(to_hex(bench.resumed[1].octets) == to_hex(units[1]));
}

TEST_CASE("what finds no room is not parked", "[ss7][serving]") {
  ServingLookupConfig config = config_of();
  config.parking = {2, 8};
  Bench bench(config);
  CHECK_FALSE(bench.park(1));  // nobody has asked
  bench.ask();
  CHECK(bench.park(2, "0102030405"));
  CHECK_FALSE(bench.park(3, "01020304"));
  CHECK(bench.park(4, "010203"));
  CHECK_FALSE(bench.park(5, ""));
  CHECK(bench.lookup.counters().parked == 2);
  CHECK(bench.lookup.counters().park_refused == 2);
  bench.found(bench.id_of(0));
  CHECK(bench.tags() == Tags{2, 4});
}

TEST_CASE("as many queries are open as may be; what is no number is not asked about",
          "[ss7][serving]") {
  ServingLookupConfig config = config_of();
  config.max_pending = 1;
  Bench bench(config);
  for (const std::string_view wrong : {"", "8490000a001", "8490000000100200"}) {
    CHECK(bench.ask(wrong) == State::kFailed);
    CHECK_FALSE(bench.pending);
  }
  bench.ask();
  CHECK(bench.ask(kOther) == State::kFailed);
  CHECK_FALSE(bench.pending);
  CHECK(bench.lookup.counters().refused == 4);
  CHECK(bench.network.queries.size() == 1);
  bench.found(bench.id_of(0));
  bench.ask(kOther);  // it was not held against the number
  CHECK(bench.pending);
}

TEST_CASE("no two dialogues have one number", "[ss7][serving]") {
  Bench bench;
  bench.ids = {9, 8, 8, 8};
  bench.ask();
  bench.ask(kOther);
  CHECK(bench.id_of(0).value == 8);
  CHECK(bench.id_of(1).value == 9);
  bench.ids = {9, 9, 9, 9};
  CHECK(bench.ask("84900001003") == State::kFailed);
  CHECK_FALSE(bench.pending);
}

TEST_CASE("the oldest answer gives its place", "[ss7][serving]") {
  ServingLookupConfig config = config_of();
  config.max_pending = 2;
  config.capacity = 1;  // no less than may be open
  Bench bench(config);
  const std::array<std::string_view, 3> numbers{kSender, kOther, "84900001003"};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    bench.ask(numbers[i]);
    bench.found(bench.id_of(i));
    bench.now += 1s;
  }
  CHECK(bench.lookup.cached() == 2);
  CHECK(bench.ask(numbers[1]) == State::kFound);
  CHECK(bench.ask(numbers[2]) == State::kFound);
  CHECK(bench.ask(numbers[0]) == State::kNone);
}

TEST_CASE("at the end everything goes on, and nothing is asked any more", "[ss7][serving]") {
  Bench bench;
  bench.ask();
  bench.ask(kOther);
  bench.park(1);
  bench.park(2, "01", kOther);
  bench.again = true;
  bench.lookup.release_all(bench.now);
  CHECK(bench.tags() == Tags{1, 2});
  CHECK(bench.states == std::vector{State::kFailed, State::kFailed});
  CHECK(bench.lookup.pending() == 0);
  bench.now += 60s;
  CHECK(bench.ask() == State::kFailed);
  CHECK_FALSE(bench.pending);
  CHECK_FALSE(bench.park(3));
}

TEST_CASE("who goes on may ask about others, and park again", "[ss7][serving]") {
  ServingLookupConfig config = config_of();
  config.parking = {1, 100};
  std::vector<std::uint64_t> order;
  Network network;
  std::uint32_t id = 0;
  ServingMscLookup* self = nullptr;
  ServingMscLookup lookup(
      config, 1, network, [&] { return ++id; },
      [&](const RelayedUnit& unit) {
        order.push_back(unit.tag);
        if (unit.tag == 2) return;
        CHECK(self->ask(kOther, 102s).pending);
        const Octets octets = from_hex("01");
        CHECK(self->park(kOther, {2, {10}, {30}, kNetworkSide, octets}, nullptr));
      });
  self = &lookup;
  lookup.ask(kSender, 100s);
  const Octets octets = from_hex("0102");
  CHECK(lookup.park(kSender, {1, {10}, {30}, kNetworkSide, octets}, nullptr));
  lookup.tick(102s);
  CHECK(order == Tags{1});
  CHECK(lookup.pending() == 1);
  lookup.tick(104s);
  CHECK(order == Tags{1, 2});
}
