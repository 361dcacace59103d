#include "filters/score/decision.hh"

#include <cmath>

namespace smsfw::score {
namespace {

constexpr std::string_view kReason = "score";

void add_finding_scores(const SmsContext& ctx, const ScoreSpec& spec, const Ruleset& ruleset,
                        Verdict& verdict) noexcept {
  if (!ctx.findings.any()) return;
  for (std::size_t i = 0; i < kFindingCount; ++i) {
    if (spec.findings[i] <= 0 || !ctx.findings.has(static_cast<Finding>(i))) continue;
    Hit hit;
    hit.reason = kFindingNames[i];
    hit.detail = "finding";
    hit.score = spec.findings[i];
    add_hit(verdict, hit, ruleset.precedence);
  }
}

void add_threshold_hit(Action action, bool terminal, bool enforced, std::uint32_t status,
                       const Ruleset& ruleset, Verdict& verdict) noexcept {
  Hit hit;
  hit.reason = kReason;
  hit.detail = terminal ? "reject threshold" : "tag threshold";
  hit.action = action;
  hit.precedence = Precedence::kBehaviour;
  hit.terminal = terminal;
  hit.enforced = enforced;
  hit.smpp_status = status;
  add_hit(verdict, hit, ruleset.precedence);
}

void hold_against_thresholds(const ScoreSpec& spec, const Ruleset& ruleset,
                             Verdict& verdict) noexcept {
  const auto reaches = [](float score, float threshold) {
    return threshold > 0 && score >= threshold;
  };
  const bool reject = reaches(verdict.score, spec.reject);
  const bool reject_enforced = reaches(verdict.enforced_score, spec.reject);
  if (reject) add_threshold_hit(spec.action, true, reject_enforced, spec.status, ruleset, verdict);
  // Below an enforced refusal a tag says nothing new.
  if (reject_enforced || !reaches(verdict.score, spec.tag)) return;
  const bool tag_enforced = reaches(verdict.enforced_score, spec.tag);
  if (!reject || tag_enforced) {
    add_threshold_hit(Action::kTag, false, tag_enforced, 0, ruleset, verdict);
  }
}

bool same(const Hit& a, const Hit& b) noexcept {
  return a.terminal == b.terminal && a.action == b.action && a.precedence == b.precedence &&
         a.sid == b.sid && a.enforced == b.enforced && a.reason == b.reason && a.detail == b.detail;
}

/// Index of the hit that decided. A list that is full gives its last place to it.
int find_leading(Verdict& verdict) noexcept {
  for (std::size_t i = 0; i < verdict.hits.size(); ++i) {
    const Hit& hit = verdict.hits[i];
    const bool decided = verdict.has_terminal ? same(hit, verdict.strongest)
                                              : !hit.terminal && hit.action == verdict.action &&
                                                    verdict.action != Action::kAllow;
    if (decided) return static_cast<int>(i);
  }
  if (!verdict.has_terminal || verdict.hits.empty()) return -1;
  verdict.hits[verdict.hits.size() - 1] = verdict.strongest;
  return static_cast<int>(verdict.hits.size() - 1);
}

}  // namespace

FindingScores default_finding_scores() {
  FindingScores scores{};
  const auto set = [&](Finding finding, float score) {
    scores[static_cast<std::size_t>(finding)] = score;
  };
  set(Finding::kBothPayloadCarriers, 4);
  set(Finding::kReceiptFromEsme, 3);
  set(Finding::kReceiptFreeText, 4);
  set(Finding::kBadUserDataHeader, 2);
  set(Finding::kInvisibleCharacters, 2);
  set(Finding::kMixedScriptWord, 2);
  set(Finding::kStackedMarks, 2);
  set(Finding::kSpacedLetters, 1);
  set(Finding::kLeetWords, 1);
  set(Finding::kLookAlikeText, 1);
  set(Finding::kUndecodableText, 1);
  set(Finding::kReservedLanguage, 1);
  set(Finding::kConflictingElements, 2);
  set(Finding::kConcatenationDisagrees, 2);
  set(Finding::kHyperlinkOutside, 1);
  set(Finding::kHeaderOverText, 2);
  set(Finding::kHeaderWithoutIndicator, 2);
  set(Finding::kCompressedText, 1);
  set(Finding::kLooksLikeUtf8, 1);
  set(Finding::kLooksLikeUcs2, 1);
  set(Finding::kLooksLikeGsm7, 1);
  set(Finding::kLooksLikePackedGsm7, 1);
  set(Finding::kLooksLikeLatin1, 1);
  set(Finding::kConcatConflict, 2);
  set(Finding::kConcatTotalChanged, 1);
  set(Finding::kSarDisagrees, 2);
  set(Finding::kObfuscatedUrl, 3);
  set(Finding::kMixedScriptUrl, 3);
  set(Finding::kUrlUserinfo, 3);
  set(Finding::kManyUrls, 2);
  set(Finding::kHostBrandLookalike, 8);
  set(Finding::kHostBrandToken, 5);
  set(Finding::kPathBrandToken, 2);
  return scores;
}

Expected<std::unique_ptr<const Score>, std::string> Score::build(const ScoreSpec& spec) {
  using Error = Unexpected<std::string>;
  const auto sound = [](float value) { return std::isfinite(value) && value >= 0; };
  if (!sound(spec.tag)) return Error("score: tag must be 0 (never) or more");
  if (!sound(spec.reject)) return Error("score: reject must be 0 (never) or more");
  if (spec.tag > 0 && spec.reject > 0 && spec.tag > spec.reject) {
    return Error("score: tag is above reject and could never be seen; lower tag or raise reject");
  }
  if (spec.action != Action::kReject && spec.action != Action::kAbsorb &&
      spec.action != Action::kQuarantine && spec.action != Action::kThrottle) {
    return Error("score: action must be reject, absorb, quarantine or throttle, not " +
                 std::string(to_string(spec.action)));
  }
  for (std::size_t i = 0; i < kFindingCount; ++i) {
    if (!sound(spec.findings[i])) {
      return Error("score: findings: " + std::string(kFindingNames[i]) + " must be 0 or more");
    }
  }
  auto part = std::make_unique<Score>();
  part->spec_ = spec;
  return part;
}

BufferSet Score::reads() const noexcept {
  BufferSet buffers;
  for (const Finding finding : {Finding::kSpacedLetters, Finding::kLeetWords}) {
    if (spec_.findings[static_cast<std::size_t>(finding)] > 0) buffers.add(Buffer::kSqueezed);
  }
  for (const Finding finding : {Finding::kObfuscatedUrl, Finding::kMixedScriptUrl,
                                Finding::kUrlUserinfo, Finding::kManyUrls}) {
    if (spec_.findings[static_cast<std::size_t>(finding)] > 0) buffers.add(Buffer::kUrlHost);
  }
  return buffers;
}

FilterStatus DecisionFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                   Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* part = ruleset.part<Score>();
  if (part != nullptr && !verdict.skip_score) {
    add_finding_scores(ctx, part->spec(), ruleset, verdict);
    hold_against_thresholds(part->spec(), ruleset, verdict);
  }
  verdict.action = verdict.has_terminal ? verdict.strongest.action : verdict.passing;
  verdict.applied =
      verdict.has_enforced_terminal ? verdict.strongest_enforced.action : verdict.passing_enforced;
  verdict.smpp_status = verdict.has_enforced_terminal ? verdict.strongest_enforced.smpp_status : 0;
  if (ruleset.monitor) {
    verdict.applied = Action::kAllow;
    verdict.smpp_status = 0;
  }
  verdict.enforced = verdict.applied == verdict.action;
  verdict.leading = find_leading(verdict);
  return FilterStatus::kContinue;
}

}  // namespace smsfw::score
