#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "filters/core/ruleset.hh"
#include "smsc-proxy/ss7/edge/ss7_config.hh"
#include "smsc-proxy/ss7/relay/correlation_table.hh"
#include "smsc-proxy/ss7/relay/map_context.hh"
#include "smsc-proxy/ss7/relay/query_history.hh"
#include "smsc-proxy/ss7/relay/serving_lookup.hh"

namespace smsfw::ss7 {

/// What origin checks read and no single message shows: who asked for the recipient before, and
/// where the sender is served. One thread. Throws std::bad_alloc.
class OriginFacts {
 public:
  struct Parts {
    const Ss7Config& config;
    RelayExits& exits;                ///< Look-ups go out by it; outlives this.
    std::uint64_t secret = 0;         ///< Random, drawn at start.
    SecretRandom random;              ///< Empty: nobody is looked up.
    ServingMscLookup::Resume resume;  ///< See ServingMscLookup.
  };
  explicit OriginFacts(const Parts& parts);

  /// Adds what is known to what was read of the question. False: the answer of an HLR is waited
  /// for; the message is kept, and handed to `resume` when there is one. Views of facts live until
  /// the next call.
  bool add(const MapQuestion& question, MapContext& read, const Ruleset& ruleset,
           std::chrono::nanoseconds now);

  /// The operation passes. Returns MapDecision::query.
  std::uint32_t passed(const SmsContext& operation, std::chrono::nanoseconds now);
  /// See RelayExits::query_answered().
  void query_answered(std::uint32_t query, const Component& result, MapVersion version,
                      std::chrono::nanoseconds now);
  /// Takes the answer to a look-up of ours; false: the unit is the relay's.
  bool take(const RelayedUnit& unit, std::chrono::nanoseconds now);
  /// To be called ten times a second or oftener.
  void tick(std::chrono::nanoseconds now);
  /// At the end: all that waits goes on without an answer.
  void release_all(std::chrono::nanoseconds now);

  /// Nullptr: not followed.
  const QueryHistory* queries() const noexcept { return queries_ ? &*queries_ : nullptr; }
  /// Nullptr: nobody is looked up. A relay that only looks on keeps no message waiting.
  const ServingMscLookup* lookup() const noexcept { return lookup_ ? &*lookup_ : nullptr; }

 private:
  bool look_up(const MapQuestion& question, MapContext& read, std::chrono::nanoseconds now);

  std::optional<QueryHistory> queries_;
  std::optional<ServingMscLookup> lookup_;
};

}  // namespace smsfw::ss7
