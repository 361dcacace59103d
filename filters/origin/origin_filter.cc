#include "filters/origin/origin_filter.hh"

#include <algorithm>

#include "filters/origin/address_checks.hh"
#include "filters/origin/content_checks.hh"
#include "filters/origin/correlation_checks.hh"
#include "filters/origin/operation_matrix.hh"

namespace smsfw::origin {
namespace {

Trust trust_of(const CheckInput& in) noexcept {
  if (!in.outside()) return in.facts.trust;
  Trust claimed = in.network == nullptr ? Trust::kUnlisted : in.network->trust;
  if (claimed == Trust::kOwn) claimed = Trust::kSuspect;
  return std::max(claimed, in.facts.trust);
}

/// The checks of one operation.
class Run {
 public:
  Run(const CheckInput& in, TitleHistory& titles) noexcept
      : in_(in), content_(in), titles_(titles) {}

  Answer operator()(Check check) noexcept {
    switch (check) {
      case Check::kNetwork:
        return check_network(in_);
      case Check::kCallingTitle:
        return check_calling_title(in_);
      case Check::kOwnTitle:
        return check_own_title(in_);
      case Check::kOwnNumber:
        return check_own_number(in_);
      case Check::kOperationCode:
        return check_operation_code(in_);
      case Check::kComponents:
        return check_components(in_);
      case Check::kContext:
        return check_context(in_.facts, in_.to_handset(), in_.rules.subsystems());
      case Check::kQueryAddress:
        return check_query_address(in_);
      case Check::kFakeSccp:
        return check_fake_sccp(in_);
      case Check::kFakeMap:
        return check_fake_map(in_);
      case Check::kFakeQuery:
        return check_fake_query(in_);
      case Check::kFakeForward:
        return check_fake_forward(in_);
      case Check::kUnsolicited:
        return check_unsolicited(in_);
      case Check::kHomeRouting:
        return check_home_routing(in_);
      case Check::kCorrelation:
        return check_correlation(in_);
      case Check::kMoServing:
        return check_mo_serving(in_);
      case Check::kMoImsi:
        return check_mo_imsi(in_);
      case Check::kHarvesting:
        return harvesting();
      case Check::kScanning:
        return scanning();
      case Check::kSilent:
        return content_.silent();
      case Check::kToolkit:
        return content_.toolkit();
      case Check::kApplicationPort:
        return content_.application_port();
      case Check::kReplace:
        return content_.replace();
      case Check::kFlash:
        return content_.flash();
    }
    return {};
  }

 private:
  /// An operator asks from one title and sends from another: its messages count for all of them.
  std::string_view asker() const noexcept {
    return in_.network == nullptr ? in_.calling : std::string_view(in_.network->name);
  }

  Answer harvesting() noexcept {
    const HarvestRules& rules = in_.rules.spec().harvesting;
    const auto now = in_.ctx.received.steady;
    if (in_.to_handset() && !in_.calling.empty()) titles_.message(asker(), rules, now);
    if (!in_.query()) return {};
    if (in_.calling.empty()) return unknown("no calling title that can be read");
    switch (titles_.query(asker(), in_.calling, in_.facts.msisdn, in_.facts.delivery_not_intended,
                          rules, now)) {
      case Asking::kFew:
        return unknown("too few queries yet");
      case Asking::kUsual:
        return match();
      case Asking::kNoMessage:
        return mismatch("hardly a message follows its queries");
      case Asking::kSweep:
        return mismatch("asks for numbers in a row");
      case Asking::kAnnounced:
        return mismatch("says that no message will follow");
    }
    return {};
  }

  Answer scanning() noexcept {
    if (!in_.from_handset()) return {};
    if (in_.calling.empty() || in_.facts.called.digits.empty()) {
      return unknown("a title is missing");
    }
    const bool scans = titles_.scans(in_.calling, in_.facts.called.digits,
                                     in_.rules.spec().scanning, in_.ctx.received.steady);
    return scans ? mismatch("sends to many SMSC titles") : match();
  }

  const CheckInput& in_;
  ContentChecks content_;
  TitleHistory& titles_;
};

void add_answer(Check check, const Answer& answer, const OriginRules::Policy& policy,
                const Ruleset& ruleset, Verdict& verdict) noexcept {
  const bool is_mismatch = answer.kind == AnswerKind::kMismatch;
  const Action action = is_mismatch ? policy.mismatch : policy.unknown;
  if (action == Action::kAllow) return;
  Hit hit;
  hit.reason = is_mismatch ? row(check).name : row(check).unknown;
  hit.detail = answer.detail;
  hit.action = action;
  hit.precedence = Precedence::kSource;
  hit.terminal = blocks(action);
  hit.enforced = policy.enforce;
  add_hit(verdict, hit, ruleset.precedence);
}

}  // namespace

bool needs_serving_lookup(const SmsContext& ctx, const OriginRules& rules) noexcept {
  if (ctx.ss7 == nullptr || !rules.wants_serving_lookup()) return false;
  CheckInput in{ctx, *ctx.ss7, rules, nullptr, ctx.ss7->calling.international()};
  if (!in.from_handset() || !rules.is_own_number(ctx.ss7->msisdn)) return false;
  in.network = in.find(in.calling);
  const Trust trust = trust_of(in);
  const auto reads_it = [&](Check check) {
    const OriginRules::Policy& policy = rules.policy(check);
    return (policy.mismatch != Action::kAllow || policy.unknown != Action::kAllow) &&
           policy.covers(trust) && (in.network == nullptr || !in.network->skips(check));
  };
  return reads_it(Check::kMoServing) || (!ctx.ss7->imsi.empty() && reads_it(Check::kMoImsi));
}

FilterStatus OriginFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                 Need& /*need*/, std::uint8_t /*self*/) noexcept {
  if (ctx.ss7 == nullptr) return FilterStatus::kContinue;
  const auto* rules = ruleset.part<OriginRules>();
  if (rules == nullptr) return FilterStatus::kContinue;

  CheckInput in{ctx, *ctx.ss7, *rules, nullptr, ctx.ss7->calling.international()};
  in.network = in.find(in.calling);
  const Trust trust = trust_of(in);
  Run run(in, state_.titles);
  for (const CheckRow& one : kCheckTable) {
    const OriginRules::Policy& policy = rules->policy(one.id);
    if (!policy.covers(trust)) continue;
    if (in.network != nullptr && in.network->skips(one.id)) continue;
    const Answer answer = run(one.id);
    if (!answer.applies) continue;
    state_.count(one.id, answer.kind);
    if (answer.kind != AnswerKind::kMatch) add_answer(one.id, answer, policy, ruleset, verdict);
  }
  return FilterStatus::kContinue;
}

}  // namespace smsfw::origin
