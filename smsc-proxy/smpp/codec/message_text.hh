#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/inline_vector.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// Bits of esm_class, SMPP 3.4 section 5.2.12.
inline constexpr std::uint8_t kEsmUdhi = 0x40;
inline constexpr std::uint8_t kEsmReplyPath = 0x80;
inline constexpr std::uint8_t kEsmTypeMask = 0x3C;

/// Where octets of text came from.
enum class TextSource : std::uint8_t { kShortMessage, kMessagePayload };

struct TextPart {
  TextSource source{};
  /// User data as sent: begins with the user data header where `udhi` is set.
  std::span<const std::byte> octets{};
};

/// sar_msg_ref_num, sar_total_segments and sar_segment_seqnum, SMPP 3.4 section 5.3.2.22 to 24.
struct SarSegment {
  std::uint16_t reference;
  std::uint8_t total;
  std::uint8_t number;  ///< From 1.
};

/// What is odd about where the text stands. An SMSC picks one reading; a firewall that picks the
/// other has read the wrong text, so all readings are handed out.
struct TextAnomalies {
  bool both_fields = false;        ///< short_message and message_payload both hold octets.
  bool repeated_payload = false;   ///< More than one message_payload.
  bool udhi_without_text = false;  ///< UDHI is set and there are no octets for a header.
  bool bad_sar = false;       ///< Some sar_* TLVs only, a repeated one, a wrong length, number 0
                              ///< or above total.
  bool sar_and_udhi = false;  ///< Both ways of concatenation may be in use.
  bool any() const noexcept {
    return both_fields || repeated_payload || udhi_without_text || bad_sar || sar_and_udhi;
  }
};

/// The octets that a phone would show, of any PDU that carries some. Borrows from the PDU.
struct MessageText {
  /// Most parts that are handed out; dropped() counts further message_payload TLVs.
  static constexpr std::size_t kMaxParts = 4;

  /// Parts that hold octets, short_message first. Empty: a message without text.
  InlineVector<TextPart, kMaxParts> parts;
  /// Absent in replace_sm, whose text keeps the coding of the message that it replaces.
  std::optional<std::uint8_t> data_coding;
  bool udhi = false;
  std::optional<SarSegment> sar;
  TextAnomalies anomalies;

  /// The text of a message without anomalies; empty where there is none.
  std::span<const std::byte> octets() const noexcept {
    return parts.empty() ? std::span<const std::byte>{} : parts[0].octets;
  }
};

/// True for PDUs that can carry a text: submit_sm, submit_multi, deliver_sm, data_sm, replace_sm,
/// broadcast_sm.
bool carries_text(CommandId id) noexcept;

/// Empty for PDUs that carry none. No allocation.
MessageText message_text(const PduView& view) noexcept;

}  // namespace smsfw::smpp
