#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "filters/core/filter.hh"
#include "filters/volume/limit_tables.hh"
#include "filters/volume/limits.hh"

namespace smsfw::volume {

/// Stage 4: counts a message against each limit whose direction and key fit. The strongest stage of
/// a limit that is crossed adds one hit of Precedence::kBehaviour with the limit's name: warn is a
/// tag, throttle and block are terminal. Where one is enforced, and the ruleset is not in monitor
/// mode, the chain ends here: floods are not worth the text stages.
///
/// Not counted: what an allow list exempts, delivery receipts of the SMSC leg, and messages without
/// the key. Control traffic is counted by the control limit alone, whose throttle has
/// Precedence::kControl, so that it outranks the allow of stage 1.
class VolumeFilter final : public Filter {
 public:
  /// `tables` must outlive the filter.
  explicit VolumeFilter(LimitTables& tables) : tables_(tables) {}

  std::string_view name() const noexcept override { return "volume"; }
  Stage stage() const noexcept override { return Stage::kVolume; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
  /// Gives the token back unless the message was delivered or absorbed: an absorbed sender must see
  /// the limits that it would see otherwise.
  void settle(std::uint64_t value, Outcome outcome, std::chrono::nanoseconds now) noexcept override;

 private:
  LimitTables& tables_;
};

}  // namespace smsfw::volume
