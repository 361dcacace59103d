#include "smsc-proxy/control/metrics.hh"

#include <prometheus/text_serializer.h>

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace smsfw::control {

namespace {

using app::Label;
using app::label_row;
using app::MetricRow;
using app::MetricScope;
using app::MetricShard;
using app::MetricType;
using prometheus::ClientMetric;
using Shards = std::vector<const MetricShard*>;

prometheus::MetricType type_of(const MetricRow& row) {
  switch (row.type) {
    case MetricType::kCounter:
      return prometheus::MetricType::Counter;
    case MetricType::kGauge:
      return prometheus::MetricType::Gauge;
    case MetricType::kHistogram:
      return prometheus::MetricType::Histogram;
  }
  return prometheus::MetricType::Untyped;
}

ClientMetric sample(const MetricRow& row, double value,
                    std::vector<ClientMetric::Label> labels = {}) {
  ClientMetric out;
  out.label = std::move(labels);
  if (row.type == MetricType::kCounter) {
    out.counter.value = value;
  } else {
    out.gauge.value = value;
  }
  return out;
}

ClientMetric::Label label(Label id, std::string value) {
  return {std::string(label_row(id).name), std::move(value)};
}

ClientMetric latency(const Shards& shards) {
  ClientMetric out;
  std::uint64_t total = 0;
  std::uint64_t sum_ns = 0;
  for (std::size_t bucket = 0; bucket <= app::kLatencyBounds; ++bucket) {
    for (const MetricShard* shard : shards)
      total += shard->latency(bucket);
    ClientMetric::Bucket row;
    row.cumulative_count = total;
    row.upper_bound = bucket < app::kLatencyBounds
                          ? static_cast<double>(app::latency_bound_ns(bucket)) / 1e9
                          : std::numeric_limits<double>::infinity();
    out.histogram.bucket.push_back(row);
  }
  for (const MetricShard* shard : shards)
    sum_ns += shard->latency_sum_ns();
  out.histogram.sample_count = total;
  out.histogram.sample_sum = static_cast<double>(sum_ns) / 1e9;
  return out;
}

// Values of one label as a page writes them; names of the configuration come in `open`.
std::string value_name(Label id, std::size_t index, const std::vector<std::string>& open) {
  if (!label_row(id).values.empty()) return std::string(label_row(id).values[index]);
  return index < open.size() ? open[index] : "other";
}

}  // namespace

void FigureSink::set(app::Metric metric, double value,
                     std::initializer_list<std::string_view> labels) {
  const MetricRow& row = app::metric_row(metric);
  if (row.scope != MetricScope::kProcess || labels.size() != app::label_count(metric)) {
    throw std::logic_error("metric " + std::string(row.name) + ": not one of the process, or " +
                           std::to_string(labels.size()) + " label values");
  }
  figures_[metric].push_back({{labels.begin(), labels.end()}, value});
}

MetricsPage::MetricsPage(const app::MetricShards& shards, Source source, std::size_t max_sids)
    : shards_(shards), source_(std::move(source)), max_sids_(max_sids) {}

std::vector<prometheus::MetricFamily> MetricsPage::Collect() const {
  const Shards shards = shards_.shards();
  FigureSink sink;
  process_figures(sink);
  if (source_) source_(sink);
  std::vector<prometheus::MetricFamily> page;
  for (const MetricRow& row : app::kMetricTable) {
    prometheus::MetricFamily family;
    family.name = row.name;
    family.help = row.help;
    family.type = type_of(row);
    switch (row.scope) {
      case MetricScope::kCell:
        family.metric = cells(row, shards);
        break;
      case MetricScope::kWorker:
        family.metric = workers(row, shards);
        break;
      case MetricScope::kShard:
        if (row.id == app::Metric::kVerdictSeconds) {
          family.metric.push_back(latency(shards));
        } else {
          family.metric = signature_hits(shards);
        }
        break;
      case MetricScope::kProcess:
        for (const FigureSink::Figure& figure : sink.figures_[row.id]) {
          std::vector<ClientMetric::Label> labels;
          for (std::size_t i = 0; i < figure.labels.size(); ++i)
            labels.push_back(label(row.labels[i], figure.labels[i]));
          family.metric.push_back(sample(row, figure.value, std::move(labels)));
        }
        break;
    }
    if (!family.metric.empty()) page.push_back(std::move(family));
  }
  return page;
}

// Every combination of labels, zeros too: a rate needs to see a counter before it moves. Listeners
// and upstreams are those of the configuration, and whatever counted without having a name.
MetricsPage::Samples MetricsPage::cells(const MetricRow& row, const Shards& shards) const {
  const std::size_t n_labels = app::label_count(row.id);
  std::vector<std::string> open;  // a row has at most one label of the configuration
  std::size_t total = 1;
  for (std::size_t i = 0; i < n_labels; ++i) {
    total *= label_row(row.labels[i]).bound;
    if (row.labels[i] == Label::kListener) open = shards_.listeners();
    if (row.labels[i] == Label::kUpstream) open = shards_.upstreams();
  }
  Samples samples;
  for (std::size_t cell = 0; cell < total; ++cell) {
    std::uint64_t sum = 0;
    for (const MetricShard* shard : shards)
      sum += shard->value(row.id, cell);
    std::vector<ClientMetric::Label> labels(n_labels);
    bool named = true;
    std::size_t rest = cell;
    for (std::size_t i = n_labels; i-- > 0;) {
      const app::LabelRow& column = label_row(row.labels[i]);
      const std::size_t index = rest % column.bound;
      rest /= column.bound;
      named = named && (!column.values.empty() || index < open.size());
      labels[i] = label(row.labels[i], value_name(row.labels[i], index, open));
    }
    if (!named && sum == 0) continue;
    // Gauges are shares that may be negative on one worker; their sum is what counts.
    const double value = row.type == MetricType::kGauge
                             ? static_cast<double>(static_cast<std::int64_t>(sum))
                             : static_cast<double>(sum);
    auto& last = samples.emplace_back(sample(row, value, std::move(labels)));
    if (named) continue;
    // All cells without a name are one series.
    for (auto& earlier : samples) {
      if (&earlier == &last || earlier.label != last.label) continue;
      earlier.counter.value += last.counter.value;
      earlier.gauge.value += last.gauge.value;
      samples.pop_back();
      break;
    }
  }
  return samples;
}

MetricsPage::Samples MetricsPage::workers(const MetricRow& row, const Shards& shards) const {
  const std::chrono::nanoseconds now = std::chrono::steady_clock::now().time_since_epoch();
  Samples samples;
  for (std::size_t i = 0; i < shards.size(); ++i) {
    double value = static_cast<double>(shards[i]->value(row.id, 0));
    if (row.id == app::Metric::kWorkerTurnAge) {
      if (shards[i]->last_turn().count() == 0) continue;  // not begun
      value = std::max(0.0, static_cast<double>((now - shards[i]->last_turn()).count()) / 1e9);
    }
    samples.push_back(sample(row, value, {label(Label::kWorker, std::to_string(i))}));
  }
  return samples;
}

MetricsPage::Samples MetricsPage::signature_hits(const Shards& shards) const {
  std::map<std::uint32_t, std::array<std::uint64_t, 2>> sums;
  std::vector<MetricShard::SidCount> counts;
  for (const MetricShard* shard : shards)
    shard->sid_counts(counts);
  for (const auto& count : counts) {
    sums[count.sid][0] += count.hits[0];
    sums[count.sid][1] += count.hits[1];
  }
  const std::lock_guard lock(mutex_);
  std::vector<std::pair<std::uint64_t, std::uint32_t>> fresh;
  for (const auto& [sid, hits] : sums) {
    if (sid != 0 && !shown_sids_.contains(sid)) fresh.emplace_back(hits[0] + hits[1], sid);
  }
  std::sort(fresh.rbegin(), fresh.rend());
  for (const auto& [hits, sid] : fresh) {
    if (shown_sids_.size() >= max_sids_) break;
    shown_sids_.insert(sid);
  }
  const MetricRow& row = app::metric_row(app::Metric::kSignatureHits);
  Samples samples;
  std::array<std::uint64_t, 2> other{};
  const auto add = [&](const std::string& sid, const std::array<std::uint64_t, 2>& hits) {
    for (std::size_t enforced = 0; enforced < 2; ++enforced) {
      samples.push_back(
          // NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage): `row` is constexpr, no garbage
          sample(row, static_cast<double>(hits[enforced]),
                 {label(Label::kSid, sid),
                  label(Label::kEnforced, std::string(app::kEnforcedNames[enforced]))}));
    }
  };
  for (const auto& [sid, hits] : sums) {
    if (shown_sids_.contains(sid)) {
      add(std::to_string(sid), hits);
    } else {
      other[0] += hits[0];
      other[1] += hits[1];
    }
  }
  add("other", other);
  return samples;
}

std::string MetricsPage::text() const {
  return prometheus::TextSerializer().Serialize(Collect());
}

}  // namespace smsfw::control
