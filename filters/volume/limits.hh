#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/direction.hh"
#include "filters/core/expected.hh"
#include "filters/core/ruleset.hh"
#include "filters/volume/limit_key.hh"
#include "filters/volume/limit_tables.hh"

namespace smsfw::volume {

/// Whose messages a limit counts. A brand sends far more than a person may.
enum class LimitSources : std::uint8_t { kAll, kNumbers, kNames };
inline constexpr std::array<std::string_view, 3> kLimitSourcesNames{"all", "numbers", "names"};

/// `count` messages are allowed at once; they come back evenly over `per` (a token bucket of that
/// size, kept as GCRA). count 0: the stage does not exist.
struct RateSpec {
  std::uint32_t count = 0;
  std::chrono::nanoseconds per{0};
};

struct BlockSpec {
  std::uint32_t count = 0;
  std::chrono::nanoseconds per{0};
  /// How long the key stays blocked.
  std::chrono::nanoseconds duration{0};
  /// True: each attempt during the block makes it begin anew.
  bool extend = false;
};

/// What configuration says of one limit. A message whose key is absent is not counted.
struct LimitSpec {
  /// What reasons[] says. Unique. A limit keeps its state over reloads by name and key.
  std::string name;
  LimitKey key = LimitKey::kSource;
  Direction direction = Direction::kBoth;
  /// Which source addresses are counted: all, numbers (short codes too), or alphanumeric names.
  LimitSources sources = LimitSources::kAll;
  bool enforce = true;
  /// More than this: a warning; the message passes. Reported once a key (LimitChange::kWarned), and
  /// anew after `per`, at least a second, without a message beyond it.
  RateSpec warn;
  /// More than this: a temporary error. What is refused here takes no token of this stage, and what
  /// another limit refuses or the far side does not take gives its token back.
  RateSpec throttle;
  /// More attempts than this, throttled ones included: a permanent error for a time. What comes
  /// during the block takes no token of any stage; behind it attempts are counted anew.
  BlockSpec block;
  /// SMPP command_status of throttle and block, 0: the action's default.
  std::uint32_t status = 0;
};

struct LimitsSpec {
  std::vector<LimitSpec> limits;
  /// The one limit of control traffic (stage 1), a source address (system_id where there is none).
  /// Beyond it: a temporary error. count 0: none.
  RateSpec control{60, std::chrono::minutes(1)};
};

/// All limits of a ruleset. Immutable; the state is in LimitTables.
class Limits final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kVolume;
  /// Each counted message holds one Reservation a limit with a throttle stage.
  static constexpr std::size_t kMaxLimits = 8;
  static_assert(kMaxLimits + kMaxConcats <= kMaxReservations);
  static constexpr std::chrono::nanoseconds kMaxPer = std::chrono::hours(24 * 31);
  /// What reasons[] says of the control limit. No limit may have this name.
  static constexpr std::string_view kControlName = "control_limit";

  /// Refused: two of one name, a limit without any stage, rates out of range. The error names the
  /// limit and what to do.
  static Expected<std::unique_ptr<const Limits>, std::string> build(const LimitsSpec& spec);

  struct Limit {
    std::string name;
    LimitKey key;
    Direction direction;
    LimitSources sources;
    bool enforce;
    std::uint32_t status;
    LimitRates rates;
    /// Tells the keys of one limit from those of another in the shared tables.
    std::uint64_t seed;
    /// What Hit::detail says, by Crossing.
    std::array<std::string, 4> details;
  };

  const std::vector<Limit>& all() const noexcept { return limits_; }
  /// nullptr: none.
  const Limit* control() const noexcept { return control_.get(); }

 private:
  std::vector<Limit> limits_;
  std::unique_ptr<const Limit> control_;
};

}  // namespace smsfw::volume
