#include "smsc-proxy/tools/ss7-load/field_line.hh"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

#include "filters/sms/dcs.hh"
#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/ss7/codec/map_delivery_status.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/tools/load/number_type.hh"
#include "smsc-proxy/tools/load/user_data.hh"
#include "smsc-proxy/tpdu/encode.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)
using Json = nlohmann::json;

enum class Kind { kMtForward, kMoForward, kRoutingInfo, kReport, kAlert, kReady };

/// What an operation is by default.
struct KindSpec {
  Kind kind;
  std::string_view name;
  MapVersions versions;
  std::uint8_t context;
  std::uint8_t calling_ssn;
  std::uint8_t called_ssn;
};

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

constexpr std::array<std::string_view, 22> kKeys = {
    "operation",      "version",    "calling", "called",
    "calling_ssn",    "called_ssn", "imsi",    "msisdn",
    "service_centre", "from",       "to",      "text",
    "data",           "dcs",        "pid",     "udh",
    "outcome",        "reason",     "more",    "invokes",
    "segments",       "empty_begin"};

/// TP-SCTS of what is made here: always the same, so that a run can be repeated octet for octet.
constexpr tpdu::TimeStamp kTime{26, 1, 1, 0, 0, 0, 0, true};

[[noreturn]] void fail(const std::string& why) {
  throw std::runtime_error(why);
}

/// One object's fields, by what they have to be.
class Fields {
 public:
  explicit Fields(const Json& json) : json_(json) {}

  bool has(const char* key) const { return json_.contains(key); }
  std::string text(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return {};
    if (!found->is_string()) fail(std::string(key) + ": expected a string");
    return found->get<std::string>();
  }
  std::string needed(const char* key) const {
    if (!has(key)) fail(std::string(key) + " is missing");
    return text(key);
  }
  unsigned number(const char* key, unsigned otherwise, unsigned max) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return otherwise;
    if (!found->is_number_unsigned() || found->get<std::uint64_t>() > max) {
      fail(std::string(key) + ": expected a number up to " + std::to_string(max));
    }
    return found->get<unsigned>();
  }
  bool flag(const char* key) const {
    const auto found = json_.find(key);
    if (found == json_.end()) return false;
    if (!found->is_boolean()) fail(std::string(key) + ": expected true or false");
    return found->get<bool>();
  }
  /// A list of objects, each with what it leaves out taken from this one.
  std::vector<Json> list(const char* key) const {
    std::vector<Json> out;
    const auto found = json_.find(key);
    if (found == json_.end()) return out;
    if (!found->is_array()) fail(std::string(key) + ": expected a list of objects");
    for (const Json& each : *found) {
      if (!each.is_object()) fail(std::string(key) + ": expected a list of objects");
      Json merged = json_;
      for (const char* own : {"more", "invokes", "segments", "empty_begin"}) {
        if (each.contains(own)) fail(std::string(own) + " stands inside " + key);
        merged.erase(own);
      }
      merged.update(each);
      out.push_back(std::move(merged));
    }
    return out;
  }

 private:
  const Json& json_;
};

Octets digits(const char* key, const std::string& text, std::size_t min, std::size_t max) {
  Octets out(max);
  const auto size = encode_tbcd(text, out);
  if (!size || *size < min) fail(std::string(key) + ": not such a number: " + text);
  out.resize(*size);
  return out;
}

Octets imsi_of(const Fields& fields) {
  return digits("imsi", fields.needed("imsi"), kMinImsi, kMaxImsi);
}

Octets address_of(const Fields& fields, const char* key) {
  std::string text = fields.needed(key);
  if (text.starts_with('+')) text.erase(0, 1);
  const auto made = MapAddressOctets::make(MapNature::kInternational, MapPlan::kIsdn, text);
  if (!made) fail(std::string(key) + ": not a number: " + text);
  return {made->view().begin(), made->view().end()};
}

/// TP-DCS and text as the encoder of TPDUs takes them.
load::UserData user_data_of(const Fields& fields) {
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

std::string_view plain(std::string_view number) {
  return number.starts_with('+') ? number.substr(1) : number;
}

tpdu::AddressFields party(std::string_view text) {
  return {load::number_type(text), load::is_number(text) ? std::uint8_t{1} : std::uint8_t{0},
          plain(text)};
}

Octets tpdu_of(const Fields& fields, bool to_mobile, bool more_follow) {
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
    deliver.time = kTime;
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

/// How a forwardSM stands in its dialogue.
struct Place {
  bool further = false;  ///< The addresses are those of the first one.
  bool more_follow = false;
};

class Argument {
 public:
  Argument(const Fields& fields, const KindSpec& spec, MapVersion version, Place place)
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

  const Fields& fields_;
  MapVersion version_;
  Place place_;
  Octets out_;
};

Octets party_address(const Fields& fields, const char* digits_key, const char* ssn_key,
                     std::uint8_t ssn) {
  const std::string digits = fields.text(digits_key);
  SccpAddressFields address;
  address.subsystem = static_cast<std::uint8_t>(fields.number(ssn_key, ssn, 255));
  address.route_on_subsystem = digits.empty();
  if (!digits.empty()) {
    address.title = TitleKind::kFull;
    address.plan = TitlePlan::kIsdn;
    address.nature = TitleNature::kInternational;
    address.digits = plain(digits);
  }
  const auto made = SccpAddressOctets::make(address);
  if (!made) fail(std::string(digits_key) + ": not a number: " + digits);
  return {made->view().begin(), made->view().end()};
}

void check_keys(const Json& json) {
  for (const auto& [key, value] : json.items()) {
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) fail("unknown key " + key);
    if (value.is_array()) {
      for (const Json& each : value) {
        if (each.is_object()) check_keys(each);
      }
    }
  }
}

/// The steps of a dialogue: the line's own message with its further components, and what follows.
std::vector<Step> steps_of(const Json& json, const KindSpec& spec, MapVersion version) {
  const Fields fields(json);
  std::vector<Json> messages = fields.list("more");
  const std::vector<Json> invokes = fields.list("invokes");
  if (!messages.empty() && (spec.kind != Kind::kMtForward || version == MapVersion::k1)) {
    fail("more: only mt-forwardSM of versions 2 and 3 keeps its dialogue open");
  }
  if (invokes.size() >= TcapBuilder::kMaxOwnComponents) {
    fail("invokes: at most " + std::to_string(TcapBuilder::kMaxOwnComponents - 1));
  }
  messages.insert(messages.begin(), json);
  std::vector<Step> steps;
  for (std::size_t i = 0; i < messages.size(); ++i) {
    Step& step = steps.emplace_back();
    const Place place{i != 0, i + 1 < messages.size()};
    const auto add = [&](const Json& each) {
      const Fields own(each);
      Argument argument(own, spec, version, place);
      const auto code = argument.code(spec.kind);
      step.invokes.push_back({code, std::move(argument).take()});
      if (code != operation::kAlertServiceCentreWithoutResult) ++step.awaited;
    };
    add(messages[i]);
    if (i != 0) continue;
    for (const Json& each : invokes)
      add(each);
  }
  return steps;
}

/// The first message, with a transaction id to be filled in.
void encode_begin(const KindSpec& spec, Message& message) {
  auto builder = TcapBuilder::begin({0, 4});
  if (message.version != MapVersion::k1) {
    builder.request({spec.context, static_cast<std::uint8_t>(message.version)});
  }
  if (!message.empty_begin) {
    std::int8_t id = 0;
    for (const Invoke& invoke : message.steps.front().invokes)
      builder.invoke(++id, invoke.code, invoke.parameter);
  }
  Octets tcap(4096);
  const auto size = builder.encode(tcap);
  if (!size) fail("TCAP: " + std::string(to_string(size.error().code)));
  tcap.resize(*size);

  SccpUnitdata unitdata;
  unitdata.called = message.called;
  unitdata.calling = message.calling;
  unitdata.data = tcap;
  unitdata.return_on_error = true;
  const SccpPlan plan = plan_segments(unitdata, message.segments);
  for (std::size_t i = 0; i < plan.count; ++i) {
    Outgoing& out = message.begin.emplace_back();
    out.octets.resize(kMaxSignalUnit + 64);
    const auto written = encode_unitdata(unitdata, plan, i, out.octets);
    if (!written) fail("SCCP: " + std::string(to_string(written.error().code)));
    out.octets.resize(*written);
    if (plan.count > 1) out.reference_at = out.octets.size() - 4;  // in front of the end octet
  }
  Outgoing& first = message.begin.front();
  const auto data = decode_sccp(first.octets)->data;
  first.id_at =
      static_cast<std::size_t>(data.data() - first.octets.data()) + originating_id_at(tcap);
  if (originating_id_at(tcap) + 4 > data.size()) fail("segments: the first one is too short");
}

}  // namespace

Message read_field_line(const std::string& line) {
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) fail("not a JSON object");
  check_keys(json);
  const Fields fields(json);
  const std::string name = fields.needed("operation");
  const auto* spec = std::find_if(kKinds.begin(), kKinds.end(),
                                  [&](const KindSpec& each) { return each.name == name; });
  if (spec == kKinds.end()) {
    std::string names;
    for (const KindSpec& each : kKinds)
      names += " " + std::string(each.name);
    fail("operation: " + name + " is none of" + names);
  }
  const unsigned version =
      fields.number("version", has_version(spec->versions, MapVersion::k3) ? 3 : 2, 3);
  if (version == 0 || !has_version(spec->versions, static_cast<MapVersion>(version))) {
    fail("version: " + name + " has no version " + std::to_string(version));
  }
  Message message;
  message.operation = name;
  message.version = static_cast<MapVersion>(version);
  message.empty_begin = fields.flag("empty_begin");
  message.segments = fields.number("segments", 0, kMaxSegments);
  message.called = party_address(fields, "called", "called_ssn", spec->called_ssn);
  message.calling = party_address(fields, "calling", "calling_ssn", spec->calling_ssn);
  message.steps = steps_of(json, *spec, message.version);
  encode_begin(*spec, message);
  return message;
}

}  // namespace smsfw::ss7_load
