#pragma once

#include <cstdint>

namespace smsfw::ss7 {

/// The version of a MAP operation package: that of the application context, and 1 without one.
enum class MapVersion : std::uint8_t { k1 = 1, k2 = 2, k3 = 3 };

/// A set of versions: bit 0 is version 1.
using MapVersions = std::uint8_t;

inline constexpr MapVersions kV1 = 1;
inline constexpr MapVersions kV2 = 2;
inline constexpr MapVersions kV3 = 4;
inline constexpr MapVersions kV12 = kV1 | kV2;
inline constexpr MapVersions kV23 = kV2 | kV3;
inline constexpr MapVersions kV123 = kV1 | kV2 | kV3;

constexpr bool has_version(MapVersions set, MapVersion version) noexcept {
  return (set >> (static_cast<unsigned>(version) - 1U) & 1U) != 0;
}

}  // namespace smsfw::ss7
