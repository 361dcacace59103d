#include "smsc-proxy/ss7/relay/own_answer.hh"

#include <array>
#include <initializer_list>

#include "smsc-proxy/ss7/codec/map_dialogue.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/tpdu/encode.hh"

namespace smsfw::ss7 {
namespace {

// The largest: a SEQUENCE with the cause and a SUBMIT-REPORT.
constexpr std::size_t kMaxParameter = 64;
constexpr std::size_t kMaxUserInformation = 32;

// CallBarringCause.
constexpr std::uint8_t kOperatorBarring = 1;
// Diagnostic of the dialogue service user: no reason given.
constexpr std::uint8_t kNoReason = 1;

OwnAnswer error(std::int32_t code) noexcept {
  OwnAnswer answer;
  answer.kind = OwnAnswerKind::kError;
  answer.error = code;
  return answer;
}

/// The first of these that the operation has in this version, else unexpectedDataValue, which each
/// operation of short messages has. Of an operation that we do not know nobody can say which errors
/// it takes: its dialogue is aborted.
OwnAnswer first_allowed(const AskedOperation& asked,
                        std::initializer_list<std::int32_t> codes) noexcept {
  for (const std::int32_t code : codes) {
    if (error_allowed(asked.code, code, asked.version)) return error(code);
  }
  if (error_allowed(asked.code, map_error::kUnexpectedDataValue, asked.version)) {
    return error(map_error::kUnexpectedDataValue);
  }
  OwnAnswer abort;
  abort.kind = OwnAnswerKind::kUserAbort;
  return abort;
}

OwnAnswer delivery_failure(SmDeliveryFailureCause cause, tpdu::FailureCause report,
                           MapVersion version) noexcept {
  OwnAnswer answer = error(map_error::kSmDeliveryFailure);
  answer.error_cause = static_cast<std::uint8_t>(cause);
  if (version != MapVersion::k1) answer.failure_cause = report;
  return answer;
}

OwnAnswer rejection(const AskedOperation& asked) noexcept {
  switch (asked.code) {
    case operation::kMtForwardSm:
    case operation::kMtForwardSmVgcs:
    case operation::kMoForwardSm:
      if (asked.direction == ForwardDirection::kMobileOriginated) {
        return delivery_failure(SmDeliveryFailureCause::kInvalidSmeAddress,
                                tpdu::FailureCause::kDestinationBarred, asked.version);
      }
      return first_allowed(asked, {map_error::kIllegalSubscriber});
    case operation::kSendRoutingInfoForSm: {
      OwnAnswer answer = error(map_error::kCallBarred);
      answer.error_cause = kOperatorBarring;
      answer.unauthorised_originator = asked.version == MapVersion::k3;
      return answer;
    }
    default:
      return first_allowed(asked, {});
  }
}

OwnAnswer throttling(const AskedOperation& asked) noexcept {
  if (asked.direction == ForwardDirection::kMobileOriginated) {
    return delivery_failure(SmDeliveryFailureCause::kScCongestion, tpdu::FailureCause::kCentreBusy,
                            asked.version);
  }
  return first_allowed(asked, {map_error::kSubscriberBusyForMtSms, map_error::kSystemFailure});
}

BerEncoded encode_parameter(const OwnAnswer& answer, const AskedOperation& asked,
                            const tpdu::TimeStamp& now, std::span<std::byte> out) noexcept {
  MapError error;
  error.code = answer.error;
  error.cause = answer.error_cause;
  error.unauthorised_originator = answer.unauthorised_originator;
  std::array<std::byte, tpdu::kDeliverErrorReportSize> deliver;
  std::array<std::byte, tpdu::kSubmitErrorReportSize> submit;
  if (answer.failure_cause) {
    if (asked.direction == ForwardDirection::kMobileOriginated) {
      submit = tpdu::submit_error_report(*answer.failure_cause, now);
      error.diagnostic_info = submit;
    } else {
      deliver = tpdu::deliver_error_report(*answer.failure_cause);
      error.diagnostic_info = deliver;
    }
  }
  return encode_map_error(asked.code, error, asked.version, out);
}

BerEncoded encode_abort(const AskedDialogue& dialogue, std::span<std::byte> out) noexcept {
  auto builder = TcapBuilder::abort(dialogue.originator);
  if (!dialogue.context_name.empty()) {
    // The first message back: the dialogue is refused, Q.774 3.2.2.
    builder.refuse(dialogue.context_name, kNoReason);
    return builder.encode(out);
  }
  return encode_far_end_abort(dialogue.originator, out);
}

}  // namespace

std::optional<OwnAnswer> default_answer(Action action, const AskedOperation& asked) noexcept {
  switch (action) {
    case Action::kReject:
      return rejection(asked);
    case Action::kThrottle:
      return throttling(asked);
    case Action::kAbsorb:
      return OwnAnswer{};
    case Action::kAllow:
    case Action::kTag:
    case Action::kRelabel:
    case Action::kHold:
    case Action::kQuarantine:
    case Action::kDrop:
      return std::nullopt;
  }
  return std::nullopt;
}

BerEncoded encode_own_answer(const OwnAnswer& answer, const AskedOperation& asked,
                             const AskedDialogue& dialogue, const tpdu::TimeStamp& now,
                             std::span<std::byte> out) noexcept {
  if (answer.kind == OwnAnswerKind::kUserAbort) return encode_abort(dialogue, out);
  std::array<std::byte, kMaxParameter> parameter;
  std::size_t size = 0;
  if (answer.kind == OwnAnswerKind::kError) {
    const auto written = encode_parameter(answer, asked, now, parameter);
    if (!written) return written;
    size = *written;
  }
  auto builder = dialogue.responder.present()
                     ? TcapBuilder::proceed(dialogue.responder, dialogue.originator)
                     : TcapBuilder::end(dialogue.originator);
  if (!dialogue.context_name.empty()) builder.accept(dialogue.context_name);
  if (answer.kind == OwnAnswerKind::kError) {
    builder.error(asked.invoke_id, answer.error, std::span(parameter).first(size));
  } else {
    builder.result(asked.invoke_id, asked.code);
  }
  return builder.encode(out);
}

BerEncoded encode_far_end_abort(TransactionId far_end, std::span<std::byte> out) noexcept {
  MapDialogue reason;
  reason.kind = MapDialogueKind::kUserAbort;
  reason.user_abort = MapUserAbort::kUserSpecificReason;
  std::array<std::byte, kMaxUserInformation> information;
  const auto size = encode_map_dialogue(reason, information);
  if (!size) return size;
  return TcapBuilder::abort(far_end).user_abort(std::span(information).first(*size)).encode(out);
}

}  // namespace smsfw::ss7
