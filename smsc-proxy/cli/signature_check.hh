#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/cli/rule_cost.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::cli {

/// What a rule may cost where nothing else is said, in nanoseconds a message: five times the
/// dearest shipped rule, 25 times the median (docs/guides/signatures.md).
inline constexpr double kMaxRuleCost = 4'000;

/// One example that did not behave.
struct ExampleFailure {
  std::uint32_t sid = 0;
  std::string what;  ///< `match[0] does not hit: …`
};

/// What one rule costs by itself, in nanoseconds a message (CostMeter).
struct RuleCost {
  std::uint32_t sid = 0;
  std::string file;
  std::uint32_t line = 0;
  double corpus = 0;  ///< On cost_messages().
  double own = 0;     ///< On its own examples; 0 when it has none.

  /// What the limit is compared with.
  double most() const noexcept { return corpus > own ? corpus : own; }
};

/// One rule that costs more than it may.
struct RuleTooDear {
  std::uint32_t sid = 0;
  Problem problem;  ///< At its dearest condition.
};

struct SignatureCheck {
  std::size_t signatures = 0;
  std::size_t examples = 0;
  std::vector<ExampleFailure> failures;
  std::size_t cost_messages = 0;  ///< 0: nothing was measured, and what follows is empty.
  std::vector<RuleCost> costs;    ///< The dearest first; equal ones by sid.
  double cost_together = 0;       ///< Of all rules in one database, on cost_messages().
  std::vector<RuleTooDear> too_dear;
};

struct CheckSettings {
  std::string cache_dir;           ///< Of compiled signatures; empty: none.
  bool costs = true;               ///< Measure.
  double max_cost = kMaxRuleCost;  ///< Nanoseconds a message; 0: no limit.
  CpuClock clock = thread_cpu_time;
};

/// Reads and compiles the packs of `config`, runs each signature's examples through the daemon's
/// text and signature filters (`match` must hit the own sid, `clean` must not), and measures what
/// each rule costs. Problems: the packs could not be read or compiled.
Expected<SignatureCheck, Problems> check_signatures(const control::Config& config,
                                                    const CheckSettings& settings);

}  // namespace smsfw::cli
