#include "smsc-proxy/app/metric_shard.hh"

#include <map>
#include <set>
#include <thread>

#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::app;

TEST_CASE("names and labels of the metric table are sound") {
  std::set<std::string_view> names;
  for (const MetricRow& row : kMetricTable) {
    CAPTURE(row.name);
    CHECK(names.insert(row.name).second);
    CHECK_FALSE(row.help.empty());
    CHECK(row.help.back() == '.');
    const bool total = row.name.size() > 6 && row.name.substr(row.name.size() - 6) == "_total";
    CHECK(total == (row.type == MetricType::kCounter));
    std::set<std::string_view> labels;
    for (const Label label : row.labels) {
      if (label == Label::kNone) continue;
      CHECK(labels.insert(label_row(label).name).second);
      CHECK(label_row(label).bound > 0);
      CHECK(label_row(label).values.empty() != label_row(label).from.empty());
      if (!label_row(label).values.empty()) {
        CHECK(label_row(label).bound == label_row(label).values.size());
      }
    }
  }
  CHECK(metric_names().size() == kMetricCount);
}

TEST_CASE("each combination of labels has a cell of its own") {
  auto shard = std::make_unique<MetricShard>();
  std::uint64_t n = 0;
  for (const auto side : {Side::kEsme, Side::kSmsc}) {
    for (const auto flow : {Flow::kIn, Flow::kOut}) {
      for (std::size_t c = 0; c < kCommandNames.size(); ++c)
        shard->count<Metric::kPdus>(++n, static_cast<Command>(c), side, flow);
    }
  }
  n = 0;
  for (const auto side : {Side::kEsme, Side::kSmsc}) {
    for (const auto flow : {Flow::kIn, Flow::kOut}) {
      for (std::size_t c = 0; c < kCommandNames.size(); ++c)
        CHECK(shard->value<Metric::kPdus>(static_cast<Command>(c), side, flow) == ++n);
    }
  }
  CHECK(shard->value<Metric::kBytes>(Side::kEsme, Flow::kIn) == 0);
  CHECK(shard->value<Metric::kThrottled>(ThrottleCause::kShutdown, ListenerIndex{63}) == 0);
}

TEST_CASE("an index beyond the bound counts under the last") {
  auto shard = std::make_unique<MetricShard>();
  shard->count<Metric::kBinds>(1, ListenerIndex{63});
  shard->count<Metric::kBinds>(1, ListenerIndex{64});
  shard->count<Metric::kBinds>(1, ListenerIndex{255});
  CHECK(shard->value<Metric::kBinds>(ListenerIndex{63}) == 3);
}

TEST_CASE("gauges go down again") {
  auto shard = std::make_unique<MetricShard>();
  shard->add<Metric::kSessions>(2, ListenerIndex{1});
  shard->add<Metric::kSessions>(-1, ListenerIndex{1});
  CHECK(shard->value<Metric::kSessions>(ListenerIndex{1}) == 1);
  shard->set<Metric::kOverloadLevel>(2);
  shard->set<Metric::kOverloadLevel>(0);
  CHECK(shard->value<Metric::kOverloadLevel>() == 0);
}

TEST_CASE("a time falls into the first bucket whose bound is not below it") {
  for (std::size_t bucket = 0; bucket < kLatencyBounds; ++bucket) {
    const auto bound = latency_bound_ns(bucket);
    CAPTURE(bound);
    CHECK(MetricShard::latency_bucket(bound) == bucket);
    CHECK(MetricShard::latency_bucket(bound + 1) == bucket + 1);
    if (bucket > 0) CHECK(bound > latency_bound_ns(bucket - 1));
  }
  CHECK(MetricShard::latency_bucket(0) == 0);
  CHECK(latency_bound_ns(0) == 250);
  CHECK(latency_bound_ns(kLatencyBounds - 1) == 1'048'576'000);
  CHECK(MetricShard::latency_bucket(UINT64_MAX) == kLatencyBounds);
}

TEST_CASE("command ids find their names") {
  const auto name = [](std::uint32_t id) {
    return kCommandNames[static_cast<std::size_t>(command_label(id))];
  };
  CHECK(name(0x80000000) == "generic_nack");
  CHECK(name(0x00000000) == "other");
  CHECK(name(0x00000004) == "submit_sm");
  CHECK(name(0x80000004) == "submit_sm_resp");
  CHECK(name(0x00000015) == "enquire_link");
  CHECK(name(0x80000015) == "enquire_link_resp");
  CHECK(name(0x0000000b) == "outbind");
  CHECK(name(0x8000000b) == "other");
  CHECK(name(0x00000102) == "alert_notification");
  CHECK(name(0x80000103) == "data_sm_resp");
  CHECK(name(0x80000113) == "cancel_broadcast_sm_resp");
  CHECK(name(0x00010000) == "other");
}

TEST_CASE("statuses fall into classes that an operator acts on") {
  CHECK(status_class(0) == StatusClass::kOk);
  CHECK(status_class(0x58) == StatusClass::kThrottled);
  CHECK(status_class(0x45) == StatusClass::kRefused);
  CHECK(status_class(0x66) == StatusClass::kRefused);
  CHECK(status_class(0x64) == StatusClass::kTemporary);
  CHECK(status_class(0x08) == StatusClass::kSystemError);
  CHECK(status_class(0x0e) == StatusClass::kBindFailed);
  CHECK(status_class(0x02) == StatusClass::kInvalid);
  CHECK(status_class(0x12345) == StatusClass::kOther);
}

TEST_CASE("a message moves verdicts, findings and signatures") {
  auto shard = std::make_unique<MetricShard>();
  SmsContext ctx;
  ctx.ingress = Ingress::kSmppDeliver;
  ctx.findings.add(Finding::kUndecodableText);
  Verdict verdict;
  verdict.action = Action::kReject;
  verdict.enforced = false;
  verdict.shed = true;
  Hit hit;
  hit.sid = 1'001;
  verdict.hits.push_back(hit);
  hit.enforced = false;
  verdict.hits.push_back(hit);
  shard->message(ctx, verdict, ListenerIndex{2});
  CHECK(shard->value<Metric::kVerdicts>(Direction::kDeliver, Action::kReject, Enforced::kNo,
                                        ListenerIndex{2}) == 1);
  CHECK(shard->value<Metric::kFindings>(Finding::kUndecodableText) == 1);
  CHECK(shard->value<Metric::kFindings>(Finding::kOverBudget) == 0);
  CHECK(shard->value<Metric::kShed>() == 1);
  std::vector<MetricShard::SidCount> counts;
  shard->sid_counts(counts);
  REQUIRE(counts.size() == 1);
  CHECK(counts[0].sid == 1'001);
  CHECK(counts[0].hits == std::array<std::uint64_t, 2>{1, 1});
}

TEST_CASE("signatures beyond the bound count together") {
  auto shard = std::make_unique<MetricShard>();
  for (std::uint32_t round = 0; round < 2; ++round) {
    for (std::uint32_t i = 0; i < MetricShard::kMaxSids + 10; ++i)
      shard->sid_hit(10'000 + 7 * i, true);
  }
  std::vector<MetricShard::SidCount> counts;
  shard->sid_counts(counts);
  std::map<std::uint32_t, std::uint64_t> by_sid;
  for (const auto& count : counts)
    by_sid[count.sid] += count.hits[1];
  CHECK(by_sid.size() == MetricShard::kMaxSids + 1);
  CHECK(by_sid.at(0) == 20);
  CHECK(by_sid.at(10'000) == 2);
}

TEST_CASE("a reader sees counters grow while the worker counts", "[threads]") {
  MetricShards shards;
  MetricShard& shard = shards.add_shard();
  constexpr std::uint64_t kCount = 300'000;
  std::thread worker([&shard] {
    for (std::uint64_t i = 0; i < kCount; ++i) {
      shard.verdict(ListenerIndex{0}, Direction::kSubmit, Action::kAllow, true);
      shard.sid_hit(static_cast<std::uint32_t>(1 + i % 100), true);
      shard.turn(std::chrono::nanoseconds(i));
    }
  });
  std::uint64_t last = 0;
  while (last < kCount) {
    const auto now = shards.shards().at(0)->value<Metric::kVerdicts>(
        Direction::kSubmit, Action::kAllow, Enforced::kYes, ListenerIndex{0});
    if (now < last) break;
    last = now;
    std::vector<MetricShard::SidCount> counts;
    shard.sid_counts(counts);
  }
  worker.join();
  CHECK(last == kCount);
}

TEST_CASE("names beyond the bound share the last index") {
  MetricShards shards;
  shards.set_listeners(std::vector<std::string>(70, "l"));
  CHECK(shards.listeners().size() == kMaxListeners);
  CHECK(shards.listeners().back() == "other");
  shards.set_upstreams({"a", "b"});
  CHECK(shards.upstreams() == std::vector<std::string>{"a", "b"});
}
