#include "filters/origin/correlation_checks.hh"

namespace smsfw::origin {

Answer check_fake_sccp(const CheckInput& in) noexcept {
  if (!in.to_handset() || in.facts.query.state != PrecedingQuery::State::kFound) return {};
  return in.same_operator(in.calling, in.facts.query.calling,
                          "calling titles of query and message are of different operators");
}

Answer check_fake_map(const CheckInput& in) noexcept {
  if (!in.to_handset() || in.facts.query.state != PrecedingQuery::State::kFound) return {};
  return in.same_operator(in.facts.service_centre, in.facts.query.service_centre,
                          "SMSCs of query and message are of different operators");
}

Answer check_fake_query(const CheckInput& in) noexcept {
  if (!in.query()) return {};
  return in.same_operator(in.calling, in.facts.service_centre,
                          "calling title and SMSC are of different operators");
}

Answer check_fake_forward(const CheckInput& in) noexcept {
  if (!in.to_handset()) return {};
  return in.same_operator(in.calling, in.facts.service_centre,
                          "calling title and SMSC are of different operators");
}

Answer check_unsolicited(const CheckInput& in) noexcept {
  if (!in.to_handset()) return {};
  switch (in.facts.query.state) {
    case PrecedingQuery::State::kFound:
      return match();
    case PrecedingQuery::State::kNone:
      return mismatch("no query for the recipient came before");
    case PrecedingQuery::State::kNotFollowed:
      break;
  }
  return unknown("queries are not followed here");
}

Answer check_home_routing(const CheckInput& in) noexcept {
  if (!in.outside() || !in.to_handset() || !in.facts.home_routing) return {};
  if (in.facts.imsi.empty()) return unknown("the recipient has no IMSI here");
  switch (in.facts.correlation) {
    case CorrelationState::kLive:
    case CorrelationState::kUsedUp:
    case CorrelationState::kOtherAsker:
      return match();  // what check_correlation() judges
    case CorrelationState::kNotGiven:
    case CorrelationState::kNotLookedUp:
      break;
  }
  if (in.rules.spec().own_imsis.empty()) return unknown("own_imsis is empty");
  // Subscribers of other networks that visit ours have no home router here.
  if (!in.rules.is_own_imsi(in.facts.imsi)) return match();
  if (in.facts.correlation == CorrelationState::kNotLookedUp) {
    return unknown("the correlation id was not looked up");
  }
  return mismatch("critical: a real IMSI of ours, from outside");
}

Answer check_correlation(const CheckInput& in) noexcept {
  if (!in.to_handset() || !in.facts.home_routing) return {};
  switch (in.facts.correlation) {
    case CorrelationState::kLive:
      return match();
    case CorrelationState::kUsedUp:
      return mismatch("the correlation id is used up");
    case CorrelationState::kOtherAsker:
      return mismatch("the correlation id was given to another network");
    case CorrelationState::kNotGiven:
      return {};  // what check_home_routing() judges
    case CorrelationState::kNotLookedUp:
      break;
  }
  return unknown("the correlation id was not looked up");
}

Answer check_mo_serving(const CheckInput& in) noexcept {
  if (!in.from_handset()) return {};
  switch (in.facts.serving.state) {
    case ServingLookup::State::kNone:
      return unknown("nobody looked the serving MSC up");
    case ServingLookup::State::kFailed:
      return unknown("the look-up of the serving MSC failed");
    case ServingLookup::State::kNoSuchSubscriber:
      return mismatch("the HLR does not know the sender");
    case ServingLookup::State::kFound:
      break;
  }
  return in.same_operator(in.calling, in.facts.serving.msc, "another network serves the sender");
}

Answer check_mo_imsi(const CheckInput& in) noexcept {
  if (!in.from_handset() || in.facts.imsi.empty()) return {};
  if (in.facts.serving.imsi.empty()) return unknown("the sender's IMSI is not known");
  if (in.facts.imsi == in.facts.serving.imsi) return match();
  return mismatch("the IMSI is not the sender's");
}

}  // namespace smsfw::origin
