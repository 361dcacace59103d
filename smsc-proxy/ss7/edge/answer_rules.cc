#include "smsc-proxy/ss7/edge/answer_rules.hh"

#include <algorithm>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"

namespace smsfw::ss7 {
namespace {

/// What stands for an action that has no store here.
Action without_store(Action action) noexcept {
  if (action == Action::kHold) return Action::kThrottle;
  if (action == Action::kQuarantine) return Action::kReject;
  return action;
}

}  // namespace

AnswerRules::AnswerRules(std::span<const AnswerRuleConfig> rules) {
  for (const AnswerRuleConfig& config : rules) {
    Rule rule{config, {}, {}};
    for (const Action action : config.actions)
      rule.actions.set(static_cast<std::size_t>(action));
    for (const Operation operation : config.operations)
      rule.operations.set(static_cast<std::size_t>(operation));
    for (const MapErrorSpec& spec : map_errors()) {
      if (spec.name != config.error) continue;
      rule.error = spec.code;
      rule.has_cause = config.cause != AnswerRuleConfig::kNoCause || spec.parameter_mandatory;
      rule.cause = config.cause != AnswerRuleConfig::kNoCause ? config.cause : std::uint8_t{0};
      if (spec.cause == MapErrorCause::kNone) rule.has_cause = false;
    }
    rules_.push_back(rule);
  }
}

bool AnswerRules::Rule::fits(const Verdict& verdict, Operation operation) const {
  if (actions.any() && !actions.test(static_cast<std::size_t>(verdict.applied))) return false;
  if (operations.any() && !operations.test(static_cast<std::size_t>(operation))) return false;
  const auto named = [&](const Hit& hit) {
    return hit.enforced && blocks(hit.action) &&
           std::find(config.reasons.begin(), config.reasons.end(), hit.reason) !=
               config.reasons.end();
  };
  // What decided may have had no place in the list.
  return config.reasons.empty() || named(verdict.strongest_enforced) ||
         std::any_of(verdict.hits.begin(), verdict.hits.end(), named);
}

bool AnswerRules::answer_error(const Rule& rule, const AskedOperation& asked,
                               MapDecision& decision) {
  if (!error_allowed(asked.code, rule.error, asked.version)) return false;
  decision.kind = MapDecision::Kind::kAnswer;
  decision.answer.kind = OwnAnswerKind::kError;
  decision.answer.error = rule.error;
  const MapErrorSpec* const spec = find_map_error(rule.error);
  // Some versions of an error have no place for a cause.
  const MapErrorForm form = spec->form(asked.version);
  if (rule.has_cause && (form == MapErrorForm::kEnumerated || form == MapErrorForm::kSequence)) {
    decision.answer.error_cause = rule.cause;
  }
  return true;
}

MapDecision AnswerRules::decide(const Verdict& verdict, Operation operation,
                                const AskedOperation& asked) const {
  MapDecision decision;
  const Action action = verdict.applied;
  if (!blocks(action)) return decision;
  for (const Rule& rule : rules_) {
    if (!rule.fits(verdict, operation)) continue;
    switch (rule.config.answer) {
      case AnswerKind::kResult:
        decision.kind = MapDecision::Kind::kAnswer;
        decision.answer.kind = OwnAnswerKind::kResult;
        return decision;
      case AnswerKind::kError:
        if (answer_error(rule, asked, decision)) return decision;
        break;
      case AnswerKind::kAbort:
        decision.kind = MapDecision::Kind::kAnswer;
        decision.answer.kind = OwnAnswerKind::kUserAbort;
        return decision;
      case AnswerKind::kReturn:
        decision.kind = MapDecision::Kind::kReturn;
        decision.cause = rule.config.return_cause;
        return decision;
      case AnswerKind::kDrop:
        decision.kind = MapDecision::Kind::kDrop;
        return decision;
      case AnswerKind::kDivert:
        decision.kind = MapDecision::Kind::kDivert;
        decision.divert = static_cast<std::uint8_t>(&rule - rules_.data());
        return decision;
    }
    break;  // an error that the operation does not have: the default
  }
  const auto usual = default_answer(without_store(action), asked);
  decision.kind = usual ? MapDecision::Kind::kAnswer : MapDecision::Kind::kDrop;
  if (usual) decision.answer = *usual;
  return decision;
}

}  // namespace smsfw::ss7
