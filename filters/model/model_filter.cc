#include "filters/model/model_filter.hh"

#include <utility>

namespace smsfw::model {

Expected<std::unique_ptr<const ModelRules>, std::string> ModelRules::build(
    const ModelSpec& spec, std::shared_ptr<const LinearModel> model) {
  using Refused = Unexpected<std::string>;
  for (std::size_t i = 1; i < spec.steps.size(); ++i) {
    if (spec.steps[i].probability <= spec.steps[i - 1].probability ||
        spec.steps[i].score <= spec.steps[i - 1].score) {
      return Refused(
          "steps: each needs a higher probability and a higher score than the one "
          "before it");
    }
  }
  auto made = std::make_unique<ModelRules>();
  made->spec_ = spec;
  made->model_ = std::move(model);
  return std::unique_ptr<const ModelRules>(std::move(made));
}

BufferSet ModelRules::reads() const noexcept {
  BufferSet made;
  made.add(Buffer::kSkeleton);
  made.add(Buffer::kUrlHost);
  return made;
}

FilterStatus ModelFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* rules = ruleset.part<ModelRules>();
  if (rules == nullptr || !ctx.text.ready || verdict.skip_score) return FilterStatus::kContinue;
  const ModelScore score = rules->model().judge(ctx);
  verdict.model = score.probability;
  Hit hit;
  for (const ModelStep& step : rules->spec().steps) {
    if (score.probability >= static_cast<double>(step.probability)) hit.score = step.score;
  }
  if (hit.score <= 0) return FilterStatus::kContinue;
  hit.reason = kModelReason;
  hit.detail = "probability of the text model";
  hit.enforced = rules->spec().enforce;
  add_hit(verdict, hit, ruleset.precedence);
  return FilterStatus::kContinue;
}

}  // namespace smsfw::model
