#include "smsc-proxy/smpp/codec/decode.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/big_endian.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"

namespace smsfw::smpp {
namespace detail {

/// Walks the body of one PDU. The walk over a PDU's fields is unrolled from the table at compile
/// time: each row of kPdus becomes one function.
class BodyDecoder {
 public:
  BodyDecoder(std::span<const std::byte> pdu, PduView& view) noexcept
      : base_(pdu.data()),
        at_(pdu.data() + kHeaderSize),
        end_(pdu.data() + pdu.size()),
        view_(view) {
    view_.octets_ = pdu;
  }

  void set_header(const PduHeader& header) noexcept { view_.header_ = header; }
  const DecodeError& error() const noexcept { return error_; }

  template <std::size_t Pdu>
  static bool decode_body(BodyDecoder& self) noexcept {
    // A body may be left out of any response; what remains strict is a body that has begun.
    if constexpr (is_response(kPdus[Pdu].id) && !kPdus[Pdu].fields.empty()) {
      if (self.at_ == self.end_) {
        self.view_.body_omitted_ = true;
        self.view_.tlv_offset_ = self.offset();
        return true;
      }
    }
    return self.decode_fields<Pdu>(std::make_index_sequence<kPdus[Pdu].fields.size()>{}) &&
           self.check_tlvs();
  }

 private:
  std::uint32_t offset() const noexcept { return static_cast<std::uint32_t>(at_ - base_); }
  std::size_t remaining() const noexcept { return static_cast<std::size_t>(end_ - at_); }

  bool fail(DecodeCode code) noexcept { return fail(code, at_); }
  bool fail(DecodeCode code, const std::byte* where) noexcept {
    error_ = DecodeError{code, static_cast<std::uint32_t>(where - base_), true};
    return false;
  }

  template <std::size_t Pdu, std::size_t... Rows>
  bool decode_fields(std::index_sequence<Rows...> /*rows*/) noexcept {
    return (decode_field<kPdus[Pdu].fields[Rows].id, kPdus[Pdu].fields[Rows].kind,
                         kPdus[Pdu].fields[Rows].max>() &&
            ...);
  }

  template <FieldId kId, FieldKind kKind, std::size_t kMax>
  bool decode_field() noexcept {
    if constexpr (kKind == FieldKind::kU8) {
      if (at_ == end_) return fail(DecodeCode::kTruncated);
      put(kId, at_, 1, load_u8(at_));
      ++at_;
      return true;
    } else if constexpr (kKind == FieldKind::kCString) {
      const std::byte* start = at_;
      if (!skip_cstring(kMax)) return false;
      put(kId, start, static_cast<std::size_t>(at_ - start) - 1, 0);
      return true;
    } else if constexpr (kKind == FieldKind::kOctets8) {
      if (at_ == end_) return fail(DecodeCode::kTruncated);
      const std::size_t length = load_u8(at_);
      if (remaining() - 1 < length) return fail(DecodeCode::kBadLength);
      put(kId, at_ + 1, length, 0);
      at_ += 1 + length;
      return true;
    } else {
      return decode_list(kId, kKind == FieldKind::kDestinations);
    }
  }

  /// Moves behind a string and its NUL.
  bool skip_cstring(std::size_t max) noexcept {
    const std::byte* const start = at_;
    const std::size_t room = remaining();
    if (room == 0) return fail(DecodeCode::kTruncated);
    const std::byte* const bound = start + std::min(max, room);
    for (const std::byte* p = start; p != bound; ++p) {
      if (*p == std::byte{0}) {
        at_ = p + 1;
        return true;
      }
    }
    return fail(room < max ? DecodeCode::kUnterminated : DecodeCode::kOversize, start);
  }

  bool decode_list(FieldId id, bool destinations) noexcept {
    if (at_ == end_) return fail(DecodeCode::kTruncated);
    const std::uint8_t count = load_u8(at_);
    ++at_;
    const std::byte* const start = at_;
    for (unsigned i = 0; i < count; ++i) {
      if (!(destinations ? skip_destination() : skip_unsuccess())) return false;
    }
    put(id, start, static_cast<std::size_t>(at_ - start), count);
    return true;
  }

  bool skip_destination() noexcept {
    if (at_ == end_) return fail(DecodeCode::kTruncated);
    const std::uint8_t flag = load_u8(at_);
    if (flag == static_cast<std::uint8_t>(DestFlag::kDistributionList)) {
      ++at_;
      return skip_cstring(kListAddressMax);
    }
    if (flag != static_cast<std::uint8_t>(DestFlag::kSmeAddress)) {
      return fail(DecodeCode::kBadValue);
    }
    if (remaining() < 3) return fail(DecodeCode::kTruncated);
    at_ += 3;
    return skip_cstring(kListAddressMax);
  }

  bool skip_unsuccess() noexcept {
    if (remaining() < 2) return fail(DecodeCode::kTruncated);
    at_ += 2;
    if (!skip_cstring(kListAddressMax)) return false;
    if (remaining() < 4) return fail(DecodeCode::kTruncated);
    at_ += 4;
    return true;
  }

  bool check_tlvs() noexcept {
    view_.tlv_offset_ = offset();
    std::size_t count = 0;
    while (at_ != end_) {
      if (remaining() < kTlvHeaderSize) return fail(DecodeCode::kTrailingOctets);
      const std::size_t length = load_u16(at_ + 2);
      if (remaining() - kTlvHeaderSize < length) return fail(DecodeCode::kBadLength);
      if (++count > kMaxTlvs) return fail(DecodeCode::kTooMany);
      at_ += kTlvHeaderSize + length;
    }
    return true;
  }

  void put(FieldId id, const std::byte* where, std::size_t length, std::uint16_t value) noexcept {
    const std::size_t index = PduView::index(id);
    view_.fields_[index] = {static_cast<std::uint32_t>(where - base_),
                            static_cast<std::uint16_t>(length), value};
    view_.present_ |= std::uint64_t{1} << index;
  }

  const std::byte* base_;
  const std::byte* at_;
  const std::byte* end_;
  PduView& view_;
  DecodeError error_{};
};

namespace {

using BodyFunction = bool (*)(BodyDecoder&) noexcept;

template <std::size_t... Pdus>
constexpr std::array<BodyFunction, sizeof...(Pdus)> body_functions(
    std::index_sequence<Pdus...> /*rows*/) noexcept {
  return {&BodyDecoder::decode_body<Pdus>...};
}

constexpr auto kBodyFunctions = body_functions(std::make_index_sequence<kPduCount>{});

}  // namespace
}  // namespace detail

Expected<PduView, DecodeError> decode(std::span<const std::byte> pdu) noexcept {
  Expected<PduView, DecodeError> result;
  const auto header = decode_header(pdu);
  if (!header) {
    result = Unexpected<DecodeError>(header.error());
    return result;
  }
  if (header->command_length != pdu.size()) {
    result = Unexpected<DecodeError>(DecodeError{DecodeCode::kBadLength, 0, false});
    return result;
  }
  const std::size_t index = pdu_index(header->command_id);
  if (index == kPduCount) {
    result = Unexpected<DecodeError>(DecodeError{DecodeCode::kUnknownId, 4, true});
    return result;
  }
  detail::BodyDecoder decoder(pdu, *result);
  decoder.set_header(*header);
  if (!detail::kBodyFunctions[index](decoder)) {
    result = Unexpected<DecodeError>(decoder.error());
  }
  return result;
}

FieldId failed_field(std::span<const std::byte> pdu) noexcept {
  const auto header = decode_header(pdu);
  if (!header || header->command_length != pdu.size()) return FieldId::kNone;
  const std::size_t index = pdu_index(header->command_id);
  if (index == kPduCount) return FieldId::kNone;
  PduView view;
  detail::BodyDecoder decoder(pdu, view);
  if (detail::kBodyFunctions[index](decoder)) return FieldId::kNone;
  // Fields are read in the table's order, so the first that is missing is the one that failed.
  for (const FieldSpec& field : kPdus[index].fields) {
    if (!view.has(field.id)) return field.id;
  }
  return FieldId::kNone;
}

}  // namespace smsfw::smpp
