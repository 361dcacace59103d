#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/inline_string.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// message_state, SMPP 3.4 section 5.2.28; kScheduled and kSkipped are 5.0's.
enum class MessageState : std::uint8_t {
  kScheduled = 0,
  kEnroute = 1,
  kDelivered = 2,
  kExpired = 3,
  kDeleted = 4,
  kUndeliverable = 5,
  kAccepted = 6,
  kUnknown = 7,
  kRejected = 8,
  kSkipped = 9,
};

/// The word of a receipt text ("DELIVRD"), SMPP 3.4 appendix B.
std::string_view to_string(MessageState state) noexcept;
/// The state of a receipt's word, by its first five letters in any case: peers write DELIVRD,
/// DELIVERED, Undeliverable.
std::optional<MessageState> parse_state(std::string_view word) noexcept;
/// The state of a message_state octet; empty above 9.
std::optional<MessageState> message_state(std::uint8_t value) noexcept;

/// Message type bits of esm_class (5 to 2), SMPP 3.4 section 5.2.12.
enum class MessageType : std::uint8_t {
  kDefault = 0x00,
  kDeliveryReceipt = 0x04,
  kDeliveryAck = 0x08,
  kUserAck = 0x10,
  kConversationAbort = 0x18,
  kIntermediateNotification = 0x20,
  kReserved = 0xFF,
};

MessageType message_type(std::uint8_t esm_class) noexcept;

/// The flag says receipt: final or intermediate. Any sender can set it, so this alone proves
/// nothing (semantics 10); read_receipt() looks at the rest.
bool claims_receipt(const PduView& view) noexcept;

/// A receipt text, read in any order and case of its keys. Views into the text, without blanks
/// around; empty where the key is absent.
struct ReceiptText {
  std::string_view id;
  std::string_view sub;
  std::string_view dlvrd;
  std::string_view submit_date;
  std::string_view done_date;
  std::string_view stat;
  std::string_view err;
  /// All that stands behind "text:", to the end.
  std::string_view text;
  /// Characters other than blanks that belong to no key and stand outside `text`.
  std::size_t stray_characters = 0;

  /// What a sender could have written freely: `text` without trailing blanks, and strays. More than
  /// 20 is a finding (semantics 10).
  std::size_t free_characters() const noexcept;
};

/// Reads a receipt text (3.4 appendix B). Empty where there is no "id:" or no "stat:". Looks at no
/// more than kMaxReceiptText characters; what is behind counts as stray.
std::optional<ReceiptText> parse_receipt_text(std::string_view text) noexcept;
inline constexpr std::size_t kMaxReceiptText = 1024;
/// Most characters of an id in a receipt text (message_id, SMPP 3.4 section 5.2.23: 64; and one for
/// those who count the NUL).
inline constexpr std::size_t kMaxReceiptId = 65;

/// What a receipt says, from its TLVs and its text together.
struct Receipt {
  /// receipted_message_id; empty where there is no such TLV. Borrows from the PDU.
  std::string_view tlv_id;
  /// The text's id; empty where the text is none of a receipt. Where the TLV stands beside it,
  /// peers put hex in one and decimal in the other.
  InlineString<kMaxReceiptId> text_id;
  std::optional<MessageState> state;
  bool intermediate = false;
  /// The TLV and the text contradict each other about the id or the state.
  bool contradictory = false;
  /// ReceiptText::free_characters() of a parsable text, else the size of the text.
  std::size_t free_characters = 0;

  /// The message that the receipt is about: what the TLV says, else the text. Borrows from the PDU
  /// and from this object.
  std::string_view message_id() const noexcept { return tlv_id.empty() ? text_id.view() : tlv_id; }
};

/// The receipt of a deliver_sm or data_sm whose esm_class says so, with a receipted_message_id or a
/// parsable text, in characters of one octet or in UCS-2. Empty for everything else.
std::optional<Receipt> read_receipt(const PduView& view) noexcept;

/// A moment as receipt texts show it, YYMMDDhhmm: in UTC, of seconds since 1970.
InlineString<10> receipt_date(std::chrono::seconds since_1970) noexcept;

/// What build_receipt_text() writes. Dates as receipt_date() makes them; the caller has the clock.
struct ReceiptValues {
  std::string_view message_id;
  std::uint16_t submitted = 1;  ///< 0 to 999.
  std::uint16_t delivered = 0;  ///< 0 to 999.
  std::string_view submit_date;
  std::string_view done_date;
  MessageState state = MessageState::kUnknown;
  std::uint16_t error = 0;  ///< 0 to 999.
  /// First characters of the message; no more than 20 are written.
  std::string_view text;
};

/// Most octets of a receipt text that build_receipt_text() makes.
inline constexpr std::size_t kReceiptTextMax = 200;

/// Writes the receipt text of 3.4 appendix B and returns its octets; 0 where `out` is too small
/// (kReceiptTextMax always suffices), an id is empty or longer than 64, a date longer than 12, or a
/// number above 999.
std::size_t build_receipt_text(const ReceiptValues& values, std::span<char> out) noexcept;

/// A message id in the forms in which a peer may repeat it. Two ids name the same message when any
/// form is equal (semantics 16). For a map: index by `text`, `decimal` and `hex`.
struct MessageIdForms {
  std::string_view text;
  /// The id read as a decimal or hexadecimal number, where it is one below 2^64. Leading zeros do
  /// not count.
  std::optional<std::uint64_t> decimal;
  std::optional<std::uint64_t> hex;
};

MessageIdForms message_id_forms(std::string_view id) noexcept;

/// True where the ids are equal as text, or one is the other as hexadecimal, decimal, in another
/// case or with other leading zeros. Empty ids name nothing. "10" and "16" are the same by this
/// rule: among several candidates take the one with equal text first.
bool same_message_id(std::string_view a, std::string_view b) noexcept;

}  // namespace smsfw::smpp
