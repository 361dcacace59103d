#include "filters/core/filter_chain.hh"

#include <algorithm>

namespace smsfw {

FilterChain::FilterChain(std::vector<std::unique_ptr<Filter>> filters)
    : filters_(std::move(filters)) {
  std::stable_sort(filters_.begin(), filters_.end(),
                   [](const auto& a, const auto& b) { return a->stage() < b->stage(); });
  while (decision_from_ < filters_.size() &&
         filters_[decision_from_]->stage() != Stage::kDecision) {
    ++decision_from_;
  }
}

FilterChain::Status FilterChain::run(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                     ShedLevel shed) noexcept {
  verdict.reset();
  if (ruleset.bypass) {
    Hit hit;
    hit.reason = "bypass";
    add_hit(verdict, hit, ruleset.precedence);
    return Status::kDecided;
  }
  return go_on(ctx, ruleset, verdict, 0, shed);
}

FilterChain::Status FilterChain::resume(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                        std::size_t position) noexcept {
  return go_on(ctx, ruleset, verdict, position, ShedLevel::kNone);
}

FilterChain::Status FilterChain::go_on(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                       std::size_t from, ShedLevel shed) noexcept {
  for (std::size_t i = from; i < filters_.size(); ++i) {
    Filter& filter = *filters_[i];
    if (shed == ShedLevel::kDepth && filter.sheddable()) {
      verdict.shed = true;
      ctx.findings.add(Finding::kOverBudget);
      continue;
    }
    switch (filter.judge(ctx, ruleset, verdict, need_, static_cast<std::uint8_t>(i))) {
      case FilterStatus::kContinue:
        break;
      case FilterStatus::kStop:
        verdict.truncated = true;
        // The decision itself is never left out.
        if (i < decision_from_) i = decision_from_ - 1;
        break;
      case FilterStatus::kNeed:
        position_ = i;
        return Status::kNeed;
    }
  }
  return Status::kDecided;
}

bool FilterChain::prepare(const Ruleset& ruleset) noexcept {
  bool all = true;
  for (const auto& filter : filters_)
    all = filter->prepare(ruleset) && all;
  return all;
}

}  // namespace smsfw
