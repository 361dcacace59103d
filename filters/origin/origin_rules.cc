#include "filters/origin/origin_rules.hh"

#include <algorithm>
#include <utility>

namespace smsfw::origin {
namespace {

/// An empty string, or what is wrong.
std::string check_prefixes(std::string_view key, const std::vector<std::string>& prefixes) {
  for (const std::string& prefix : prefixes) {
    if (!is_prefix(prefix)) {
      return std::string(key) + ": '" + prefix + "' is not 1 to 15 digits; write digits alone";
    }
  }
  return "";
}

bool begins(std::string_view digits, const std::vector<std::string>& prefixes) noexcept {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return digits.starts_with(prefix); });
}

std::string check_rules(const HarvestRules& harvest, const ScanRules& scan) {
  using namespace std::chrono_literals;
  constexpr std::chrono::nanoseconds kMost = std::chrono::hours(24 * 31);
  for (const auto& [key, value] :
       {std::pair("harvesting: window", harvest.window),
        std::pair("harvesting: hold", harvest.hold), std::pair("scanning: window", scan.window),
        std::pair("scanning: hold", scan.hold)}) {
    if (value < 1s || value > kMost) return std::string(key) + " must be from 1s to 31d";
  }
  if (!(harvest.min_share >= 0 && harvest.min_share <= 1)) {
    return "harvesting: min_share must be from 0 to 1";
  }
  if (scan.titles > TitleHistory::kMaxScanTitles) {
    return "scanning: titles is over " + std::to_string(TitleHistory::kMaxScanTitles) +
           "; lower it";
  }
  return "";
}

}  // namespace

CheckPolicies default_policies() {
  CheckPolicies made;
  const auto set = [&](Check check, Action mismatch) {
    made[static_cast<std::size_t>(check)].mismatch = mismatch;
  };
  // Fraud is acknowledged and thrown away, so that it learns nothing and does not try again; what
  // breaks the protocol is refused.
  for (const Check check : {Check::kFakeSccp, Check::kFakeMap, Check::kFakeForward,
                            Check::kUnsolicited, Check::kHomeRouting, Check::kCorrelation,
                            Check::kOwnTitle, Check::kSilent, Check::kToolkit}) {
    set(check, Action::kAbsorb);
  }
  for (const Check check :
       {Check::kNetwork, Check::kCallingTitle, Check::kOperationCode, Check::kContext,
        Check::kQueryAddress, Check::kFakeQuery, Check::kMoServing, Check::kMoImsi,
        Check::kScanning, Check::kApplicationPort}) {
    set(check, Action::kReject);
  }
  set(Check::kHarvesting, Action::kThrottle);
  // What no stack of our own sends either.
  for (const Check check : {Check::kOperationCode, Check::kComponents, Check::kContext}) {
    made[static_cast<std::size_t>(check)].trust.insert(
        made[static_cast<std::size_t>(check)].trust.begin(), Trust::kOwn);
  }
  return made;
}

Expected<std::unique_ptr<const OriginRules>, std::string> OriginRules::build(
    const OriginSpec& spec, std::span<const NetworkSpec> networks) {
  using Error = Unexpected<std::string>;
  auto table = NetworkTable::build(networks, spec.same_prefix);
  if (!table) return Error("networks: " + table.error());
  for (const std::string& why :
       {check_prefixes("own_numbers", spec.own_numbers),
        check_prefixes("own_imsis", spec.own_imsis), check_rules(spec.harvesting, spec.scanning)}) {
    if (!why.empty()) return Error("origin: " + why);
  }
  auto made = std::make_unique<OriginRules>();
  made->networks_ = std::move(*table);
  made->spec_ = spec;
  for (const std::uint8_t number : spec.subsystems)
    made->subsystems_.add(number);
  for (std::size_t i = 0; i < kCheckCount; ++i) {
    const CheckPolicy& from = spec.checks[i];
    for (const Action action : {from.mismatch, from.unknown}) {
      const bool answers = action == Action::kAllow || action == Action::kTag ||
                           action == Action::kThrottle || action == Action::kReject ||
                           action == Action::kAbsorb || action == Action::kDrop;
      if (!answers) {
        return Error("origin: checks: " + std::string(kCheckNames[i]) + ": " +
                     std::string(to_string(action)) +
                     " is no action of a check; take allow, tag, throttle, reject, absorb or drop");
      }
    }
    std::uint8_t trust = 0;
    for (const Trust one : from.trust)
      trust = static_cast<std::uint8_t>(trust | 1U << static_cast<unsigned>(one));
    made->policies_[i] = {from.mismatch, from.unknown, from.enforce, trust};
  }
  return made;
}

bool OriginRules::is_own_number(std::string_view digits) const noexcept {
  return begins(digits, spec_.own_numbers);
}

bool OriginRules::is_own_imsi(std::string_view digits) const noexcept {
  return begins(digits, spec_.own_imsis);
}

bool OriginRules::has_port(std::uint16_t port) const noexcept {
  return std::find(spec_.ports.begin(), spec_.ports.end(), port) != spec_.ports.end();
}

bool OriginRules::wants_serving_lookup() const noexcept {
  return std::any_of(policies_.begin(), policies_.end(), [&](const Policy& one) {
    const auto at = static_cast<Check>(&one - policies_.data());
    return (at == Check::kMoServing || at == Check::kMoImsi) &&
           (one.mismatch != Action::kAllow || one.unknown != Action::kAllow);
  });
}

}  // namespace smsfw::origin
