// sendRoutingInfoForSM and reportSM-DeliveryStatus through the home router.
#include <string>

#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "tests/catch.hh"
#include "tests/support/home_router_bench.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using namespace std::chrono_literals;
using Bench = HomeBench;

TEST_CASE("a query goes to the HLR as ours, and its answer hides IMSI and node") {
  const auto version = GENERATE(MapVersion::k1, MapVersion::k2, MapVersion::k3);
  INFO(static_cast<int>(version));
  Bench bench;
  bench.query(version);
  REQUIRE(bench.outside.sent.size() == 1);
  const auto asked = bench.sent();
  const auto came = decode_tcap(decode_sccp(bench.units[0])->data);
  CHECK(asked.how == "originate");
  CHECK(asked.side == kSmscSide);
  CHECK(asked.called() == kSubscriber);
  CHECK(asked.sccp.called.subsystem == subsystem::kHlr);
  CHECK(asked.calling() == kOwnTitle);
  CHECK(asked.sccp.calling.subsystem == subsystem::kMsc);
  CHECK(asked.tcap.type == TcapType::kBegin);
  CHECK_FALSE(asked.tcap.originating == kAskerId);
  CHECK(to_hex(asked.tcap.dialogue.octets) == to_hex(came->dialogue.octets));
  CHECK(to_hex(asked.tcap.components.octets()) == to_hex(came->components.octets()));

  auto result = Bench::served_by_msc();
  result.lmsi = keep(from_hex("01020304"));
  if (version == MapVersion::k3) result.additional_node = address(kSgsnTitle);
  if (version == MapVersion::k3) result.additional_is_sgsn = true;
  if (version == MapVersion::k1) result.waiting_data_set = true;
  bench.hlr_answers(version, result);
  REQUIRE(bench.outside.sent.size() == 2);
  const auto answer = bench.sent();
  CHECK(answer.how == "originate");
  CHECK(answer.side == kNetworkSide);
  CHECK(answer.called() == kAsker);
  CHECK(answer.calling() == kSubscriber);
  CHECK(answer.tcap.type == TcapType::kEnd);
  CHECK(answer.tcap.destination == kAskerId);
  if (version == MapVersion::k1) {
    CHECK(answer.tcap.dialogue.kind == DialogueKind::kNone);
  } else {
    CHECK(answer.tcap.dialogue.result == kDialogueAccepted);
    CHECK(to_hex(answer.tcap.dialogue.context_name) == to_hex(Bench::gateway_name(version)));
  }
  CHECK(answer.component().invoke_id == 1);
  const auto shown = bench.shown(version);
  const MapDigits id = shown.imsi.digits();
  CHECK(id.size() == 15);
  CHECK(id.view().substr(0, 5) == "00101");
  CHECK(id.view() != kRealImsi);
  CHECK(shown.network_node.digits().view() == kOwnTitle);
  CHECK(shown.network_node.nature() == MapNature::kInternational);
  CHECK(shown.lmsi.empty());
  CHECK_FALSE(shown.additional_node.present());
  CHECK(shown.waiting_data_set == result.waiting_data_set);
  CHECK(bench.router.bridge().queries().size() == 0);
  CHECK(bench.router.ids().size() == 1);
  CHECK(bench.router.counters().queries == 1);
  CHECK(bench.outside.told[0].home_routing);
  CHECK(bench.outside.notes.empty());
  CHECK(bench.id(version) != id.view());
}

TEST_CASE("an error of the HLR reaches the asker as it is") {
  const auto version = GENERATE(MapVersion::k1, MapVersion::k2, MapVersion::k3);
  Bench bench;
  bench.query(version);
  const TransactionId ours = bench.sent().tcap.originating;
  // A Continue, with the HLR's word on waiting messages beside it.
  auto proceed = TcapBuilder::proceed(kFarId, ours);
  const Octets name = Bench::gateway_name(version);
  if (Bench::named(version)) proceed.accept(name);
  const Octets parameter = version == MapVersion::k3 ? from_hex("3003020101") : Octets();
  const Octets status = from_hex("300403020520");
  proceed.error(1, map_error::kAbsentSubscriber, parameter);
  proceed.invoke(2, operation::kInformServiceCentre, status);
  bench.from_hlr(written(proceed.encode(buffer)));
  const auto answer = bench.sent();
  CHECK(answer.called() == kAsker);
  CHECK(error_of(answer) == map_error::kAbsentSubscriber);
  CHECK(to_hex(answer.component().parameter) == to_hex(parameter));
  CHECK(answer.tcap.components.size() == 2);
  CHECK((answer.tcap.dialogue.kind == DialogueKind::kResponse) == Bench::named(version));
  CHECK(bench.router.ids().size() == 0);
  bench.to_hlr(written(TcapBuilder::end(answer.tcap.originating).encode(buffer)));
  CHECK(bench.sent().called() == kHlrTitle);
  CHECK(bench.sent().tcap.type == TcapType::kEnd);
  CHECK(bench.sent().tcap.destination == kFarId);
  CHECK(bench.router.bridge().queries().size() == 0);
}

TEST_CASE("an HLR that takes another version alone says so to the asker") {
  Bench bench;
  bench.query(MapVersion::k3);
  const Octets name = Bench::gateway_name(MapVersion::k2);
  bench.from_hlr(
      written(TcapBuilder::abort(bench.sent().tcap.originating).refuse(name, 2).encode(buffer)));
  const auto answer = bench.sent();
  CHECK(answer.tcap.type == TcapType::kAbort);
  CHECK(answer.tcap.destination == kAskerId);
  CHECK(to_hex(answer.tcap.dialogue.context_name) == to_hex(name));
  CHECK(answer.tcap.dialogue.diagnostic == 2);
}

TEST_CASE("an HLR that is silent is a system failure") {
  const auto version = GENERATE(MapVersion::k1, MapVersion::k2, MapVersion::k3);
  Bench bench;
  bench.query(version);
  const TransactionId ours = bench.sent().tcap.originating;
  bench.router.tick(bench.now + 10s - 1ns);
  CHECK(bench.outside.sent.size() == 1);
  bench.now += 10s;
  bench.router.tick(bench.now);
  REQUIRE(bench.outside.sent.size() == 2);
  const auto answer = bench.sent();
  CHECK(answer.called() == kAsker);
  CHECK(answer.tcap.type == TcapType::kEnd);
  CHECK(error_of(answer) == map_error::kSystemFailure);
  CHECK((answer.tcap.dialogue.kind == DialogueKind::kResponse) == Bench::named(version));
  CHECK(bench.outside.notes[RelayNote::kDialogueTimeout] == 1);
  // What comes too late stays with us.
  bench.from_hlr(written(TcapBuilder::end(ours).encode(buffer)));
  CHECK(bench.outside.sent.size() == 2);
  CHECK(bench.outside.notes[RelayNote::kUnknownDialogue] == 1);
}

TEST_CASE("an answer that names nobody to send to is a system failure, and gives no id") {
  Bench bench;
  bench.query(MapVersion::k3);
  auto result = Bench::served_by_msc();
  result.network_node = address("900000077", MapNature::kNational);
  bench.hlr_answers(MapVersion::k3, result);
  CHECK(error_of(bench.sent()) == map_error::kSystemFailure);
  CHECK(bench.outside.notes[RelayNote::kBadRoutingInfo] == 1);
  CHECK(bench.router.ids().size() == 0);
  // Nor does a result under an invoke id of its own pass.
  bench.query(MapVersion::k3);
  const auto parameter =
      written(encode_routing_info_result(Bench::served_by_msc(), MapVersion::k3, buffer));
  bench.from_hlr(written(TcapBuilder::end(bench.sent().tcap.originating)
                             .result(9, operation::kSendRoutingInfoForSm, parameter)
                             .encode(buffer)));
  CHECK(bench.sent().tcap.components.empty());
}

TEST_CASE("a query that the network returns is a system failure at once") {
  Bench bench;
  bench.query(MapVersion::k3);
  const auto sent = decode_sccp(bench.outside.sent.back().octets);
  const Octets back = written(encode_sccp_return(*sent, ReturnCause::kNoTranslation, buffer));
  bench.router.take({9, {10}, {30}, kNetworkSide, back}, bench.now);  // not from where it went to
  CHECK(bench.outside.sent.back().how == "pass");
  bench.router.take({9, {10}, {30}, kSmscSide, back}, bench.now);
  CHECK(error_of(bench.sent()) == map_error::kSystemFailure);
  CHECK(bench.outside.notes[RelayNote::kReturned] == 1);
  CHECK(bench.router.bridge().queries().size() == 0);
}

TEST_CASE("a query that the judge refuses never reaches the HLR") {
  Bench bench;
  bench.outside.query_answer = MapDecision::Kind::kAnswer;
  bench.query(MapVersion::k3);
  REQUIRE(bench.outside.sent.size() == 1);
  CHECK(bench.sent().how == "answer");
  CHECK(bench.sent().tcap.destination == kAskerId);
  CHECK(error_of(bench.sent()) == map_error::kCallBarred);
  bench.outside.query_answer = MapDecision::Kind::kDrop;
  bench.query(MapVersion::k3);
  CHECK(bench.outside.sent.size() == 1);
  bench.outside.query_answer = MapDecision::Kind::kReturn;
  bench.return_on_error = true;
  bench.query(MapVersion::k3);
  REQUIRE(bench.outside.sent.size() == 2);
  CHECK(decode_sccp(bench.outside.sent.back().octets)->type == SccpType::kUdts);
  CHECK(bench.router.bridge().queries().size() == 0);
}

TEST_CASE("a query to our own title goes to the number that it asks about, or to the HLR's title") {
  const bool configured = GENERATE(false, true);
  auto config = home_config();
  if (configured) config.hlr_title = kHlrTitle;
  Bench bench(config);
  bench.to_us(written(TcapBuilder::begin(kAskerId)
                          .request({context::kShortMsgGateway, 3})
                          .invoke(1, operation::kSendRoutingInfoForSm, Bench::request())
                          .encode(buffer)));
  CHECK(bench.sent().called() == (configured ? kHlrTitle : kSubscriber));
  CHECK(bench.sent().sccp.called.subsystem == subsystem::kHlr);
}

TEST_CASE("a query in a further message of a dialogue is a query") {
  Bench bench;
  bench.to_hlr(
      written(TcapBuilder::begin(kAskerId).request({context::kShortMsgGateway, 3}).encode(buffer)));
  const auto accepted = bench.sent();
  CHECK(accepted.tcap.type == TcapType::kContinue);
  CHECK(accepted.tcap.dialogue.result == kDialogueAccepted);
  const TransactionId ours = accepted.tcap.originating;
  bench.to_hlr(written(TcapBuilder::proceed(kAskerId, ours)
                           .invoke(1, operation::kSendRoutingInfoForSm, Bench::request())
                           .encode(buffer)));
  const auto begin = bench.sent();
  CHECK(begin.side == kSmscSide);
  CHECK(begin.tcap.type == TcapType::kBegin);
  CHECK(begin.tcap.components.empty());
  const Octets name = Bench::gateway_name(MapVersion::k3);
  bench.from_hlr(
      written(TcapBuilder::proceed(kFarId, begin.tcap.originating).accept(name).encode(buffer)));
  const auto invoke = bench.sent();
  CHECK(invoke.called() == kHlrTitle);  // who answered
  CHECK(invoke.tcap.destination == kFarId);
  CHECK(invoke.component().code.local == operation::kSendRoutingInfoForSm);
  bench.from_hlr(written(TcapBuilder::end(invoke.tcap.originating)
                             .result(1, operation::kSendRoutingInfoForSm,
                                     written(encode_routing_info_result(Bench::served_by_msc(),
                                                                        MapVersion::k3, buffer)))
                             .encode(buffer)));
  CHECK(bench.sent().tcap.destination == kAskerId);
  CHECK(bench.sent().tcap.dialogue.kind == DialogueKind::kNone);
  CHECK(bench.shown(MapVersion::k3).network_node.digits().view() == kOwnTitle);
}

TEST_CASE("a query hidden in a dialogue of another context never passes") {
  Bench bench;
  bench.to_hlr(
      written(TcapBuilder::begin(kAskerId).request({context::kMwdMngt, 3}).encode(buffer)));
  CHECK(bench.outside.sent.back().how == "pass");
  bench.to_hlr(written(TcapBuilder::proceed(kAskerId, kFarId)
                           .invoke(1, operation::kSendRoutingInfoForSm, Bench::request())
                           .encode(buffer)));
  for (const auto& each : bench.outside.sent)
    CHECK((each.how != "pass" || &each == &bench.outside.sent.front()));
  CHECK(error_of(bench.sent()) == map_error::kCallBarred);
}

TEST_CASE("a query in segments is joined before it is looked at") {
  Bench bench;
  bench.take(kNetworkSide, party(kSubscriber, subsystem::kHlr), party(kAsker, subsystem::kMsc),
             written(TcapBuilder::begin(kAskerId)
                         .request({context::kShortMsgGateway, 3})
                         .invoke(1, operation::kSendRoutingInfoForSm, Bench::request())
                         .encode(buffer)),
             80);
  REQUIRE(bench.units.size() > 1);
  REQUIRE(bench.outside.sent.size() == 1);
  CHECK(bench.sent().calling() == kOwnTitle);
}

TEST_CASE("an asker without a title gets no id, and ours that come back are a loop") {
  Bench bench;
  bench.query(MapVersion::k3);
  const Octets ours = bench.outside.sent.back().octets;
  bench.router.take({1, {10}, {30}, kNetworkSide, ours}, bench.now);
  CHECK(bench.outside.notes[RelayNote::kLoop] == 1);
  CHECK(bench.outside.sent.size() == 1);
  const auto tcap = decode_sccp(bench.units[0])->data;
  bench.take(kNetworkSide, party(kSubscriber, subsystem::kHlr), from_hex("4208"),
             Octets(tcap.begin(), tcap.end()));
  CHECK(bench.sent().how == "answer");
  CHECK(error_of(bench.sent()) == map_error::kSystemFailure);
}

TEST_CASE("open queries are bounded: the oldest is given up") {
  auto config = home_config();
  config.max_queries = 1;
  Bench bench(config);
  bench.query(MapVersion::k3);
  bench.query(MapVersion::k3);
  REQUIRE(bench.outside.sent.size() == 3);
  CHECK(error_of(bench.sent(1)) == map_error::kSystemFailure);
  CHECK(bench.router.bridge().queries().size() == 1);
  CHECK(bench.router.bridge().queries().evictions() == 1);
}

TEST_CASE("a report goes to the HLR as ours, with the real IMSI, and its result comes back") {
  Bench bench;
  const std::string id = bench.id();
  DeliveryReport report;
  report.msisdn = address(kSubscriber);
  report.service_centre = address(kCentre);
  report.outcome = 1;
  Octets parameter = written(encode_delivery_report(report, MapVersion::k3, buffer));
  // imsi [9] behind what the encoder writes.
  const Octets element = wrap(0x89, imsi(id).octets());
  parameter.insert(parameter.end(), element.begin(), element.end());
  parameter[1] = static_cast<std::byte>(parameter.size() - 2);
  bench.to_hlr(written(TcapBuilder::begin(kAskerId)
                           .request({context::kShortMsgGateway, 3})
                           .invoke(1, operation::kReportSmDeliveryStatus, parameter)
                           .encode(buffer)));
  const auto sent = bench.sent();
  CHECK(sent.calling() == kOwnTitle);
  CHECK(sent.side == kSmscSide);
  const auto read = decode_delivery_report(sent.component().parameter, MapVersion::k3);
  REQUIRE(read);
  CHECK(read->imsi.digits().view() == kRealImsi);
  CHECK(read->outcome == 1);
  CHECK(read->msisdn.digits().view() == kSubscriber);
  const Octets name = Bench::gateway_name(MapVersion::k3);
  bench.from_hlr(written(TcapBuilder::end(sent.tcap.originating)
                             .accept(name)
                             .result(1, operation::kReportSmDeliveryStatus)
                             .encode(buffer)));
  CHECK(bench.sent().called() == kAsker);
  CHECK(bench.sent().component().kind == ComponentKind::kReturnResultLast);
  CHECK(bench.router.counters().reports == 1);
}

TEST_CASE("a report that no HLR answers is aborted: it has no systemFailure") {
  Bench bench;
  DeliveryReport report;
  report.msisdn = address(kSubscriber);
  report.service_centre = address(kCentre);
  report.outcome = 1;
  bench.to_hlr(written(TcapBuilder::begin(kAskerId)
                           .request({context::kShortMsgGateway, 3})
                           .invoke(1, operation::kReportSmDeliveryStatus,
                                   written(encode_delivery_report(report, MapVersion::k3, buffer)))
                           .encode(buffer)));
  bench.router.tick(bench.now + 10s);
  CHECK(bench.sent().tcap.type == TcapType::kAbort);
  CHECK(bench.sent().tcap.destination == kAskerId);
}
