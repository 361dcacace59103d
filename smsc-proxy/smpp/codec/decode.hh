#pragma once

#include <cstddef>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// Reads exactly one PDU: `pdu` is what frame() delimited. No allocation, no exception, one pass.
///
/// Not recoverable: kTruncated (fewer than 16 octets), kBadLength at offset 0 (command_length is
/// not the size of `pdu`).
/// Recoverable (the stream goes on behind this PDU; status_for() names the answer):
/// - kUnknownId, offset 4: the command id is not in the table;
/// - kTruncated: the body ends where a field should start;
/// - kUnterminated: the body ends inside a C-Octet String;
/// - kOversize: a C-Octet String has no NUL inside its bound;
/// - kBadLength: sm_length or a TLV's length reaches behind the PDU;
/// - kBadValue: a dest_flag that is neither 1 nor 2;
/// - kTooMany: more than kMaxTlvs TLVs;
/// - kTrailingOctets: 1 to 3 octets behind the last field or TLV.
///
/// Not refused here, so that the message can be carried or answered with a better status: sequence
/// numbers outside 1..0x7FFFFFFF, unknown TLVs, TLVs with a length that the table excludes, values
/// of one octet fields, sm_length 255 (5.0), times in deliver_sm, responses without a body
/// (PduView::body_omitted).
Expected<PduView, DecodeError> decode(std::span<const std::byte> pdu) noexcept;

}  // namespace smsfw::smpp
