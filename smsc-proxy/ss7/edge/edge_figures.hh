#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "smsc-proxy/app/metric_labels.hh"
#include "smsc-proxy/ss7/edge/origin_facts.hh"
#include "smsc-proxy/ss7/relay/home_router.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"

namespace smsfw::ss7 {

/// The bounded tables of the edge.
enum class EdgeTable : std::uint8_t {
  kDialogues,
  kSegments,
  kRouterSegments,
  kHalfOpen,
  kHlrDialogues,
  kDeliveries,
  kCorrelationIds,
  kGuessers,
  kQueries,
  kLookups,
  kParked,
  kCount,
};
inline constexpr std::size_t kEdgeTableCount = static_cast<std::size_t>(EdgeTable::kCount);
/// As kTableNames of the metrics have them.
inline constexpr std::array<std::string_view, kEdgeTableCount> kEdgeTableNames{
    "dialogues",       "segments", "router_segments", "half_open", "hlr_dialogues", "deliveries",
    "correlation_ids", "guessers", "queries",         "lookups",   "parked"};

struct TableSize {
  std::size_t entries = 0;
  std::optional<std::size_t> octets{};       ///< Empty: the table does not count them.
  std::optional<std::uint64_t> evictions{};  ///< Empty: it refuses and forgets nothing.
};

/// The size of one table: the worker sets it, any thread reads it. What it reads may be of two
/// moments.
class TableFigure {
 public:
  void set(const TableSize& size) noexcept;
  /// Empty: never set, there is no such table.
  std::optional<TableSize> get() const noexcept;

 private:
  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  static std::uint64_t packed(const std::optional<std::uint64_t>& value) noexcept {
    return value.value_or(kNone);
  }

  std::atomic<std::uint64_t> entries_{kNone};
  std::atomic<std::uint64_t> octets_{kNone};
  std::atomic<std::uint64_t> evictions_{kNone};
};

/// What the edge's parts count, as of the last tick. Any thread reads.
struct EdgeFigures {
  std::array<TableFigure, kEdgeTableCount> tables;
  std::array<std::atomic<std::uint64_t>, app::kHomeRouterNames.size()> home_router{};
  std::array<std::atomic<std::uint64_t>, app::kLookupResultNames.size()> lookup_results{};

  void set(EdgeTable table, const TableSize& size) noexcept {
    tables[static_cast<std::size_t>(table)].set(size);
  }
  /// Each takes the figures of one part.
  void take(const HopRelay& relay) noexcept;
  void take(const HomeRouter& router) noexcept;
  void take(const OriginFacts& facts) noexcept;
};

}  // namespace smsfw::ss7
