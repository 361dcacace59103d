#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/verdict.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/tpdu/failure_cause.hh"
#include "smsc-proxy/tpdu/time_stamp.hh"

// What the originator of a refused or absorbed operation gets from us in place of the far end.

namespace smsfw::ss7 {

/// A request that waits for its answer. Borrows.
struct AskedOperation {
  std::int32_t code = 0;  ///< operation::…
  MapVersion version = MapVersion::k3;
  std::int8_t invoke_id = 0;
  /// Of a forwardSM; kUnclear for other operations.
  ForwardDirection direction = ForwardDirection::kUnclear;
};

/// The dialogue it stands in, as its originator sees it. Borrows.
struct AskedDialogue {
  TransactionId originator;  ///< Its number: the destination of the answer.
  /// Of its AARQ, as long as nothing has gone back: the answer then carries the AARE. Empty: there
  /// was none (version 1), or it is accepted already.
  std::span<const std::byte> context_name{};
  /// Where the dialogue goes on (moreMessagesToSend): the number under which its originator knows
  /// the other side. Absent: the answer ends it.
  TransactionId responder{};
};

enum class OwnAnswerKind : std::uint8_t {
  kResult,     ///< As if it were delivered.
  kError,      ///< A MAP error.
  kUserAbort,  ///< TC-U-ABORT; with an AARE that refuses where nothing has gone back yet.
};

struct OwnAnswer {
  OwnAnswerKind kind = OwnAnswerKind::kResult;
  std::int32_t error = 0;  ///< map_error::…
  /// By the error's row, as MapError has it.
  std::optional<std::uint8_t> error_cause{};
  bool unauthorised_originator = false;
  /// Of an sm-DeliveryFailure: TP-FCS of the report inside; not in version 1, which has no place
  /// for it.
  std::optional<tpdu::FailureCause> failure_cause{};
};

/// What a verdict's action means for this operation where no rule says otherwise; empty where it is
/// passed on, kept, or not answered at all.
///
/// Refusals are permanent errors that the operation's list has and that no HLR takes for a
/// subscriber out of reach (3GPP TS 23.040 §3.3.2), so that none sets its message-waiting flags.
std::optional<OwnAnswer> default_answer(Action action, const AskedOperation& asked) noexcept;

/// Writes the TCAP message. `now` is the TP-SCTS of a refused submission.
///
/// kNotAllowed: an error, or a parameter of it, that this operation has not in this version.
/// kBadValue: no number to send it to. kNoRoom.
BerEncoded encode_own_answer(const OwnAnswer& answer, const AskedOperation& asked,
                             const AskedDialogue& dialogue, const tpdu::TimeStamp& now,
                             std::span<std::byte> out) noexcept;

/// Writes the TC-U-ABORT that ends the half of a dialogue which the far end holds already, after we
/// have answered its originator. `far_end`: the number that it gave.
BerEncoded encode_far_end_abort(TransactionId far_end, std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
