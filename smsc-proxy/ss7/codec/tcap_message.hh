#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_reader.hh"
#include "smsc-proxy/ss7/codec/tcap_component.hh"
#include "smsc-proxy/ss7/codec/tcap_dialogue.hh"

namespace smsfw::ss7 {

/// ITU-T Q.773 3.1: the messages by their tags.
enum class TcapType : std::uint8_t {
  kUnidirectional = 0x61,
  kBegin = 0x62,
  kEnd = 0x64,
  kContinue = 0x65,
  kAbort = 0x67,
};

constexpr std::string_view to_string(TcapType type) noexcept {
  switch (type) {
    case TcapType::kUnidirectional:
      return "unidirectional";
    case TcapType::kBegin:
      return "begin";
    case TcapType::kEnd:
      return "end";
    case TcapType::kContinue:
      return "continue";
    case TcapType::kAbort:
      return "abort";
  }
  return "unknown";
}

/// Why the peer's transaction layer gave up, Q.773 table 10.
enum class PAbortCause : std::uint8_t {
  kUnrecognizedMessageType = 0,
  kUnrecognizedTransactionId = 1,
  kBadlyFormatted = 2,
  kIncorrect = 3,
  kResourceLimitation = 4,
};

inline constexpr std::size_t kMaxTransactionIdSize = 4;

/// A transaction id of one to four octets. Ids of different size are different ids.
struct TransactionId {
  std::uint32_t value = 0;
  std::uint8_t size = 0;  ///< 0: there is none.

  bool present() const noexcept { return size != 0; }
  friend bool operator==(const TransactionId&, const TransactionId&) = default;
};

/// One TCAP message. Borrows its octets.
struct TcapMessage {
  TcapType type = TcapType::kBegin;
  TransactionId originating;  ///< Of Begin and Continue.
  TransactionId destination;  ///< Of Continue, End and Abort.
  /// Of an Abort by the transaction layer: any octet 0 to 127, see PAbortCause.
  std::optional<std::uint8_t> p_abort_cause;
  Dialogue dialogue;
  ComponentRange components;
  BerFindings findings;
};

/// Reads exactly one TCAP message (ITU-T Q.773), the user data of one SCCP message. No allocation,
/// no exception. All components are checked. Parameters and user information are not looked into.
///
/// Recoverable: the transaction id that an answer needs was read before the error (see
/// tcap_return_id and p_abort_cause_for). Besides the errors of BerReader:
/// - kUnknownId, offset 0: the tag is none of TcapType;
/// - kBadValue: an element's value or the tag at this place is not Q.773's;
/// - kTruncated: a mandatory element is missing at the end;
/// - kTooMany: an element of the transaction portion stands twice, or more than kMaxComponents.
Expected<TcapMessage, DecodeError> decode_tcap(std::span<const std::byte> in) noexcept;

/// The id under which the sender of a message that decode_tcap() refused expects an answer: its
/// originating id, as far as the octets allow. Absent where there is nobody to answer.
TransactionId tcap_return_id(std::span<const std::byte> in) noexcept;

/// The cause of the P-Abort that answers such a message (ITU-T Q.774 3.3.3.2).
PAbortCause p_abort_cause_for(const DecodeError& error) noexcept;

}  // namespace smsfw::ss7
