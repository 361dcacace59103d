#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/smpp/codec/address_list.hh"
#include "smsc-proxy/smpp/codec/field_id.hh"
#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"
#include "smsc-proxy/smpp/codec/tlv.hh"

namespace smsfw::smpp {

enum class EncodeCode : std::uint8_t {
  kNoRoom,       ///< The output span is smaller than the PDU.
  kUnknownId,    ///< The command id is not in the table.
  kNotInPdu,     ///< A value was set for a field that this PDU does not have.
  kTooLong,      ///< A value is longer than the table allows.
  kEmbeddedNul,  ///< A C-Octet String holds a NUL.
  kTooMany,      ///< More than 255 list entries or kMaxTlvs TLVs.
  kBadKind,      ///< A value of the wrong kind was set (an integer for a string, …).
};

constexpr std::string_view to_string(EncodeCode code) noexcept {
  switch (code) {
    case EncodeCode::kNoRoom:
      return "no_room";
    case EncodeCode::kUnknownId:
      return "unknown_id";
    case EncodeCode::kNotInPdu:
      return "not_in_pdu";
    case EncodeCode::kTooLong:
      return "too_long";
    case EncodeCode::kEmbeddedNul:
      return "embedded_nul";
    case EncodeCode::kTooMany:
      return "too_many";
    case EncodeCode::kBadKind:
      return "bad_kind";
  }
  return "unknown";
}

/// Why a PDU could not be written; `field` is kNone for the header and the TLV part.
struct EncodeError {
  EncodeCode code;
  FieldId field = FieldId::kNone;

  friend bool operator==(const EncodeError&, const EncodeError&) = default;
};

/// Collects the values of one PDU and writes it by the PDU table. Fields that are not set are
/// written as 0, empty string or empty list. Values are borrowed: they must live until encode().
/// Setting a field again replaces it. No allocation.
class PduBuilder {
 public:
  /// TLVs that one builder takes one by one; carried ones (carry_tlvs) come on top.
  static constexpr std::size_t kMaxOwnTlvs = 24;

  PduBuilder(CommandId id, std::uint32_t sequence_number,
             CommandStatus status = CommandStatus::kOk) noexcept
      : header_{0, id, status, sequence_number} {}

  /// All fields and TLVs of a decoded PDU, which must outlive the builder.
  explicit PduBuilder(const PduView& view) noexcept;

  PduBuilder& set_u8(FieldId id, std::uint8_t value) noexcept;
  /// The text of a C-Octet String, without NUL.
  PduBuilder& set_text(FieldId id, std::string_view value) noexcept;
  /// short_message.
  PduBuilder& set_octets(FieldId id, std::span<const std::byte> value) noexcept;
  PduBuilder& set_destinations(std::span<const Destination> value) noexcept;
  PduBuilder& set_unsuccess(std::span<const UnsuccessSme> value) noexcept;

  /// Ton, npi and digits of source_addr or destination_addr in one call.
  PduBuilder& set_source(std::uint8_t ton, std::uint8_t npi, std::string_view address) noexcept;
  PduBuilder& set_destination(std::uint8_t ton, std::uint8_t npi,
                              std::string_view address) noexcept;

  /// TLVs are written in the order of these calls, behind the carried ones.
  PduBuilder& add_tlv_u8(TlvTag tag, std::uint8_t value) noexcept;
  PduBuilder& add_tlv_u16(TlvTag tag, std::uint16_t value) noexcept;
  PduBuilder& add_tlv_u32(TlvTag tag, std::uint32_t value) noexcept;
  PduBuilder& add_tlv(TlvTag tag, std::span<const std::byte> value) noexcept;
  /// A C-Octet String TLV; the NUL is added.
  PduBuilder& add_tlv_text(TlvTag tag, std::string_view value) noexcept;
  /// Octets of well-formed TLVs (PduView::tlvs().octets()), copied as they are.
  PduBuilder& carry_tlvs(std::span<const std::byte> octets) noexcept;

  /// Writes a response or error answer without a body: legal for every response with an error
  /// status, and for those whose body has no fields.
  PduBuilder& omit_body() noexcept;

  /// Octets that encode() will write, or why it cannot.
  Expected<std::size_t, EncodeError> size() const noexcept;

  /// Writes the PDU to the start of `out` and returns its octets. Nothing is promised about `out`
  /// after an error.
  Expected<std::size_t, EncodeError> encode(std::span<std::byte> out) const noexcept;

  /// Appends the PDU to a container of std::byte with size() and resize().
  template <class Buffer>
  Expected<std::size_t, EncodeError> append_to(Buffer& buffer) const {
    const auto wanted = size();
    if (!wanted) return wanted;
    const std::size_t before = buffer.size();
    buffer.resize(before + *wanted);
    return encode(std::span<std::byte>(buffer.data() + before, *wanted));
  }

 private:
  enum class ValueKind : std::uint8_t { kU8, kOctets, kDestinations, kUnsuccess, kRawList };

  struct Value {
    const void* data;
    std::size_t size;
    ValueKind kind;
    std::uint8_t number;
  };

  struct OwnTlv {
    TlvTag tag{};
    std::uint8_t number_size = 0;  ///< 0: borrowed octets; else an integer of that size.
    bool add_nul = false;
    std::uint32_t number = 0;
    std::span<const std::byte> octets{};
  };

  class Output;

  void put(FieldId id, const void* data, std::size_t size, ValueKind kind,
           std::uint8_t number) noexcept;
  void add(const OwnTlv& tlv) noexcept;
  std::optional<EncodeError> write(Output& out) const noexcept;
  std::optional<EncodeError> write_fields(Output& out) const noexcept;
  std::optional<EncodeError> write_tlvs(Output& out) const noexcept;

  PduHeader header_;
  std::uint64_t present_ = 0;
  std::span<const std::byte> carried_tlvs_{};
  std::size_t tlv_count_ = 0;
  bool too_many_tlvs_ = false;
  bool omit_body_ = false;
  std::array<Value, kFieldCount> values_;
  std::array<OwnTlv, kMaxOwnTlvs> tlvs_;
};

/// The 16 octets of a PDU without a body: unbind, enquire_link, generic_nack and error responses.
/// Returns 16, or kNoRoom.
Expected<std::size_t, EncodeError> encode_header_only(CommandId id, CommandStatus status,
                                                      std::uint32_t sequence_number,
                                                      std::span<std::byte> out) noexcept;

/// A response whose body is one message_id (submit_sm_resp, deliver_sm_resp, data_sm_resp,
/// broadcast_sm_resp): the hot path of answering. With an error status and an empty id the body is
/// left out (3.4 section 4.4.2). kBadKind where the PDU's body is another one.
Expected<std::size_t, EncodeError> encode_message_id_response(CommandId response,
                                                              CommandStatus status,
                                                              std::uint32_t sequence_number,
                                                              std::string_view message_id,
                                                              std::span<std::byte> out) noexcept;

}  // namespace smsfw::smpp
