#include "smsc-proxy/tpdu/decode.hh"

#include "smsc-proxy/tpdu/tpdu_table.hh"

namespace smsfw::tpdu {
namespace detail {

/// Walks the fields of one TPDU by its row of the table.
class Decoder {
 public:
  Decoder(std::span<const std::byte> tpdu, ReportForm form, TpduView& view) noexcept
      : tpdu_(tpdu), form_(form), view_(view) {
    view_.octets_ = tpdu;
  }

  const DecodeError& error() const noexcept { return error_; }
  void add(TpduFinding finding) noexcept { view_.findings_.add(finding); }

  bool decode(const TpduSpec& spec) noexcept {
    view_.type_ = spec.type;
    for (const FieldSpec& field : spec.fields) {
      if (!stands(field)) continue;
      if (!decode(field)) return false;
    }
    finish(spec);
    return true;
  }

 private:
  std::span<const std::byte> rest() const noexcept { return tpdu_.subspan(at_); }
  std::uint8_t octet() const noexcept { return std::to_integer<std::uint8_t>(tpdu_[at_]); }
  bool has_header() const noexcept { return view_.has_flag(bits::kUserDataHeader); }

  bool stands(const FieldSpec& field) const noexcept {
    switch (field.presence) {
      case Presence::kAlways:
        return true;
      case Presence::kIfOctets:
        return at_ < tpdu_.size();
      case Presence::kByParameters:
        return (view_.u8(TpField::kParameters) & field.parameter) != 0;
    }
    return false;
  }

  bool fail(DecodeCode code) noexcept {
    error_ = DecodeError{code, static_cast<std::uint32_t>(at_), true};
    return false;
  }
  bool fail(DecodeError within) noexcept {
    error_ = within;
    error_.offset += static_cast<std::uint32_t>(at_);
    return false;
  }

  /// Takes the next octets as a field.
  bool take(TpField field, std::size_t size) noexcept {
    if (tpdu_.size() - at_ < size) return fail(DecodeCode::kTruncated);
    put(field, at_, size);
    at_ += size;
    return true;
  }

  void put(TpField field, std::size_t offset, std::size_t size) noexcept {
    const std::size_t index = TpduView::index(field);
    view_.fields_[index] = {static_cast<std::uint16_t>(offset), static_cast<std::uint16_t>(size)};
    view_.present_ |= std::uint32_t{1} << index;
  }

  bool decode(const FieldSpec& spec) noexcept {
    switch (spec.kind) {
      case FieldKind::kOctet:
        return take(spec.field, 1);
      case FieldKind::kAddress:
        return decode_address(spec.field);
      case FieldKind::kTime:
        if (!take(spec.field, kTimeStampSize)) return false;
        if (!view_.time(spec.field)->valid) add(TpduFinding::kBadTimeStamp);
        return true;
      case FieldKind::kValidity:
        return decode_validity();
      case FieldKind::kFailureCause:
        return decode_failure_cause();
      case FieldKind::kParameters:
        return decode_parameters();
      case FieldKind::kUserData:
        return decode_user_data();
      case FieldKind::kCommandData:
        return decode_data(spec.field, command_coding());
    }
    return false;
  }

  bool decode_address(TpField field) noexcept {
    const auto size = read_address(rest(), view_.address_, view_.findings_);
    return size ? take(field, *size) : fail(size.error());
  }

  bool decode_validity() noexcept {
    const ValidityFormat format = validity_format(view_.first_octet());
    if (format == ValidityFormat::kNone) return true;
    if (!take(TpField::kValidityPeriod, validity_size(format))) return false;
    if (!view_.validity().valid) add(TpduFinding::kBadValidityPeriod);
    return true;
  }

  bool decode_failure_cause() noexcept {
    if (form_ == ReportForm::kAck) return true;
    if (form_ == ReportForm::kGuess) {
      if (at_ == tpdu_.size()) return fail(DecodeCode::kTruncated);
      if (octet() < static_cast<std::uint8_t>(FailureCause::kTelematicNotSupported)) return true;
    }
    return take(TpField::kFailureCause, 1);
  }

  bool decode_parameters() noexcept {
    const std::size_t begin = at_;
    std::uint8_t parameters = 0;
    do {
      if (at_ == tpdu_.size()) return fail(DecodeCode::kTruncated);
      parameters = octet();
      ++at_;
    } while ((parameters & kMoreParameters) != 0);
    put(TpField::kParameters, begin, at_ - begin);
    constexpr unsigned kDefined = kHasProtocolId | kHasDataCoding | kHasUserData;
    if ((view_.u8(TpField::kParameters) & ~kDefined) != 0) add(TpduFinding::kExtendedParameters);
    return true;
  }

  bool decode_user_data() noexcept {
    if (!view_.has(TpField::kDataCoding)) add(TpduFinding::kAssumedDataCoding);
    const auto coding = sms::coding_of_tpdu(view_.u8(TpField::kDataCoding));
    if (!coding.known) add(TpduFinding::kReservedDataCoding);
    if (coding.compressed) add(TpduFinding::kCompressedText);
    return decode_data(TpField::kUserData, coding);
  }

  bool decode_data(TpField field, const sms::TpCoding& coding) noexcept {
    const auto size =
        read_user_data(rest(), coding, has_header(), view_.user_data_, view_.findings_);
    if (!size) return fail(size.error());
    ++at_;
    return take(field, *size - 1);
  }

  static sms::TpCoding command_coding() noexcept {
    sms::TpCoding coding;
    coding.alphabet = sms::Alphabet::kBinary;
    return coding;
  }

  void finish(const TpduSpec& spec) noexcept {
    view_.end_ = static_cast<std::uint16_t>(at_);
    if (at_ != tpdu_.size()) add(TpduFinding::kTrailingOctets);
    const std::span<const std::byte> data = view_.user_data_.octets;
    if (data.size() > spec.max_user_data) add(TpduFinding::kLongUserData);
    if (has_header() && data.empty()) add(TpduFinding::kBadUserDataHeader);
  }

  std::span<const std::byte> tpdu_;
  std::size_t at_ = 1;
  ReportForm form_;
  TpduView& view_;
  DecodeError error_{};
};

}  // namespace detail

Expected<TpduView, DecodeError> decode(std::span<const std::byte> tpdu, Flow flow,
                                       ReportForm form) noexcept {
  Expected<TpduView, DecodeError> result;
  const auto refuse = [&result](DecodeError error) noexcept {
    result = Unexpected<DecodeError>(error);
    return result;
  };
  if (tpdu.empty()) return refuse({DecodeCode::kTruncated, 0, true});
  if (tpdu.size() > kMaxTpduSize) return refuse({DecodeCode::kOversize, 0, true});
  detail::Decoder decoder(tpdu, form, *result);
  const TpduSpec* spec =
      find_spec(flow, std::to_integer<std::uint8_t>(tpdu[0]) & bits::kMessageType);
  if (spec == nullptr) {
    if (flow == Flow::kToCentre) return refuse({DecodeCode::kUnknownId, 0, true});
    decoder.add(TpduFinding::kReservedMessageType);
    spec = &spec_of(TpduType::kDeliver);
  }
  if (!decoder.decode(*spec)) return refuse(decoder.error());
  return result;
}

}  // namespace smsfw::tpdu
