#include "smsc-proxy/tools/ss7-load/operation_line.hh"

#include <nlohmann/json.hpp>

#include "smsc-proxy/tools/ss7-load/report.hh"
#include "smsc-proxy/tpdu/decode.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)
using Json = nlohmann::ordered_json;

template <class T>
std::optional<OperationArgument> in_variant(const Expected<T, DecodeError>& read) {
  if (!read) return std::nullopt;
  return OperationArgument(*read);
}

void add_number(Json& out, const char* key, MapAddress address) {
  if (address.present()) out[key] = address.digits().view();
}

void add_tpdu(Json& out, std::span<const std::byte> octets, bool to_mobile) {
  const auto tpdu = tpdu::decode(octets, to_mobile ? tpdu::Flow::kToMobile : tpdu::Flow::kToCentre);
  Json& one = out["tpdu"];
  if (!tpdu) {
    one["octets"] = hex_of(octets);
    return;
  }
  one["type"] = to_string(tpdu->type());
  one[to_mobile ? "from" : "to"] = tpdu->address().text.view();
  one["ton"] = tpdu->address().ton();
  one["pid"] = tpdu->u8(tpdu::TpField::kProtocolId);
  one["dcs"] = tpdu->u8(tpdu::TpField::kDataCoding);
  const auto& data = tpdu->user_data();
  if (data.has_header) one["udh"] = hex_of(data.octets.first(data.header.size()));
  std::string text;
  tpdu::append_text(data, text);
  if (sms::is_text(data.coding.alphabet)) {
    one["text"] = text;
  } else {
    one["data"] = hex_of(data.text);
  }
  one["more"] = tpdu->more_messages();
}

/// Writes an argument's fields.
struct Writer {
  Json& out;
  const OperationLine& line;

  void operator()(const ForwardSm& message) const {
    const Tbcd imsi =
        message.imsi.empty() ? message.destination.imsi() : message.imsi;  // MO has its own
    if (!imsi.empty()) out["imsi"] = imsi.digits().view();
    add_number(out, "msisdn", message.origin.msisdn());
    add_number(out, "service_centre", message.destination.service_centre());
    add_number(out, "service_centre", message.origin.service_centre());
    out["more"] = message.more_messages;
    add_tpdu(out, message.user_data,
             goes_to_mobile(*line.invoke->code.local, message, line.context));
  }
  void operator()(const RoutingInfoRequest& request) const {
    add_number(out, "msisdn", request.msisdn);
    add_number(out, "service_centre", request.service_centre);
    out["priority"] = request.priority;
  }
  void operator()(const DeliveryReport& report) const {
    add_number(out, "msisdn", report.msisdn);
    add_number(out, "service_centre", report.service_centre);
    if (report.outcome) out["outcome"] = *report.outcome;
  }
  void operator()(const ServiceCentreAlert& alert) const {
    add_number(out, "msisdn", alert.msisdn);
    add_number(out, "service_centre", alert.service_centre);
  }
  void operator()(const ReadyForSm& ready) const {
    out["imsi"] = ready.imsi.digits().view();
    out["reason"] = ready.reason;
  }
  void operator()(const ServiceCentreInfo& info) const {
    add_number(out, "msisdn", info.stored_msisdn);
  }
  void operator()(const Tbcd& imsi) const { out["imsi"] = imsi.digits().view(); }
};

void add_party(Json& out, const char* digits, const char* ssn, const SccpAddress& address) {
  out[digits] = address.digits().view();
  if (address.subsystem) out[ssn] = *address.subsystem;
}

std::string id_text(TransactionId id) {
  std::array<std::byte, 4> octets;
  for (unsigned i = 0; i < 4; ++i)
    octets[i] = static_cast<std::byte>(id.value >> (24U - 8U * i) & 0xFFU);
  return hex_of(std::span(octets).last(id.size));
}

}  // namespace

std::optional<OperationArgument> read_argument(std::int32_t code, MapVersion version,
                                               std::span<const std::byte> parameter) {
  switch (code) {
    case operation::kMtForwardSmVgcs:
    case operation::kMtForwardSm:
    case operation::kMoForwardSm:
      return in_variant(decode_forward_sm(parameter, code, version));
    case operation::kSendRoutingInfoForSm:
      return in_variant(decode_routing_info_request(parameter, version));
    case operation::kReportSmDeliveryStatus:
      return in_variant(decode_delivery_report(parameter, version));
    case operation::kAlertServiceCentre:
    case operation::kAlertServiceCentreWithoutResult:
      return in_variant(decode_service_centre_alert(parameter));
    case operation::kReadyForSm:
      return in_variant(decode_ready_for_sm(parameter, version));
    case operation::kInformServiceCentre:
      return in_variant(decode_service_centre_info(parameter, version));
    case operation::kNoteSubscriberPresent: {
      BerFindings findings;
      return in_variant(decode_subscriber_present(parameter, findings));
    }
    default:
      return std::nullopt;
  }
}

bool goes_to_mobile(std::int32_t code, const ForwardSm& message,
                    std::optional<ApplicationContext> context) {
  return forward_direction(message, code, context) != ForwardDirection::kMobileOriginated;
}

std::string_view name_of(std::int32_t code, const OperationArgument* argument,
                         std::optional<ApplicationContext> context) {
  const auto* message = argument != nullptr ? std::get_if<ForwardSm>(argument) : nullptr;
  if (code == operation::kMoForwardSm && message != nullptr &&
      goes_to_mobile(code, *message, context)) {
    return operation_name(operation::kMtForwardSm);
  }
  return operation_name(code);
}

std::string operation_json(const OperationLine& line) {
  Json out;
  const SccpMessage& sccp = line.received->sccp;
  out["sccp"] = sccp.spec().name;
  out["segments"] = line.received->segments != nullptr ? line.received->segments->size() : 1;
  out["opc"] = line.msu->label.opc.value;
  out["dpc"] = line.msu->label.dpc.value;
  out["ni"] = line.msu->label.ni;
  out["sls"] = line.msu->label.sls;
  add_party(out, "called", "called_ssn", sccp.called);
  add_party(out, "calling", "calling_ssn", sccp.calling);
  out["tcap"] = to_string(line.tcap->type);
  if (line.tcap->originating.present()) out["otid"] = id_text(line.tcap->originating);
  if (line.tcap->destination.present()) out["dtid"] = id_text(line.tcap->destination);
  if (line.context) out["context"] = context_name(line.context->id);
  out["version"] = static_cast<int>(line.version);
  if (line.invoke != nullptr) {
    out["operation"] = name_of(line.invoke->code.local.value_or(-1), line.argument, line.context);
    out["invoke_id"] = static_cast<int>(line.invoke->invoke_id.value_or(0));
    if (line.argument != nullptr) std::visit(Writer{out, line}, *line.argument);
  } else {
    out["operation"] = nullptr;
  }
  out["answer"] = line.answer;
  if (line.received->segments == nullptr) {
    out["octets"] = hex_of(line.received->octets);
  } else {
    Json all = Json::array();
    for (std::size_t i = 0; i < line.received->segments->size(); ++i)
      all.push_back(hex_of(line.received->segments->octets(i)));
    out["octets"] = std::move(all);
  }
  // Texts are whatever the peer sent.
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace smsfw::ss7_load
