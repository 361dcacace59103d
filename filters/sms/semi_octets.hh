#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace smsfw::sms {

/// The semi-octet that fills an odd number of digits up, and ends one.
inline constexpr std::uint8_t kFiller = 0xF;

/// Semi-octet `index` of `octets`, which must hold it: the lower half of an octet first.
constexpr std::uint8_t semi_octet_at(std::span<const std::byte> octets,
                                     std::size_t index) noexcept {
  const auto octet = std::to_integer<unsigned>(octets[index / 2]);
  return static_cast<std::uint8_t>(index % 2 == 0 ? octet & 0xF : octet >> 4);
}

/// Two decimal digits in one octet, the tens first (3GPP TS 23.040 §9.2.3.11); nothing where one of
/// them is no digit.
constexpr std::optional<std::uint8_t> two_digits(std::byte octet) noexcept {
  const unsigned tens = std::to_integer<unsigned>(octet) & 0xF;
  const unsigned ones = std::to_integer<unsigned>(octet) >> 4;
  if (tens > 9 || ones > 9) return std::nullopt;
  return static_cast<std::uint8_t>(tens * 10 + ones);
}

/// What read_semi_octets() found.
struct SemiOctets {
  std::size_t size = 0;  ///< Characters written.
  /// The digits ended at a filler before the number of digits that was asked for.
  bool early_filler = false;
  /// Something other than a filler stands behind the end: in the last octet's upper half behind an
  /// odd number of digits, or behind an early filler.
  bool hidden_digits = false;
  /// `out` was too small; what stands in it is the start.
  bool cut = false;
};

/// Reads digits in semi-octets, the lower half of an octet first: 0-9, 10 '*', 11 '#', 12-14 'a' to
/// 'c', 15 filler (3GPP TS 23.040 §9.1.2.3, TS 29.002 §17.7.8 TBCD-STRING). Reads `digits` of them,
/// or as many as `octets` hold, and stops at a filler as at an end mark, as handsets do.
SemiOctets read_semi_octets(std::span<const std::byte> octets, std::size_t digits,
                            std::span<char> out) noexcept;

/// Octets that `digits` take.
constexpr std::size_t semi_octets_size(std::size_t digits) noexcept {
  return (digits + 1) / 2;
}

/// Writes `digits` (0-9, '*', '#', 'a' to 'c') to the start of `out`, with a filler behind an odd
/// number, and returns the octets. Nothing when a character has no semi-octet or `out` is too
/// small.
std::optional<std::size_t> write_semi_octets(std::string_view digits,
                                             std::span<std::byte> out) noexcept;

}  // namespace smsfw::sms
