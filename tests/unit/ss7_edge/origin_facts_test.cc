#include "smsc-proxy/ss7/edge/origin_facts.hh"

#include <memory>
#include <string>
#include <vector>

#include "filters/origin/origin_rules.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/ss7/edge/route_table.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"
#include "tests/support/relay_outside.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using namespace std::chrono_literals;

namespace {

using QueryState = PrecedingQuery::State;
using ServingState = ServingLookup::State;

constexpr std::string_view kOurTitle = "84900000050";
constexpr std::string_view kHlr = "84900000006";
constexpr std::string_view kMsc = "84900000077";
constexpr std::string_view kCentre = "84900000099";
constexpr std::string_view kImsi = "001010900000001";
constexpr std::string_view kSender = "84900001001";
constexpr std::string_view kDeliver = "040a81900000001000004280219000000002c834";
constexpr std::string_view kSubmit = "01050991090000 00f2000005c8329bfd06";

Ss7Config with_lookup() {
  Ss7Config config;
  config.serving_lookup.emplace();
  config.serving_lookup->own_title = kOurTitle;
  config.serving_lookup->service_centre = kCentre;
  return config;
}

/// The relay with the facts of its judge, who lets everything pass.
class Bench final : public Outside {
 public:
  struct Seen {
    QueryState query;
    std::string calling;
    std::string service_centre;
    ServingState serving;
    std::string msc;
    std::string imsi;
  };

  explicit Bench(const Ss7Config& config = {}, const std::vector<std::string>& own = {"8490"})
      : relay({}, 7, *this),
        facts({config, *this, 7, [this] { return ++drawn << 32U; },
               [this](const RelayedUnit& unit) { relay.take(unit, now); }}) {
    origin::OriginSpec spec;
    spec.own_numbers = own;
    auto rules = origin::OriginRules::build(spec, {});
    REQUIRE(rules);
    ruleset.set(std::move(*rules));
  }

  MapDecision judge(const MapQuestion& question) override {
    context.read(question, {"peer", PeerSide::kOutside, Trust::kPartner, 0}, {now, now_wall});
    MapDecision decision;
    if (!facts.add(question, context, ruleset, now)) {
      decision.kind = MapDecision::Kind::kWait;
      return decision;
    }
    const Ss7Facts& found = context.facts();
    if (question.message != nullptr) {
      seen.push_back({found.query.state, std::string(found.query.calling),
                      std::string(found.query.service_centre), found.serving.state,
                      std::string(found.serving.msc), std::string(found.serving.imsi)});
    }
    decision.query = facts.passed(context.context(), now);
    return decision;
  }
  void query_answered(std::uint32_t query, const Component& result, MapVersion version) override {
    facts.query_answered(query, result, version, now);
  }

  void take(std::uint8_t side, std::string_view from, std::string_view to, const TcapBuilder& tcap,
            std::size_t max_size = kMaxSignalUnit) {
    const Octets data = written(tcap.encode(buffer));
    const Octets calling = party(from, subsystem::kMsc);
    const Octets called = party(to, subsystem::kMsc);
    SccpUnitdata unitdata;
    unitdata.called = called;
    unitdata.calling = calling;
    unitdata.data = data;
    unitdata.local_reference = 9;
    const auto plan = plan_unitdata(unitdata, max_size);
    REQUIRE(plan);
    for (std::size_t i = 0; i < plan->count; ++i) {
      const RelayedUnit unit{
          ++tag, {10}, {20}, side, written(encode_unitdata(unitdata, *plan, i, buffer))};
      if (!facts.take(unit, now)) relay.take(unit, now);
    }
  }

  /// From here on the queries before messages are known.
  void settle_in() {
    query(kCentre, kCentre, "001019999999999");
    now += 90s;
  }
  /// A query and its answer pass.
  void query(std::string_view calling, std::string_view centre, std::string_view imsi_digits) {
    const TransactionId id{++dialogue, 4};
    RoutingInfoRequest request;
    request.msisdn = address(kSender);
    request.service_centre = address(centre);
    take(kNetworkSide, calling, kHlr,
         TcapBuilder::begin(id)
             .request({context::kShortMsgGateway, 3})
             .invoke(1, operation::kSendRoutingInfoForSm,
                     written(encode_routing_info_request(request, MapVersion::k3, buffer))));
    take(kSmscSide, kHlr, calling,
         TcapBuilder::end(id).result(1, operation::kSendRoutingInfoForSm, routing(imsi_digits)));
  }
  Octets routing(std::string_view imsi_digits) {
    RoutingInfoResult result;
    result.imsi = imsi(imsi_digits);
    result.network_node = address(kMsc);
    return written(encode_routing_info_result(result, MapVersion::k3, buffer));
  }

  Octets terminated(std::string_view imsi_digits) {
    ForwardSm message;
    message.destination = {RpDestinationKind::kImsi, imsi(imsi_digits).octets()};
    message.origin = {RpOriginKind::kServiceCentre, address(kCentre).octets()};
    message.user_data = keep(from_hex(kDeliver));
    return written(encode_forward_sm(message, operation::kMtForwardSm, MapVersion::k3, buffer));
  }
  Octets originated(std::string_view msisdn) {
    ForwardSm message;
    message.destination = {RpDestinationKind::kServiceCentre, address(kCentre).octets()};
    message.origin = {RpOriginKind::kMsisdn, address(msisdn).octets()};
    message.user_data = keep(from_hex(kSubmit));
    return written(encode_forward_sm(message, operation::kMoForwardSm, MapVersion::k3, buffer));
  }
  void to_handset(std::string_view imsi_digits, std::string_view calling = kCentre) {
    take(kNetworkSide, calling, kMsc,
         TcapBuilder::begin({++dialogue, 4})
             .request({context::kShortMsgMtRelay, 3})
             .invoke(1, operation::kMtForwardSm, terminated(imsi_digits)));
  }
  void from_handset(std::string_view msisdn = kSender, std::size_t max_size = kMaxSignalUnit) {
    take(kNetworkSide, kMsc, kCentre,
         TcapBuilder::begin({++dialogue, 4})
             .request({context::kShortMsgMoRelay, 3})
             .invoke(1, operation::kMoForwardSm, originated(msisdn)),
         max_size);
  }
  /// The HLR answers our last query.
  void hlr_answers(std::uint8_t side = kNetworkSide) {
    const auto sccp = decode_sccp(last("originate")->octets);
    REQUIRE(sccp);
    const auto tcap = decode_tcap(sccp->data);
    REQUIRE(tcap);
    take(side, kHlr, kOurTitle,
         TcapBuilder::end(tcap->originating)
             .result(1, operation::kSendRoutingInfoForSm, routing(kImsi)));
  }

  const Sent* last(std::string_view how) const {
    for (auto one = sent.rbegin(); one != sent.rend(); ++one)
      if (one->how == how) return &*one;
    return nullptr;
  }
  std::vector<std::string> ways() const {
    std::vector<std::string> out;
    for (const Sent& one : sent)
      out.push_back(one.how + " " + std::to_string(one.tag));
    return out;
  }

  HopRelay relay;
  OriginFacts facts;
  MapContext context;
  Ruleset ruleset;
  std::chrono::nanoseconds now = 1h;
  std::chrono::microseconds now_wall = 1h;
  std::uint64_t tag = 0;
  std::uint32_t dialogue = 0;
  std::uint64_t drawn = 0x0A000000;
  std::vector<Seen> seen;
};

using Ways = std::vector<std::string>;

}  // namespace

TEST_CASE("a message to a handset comes with the query whose answer gave its IMSI") {
  Bench bench;
  bench.to_handset(kImsi);
  CHECK(bench.seen.back().query == QueryState::kNotFollowed);
  bench.settle_in();
  bench.query("84900000010", "84900000098", kImsi);
  bench.to_handset(kImsi);
  CHECK(bench.seen.back().query == QueryState::kFound);
  CHECK(bench.seen.back().calling == "84900000010");
  CHECK(bench.seen.back().service_centre == "84900000098");
  bench.now += 60s;
  bench.facts.tick(bench.now);
  bench.to_handset(kImsi);
  CHECK(bench.seen.back().query == QueryState::kNone);
  CHECK(bench.facts.queries()->size() == 0);
}

TEST_CASE("the asker of a query is compared with the message's own titles") {
  Bench bench;
  bench.settle_in();
  bench.query(kCentre, kCentre, kImsi);
  bench.query("99900000001", "99900000002", kImsi);
  bench.to_handset(kImsi, kCentre);
  CHECK(bench.seen.back().calling == kCentre);
  bench.to_handset(kImsi, "99900000009");
  CHECK(bench.seen.back().calling == kCentre);  // the service centre is more alike
}

TEST_CASE("queries that are not followed are not remembered, and nothing is said of them") {
  Ss7Config config;
  config.queries.follow = false;
  Bench bench(config);
  bench.query(kCentre, kCentre, kImsi);
  bench.to_handset(kImsi);
  CHECK(bench.seen.back().query == QueryState::kNotFollowed);
  CHECK(bench.facts.queries() == nullptr);
}

TEST_CASE("what is known of the query already stays") {
  Bench bench;
  bench.query(kCentre, kCentre, kImsi);
  bench.to_handset(kImsi);
  bench.context.know({QueryState::kFound, "84900000033", "84900000034"});
  const RelayedUnit unit;
  const SccpMessage sccp;
  const TcapMessage tcap;
  const Component component;
  const MapQuestion question{unit, sccp, tcap, component, {}, std::nullopt, nullptr, std::nullopt};
  CHECK(bench.facts.add(question, bench.context, bench.ruleset, bench.now));
  CHECK(bench.context.facts().query.calling == "84900000033");
}

TEST_CASE("a message from a handset waits for the answer to where its sender is served") {
  Bench bench(with_lookup());
  bench.from_handset();
  REQUIRE(bench.ways() == Ways{"originate 1"});  // the network's side
  CHECK(bench.seen.empty());
  CHECK(bench.facts.lookup()->parked().messages() == 1);
  bench.hlr_answers();
  CHECK(bench.ways() == Ways{"originate 1", "pass 1"});  // the answer itself does not pass
  REQUIRE(bench.seen.size() == 1);
  CHECK(bench.seen[0].serving == ServingState::kFound);
  CHECK(bench.seen[0].msc == kMsc);
  CHECK(bench.seen[0].imsi == kImsi);
  CHECK(bench.relay.dialogues().size() == 1);

  bench.from_handset();
  CHECK(bench.ways() == Ways{"originate 1", "pass 1", "pass 3"});
  CHECK(bench.seen.back().serving == ServingState::kFound);
}

TEST_CASE("the HLR may be on the other side") {
  Ss7Config config = with_lookup();
  config.serving_lookup->side = link::Side::kSmsc;
  config.serving_lookup->version = 2;
  Bench bench(config);
  bench.from_handset();
  REQUIRE(bench.ways() == Ways{"originate 0"});
  const auto sccp = decode_sccp(bench.sent[0].octets);
  REQUIRE(sccp);
  CHECK(decode_tcap(sccp->data)->dialogue.context ==
        ApplicationContext{context::kShortMsgGateway, 2});
  CHECK(sccp->calling.digits().view() == kOurTitle);
  bench.hlr_answers(kNetworkSide);  // not the side that was asked
  CHECK(bench.seen.empty());
}

TEST_CASE("without an answer in time the message goes on, and nothing is known") {
  Ss7Config config = with_lookup();
  config.serving_lookup->timeout = 500ms;
  Bench bench(config);
  bench.from_handset();
  bench.now += 500ms - 1ns;
  bench.facts.tick(bench.now);
  CHECK(bench.seen.empty());
  bench.now += 1ns;
  bench.facts.tick(bench.now);
  REQUIRE(bench.seen.size() == 1);
  CHECK(bench.seen[0].serving == ServingState::kFailed);
  CHECK(bench.ways() == Ways{"originate 1", "pass 1"});
}

TEST_CASE("segments of a message that waits leave in order, unchanged in number") {
  Bench bench(with_lookup());
  bench.from_handset(kSender, 90);
  REQUIRE(bench.ways() == Ways{"originate 1"});
  const std::uint64_t segments = bench.tag;
  REQUIRE(segments >= 2);
  bench.hlr_answers();
  Ways expected{"originate 1"};
  for (std::uint64_t i = 1; i <= segments; ++i)
    expected.push_back("pass " + std::to_string(i));
  CHECK(bench.ways() == expected);
  CHECK(bench.seen.back().serving == ServingState::kFound);
}

TEST_CASE("what was judged in part cannot wait any more") {
  Bench bench(with_lookup());
  bench.take(kNetworkSide, kMsc, kCentre,
             TcapBuilder::begin({++bench.dialogue, 4})
                 .request({context::kShortMsgMoRelay, 3})
                 .invoke(1, operation::kMtForwardSm, bench.terminated(kImsi))
                 .invoke(2, operation::kMoForwardSm, bench.originated(kSender)));
  REQUIRE(bench.seen.size() == 2);
  CHECK(bench.seen[1].serving == ServingState::kFailed);
  CHECK(bench.ways() == Ways{"originate 1", "pass 1"});
}

TEST_CASE("where there is no room to wait the message goes on") {
  Ss7Config config = with_lookup();
  config.serving_lookup->max_parked = 1;
  Bench bench(config);
  bench.from_handset();
  bench.from_handset();
  REQUIRE(bench.seen.size() == 1);
  CHECK(bench.seen[0].serving == ServingState::kFailed);
  CHECK(bench.ways() == Ways{"originate 1", "pass 2"});
}

TEST_CASE("at the end all that waits goes on") {
  Bench bench(with_lookup());
  bench.from_handset();
  bench.facts.release_all(bench.now);
  CHECK(bench.ways() == Ways{"originate 1", "pass 1"});
  bench.from_handset("84900001002");
  CHECK(bench.ways() == Ways{"originate 1", "pass 1", "pass 2"});
}

TEST_CASE("nobody is looked up without a section, by one who only looks on, or of other numbers") {
  const auto states = [](Bench& bench) {
    bench.from_handset();
    CHECK(bench.last("originate") == nullptr);
    return bench.seen.back().serving;
  };
  Bench plain;
  CHECK(states(plain) == ServingState::kNone);
  Ss7Config config = with_lookup();
  config.mode = RelayMode::kMonitor;
  Bench monitor(config);
  CHECK(states(monitor) == ServingState::kNone);
  CHECK(monitor.facts.lookup() == nullptr);
  Bench others(with_lookup(), {"8491"});
  CHECK(states(others) == ServingState::kNone);
}
