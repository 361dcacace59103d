// Short messages through the home router.
#include <string>

#include "tests/catch.hh"
#include "tests/support/home_router_bench.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using namespace std::chrono_literals;
using Bench = HomeBench;

namespace {

/// A message to an id that says that more are to follow, and the MSC's result, upon which the
/// dialogue stays open. Our number toward the MSC.
TransactionId deliver_the_first(Bench& bench, std::string_view id) {
  bench.forward(id, kGoodTpdu, MapVersion::k3, kAsker, true);
  const TransactionId ours = bench.sent().tcap.originating;
  const Octets name = Bench::forward_name(MapVersion::k3);
  bench.from_msc(
      written(TcapBuilder::proceed(kFarId, ours).accept(name).result(1, 44).encode(buffer)));
  return ours;
}

}  // namespace

TEST_CASE("a message to a live id reaches the MSC with the real IMSI, and its result comes back") {
  const auto version = GENERATE(MapVersion::k1, MapVersion::k2, MapVersion::k3);
  INFO(static_cast<int>(version));
  Bench bench;
  const std::string id = bench.id(version);
  bench.forward(id, kGoodTpdu, version, "4470000002");  // another title of the same network
  const auto sent = bench.sent();
  const auto came = decode_tcap(decode_sccp(bench.units[0])->data);
  CHECK(sent.how == "originate");
  CHECK(sent.side == kSmscSide);
  CHECK(sent.called() == kMscTitle);
  CHECK(sent.sccp.called.subsystem == subsystem::kMsc);
  CHECK(sent.calling() == kOwnTitle);
  CHECK(sent.tcap.type == TcapType::kBegin);
  CHECK(to_hex(sent.tcap.dialogue.octets) == to_hex(came->dialogue.octets));
  const auto message =
      decode_forward_sm(sent.component().parameter, Bench::forward_code(version), version);
  REQUIRE(message);
  CHECK_FALSE(message->findings.any());
  CHECK(message->destination.imsi().digits().view() == kRealImsi);
  CHECK(message->origin.service_centre().digits().view() == kCentre);
  CHECK(to_hex(message->user_data) == kGoodTpdu);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kLive);
  CHECK(bench.outside.told.back().msisdn == kSubscriber);
  CHECK(bench.outside.told.back().asker == kAsker);
  CHECK(bench.outside.outcomes.empty());

  bench.msc_answers(version);
  const auto answer = bench.sent();
  CHECK(answer.side == kNetworkSide);
  CHECK(answer.called() == "4470000002");
  CHECK(answer.calling() == kOwnTitle);
  CHECK(answer.tcap.destination == kAskerId);
  CHECK(answer.component().kind == ComponentKind::kReturnResultLast);
  CHECK((answer.tcap.dialogue.kind == DialogueKind::kResponse) == Bench::named(version));
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});
  CHECK(bench.router.bridge().deliveries().size() == 0);
  CHECK(bench.router.counters().deliveries == 1);
  CHECK(bench.outside.notes.empty());
}

TEST_CASE("an error of the MSC comes back with its parameter, and settles the message") {
  Bench bench;
  bench.forward(bench.id());
  const Octets parameter = from_hex("300c 0a0105 0407 01c40000000000");
  bench.from_msc(written(TcapBuilder::end(bench.sent().tcap.originating)
                             .accept(Bench::forward_name(MapVersion::k3))
                             .error(1, map_error::kSmDeliveryFailure, parameter)
                             .encode(buffer)));
  CHECK(error_of(bench.sent()) == map_error::kSmDeliveryFailure);
  CHECK(to_hex(bench.sent().component().parameter) == to_hex(parameter));
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kRefusedUpstream}});
}

TEST_CASE("a subscriber whom an SGSN alone serves gets messages there, one with both at the MSC") {
  const bool both = GENERATE(false, true);
  Bench bench;
  bench.query(MapVersion::k3);
  auto result = Bench::served_by_msc();
  result.network_node = address(kSgsnTitle);
  result.gprs_node = true;
  if (both) result.additional_node = address(kMscTitle);
  bench.hlr_answers(MapVersion::k3, result);
  CHECK_FALSE(bench.shown(MapVersion::k3).gprs_node);
  bench.forward(bench.shown(MapVersion::k3).imsi.digits().view());
  CHECK(bench.sent().called() == (both ? kMscTitle : kSgsnTitle));
  CHECK(bench.sent().sccp.called.subsystem == (both ? subsystem::kMsc : subsystem::kSgsn));
}

TEST_CASE("eight messages may follow a query, the ninth is unidentified") {
  const auto version = GENERATE(MapVersion::k1, MapVersion::k2, MapVersion::k3);
  Bench bench;
  const std::string id = bench.id(version);
  for (int i = 0; i < 8; ++i) {
    bench.forward(id, kGoodTpdu, version);
    CHECK(bench.sent().called() == kMscTitle);
    bench.msc_answers(version);
  }
  const auto before = bench.outside.sent.size();
  bench.forward(id, kGoodTpdu, version);
  REQUIRE(bench.outside.sent.size() == before + 1);
  CHECK(bench.sent().how == "answer");
  CHECK(error_of(bench.sent()) == map_error::kUnidentifiedSubscriber);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kUsedUp);
  CHECK(bench.outside.outcomes.back() == std::pair(std::uint64_t{9}, Outcome::kBlocked));
  CHECK(bench.router.recipients().used_up == 1);
  CHECK(bench.router.bridge().deliveries().size() == 0);
}

TEST_CASE("an id that is over, another network's, or never given is delivered to nobody") {
  Bench bench;
  const std::string id = bench.id();
  const auto refused = [&](std::string_view to, std::string_view from, CorrelationState state) {
    const auto before = bench.outside.sent.size();
    bench.forward(to, kGoodTpdu, MapVersion::k3, from);
    REQUIRE(bench.outside.sent.size() == before + 1);
    CHECK(bench.sent().how == "answer");
    CHECK(error_of(bench.sent()) == map_error::kUnidentifiedSubscriber);
    CHECK(bench.outside.told.back().correlation == state);
    CHECK(bench.outside.outcomes.back().second == Outcome::kBlocked);
    // The judge let it pass: the one who did not says so.
    const auto& [event, instead] = bench.outside.refusals.back();
    CHECK(event == bench.outside.events);
    CHECK(instead.answer.error == map_error::kUnidentifiedSubscriber);
  };
  refused(id, kRogue, CorrelationState::kOtherAsker);
  refused(kRealImsi, kAsker, CorrelationState::kNotGiven);
  bench.now += 5min;
  refused(id, kAsker, CorrelationState::kUsedUp);
  CHECK(bench.router.recipients().other_asker == 1);
  CHECK(bench.router.recipients().not_given == 1);
  CHECK(bench.router.recipients().used_up == 1);
  CHECK(bench.router.recipients().misses == 2);
  CHECK(bench.router.counters().deliveries == 0);
  // More messages to come or not, there is no dialogue for them.
  bench.forward(kRealImsi, kGoodTpdu, MapVersion::k3, kAsker, true);
  CHECK(bench.sent().tcap.type == TcapType::kEnd);
  CHECK(bench.router.bridge().half_open().size() == 0);
  // What the judge says stands: absorbed, it learns nothing.
  bench.outside.action = Action::kAbsorb;
  bench.forward(kRealImsi, kBadTpdu);
  CHECK(bench.sent().component().kind == ComponentKind::kReturnResultLast);
  CHECK(bench.router.bridge().deliveries().size() == 0);
}

TEST_CASE("who guesses ids is not looked up for any more, for a minute") {
  auto config = home_config();
  config.misses_per_minute = 3;
  Bench bench(config);
  const std::string id = bench.id();
  for (int i = 0; i < 3; ++i)
    bench.forward("001010000000009");
  bench.forward(id);  // even what is right
  CHECK(error_of(bench.sent()) == map_error::kUnidentifiedSubscriber);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kNotLookedUp);
  CHECK(bench.router.recipients().not_looked_up == 1);
  bench.now += 1min;
  bench.forward(id);
  CHECK(bench.sent().called() == kMscTitle);
  // A subscriber of another network is no guess.
  for (int i = 0; i < 3; ++i)
    bench.forward("234150000000009");
  bench.forward(id);
  CHECK(bench.sent().called() == kMscTitle);
}

TEST_CASE("a message that the judge refuses never leaves") {
  Bench bench;
  const std::string id = bench.id();
  const auto before = bench.outside.sent.size();
  bench.forward(id, kBadTpdu);
  REQUIRE(bench.outside.sent.size() == before + 1);
  CHECK(bench.sent().how == "answer");
  CHECK(error_of(bench.sent()) == map_error::kIllegalSubscriber);
  CHECK(bench.router.bridge().deliveries().size() == 0);
  bench.outside.kind = MapDecision::Kind::kDivert;
  bench.forward(id, kBadTpdu);
  CHECK(bench.outside.sent.back().how == "divert");
  CHECK(bench.outside.sent.back().octets == bench.units[0]);
  CHECK(bench.outside.outcomes == Outcomes{{2, Outcome::kDelivered}});
  bench.outside.wait = true;
  bench.forward(id);
  CHECK(bench.outside.sent.size() == before + 2);
  CHECK(bench.router.bridge().deliveries().size() == 0);
  bench.outside.wait = false;
  const Octets again = bench.units[0];
  bench.router.take({bench.tag, {10}, {30}, kNetworkSide, again}, bench.now);
  CHECK(bench.sent().called() == kMscTitle);
}

TEST_CASE("several messages in one dialogue, both ways") {
  Bench bench;
  const TransactionId ours = deliver_the_first(bench, bench.id());
  const auto first = bench.sent();
  CHECK(first.tcap.type == TcapType::kContinue);
  CHECK(first.tcap.dialogue.kind == DialogueKind::kResponse);
  CHECK(first.tcap.destination == kAskerId);
  const TransactionId shown = first.tcap.originating;
  CHECK_FALSE(shown == kFarId);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});

  // A bad one is answered by us, and the dialogue goes on.
  const auto further = [&](std::string_view to, std::string_view tpdu, bool more) {
    bench.to_us(written(TcapBuilder::proceed(kAskerId, shown)
                            .invoke(2, 44, Bench::message(to, tpdu, MapVersion::k3, more))
                            .encode(buffer)));
  };
  further({}, kBadTpdu, true);
  CHECK(bench.sent().how == "answer");
  CHECK(bench.sent().tcap.type == TcapType::kContinue);
  CHECK(bench.sent().tcap.originating == shown);
  further({}, kGoodTpdu, false);
  const auto second = bench.sent();
  CHECK(second.tcap.type == TcapType::kContinue);
  CHECK(second.tcap.originating == ours);
  CHECK(second.tcap.destination == kFarId);
  const auto message = decode_forward_sm(second.component().parameter, 44, MapVersion::k3);
  REQUIRE(message);
  CHECK(message->destination.kind == RpDestinationKind::kNone);
  CHECK(bench.outside.told.back().correlation == CorrelationState::kLive);
  CHECK(bench.outside.told.back().msisdn == kSubscriber);
  bench.from_msc(written(TcapBuilder::end(ours).result(2, 44).encode(buffer)));
  CHECK(bench.sent().tcap.type == TcapType::kEnd);
  CHECK(bench.sent().tcap.dialogue.kind == DialogueKind::kNone);
  CHECK(bench.router.bridge().deliveries().size() == 0);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}, {3, Outcome::kDelivered}});
}

TEST_CASE("a further message to another id of the same asker is not for this node") {
  Bench bench;
  const std::string id = bench.id();
  const std::string other = bench.id();
  deliver_the_first(bench, id);
  const TransactionId shown = bench.sent().tcap.originating;
  bench.to_us(written(TcapBuilder::proceed(kAskerId, shown)
                          .invoke(2, 44, Bench::message(other, kGoodTpdu, MapVersion::k3))
                          .encode(buffer)));
  CHECK(error_of(bench.sent(1)) == map_error::kUnidentifiedSubscriber);
  CHECK(bench.sent().tcap.type == TcapType::kAbort);  // the MSC's half is over
  CHECK(bench.sent().called() == kMscTitle);
}

TEST_CASE("an empty Begin is taken, and the MSC gets one too") {
  const auto version = GENERATE(MapVersion::k2, MapVersion::k3);
  Bench bench;
  const std::string id = bench.id(version);
  bench.to_us(written(
      TcapBuilder::begin(kAskerId).request(Bench::forward_context(version)).encode(buffer)));
  const auto accepted = bench.sent();
  CHECK(accepted.tcap.type == TcapType::kContinue);
  CHECK(accepted.tcap.dialogue.result == kDialogueAccepted);
  const TransactionId shown = accepted.tcap.originating;
  const std::int32_t code = Bench::forward_code(version);
  const auto send = [&](std::int8_t invoke) {
    bench.to_us(written(TcapBuilder::proceed(kAskerId, shown)
                            .invoke(invoke, code, Bench::message(id, kGoodTpdu, version))
                            .encode(buffer)));
  };
  send(1);
  const auto begin = bench.sent();
  CHECK(begin.called() == kMscTitle);
  CHECK(begin.tcap.type == TcapType::kBegin);
  CHECK(begin.tcap.components.empty());
  CHECK(begin.tcap.dialogue.context == Bench::forward_context(version));
  const TransactionId ours = begin.tcap.originating;
  const Octets name = Bench::forward_name(version);
  bench.from_msc(written(TcapBuilder::proceed(kFarId, ours).accept(name).encode(buffer)));
  const auto message = bench.sent();
  CHECK(message.tcap.destination == kFarId);
  CHECK(decode_forward_sm(message.component().parameter, code, version)
            ->destination.imsi()
            .digits()
            .view() == kRealImsi);
  bench.from_msc(written(TcapBuilder::end(ours).result(1, code).encode(buffer)));
  CHECK(bench.sent().tcap.destination == kAskerId);
  CHECK(bench.sent().tcap.dialogue.kind == DialogueKind::kNone);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kDelivered}});
}

TEST_CASE("a dialogue that its asker does not go on with is given up soon, the oldest first") {
  auto config = home_config();
  config.max_half_open = 2;
  Bench bench(config);
  const auto begin = [&] {
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request(Bench::forward_context(MapVersion::k3))
                            .encode(buffer)));
  };
  begin();
  begin();
  CHECK(bench.router.bridge().half_open().size() == 2);
  begin();
  CHECK(bench.router.bridge().half_open().size() == 2);
  CHECK(bench.router.bridge().half_open().evictions() == 1);
  CHECK(bench.sent(1).tcap.type == TcapType::kAbort);
  bench.router.tick(bench.now + 30s - 1ns);
  CHECK(bench.router.bridge().half_open().size() == 2);
  bench.router.tick(bench.now + 30s);
  CHECK(bench.router.bridge().half_open().size() == 0);
  CHECK(bench.sent().tcap.type == TcapType::kAbort);
  CHECK(bench.sent().tcap.destination == kAskerId);
}

TEST_CASE("a refused message that others are to follow keeps its dialogue with us") {
  Bench bench;
  const std::string id = bench.id();
  bench.forward(id, kBadTpdu, MapVersion::k3, kAsker, true);
  const auto refused = bench.sent();
  CHECK(refused.tcap.type == TcapType::kContinue);
  CHECK(error_of(refused) == map_error::kIllegalSubscriber);
  CHECK(refused.tcap.dialogue.result == kDialogueAccepted);
  bench.to_us(written(TcapBuilder::proceed(kAskerId, refused.tcap.originating)
                          .invoke(2, 44, Bench::message(id, kGoodTpdu, MapVersion::k3))
                          .encode(buffer)));
  CHECK(bench.sent().called() == kMscTitle);
  CHECK(bench.sent().tcap.type == TcapType::kBegin);
  CHECK(bench.router.bridge().deliveries().size() == 1);
}

TEST_CASE("a message before the MSC has taken the dialogue is to be sent again") {
  Bench bench;
  const std::string id = bench.id();
  bench.to_us(written(
      TcapBuilder::begin(kAskerId).request(Bench::forward_context(MapVersion::k3)).encode(buffer)));
  const TransactionId shown = bench.sent().tcap.originating;
  const auto send = [&](std::int8_t invoke) {
    bench.to_us(written(TcapBuilder::proceed(kAskerId, shown)
                            .invoke(invoke, 44, Bench::message(id, kGoodTpdu, MapVersion::k3, true))
                            .encode(buffer)));
  };
  send(1);
  send(2);
  CHECK(bench.sent().how == "answer");
  CHECK(error_of(bench.sent()) == map_error::kSubscriberBusyForMtSms);
  CHECK(bench.outside.outcomes == Outcomes{{2, Outcome::kBlocked}});
  REQUIRE(bench.outside.refusals.size() == 1);
  CHECK(bench.outside.refusals.front().second.kind == MapDecision::Kind::kAnswer);
}

TEST_CASE("aborts go both ways") {
  Bench bench;
  const std::string id = bench.id();
  const Octets name = Bench::forward_name(MapVersion::k3);
  SECTION("the MSC's provider aborts") {
    bench.forward(id);
    bench.from_msc(written(
        TcapBuilder::provider_abort(bench.sent().tcap.originating, PAbortCause::kResourceLimitation)
            .encode(buffer)));
    CHECK(bench.sent().tcap.p_abort_cause == 4);
    CHECK(bench.sent().tcap.destination == kAskerId);
    CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kRefusedUpstream}});
  }
  SECTION("the MSC's user aborts") {
    bench.forward(id);
    const Octets abort = written(encode_far_end_abort(bench.sent().tcap.originating, buffer));
    bench.from_msc(abort);
    CHECK(bench.sent().tcap.type == TcapType::kAbort);
    CHECK(to_hex(bench.sent().tcap.dialogue.octets) == to_hex(decode_tcap(abort)->dialogue.octets));
  }
  SECTION("the MSC refuses a dialogue that we have accepted") {
    bench.to_us(written(TcapBuilder::begin(kAskerId)
                            .request(Bench::forward_context(MapVersion::k3))
                            .encode(buffer)));
    const TransactionId shown = bench.sent().tcap.originating;
    bench.to_us(written(TcapBuilder::proceed(kAskerId, shown)
                            .invoke(1, 44, Bench::message(id, kGoodTpdu, MapVersion::k3))
                            .encode(buffer)));
    bench.from_msc(
        written(TcapBuilder::abort(bench.sent().tcap.originating).refuse(name, 2).encode(buffer)));
    CHECK(bench.sent().tcap.type == TcapType::kAbort);
    CHECK(bench.sent().tcap.dialogue.kind == DialogueKind::kAbort);
    CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kRefusedUpstream}});
  }
  SECTION("the asker aborts") {
    bench.forward(id, kGoodTpdu, MapVersion::k3, kAsker, true);
    const TransactionId ours = bench.sent().tcap.originating;
    bench.from_msc(written(TcapBuilder::proceed(kFarId, ours).accept(name).encode(buffer)));
    const TransactionId shown = bench.sent().tcap.originating;
    bench.to_us(written(encode_far_end_abort(shown, buffer)));
    CHECK(bench.sent().called() == kMscTitle);
    CHECK(bench.sent().tcap.type == TcapType::kAbort);
    CHECK(bench.sent().tcap.destination == kFarId);
    CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kTimedOut}});
  }
  SECTION("a reject is carried") {
    bench.forward(id);
    bench.from_msc(written(TcapBuilder::end(bench.sent().tcap.originating)
                               .accept(name)
                               .reject(1, ProblemKind::kInvoke, 1)
                               .encode(buffer)));
    CHECK(bench.sent().component().kind == ComponentKind::kReject);
    CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kRefusedUpstream}});
  }
  CHECK(bench.router.bridge().deliveries().size() == 0);
}

TEST_CASE("nobody else speaks in a dialogue, even with its number") {
  Bench bench;
  const TransactionId ours = deliver_the_first(bench, bench.id());
  const TransactionId shown = bench.sent().tcap.originating;
  const auto before = bench.outside.sent.size();
  const auto invoke = [&](TransactionId from, std::string_view title) {
    bench.to_us(written(TcapBuilder::proceed(from, shown)
                            .invoke(2, 44, Bench::message({}, kGoodTpdu, MapVersion::k3))
                            .encode(buffer)),
                title);
  };
  invoke(kAskerId, kRogue);
  invoke({0xBAD, 4}, kAsker);
  // The MSC's answer from outside.
  bench.to_us(written(TcapBuilder::end(ours).result(1, 44).encode(buffer)), kMscTitle);
  // Another MSC's.
  bench.from_msc(written(TcapBuilder::proceed({0xBAD, 4}, ours).encode(buffer)));
  CHECK(bench.outside.sent.size() == before);
  CHECK(bench.outside.notes[RelayNote::kUnknownDialogue] == 4);
  invoke(kAskerId, kAsker);
  CHECK(bench.outside.sent.size() == before + 1);
}

TEST_CASE("long messages go out in segments, and come in in them") {
  Bench bench;
  const std::string id = bench.id();
  std::string tpdu = "040a819000000010000042802190000000b4";
  for (int i = 0; i < 180; ++i)
    tpdu += "41";
  const Octets begin = written(TcapBuilder::begin(kAskerId)
                                   .request(Bench::forward_context(MapVersion::k3))
                                   .invoke(1, 44, Bench::message(id, tpdu, MapVersion::k3))
                                   .encode(buffer));
  const auto before = bench.outside.sent.size();
  bench.take(kNetworkSide, party(kOwnTitle, subsystem::kMsc), party(kAsker, subsystem::kMsc), begin,
             120);
  REQUIRE(bench.units.size() > 2);
  REQUIRE(bench.outside.sent.size() == before + 2);
  CHECK(bench.sent().sccp.type == SccpType::kXudt);
  const auto message = decode_forward_sm(bench.sent().component().parameter, 44, MapVersion::k3);
  REQUIRE(message);
  CHECK(to_hex(message->user_data) == tpdu);
  CHECK(message->destination.imsi().digits().view() == kRealImsi);
}

TEST_CASE("at the end a message that waits for its MSC is settled, and nothing is sent") {
  Bench bench;
  bench.forward(bench.id());
  const auto sent = bench.outside.sent.size();
  bench.router.release();
  CHECK(bench.outside.sent.size() == sent);
  CHECK(bench.outside.outcomes == Outcomes{{1, Outcome::kTimedOut}});
  CHECK(bench.router.bridge().deliveries().size() == 0);
}

TEST_CASE("an MSC that is silent, or cannot be reached, fails the message once") {
  Bench bench;
  bench.forward(bench.id());
  const bool returned = GENERATE(false, true);
  if (returned) {
    const auto sent = decode_sccp(bench.outside.sent.back().octets);
    const Octets back = written(encode_sccp_return(*sent, ReturnCause::kMtpFailure, buffer));
    bench.router.take({9, {10}, {30}, kSmscSide, back}, bench.now);
  } else {
    bench.router.tick(bench.now + 11min - 1ns);
    CHECK(bench.outside.outcomes.empty());
    bench.router.tick(bench.now + 11min);
  }
  CHECK(error_of(bench.sent()) == map_error::kSystemFailure);
  CHECK(bench.outside.outcomes ==
        Outcomes{{1, returned ? Outcome::kRefusedUpstream : Outcome::kTimedOut}});
  CHECK(bench.router.bridge().deliveries().size() == 0);
}
