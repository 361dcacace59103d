#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "filters/core/filter.hh"

namespace smsfw {

/// How much of the inspection is given up under overload. Depth goes first; an edge throttles
/// messages (temporary error, never silence) only where that is not enough.
enum class ShedLevel : std::uint8_t {
  kNone,   ///< Full inspection.
  kDepth,  ///< Filters that are sheddable() are left out.
};

/// The filters of one worker in stage order. Not shareable between threads.
class FilterChain {
 public:
  /// Takes the filters in any order and sorts them by stage; filters of one stage keep their order.
  explicit FilterChain(std::vector<std::unique_ptr<Filter>> filters);

  /// How a run ended.
  enum class Status : std::uint8_t {
    kDecided,  ///< `verdict` is final.
    kNeed,     ///< need() names the missing fact; resume() goes on from there.
  };

  /// Judges one message from the first stage. Resets `verdict` first.
  Status run(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
             ShedLevel shed = ShedLevel::kNone) noexcept;

  /// Goes on at the filter that asked for a fact, which is in `ctx` now.
  Status resume(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                std::size_t position) noexcept;

  /// The fact that the last kNeed asked for, and where to resume.
  const Need& need() const noexcept { return need_; }
  std::size_t position() const noexcept { return position_; }

  /// Tells each filter that reserved something what became of the message. Call exactly once a
  /// verdict.
  template <class Reservations>
  void settle(const Reservations& reservations, Outcome outcome,
              std::chrono::nanoseconds now) noexcept {
    for (const Reservation& reservation : reservations) {
      filters_[reservation.filter]->settle(reservation.value, outcome, now);
    }
  }

  /// Makes all filters' scratch fit a new ruleset. False: at least one could not; keep the old one.
  bool prepare(const Ruleset& ruleset) noexcept;

  std::size_t size() const noexcept { return filters_.size(); }
  const Filter& at(std::size_t i) const noexcept { return *filters_[i]; }

 private:
  Status go_on(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, std::size_t from,
               ShedLevel shed) noexcept;

  std::vector<std::unique_ptr<Filter>> filters_;
  std::size_t decision_from_ = 0;  // first filter of Stage::kDecision
  Need need_;
  std::size_t position_ = 0;
};

}  // namespace smsfw
