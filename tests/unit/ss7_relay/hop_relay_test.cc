#include "smsc-proxy/ss7/relay/hop_relay.hh"

#include <algorithm>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"
#include "tests/support/relay_outside.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using namespace std::chrono_literals;

namespace {

constexpr TransactionId kSmscId{0x00000A01, 4};
constexpr TransactionId kMscId{0x00000B02, 4};
constexpr auto kNow = std::chrono::nanoseconds(1s);

constexpr std::string_view kGood = "040a81900000001000004280219000000002c834";
constexpr std::string_view kBad = "040a81900000001000004280219000000002c866";

Octets argument(std::string_view tpdu, bool more = false) {
  ForwardSm message;
  message.destination = {RpDestinationKind::kImsi, imsi("001010900000001").octets()};
  message.origin = {RpOriginKind::kServiceCentre, address("84900000099").octets()};
  message.user_data = keep(from_hex(tpdu));
  message.more_messages = more;
  return written(encode_forward_sm(message, operation::kMtForwardSm, MapVersion::k3, buffer));
}

const ApplicationContext kMtRelay{context::kShortMsgMtRelay, 3};

class Bench {
 public:
  explicit Bench(HopRelayConfig config = {}) : relay(config, 0x1234567887654321ULL, outside) {}

  /// One message from the SMSC to the MSC, or back.
  void take(std::uint8_t side, const Octets& tcap, std::size_t max_size = kMaxSignalUnit) {
    const Octets smsc = party("84900000099", subsystem::kMsc);
    const Octets msc = party("84900000077", subsystem::kMsc);
    SccpUnitdata unitdata;
    unitdata.called = side == kSmscSide ? msc : smsc;
    unitdata.calling = side == kSmscSide ? smsc : msc;
    unitdata.data = tcap;
    unitdata.local_reference = 7;
    unitdata.return_on_error = return_on_error;
    const auto plan = plan_unitdata(unitdata, max_size);
    REQUIRE(plan);
    units.clear();
    for (std::size_t i = 0; i < plan->count; ++i) {
      units.push_back(written(encode_unitdata(unitdata, *plan, i, buffer)));
      relay.take({++tag, {10}, {30}, side, units.back()}, now);
    }
  }
  /// A dialogue of the SMSC's that begins with these messages.
  void begin(const std::vector<Octets>& parameters, std::size_t max_size = kMaxSignalUnit) {
    auto dialogue = TcapBuilder::begin(kSmscId).request(kMtRelay);
    std::int8_t invoke_id = 0;
    for (const Octets& parameter : parameters)
      dialogue.invoke(++invoke_id, operation::kMtForwardSm, parameter);
    take(kSmscSide, written(dialogue.encode(buffer)), max_size);
  }
  void begin(const Octets& parameter, std::size_t max_size = kMaxSignalUnit) {
    begin(std::vector<Octets>{parameter}, max_size);
  }
  /// A dialogue that begins with nothing in it, and that the MSC accepts.
  void open() {
    begin(std::vector<Octets>{});
    const Octets name = context_name(context::kShortMsgMtRelay, MapVersion::k3);
    take(kNetworkSide, written(TcapBuilder::proceed(kMscId, kSmscId).accept(name).encode(buffer)));
  }
  /// A message of the SMSC's in a dialogue in which the other end has this number.
  void proceed(TransactionId with, const Octets& parameter, std::int8_t invoke_id = 1) {
    take(kSmscSide, written(TcapBuilder::proceed(kSmscId, with)
                                .invoke(invoke_id, operation::kMtForwardSm, parameter)
                                .encode(buffer)));
  }
  /// The TCAP message of the last thing sent.
  TcapMessage last_tcap() {
    const auto sccp = decode_sccp(outside.sent.back().octets);
    REQUIRE(sccp);
    called = sccp->called.digits();
    const auto tcap = decode_tcap(sccp->data);
    REQUIRE(tcap);
    return *tcap;
  }
  std::vector<std::string> ways() const {
    std::vector<std::string> out;
    for (const auto& one : outside.sent)
      out.push_back(one.how);
    return out;
  }

  Outside outside;
  HopRelay relay;
  std::chrono::nanoseconds now = kNow;
  std::uint64_t tag = 0;
  bool return_on_error = false;
  std::vector<Octets> units;
  TitleDigits called;
};

using Ways = std::vector<std::string>;

}  // namespace

TEST_CASE("an accepted message leaves as it came, and its result settles it") {
  Bench bench;
  bench.begin(argument(kGood));
  REQUIRE(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.sent[0].octets == bench.units[0]);
  CHECK(bench.relay.dialogues().size() == 1);
  CHECK(bench.outside.asked[0].direction == ForwardDirection::kMobileTerminated);
  CHECK(bench.outside.asked[0].version == MapVersion::k3);
  bench.take(kNetworkSide,
             written(TcapBuilder::end(kSmscId).result(1, operation::kMtForwardSm).encode(buffer)));
  CHECK(bench.ways() == Ways{"pass", "pass"});
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});
  CHECK(bench.relay.dialogues().size() == 0);
  CHECK(bench.outside.notes.empty());
}

TEST_CASE("a refused message is answered with the AARE, and nothing of it passes") {
  Bench bench;
  bench.begin(argument(kBad));
  REQUIRE(bench.ways() == Ways{"answer"});
  const TcapMessage answer = bench.last_tcap();
  CHECK(bench.called.view() == "84900000099");
  CHECK(answer.type == TcapType::kEnd);
  CHECK(answer.destination == kSmscId);
  CHECK(answer.dialogue.context == kMtRelay);
  CHECK(answer.components.begin()->code.local == map_error::kIllegalSubscriber);
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("a dropped message gets no answer and leaves no dialogue") {
  Bench bench;
  bench.outside.action = Action::kDrop;
  bench.begin(argument(kBad));
  CHECK(bench.ways().empty());
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("a message behind an empty Begin is refused, and the far end's half is ended") {
  Bench bench;
  bench.open();
  bench.proceed(kMscId, argument(kBad));
  REQUIRE(bench.ways() == Ways{"pass", "pass", "send_on", "answer"});
  const TcapMessage answer = bench.last_tcap();
  CHECK(answer.type == TcapType::kEnd);
  CHECK(answer.dialogue.kind == DialogueKind::kNone);  // accepted already, by the far end
  bench.outside.sent.pop_back();
  const TcapMessage abort = bench.last_tcap();
  CHECK(bench.called.view() == "84900000077");
  CHECK(abort.type == TcapType::kAbort);
  CHECK(abort.destination == kMscId);
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("more messages to send: the dialogue stays open with us, until one may pass") {
  Bench bench;
  bench.outside.action = Action::kAbsorb;
  bench.begin(argument(kBad, true));
  REQUIRE(bench.ways() == Ways{"answer"});
  const TcapMessage first = bench.last_tcap();
  CHECK(first.type == TcapType::kContinue);
  CHECK(first.destination == kSmscId);
  const TransactionId ours = first.originating;
  CHECK(ours.present());
  bench.proceed(ours, argument(kBad, true), 2);
  CHECK(bench.last_tcap().type == TcapType::kContinue);
  CHECK(bench.last_tcap().originating == ours);
  bench.proceed(ours, argument(kGood), 2);
  // It has no way to the far end: the centre is to send it again, in a dialogue of its own.
  const TcapMessage last = bench.last_tcap();
  CHECK(last.type == TcapType::kEnd);
  CHECK(last.components.begin()->code.local == map_error::kSubscriberBusyForMtSms);
  CHECK(bench.ways() == Ways{"answer", "answer", "answer"});
  CHECK(bench.outside.outcomes == Outcomes{{3, Outcome::kBlocked}});
  REQUIRE(bench.outside.refusals.size() == 1);
  CHECK(bench.outside.refusals.front().second.answer.error == map_error::kSubscriberBusyForMtSms);
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("a second message behind a good one is judged too") {
  Bench bench;
  bench.begin({argument(kGood), argument(kBad)});
  REQUIRE(bench.ways() == Ways{"answer"});
  CHECK(bench.last_tcap().components.begin()->invoke_id == 2);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kBlocked}});
}

TEST_CASE("good messages before a bad one in the same unit go no further, each of them") {
  Bench bench;
  bench.begin({argument(kGood), argument(kGood), argument(kBad)});
  REQUIRE(bench.ways() == Ways{"answer"});
  auto outcomes = bench.outside.outcomes;
  std::sort(outcomes.begin(), outcomes.end());
  CHECK(outcomes == Outcomes{{1, Outcome::kBlocked}, {2, Outcome::kBlocked}});
  CHECK(bench.outside.refusals.size() == 2);
}

TEST_CASE("of several good messages each is settled once") {
  Bench bench;
  bench.begin({argument(kGood), argument(kGood)});
  bench.take(kNetworkSide,
             written(TcapBuilder::end(kSmscId).error(2, map_error::kSystemFailure).encode(buffer)));
  CHECK(bench.outside.outcomes ==
        Outcomes{{1, Outcome::kDelivered}, {2, Outcome::kRefusedUpstream}});
}

TEST_CASE("an operation code that is an object identifier is judged, not overlooked") {
  Bench bench;
  // Begin, originating id, one invoke with the code 06 03 04 00 00.
  bench.take(kSmscSide, from_hex("6214 4804 00000a01 6c0c a10a 020101 0603040000 3000"));
  REQUIRE(bench.outside.asked.size() == 1);
  CHECK(bench.outside.asked[0].code == 0);
  CHECK(bench.outside.asked[0].invoke_id == 1);
}

TEST_CASE("a message in the last word of a dialogue is refused, and the far end is told") {
  Bench bench;
  bench.open();
  bench.take(kSmscSide, written(TcapBuilder::end(kMscId)
                                    .invoke(1, operation::kMtForwardSm, argument(kBad))
                                    .encode(buffer)));
  REQUIRE(bench.ways() == Ways{"pass", "pass", "send_on"});
  CHECK(bench.last_tcap().type == TcapType::kAbort);
  CHECK(bench.last_tcap().destination == kMscId);
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("a Begin that comes back from the other side is a loop") {
  Bench bench;
  bench.begin(argument(kGood));
  const Octets unit = bench.units[0];
  bench.relay.take({99, {30}, {10}, kNetworkSide, unit}, bench.now);
  CHECK(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.notes[RelayNote::kLoop] == 1);
  // The same number again from its own side is a new dialogue.
  bench.begin(argument(kGood));
  CHECK(bench.ways() == Ways{"pass", "pass"});
}

TEST_CASE("what is no TCAP is answered where somebody waits, and never passes") {
  Bench bench;
  Octets broken = written(TcapBuilder::begin(kSmscId).encode(buffer));
  broken.insert(broken.end(), {std::byte{0x6C}, std::byte{0x05}, std::byte{0xA1}});
  broken[1] = static_cast<std::byte>(broken.size() - 2);
  bench.take(kSmscSide, broken);
  REQUIRE(bench.ways() == Ways{"answer"});
  CHECK(bench.last_tcap().type == TcapType::kAbort);
  CHECK(bench.last_tcap().p_abort_cause.has_value());
  bench.take(kSmscSide, from_hex("00"));
  CHECK(bench.ways() == Ways{"answer"});
  CHECK(bench.outside.notes[RelayNote::kBadTcap] == 2);
  const Octets nothing = from_hex("09 00 03");
  bench.relay.take({1, {10}, {30}, kSmscSide, nothing}, bench.now);
  CHECK(bench.outside.notes[RelayNote::kBadSccp] == 1);
}

TEST_CASE("an argument that cannot be read is put before the judge as such") {
  Bench bench;
  bench.begin(from_hex("3003040100"));
  CHECK(bench.outside.unreadable == 1);
}

TEST_CASE("segments are held, judged joined, and released unchanged in order") {
  Bench bench;
  bench.begin(argument(kGood), 80);
  REQUIRE(bench.units.size() > 1);
  REQUIRE(bench.outside.sent.size() == bench.units.size());
  for (std::size_t i = 0; i < bench.units.size(); ++i) {
    CHECK(bench.outside.sent[i].octets == bench.units[i]);
    CHECK(bench.outside.sent[i].tag == i + 1);
  }
  bench.outside.sent.clear();
  bench.begin(argument(kBad), 80);
  CHECK(bench.ways() == Ways{"answer"});
}

TEST_CASE("traffic of a dialogue that nobody saw begin passes, and is judged") {
  Bench bench;
  bench.proceed(kMscId, argument(kGood));
  CHECK(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.notes[RelayNote::kUnknownDialogue] == 1);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});
  bench.proceed(kMscId, argument(kBad));
  CHECK(bench.ways() == Ways{"pass", "send_on", "answer"});
}

TEST_CASE("a dialogue that stays silent is given up, and its message with it") {
  HopRelayConfig config;
  config.dialogue_timeout = 5s;
  Bench bench(config);
  bench.begin(argument(kGood));
  bench.relay.tick(bench.now + 5s - 1ns);
  CHECK(bench.relay.dialogues().size() == 1);
  bench.relay.tick(bench.now + 5s);
  CHECK(bench.relay.dialogues().size() == 0);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kTimedOut}});
  CHECK(bench.outside.notes[RelayNote::kDialogueTimeout] == 1);
}

TEST_CASE("at the end open messages are settled, segments given up, and nothing is sent") {
  Bench bench;
  bench.begin(argument(kGood));
  const auto ways = bench.ways();
  bench.relay.release();
  bench.relay.release();
  CHECK(bench.ways() == ways);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kTimedOut}});
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("what a network returns, and operations that carry no message, pass") {
  Bench bench;
  const Octets returned = from_hex("0a 01 03 05 07 02 4208 02 4206 03 62aabb");
  bench.relay.take({1, {10}, {30}, kSmscSide, returned}, bench.now);
  CHECK(bench.outside.sent.back().octets == returned);
  bench.take(kSmscSide, written(TcapBuilder::begin(kSmscId).invoke(1, 2, {}).encode(buffer)));
  CHECK(bench.ways() == Ways{"pass", "pass"});
  CHECK(bench.outside.messages == 0);
}

TEST_CASE("a diverted message takes what follows in its dialogue along") {
  Bench bench;
  bench.outside.kind = MapDecision::Kind::kDivert;
  bench.begin(argument(kBad));
  REQUIRE(bench.ways() == Ways{"divert"});
  CHECK(bench.outside.sent[0].tag == 7);
  CHECK(bench.outside.sent[0].octets == bench.units[0]);
  bench.take(kNetworkSide, written(TcapBuilder::proceed(kMscId, kSmscId).encode(buffer)));
  bench.take(kSmscSide, written(TcapBuilder::proceed(kSmscId, kMscId).encode(buffer)));
  CHECK(bench.ways() == Ways{"divert", "pass", "divert"});
  bench.take(kNetworkSide,
             written(TcapBuilder::end(kSmscId).result(1, operation::kMtForwardSm).encode(buffer)));
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});
}

TEST_CASE("a returned message comes back where its sender asks for it, and only there") {
  Bench bench;
  bench.outside.kind = MapDecision::Kind::kReturn;
  bench.begin(argument(kBad));
  CHECK(bench.ways().empty());
  bench.return_on_error = true;
  bench.begin(argument(kBad));
  REQUIRE(bench.ways() == Ways{"answer"});
  const auto back = decode_sccp(bench.outside.sent[0].octets);
  REQUIRE(back);
  CHECK(back->type == SccpType::kUdts);
  CHECK(back->cause == ReturnCause::kNoTranslation);
  CHECK(back->called.digits().view() == "84900000099");
  CHECK(bench.relay.dialogues().size() == 0);
  bench.outside.sent.clear();
  bench.begin(argument(kBad), 80);
  REQUIRE(bench.units.size() > 1);
  CHECK(bench.ways() == Ways{"answer"});
}

TEST_CASE("a message whose judge waits leaves nothing behind until it is given again") {
  Bench bench;
  bench.outside.wait = true;
  bench.begin(argument(kGood));
  CHECK(bench.ways().empty());
  CHECK(bench.relay.dialogues().size() == 0);
  bench.outside.wait = false;
  const Octets unit = bench.units[0];
  bench.relay.take({bench.tag, {10}, {30}, kSmscSide, unit}, bench.now);
  CHECK(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.messages == 1);
  CHECK(bench.outside.notes.empty());
}

TEST_CASE("nobody waits in a passive relay: what waited would pass twice") {
  HopRelayConfig config;
  config.passive = true;
  Bench bench(config);
  bench.outside.wait = true;
  bench.begin(argument(kGood));
  CHECK(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.messages == 1);
  CHECK(bench.relay.dialogues().size() == 1);
}

TEST_CASE("a passive relay judges, and passes everything at once and unchanged") {
  HopRelayConfig config;
  config.passive = true;
  Bench bench(config);
  bench.begin(argument(kBad));
  REQUIRE(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.messages == 1);
  bench.take(kNetworkSide,
             written(TcapBuilder::end(kSmscId).result(1, operation::kMtForwardSm).encode(buffer)));
  CHECK(bench.ways() == Ways{"pass", "pass"});
  CHECK(bench.relay.dialogues().size() == 0);
  bench.outside.sent.clear();
  bench.take(kSmscSide, from_hex("00"));
  CHECK(bench.ways() == Ways{"pass"});
  CHECK(bench.outside.notes[RelayNote::kBadTcap] == 1);
  bench.outside.sent.clear();
  bench.begin(argument(kBad), 80);
  CHECK(bench.ways() == Ways(bench.units.size(), "pass"));
  CHECK(bench.outside.messages == 2);
}

namespace {

using Answered = std::vector<std::pair<std::uint32_t, int>>;

/// Queries of the centre, and the HLR's answers.
struct QueryBench {
  explicit QueryBench(HopRelayConfig config = {}) : relay(config, 7, outside) {}

  void take(std::uint8_t side, const Octets& tcap) {
    const Octets centre = party("84900000099", subsystem::kMsc);
    const Octets hlr = party("84900000006", subsystem::kHlr);
    SccpUnitdata unitdata;
    unitdata.called = side == kSmscSide ? hlr : centre;
    unitdata.calling = side == kSmscSide ? centre : hlr;
    unitdata.data = tcap;
    const auto plan = plan_unitdata(unitdata);
    REQUIRE(plan);
    const Octets unit = written(encode_unitdata(unitdata, *plan, 0, buffer));
    relay.take({1, {10}, {30}, side, unit}, kNow);
  }
  void ask(std::uint8_t version = 3, std::int8_t invoke_id = 5) {
    take(kSmscSide,
         written(TcapBuilder::begin(kSmscId)
                     .request({context::kShortMsgGateway, version})
                     .invoke(invoke_id, operation::kSendRoutingInfoForSm, from_hex("3000"))
                     .encode(buffer)));
  }

  Outside outside;
  HopRelay relay;
};

}  // namespace

TEST_CASE("the result of a query that has passed is told, once, with its version") {
  QueryBench bench;
  for (const std::uint8_t version : {std::uint8_t{2}, std::uint8_t{3}}) {
    bench.ask(version);
    bench.take(kNetworkSide,
               written(TcapBuilder::end(kSmscId)
                           .result(5, operation::kSendRoutingInfoForSm, from_hex("3000"))
                           .result(5, operation::kSendRoutingInfoForSm, from_hex("3000"))
                           .encode(buffer)));
  }
  CHECK(bench.outside.answered == Answered{{1, 2}, {2, 3}});
  CHECK(bench.outside.outcomes.empty());
}

TEST_CASE("a relay that only looks on tells of results too") {
  HopRelayConfig config;
  config.passive = true;
  QueryBench bench(config);
  bench.ask();
  bench.take(kNetworkSide,
             written(TcapBuilder::end(kSmscId)
                         .result(5, operation::kSendRoutingInfoForSm, from_hex("3000"))
                         .encode(buffer)));
  CHECK(bench.outside.answered == Answered{{1, 3}});
}

TEST_CASE("no result is told of a query that was refused, by us or by the HLR") {
  QueryBench bench;
  const auto result = [&](std::uint8_t side, std::int8_t invoke_id) {
    bench.take(side,
               written(TcapBuilder::end(kSmscId)
                           .result(invoke_id, operation::kSendRoutingInfoForSm, from_hex("3000"))
                           .encode(buffer)));
  };
  bench.ask();
  result(kNetworkSide, 6);  // another invoke's
  bench.ask();
  bench.take(
      kNetworkSide,
      written(TcapBuilder::end(kSmscId).error(5, map_error::kUnknownSubscriber).encode(buffer)));
  bench.outside.refuse_queries = true;
  bench.ask();
  result(kNetworkSide, 5);
  CHECK(bench.outside.queries == 2);
  CHECK(bench.outside.answered.empty());
}

TEST_CASE("an earlier message of a dialogue that is blocked is settled") {
  Bench bench;
  bench.begin(argument(kGood, true));
  bench.take(kNetworkSide, written(TcapBuilder::proceed(kMscId, kSmscId).encode(buffer)));
  bench.proceed(kMscId, argument(kBad, true), 2);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kTimedOut}});
  // What the far end still says of its half does not end ours.
  bench.take(kNetworkSide, written(TcapBuilder::end(kSmscId).encode(buffer)));
  CHECK(bench.relay.dialogues().size() == 1);
  bench.take(kSmscSide, written(TcapBuilder::end(kMscId).encode(buffer)));
  CHECK(bench.relay.dialogues().size() == 0);
}

TEST_CASE("the half of a diverted dialogue is ended where it is") {
  Bench bench;
  bench.outside.kind = MapDecision::Kind::kDivert;
  bench.begin(argument(kBad, true));
  bench.take(kNetworkSide, written(TcapBuilder::proceed(kMscId, kSmscId).encode(buffer)));
  bench.outside.kind.reset();
  bench.proceed(kMscId, argument(kBad), 2);
  REQUIRE(bench.ways() == Ways{"divert", "pass", "divert", "answer"});
  bench.outside.sent.pop_back();
  CHECK(bench.last_tcap().type == TcapType::kAbort);
}
