#include "smsc-proxy/training/recall.hh"

#include <algorithm>
#include <functional>

#include "smsc-proxy/training/random_order.hh"

namespace smsfw::training {
namespace {

using Recalls = std::array<double, kFalsePositiveRates.size()>;

/// The score that at most `rate` of `wanted`, highest first, exceed.
double threshold_at(const std::vector<double>& wanted, double rate) noexcept {
  const auto allowed = static_cast<std::size_t>(rate * static_cast<double>(wanted.size()));
  return wanted[std::min(allowed, wanted.size() - 1)];
}

/// Both highest first.
Recalls recalls(const std::vector<double>& wanted, const std::vector<double>& unwanted) noexcept {
  Recalls made{};
  for (std::size_t i = 0; i < made.size(); ++i) {
    const double threshold = threshold_at(wanted, kFalsePositiveRates[i]);
    const auto above = std::find_if(unwanted.begin(), unwanted.end(),
                                    [threshold](double score) { return score <= threshold; });
    made[i] = static_cast<double>(above - unwanted.begin()) / static_cast<double>(unwanted.size());
  }
  return made;
}

std::vector<double> drawn(const std::vector<double>& from, RandomOrder& random) {
  std::vector<double> made(from.size());
  for (double& score : made)
    score = from[random.below(from.size())];
  std::sort(made.begin(), made.end(), std::greater<>());
  return made;
}

}  // namespace

std::array<Recall, kFalsePositiveRates.size()> recall_of(const std::vector<Scored>& scored,
                                                         std::uint64_t seed) {
  std::array<Recall, kFalsePositiveRates.size()> made{};
  std::vector<double> wanted;
  std::vector<double> unwanted;
  for (const Scored& one : scored)
    (one.unwanted ? unwanted : wanted).push_back(one.score);
  if (wanted.empty() || unwanted.empty()) return made;
  std::sort(wanted.begin(), wanted.end(), std::greater<>());
  std::sort(unwanted.begin(), unwanted.end(), std::greater<>());
  const Recalls measured = recalls(wanted, unwanted);

  constexpr std::size_t kSamples = 1'000;
  RandomOrder random(seed);
  std::array<std::vector<double>, kFalsePositiveRates.size()> samples;
  for (std::size_t i = 0; i < kSamples; ++i) {
    const std::vector<double> some_wanted = drawn(wanted, random);
    const Recalls one = recalls(some_wanted, drawn(unwanted, random));
    for (std::size_t rate = 0; rate < one.size(); ++rate)
      samples[rate].push_back(one[rate]);
  }
  for (std::size_t rate = 0; rate < made.size(); ++rate) {
    std::sort(samples[rate].begin(), samples[rate].end());
    made[rate] = {measured[rate], samples[rate][kSamples / 40], samples[rate][kSamples * 39 / 40],
                  threshold_at(wanted, kFalsePositiveRates[rate])};
  }
  return made;
}

}  // namespace smsfw::training
