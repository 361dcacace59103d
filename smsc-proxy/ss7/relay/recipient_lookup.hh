#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/ss7/relay/bridge_table.hh"
#include "smsc-proxy/ss7/relay/miss_limit.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

/// Messages from outside by what their recipient's IMSI was, since start; those to a live id aside.
struct RecipientCounters {
  std::uint64_t used_up = 0;        ///< An id that is over.
  std::uint64_t other_asker = 0;    ///< One that another network was given.
  std::uint64_t not_given = 0;      ///< None of ours.
  std::uint64_t misses = 0;         ///< Of the last two, what counts as a guess.
  std::uint64_t not_looked_up = 0;  ///< Its sender had guessed too often.
};

/// Says what the IMSI of a message from outside is for its sender, and how often he may guess.
class RecipientLookup {
 public:
  /// `ids` and `prefix` (of ids) outlive this.
  RecipientLookup(const CorrelationTable& ids, std::string_view prefix, MissLimit misses)
      : ids_(ids), prefix_(prefix), misses_(std::move(misses)) {}

  /// Sets correlation and addressee of a question about a message to a handset. `dialogue`: the
  /// bridged one that it came in, or nullptr; what it goes on with stays as live as its beginning.
  void look_up(MapQuestion& question, const BridgedDialogue* dialogue,
               std::chrono::nanoseconds now) const;
  /// Counts it: once a message, when it is judged.
  void count(const MapQuestion& question, std::chrono::nanoseconds now);
  void expire(std::chrono::nanoseconds now) { misses_.expire(now); }

  const MissLimit& misses() const noexcept { return misses_; }
  const RecipientCounters& counters() const noexcept { return counters_; }

 private:
  void miss(const MapQuestion& question, std::chrono::nanoseconds now);

  const CorrelationTable& ids_;
  const std::string_view prefix_;
  MissLimit misses_;
  RecipientCounters counters_;
};

}  // namespace smsfw::ss7
