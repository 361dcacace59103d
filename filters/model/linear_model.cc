#include "filters/model/linear_model.hh"

#include <algorithm>
#include <cmath>
#include <utility>

#include "filters/core/text_buffers.hh"
#include "filters/model/distinct_ngrams.hh"

namespace smsfw::model {
namespace {

/// Readings of one text; more are not looked at.
constexpr std::size_t kMaxVariants = 8;

template <class Visit>
void each_variant(std::string_view text, Visit&& visit) {
  for (std::size_t i = 0; i < kMaxVariants; ++i) {
    const std::size_t end = text.find(kVariantSeparator);
    visit(text.substr(0, end));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// The characters of an n-gram, as the model sees them.
InlineString<24> characters(std::string_view text, const Ngram& ngram) noexcept {
  std::size_t wanted = ngram.behind ? ngram.size - 1 : ngram.size;
  std::size_t start = ngram.end;
  while (wanted > 0 && start > 0) {
    --start;
    if ((static_cast<unsigned char>(text[start]) & 0xC0) != 0x80) --wanted;
  }
  InlineString<24> made;
  if (wanted > 0) made.append(" ");
  for (const char octet : text.substr(start, ngram.end - start)) {
    const char shown = octet >= '0' && octet <= '9' ? '0' : octet;
    made.append({&shown, 1});
  }
  if (ngram.behind) made.append(" ");
  return made;
}

void weigh_in(ModelReasons& reasons, const ModelReason& reason) noexcept {
  const auto lighter = [](const ModelReason& a, const ModelReason& b) {
    return std::abs(a.weight) < std::abs(b.weight);
  };
  if (reasons.size() < kMaxReasons) {
    reasons.push_back(reason);
    return;
  }
  const auto lightest = std::min_element(reasons.begin(), reasons.end(), lighter);
  if (lighter(*lightest, reason)) *lightest = reason;
}

}  // namespace

struct LinearModel::Reading {
  std::string_view variant;
  FactList facts;
  std::uint32_t distinct = 0;
  double score = 0;
  std::size_t language = 0;

  double norm() const noexcept { return 1 / std::sqrt(std::max<double>(distinct, 1)); }
};

LinearModel::LinearModel(ModelContent content) : content_(std::move(content)) {}

LinearModel::Reading LinearModel::read(const SmsContext& ctx,
                                       std::string_view variant) const noexcept {
  Reading made;
  made.variant = variant;
  DistinctNgrams seen;
  std::int32_t sum = 0;
  std::array<std::uint32_t, kMaxLanguages> votes{};
  const WalkCounts counts = walk_ngrams(variant, [&](const Ngram& ngram) {
    if (!seen.add(ngram.index)) return;
    ++made.distinct;
    sum += content_.ngrams[ngram.index];
    if (ngram.size == 3) {
      const LanguageVote vote = content_.votes[vote_slot(ngram.index)];
      votes[vote.language] += vote.votes;
    }
  });
  made.facts = facts_of(ctx, counts);
  made.score = static_cast<double>(content_.scale) * sum * made.norm();
  for (const std::uint16_t fact : made.facts)
    made.score += static_cast<double>(content_.facts[fact]);
  made.language =
      static_cast<std::size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
  return made;
}

LinearModel::Reading LinearModel::worst(const SmsContext& ctx) const noexcept {
  Reading made;
  bool first = true;
  each_variant(ctx.text[Buffer::kSkeleton], [&](std::string_view variant) {
    const Reading reading = read(ctx, variant);
    if (first || reading.score > made.score) made = reading;
    first = false;
  });
  return made;
}

ModelScore LinearModel::judge(const SmsContext& ctx) const noexcept {
  const Reading reading = worst(ctx);
  const Calibration& calibration = content_.calibrations[reading.language];
  const double logit = static_cast<double>(calibration.slope) * reading.score +
                       static_cast<double>(calibration.shift);
  return {reading.score, 1 / (1 + std::exp(-logit)), reading.language};
}

ModelReasons LinearModel::explain(const SmsContext& ctx) const noexcept {
  const Reading reading = worst(ctx);
  ModelReasons reasons;
  DistinctNgrams seen;
  walk_ngrams(reading.variant, [&](const Ngram& ngram) {
    if (!seen.add(ngram.index)) return;
    ModelReason reason;
    reason.what = characters(reading.variant, ngram);
    reason.weight = static_cast<float>(static_cast<double>(content_.scale) *
                                       content_.ngrams[ngram.index] * reading.norm());
    weigh_in(reasons, reason);
  });
  for (const std::uint16_t fact : reading.facts) {
    ModelReason reason;
    reason.fact = true;
    reason.what.assign(group_of(fact).name);
    reason.weight = content_.facts[fact];
    weigh_in(reasons, reason);
  }
  std::sort(reasons.begin(), reasons.end(), [](const ModelReason& a, const ModelReason& b) {
    return std::abs(a.weight) > std::abs(b.weight);
  });
  return reasons;
}

}  // namespace smsfw::model
