#include "smsc-proxy/tools/ss7-load/report.hh"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/sccp_type.hh"
#include "smsc-proxy/tools/load/latency_report.hh"

namespace smsfw::ss7_load {
namespace {

using Json = nlohmann::ordered_json;
using load::microseconds;

double rate_of(const Results& results) {
  const auto done = static_cast<double>(results.answered());
  return results.seconds > 0 ? done / results.seconds : 0.0;
}

void add_error(Json& line, const Answer& answer) {
  line["error"] = ss7::map_error_name(*answer.code);
  line["error_code"] = *answer.code;
  const auto error = ss7::decode_map_error(*answer.code, answer.parameter, answer.version);
  if (!error) return;
  if (error->cause) line["cause"] = *error->cause;
  if (!error->diagnostic_info.empty()) line["diagnostic_info"] = hex_of(error->diagnostic_info);
  if (error->unauthorised_originator) line["unauthorised_originator"] = true;
  if (error->additional_absent_diagnostic) {
    line["additional_absent_diagnostic"] = *error->additional_absent_diagnostic;
  }
  if (error->waiting_data_set) line["waiting_data_set"] = *error->waiting_data_set;
}

void add_routing_info(Json& line, const Answer& answer) {
  const auto result = ss7::decode_routing_info_result(answer.parameter, answer.version);
  if (!result) return;
  line["imsi"] = result->imsi.digits().view();
  line["network_node"] = result->network_node.digits().view();
}

}  // namespace

std::uint64_t Results::answered() const noexcept {
  return std::accumulate(outcomes.begin(), outcomes.end(), std::uint64_t{0}) -
         count(Outcome::kTimeout);
}

bool Results::as_expected(const std::vector<std::string>& expected) const {
  if (dialogues == 0 || not_sent != 0) return false;
  if (expected.empty()) return answered() == sent;
  std::uint64_t wanted = 0;
  for (const std::string& name : expected) {
    for (std::size_t i = 0; i < kOutcomeNames.size(); ++i) {
      if (kOutcomeNames[i] == name) wanted += outcomes[i];
    }
    for (const auto& [code, number] : errors) {
      if (ss7::map_error_name(code) == name) wanted += number;
    }
  }
  return wanted == sent;
}

std::string hex_of(std::span<const std::byte> octets) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  out.reserve(octets.size() * 2);
  for (const std::byte each : octets) {
    out += kDigits[std::to_integer<unsigned>(each) >> 4U];
    out += kDigits[std::to_integer<unsigned>(each) & 15U];
  }
  return out;
}

std::string answer_json(const Answer& answer) {
  Json line;
  line["dialogue"] = answer.dialogue;
  line["place"] = answer.place;
  line["operation"] =
      answer.operation_name.empty() ? ss7::operation_name(answer.operation) : answer.operation_name;
  line["version"] = static_cast<int>(answer.version);
  line["kind"] = to_string(answer.outcome);
  switch (answer.outcome) {
    case Outcome::kError:
      if (answer.code) add_error(line, answer);
      break;
    case Outcome::kResult:
      if (answer.operation == ss7::operation::kSendRoutingInfoForSm) {
        add_routing_info(line, answer);
      }
      break;
    case Outcome::kReturned:
      line["cause"] = to_string(static_cast<ss7::ReturnCause>(answer.code.value_or(0)));
      break;
    case Outcome::kReject:
    case Outcome::kPAbort:
      if (answer.code) line["cause"] = *answer.code;
      break;
    default:
      break;
  }
  if (answer.tcap) line["tcap"] = to_string(*answer.tcap);
  if (answer.accepted) line["accepted"] = *answer.accepted == ss7::kDialogueAccepted;
  line["latency_us"] = microseconds(static_cast<std::uint64_t>(answer.latency.count()));
  if (!answer.octets.empty()) line["octets"] = hex_of(answer.octets);
  return line.dump();
}

std::string report_json(const DriveOptions& options, const Results& results) {
  Json out;
  out["window"] = options.window;
  out["rate_wanted"] = options.rate;
  out["dialogues"] = results.dialogues;
  out["sent"] = results.sent;
  out["one_way"] = results.one_way;
  out["answered"] = results.answered();
  Json answers = Json::object();
  for (std::size_t i = 0; i < kOutcomeNames.size(); ++i) {
    if (results.outcomes[i] != 0) answers[std::string(kOutcomeNames[i])] = results.outcomes[i];
  }
  out["outcomes"] = std::move(answers);
  Json errors = Json::object();
  for (const auto& [code, number] : results.errors)
    errors[std::string(ss7::map_error_name(code))] = number;
  out["errors"] = std::move(errors);
  out["unsent"] = results.unsent;
  out["not_sent"] = results.not_sent;
  out["strays"] = results.strays;
  out["malformed"] = results.malformed;
  out["refused"] = results.refused;
  out["seconds"] = results.seconds;
  out["messages_per_second"] = rate_of(results);
  out["latency_us"] = load::latency_report(results.latency_ns);
  return out.dump();
}

std::string report_text(const DriveOptions& options, const Results& results) {
  std::string out = fmt::format(
      "{} dialogues, {} messages, {} answered in {:.2f} s: {:.0f} a second", results.dialogues,
      results.sent, results.answered(), results.seconds, rate_of(results));
  if (options.rate > 0) out += fmt::format(" ({:.0f} dialogues wanted)", options.rate);
  out += '\n';
  for (std::size_t i = 0; i < kOutcomeNames.size(); ++i) {
    if (results.outcomes[i] != 0) {
      out += fmt::format("  {:<12} {}\n", kOutcomeNames[i], results.outcomes[i]);
    }
  }
  for (const auto& [code, number] : results.errors)
    out += fmt::format("    {} {}\n", ss7::map_error_name(code), number);
  const std::pair<std::string_view, std::uint64_t> rest[] = {
      {"one way", results.one_way},     {"unsent", results.unsent},
      {"not sent", results.not_sent},   {"strays", results.strays},
      {"malformed", results.malformed}, {"refused", results.refused}};
  for (const auto& [name, number] : rest) {
    if (number != 0) out += fmt::format("  {:<12} {}\n", name, number);
  }
  const auto& latency = results.latency_ns;
  out +=
      fmt::format("latency in µs: mean {:.0f}, p50 {:.0f}, p99 {:.0f}, p99.9 {:.0f}, max {:.0f}\n",
                  latency.mean() / 1000.0, microseconds(latency.quantile(0.5)),
                  microseconds(latency.quantile(0.99)), microseconds(latency.quantile(0.999)),
                  microseconds(latency.max()));
  return out;
}

}  // namespace smsfw::ss7_load
