#include "smsc-proxy/ss7/edge/map_judge.hh"

#include <utility>

#include "filters/access/numbering_plan.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"

namespace smsfw::ss7 {
namespace {

using app::Metric;
using app::Ss7Answer;

// What the relay keeps of a message: the event's number, and its direction for the outcome.
constexpr std::uint64_t kSubmitBit = 1;

bool is_message(const SmsContext& ctx) noexcept {
  return ctx.ingress != Ingress::kMapQuery;
}

Ss7Answer kind_of(const MapDecision& decision) noexcept {
  switch (decision.kind) {
    case MapDecision::Kind::kAnswer:
      switch (decision.answer.kind) {
        case OwnAnswerKind::kResult:
          return Ss7Answer::kResult;
        case OwnAnswerKind::kError:
          return Ss7Answer::kError;
        case OwnAnswerKind::kUserAbort:
          break;
      }
      return Ss7Answer::kAbort;
    case MapDecision::Kind::kReturn:
      return Ss7Answer::kReturn;
    case MapDecision::Kind::kDivert:
      return Ss7Answer::kDivert;
    case MapDecision::Kind::kPass:
    case MapDecision::Kind::kDrop:
    case MapDecision::Kind::kWait:
      break;
  }
  return Ss7Answer::kDrop;
}

std::string_view answer_name(const MapDecision& decision) noexcept {
  if (decision.kind == MapDecision::Kind::kPass) return {};
  const Ss7Answer kind = kind_of(decision);
  if (kind == Ss7Answer::kError) return map_error_name(decision.answer.error);
  return app::kSs7AnswerNames[static_cast<std::size_t>(kind)];
}

/// What became of a message that its originator hears of from us alone.
Outcome kept_back(const MapDecision& decision) noexcept {
  const bool absorbed =
      decision.kind == MapDecision::Kind::kAnswer && decision.answer.kind == OwnAnswerKind::kResult;
  return absorbed ? Outcome::kAbsorbed : Outcome::kBlocked;
}

}  // namespace

MapJudge::MapJudge(Parts parts, OriginFacts& facts)
    : parts_(std::move(parts)), facts_(facts), reader_(parts_.rulesets) {
  refresh();
}

bool MapJudge::refresh() {
  const auto& newest = reader_.get();
  if (newest == ruleset_) return false;
  // Scratch first, then the switch. A ruleset that no scratch can be had for is not taken.
  if (!parts_.chain->prepare(*newest)) return false;
  ruleset_ = newest;
  const auto* plans = ruleset_->part<access::NumberingPlans>();
  plan_ = 0;
  if (plans != nullptr && !parts_.numbering_plan.empty()) {
    plan_ = plans->index_of(parts_.numbering_plan).value_or(0);
  }
  parts_.events.set_ruleset(ruleset_->version);
  parts_.metrics.set<Metric::kRulesetGeneration>(static_cast<std::int64_t>(generation()));
  return true;
}

bool MapJudge::read(const MapQuestion& question, const MapPeer& peer, Moment now) {
  MapPeer from = peer;
  from.numbering_plan = plan_;
  return map_.read(question, from, now);
}

void MapJudge::run(ShedLevel shed) {
  SmsContext& ctx = map_.context();
  auto status = parts_.chain->run(ctx, *ruleset_, verdict_, shed);
  while (status == FilterChain::Status::kNeed) {
    // An SMSC sends the next part only after the answer to this one, so parts cannot wait here:
    // a filter that asks for a fact goes on as if its time were over.
    status = parts_.chain->resume(ctx, *ruleset_, verdict_, parts_.chain->position() + 1);
  }
}

void MapJudge::overrule(std::string_view reason, Precedence precedence, Action action) {
  Hit hit;
  hit.reason = reason;
  hit.action = action;
  hit.precedence = precedence;
  hit.terminal = true;
  add_hit(verdict_, hit, ruleset_->precedence);
  // Hits that only watch have raised `action`, not `applied`: they must not shield a message.
  if (!blocks(action) || blocks(verdict_.applied)) return;
  if (!blocks(verdict_.action)) {
    verdict_.action = action;
    verdict_.leading = static_cast<int>(verdict_.hits.size()) - 1;
  }
  if (!ruleset_->monitor) verdict_.applied = action;
  verdict_.enforced = verdict_.applied == verdict_.action;
}

CodecFindings MapJudge::codec_findings(const MapQuestion& question) const {
  CodecFindings found;
  found.add(question.sccp.findings);
  found.add(question.tcap.findings);
  if (question.message != nullptr) found.add(question.message->findings);
  if (const tpdu::TpduView* tpdu = map_.tpdu()) found.add(tpdu->findings());
  return found;
}

MapDecision MapJudge::judge(const MapQuestion& question, const MapPeer& peer,
                            app::ListenerIndex index, Moment now, Overload overload,
                            std::chrono::nanoseconds (*clock)()) {
  const bool readable = read(question, peer, now);
  const SmsContext& ctx = map_.context();
  if (!ruleset_->bypass && !facts_.add(question, map_, *ruleset_, now.steady)) {
    MapDecision wait;
    wait.kind = MapDecision::Kind::kWait;
    return wait;
  }
  run(overload.shed);
  if (!readable && !ruleset_->bypass) {
    overrule("malformed", Precedence::kSource, parts_.malformed);
  }
  // Operations that are not of short messages cost little, and somebody's call hangs on them.
  const bool throttled = overload.throttle && !blocks(verdict_.applied) && !verdict_.control &&
                         ctx.operation != Operation::kMapOther;
  if (throttled) {
    overrule("overload", Precedence::kBehaviour, Action::kThrottle);
    verdict_.truncated = true;
  }
  if (parts_.monitor) {
    verdict_.applied = Action::kAllow;
    verdict_.enforced = verdict_.action == Action::kAllow;
  }
  if (verdict_.applied == Action::kThrottle) {
    const auto cause = throttled ? app::ThrottleCause::kOverload : app::ThrottleCause::kVerdict;
    parts_.metrics.count<Metric::kThrottled>(1, cause, index);
  }
  MapDecision decision = parts_.answers.decide(verdict_, ctx.operation, question.asked);
  const auto took =
      clock == nullptr ? 0 : static_cast<std::uint64_t>((clock() - now.steady).count());
  const CodecFindings found = codec_findings(question);
  parts_.metrics.message(ctx, verdict_, index);
  parts_.metrics.observe_verdict(took);
  if (took > static_cast<std::uint64_t>(parts_.budget.count())) {
    parts_.metrics.count<Metric::kOverBudget>(1);
  }
  for (std::size_t i = 0; found.any() && i < kCodecFindingCount; ++i) {
    if (found.has(i)) {
      parts_.metrics.count<Metric::kSs7Findings>(1, static_cast<app::CodecFindingIndex>(i));
    }
  }
  const bool told = ctx.operation != Operation::kMapOther || !verdict_.hits.empty() || found.any();
  const std::uint64_t number = told ? tell(decision, found, took) : 0;

  const bool mo = ctx.ingress == Ingress::kMapMo;
  const std::uint64_t message = number << 1U | (mo ? kSubmitBit : 0);
  const bool goes_on = passes(decision);
  if (decision.kind != MapDecision::Kind::kPass) {
    parts_.metrics.count<Metric::kSs7Answers>(1, kind_of(decision));
  }
  if (goes_on) {
    decision.query = facts_.passed(ctx, now.steady);
    decision.event = number;
  }
  if (goes_on && is_message(ctx)) {
    decision.message = message;
    decision.reservations = verdict_.reservations;
  } else if (is_message(ctx)) {
    settled(message, verdict_.reservations, kept_back(decision), now);
  } else {
    parts_.chain->settle(verdict_.reservations, goes_on ? Outcome::kDelivered : kept_back(decision),
                         now.steady);
  }
  return decision;
}

std::uint64_t MapJudge::tell(const MapDecision& decision, const CodecFindings& found,
                             std::uint64_t took_ns) {
  std::array<std::string_view, kCodecFindingCount> names;
  events::MessageFacts facts;
  facts.latency_ns = took_ns;
  facts.answer = answer_name(decision);
  facts.codec_findings = found.names(names);
  return parts_.events.message(map_.context(), verdict_, *ruleset_, facts);
}

void MapJudge::settle(std::uint64_t message,
                      const InlineVector<Reservation, kMaxReservations>& reservations,
                      Outcome outcome, Moment now) {
  parts_.chain->settle(reservations, outcome, now.steady);
  const auto direction =
      (message & kSubmitBit) != 0 ? app::Direction::kSubmit : app::Direction::kDeliver;
  parts_.metrics.count<Metric::kOutcomes>(1, outcome, direction);
}

void MapJudge::settled(std::uint64_t message,
                       const InlineVector<Reservation, kMaxReservations>& reservations,
                       Outcome outcome, Moment now) {
  settle(message, reservations, outcome, now);
  if (outcome != Outcome::kRefusedUpstream && outcome != Outcome::kTimedOut) return;
  events::OutcomeFacts facts;
  facts.message = message >> 1U;
  facts.outcome = outcome;
  parts_.events.outcome(now.wall, facts);
}

void MapJudge::refused(const MapDecision& passed, const MapDecision& instead, Moment now) {
  parts_.metrics.count<Metric::kSs7Answers>(1, kind_of(instead));
  const Outcome outcome = kept_back(instead);
  if (passed.message != 0) settle(passed.message, passed.reservations, outcome, now);
  if (passed.event == 0) return;
  events::OutcomeFacts facts;
  facts.message = passed.event;
  facts.outcome = outcome;
  facts.answer = answer_name(instead);
  parts_.events.outcome(now.wall, facts);
}

}  // namespace smsfw::ss7
