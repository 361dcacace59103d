#pragma once

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/metric_family.h>

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "smsc-proxy/app/metric_shard.hh"

namespace smsfw::control {

/// Takes the figures that no shard holds, while a page is made.
class FigureSink {
 public:
  /// One figure of a metric with MetricScope::kProcess; label values in the order of its row.
  void set(app::Metric metric, double value, std::initializer_list<std::string_view> labels = {});

 private:
  friend class MetricsPage;
  struct Figure {
    std::vector<std::string> labels;
    double value;
  };
  std::map<app::Metric, std::vector<Figure>> figures_;
};

/// The page /metrics: sums the shards, asks for the rest, and writes Prometheus' text format.
/// Thread-safe; the figures' source is called on the caller's thread.
class MetricsPage : public prometheus::Collectable {
 public:
  using Source = std::function<void(FigureSink&)>;

  /// `shards` outlives the page. At most `max_sids` signatures have a series of their own: those
  /// with the most hits when there is room; once shown a series stays, so that no counter goes
  /// back. The rest is `sid="other"`.
  MetricsPage(const app::MetricShards& shards, Source source, std::size_t max_sids = 1'000);

  std::vector<prometheus::MetricFamily> Collect() const override;

  /// The page, in the text format 0.0.4.
  std::string text() const;
  static constexpr std::string_view kContentType = "text/plain; version=0.0.4; charset=utf-8";

 private:
  using Samples = std::vector<prometheus::ClientMetric>;
  Samples cells(const app::MetricRow& row,
                const std::vector<const app::MetricShard*>& shards) const;
  Samples workers(const app::MetricRow& row,
                  const std::vector<const app::MetricShard*>& shards) const;
  Samples signature_hits(const std::vector<const app::MetricShard*>& shards) const;

  const app::MetricShards& shards_;
  const Source source_;
  const std::size_t max_sids_;
  mutable std::mutex mutex_;  // shown_sids_
  mutable std::set<std::uint32_t> shown_sids_;
};

/// Figures of the process itself: CPU, memory, files, start. Linux' /proc; what cannot be read is
/// left out.
void process_figures(FigureSink& sink);

/// docs/reference/metrics.md, from the metric table.
std::string metrics_reference();

}  // namespace smsfw::control
