#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

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
};

/// What filters remember between messages. One object a process, shared by the chains of all
/// workers, kept over reloads of the ruleset. Must outlive the chains.
struct FilterStates {
  explicit FilterStates(const FilterStatesSpec& spec)
      : limits(spec.limit_memory, spec.secret), origin(spec.origin_memory, spec.secret) {}

  volume::LimitTables limits;
  origin::OriginState origin;
};

/// The filters of one worker.
std::unique_ptr<FilterChain> make_chain(FilterStates& states);

}  // namespace smsfw
