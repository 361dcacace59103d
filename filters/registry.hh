#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "filters/concat/part_table.hh"
#include "filters/core/filter_chain.hh"
#include "filters/origin/origin_state.hh"
#include "filters/volume/limit_tables.hh"

namespace smsfw {

struct FilterStatesSpec {
  /// Octets for the state of all limits.
  std::size_t limit_memory = 67'108'864;
  /// Key of the hashes; random, drawn at start, the same for the whole process.
  std::uint64_t secret = 0;
  /// Octets for what origin checks remember of Global Titles.
  std::size_t origin_memory = 4'194'304;
  /// Octets for the parts of messages of which not all have come, and how long they are kept.
  std::size_t part_memory = 67'108'864;
  std::chrono::nanoseconds part_timeout = std::chrono::hours(1);
};

/// What filters remember between messages. One object a process, shared by the chains of all
/// workers, kept over reloads of the ruleset. Must outlive the chains.
struct FilterStates {
  explicit FilterStates(const FilterStatesSpec& spec)
      : limits(spec.limit_memory, spec.secret),
        origin(spec.origin_memory, spec.secret),
        parts({spec.part_memory, spec.part_timeout}, spec.secret) {}

  volume::LimitTables limits;
  origin::OriginState origin;
  concat::PartTable parts;
};

/// The filters of one worker.
std::unique_ptr<FilterChain> make_chain(FilterStates& states);

}  // namespace smsfw
