#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"
#include "smsc-proxy/ss7/codec/sccp_encode_error.hh"
#include "smsc-proxy/ss7/codec/sccp_finding.hh"
#include "smsc-proxy/ss7/codec/sccp_type.hh"

// The connectionless messages of ITU-T Q.713: read into spans, and written from them.

namespace smsfw::ss7 {

/// Message handling "return message on error", Q.713 3.6.
inline constexpr std::uint8_t kReturnOnError = 8;

inline constexpr std::uint8_t kMaxHopCounter = 15;
inline constexpr std::uint8_t kMaxImportance = 7;
/// Segments of one message: the number of those that remain has four bits.
inline constexpr std::size_t kMaxSegments = 16;
inline constexpr std::uint32_t kMaxLocalReference = 0xFFFFFF;

/// The segmentation parameter, Q.713 3.17.
struct Segmentation {
  bool first = false;
  bool in_sequence = false;           ///< The message was of class 1 before it was segmented.
  std::uint8_t remaining = 0;         ///< Segments behind this one, 0 to 15.
  std::uint32_t local_reference = 0;  ///< 24 bits, chosen by the originator.
  friend bool operator==(const Segmentation&, const Segmentation&) = default;
};

/// A message as it was read, or to be written. Borrows octets.
struct SccpMessage {
  SccpType type = SccpType::kUdt;
  std::uint8_t protocol_class = 0;  ///< 0, or 1: in sequence. Not of UDTS, XUDTS, LUDTS.
  std::uint8_t handling = 0;        ///< 0 or kReturnOnError. Not of UDTS, XUDTS, LUDTS.
  ReturnCause cause = ReturnCause::kUnqualified;  ///< Of UDTS, XUDTS and LUDTS; may be reserved.
  std::uint8_t hop_counter = kMaxHopCounter;      ///< Not of UDT and UDTS.
  SccpAddress called;
  SccpAddress calling;
  std::span<const std::byte> data{};
  std::optional<Segmentation> segmentation;
  std::optional<std::uint8_t> importance;  ///< 0 to 7, Q.713 3.19.
  /// All optional parameters as received, the end of optional parameters included. An encoder
  /// writes them as they stand here; only where this is empty does it write `segmentation` and
  /// `importance`.
  std::span<const std::byte> optional_part{};
  SccpFindings findings;  ///< Those of both addresses included.

  const SccpTypeSpec& spec() const noexcept {
    return *find_sccp_type(static_cast<std::uint8_t>(type));
  }
  /// The sender wants it back if it cannot be delivered.
  bool return_on_error() const noexcept { return !spec().service && handling == kReturnOnError; }
  /// One of several segments. A single one may carry the parameter too.
  bool segmented() const noexcept {
    return segmentation && !(segmentation->first && segmentation->remaining == 0);
  }
};

/// Reads one message: the octets behind the routing label. Every error is recoverable, because one
/// signal unit says nothing about the next; Q.714 discards it without an answer.
///
/// kTruncated: nothing there, or ends inside the fixed part, a length, or an address. kUnknownId:
/// none of the six types (sccp_type_name() says which one). kBadLength: a pointer or a length
/// reaches behind the message, an optional parameter has another size than its type. kBadValue: a
/// pointer that must not be 0 is, or points into the pointers.
/// kUnterminated: no end of optional parameters. kTooMany: two segmentation parameters.
Expected<SccpMessage, DecodeError> decode_sccp(std::span<const std::byte> in) noexcept;

/// Writes a message with its parameters in the order of their pointers and nothing between them, to
/// the start of `out`. What decode_sccp() read without kReorderedParameter, kSharedOctets,
/// kHiddenOctets and kTrailingOctets comes out octet for octet.
///
/// Of the addresses only `octets` counts. kBadValue: an empty address, a value of more bits than
/// its field. kTooLong: an address of more than 255 octets, data of more than its length says, a
/// parameter that its pointer does not reach. kNotAllowed: optional parameters of a UDT or UDTS.
/// kNoRoom.
SccpEncoded encode_sccp(const SccpMessage& message, std::span<std::byte> out) noexcept;

/// Writes the UDTS, XUDTS or LUDTS that returns `message` to its sender (Q.714 4.2): addresses
/// swapped, data and segmentation as they were, the hop counter anew. kNotAllowed: it is a service
/// message itself, or its sender does not want it back. kNoRoom. kTooLong: only of
/// messages whose parameters stood in another order or shared octets: in order they reach further.
SccpEncoded encode_sccp_return(const SccpMessage& message, ReturnCause cause,
                               std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
