#pragma once

#include <cstdint>
#include <string_view>

#include "filters/core/filter.hh"
#include "filters/origin/origin_rules.hh"
#include "filters/origin/origin_state.hh"

namespace smsfw::origin {

/// Stage 3: who really sends this. Judges what came by SS7 (SmsContext::ss7) and nothing else.
///
/// Each check of kCheckTable that covers the origin's trust, and that the calling title's network
/// is not exempt from, answers and is counted. Where its policy has more than allow for the answer,
/// it adds a hit of Precedence::kSource whose reason is the check's name (CheckRow::unknown where
/// the answer is unknown): tag lets pass, all else is terminal. The chain always goes on.
///
/// The origin's trust: inside it is the peer's. Outside it is the worse of the peer's and of the
/// network's that lists the calling title; one that claims to be our own counts as suspect.
class OriginFilter final : public Filter {
 public:
  /// `state` must outlive the filter.
  explicit OriginFilter(OriginState& state) : state_(state) {}

  std::string_view name() const noexcept override { return "origin"; }
  Stage stage() const noexcept override { return Stage::kOrigin; }
  FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override;

 private:
  OriginState& state_;
};

/// True where a check of mo_spoofing or mo_imsi would read where the sender of this operation is
/// served: it comes from a handset, the number is one of our own (whose else the HLR may not say),
/// and a check covers the origin and has more than allow for an answer.
bool needs_serving_lookup(const SmsContext& ctx, const OriginRules& rules) noexcept;

}  // namespace smsfw::origin
