#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::brand {

/// Longest name, and longest part of a host, that is compared.
inline constexpr std::size_t kMaxName = 63;

/// A name as a hasty reader sees it: what looks alike within ASCII is one character. Digits are the
/// letters that they stand for; i, l and 1 are one, and so are rn and m, vv and w, cl and d.
struct ConfusableForm {
  char text[kMaxName + 1];
  std::uint8_t size = 0;
  /// Which characters are in it: bit 0 to 25 letters, 26 others.
  std::uint32_t letters = 0;

  std::string_view view() const noexcept { return {text, size}; }
};

/// Of lower-case ASCII; at most kMaxName octets of it are read. Never longer than it.
ConfusableForm confusable_form(std::string_view name) noexcept;

/// True where `a` becomes `b` with at most `most` (1 or 2) insertions, deletions, substitutions and
/// swaps of neighbours, no place edited twice (optimal string alignment). Both of kMaxName octets
/// at most; longer ones are too far.
bool within_distance(std::string_view a, std::string_view b, unsigned most) noexcept;

}  // namespace smsfw::brand
