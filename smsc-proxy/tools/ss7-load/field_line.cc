#include "smsc-proxy/tools/ss7-load/field_line.hh"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/tools/ss7-load/json_fields.hh"
#include "smsc-proxy/tools/ss7-load/map_argument.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)
using Json = nlohmann::json;

constexpr std::array<std::string_view, 22> kKeys = {
    "operation",      "version",    "calling", "called",
    "calling_ssn",    "called_ssn", "imsi",    "msisdn",
    "service_centre", "from",       "to",      "text",
    "data",           "dcs",        "pid",     "udh",
    "outcome",        "reason",     "more",    "invokes",
    "segments",       "empty_begin"};

Octets party_address(const JsonFields& fields, const char* digits_key, const char* ssn_key,
                     std::uint8_t ssn) {
  const std::string digits = fields.text(digits_key);
  SccpAddressFields address;
  address.subsystem = static_cast<std::uint8_t>(fields.number(ssn_key, ssn, 255));
  address.route_on_subsystem = digits.empty();
  if (!digits.empty()) {
    address.title = TitleKind::kFull;
    address.plan = TitlePlan::kIsdn;
    address.nature = TitleNature::kInternational;
    address.digits = plain_number(digits);
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
  const JsonFields fields(json);
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
      step.invokes.push_back(make_invoke(JsonFields(each), spec, version, place));
      if (step.invokes.back().code != operation::kAlertServiceCentreWithoutResult) ++step.awaited;
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
  const JsonFields fields(json);
  const std::string name = fields.needed("operation");
  const auto all = kinds();
  const auto spec =
      std::find_if(all.begin(), all.end(), [&](const KindSpec& each) { return each.name == name; });
  if (spec == all.end()) {
    std::string names;
    for (const KindSpec& each : all)
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
