#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "filters/model/ngram_walk.hh"

namespace smsfw::model {

/// Which n-grams of a text have been seen. Two that share their lowest bits count as one: few of a
/// message do, always the same, in training as in service.
class DistinctNgrams {
 public:
  /// True the first time.
  bool add(std::uint32_t ngram) noexcept {
    std::uint64_t& word = seen_[(ngram >> 6) % kWords];
    const std::uint64_t bit = std::uint64_t{1} << (ngram & 63);
    const bool fresh = (word & bit) == 0;
    word |= bit;
    return fresh;
  }

 private:
  static constexpr std::size_t kWords = 512;
  std::array<std::uint64_t, kWords> seen_{};
};

}  // namespace smsfw::model
