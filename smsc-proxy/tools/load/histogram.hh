#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace smsfw::load {

/// Counts of values in log-linear buckets: below 256 exact, above within 1/128 of the value. Fixed
/// size, any 64-bit value, no allocation.
class Histogram {
 public:
  void add(std::uint64_t value) noexcept;
  void add_all(const Histogram& other) noexcept;
  void clear() noexcept;

  std::uint64_t count() const noexcept { return count_; }
  std::uint64_t max() const noexcept { return max_; }
  double mean() const noexcept;
  /// The smallest bucket edge that `share` (0 to 1) of the values do not exceed, never above max();
  /// 0 where nothing was counted.
  std::uint64_t quantile(double share) const noexcept;

 private:
  static constexpr unsigned kSubBits = 7;
  static constexpr std::size_t kSub = std::size_t{1} << kSubBits;
  static constexpr std::size_t kBuckets = (64 - kSubBits + 1) * kSub;

  static std::size_t bucket(std::uint64_t value) noexcept;
  static std::uint64_t upper_edge(std::size_t bucket) noexcept;

  std::array<std::uint64_t, kBuckets> buckets_{};
  std::uint64_t count_ = 0;
  std::uint64_t max_ = 0;
  double sum_ = 0;
};

}  // namespace smsfw::load
