#include "smsc-proxy/smpp/codec/tlv_range.hh"

#include "smsc-proxy/smpp/codec/big_endian.hh"

namespace smsfw::smpp {

std::optional<std::uint8_t> Tlv::u8() const noexcept {
  if (value_.size() != 1) return std::nullopt;
  return detail::load_u8(value_.data());
}

std::optional<std::uint16_t> Tlv::u16() const noexcept {
  if (value_.size() != 2) return std::nullopt;
  return detail::load_u16(value_.data());
}

std::optional<std::uint32_t> Tlv::u32() const noexcept {
  if (value_.size() != 4) return std::nullopt;
  return detail::load_u32(value_.data());
}

std::string_view Tlv::text() const noexcept {
  if (value_.empty()) return {};
  const std::string_view all(reinterpret_cast<const char*>(value_.data()), value_.size());
  return all.substr(0, all.find('\0'));
}

bool Tlv::length_ok() const noexcept {
  const TlvSpec* spec = find_tlv_spec(tag_);
  return spec == nullptr ||
         (value_.size() >= spec->min_length && value_.size() <= spec->max_length);
}

std::size_t read_entry(std::span<const std::byte> in, Tlv& out) noexcept {
  if (in.size() < kTlvHeaderSize) return 0;
  const std::size_t length = detail::load_u16(in.data() + 2);
  if (in.size() - kTlvHeaderSize < length) return 0;
  out = Tlv(static_cast<TlvTag>(detail::load_u16(in.data())), in.subspan(kTlvHeaderSize, length));
  return kTlvHeaderSize + length;
}

std::optional<Tlv> TlvRange::find(TlvTag tag) const noexcept {
  for (const Tlv& tlv : *this) {
    if (tlv.tag() == tag) return tlv;
  }
  return std::nullopt;
}

std::size_t TlvRange::count(TlvTag tag) const noexcept {
  std::size_t found = 0;
  for (const Tlv& tlv : *this) {
    if (tlv.tag() == tag) ++found;
  }
  return found;
}

}  // namespace smsfw::smpp
