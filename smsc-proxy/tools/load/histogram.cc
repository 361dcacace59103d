#include "smsc-proxy/tools/load/histogram.hh"

#include <algorithm>
#include <bit>
#include <cmath>

namespace smsfw::load {

std::size_t Histogram::bucket(std::uint64_t value) noexcept {
  if (value < kSub) return static_cast<std::size_t>(value);
  // The value's highest kSubBits + 1 bits choose the place inside its octave.
  const unsigned shift = static_cast<unsigned>(std::bit_width(value)) - (kSubBits + 1);
  return (shift + 1) * kSub + static_cast<std::size_t>((value >> shift) - kSub);
}

std::uint64_t Histogram::upper_edge(std::size_t bucket) noexcept {
  if (bucket < kSub) return bucket;
  const auto shift = bucket / kSub - 1;
  const std::uint64_t lower = (kSub + bucket % kSub) << shift;
  return lower + ((std::uint64_t{1} << shift) - 1);
}

void Histogram::add(std::uint64_t value) noexcept {
  ++buckets_[bucket(value)];
  ++count_;
  max_ = std::max(max_, value);
  sum_ += static_cast<double>(value);
}

void Histogram::add_all(const Histogram& other) noexcept {
  for (std::size_t i = 0; i < kBuckets; ++i)
    buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  max_ = std::max(max_, other.max_);
  sum_ += other.sum_;
}

void Histogram::clear() noexcept {
  buckets_.fill(0);
  count_ = max_ = 0;
  sum_ = 0;
}

double Histogram::mean() const noexcept {
  return count_ == 0 ? 0.0 : sum_ / static_cast<double>(count_);
}

std::uint64_t Histogram::quantile(double share) const noexcept {
  if (count_ == 0) return 0;
  const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
  const auto rank = std::max<std::uint64_t>(1, static_cast<std::uint64_t>(wanted));
  std::uint64_t seen = 0;
  for (std::size_t i = 0; i < kBuckets; ++i) {
    seen += buckets_[i];
    if (seen >= rank) return std::min(upper_edge(i), max_);
  }
  return max_;
}

}  // namespace smsfw::load
