#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "filters/core/filter.hh"
#include "filters/core/moment.hh"
#include "filters/core/verdict.hh"

namespace smsfw::cli {

/// The clock of messages that are judged offline: their own time, or else one second a message from
/// 2026-01-01T00:00:00Z.
class MessageClock {
 public:
  static constexpr std::chrono::microseconds kEpoch = std::chrono::seconds(1'767'225'600);

  Moment next(std::optional<std::chrono::microseconds> time) noexcept {
    Moment moment;
    moment.wall = time.value_or(kEpoch + std::chrono::seconds(messages_));
    ++messages_;
    // The steady clock never goes back, whatever order the messages stand in.
    steady_ = std::max(steady_, std::chrono::nanoseconds(moment.wall));
    moment.steady = steady_;
    return moment;
  }

 private:
  std::uint64_t messages_ = 0;
  std::chrono::nanoseconds steady_{0};
};

/// What becomes of a message of which nothing more is heard than its verdict.
constexpr Outcome outcome_of(Action applied) noexcept {
  if (applied == Action::kAbsorb) return Outcome::kAbsorbed;
  return blocks(applied) ? Outcome::kBlocked : Outcome::kDelivered;
}

}  // namespace smsfw::cli
