#include "smsc-proxy/tools/ss7-load/map_argument.hh"

#include <array>

#include "filters/sms/dcs.hh"
#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"
#include "smsc-proxy/tools/load/number_type.hh"
#include "smsc-proxy/tools/load/user_data.hh"
#include "smsc-proxy/tools/ss7-load/fixed_time.hh"
#include "smsc-proxy/tpdu/encode.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)

constexpr std::array kKinds = {
    KindSpec{Kind::kMtForward, "mt-forwardSM", kV123, context::kShortMsgMtRelay, subsystem::kMsc,
             subsystem::kMsc},
    KindSpec{Kind::kMoForward, "mo-forwardSM", kV123, context::kShortMsgMoRelay, subsystem::kMsc,
             subsystem::kMsc},
    KindSpec{Kind::kRoutingInfo, "sendRoutingInfoForSM", kV123, context::kShortMsgGateway,
             subsystem::kMsc, subsystem::kHlr},
    KindSpec{Kind::kReport, "reportSM-DeliveryStatus", kV123, context::kShortMsgGateway,
             subsystem::kMsc, subsystem::kHlr},
    KindSpec{Kind::kAlert, "alertServiceCentre", kV12, context::kShortMsgAlert, subsystem::kHlr,
             subsystem::kMsc},
    KindSpec{Kind::kReady, "readyForSM", kV23, context::kMwdMngt, subsystem::kVlr, subsystem::kHlr},
};

Octets digits(const char* key, const std::string& text, std::size_t min, std::size_t max) {
  Octets out(max);
  const auto size = encode_tbcd(text, out);
  if (!size || *size < min) fail(std::string(key) + ": not such a number: " + text);
  out.resize(*size);
  return out;
}

Octets imsi_of(const JsonFields& fields) {
  return digits("imsi", fields.needed("imsi"), kMinImsi, kMaxImsi);
}

Octets address_of(const JsonFields& fields, const char* key) {
  std::string text = fields.needed(key);
  if (text.starts_with('+')) text.erase(0, 1);
  const auto made = MapAddressOctets::make(MapNature::kInternational, MapPlan::kIsdn, text);
  if (!made) fail(std::string(key) + ": not a number: " + text);
  return {made->view().begin(), made->view().end()};
}

/// TP-DCS and text as the encoder of TPDUs takes them.
load::UserData user_data_of(const JsonFields& fields) {
  load::UserData out;
  if (fields.has("data")) {
    if (fields.has("text")) fail("text and data: give one of them");
    out.octets = octets_of_hex(fields.text("data"));
    out.data_coding = static_cast<std::uint8_t>(fields.number("dcs", 4, 255));
    if (sms::coding_of_tpdu(out.data_coding).counts_septets()) {
      fail("data is octets, but this dcs is of GSM 7-bit: give a text");
    }
    return out;
  }
  const std::string text = fields.text("text");
  if (!fields.has("dcs")) return load::encode_text(text);
  out.data_coding = static_cast<std::uint8_t>(fields.number("dcs", 0, 255));
  const auto coding = sms::coding_of_tpdu(out.data_coding);
  if (coding.counts_septets()) {
    sms::SeptetBuffer septets;
    const auto count = sms::encode_gsm7(text, septets);
    if (!count) fail("text: does not fit GSM 7-bit, as dcs has it");
    out.octets.assign(septets.begin(), septets.begin() + static_cast<std::ptrdiff_t>(*count));
  } else if (coding.alphabet == sms::Alphabet::kUcs2) {
    out.octets = load::encode_ucs2(text);
  } else {
    const auto octets = std::as_bytes(std::span(text));
    out.octets.assign(octets.begin(), octets.end());
  }
  return out;
}

tpdu::AddressFields party(std::string_view text) {
  return {load::number_type(text), load::is_number(text) ? std::uint8_t{1} : std::uint8_t{0},
          plain_number(text)};
}

Octets tpdu_of(const JsonFields& fields, bool to_mobile, bool more_follow) {
  const load::UserData data = user_data_of(fields);
  const Octets elements = octets_of_hex(fields.text("udh"));
  const tpdu::TextFields text{data.data_coding, elements, data.octets};
  const auto pid = static_cast<std::uint8_t>(fields.number("pid", 0, 255));
  const std::string other = fields.needed(to_mobile ? "from" : "to");
  Octets out(kMaxSignalInfo);
  Expected<std::size_t, tpdu::EncodeCode> size;
  if (to_mobile) {
    tpdu::DeliverFields deliver;
    if (more_follow) deliver.flags = 0;
    deliver.originator = party(other);
    deliver.protocol_id = pid;
    deliver.time = kFixedTime;
    deliver.data = text;
    size = tpdu::encode(deliver, out);
  } else {
    tpdu::SubmitFields submit;
    submit.destination = party(other);
    submit.protocol_id = pid;
    submit.data = text;
    size = tpdu::encode(submit, out);
  }
  if (!size) fail("TPDU: " + std::string(to_string(size.error())));
  out.resize(*size);
  return out;
}

class Argument {
 public:
  Argument(const JsonFields& fields, const KindSpec& spec, MapVersion version, Place place)
      : fields_(fields), version_(version), place_(place), out_(512) {
    BerEncoded size;
    switch (spec.kind) {
      case Kind::kMtForward:
      case Kind::kMoForward:
        size = forward(spec.kind == Kind::kMtForward);
        break;
      case Kind::kRoutingInfo:
        size = routing_info();
        break;
      case Kind::kReport:
        size = report();
        break;
      case Kind::kAlert: {
        const Octets msisdn = address_of(fields_, "msisdn");
        const Octets centre = address_of(fields_, "service_centre");
        size = encode_service_centre_alert(MapAddress(msisdn), MapAddress(centre), out_);
        break;
      }
      case Kind::kReady: {
        const Octets imsi = imsi_of(fields_);
        ReadyForSm ready;
        ready.imsi = Tbcd(imsi);
        ready.reason = static_cast<std::uint16_t>(fields_.number("reason", 0, 1));
        size = encode_ready_for_sm(ready, version_, out_);
        break;
      }
    }
    if (!size) fail("argument: " + std::string(to_string(size.error().code)));
    out_.resize(*size);
  }
  Octets take() && { return std::move(out_); }
  std::int32_t code(Kind kind) const {
    switch (kind) {
      case Kind::kMtForward:
        return version_ == MapVersion::k3 ? operation::kMtForwardSm : operation::kMoForwardSm;
      case Kind::kMoForward:
        return operation::kMoForwardSm;
      case Kind::kRoutingInfo:
        return operation::kSendRoutingInfoForSm;
      case Kind::kReport:
        return operation::kReportSmDeliveryStatus;
      case Kind::kAlert:
        return version_ == MapVersion::k1 ? operation::kAlertServiceCentreWithoutResult
                                          : operation::kAlertServiceCentre;
      case Kind::kReady:
        break;
    }
    return operation::kReadyForSm;
  }

 private:
  BerEncoded forward(bool to_mobile) {
    const Octets tpdu = tpdu_of(fields_, to_mobile, place_.more_follow);
    ForwardSm message;
    message.user_data = tpdu;
    message.more_messages = place_.more_follow;
    Octets to;
    Octets from;
    Octets imsi;
    if (!place_.further && to_mobile) {
      to = imsi_of(fields_);
      from = address_of(fields_, "service_centre");
      message.destination = {RpDestinationKind::kImsi, to};
      message.origin = {RpOriginKind::kServiceCentre, from};
    } else if (!to_mobile) {
      to = address_of(fields_, "service_centre");
      from = address_of(fields_, "msisdn");
      message.destination = {RpDestinationKind::kServiceCentre, to};
      message.origin = {RpOriginKind::kMsisdn, from};
      if (version_ == MapVersion::k3 && fields_.has("imsi")) imsi = imsi_of(fields_);
      message.imsi = Tbcd(imsi);
    }
    return encode_forward_sm(message, code(to_mobile ? Kind::kMtForward : Kind::kMoForward),
                             version_, out_);
  }
  BerEncoded routing_info() {
    const Octets msisdn = address_of(fields_, "msisdn");
    const Octets centre = address_of(fields_, "service_centre");
    RoutingInfoRequest request;
    request.msisdn = MapAddress(msisdn);
    request.priority = true;
    request.service_centre = MapAddress(centre);
    return encode_routing_info_request(request, version_, out_);
  }
  BerEncoded report() {
    const Octets msisdn = address_of(fields_, "msisdn");
    const Octets centre = address_of(fields_, "service_centre");
    DeliveryReport report;
    report.msisdn = MapAddress(msisdn);
    report.service_centre = MapAddress(centre);
    if (version_ != MapVersion::k1) {
      report.outcome = static_cast<std::uint16_t>(fields_.number("outcome", 2, 2));
    } else if (fields_.has("outcome")) {
      fail("outcome: version 1 has none");
    }
    return encode_delivery_report(report, version_, out_);
  }

  const JsonFields& fields_;
  MapVersion version_;
  Place place_;
  Octets out_;
};

}  // namespace

std::span<const KindSpec> kinds() noexcept {
  return kKinds;
}

std::string_view plain_number(std::string_view number) noexcept {
  return number.starts_with('+') ? number.substr(1) : number;
}

Invoke make_invoke(const JsonFields& fields, const KindSpec& spec, MapVersion version,
                   Place place) {
  Argument argument(fields, spec, version, place);
  const std::int32_t code = argument.code(spec.kind);
  return {code, std::move(argument).take()};
}

}  // namespace smsfw::ss7_load
