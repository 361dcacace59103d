#pragma once

#include <string_view>

#include "filters/core/sms_context.hh"
#include "filters/origin/network_table.hh"
#include "filters/origin/origin_rules.hh"

namespace smsfw::origin {

/// What all checks of one operation look at.
struct CheckInput {
  const SmsContext& ctx;
  const Ss7Facts& facts;
  const OriginRules& rules;
  /// Entry of the calling title; nullptr: none.
  const NetworkTable::Network* network = nullptr;
  std::string_view calling;  ///< International digits of the calling title; empty: none.

  bool outside() const noexcept { return facts.side == PeerSide::kOutside; }
  bool to_handset() const noexcept { return ctx.operation == Operation::kMtForwardSm; }
  bool from_handset() const noexcept { return ctx.operation == Operation::kMoForwardSm; }
  bool query() const noexcept { return ctx.operation == Operation::kSendRoutingInfoForSm; }

  const NetworkTable::Network* find(std::string_view digits) const noexcept {
    return rules.networks().find(digits, ctx.received.wall);
  }
  /// Whether two titles belong to one operator; `why` is the detail of a mismatch.
  Answer same_operator(std::string_view a, std::string_view b,
                       std::string_view why) const noexcept {
    switch (rules.networks().same_operator(a, b, ctx.received.wall)) {
      case AnswerKind::kMatch:
        return match();
      case AnswerKind::kMismatch:
        return mismatch(why);
      case AnswerKind::kUnknown:
        break;
    }
    const bool missing = a.empty() || b.empty();
    return unknown(missing ? "an address is missing" : "an operator is not listed");
  }
};

}  // namespace smsfw::origin
