#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/codec/big_endian.hh"
#include "smsc-proxy/smpp/codec/command_id.hh"
#include "smsc-proxy/smpp/codec/command_status.hh"

namespace smsfw::smpp {

/// Octets of a PDU header, SMPP 3.4 section 3.2.
inline constexpr std::size_t kHeaderSize = 16;

/// What frame() is given where nothing else is configured: a 64 KiB message_payload, a submit_multi
/// with 255 destinations and room for TLVs.
inline constexpr std::uint32_t kDefaultMaxPduLength = 80U * 1024U;

/// Sequence numbers that SMPP 3.4 section 5.1.4 allows to the sender of a request. Peers do send
/// others, so decode() takes any; generators stay inside.
inline constexpr std::uint32_t kMinSequenceNumber = 0x00000001U;
inline constexpr std::uint32_t kMaxSequenceNumber = 0x7FFFFFFFU;

struct PduHeader {
  std::uint32_t command_length;
  CommandId command_id;
  CommandStatus command_status;
  std::uint32_t sequence_number;

  friend bool operator==(const PduHeader&, const PduHeader&) = default;
};

constexpr bool sequence_in_range(std::uint32_t sequence_number) noexcept {
  return sequence_number >= kMinSequenceNumber && sequence_number <= kMaxSequenceNumber;
}

/// The number behind `sequence_number`, back to 1 after 0x7FFFFFFF.
constexpr std::uint32_t next_sequence_number(std::uint32_t sequence_number) noexcept {
  return sequence_number >= kMaxSequenceNumber ? kMinSequenceNumber : sequence_number + 1;
}

/// What the start of a stream holds. `length` is the whole PDU's octets, 0 as long as fewer than 4
/// are there. Where `complete`, the PDU is in.first(length).
struct Frame {
  std::uint32_t length;
  bool complete;
};

/// Looks at command_length alone, so a wrong length is refused before its body is buffered.
/// Errors are not recoverable (the stream has no next boundary) and stand at offset 0: kBadLength
/// below 16, kOversize above `max_length`. Answer generic_nack 0x02 and close.
///
/// Inline: returned through memory, the result is written in pieces and read as one, which waits
/// for all stores before it, 0.1 µs a message.
inline Expected<Frame, DecodeError> frame(std::span<const std::byte> in,
                                          std::uint32_t max_length) noexcept {
  if (in.size() < 4) return Frame{0, false};
  const std::uint32_t length = detail::load_u32(in.data());
  if (length < kHeaderSize) {
    return Unexpected<DecodeError>(DecodeError{DecodeCode::kBadLength, 0, false});
  }
  if (length > max_length) {
    return Unexpected<DecodeError>(DecodeError{DecodeCode::kOversize, 0, false});
  }
  return Frame{length, in.size() >= length};
}

/// The header of a PDU, nothing checked but that 16 octets are there (kTruncated, not recoverable).
/// For what is carried unread: vendor command ids, answers to PDUs that decode() refused.
Expected<PduHeader, DecodeError> decode_header(std::span<const std::byte> pdu) noexcept;

/// Writes a header into the first 16 octets of `out`. False and nothing written when `out` is
/// smaller.
bool encode_header(const PduHeader& header, std::span<std::byte> out) noexcept;

/// In place changes of an encoded PDU. False and nothing written when there are not 16 octets.
bool set_sequence_number(std::span<std::byte> pdu, std::uint32_t sequence_number) noexcept;
bool set_command_status(std::span<std::byte> pdu, CommandStatus status) noexcept;
bool set_command_length(std::span<std::byte> pdu, std::uint32_t command_length) noexcept;

}  // namespace smsfw::smpp
