#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/access/numbering_plan.hh"
#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"

namespace smsfw::access {

/// What configuration says of control traffic. Its limit is LimitsSpec::control (filters/volume).
struct ControlNumbersSpec {
  /// Emergency (112 to 115), complaints (156, 5656), spam reports (7726), number portability and
  /// opt-out services (1909). Digits; a longer number is read by the first numbering plan.
  std::vector<std::string> destinations{"112", "113", "114", "115", "156", "1909", "5656", "7726"};
};

/// Destinations whose messages pass unread. Immutable.
class ControlNumbers final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kControl;
  static constexpr std::size_t kMaxDestinations = 256;

  /// Refused: what is not a number, duplicates, more than kMaxDestinations.
  static Expected<std::unique_ptr<const ControlNumbers>, std::string> build(
      const ControlNumbersSpec& spec, const NumberingPlans& plans);

  /// The entry that `destination` (resolved) is, or an empty view. Only a short code as it stands
  /// or a resolved number can be one: "11 3" is not 113.
  std::string_view find(const Address& destination) const noexcept;

 private:
  std::vector<std::string> sorted_;
};

/// Stage 1: recognises control traffic by its destination, in both directions, before any text is
/// looked at: terminal allow with Precedence::kControl, and no limits, signatures or score. Instead
/// Verdict::control makes stage 4 count it against the control limit alone.
class ControlFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "control"; }
  Stage stage() const noexcept override { return Stage::kControl; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
};

}  // namespace smsfw::access
