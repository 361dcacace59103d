#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/smpp/codec/address_list.hh"
#include "smsc-proxy/smpp/codec/field_id.hh"
#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "smsc-proxy/smpp/codec/tlv_range.hh"

namespace smsfw::smpp {

namespace detail {
class BodyDecoder;
}

/// A decoded PDU: where its fields lie in the caller's octets, which must outlive it and stay
/// unchanged. Cheap to copy, owns nothing. Accessors of a field that this PDU does not hold return
/// 0 or empty; has() tells the difference.
class PduView {
 public:
  /// User provided so that the table of fields is left unwritten; present_ guards it.
  PduView() noexcept {}  // NOLINT(modernize-use-equals-default)

  const PduHeader& header() const noexcept { return header_; }
  CommandId id() const noexcept { return header_.command_id; }
  CommandStatus status() const noexcept { return header_.command_status; }
  std::uint32_t sequence_number() const noexcept { return header_.sequence_number; }
  /// All octets of the PDU, header included.
  std::span<const std::byte> octets() const noexcept { return octets_; }

  bool has(FieldId id) const noexcept { return (present_ >> index(id) & 1U) != 0; }
  /// A one octet field.
  std::uint8_t u8(FieldId id) const noexcept {
    return has(id) ? static_cast<std::uint8_t>(fields_[index(id)].value) : std::uint8_t{0};
  }
  /// A C-Octet String without its NUL.
  std::string_view text(FieldId id) const noexcept {
    const auto value = octets(id);
    return {reinterpret_cast<const char*>(value.data()), value.size()};
  }
  /// The content of a field: a string without NUL, short_message without sm_length, a list without
  /// its count, one octet of an integer.
  std::span<const std::byte> octets(FieldId id) const noexcept {
    if (!has(id)) return {};
    const Field& field = fields_[index(id)];
    return octets_.subspan(field.offset, field.length);
  }
  /// Octets from the PDU's start to the field's content; 0 where the PDU does not hold it.
  std::size_t offset(FieldId id) const noexcept { return has(id) ? fields_[index(id)].offset : 0; }

  /// submit_multi's destinations, at most 255.
  DestinationRange destinations() const noexcept {
    return {octets(FieldId::kDestAddresses), list_size(FieldId::kDestAddresses)};
  }
  /// submit_multi_resp's failed destinations, at most 255.
  UnsuccessRange unsuccess() const noexcept {
    return {octets(FieldId::kUnsuccessSmes), list_size(FieldId::kUnsuccessSmes)};
  }

  TlvRange tlvs() const noexcept { return TlvRange(octets_.subspan(tlv_offset_)); }
  std::optional<Tlv> tlv(TlvTag tag) const noexcept { return tlvs().find(tag); }
  /// Octets from the PDU's start to its first TLV; the PDU's size where there is none.
  std::size_t tlv_offset() const noexcept { return tlv_offset_; }

  /// A response that ended behind its header although its body has fields. Right with an error
  /// status (3.4 sections 4.4.2 and others); with ESME_ROK it is tolerated, because real SMSCs and
  /// ESMEs do it: the message id is then unknown.
  bool body_omitted() const noexcept { return body_omitted_; }

 private:
  friend class detail::BodyDecoder;

  /// `value` is the octet of an integer and the count of a list.
  struct Field {
    std::uint32_t offset;
    std::uint16_t length;
    std::uint16_t value;
  };

  static constexpr std::size_t index(FieldId id) noexcept { return static_cast<std::size_t>(id); }
  std::size_t list_size(FieldId id) const noexcept {
    return has(id) ? fields_[index(id)].value : std::size_t{0};
  }

  PduHeader header_{};
  std::span<const std::byte> octets_{};
  std::uint64_t present_ = 0;
  std::size_t tlv_offset_ = 0;
  bool body_omitted_ = false;
  std::array<Field, kFieldCount> fields_;
};

}  // namespace smsfw::smpp
