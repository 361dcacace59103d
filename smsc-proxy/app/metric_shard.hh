#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "smsc-proxy/app/metric_table.hh"

namespace smsfw::app {

namespace detail {

constexpr std::size_t cells_of(const MetricRow& row) noexcept {
  if (row.scope == MetricScope::kWorker) return 1;
  if (row.scope != MetricScope::kCell) return 0;
  std::size_t n = 1;
  for (const Label label : row.labels)
    n *= label_row(label).bound;
  return n;
}

constexpr std::array<std::size_t, kMetricCount + 1> cell_offsets() noexcept {
  std::array<std::size_t, kMetricCount + 1> offsets{};
  for (std::size_t i = 0; i < kMetricCount; ++i)
    offsets[i + 1] = offsets[i] + cells_of(kMetricTable[i]);
  return offsets;
}
inline constexpr auto kCellOffsets = cell_offsets();
inline constexpr std::size_t kCells = kCellOffsets[kMetricCount];

template <Metric M, std::size_t... I, class... Values>
constexpr std::size_t cell_index(std::index_sequence<I...>, Values... values) noexcept {
  static_assert((std::is_same_v<typename LabelType<metric_row(M).labels[I]>::type, Values> && ...),
                "the label values stand in the order and have the types of the metric's row");
  std::size_t index = 0;
  // What lies beyond a label's bound counts under its last value.
  ((index =
        index * label_row(metric_row(M).labels[I]).bound +
        std::min(static_cast<std::size_t>(values), label_row(metric_row(M).labels[I]).bound - 1)),
   ...);
  return index;
}

}  // namespace detail

/// The figures of one worker. One thread writes, any thread may read: an increment is a plain load
/// and store of its own cache line, without a locked instruction. Readers see each cell whole, not
/// all cells of one instant.
class alignas(128) MetricShard {
 public:
  /// Most signatures with a count of their own; hits of others go to sid 0 ("other").
  static constexpr std::size_t kMaxSids = 4096;

  MetricShard() = default;
  MetricShard(const MetricShard&) = delete;
  MetricShard& operator=(const MetricShard&) = delete;

  // ---- the worker's side ----

  /// Counts `n`, e.g. `shard.count<Metric::kPdus>(1, command_label(id), Side::kEsme, Flow::kIn)`.
  /// The label values follow in the order of the metric's row.
  template <Metric M, class... Values>
  void count(std::uint64_t n, Values... values) noexcept {
    static_assert(metric_row(M).type == MetricType::kCounter, "gauges are set() or add()ed");
    static_assert(metric_row(M).scope == MetricScope::kCell, "not a counter of the shard's cells");
    bump(cell<M>(values...), n);
  }

  /// Sets a gauge to this worker's share.
  template <Metric M, class... Values>
  void set(std::int64_t value, Values... values) noexcept {
    static_assert(metric_row(M).type == MetricType::kGauge, "counters are count()ed");
    cell<M>(values...).store(static_cast<std::uint64_t>(value), std::memory_order_relaxed);
  }

  /// Adds to a gauge; negative to take away.
  template <Metric M, class... Values>
  void add(std::int64_t delta, Values... values) noexcept {
    static_assert(metric_row(M).type == MetricType::kGauge, "counters are count()ed");
    bump(cell<M>(values...), static_cast<std::uint64_t>(delta));
  }

  /// One judged message: `action` is what the rules decide, `enforced` Verdict::enforced.
  void verdict(ListenerIndex listener, Direction direction, Action action, bool enforced) noexcept {
    count<Metric::kVerdicts>(1, direction, action, enforced ? Enforced::kYes : Enforced::kNo,
                             listener);
  }

  /// The time that judging took.
  void observe_verdict(std::uint64_t ns) noexcept {
    bump(latency_[latency_bucket(ns)], 1);
    bump(latency_sum_, ns);
  }

  /// All findings of one message.
  void findings(const Findings& found) noexcept {
    if (!found.any()) return;
    for (std::size_t i = 0; i < kFindingCount; ++i) {
      const auto finding = static_cast<Finding>(i);
      if (found.has(finding)) count<Metric::kFindings>(1, finding);
    }
  }

  /// One message that signature `sid` hit.
  void sid_hit(std::uint32_t sid, bool enforced) noexcept;

  /// Everything that a verdict moves: verdicts, findings, shed, signature hits. Not the latency.
  void message(const SmsContext& ctx, const Verdict& verdict, ListenerIndex listener) noexcept;

  /// A turn of the worker's loop; `now` is on the steady clock.
  void turn(std::chrono::nanoseconds now) noexcept {
    bump(at(Metric::kWorkerTurns, 0), 1);
    last_turn_.store(now.count(), std::memory_order_relaxed);
  }

  // ---- the reader's side ----

  /// One cell; `index` counts through the labels' bounds, the last label fastest.
  std::uint64_t value(Metric metric, std::size_t index) const noexcept {
    return cells_[detail::kCellOffsets[static_cast<std::size_t>(metric)] + index].load(
        std::memory_order_relaxed);
  }
  /// Reads one cell by its label values.
  template <Metric M, class... Values>
  std::uint64_t value(Values... values) const noexcept {
    return value(M, index_of<M>(values...));
  }
  std::uint64_t latency(std::size_t bucket) const noexcept {
    return latency_[bucket].load(std::memory_order_relaxed);
  }
  std::uint64_t latency_sum_ns() const noexcept {
    return latency_sum_.load(std::memory_order_relaxed);
  }
  /// Steady time of the last turn(); 0 before the first.
  std::chrono::nanoseconds last_turn() const noexcept {
    return std::chrono::nanoseconds(last_turn_.load(std::memory_order_relaxed));
  }

  struct SidCount {
    std::uint32_t sid;                  ///< 0: the signatures beyond kMaxSids.
    std::array<std::uint64_t, 2> hits;  ///< By Enforced.
  };
  /// Appends the counts of this shard to `out`.
  void sid_counts(std::vector<SidCount>& out) const;

  /// Bucket of a time: the first whose bound is not below it; kLatencyBounds for "more".
  static constexpr std::size_t latency_bucket(std::uint64_t ns) noexcept {
    const std::uint64_t steps = (ns == 0 ? 0 : ns - 1) / 125;
    if (steps < 2) return 0;
    const auto exponent = static_cast<std::size_t>(std::bit_width(steps)) - 1;
    const std::size_t bucket = 2 * (exponent - 1) + ((steps >> (exponent - 1)) & 1) + 1;
    return std::min(bucket, kLatencyBounds);
  }

 private:
  using Cell = std::atomic<std::uint64_t>;

  static void bump(Cell& cell, std::uint64_t n) noexcept {
    cell.store(cell.load(std::memory_order_relaxed) + n, std::memory_order_relaxed);
  }
  Cell& at(Metric metric, std::size_t index) noexcept {
    return cells_[detail::kCellOffsets[static_cast<std::size_t>(metric)] + index];
  }
  template <Metric M, class... Values>
  static constexpr std::size_t index_of(Values... values) noexcept {
    constexpr std::size_t kLabels =
        metric_row(M).scope == MetricScope::kWorker ? 0 : label_count(M);
    static_assert(sizeof...(Values) == kLabels, "one value for each label");
    return detail::cell_index<M>(std::index_sequence_for<Values...>{}, values...);
  }
  template <Metric M, class... Values>
  Cell& cell(Values... values) noexcept {
    return at(M, index_of<M>(values...));
  }

  struct SidSlot {
    std::atomic<std::uint32_t> sid{0};
    std::array<Cell, 2> hits{};
  };
  static constexpr std::size_t kSidSlots = 2 * kMaxSids;  // at most half full, so chains stay short

  std::array<Cell, detail::kCells> cells_{};
  std::array<Cell, kLatencyBounds + 1> latency_{};
  Cell latency_sum_{0};
  std::atomic<std::int64_t> last_turn_{0};
  std::size_t sids_ = 0;
  std::array<SidSlot, kSidSlots> sid_slots_{};
  std::array<Cell, 2> other_sids_{};
};

/// The shards of all workers, and the names that open labels take. Shards are added before traffic
/// starts and live as long as this object.
class MetricShards {
 public:
  /// A shard for one more worker. Workers are numbered in the order of these calls.
  MetricShard& add_shard();

  /// Names of listeners and upstreams by index; each configured one is reported even while it
  /// counts nothing. Names beyond the bound share the last index.
  void set_listeners(std::vector<std::string> names);
  void set_upstreams(std::vector<std::string> names);

  std::vector<std::string> listeners() const;
  std::vector<std::string> upstreams() const;
  /// Shards in the order of their workers.
  std::vector<const MetricShard*> shards() const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<MetricShard>> shards_;
  std::vector<std::string> listeners_;
  std::vector<std::string> upstreams_;
};

}  // namespace smsfw::app
