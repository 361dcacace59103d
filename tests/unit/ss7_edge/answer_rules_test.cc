#include "smsc-proxy/ss7/edge/answer_rules.hh"

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using Kind = MapDecision::Kind;

namespace {

constexpr AskedOperation kMt{operation::kMtForwardSm, MapVersion::k3, 1,
                             ForwardDirection::kMobileTerminated};
constexpr AskedOperation kMo{operation::kMoForwardSm, MapVersion::k3, 1,
                             ForwardDirection::kMobileOriginated};

AnswerRuleConfig rule(AnswerKind answer, std::string error = {}) {
  AnswerRuleConfig made;
  made.answer = answer;
  made.error = std::move(error);
  return made;
}

MapDecision decide(const std::vector<AnswerRuleConfig>& rules, Action action,
                   const AskedOperation& asked = kMt, std::string_view reason = "smishing") {
  const auto operation =
      asked.code == operation::kMoForwardSm ? Operation::kMoForwardSm : Operation::kMtForwardSm;
  Verdict verdict;
  verdict.applied = action;
  Hit sum;
  sum.reason = "score";
  sum.action = action;
  sum.terminal = true;
  verdict.hits.push_back(sum);
  sum.reason = reason;
  verdict.hits.push_back(sum);
  return AnswerRules(rules).decide(verdict, operation, asked);
}

}  // namespace

TEST_CASE("without a rule the action's default is answered") {
  CHECK(decide({}, Action::kAllow).kind == Kind::kPass);
  CHECK(decide({}, Action::kTag).kind == Kind::kPass);
  CHECK(decide({}, Action::kRelabel).kind == Kind::kPass);
  CHECK(decide({}, Action::kDrop).kind == Kind::kDrop);
  CHECK(decide({}, Action::kAbsorb).answer.kind == OwnAnswerKind::kResult);
  CHECK(decide({}, Action::kReject).answer.error == map_error::kIllegalSubscriber);
  CHECK(decide({}, Action::kReject, kMo).answer.error == map_error::kSmDeliveryFailure);
  CHECK(decide({}, Action::kThrottle).answer.error == map_error::kSubscriberBusyForMtSms);
  // No store here: held is to come again, quarantined is refused.
  CHECK(decide({}, Action::kHold).answer.error == map_error::kSubscriberBusyForMtSms);
  CHECK(decide({}, Action::kQuarantine).answer.error == map_error::kIllegalSubscriber);
}

TEST_CASE("the first rule that fits by reason, action and operation is taken") {
  std::vector<AnswerRuleConfig> rules{rule(AnswerKind::kDrop), rule(AnswerKind::kAbort),
                                      rule(AnswerKind::kResult)};
  rules[0].reasons = {"flood"};
  rules[1].actions = {Action::kThrottle, Action::kQuarantine};
  rules[2].operations = {Operation::kMoForwardSm};
  CHECK(decide(rules, Action::kReject, kMt, "flood").kind == Kind::kDrop);
  CHECK(decide(rules, Action::kThrottle).answer.kind == OwnAnswerKind::kUserAbort);
  CHECK(decide(rules, Action::kQuarantine).answer.kind == OwnAnswerKind::kUserAbort);
  CHECK(decide(rules, Action::kReject, kMo).answer.kind == OwnAnswerKind::kResult);
  CHECK(decide(rules, Action::kReject).answer.error == map_error::kIllegalSubscriber);
  // What passes is no rule's business.
  CHECK(decide(rules, Action::kAllow, kMt, "flood").kind == Kind::kPass);
}

TEST_CASE("an error that the operation does not have in its version gives way to the default") {
  std::vector<AnswerRuleConfig> rules{rule(AnswerKind::kError, "unexpectedDataValue")};
  CHECK(decide(rules, Action::kReject).answer.error == map_error::kUnexpectedDataValue);
  rules[0].error = "callBarred";  // not in the list of mt-forwardSM
  CHECK(decide(rules, Action::kReject).answer.error == map_error::kIllegalSubscriber);
}

TEST_CASE("an error has its rule's cause, the first where it has to have one, or none") {
  std::vector<AnswerRuleConfig> rules{rule(AnswerKind::kError, "sm-DeliveryFailure")};
  CHECK(decide(rules, Action::kReject).answer.error_cause == 0);
  rules[0].cause = 6;
  CHECK(decide(rules, Action::kReject).answer.error_cause == 6);
  AskedOperation first = kMt;
  first.code = operation::kMoForwardSm;
  first.version = MapVersion::k1;
  CHECK(decide(rules, Action::kReject, first).answer.error_cause == 6);
  rules[0] = rule(AnswerKind::kError, "unexpectedDataValue");
  CHECK_FALSE(decide(rules, Action::kReject).answer.error_cause);
}

TEST_CASE("a message can be returned, or diverted to its rule's destination") {
  std::vector<AnswerRuleConfig> rules{rule(AnswerKind::kReturn), rule(AnswerKind::kDivert)};
  rules[0].reasons = {"gt_scan"};
  rules[0].return_cause = ReturnCause::kNoTranslation;
  const MapDecision back = decide(rules, Action::kReject, kMt, "gt_scan");
  CHECK(back.kind == Kind::kReturn);
  CHECK(back.cause == ReturnCause::kNoTranslation);
  const MapDecision elsewhere = decide(rules, Action::kReject);
  CHECK(elsewhere.kind == Kind::kDivert);
  CHECK(elsewhere.divert == 1);
}
