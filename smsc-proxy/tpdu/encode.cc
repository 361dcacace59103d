#include "smsc-proxy/tpdu/encode.hh"

#include <algorithm>
#include <optional>

#include "filters/core/address.hh"
#include "filters/sms/dcs.hh"
#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/semi_octets.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/tpdu/address.hh"
#include "smsc-proxy/tpdu/tpdu_table.hh"

namespace smsfw::tpdu {
namespace {

constexpr std::uint8_t kNoExtension = 0x80;

/// Writes fields one behind the other; the first error stays.
class Writer {
 public:
  explicit Writer(std::span<std::byte> out) noexcept : out_(out) {}

  void octet(std::uint8_t value) noexcept {
    const std::byte one{value};
    octets({&one, 1});
  }

  void octets(std::span<const std::byte> values) noexcept {
    const auto to = grow(values.size());
    if (to.size() == values.size()) std::copy(values.begin(), values.end(), to.begin());
  }

  void address(const AddressFields& fields) noexcept {
    std::array<std::byte, kMaxAddressSemiOctets / 2> value{};
    const bool name = fields.ton == static_cast<std::uint8_t>(Ton::kAlphanumeric);
    const auto semi_octets = name ? name_value(fields.text, value) : digits(fields.text, value);
    if (!semi_octets) return fail(EncodeCode::kBadAddress);
    octet(static_cast<std::uint8_t>(*semi_octets));
    octet(static_cast<std::uint8_t>(kNoExtension | (fields.ton & 7) << 4 | (fields.npi & 0xF)));
    octets(std::span(value).first(sms::semi_octets_size(*semi_octets)));
  }

  /// TP-UDL and TP-UD.
  void user_data(const TextFields& fields, std::size_t max) noexcept {
    const std::size_t header = fields.elements.empty() ? 0 : fields.elements.size() + 1;
    const bool packed = sms::coding_of_tpdu(fields.data_coding).counts_septets();
    const std::size_t first = packed ? sms::header_septets(header) : header;
    const std::size_t length = first + fields.text.size();
    const std::size_t size = packed ? sms::packed_size(length) : length;
    if (size > max) return fail(EncodeCode::kTooLong);
    octet(static_cast<std::uint8_t>(length));
    const auto to = grow(size);
    if (to.size() != size) return;
    std::fill(to.begin(), to.end(), std::byte{0});
    if (header != 0) {
      to[0] = static_cast<std::byte>(fields.elements.size());
      std::copy(fields.elements.begin(), fields.elements.end(), to.begin() + 1);
    }
    if (packed) {
      sms::pack_septets(fields.text, first, to);
    } else {
      std::copy(fields.text.begin(), fields.text.end(),
                to.begin() + static_cast<std::ptrdiff_t>(first));
    }
  }

  void fail(EncodeCode code) noexcept {
    if (!error_) error_ = code;
  }

  Expected<std::size_t, EncodeCode> result() const noexcept {
    if (error_) return Unexpected<EncodeCode>(*error_);
    return size_;
  }

 private:
  using Value = std::array<std::byte, kMaxAddressSemiOctets / 2>;

  static std::optional<std::size_t> digits(std::string_view text, Value& value) noexcept {
    if (!sms::write_semi_octets(text, value)) return std::nullopt;
    return text.size();
  }

  /// Semi-octets in use, the last of them perhaps in part.
  static std::optional<std::size_t> name_value(std::string_view text, Value& value) noexcept {
    std::array<std::byte, kMaxAddressSemiOctets * 4 / 7> septets;
    const auto count = sms::encode_gsm7(text, septets);
    if (!count || sms::ends_in_padding(std::span(septets).first(*count))) return std::nullopt;
    sms::pack_septets(std::span(septets).first(*count), 0, value);
    return (*count * 7 + 3) / 4;
  }

  /// The next `size` octets of the output; fewer, and an error, when there is no room.
  std::span<std::byte> grow(std::size_t size) noexcept {
    if (error_ || out_.size() - size_ < size) {
      fail(EncodeCode::kNoRoom);
      return {};
    }
    size_ += size;
    return out_.subspan(size_ - size, size);
  }

  std::span<std::byte> out_;
  std::size_t size_ = 0;
  std::optional<EncodeCode> error_;
};

std::uint8_t first_octet(TpduType type, std::uint8_t flags, std::uint8_t own,
                         const TextFields& data) noexcept {
  flags = static_cast<std::uint8_t>(flags & ~(bits::kMessageType | bits::kUserDataHeader | own));
  flags |= spec_of(type).message_type;
  if (!data.elements.empty()) flags |= bits::kUserDataHeader;
  return flags;
}

}  // namespace

Expected<std::size_t, EncodeCode> encode(const DeliverFields& fields,
                                         std::span<std::byte> out) noexcept {
  Writer writer(out);
  writer.octet(first_octet(TpduType::kDeliver, fields.flags, 0, fields.data));
  writer.address(fields.originator);
  writer.octet(fields.protocol_id);
  writer.octet(fields.data.data_coding);
  writer.octets(write_time_stamp(fields.time));
  writer.user_data(fields.data, spec_of(TpduType::kDeliver).max_user_data);
  return writer.result();
}

Expected<std::size_t, EncodeCode> encode(const SubmitFields& fields,
                                         std::span<std::byte> out) noexcept {
  Writer writer(out);
  const auto format = static_cast<unsigned>(fields.validity_format) << 3;
  writer.octet(static_cast<std::uint8_t>(
      first_octet(TpduType::kSubmit, fields.flags, bits::kValidityFormat, fields.data) | format));
  writer.octet(fields.message_reference);
  writer.address(fields.destination);
  writer.octet(fields.protocol_id);
  writer.octet(fields.data.data_coding);
  if (fields.validity.size() != validity_size(fields.validity_format))
    writer.fail(EncodeCode::kBadValidity);
  writer.octets(fields.validity);
  writer.user_data(fields.data, spec_of(TpduType::kSubmit).max_user_data);
  return writer.result();
}

std::array<std::byte, kDeliverErrorReportSize> deliver_error_report(FailureCause cause) noexcept {
  return {std::byte{spec_of(TpduType::kDeliverReport).message_type}, static_cast<std::byte>(cause),
          std::byte{0}};
}

std::array<std::byte, kSubmitErrorReportSize> submit_error_report(
    FailureCause cause, const TimeStamp& received) noexcept {
  std::array<std::byte, kSubmitErrorReportSize> report{
      std::byte{spec_of(TpduType::kSubmitReport).message_type}, static_cast<std::byte>(cause),
      std::byte{0}};
  const auto time = write_time_stamp(received);
  std::copy(time.begin(), time.end(), report.begin() + 3);
  return report;
}

}  // namespace smsfw::tpdu
