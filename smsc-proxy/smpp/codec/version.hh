#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw::smpp {

/// The SMPP version that brought a PDU, field, TLV or status; the value is interface_version's.
enum class Version : std::uint8_t { k34 = 0x34, k50 = 0x50 };

constexpr std::string_view to_string(Version version) noexcept {
  return version == Version::k50 ? "5.0" : "3.4";
}

}  // namespace smsfw::smpp
