#pragma once

#include <cstddef>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/codec/command_id.hh"
#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/codec/field_id.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"

namespace smsfw::smpp {

/// The field whose reading failed in a PDU that decode() refused; kNone where that was the header
/// or the TLV part, or where decode() accepts the PDU. Reads the PDU again: not for the hot path.
FieldId failed_field(std::span<const std::byte> pdu) noexcept;

/// The status that the standard has for a decode error (SMPP 3.4 section 5.1.3): what the sender of
/// a PDU of this id is told. `field` as failed_field() gives it; without it the answer is the
/// general one of the error's code.
CommandStatus status_for(const DecodeError& error, CommandId id,
                         FieldId field = FieldId::kNone) noexcept;

/// Writes the answer to a PDU that decode() or frame() refused and returns its octets:
/// - a request that has a response: that response, header only, with status_for()'s status;
/// - a request without one, an unknown id (semantics 12) or an unrecoverable error: generic_nack;
/// - a response or generic_nack: nothing, 0 is returned. Its sequence number is one of ours, so a
///   generic_nack would be taken for an answer to another request.
/// `pdu` may be cut off behind its header; with fewer than 16 octets the nack has sequence number 0
/// (3.4 section 4.3.1: NULL where it could not be read). kNoRoom below 16 octets of `out`.
Expected<std::size_t, EncodeError> encode_refusal(std::span<const std::byte> pdu,
                                                  const DecodeError& error,
                                                  std::span<std::byte> out) noexcept;

}  // namespace smsfw::smpp
