#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace smsfw::training {

/// Shares of wanted messages that may be taken for unwanted ones.
inline constexpr std::array<double, 4> kFalsePositiveRates{0.001, 0.002, 0.005, 0.01};

struct Scored {
  double score = 0;
  bool unwanted = false;
};

struct Recall {
  double recall = 0;  ///< Share of the unwanted above the threshold.
  double low = 0;     ///< 95 % by bootstrap.
  double high = 0;
  double threshold = 0;
};

/// At each of kFalsePositiveRates: the threshold is the lowest that at most that share of the
/// wanted messages exceeds. `seed`: of the bootstrap, 1,000 samples with both kinds drawn apart.
/// All 0 where either kind is missing.
std::array<Recall, kFalsePositiveRates.size()> recall_of(const std::vector<Scored>& scored,
                                                         std::uint64_t seed);

}  // namespace smsfw::training
