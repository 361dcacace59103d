#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/core/ruleset.hh"
#include "filters/core/verdict.hh"
#include "filters/origin/check.hh"
#include "filters/origin/network_table.hh"
#include "filters/origin/operation_matrix.hh"
#include "filters/origin/title_history.hh"

namespace smsfw::origin {

/// What one check leads to.
struct CheckPolicy {
  Action mismatch = Action::kTag;
  Action unknown = Action::kAllow;
  /// False: reported, not acted on. A check begins so.
  bool enforce = false;
  /// Origins of which trust are checked.
  std::vector<Trust> trust{Trust::kPartner, Trust::kUnlisted, Trust::kSuspect, Trust::kBarred};
};

using CheckPolicies = std::array<CheckPolicy, kCheckCount>;
CheckPolicies default_policies();

struct OriginSpec {
  /// International digits with which numbers of our subscribers begin.
  std::vector<std::string> own_numbers;
  /// Digits (MCC and MNC) with which IMSIs of our subscribers begin.
  std::vector<std::string> own_imsis;
  /// Subscribers can take a number of ours to another network.
  bool number_portability = true;
  /// See NetworkTable::build().
  std::uint8_t same_prefix = 5;
  /// Subsystem numbers that are fine by agreement; see check_context().
  std::vector<std::uint8_t> subsystems;
  /// Ports of applications that kApplicationPort looks for.
  std::vector<std::uint16_t> ports{2948, 2949, 9200, 9201, 9202,  9203,
                                   9204, 9205, 9206, 9207, 49996, 49999};
  HarvestRules harvesting;
  ScanRules scanning;
  CheckPolicies checks = default_policies();
};

/// The network list and what each check leads to. Immutable; state is in OriginState.
class OriginRules final : public RulesetPart {
 public:
  static constexpr RulesetSlot kSlot = RulesetSlot::kOrigin;

  /// Refused: what NetworkTable refuses, prefixes that are no digits, rules out of range. The error
  /// names the key and what to do.
  static Expected<std::unique_ptr<const OriginRules>, std::string> build(
      const OriginSpec& spec, std::span<const NetworkSpec> networks);

  struct Policy {
    Action mismatch;
    Action unknown;
    bool enforce;
    std::uint8_t trust;  ///< Bit 1 << Trust.

    bool covers(Trust of) const noexcept { return (trust >> static_cast<unsigned>(of) & 1U) != 0; }
  };

  const NetworkTable& networks() const noexcept { return networks_; }
  const OriginSpec& spec() const noexcept { return spec_; }
  const Subsystems& subsystems() const noexcept { return subsystems_; }
  const Policy& policy(Check check) const noexcept {
    return policies_[static_cast<std::size_t>(check)];
  }
  bool is_own_number(std::string_view digits) const noexcept;
  bool is_own_imsi(std::string_view digits) const noexcept;
  bool has_port(std::uint16_t port) const noexcept;

  /// True where the relay should look the sender's serving MSC up before it judges: some outcome
  /// of mo_spoofing or mo_imsi is not just let through.
  bool wants_serving_lookup() const noexcept;

 private:
  NetworkTable networks_;
  OriginSpec spec_;
  Subsystems subsystems_;
  std::array<Policy, kCheckCount> policies_{};
};

}  // namespace smsfw::origin
