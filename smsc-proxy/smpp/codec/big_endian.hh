#pragma once

#include <cstddef>
#include <cstdint>

namespace smsfw::smpp::detail {

// Network byte order at a pointer. The caller has checked the bounds.

inline std::uint8_t load_u8(const std::byte* at) noexcept {
  return std::to_integer<std::uint8_t>(*at);
}

inline std::uint16_t load_u16(const std::byte* at) noexcept {
  return static_cast<std::uint16_t>((std::to_integer<unsigned>(at[0]) << 8U) |
                                    std::to_integer<unsigned>(at[1]));
}

inline std::uint32_t load_u32(const std::byte* at) noexcept {
  return (std::to_integer<std::uint32_t>(at[0]) << 24U) |
         (std::to_integer<std::uint32_t>(at[1]) << 16U) |
         (std::to_integer<std::uint32_t>(at[2]) << 8U) | std::to_integer<std::uint32_t>(at[3]);
}

inline void store_u16(std::byte* at, std::uint16_t value) noexcept {
  at[0] = static_cast<std::byte>(value >> 8U);
  at[1] = static_cast<std::byte>(value & 0xFFU);
}

inline void store_u32(std::byte* at, std::uint32_t value) noexcept {
  at[0] = static_cast<std::byte>(value >> 24U);
  at[1] = static_cast<std::byte>((value >> 16U) & 0xFFU);
  at[2] = static_cast<std::byte>((value >> 8U) & 0xFFU);
  at[3] = static_cast<std::byte>(value & 0xFFU);
}

}  // namespace smsfw::smpp::detail
