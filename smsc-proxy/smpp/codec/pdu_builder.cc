#include "smsc-proxy/smpp/codec/pdu_builder.hh"

#include <cstring>

#include "smsc-proxy/smpp/codec/big_endian.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"

namespace smsfw::smpp {

/// Writes, or only counts when it has no memory.
class PduBuilder::Output {
 public:
  Output() noexcept = default;
  explicit Output(std::span<std::byte> out) noexcept : out_(out), counting_(false) {}

  /// Room for `size` octets at the end; nullptr when counting or when there is no room (full()).
  std::byte* take(std::size_t size) noexcept {
    const std::size_t at = size_;
    size_ += size;
    if (counting_) return nullptr;
    if (full_ || out_.size() - at < size) {
      full_ = true;
      return nullptr;
    }
    return out_.data() + at;
  }
  void octet(std::uint8_t value) noexcept {
    if (std::byte* at = take(1)) *at = static_cast<std::byte>(value);
  }
  void u16(std::uint16_t value) noexcept {
    if (std::byte* at = take(2)) detail::store_u16(at, value);
  }
  void u32(std::uint32_t value) noexcept {
    if (std::byte* at = take(4)) detail::store_u32(at, value);
  }
  void octets(const void* data, std::size_t size) noexcept {
    std::byte* at = take(size);
    if (at != nullptr && size != 0) std::memcpy(at, data, size);
  }
  std::size_t size() const noexcept { return size_; }
  bool full() const noexcept { return full_; }

 private:
  std::span<std::byte> out_{};
  std::size_t size_ = 0;
  bool counting_ = true;
  bool full_ = false;
};

namespace {

bool has_nul(const void* data, std::size_t size) noexcept {
  return size != 0 && std::memchr(data, 0, size) != nullptr;
}

Unexpected<EncodeError> error(EncodeCode code, FieldId field = FieldId::kNone) noexcept {
  return Unexpected<EncodeError>(EncodeError{code, field});
}

}  // namespace

PduBuilder::PduBuilder(const PduView& view) noexcept
    : header_(view.header()), omit_body_(view.body_omitted()) {
  carried_tlvs_ = view.tlvs().octets();
  const PduSpec* spec = find_pdu_spec(view.id());
  if (spec == nullptr) return;
  for (const FieldSpec& field : spec->fields) {
    if (!view.has(field.id)) continue;
    const auto octets = view.octets(field.id);
    switch (field.kind) {
      case FieldKind::kU8:
        set_u8(field.id, view.u8(field.id));
        break;
      case FieldKind::kCString:
        set_text(field.id, view.text(field.id));
        break;
      case FieldKind::kOctets8:
        set_octets(field.id, octets);
        break;
      case FieldKind::kDestinations:
        put(field.id, octets.data(), octets.size(), ValueKind::kRawList,
            static_cast<std::uint8_t>(view.destinations().size()));
        break;
      case FieldKind::kUnsuccess:
        put(field.id, octets.data(), octets.size(), ValueKind::kRawList,
            static_cast<std::uint8_t>(view.unsuccess().size()));
        break;
    }
  }
}

void PduBuilder::put(FieldId id, const void* data, std::size_t size, ValueKind kind,
                     std::uint8_t number) noexcept {
  const auto index = static_cast<std::size_t>(id);
  if (index >= kFieldCount) return;
  values_[index] = {data, size, kind, number};
  present_ |= std::uint64_t{1} << index;
}

PduBuilder& PduBuilder::set_u8(FieldId id, std::uint8_t value) noexcept {
  put(id, nullptr, 0, ValueKind::kU8, value);
  return *this;
}

PduBuilder& PduBuilder::set_text(FieldId id, std::string_view value) noexcept {
  put(id, value.data(), value.size(), ValueKind::kOctets, 0);
  return *this;
}

PduBuilder& PduBuilder::set_octets(FieldId id, std::span<const std::byte> value) noexcept {
  put(id, value.data(), value.size(), ValueKind::kOctets, 0);
  return *this;
}

PduBuilder& PduBuilder::set_destinations(std::span<const Destination> value) noexcept {
  put(FieldId::kDestAddresses, value.data(), value.size(), ValueKind::kDestinations, 0);
  return *this;
}

PduBuilder& PduBuilder::set_unsuccess(std::span<const UnsuccessSme> value) noexcept {
  put(FieldId::kUnsuccessSmes, value.data(), value.size(), ValueKind::kUnsuccess, 0);
  return *this;
}

PduBuilder& PduBuilder::set_source(std::uint8_t ton, std::uint8_t npi,
                                   std::string_view address) noexcept {
  return set_u8(FieldId::kSourceAddrTon, ton)
      .set_u8(FieldId::kSourceAddrNpi, npi)
      .set_text(FieldId::kSourceAddr, address);
}

PduBuilder& PduBuilder::set_destination(std::uint8_t ton, std::uint8_t npi,
                                        std::string_view address) noexcept {
  return set_u8(FieldId::kDestAddrTon, ton)
      .set_u8(FieldId::kDestAddrNpi, npi)
      .set_text(FieldId::kDestinationAddr, address);
}

void PduBuilder::add(const OwnTlv& tlv) noexcept {
  if (tlv_count_ == kMaxOwnTlvs) {
    too_many_tlvs_ = true;
    return;
  }
  tlvs_[tlv_count_++] = tlv;
}

PduBuilder& PduBuilder::add_tlv_u8(TlvTag tag, std::uint8_t value) noexcept {
  add({tag, 1, false, value, {}});
  return *this;
}

PduBuilder& PduBuilder::add_tlv_u16(TlvTag tag, std::uint16_t value) noexcept {
  add({tag, 2, false, value, {}});
  return *this;
}

PduBuilder& PduBuilder::add_tlv_u32(TlvTag tag, std::uint32_t value) noexcept {
  add({tag, 4, false, value, {}});
  return *this;
}

PduBuilder& PduBuilder::add_tlv(TlvTag tag, std::span<const std::byte> value) noexcept {
  add({tag, 0, false, 0, value});
  return *this;
}

PduBuilder& PduBuilder::add_tlv_text(TlvTag tag, std::string_view value) noexcept {
  add({tag, 0, true, 0, std::as_bytes(std::span(value.data(), value.size()))});
  return *this;
}

PduBuilder& PduBuilder::carry_tlvs(std::span<const std::byte> octets) noexcept {
  carried_tlvs_ = octets;
  return *this;
}

PduBuilder& PduBuilder::omit_body() noexcept {
  omit_body_ = true;
  return *this;
}

std::optional<EncodeError> PduBuilder::write_tlvs(Output& out) const noexcept {
  if (too_many_tlvs_) return EncodeError{EncodeCode::kTooMany};
  std::size_t total = tlv_count_;
  std::size_t carried = 0;
  for (const Tlv& tlv : TlvRange(carried_tlvs_)) {
    carried += kTlvHeaderSize + tlv.value().size();
    ++total;
  }
  // Octets that are no TLVs would make a PDU that no one can read.
  if (carried != carried_tlvs_.size()) return EncodeError{EncodeCode::kBadKind};
  if (total > kMaxTlvs) return EncodeError{EncodeCode::kTooMany};
  out.octets(carried_tlvs_.data(), carried_tlvs_.size());
  for (std::size_t i = 0; i < tlv_count_; ++i) {
    const OwnTlv& tlv = tlvs_[i];
    const std::size_t length =
        tlv.number_size != 0 ? tlv.number_size : tlv.octets.size() + (tlv.add_nul ? 1U : 0U);
    if (length > 0xFFFF) return EncodeError{EncodeCode::kTooLong};
    if (tlv.add_nul && has_nul(tlv.octets.data(), tlv.octets.size())) {
      return EncodeError{EncodeCode::kEmbeddedNul};
    }
    out.u16(static_cast<std::uint16_t>(tlv.tag));
    out.u16(static_cast<std::uint16_t>(length));
    switch (tlv.number_size) {
      case 1:
        out.octet(static_cast<std::uint8_t>(tlv.number));
        break;
      case 2:
        out.u16(static_cast<std::uint16_t>(tlv.number));
        break;
      case 4:
        out.u32(tlv.number);
        break;
      default:
        out.octets(tlv.octets.data(), tlv.octets.size());
        if (tlv.add_nul) out.octet(0);
        break;
    }
  }
  return std::nullopt;
}

std::optional<EncodeError> PduBuilder::write_fields(Output& out) const noexcept {
  const PduSpec* spec = find_pdu_spec(header_.command_id);
  if (spec == nullptr) return EncodeError{EncodeCode::kUnknownId};
  std::uint64_t written = 0;
  for (const FieldSpec& field : spec->fields) {
    const auto index = static_cast<std::size_t>(field.id);
    const std::uint64_t bit = std::uint64_t{1} << index;
    written |= bit;
    if ((present_ & bit) == 0) {
      out.octet(0);  // 0, an empty string's NUL, no octets, no entries: all are one zero octet
      continue;
    }
    const Value& value = values_[index];
    switch (field.kind) {
      case FieldKind::kU8:
        if (value.kind != ValueKind::kU8) return EncodeError{EncodeCode::kBadKind, field.id};
        out.octet(value.number);
        break;
      case FieldKind::kCString:
        if (value.kind != ValueKind::kOctets) return EncodeError{EncodeCode::kBadKind, field.id};
        if (value.size >= field.max) return EncodeError{EncodeCode::kTooLong, field.id};
        if (has_nul(value.data, value.size)) {
          return EncodeError{EncodeCode::kEmbeddedNul, field.id};
        }
        out.octets(value.data, value.size);
        out.octet(0);
        break;
      case FieldKind::kOctets8:
        if (value.kind != ValueKind::kOctets) return EncodeError{EncodeCode::kBadKind, field.id};
        if (value.size > field.max) return EncodeError{EncodeCode::kTooLong, field.id};
        out.octet(static_cast<std::uint8_t>(value.size));
        out.octets(value.data, value.size);
        break;
      case FieldKind::kDestinations:
      case FieldKind::kUnsuccess: {
        if (value.kind == ValueKind::kRawList) {
          out.octet(value.number);
          out.octets(value.data, value.size);
          break;
        }
        const bool destinations = field.kind == FieldKind::kDestinations;
        if (value.kind != (destinations ? ValueKind::kDestinations : ValueKind::kUnsuccess)) {
          return EncodeError{EncodeCode::kBadKind, field.id};
        }
        if (value.size > field.max) return EncodeError{EncodeCode::kTooMany, field.id};
        out.octet(static_cast<std::uint8_t>(value.size));
        for (std::size_t i = 0; i < value.size; ++i) {
          std::string_view address;
          if (destinations) {
            const Destination& entry = static_cast<const Destination*>(value.data)[i];
            address = entry.address;
            out.octet(static_cast<std::uint8_t>(entry.flag));
            if (entry.flag == DestFlag::kSmeAddress) {
              out.octet(entry.ton);
              out.octet(entry.npi);
            }
          } else {
            const UnsuccessSme& entry = static_cast<const UnsuccessSme*>(value.data)[i];
            address = entry.address;
            out.octet(entry.ton);
            out.octet(entry.npi);
          }
          if (address.size() >= kListAddressMax) {
            return EncodeError{EncodeCode::kTooLong, field.id};
          }
          if (has_nul(address.data(), address.size())) {
            return EncodeError{EncodeCode::kEmbeddedNul, field.id};
          }
          out.octets(address.data(), address.size());
          out.octet(0);
          if (!destinations) {
            out.u32(
                static_cast<std::uint32_t>(static_cast<const UnsuccessSme*>(value.data)[i].error));
          }
        }
        break;
      }
    }
  }
  const std::uint64_t foreign = present_ & ~written;
  if (foreign != 0) {
    std::size_t first = 0;
    while ((foreign >> first & 1U) == 0)
      ++first;
    return EncodeError{EncodeCode::kNotInPdu, static_cast<FieldId>(first)};
  }
  return std::nullopt;
}

std::optional<EncodeError> PduBuilder::write(Output& out) const noexcept {
  if (find_pdu_spec(header_.command_id) == nullptr) return EncodeError{EncodeCode::kUnknownId};
  out.take(kHeaderSize);
  if (omit_body_) {
    // Requests need their body; what was set for a left out body would be lost unseen.
    if (!is_response(header_.command_id)) return EncodeError{EncodeCode::kBadKind};
    if (present_ != 0 || tlv_count_ != 0 || !carried_tlvs_.empty()) {
      return EncodeError{EncodeCode::kNotInPdu};
    }
    return std::nullopt;
  }
  if (auto failed = write_fields(out)) return failed;
  return write_tlvs(out);
}

Expected<std::size_t, EncodeError> PduBuilder::size() const noexcept {
  Output counter;
  if (auto failed = write(counter)) return Unexpected<EncodeError>(*failed);
  return counter.size();
}

Expected<std::size_t, EncodeError> PduBuilder::encode(std::span<std::byte> out) const noexcept {
  Output writer(out);
  if (auto failed = write(writer)) return Unexpected<EncodeError>(*failed);
  if (writer.full()) return error(EncodeCode::kNoRoom);
  PduHeader header = header_;
  header.command_length = static_cast<std::uint32_t>(writer.size());
  encode_header(header, out);
  return writer.size();
}

Expected<std::size_t, EncodeError> encode_header_only(CommandId id, CommandStatus status,
                                                      std::uint32_t sequence_number,
                                                      std::span<std::byte> out) noexcept {
  const PduHeader header{static_cast<std::uint32_t>(kHeaderSize), id, status, sequence_number};
  if (!encode_header(header, out)) return error(EncodeCode::kNoRoom);
  return kHeaderSize;
}

Expected<std::size_t, EncodeError> encode_message_id_response(CommandId response,
                                                              CommandStatus status,
                                                              std::uint32_t sequence_number,
                                                              std::string_view message_id,
                                                              std::span<std::byte> out) noexcept {
  const PduSpec* spec = find_pdu_spec(response);
  if (spec == nullptr) return error(EncodeCode::kUnknownId);
  if (!is_response(response) || spec->fields.size() != 1 ||
      spec->fields[0].id != FieldId::kMessageId) {
    return error(EncodeCode::kBadKind, FieldId::kMessageId);
  }
  if (message_id.empty() && status != CommandStatus::kOk) {
    return encode_header_only(response, status, sequence_number, out);
  }
  if (message_id.size() >= spec->fields[0].max) {
    return error(EncodeCode::kTooLong, FieldId::kMessageId);
  }
  if (has_nul(message_id.data(), message_id.size())) {
    return error(EncodeCode::kEmbeddedNul, FieldId::kMessageId);
  }
  const std::size_t length = kHeaderSize + message_id.size() + 1;
  if (out.size() < length) return error(EncodeCode::kNoRoom);
  encode_header({static_cast<std::uint32_t>(length), response, status, sequence_number}, out);
  if (!message_id.empty()) {
    std::memcpy(out.data() + kHeaderSize, message_id.data(), message_id.size());
  }
  out[length - 1] = std::byte{0};
  return length;
}

}  // namespace smsfw::smpp
