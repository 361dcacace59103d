#pragma once

#include <cstdint>

#include "filters/core/verdict.hh"
#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"

namespace smsfw::smpp {

/// What the edge does with a judged message.
struct VerdictAnswer {
  enum class Kind : std::uint8_t {
    kForward,  ///< Pass the PDU on.
    kRespond,  ///< Answer with `status`.
    kAbsorb,   ///< ESME_ROK with an id of ours; nothing is passed on.
    kSilent,   ///< No answer; the window slot is free.
  };
  Kind kind = Kind::kForward;
  CommandStatus status = CommandStatus::kOk;
};

/// Turns a verdict into SMPP. `defaults` are the statuses of this direction; a rule's own status
/// goes before them. Hold needs a store of its own and is a temporary error here; quarantine
/// without a store is a refusal.
constexpr VerdictAnswer answer_for(const Verdict& verdict, const AnswerStatus& defaults) noexcept {
  using Kind = VerdictAnswer::Kind;
  const auto status = [&](std::uint32_t usual) {
    return static_cast<CommandStatus>(verdict.smpp_status != 0 ? verdict.smpp_status : usual);
  };
  switch (verdict.applied) {
    case Action::kAllow:
    case Action::kTag:
    case Action::kRelabel:
      return {Kind::kForward, CommandStatus::kOk};
    case Action::kThrottle:
    case Action::kHold:
      return {Kind::kRespond, status(defaults.throttle)};
    case Action::kQuarantine:
    case Action::kReject:
      return {Kind::kRespond, status(defaults.reject)};
    case Action::kAbsorb:
      return {Kind::kAbsorb, CommandStatus::kOk};
    case Action::kDrop:
      return {Kind::kSilent, CommandStatus::kOk};
  }
  return {Kind::kForward, CommandStatus::kOk};
}

}  // namespace smsfw::smpp
