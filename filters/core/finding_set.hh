#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace smsfw {

/// Findings of one message or value: a bit for each of an enumeration that counts from 0 and ends
/// with kCount. A plain value; nothing allocates.
template <class Kind>
class FindingSet {
 public:
  static constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::kCount);
  static_assert(kKinds <= 64);

  constexpr void add(Kind finding) noexcept { bits_ |= bit(finding); }
  constexpr void add(FindingSet others) noexcept { bits_ |= others.bits_; }
  constexpr void clear() noexcept { bits_ = 0; }
  constexpr bool has(Kind finding) const noexcept { return (bits_ & bit(finding)) != 0; }
  constexpr bool any() const noexcept { return bits_ != 0; }
  /// True where nothing but `finding` was found.
  constexpr bool only(Kind finding) const noexcept { return bits_ == bit(finding); }
  constexpr std::size_t count() const noexcept {
    return static_cast<std::size_t>(std::popcount(bits_));
  }
  friend constexpr bool operator==(const FindingSet&, const FindingSet&) = default;

 private:
  using Bits = std::conditional_t<(kKinds <= 32), std::uint32_t, std::uint64_t>;

  static constexpr Bits bit(Kind finding) noexcept {
    return Bits{1} << static_cast<unsigned>(finding);
  }

  Bits bits_ = 0;
};

}  // namespace smsfw
