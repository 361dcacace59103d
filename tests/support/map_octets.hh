#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

// What the tests of TCAP, MAP and the relay write messages with.

namespace smsfw::ss7::testing {

/// Where encoders write to.
inline std::array<std::byte, 512> buffer;

/// What an encoder wrote to the buffer, kept to the end of the test program.
template <class Encoded>
const Octets& written(const Encoded& size) {
  REQUIRE(size);
  return keep(Octets(buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(*size)));
}

inline MapAddress address(std::string_view digits, MapNature nature = MapNature::kInternational) {
  const auto made = MapAddressOctets::make(nature, MapPlan::kIsdn, digits);
  REQUIRE(made);
  return MapAddress(keep(Octets(made->view().begin(), made->view().end())));
}

inline Tbcd imsi(std::string_view digits) {
  return Tbcd(written(encode_tbcd(digits, buffer)));
}

/// The contents of the OBJECT IDENTIFIER of one of MAP's application contexts.
inline Octets context_name(std::uint8_t id, MapVersion version) {
  return {std::byte{4},
          std::byte{0},
          std::byte{0},
          std::byte{1},
          std::byte{0},
          static_cast<std::byte>(id),
          static_cast<std::byte>(version)};
}

/// An SCCP address with an international Global Title.
inline Octets party(std::string_view digits, std::uint8_t subsystem) {
  const auto made = SccpAddressOctets::title(digits, subsystem);
  REQUIRE(made);
  return {made->view().begin(), made->view().end()};
}

/// A TCAP message in a UDT from SSN 6 (HLR) to SSN 8 (MSC).
inline Octets in_udt(const Octets& tcap) {
  REQUIRE(tcap.size() < 256);
  Octets udt = from_hex("09 00 03 05 07 02 4208 02 4206");
  udt.push_back(static_cast<std::byte>(tcap.size()));
  udt.insert(udt.end(), tcap.begin(), tcap.end());
  return udt;
}

}  // namespace smsfw::ss7::testing
