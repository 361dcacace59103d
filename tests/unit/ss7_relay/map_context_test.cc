#include "smsc-proxy/ss7/relay/map_context.hh"

#include <string>
#include <vector>

#include "filters/sms/message_text.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

// "Hello" in GSM 7-bit, from 900000001 / to 900000002.
constexpr std::string_view kDeliver =
    "04099109000000f10000620011324500820"
    "5c8329bfd06";
constexpr std::string_view kSubmit = "01050991090000 00f2000005c8329bfd06";

/// A question whose parts live as long as this.
struct Asked {
  Asked(const ForwardSm& sm, ForwardDirection direction, std::int32_t code,
        const Octets& parameter = from_hex("3000"))
      : message(sm) {
    tcap_octets = written(TcapBuilder::begin({1, 4})
                              .request({context::kShortMsgMtRelay, 3})
                              .invoke(1, code, parameter)
                              .encode(buffer));
    const auto read = decode_tcap(tcap_octets);
    REQUIRE(read);
    tcap = *read;
    component = *tcap.components.begin();
    sccp_octets =
        from_hex("09 00 03 0e 19 0b 1208001104480900001000 0b 1208001104480900002000 01 62");
    const auto party = decode_sccp(sccp_octets);
    REQUIRE(party);
    sccp = *party;
    asked = {code, MapVersion::k3, 1, direction};
  }
  MapQuestion question() {
    return {unit,      sccp,         tcap,
            component, asked,        ApplicationContext{context::kShortMsgMtRelay, 3},
            &message,  std::nullopt, true};
  }

  ForwardSm message;
  Octets tcap_octets;
  Octets sccp_octets;
  RelayedUnit unit;
  SccpMessage sccp;
  TcapMessage tcap;
  Component component;
  AskedOperation asked;
};

ForwardSm terminated(std::string_view tpdu) {
  ForwardSm message;
  message.destination = {RpDestinationKind::kImsi, imsi("001010900000001").octets()};
  message.origin = {RpOriginKind::kServiceCentre, address("84900000099").octets()};
  message.user_data = keep(from_hex(tpdu));
  return message;
}

ForwardSm originated(std::string_view tpdu) {
  ForwardSm message;
  message.destination = {RpDestinationKind::kServiceCentre, address("84900000099").octets()};
  message.origin = {RpOriginKind::kMsisdn, address("84900000001").octets()};
  message.user_data = keep(from_hex(tpdu));
  return message;
}

const MapPeer kPeer{"interconnect", PeerSide::kOutside, Trust::kPartner, 3};

}  // namespace

std::string text_of(const SmsContext& ctx) {
  std::string text;
  Findings findings;
  sms::append_message_text(ctx, findings, text);
  return text;
}

TEST_CASE("a message to a handset: its sender is TP-OA, its subscriber an IMSI") {
  MapContext reader;
  Asked asked(terminated(kDeliver), ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  REQUIRE(reader.read(asked.question(), kPeer, {}));
  const SmsContext& ctx = reader.context();
  CHECK(ctx.ingress == Ingress::kMapMt);
  CHECK(ctx.operation == Operation::kMtForwardSm);
  CHECK(ctx.listener == "interconnect");
  CHECK(ctx.numbering_plan == 3);
  CHECK(ctx.oa.text == "900000001");
  CHECK(ctx.oa.ton == 1);
  CHECK(ctx.da.text.empty());
  CHECK(text_of(ctx) == "Hello");
  REQUIRE(ctx.ss7 == &reader.facts());
  CHECK(ctx.ss7->imsi == "001010900000001");
  CHECK(ctx.ss7->service_centre == "84900000099");
  CHECK(ctx.ss7->msisdn.empty());
  CHECK(ctx.ss7->side == PeerSide::kOutside);
  CHECK(ctx.ss7->trust == Trust::kPartner);
  CHECK(ctx.ss7->operation == 44);
  CHECK(ctx.ss7->context == context::kShortMsgMtRelay);
  CHECK(ctx.ss7->version == 3);
  CHECK(ctx.ss7->called.digits == "84900000010");
  CHECK(ctx.ss7->called.subsystem == subsystem::kMsc);
}

TEST_CASE("a message from a handset: its sender is the MSISDN, its recipient TP-DA") {
  MapContext reader;
  Asked asked(originated(kSubmit), ForwardDirection::kMobileOriginated, operation::kMoForwardSm);
  REQUIRE(reader.read(asked.question(), kPeer, {}));
  const SmsContext& ctx = reader.context();
  CHECK(ctx.ingress == Ingress::kMapMo);
  CHECK(ctx.oa.text == "84900000001");
  CHECK(ctx.da.text == "900000002");
  CHECK(text_of(ctx) == "Hello");
  CHECK(ctx.ss7->service_centre == "84900000099");
  CHECK(ctx.ss7->msisdn == "84900000001");
}

TEST_CASE("a TPDU that cannot be read leaves its addresses, and no text") {
  MapContext reader;
  Asked asked(terminated("0409"), ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  CHECK_FALSE(reader.read(asked.question(), kPeer, {}));
  CHECK(reader.tpdu() == nullptr);
  CHECK(text_of(reader.context()).empty());
  CHECK(reader.facts().imsi == "001010900000001");
}

TEST_CASE("a message to a correlation id: its recipient is the subscriber, its query known") {
  MapContext reader;
  Asked asked(terminated(kDeliver), ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  CorrelatedSubscriber addressee;
  addressee.msisdn.assign("84900000001");
  addressee.asker.assign("4470000001");
  addressee.service_centre.assign("4470000099");
  MapQuestion question = asked.question();
  question.home_routing = true;
  question.correlation = CorrelationState::kUsedUp;
  question.addressee = &addressee;
  REQUIRE(reader.read(question, kPeer, {}));
  CHECK(reader.context().da.text == "84900000001");
  CHECK(reader.context().da.ton == 1);
  CHECK(reader.facts().home_routing);
  CHECK(reader.facts().correlation == CorrelationState::kUsedUp);
  CHECK(reader.facts().query.state == PrecedingQuery::State::kFound);
  CHECK(reader.facts().query.calling == "4470000001");
  CHECK(reader.facts().query.service_centre == "4470000099");
  // The next one's is not known.
  REQUIRE(reader.read(asked.question(), kPeer, {}));
  CHECK(reader.context().da.text.empty());
  CHECK_FALSE(reader.facts().home_routing);
  CHECK(reader.facts().query.state == PrecedingQuery::State::kNotFollowed);
}

TEST_CASE("a query: who asks about whom, and nothing of the message before it") {
  MapContext reader;
  Asked first(terminated(kDeliver), ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  REQUIRE(reader.read(first.question(), kPeer, {}));
  RoutingInfoRequest request;
  request.msisdn = address("84900000003");
  request.service_centre = address("84900000098");
  request.delivery_not_intended = 0;
  Asked query({}, ForwardDirection::kUnclear, operation::kSendRoutingInfoForSm,
              written(encode_routing_info_request(request, MapVersion::k3, buffer)));
  MapQuestion question = query.question();
  question.message = nullptr;
  REQUIRE(reader.read(question, kPeer, {}));
  CHECK(reader.context().ingress == Ingress::kMapQuery);
  CHECK(reader.context().operation == Operation::kSendRoutingInfoForSm);
  CHECK(reader.facts().msisdn == "84900000003");
  CHECK(reader.facts().service_centre == "84900000098");
  CHECK(reader.facts().delivery_not_intended);
  CHECK(reader.context().oa.text.empty());
  CHECK(text_of(reader.context()).empty());
  CHECK(reader.facts().imsi.empty());
}

TEST_CASE("a query that cannot be read is said to be so") {
  MapContext reader;
  Asked query({}, ForwardDirection::kUnclear, operation::kSendRoutingInfoForSm, from_hex("0400"));
  MapQuestion question = query.question();
  question.message = nullptr;
  CHECK_FALSE(reader.read(question, kPeer, {}));
  CHECK(reader.facts().msisdn.empty());
}

TEST_CASE("what is none of the operations of short messages is no query, and looks like none") {
  MapContext reader;
  for (const std::int32_t code : {0, 2, 300}) {  // 300 cut to an octet would be 44
    Asked other({}, ForwardDirection::kUnclear, code);
    MapQuestion question = other.question();
    question.message = nullptr;
    CHECK(reader.read(question, kPeer, {}));
    CHECK(reader.context().operation == Operation::kMapOther);
    CHECK(reader.facts().operation == (code == 300 ? 0 : code));
  }
}

TEST_CASE("a national service centre is no international number") {
  MapContext reader;
  ForwardSm message = terminated(kDeliver);
  message.origin = {RpOriginKind::kServiceCentre,
                    address("900000099", MapNature::kNational).octets()};
  Asked asked(message, ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  REQUIRE(reader.read(asked.question(), kPeer, {}));
  CHECK(reader.facts().service_centre.empty());
}

TEST_CASE("evasions of the TCAP message are facts") {
  MapContext reader;
  Asked asked(terminated(kDeliver), ForwardDirection::kMobileTerminated, operation::kMtForwardSm);
  asked.tcap_octets = written(TcapBuilder::begin({1, 4})
                                  .invoke(1, 44, from_hex("3000"))
                                  .invoke(1, 44, from_hex("3000"))
                                  .encode(buffer));
  const auto tcap = decode_tcap(asked.tcap_octets);
  REQUIRE(tcap);
  asked.tcap = *tcap;
  asked.component = *asked.tcap.components.begin();
  MapQuestion question = asked.question();
  question.known_dialogue = false;
  reader.read(question, kPeer, {});
  CHECK(reader.facts().findings.has(Ss7Finding::kSeveralInvokes));
  CHECK(reader.facts().findings.has(Ss7Finding::kDuplicateInvokeId));
  CHECK(reader.facts().findings.has(Ss7Finding::kOutOfDialogue));
  CHECK_FALSE(reader.facts().findings.has(Ss7Finding::kGlobalOperation));
}

TEST_CASE("a TPDU alone: its fields as in a message, and nothing of SS7") {
  MapContext reader;
  const Octets deliver = from_hex(kDeliver);
  CHECK_FALSE(reader.read_tpdu(deliver, ForwardDirection::kMobileTerminated, {}));
  const SmsContext& ctx = reader.context();
  CHECK(ctx.ingress == Ingress::kMapMt);
  CHECK(ctx.operation == Operation::kMtForwardSm);
  CHECK(ctx.oa.text == "900000001");
  CHECK(text_of(ctx) == "Hello");
  CHECK(ctx.ss7 == nullptr);
  const Octets submit = from_hex(kSubmit);
  CHECK_FALSE(reader.read_tpdu(submit, ForwardDirection::kMobileOriginated, {}));
  CHECK(ctx.ingress == Ingress::kMapMo);
  CHECK(ctx.da.text == "900000002");
  CHECK(ctx.oa.text.empty());
  const auto error =
      reader.read_tpdu(std::span(deliver).first(3), ForwardDirection::kMobileTerminated, {});
  REQUIRE(error);
  CHECK(error->code == DecodeCode::kBadLength);
  CHECK(reader.tpdu() == nullptr);
}
