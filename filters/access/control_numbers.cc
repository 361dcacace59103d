#include "filters/access/control_numbers.hh"

#include <algorithm>

namespace smsfw::access {

Expected<std::unique_ptr<const ControlNumbers>, std::string> ControlNumbers::build(
    const ControlNumbersSpec& spec, const NumberingPlans& plans) {
  if (spec.destinations.size() > kMaxDestinations) {
    return Unexpected<std::string>("control_numbers: " + std::to_string(spec.destinations.size()) +
                                   " entries; at most " + std::to_string(kMaxDestinations) +
                                   " fit");
  }
  auto numbers = std::make_unique<ControlNumbers>();
  for (const std::string& entry : spec.destinations) {
    Address address;
    address.text = entry;
    plans.at(0).resolve(address);
    if (address.kind == AddressKind::kE164) {
      numbers->sorted_.emplace_back(address.e164.view());
    } else if (entry.size() >= 2 && entry.size() <= 15 &&
               entry.find_first_not_of("0123456789") == std::string::npos) {
      numbers->sorted_.push_back(entry);
    } else {
      return Unexpected<std::string>("control_numbers: '" + entry +
                                     "' is not a number of 2 to 15 digits; correct or remove it");
    }
  }
  std::sort(numbers->sorted_.begin(), numbers->sorted_.end());
  const auto twice = std::adjacent_find(numbers->sorted_.begin(), numbers->sorted_.end());
  if (twice != numbers->sorted_.end()) {
    return Unexpected<std::string>("control_numbers: '" + *twice +
                                   "' stands twice; remove one of them");
  }
  return numbers;
}

std::string_view ControlNumbers::find(const Address& destination) const noexcept {
  if (destination.kind != AddressKind::kShortCode && destination.kind != AddressKind::kE164) {
    return {};
  }
  const std::string_view key = destination.key();
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), key);
  return at != sorted_.end() && *at == key ? std::string_view(*at) : std::string_view();
}

FilterStatus ControlFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                  Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* numbers = ruleset.part<ControlNumbers>();
  if (numbers == nullptr) return FilterStatus::kContinue;
  const std::string_view number = numbers->find(ctx.da);
  if (number.empty()) return FilterStatus::kContinue;
  Hit hit;
  hit.reason = "control";
  hit.detail = number;
  hit.action = Action::kAllow;
  hit.precedence = Precedence::kControl;
  hit.terminal = true;
  add_hit(verdict, hit, ruleset.precedence);
  verdict.control = true;
  verdict.skip_limits = verdict.skip_score = verdict.skip_signatures = true;
  return FilterStatus::kContinue;
}

}  // namespace smsfw::access
