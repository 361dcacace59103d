// Octets and values of another stack's own tests of MAP. They are read from a data directory
// (environment SMSFW_DATA, set by tests/run --data DIR) and are no part of the project.
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "filters/sms/alphabet.hh"
#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/foreign_vectors.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using nlohmann::json;
using smsfw::testing::foreign_vectors;

namespace {

json hex_of(std::span<const std::byte> octets) {
  if (octets.empty()) return nullptr;
  return {{"hex", to_hex(octets)}};
}

json optional_of(std::optional<std::uint16_t> value) {
  return value ? json(*value) : json(nullptr);
}

const std::map<int, std::string> kNatures = {{1, "international_number"},
                                             {2, "national_significant_number"},
                                             {3, "network_specific_number"},
                                             {4, "subscriber_number"}};
const std::map<int, std::string> kPlans = {
    {1, "ISDN"}, {6, "land_mobile"}, {8, "national"}, {9, "private_plan"}};

/// What the codec read, under the names of the other stack's getters.
using Read = std::map<std::string, json>;

void put_address(Read& out, const std::string& name, MapAddress address) {
  if (!address.present()) {
    out[name] = nullptr;
    return;
  }
  out[name + ".addressNature"] = kNatures.at(static_cast<int>(address.nature()));
  out[name + ".numberingPlan"] = kPlans.at(static_cast<int>(address.plan()));
  out[name + ".address"] = std::string(address.digits().view());
}

void put_digits(Read& out, const std::string& name, Tbcd value) {
  if (value.empty()) {
    out[name] = nullptr;
  } else {
    out[name + ".data"] = std::string(value.digits().view());
  }
}

void put_correlation(Read& out, const std::string& prefix,
                     const std::optional<CorrelationId>& value) {
  if (!value) return;
  const auto text = [](std::span<const std::byte> octets) {
    return std::string(reinterpret_cast<const char*>(octets.data()), octets.size());
  };
  put_digits(out, prefix + "hlrId", Tbcd(value->hlr_id));
  out["new String (correlationId.sipUriA.data[)]"] = text(value->sip_uri_a);
  out["new String (correlationId.sipUriB.data[)]"] = text(value->sip_uri_b);
}

/// The stack's name for "the container of its tests is there", in all its spellings.
bool is_extension_key(const std::string& key) {
  return key.find("MAPExtensionContainerTest.") == 0;
}

Read forward(const Octets& in, std::int32_t code, MapVersion version) {
  const auto result = decode_forward_sm(in, code, version);
  REQUIRE(result);
  Read out;
  put_address(out, "SM_RP_DA.serviceCentreAddressDA", result->destination.service_centre());
  put_address(out, "SM_RP_OA.serviceCentreAddressOA", result->origin.service_centre());
  put_address(out, "SM_RP_OA.msisdn", result->origin.msisdn());
  put_digits(out, "SM_RP_DA.IMSI", result->destination.imsi());
  const bool lmsi = result->destination.kind == RpDestinationKind::kLmsi;
  out["SM_RP_DA.LMSI"] = lmsi ? json("set") : json(nullptr);
  out["LMSI.data"] = hex_of(result->destination.octets);
  put_digits(out, "IMSI", result->imsi);
  out["SM_RP_UI.data"] = hex_of(result->user_data);
  out["moreMessagesToSend"] = result->more_messages;
  out["extension"] = !result->extension.empty();
  // The names in the tests of the choices alone.
  put_address(out, "serviceCentreAddressDA", result->destination.service_centre());
  put_address(out, "serviceCentreAddressOA", result->origin.service_centre());
  put_address(out, "msisdn", result->origin.msisdn());
  if (!result->destination.imsi().empty() && result->imsi.empty()) {
    put_digits(out, "IMSI", result->destination.imsi());
  }
  return out;
}

Read routing_request(const Octets& in) {
  const auto result = decode_routing_info_request(in, MapVersion::k3);
  REQUIRE(result);
  Read out;
  put_address(out, "msisdn", result->msisdn);
  put_address(out, "serviceCentreAddress", result->service_centre);
  out["sm_RP_PRI"] = result->priority;
  out["gprsSupportIndicator"] = result->gprs_support;
  out["SM_RP_SMEA.data"] = hex_of(result->originator);
  if (result->originator.empty()) out["SM_RP_SMEA"] = nullptr;
  out["SM_RP_MTI"] = result->message_type == 1 ? json("SMS_Status_Report") : json(nullptr);
  out["smDeliveryNotIntended"] =
      result->delivery_not_intended == 0 ? json("onlyIMSIRequested") : json(nullptr);
  out["ipSmGwGuidanceIndicator"] = result->ip_gateway_guidance;
  out["T4TriggerIndicator"] = result->t4_trigger;
  out["singleAttemptDelivery"] = result->single_attempt;
  out["teleservice"] = nullptr;
  if (!result->teleservice.empty()) {
    out["teleservice.teleserviceCodeValue"] =
        to_hex(result->teleservice) == "21" ? "shortMessageMT_PP" : "other";
  }
  put_digits(out, "imsi", result->imsi);
  put_correlation(out, "correlationID.", result->correlation_id);
  put_correlation(out, "", result->correlation_id);
  out["extensionContainer"] = nullptr;
  out["extension"] = !result->extension.empty();
  // An address field of TS 23.040: digits, type, then semi-octets or septets.
  if (result->originator.size() > 2) {
    const auto type = std::to_integer<unsigned>(result->originator[1]) >> 4U & 7U;
    const auto plan = std::to_integer<unsigned>(result->originator[1]) & 15U;
    const auto length = std::to_integer<unsigned>(result->originator[0]);
    out["addressField.typeOfNumber"] = type == 5   ? "Alphanumeric"
                                       : type == 1 ? "InternationalNumber"
                                                   : "Unknown";
    out["addressField.numberingPlanIdentification"] =
        plan == 1 ? "ISDNTelephoneNumberingPlan" : "Unknown";
    const auto value = result->originator.subspan(2);
    std::string text;
    if (type == 5) {
      Octets septets;
      for (std::size_t bit = 0; bit + 7 <= length * std::size_t{4}; bit += 7) {
        unsigned pair = std::to_integer<unsigned>(value[bit / 8]);
        if (bit / 8 + 1 < value.size()) pair |= std::to_integer<unsigned>(value[bit / 8 + 1]) << 8;
        septets.push_back(static_cast<std::byte>(pair >> bit % 8 & 0x7F));
      }
      sms::append_text(sms::Alphabet::kGsm7Unpacked, septets, text);
    } else {
      text = std::string(Tbcd(value).digits().view()).substr(0, length);
    }
    out["addressField.addressValue"] = text;
  }
  return out;
}

Read routing_result(const Octets& in, MapVersion version) {
  const auto result = decode_routing_info_result(in, version);
  REQUIRE(result);
  Read out;
  for (const std::string prefix : {"locationInfoWithLMSI.", ""}) {
    put_address(out, prefix + "networkNodeNumber", result->network_node);
    out[prefix + "LMSI.data"] = hex_of(result->lmsi);
    if (result->lmsi.empty()) out[prefix + "LMSI"] = nullptr;
    out[prefix + "gprsNodeIndicator"] = result->gprs_node;
    out[prefix + "additionalNumber"] = nullptr;
    put_address(out, prefix + "additionalNumber.SGSNNumber",
                result->additional_is_sgsn ? result->additional_node : MapAddress());
    put_address(out, prefix + "additionalNumber.MSCNumber",
                result->additional_is_sgsn ? MapAddress() : result->additional_node);
  }
  put_digits(out, "IMSI", result->imsi);
  out["mwdSet"] = result->waiting_data_set ? json(*result->waiting_data_set) : json(nullptr);
  for (const std::string prefix : {"ipSmGwGuidance.", ""}) {
    out[prefix + "minimumDeliveryTimeValue"] = optional_of(result->minimum_delivery_time);
    out[prefix + "recommendedDeliveryTimeValue"] = optional_of(result->recommended_delivery_time);
  }
  out["extensionContainer"] = nullptr;
  // Those of the location and of the guidance are stepped over.
  out["extension"] = true;
  return out;
}

Read report(const Octets& in, MapVersion version) {
  const auto result = decode_delivery_report(in, version);
  REQUIRE(result);
  static const char* const names[] = {"memoryCapacityExceeded", "absentSubscriber",
                                      "successfulTransfer"};
  const auto outcome = [](std::optional<std::uint16_t> value) {
    return value ? json(names[*value]) : json(nullptr);
  };
  Read out;
  put_address(out, "msisdn", result->msisdn);
  put_address(out, "serviceCentreAddress", result->service_centre);
  out["SMDeliveryOutcome"] = outcome(result->outcome);
  out["additionalSMDeliveryOutcome"] = outcome(result->additional_outcome);
  out["absentSubscriberDiagnosticSM"] = optional_of(result->absent_diagnostic);
  out["additionalAbsentSubscriberDiagnosticSM"] = optional_of(result->additional_absent_diagnostic);
  out["gprsSupportIndicator"] = result->gprs_support;
  out["deliveryOutcomeIndicator"] = result->outcome_is_gprs;
  put_digits(out, "imsi", result->imsi);
  out["singleAttemptDelivery"] = result->single_attempt;
  put_correlation(out, "correlationID.", result->correlation_id);
  out["extension"] = !result->extension.empty();
  return out;
}

Read inform(const Octets& in) {
  const auto result = decode_service_centre_info(in, MapVersion::k3);
  REQUIRE(result);
  Read out;
  put_address(out, "storedMSISDN", result->stored_msisdn);
  for (const std::string prefix : {"mwStatus.", ""}) {
    out[prefix + "scAddressNotIncluded"] = result->address_not_included;
    out[prefix + "mnrfSet"] = result->not_reachable;
    out[prefix + "mcefSet"] = result->memory_exceeded;
    out[prefix + "mnrgSet"] = result->not_reachable_gprs;
  }
  out["absentSubscriberDiagnosticSM"] = optional_of(result->absent_diagnostic);
  out["additionalAbsentSubscriberDiagnosticSM"] = optional_of(result->additional_absent_diagnostic);
  out["extension"] = !result->extension.empty();
  return out;
}

Read alert(const Octets& in) {
  const auto result = decode_service_centre_alert(in);
  REQUIRE(result);
  Read out;
  put_address(out, "msisdn", result->msisdn);
  put_address(out, "serviceCentreAddress", result->service_centre);
  return out;
}

Read ready(const Octets& in) {
  const auto result = decode_ready_for_sm(in, MapVersion::k3);
  REQUIRE(result);
  Read out;
  put_digits(out, "imsi", result->imsi);
  out["alertReason"] = result->reason == 1 ? "memoryAvailable" : "ms_Present";
  out["alertReasonIndicator"] = result->gprs;
  out["additionalAlertReasonIndicator"] = result->ip_gateway;
  out["extensionContainer"] = nullptr;
  out["extension"] = !result->extension.empty();
  return out;
}

Read report_result(const Octets& in) {
  const bool bare = in.at(0) == std::byte{0x04};
  const auto result = decode_delivery_report_result(in, bare ? MapVersion::k2 : MapVersion::k3);
  REQUIRE(result);
  CHECK_FALSE(result->findings.has(BerFinding::kOtherVersion));
  Read out;
  put_address(out, "storedMSISDN", result->stored_msisdn);
  out["extensionContainer"] = nullptr;
  out["extension"] = !result->extension.empty();
  return out;
}

Read forward_result(const Octets& in, std::int32_t code) {
  const auto result = decode_forward_sm_result(in, code, MapVersion::k3);
  REQUIRE(result);
  Read out;
  out["SM_RP_UI.data"] = hex_of(result->user_data);
  out["extension"] = !result->extension.empty();
  return out;
}

/// Reads one vector by the name of the test that it comes from. A part of an argument is put into
/// the smallest argument that has it.
Read read_map(const std::string& test, const Octets& in) {
  const auto content = std::span(in).subspan(2);
  const auto part = [](std::initializer_list<std::span<const std::byte>> parts) {
    return keep(wrap(0x30, join(parts)));
  };
  const Octets request = from_hex("80029121 810100 82029121");
  const Octets result = from_hex("0403000000 a00481029121");
  if (test == "AlertServiceCentreRequestTest") return alert(in);
  if (test == "CorrelationIDTest") {
    return routing_request(part({request, wrap(0xAF, content)}));
  }
  if (test == "ForwardShortMessageRequestTest") {
    return forward(in, operation::kMoForwardSm, MapVersion::k2);
  }
  if (test == "InformServiceCentreRequestTest") return inform(in);
  if (test == "IpSmGwGuidanceTest") {
    return routing_result(part({result, wrap(0xA5, content)}), MapVersion::k3);
  }
  if (test == "LocationInfoWithLMSITest") {
    return routing_result(part({from_hex("0403000000"), in}), MapVersion::k3);
  }
  if (test == "MWStatusTest") return inform(part({in}));
  if (test == "MoForwardShortMessageRequestTest") {
    return forward(in, operation::kMoForwardSm, MapVersion::k3);
  }
  if (test == "MtForwardShortMessageRequestTest") {
    return forward(in, operation::kMtForwardSm, MapVersion::k3);
  }
  if (test == "MoForwardShortMessageResponseTest") return forward_result(in, 46);
  if (test == "MtForwardShortMessageResponseTest") return forward_result(in, 44);
  if (test == "NoteSubscriberPresentRequestTest") {
    BerFindings findings;
    const auto imsi = decode_subscriber_present(in, findings);
    REQUIRE(imsi);
    Read out;
    put_digits(out, "IMSI", *imsi);
    return out;
  }
  if (test == "ReadyForSMRequestTest") return ready(in);
  if (test == "ReadyForSMResponseTest") {
    // The result is an extension container alone, which nobody reads but the check of its nesting;
    // the private part of this stack's container is no BER.
    CHECK(ber_check(in).only(BerFinding::kBadNesting));
    return {{"extension", in.size() > 2}};
  }
  if (test == "ReportSMDeliveryStatusRequestTest") return report(in, MapVersion::k3);
  if (test == "ReportSMDeliveryStatusResponseTest") return report_result(in);
  if (test == "SM_RP_DATest") {
    return forward(part({in, from_hex("8500 0401aa")}), 44, MapVersion::k3);
  }
  if (test == "SM_RP_OATest") {
    return forward(part({from_hex("8500"), in, from_hex("0401aa")}), 44, MapVersion::k3);
  }
  if (test == "SM_RP_SMEATest") return routing_request(part({request, in}));
  if (test == "SendRoutingInfoForSMRequestTest") return routing_request(in);
  if (test == "SendRoutingInfoForSMResponseTest") {
    return routing_result(in, MapVersion::k3);
  }
  FAIL("no decoder for " << test);
  return {};
}

/// "…/SomeTest.java#method": SomeTest.
std::string test_of(const std::string& source) {
  const auto end = source.find(".java");
  return source.substr(source.rfind('/', end) + 1, end - source.rfind('/', end) - 1);
}

}  // namespace

TEST_CASE("foreign vectors: MAP short message operations of jSS7's tests", "[vectors]") {
  const auto rows = foreign_vectors("jss7_map_sms");
  if (rows.empty()) return;
  std::size_t vectors = 0;
  std::size_t values = 0;
  for (const json& row : rows) {
    const auto source = row.at("source").get<std::string>();
    const auto in = keep(from_hex(row.at("hex").get<std::string>()));
    INFO(source << " " << to_hex(in));
    const Read read = read_map(test_of(source), in);
    for (const auto& [key, wanted] : row.at("expect").items()) {
      INFO(key);
      const auto found = read.find(is_extension_key(key) ? "extension" : key);
      REQUIRE(found != read.end());
      CHECK(found->second == wanted);
      ++values;
    }
    ++vectors;
  }
  CHECK(vectors == 51);
  CHECK(values > 150);
}
