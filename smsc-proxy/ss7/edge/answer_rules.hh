#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "smsc-proxy/ss7/edge/ss7_config.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::ss7 {

/// What is answered in the far end's place, per rule and by default. Immutable.
class AnswerRules {
 public:
  /// `rules` are checked (check_ss7) and outlive it. A rule with AnswerKind::kDivert has its own
  /// index as MapDecision::divert.
  explicit AnswerRules(std::span<const AnswerRuleConfig> rules);

  /// Kind, answer, cause and destination of what the verdict's `applied` leads to; a rule's reasons
  /// are held against those of all enforced hits that keep the message back. An action that lets
  /// the message pass is kPass. Hold has no store here and is a temporary error; so is quarantine a
  /// refusal. A rule's error that the operation has not in this version is replaced by the default.
  MapDecision decide(const Verdict& verdict, Operation operation,
                     const AskedOperation& asked) const;

 private:
  struct Rule {
    const AnswerRuleConfig& config;
    std::bitset<kActionCount> actions;
    std::bitset<kOperationCount> operations;
    std::int32_t error = 0;
    std::uint8_t cause = 0;  ///< Of `error`, where the configuration says none.
    bool has_cause = false;

    bool fits(const Verdict& verdict, Operation operation) const;
  };
  static bool answer_error(const Rule& rule, const AskedOperation& asked, MapDecision& decision);

  std::vector<Rule> rules_;
};

}  // namespace smsfw::ss7
