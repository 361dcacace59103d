// tshark judges what the writers emit: nothing malformed, and every field as it was set.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_dialogue.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"
#include "tests/support/tshark.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using smsfw::testing::has_tshark;
using smsfw::testing::kFaultFields;
using smsfw::testing::kLinkTypeSccp;
using smsfw::testing::sound;
using smsfw::testing::tshark_fields;

namespace {

constexpr TransactionId kId{0x00000A01, 4};
constexpr TransactionId kPeer{0x00000B02, 4};

/// One message, and the lines that tshark must print of it.
struct Case {
  Octets octets;
  std::vector<std::string> lines;
};

Octets begin(std::int32_t code, std::optional<ApplicationContext> context,
             std::span<const std::byte> parameter) {
  auto builder = TcapBuilder::begin(kId);
  if (context) builder.request(*context);
  return written(builder.invoke(1, code, parameter).encode(buffer));
}

ForwardSm message(bool mobile_terminated) {
  ForwardSm out;
  if (mobile_terminated) {
    out.destination = {RpDestinationKind::kImsi, imsi("001010900000001").octets()};
    out.origin = {RpOriginKind::kServiceCentre, address("84900000099").octets()};
    out.user_data = keep(from_hex("040a8190000000100000 42802190000000 02c834"));
  } else {
    out.destination = {RpDestinationKind::kServiceCentre, address("84900000099").octets()};
    out.origin = {RpOriginKind::kMsisdn, address("84900000001").octets()};
    out.user_data = keep(from_hex("01000a81900000002000 00 02c834"));
  }
  return out;
}

std::vector<Case> cases() {
  std::vector<Case> all;
  for (const MapVersion version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
    const bool v3 = version == MapVersion::k3;
    const auto number = static_cast<std::uint8_t>(version);
    const auto in = [&](std::uint8_t id) {
      return version == MapVersion::k1 ? std::nullopt
                                       : std::optional(ApplicationContext{id, number});
    };
    const std::string opened = "tcap.otid=00000a01";
    const std::int32_t mt = v3 ? 44 : 46;
    auto to = message(true);
    to.more_messages = version != MapVersion::k1;
    std::vector<std::string> mt_lines{opened, "gsm_old.localValue=" + std::to_string(mt),
                                      "e212.imsi=001010900000001", "e164.msisdn=84900000099"};
    const std::string prefix = v3 ? "gsm_map.sm." : "gsm_old.";  // tshark's names of old types
    if (to.more_messages) mt_lines.push_back(prefix + "moreMessagesToSend_element=");
    all.push_back(
        {begin(mt, in(25), written(encode_forward_sm(to, mt, version, buffer))), mt_lines});
    all.push_back(
        {begin(46, in(21), written(encode_forward_sm(message(false), 46, version, buffer))),
         {opened, "gsm_old.localValue=46", "e164.msisdn=84900000099", "e164.msisdn=84900000001"}});

    RoutingInfoRequest request;
    request.msisdn = address("84900000001");
    request.priority = true;
    request.service_centre = address("84900000099");
    if (v3) request.gprs_support = true;
    if (v3) request.delivery_not_intended = 1;
    std::vector<std::string> lines{
        "gsm_old.localValue=45",
        (version == MapVersion::k1 ? "gsm_old.sm_RP_PRI=1" : "gsm_map.sm.sm_RP_PRI=1"),
        "e164.msisdn=84900000001", "e164.msisdn=84900000099"};
    if (v3) lines.push_back("gsm_map.sm.sm_deliveryNotIntended=1");
    all.push_back(
        {begin(45, in(20), written(encode_routing_info_request(request, version, buffer))), lines});

    RoutingInfoResult result;
    result.imsi = imsi("001010900000001");
    result.network_node = address("84900000077");
    if (v3) result.additional_node = address("84900000078");
    const Octets parameter = written(encode_routing_info_result(result, version, buffer));
    auto answer = TcapBuilder::end(kPeer).result(1, 45, parameter);
    const Octets context = context_name(context::kShortMsgGateway, version);
    if (version != MapVersion::k1) answer.accept(context);
    lines = {"tcap.dtid=00000b02", "gsm_old.localValue=45", "e212.imsi=001010900000001",
             "e164.msisdn=84900000077"};
    if (v3) lines.push_back("e164.msisdn=84900000078");
    if (version != MapVersion::k1) lines.push_back("tcap.result=0");
    all.push_back({written(answer.encode(buffer)), lines});

    DeliveryReport report;
    report.msisdn = address("84900000001");
    report.service_centre = address("84900000099");
    if (version != MapVersion::k1) report.outcome = 2;
    lines = {"gsm_old.localValue=47", "e164.msisdn=84900000001", "e164.msisdn=84900000099"};
    if (version != MapVersion::k1) lines.push_back("gsm_map.sm.sm_DeliveryOutcome=2");
    if (version != MapVersion::k1) {  // tshark knows the report of version 2 and later only
      all.push_back(
          {begin(47, in(20), written(encode_delivery_report(report, version, buffer))), lines});
    }

    MapError failure;
    failure.code = map_error::kSmDeliveryFailure;
    failure.cause = 5;
    if (version != MapVersion::k1) failure.diagnostic_info = keep(from_hex("00c400"));
    const Octets error = written(encode_map_error(46, failure, version, buffer));
    all.push_back({written(TcapBuilder::end(kPeer).error(1, failure.code, error).encode(buffer)),
                   {"gsm_old.localValue=32"}});
  }
  all.push_back({begin(64, ApplicationContext{23, 2},
                       written(encode_service_centre_alert(address("84900000001"),
                                                           address("84900000099"), buffer))),
                 {"gsm_old.localValue=64", "e164.msisdn=84900000001", "e164.msisdn=84900000099"}});
  ReadyForSm ready;
  ready.imsi = imsi("001010900000001");
  all.push_back({begin(66, ApplicationContext{24, 3},
                       written(encode_ready_for_sm(ready, MapVersion::k3, buffer))),
                 {"gsm_old.localValue=66", "e212.imsi=001010900000001"}});
  all.push_back({written(TcapBuilder::begin(kId).encode(buffer)), {"tcap.otid=00000a01"}});
  all.push_back(
      {written(TcapBuilder::provider_abort(kPeer, PAbortCause::kIncorrect).encode(buffer)),
       {"tcap.dtid=00000b02", "tcap.p_abortCause=3"}});
  MapDialogue abort;
  abort.kind = MapDialogueKind::kUserAbort;
  const Octets information = written(encode_map_dialogue(abort, buffer));
  all.push_back(
      {written(TcapBuilder::abort(kPeer).user_abort(information).encode(buffer)),
       {"tcap.dtid=00000b02", "tcap.abort_source=0", "gsm_map.dialogue.map_UserAbortChoice=0"}});
  all.push_back({written(TcapBuilder::end(kPeer).result(1, 44).encode(buffer)),
                 {"tcap.dtid=00000b02", "gsm_old.invokeID=1"}});
  all.push_back({written(TcapBuilder::end(kPeer).reject(1, ProblemKind::kInvoke, 2).encode(buffer)),
                 {"tcap.dtid=00000b02"}});
  return all;
}

}  // namespace

TEST_CASE("tshark reads what the TCAP and MAP writers emit", "[ss7][tshark]") {
  if (!has_tshark()) {
    std::cout << "tshark is not installed: what is emitted was not judged by it\n";
    return;
  }
  const auto all = cases();
  std::vector<Octets> messages;
  messages.reserve(all.size());
  for (const Case& each : all)
    messages.push_back(in_udt(each.octets));
  std::vector<std::string> fields{"tcap.otid",
                                  "tcap.dtid",
                                  "tcap.result",
                                  "tcap.p_abortCause",
                                  "tcap.abort_source",
                                  "gsm_old.localValue",
                                  "gsm_old.invokeID",
                                  "e212.imsi",
                                  "e164.msisdn",
                                  "gsm_map.sm.sm_RP_PRI",
                                  "gsm_old.sm_RP_PRI",
                                  "gsm_old.moreMessagesToSend_element",
                                  "gsm_map.sm.sm_deliveryNotIntended",
                                  "gsm_map.sm.sm_DeliveryOutcome",
                                  "gsm_map.sm.moreMessagesToSend_element",
                                  "gsm_map.dialogue.map_UserAbortChoice"};
  const std::size_t named = fields.size();
  fields.insert(fields.end(), kFaultFields.begin(), kFaultFields.end());
  const auto rows = tshark_fields(kLinkTypeSccp, messages, fields);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto& columns = rows[i];
    INFO("message " << i << " " << to_hex(all[i].octets));
    CHECK(sound(columns));
    for (const std::string& wanted : all[i].lines) {
      const auto equals = wanted.find('=');
      const std::string name = wanted.substr(0, equals);
      const std::string value = wanted.substr(equals + 1);
      const auto field =
          std::find(fields.begin(), fields.begin() + static_cast<std::ptrdiff_t>(named), name);
      REQUIRE(field != fields.begin() + static_cast<std::ptrdiff_t>(named));
      const std::string& column =
          columns[static_cast<std::size_t>(std::distance(fields.begin(), field))];
      INFO(wanted);
      // Several values of one field stand in one column.
      CHECK_FALSE(column.empty());
      CHECK(("," + column + ",").find(value.empty() ? "" : "," + value + ",") != std::string::npos);
    }
  }
}
