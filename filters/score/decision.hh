#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/finding.hh"
#include "filters/core/ruleset.hh"

namespace smsfw::score {

/// Scores of findings, by Finding. 0: the finding adds nothing.
using FindingScores = std::array<float, kFindingCount>;

/// What a plain message never has and evasion often has; the rest is 0.
FindingScores default_finding_scores();

/// What configuration says of the score.
struct ScoreSpec {
  /// From this sum on the message is tagged. 0: never.
  float tag = 5;
  /// From this sum on `action` is taken. 0: never.
  float reject = 10;
  /// kReject, kAbsorb, kQuarantine or kThrottle
  Action action = Action::kReject;
  /// SMPP command_status of `action`, 0: the action's default.
  std::uint32_t status = 0;
  FindingScores findings = default_finding_scores();
};

class Score final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kScore;

  /// Refused: negative or infinite numbers, a tag threshold above the reject threshold, an action
  /// that is not one of the four.
  static Expected<std::unique_ptr<const Score>, std::string> build(const ScoreSpec& spec);

  const ScoreSpec& spec() const noexcept { return spec_; }
  /// squeezed, where a finding that is made with it has a score.
  BufferSet reads() const noexcept override;

 private:
  ScoreSpec spec_;
};

/// Stage 9: weighs findings, holds the score against its thresholds, and fills in what the verdict
/// says: action, applied, enforced, smpp_status, leading.
///
/// - A finding with a score adds a hit of its name that does not decide.
/// - The sum of all hits at the reject threshold adds a terminal hit "score" of
///   Precedence::kBehaviour; it is enforced when the enforced hits alone reach the threshold.
/// - `action` is that of the strongest terminal hit by the precedence table, else the strongest
///   passing action (tag, relabel), else allow; `applied` is the same of enforced hits.
/// - Ruleset::monitor: `applied` is allow.
/// - Verdict::skip_score leaves findings and thresholds out.
class DecisionFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "decision"; }
  Stage stage() const noexcept override { return Stage::kDecision; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
};

}  // namespace smsfw::score
