#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/filter.hh"
#include "filters/core/ruleset.hh"
#include "filters/model/linear_model.hh"

namespace smsfw::model {

/// What reasons and hits call it.
inline constexpr std::string_view kModelReason = "model";

/// From this probability on the message gets this score.
struct ModelStep {
  float probability = 0;
  float score = 0;
};

/// What configuration says of the model.
struct ModelSpec {
  /// Of the model file. Empty: no model.
  std::string file;
  /// The score of the highest step that is reached counts. Rising in both.
  std::vector<ModelStep> steps{{0.9F, 1}, {0.98F, 2}, {0.995F, 3}};
  /// False: advice. The score is told, and counts for `score`, but no message is kept back by it.
  bool enforce = false;
};

class ModelRules final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kModel;

  /// Refused: steps that do not rise.
  static Expected<std::unique_ptr<const ModelRules>, std::string> build(
      const ModelSpec& spec, std::shared_ptr<const LinearModel> model);

  const LinearModel& model() const noexcept { return *model_; }
  const ModelSpec& spec() const noexcept { return spec_; }
  BufferSet reads() const noexcept override;

 private:
  ModelSpec spec_;
  std::shared_ptr<const LinearModel> model_;
};

/// Stage 7: sets Verdict::model, and adds a hit "model" with the score of its step. Nothing for
/// receipts, for messages without a text, and where an allow list skips the score.
class ModelFilter final : public Filter {
 public:
  std::string_view name() const noexcept override { return "model"; }
  Stage stage() const noexcept override { return Stage::kCampaign; }
  bool sheddable() const noexcept override { return true; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;
};

}  // namespace smsfw::model
