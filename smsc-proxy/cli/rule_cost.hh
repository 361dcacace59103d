#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/signature/signature.hh"

namespace smsfw::cli {

/// CPU time that the calling thread has used. Unlike wall time it stands still while others run.
std::chrono::nanoseconds thread_cpu_time() noexcept;
using CpuClock = std::function<std::chrono::nanoseconds()>;

/// For each signature a ruleset of it alone, compiled as the daemon compiles it, on all processors
/// at once. `except` lists have no senders. Throws std::runtime_error when one cannot be compiled.
std::vector<std::unique_ptr<const Ruleset>> rulesets_alone(std::span<const SignatureSpec> specs);

/// Measures what the signature filter spends on messages: scanning their buffers, confirming, and
/// judging the rules.
class CostMeter {
 public:
  /// `limit`: nanoseconds a message; what seems to cost more is measured again before it is said.
  /// 0: none.
  explicit CostMeter(double limit, CpuClock clock = thread_cpu_time);

  /// Nanoseconds a message with `ruleset` more than with a ruleset without signatures. The quickest
  /// of several rounds: other work on the machine makes rounds slower, never quicker. The messages
  /// have been through stage 5, and there is at least one. Throws std::runtime_error when there is
  /// no memory for scratch.
  double measure(const Ruleset& ruleset, std::span<SmsContext> messages) const;

  struct Condition {
    std::string where;  ///< As an error names it: `match.all[1]`.
    double cost = 0;
    bool confirmed = false;  ///< Hyperscan finds a superset, RE2 confirms.
  };
  /// The condition of `spec` that costs most where it stands alone.
  Condition dearest_condition(const SignatureSpec& spec, std::span<SmsContext> messages) const;

 private:
  double limit_;
  CpuClock clock_;
};

}  // namespace smsfw::cli
