#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

#include "smsc-proxy/control/metrics.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::app;
using namespace smsfw::control;

namespace {

// Samples of a page by `name{labels}`.
std::map<std::string, double> samples(const std::string& page) {
  std::map<std::string, double> out;
  std::istringstream in(page);
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    const auto space = line.rfind(' ');
    REQUIRE(space != std::string::npos);
    const bool fresh = out.emplace(line.substr(0, space), std::stod(line.substr(space + 1))).second;
    CAPTURE(line);
    CHECK(fresh);  // no series twice
  }
  return out;
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("a page sums the workers") {
  MetricShards shards;
  MetricShard& first = shards.add_shard();
  MetricShard& second = shards.add_shard();
  shards.set_listeners({"main", "backup \"b\""});
  shards.set_upstreams({"smsc1"});
  first.verdict(ListenerIndex{0}, Direction::kSubmit, Action::kReject, true);
  second.verdict(ListenerIndex{0}, Direction::kSubmit, Action::kReject, true);
  second.verdict(ListenerIndex{1}, Direction::kDeliver, Action::kAllow, false);
  second.verdict(ListenerIndex{9}, Direction::kDeliver, Action::kAllow, true);   // no such listener
  second.verdict(ListenerIndex{11}, Direction::kDeliver, Action::kAllow, true);  // nor this
  first.add<Metric::kInFlight>(5, Side::kSmsc);
  second.add<Metric::kInFlight>(-2, Side::kSmsc);
  first.turn(std::chrono::steady_clock::now().time_since_epoch() - std::chrono::seconds(3));
  second.set<Metric::kRulesetGeneration>(4);

  const MetricsPage page(shards, nullptr);
  const auto figures = samples(page.text());
  const std::string verdicts = "smsfw_verdicts_total";
  CHECK(figures.at(verdicts + R"({direction="submit",action="reject",enforced="true",)"
                              R"(listener="main"})") == 2);
  CHECK(figures.at(verdicts + R"({direction="deliver",action="allow",enforced="false",)"
                              R"(listener="backup \"b\""})") == 1);
  CHECK(figures.at(verdicts + R"({direction="deliver",action="allow",enforced="true",)"
                              R"(listener="other"})") == 2);
  // What did not happen yet is there as zero, for configured names.
  CHECK(figures.at(verdicts + R"({direction="submit",action="drop",enforced="true",)"
                              R"(listener="main"})") == 0);
  CHECK(figures.at(R"(smsfw_upstream_sessions{upstream="smsc1"})") == 0);
  CHECK(figures.at(R"(smsfw_requests_in_flight{side="smsc"})") == 3);
  CHECK(figures.at(R"(smsfw_ruleset_generation{worker="1"})") == 4);
  CHECK(figures.at(R"(smsfw_worker_turns_total{worker="0"})") == 1);
  CHECK(figures.at(R"(smsfw_worker_turn_age_seconds{worker="0"})") == Approx(3).margin(2));
  CHECK(figures.count(R"(smsfw_worker_turn_age_seconds{worker="1"})") == 0);  // never turned
}

TEST_CASE("the histogram is cumulative and complete") {
  MetricShards shards;
  MetricShard& shard = shards.add_shard();
  for (const std::uint64_t ns : {100ULL, 250ULL, 251ULL, 2'000'000ULL, 5'000'000'000ULL})
    shard.observe_verdict(ns);
  const auto figures = samples(MetricsPage(shards, nullptr).text());
  CHECK(figures.at("smsfw_verdict_seconds_count") == 5);
  CHECK(figures.at("smsfw_verdict_seconds_sum") == Approx(5.002000601));
  CHECK(figures.at(R"(smsfw_verdict_seconds_bucket{le="+Inf"})") == 5);
  CHECK(figures.at(R"(smsfw_verdict_seconds_bucket{le="2.5e-07"})") == 2);
  CHECK(figures.at(R"(smsfw_verdict_seconds_bucket{le="3.75e-07"})") == 3);
  double last = 0;
  std::size_t buckets = 0;
  std::map<double, double> by_bound;
  for (const auto& [name, value] : figures) {
    const std::string prefix = "smsfw_verdict_seconds_bucket{le=\"";
    if (name.rfind(prefix, 0) != 0) continue;
    const std::string bound = name.substr(prefix.size());
    by_bound[bound[0] == '+' ? INFINITY : std::stod(bound)] = value;
    ++buckets;
  }
  for (const auto& [bound, value] : by_bound) {
    CHECK(value >= last);
    last = value;
  }
  CHECK(buckets == kLatencyBounds + 1);
}

TEST_CASE("signatures keep their series, and the rest counts under other") {
  MetricShards shards;
  MetricShard& shard = shards.add_shard();
  const auto hit = [&shard](std::uint32_t sid, int times) {
    for (int i = 0; i < times; ++i)
      shard.sid_hit(sid, true);
  };
  const MetricsPage page(shards, nullptr, 2);
  hit(1, 1);
  hit(2, 5);
  hit(3, 3);
  auto figures = samples(page.text());
  const auto hits = [&figures](const std::string& sid) {
    return figures.at(R"(smsfw_signature_hits_total{sid=")" + sid + R"(",enforced="true"})");
  };
  CHECK(hits("2") == 5);
  CHECK(hits("3") == 3);
  CHECK(hits("other") == 1);
  hit(1, 100);  // too late for a series of its own: counters must not go back
  figures = samples(page.text());
  CHECK(hits("2") == 5);
  CHECK(hits("other") == 101);
  CHECK(figures.count(R"(smsfw_signature_hits_total{sid="1",enforced="true"})") == 0);
}

TEST_CASE("figures of the process come from its source") {
  MetricShards shards;
  const MetricsPage page(shards, [](FigureSink& sink) {
    sink.set(Metric::kRulesetInfo, 1, {"9f3c"});
    sink.set(Metric::kMonitorMode, 1);
    sink.set(Metric::kReloads, 3, {"failed"});
    sink.set(Metric::kTableEntries, 17, {"limits"});
    sink.set(Metric::kTableEntries, 0, {"blocks"});
  });
  const auto figures = samples(page.text());
  CHECK(figures.at(R"(smsfw_ruleset_info{version="9f3c"})") == 1);
  CHECK(figures.at("smsfw_monitor_mode") == 1);
  CHECK(figures.at(R"(smsfw_reloads_total{result="failed"})") == 3);
  CHECK(figures.at(R"(smsfw_table_entries{table="limits"})") == 17);
  CHECK(figures.count("smsfw_bypass") == 0);  // not given
  CHECK(figures.at("process_cpu_seconds_total") > 0);
  CHECK(figures.at("process_resident_memory_bytes") > 1e5);
  CHECK(figures.at("process_open_fds") >= 3);
  CHECK(figures.at("process_max_fds") >= figures.at("process_open_fds"));
  CHECK(figures.at("process_start_time_seconds") > 1.5e9);
  CHECK(figures.at("process_start_time_seconds") <= static_cast<double>(std::time(nullptr)) + 2);
}

TEST_CASE("a figure that does not fit its row is refused") {
  FigureSink sink;
  CHECK_THROWS_AS(sink.set(Metric::kVerdicts, 1), std::logic_error);
  CHECK_THROWS_AS(sink.set(Metric::kRulesetInfo, 1), std::logic_error);
  CHECK_THROWS_AS(sink.set(Metric::kBypass, 1, {"x"}), std::logic_error);
}

TEST_CASE("every metric of the table can be on the page") {
  MetricShards shards;
  shards.add_shard().turn(std::chrono::nanoseconds(1));
  shards.set_listeners({"main"});
  shards.set_upstreams({"smsc1"});
  const MetricsPage page(shards, [](FigureSink& sink) {
    for (const MetricRow& row : kMetricTable) {
      if (row.scope != MetricScope::kProcess || row.name.rfind("process_", 0) == 0) continue;
      if (label_count(row.id) == 0) sink.set(row.id, 1);
      if (label_count(row.id) == 1) sink.set(row.id, 1, {"x"});
      if (label_count(row.id) == 2) sink.set(row.id, 1, {"x", "y"});
    }
  });
  const std::string text = page.text();
  for (const auto name : metric_names()) {
    CAPTURE(name);
    CHECK(text.find("# TYPE " + std::string(name) + " ") != std::string::npos);
    CHECK(text.find("# HELP " + std::string(name) + " ") != std::string::npos);
  }
}

// SMSFW_UPDATE_REFERENCE=1 in the environment writes the page instead of comparing it.
TEST_CASE("the committed metrics page is what the table makes") {
  const std::string path = std::string(SMSFW_SOURCE_DIR) + "/docs/reference/metrics.md";
  if (std::getenv("SMSFW_UPDATE_REFERENCE") != nullptr) std::ofstream(path) << metrics_reference();
  INFO("metrics.md is old: run unit_tests with SMSFW_UPDATE_REFERENCE=1 and commit it");
  CHECK(read_file(path) == metrics_reference());
}
