#include "smsc-proxy/smpp/codec/rewrite.hh"

#include <array>
#include <cstring>

#include "smsc-proxy/smpp/codec/big_endian.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"

namespace smsfw::smpp {
namespace {

using Result = Expected<std::size_t, EncodeError>;

/// What 3.4 allows in short_message; 5.0 allows one more, which 3.4 peers refuse.
constexpr std::size_t kShortMessageMax34 = 254;

Unexpected<EncodeError> error(EncodeCode code, FieldId field = FieldId::kNone) noexcept {
  return Unexpected<EncodeError>(EncodeError{code, field});
}

std::span<const std::byte> bytes_of(std::string_view text) noexcept {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// The table's bound of a field of this PDU; 0 where the PDU lacks it.
std::size_t bound(const PduView& view, FieldId id) noexcept {
  const PduSpec* spec = find_pdu_spec(view.id());
  if (spec == nullptr || !view.has(id)) return 0;
  for (const FieldSpec& field : spec->fields) {
    if (field.id == id) return field.max;
  }
  return 0;
}

/// Why `value` can not stand in a C-Octet String of this PDU; false where it can.
bool refuse_text(const PduView& view, FieldId id, std::string_view value,
                 EncodeError& why) noexcept {
  const std::size_t max = bound(view, id);
  if (max == 0) {
    why = {EncodeCode::kNotInPdu, id};
  } else if (value.size() >= max) {
    why = {EncodeCode::kTooLong, id};
  } else if (value.find('\0') != std::string_view::npos) {
    why = {EncodeCode::kEmbeddedNul, id};
  } else {
    return false;
  }
  return true;
}

/// Appends pieces to a span.
class Copier {
 public:
  explicit Copier(std::span<std::byte> out) noexcept : out_(out) {}
  void add(std::span<const std::byte> piece) noexcept {
    if (!fits_ || out_.size() - size_ < piece.size()) {
      fits_ = false;
      return;
    }
    if (!piece.empty()) std::memcpy(out_.data() + size_, piece.data(), piece.size());
    size_ += piece.size();
  }
  void octet(std::size_t value) noexcept {
    const auto one = static_cast<std::byte>(value);
    add(std::span(&one, 1));
  }
  Result finish() noexcept {
    if (!fits_) return error(EncodeCode::kNoRoom);
    set_command_length(out_, static_cast<std::uint32_t>(size_));
    return size_;
  }

 private:
  std::span<std::byte> out_;
  std::size_t size_ = 0;
  bool fits_ = true;
};

}  // namespace

Result apply_edits(std::span<const std::byte> pdu, std::span<const Edit> edits,
                   std::span<std::byte> out) noexcept {
  Copier copy(out);
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    if (edit.offset < kHeaderSize || edit.offset < at || edit.offset > pdu.size() ||
        pdu.size() - edit.offset < edit.length) {
      return error(EncodeCode::kBadKind);
    }
    copy.add(pdu.subspan(at, edit.offset - at));
    copy.add(edit.with);
    at = edit.offset + edit.length;
  }
  copy.add(pdu.subspan(at));
  return copy.finish();
}

Result replace_source(const PduView& view, std::uint8_t ton, std::uint8_t npi,
                      std::string_view address, std::span<std::byte> out) noexcept {
  EncodeError why{};
  if (refuse_text(view, FieldId::kSourceAddr, address, why)) return Unexpected<EncodeError>(why);
  const auto new_ton = static_cast<std::byte>(ton);
  const auto new_npi = static_cast<std::byte>(npi);
  const std::array edits = {
      Edit{view.offset(FieldId::kSourceAddrTon), 1, std::span(&new_ton, 1)},
      Edit{view.offset(FieldId::kSourceAddrNpi), 1, std::span(&new_npi, 1)},
      Edit{view.offset(FieldId::kSourceAddr), view.text(FieldId::kSourceAddr).size(),
           bytes_of(address)},
  };
  return apply_edits(view.octets(), edits, out);
}

Result replace_short_message(const PduView& view, std::span<const std::byte> text,
                             std::span<std::byte> out) noexcept {
  if (!view.has(FieldId::kShortMessage)) {
    return error(EncodeCode::kNotInPdu, FieldId::kShortMessage);
  }
  if (text.size() > kShortMessageMax34) return error(EncodeCode::kTooLong, FieldId::kShortMessage);
  const auto length = static_cast<std::byte>(text.size());
  const std::size_t offset = view.offset(FieldId::kShortMessage);
  const std::array edits = {
      Edit{offset - 1, 1, std::span(&length, 1)},
      Edit{offset, view.octets(FieldId::kShortMessage).size(), text},
  };
  return apply_edits(view.octets(), edits, out);
}

Result replace_tlv(const PduView& view, TlvTag tag, std::span<const std::byte> value,
                   std::span<std::byte> out) noexcept {
  if (value.size() > 0xFFFF) return error(EncodeCode::kTooLong);
  std::size_t offset = view.tlv_offset();
  for (const Tlv& tlv : view.tlvs()) {
    if (tlv.tag() != tag) {
      offset += kTlvHeaderSize + tlv.value().size();
      continue;
    }
    std::array<std::byte, 2> length{};
    detail::store_u16(length.data(), static_cast<std::uint16_t>(value.size()));
    const std::array edits = {Edit{offset + 2, 2, length},
                              Edit{offset + kTlvHeaderSize, tlv.value().size(), value}};
    return apply_edits(view.octets(), edits, out);
  }
  return error(EncodeCode::kNotInPdu);
}

Result replace_message_id(const PduView& view, std::string_view message_id,
                          std::span<std::byte> out) noexcept {
  EncodeError why{};
  if (refuse_text(view, FieldId::kMessageId, message_id, why)) return Unexpected<EncodeError>(why);
  const Edit edit{view.offset(FieldId::kMessageId), view.text(FieldId::kMessageId).size(),
                  bytes_of(message_id)};
  return apply_edits(view.octets(), std::span(&edit, 1), out);
}

Result remove_destinations(const PduView& view, const std::bitset<256>& taken_out,
                           std::span<std::byte> out) noexcept {
  if (!view.has(FieldId::kDestAddresses)) {
    return error(EncodeCode::kNotInPdu, FieldId::kDestAddresses);
  }
  const auto pdu = view.octets();
  const auto list = view.destinations();
  const std::size_t start = view.offset(FieldId::kDestAddresses);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (!taken_out[i]) ++kept;
  }
  Copier copy(out);
  copy.add(pdu.first(start - 1));
  copy.octet(kept);
  std::size_t index = 0;
  for (auto entry = list.begin(); entry != list.end(); ++entry, ++index) {
    if (!taken_out[index]) copy.add(entry.octets());
  }
  copy.add(pdu.subspan(start + list.octets().size()));
  return copy.finish();
}

Result merge_unsuccess(const PduView& view, std::span<const UnsuccessSme> ours,
                       std::span<std::byte> out) noexcept {
  if (view.id() != CommandId::kSubmitMultiResp) {
    return error(EncodeCode::kNotInPdu, FieldId::kUnsuccessSmes);
  }
  const auto theirs = view.unsuccess();
  const std::size_t total = theirs.size() + ours.size();
  if (total > 255) return error(EncodeCode::kTooMany, FieldId::kUnsuccessSmes);
  Copier copy(out);
  const auto pdu = view.octets();
  copy.add(pdu.first(kHeaderSize));
  copy.add(bytes_of(view.text(FieldId::kMessageId)));
  copy.octet(0);
  copy.octet(total);
  copy.add(theirs.octets());
  for (const UnsuccessSme& entry : ours) {
    if (entry.address.size() >= kListAddressMax) {
      return error(EncodeCode::kTooLong, FieldId::kUnsuccessSmes);
    }
    if (entry.address.find('\0') != std::string_view::npos) {
      return error(EncodeCode::kEmbeddedNul, FieldId::kUnsuccessSmes);
    }
    copy.octet(entry.ton);
    copy.octet(entry.npi);
    copy.add(bytes_of(entry.address));
    copy.octet(0);
    std::array<std::byte, 4> status{};
    detail::store_u32(status.data(), static_cast<std::uint32_t>(entry.error));
    copy.add(status);
  }
  copy.add(view.tlvs().octets());
  return copy.finish();
}

}  // namespace smsfw::smpp
