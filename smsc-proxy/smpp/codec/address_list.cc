#include "smsc-proxy/smpp/codec/address_list.hh"

#include <algorithm>

#include "smsc-proxy/smpp/codec/big_endian.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"

namespace smsfw::smpp {
namespace {

/// A C-Octet String at the start of `in` inside the lists' bound: its octets with the NUL, 0 where
/// there is no NUL.
std::size_t read_address(std::span<const std::byte> in, std::string_view& out) noexcept {
  const auto window = in.first(std::min(in.size(), kListAddressMax));
  const auto nul = std::find(window.begin(), window.end(), std::byte{0});
  if (nul == window.end()) return 0;
  const auto length = static_cast<std::size_t>(nul - window.begin());
  out = std::string_view(reinterpret_cast<const char*>(in.data()), length);
  return length + 1;
}

}  // namespace

std::size_t read_entry(std::span<const std::byte> in, Destination& out) noexcept {
  if (in.empty()) return 0;
  std::size_t at = 1;
  switch (detail::load_u8(in.data())) {
    case 1:
      if (in.size() < 3) return 0;
      out.flag = DestFlag::kSmeAddress;
      out.ton = detail::load_u8(in.data() + 1);
      out.npi = detail::load_u8(in.data() + 2);
      at = 3;
      break;
    case 2:
      out.flag = DestFlag::kDistributionList;
      out.ton = 0;
      out.npi = 0;
      break;
    default:
      return 0;
  }
  const std::size_t address = read_address(in.subspan(at), out.address);
  return address == 0 ? 0 : at + address;
}

std::size_t read_entry(std::span<const std::byte> in, UnsuccessSme& out) noexcept {
  if (in.size() < 2) return 0;
  out.ton = detail::load_u8(in.data());
  out.npi = detail::load_u8(in.data() + 1);
  const std::size_t address = read_address(in.subspan(2), out.address);
  if (address == 0 || in.size() - 2 - address < 4) return 0;
  out.error = static_cast<CommandStatus>(detail::load_u32(in.data() + 2 + address));
  return 2 + address + 4;
}

}  // namespace smsfw::smpp
