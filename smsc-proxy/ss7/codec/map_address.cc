#include "smsc-proxy/ss7/codec/map_address.hh"

#include "filters/sms/semi_octets.hh"

namespace smsfw::ss7 {

MapDigits Tbcd::digits() const noexcept {
  std::array<char, kMaxMapDigits> text;
  const auto read = sms::read_semi_octets(octets_, 2 * octets_.size(), text);
  MapDigits out;
  out.assign({text.data(), read.size});
  return out;
}

bool Tbcd::plain() const noexcept {
  const std::size_t count = 2 * octets_.size();
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint8_t value = sms::semi_octet_at(octets_, i);
    if (value > 9 && !(value == sms::kFiller && i + 1 == count)) return false;
  }
  return true;
}

void check_address(MapAddress address, std::size_t max, BerFindings& findings) noexcept {
  if (!address.present() || address.octets().size() > max || address.extended()) {
    findings.add(BerFinding::kValueOutOfRange);
  }
  if (!address.number().plain()) findings.add(BerFinding::kBadDigits);
}

void check_imsi(Tbcd imsi, BerFindings& findings) noexcept {
  if (imsi.octets().size() < kMinImsi || imsi.octets().size() > kMaxImsi) {
    findings.add(BerFinding::kValueOutOfRange);
  }
  if (!imsi.plain()) findings.add(BerFinding::kBadDigits);
}

BerEncoded encode_tbcd(std::string_view digits, std::span<std::byte> out) noexcept {
  if (out.size() < sms::semi_octets_size(digits.size())) return refuse(BerEncodeCode::kNoRoom);
  const auto size = sms::write_semi_octets(digits, out);
  if (!size) return refuse(BerEncodeCode::kBadValue);
  return *size;
}

Expected<MapAddressOctets, BerEncodeError> MapAddressOctets::make(
    MapNature nature, MapPlan plan, std::string_view digits) noexcept {
  MapAddressOctets result;
  result.octets_[0] = static_cast<std::byte>(0x80U | static_cast<unsigned>(nature) << 4U |
                                             static_cast<unsigned>(plan));
  const auto size = encode_tbcd(digits, std::span<std::byte>(result.octets_).subspan(1));
  if (!size) {
    const bool room = size.error().code == BerEncodeCode::kNoRoom;
    return Unexpected<BerEncodeError>(
        BerEncodeError{room ? BerEncodeCode::kTooLong : BerEncodeCode::kBadValue});
  }
  result.size_ = 1 + *size;
  return result;
}

}  // namespace smsfw::ss7
