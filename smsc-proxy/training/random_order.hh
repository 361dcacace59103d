#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace smsfw::training {

/// Numbers that are the same everywhere for one seed (SplitMix64).
class RandomOrder {
 public:
  explicit RandomOrder(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() noexcept {
    std::uint64_t mixed = (state_ += 0x9E37'79B9'7F4A'7C15);
    mixed = (mixed ^ mixed >> 30) * 0xBF58'476D'1CE4'E5B9;
    mixed = (mixed ^ mixed >> 27) * 0x94D0'49BB'1331'11EB;
    return mixed ^ mixed >> 31;
  }
  /// Below `bound`, which is not 0 and below 2^32.
  std::size_t below(std::size_t bound) noexcept {
    return static_cast<std::size_t>(((next() >> 32) * static_cast<std::uint64_t>(bound)) >> 32);
  }
  template <class T>
  void shuffle(std::vector<T>& items) noexcept {
    for (std::size_t left = items.size(); left > 1; --left)
      std::swap(items[left - 1], items[below(left)]);
  }

 private:
  std::uint64_t state_;
};

}  // namespace smsfw::training
