#pragma once

#include <cstddef>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/tpdu/tpdu_type.hh"
#include "smsc-proxy/tpdu/tpdu_view.hh"

namespace smsfw::tpdu {

/// Octets of a TPDU that are looked at: more than any carrier has room for (MAP's SignalInfo 200,
/// RP-User-Data 233), and more than the longest of fields that length octets can describe.
inline constexpr std::size_t kMaxTpduSize = 512;

/// Reads one TPDU, 3GPP TS 23.040 §9.2.2. `flow` says what its TP-MTI means; `form` which form a
/// report has, and is not looked at for other types. No allocation, no exception, one pass.
///
/// All errors are recoverable: what carries the TPDU is sound.
/// - kTruncated: the octets end before a field does; the offset is where the field begins, of an
///   address or of user data without octets where they should;
/// - kBadLength: an address, TP-UD or TP-CD would reach past the octets, at its length octet;
/// - kUnknownId, offset 0: TP-MTI 3 toward the centre, which has no meaning (toward an MS the
///   TPDU is read as SMS-DELIVER);
/// - kOversize, offset 0: more than kMaxTpduSize.
/// Everything else that is odd is one of the view's findings.
Expected<TpduView, DecodeError> decode(std::span<const std::byte> tpdu, Flow flow,
                                       ReportForm form = ReportForm::kGuess) noexcept;

}  // namespace smsfw::tpdu
