#include "smsc-proxy/tools/smpp-load/report.hh"

#include <array>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "smsc-proxy/tools/load/latency_report.hh"

namespace smsfw::load {
namespace {

std::string status_key(std::uint32_t status) {
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "0x%08x", status);
  return text.data();
}

}  // namespace

std::string report_json(const Options& options, const Results& results) {
  nlohmann::ordered_json out;
  out["binds"] = options.binds;
  out["window"] = options.window;
  out["rate_wanted"] = options.rate;
  out["sent"] = results.sent;
  out["answered"] = results.answered;
  out["lost"] = results.lost;
  out["seconds"] = results.seconds;
  out["messages_per_second"] =
      results.seconds > 0 ? static_cast<double>(results.answered) / results.seconds : 0.0;
  out["latency_us"] = latency_report(results.latency_ns);
  auto statuses = nlohmann::ordered_json::object();
  for (const auto& [status, count] : results.statuses)
    statuses[status_key(status)] = count;
  out["statuses"] = std::move(statuses);
  out["receipts"] = results.receipts;
  out["receipts_expected"] = results.receipts_expected;
  out["mobile_originated"] = results.mobile_originated;
  out["binds_made"] = results.binds;
  out["disconnects"] = results.disconnects;
  out["last_trouble"] = results.last_trouble;
  auto timeline = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < results.timeline.size(); ++i) {
    const auto& second = results.timeline[i];
    timeline.push_back({{"second", i},
                        {"answered", second.answered},
                        {"p50_us", microseconds(second.p50_ns)},
                        {"p99_us", microseconds(second.p99_ns)},
                        {"max_us", microseconds(second.max_ns)}});
  }
  out["timeline"] = std::move(timeline);
  return out.dump();
}

bool write_per_message(const std::string& path, const std::vector<Sample>& samples,
                       const Results& results) {
  std::ofstream file(path, std::ios::trunc);
  for (std::size_t n = 0; n < results.messages.size(); ++n) {
    const auto& result = results.messages[n];
    const auto& sample = samples[n % samples.size()];
    nlohmann::ordered_json line;
    line["n"] = n;
    line["id"] = sample.id;
    line["label"] = sample.label;
    line["sent"] = result.state != MessageResult::State::kNotSent;
    if (result.state == MessageResult::State::kAnswered) {
      line["status"] = status_key(result.status);
    } else {
      line["status"] = nullptr;
    }
    line["message_id"] = result.message_id.view();
    // A message id is whatever the peer sent: octets that are no UTF-8 are replaced.
    file << line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) << '\n';
  }
  file.flush();
  return file.good();
}

}  // namespace smsfw::load
