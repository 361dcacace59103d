#include "filters/origin/address_checks.hh"

namespace smsfw::origin {
namespace {

// The shortest title that names a node, and the longest number of ITU-T E.164 6.1.
constexpr std::size_t kShortestTitle = 5;
constexpr std::size_t kLongestTitle = 15;
// A national number that is told apart from others by its end.
constexpr std::size_t kShortestEnd = 6;

constexpr std::uint8_t kPlanE212 = 6;
constexpr std::uint8_t kPlanE214 = 7;

bool ends_alike(std::string_view a, std::string_view b) noexcept {
  const std::string_view shorter = a.size() < b.size() ? a : b;
  const std::string_view longer = a.size() < b.size() ? b : a;
  return shorter.size() >= kShortestEnd && longer.ends_with(shorter);
}

}  // namespace

Answer check_network(const CheckInput& in) noexcept {
  if (in.facts.trust == Trust::kBarred) return mismatch("the peer is barred");
  if (in.network == nullptr) return unknown("the calling title is in no network of the list");
  if (in.network->trust != Trust::kBarred) return match();
  const std::string_view reason = in.network->reason;
  return mismatch(reason.empty() ? "the network is barred" : reason);
}

Answer check_calling_title(const CheckInput& in) noexcept {
  if (!in.outside()) return {};
  if (in.facts.calling.digits.empty()) return mismatch("no calling title");
  if (in.calling.empty()) return mismatch("the calling title is no international number");
  if (in.calling.size() < kShortestTitle || in.calling.size() > kLongestTitle ||
      in.calling.find_first_not_of("0123456789") != std::string_view::npos) {
    return mismatch("the calling title is no number of E.164");
  }
  return match();
}

Answer check_own_title(const CheckInput& in) noexcept {
  if (!in.outside()) return {};
  if (!in.rules.networks().has(Trust::kOwn)) return unknown("no network is listed as own");
  if (in.network != nullptr && in.network->trust == Trust::kOwn) {
    return mismatch("our own calling title, from outside");
  }
  const bool of_an_smsc =
      in.to_handset() || in.query() || in.ctx.operation == Operation::kReportSmDeliveryStatus;
  if (of_an_smsc) {
    const auto* centre = in.find(in.facts.service_centre);
    if (centre != nullptr && centre->trust == Trust::kOwn) {
      return mismatch("our own SMSC's address, from outside");
    }
  }
  if (in.calling.empty()) return unknown("no calling title that can be read");
  return match();
}

Answer check_own_number(const CheckInput& in) noexcept {
  if (!in.outside() || !in.to_handset() || in.rules.spec().own_numbers.empty()) return {};
  const Address& sender = in.ctx.oa;
  if (sender.kind == AddressKind::kUnresolved) return unknown("the sender cannot be resolved");
  if (sender.kind != AddressKind::kE164) return {};
  if (!in.rules.is_own_number(sender.e164.view())) return match();
  switch (in.facts.porting) {
    case PortingState::kPortedOut:
      return match();
    case PortingState::kNotLookedUp:
      if (in.rules.spec().number_portability) return unknown("it may have been ported out");
      break;
    case PortingState::kNotPorted:
      break;
  }
  return mismatch("a number of our own as the sender, from outside");
}

Answer check_operation_code(const CheckInput& in) noexcept {
  if (in.facts.findings.has(Ss7Finding::kGlobalOperation)) {
    return mismatch("the operation code is an object identifier");
  }
  if (in.facts.findings.has(Ss7Finding::kPaddedOperation)) {
    return mismatch("the operation code has leading octets");
  }
  return match();
}

Answer check_components(const CheckInput& in) noexcept {
  if (in.facts.findings.has(Ss7Finding::kDuplicateInvokeId)) {
    return mismatch("two invokes share their id");
  }
  if (in.facts.findings.has(Ss7Finding::kOutOfDialogue)) {
    return mismatch("an invoke outside a dialogue");
  }
  if (in.facts.findings.has(Ss7Finding::kSeveralInvokes)) return mismatch("several invokes");
  return match();
}

Answer check_query_address(const CheckInput& in) noexcept {
  if (!in.outside() || !in.query()) return {};
  const SccpParty& called = in.facts.called;
  if (called.digits.empty()) return unknown("no called title");
  if (called.plan == kPlanE212 || called.plan == kPlanE214) {
    return mismatch("addressed by E.212 or E.214");
  }
  if (in.facts.msisdn.empty()) return unknown("no number is asked about");
  // National forms, and routing prefixes of number portability, differ at the front.
  if (called.digits == in.facts.msisdn || ends_alike(called.digits, in.facts.msisdn)) {
    return match();
  }
  return mismatch("not addressed by the number that is asked about");
}

}  // namespace smsfw::origin
