#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "smsc-proxy/training/example.hh"

namespace smsfw::training {

/// The part of a corpus that is learnt from.
using Selection = std::vector<const Example*>;

/// How one linear learner is set.
struct LearnerSetting {
  enum class Kind : std::uint8_t {
    /// Support vector machine with squared hinge loss, by dual coordinate descent (Hsieh et al.,
    /// ICML 2008).
    kSvm,
    /// The same on features scaled by how much they tell apart, |log ratio| (Wang and Manning, ACL
    /// 2012): on few and short texts far better than either alone.
    kScaledSvm,
    /// The log ratios themselves: multinomial naive Bayes on presence.
    kRatio,
  };
  Kind kind = Kind::kSvm;
  double cost = 1;  ///< C of the support vector machine.
};

/// The learners whose mean is the model. Each errs elsewhere; measured against each alone in
/// docs/design/model.md.
inline constexpr LearnerSetting kLearners[] = {
    {LearnerSetting::Kind::kSvm, 1},       {LearnerSetting::Kind::kSvm, 10},
    {LearnerSetting::Kind::kScaledSvm, 1}, {LearnerSetting::Kind::kScaledSvm, 0.05},
    {LearnerSetting::Kind::kRatio, 0},
};

struct TrainingSetting {
  std::uint64_t seed = 1;
  /// What an error on an unwanted message costs, against one on a wanted message.
  double unwanted_weight = 1;
};

/// The same for the same selection, setting and seed. Its scores have deviation 1 on the selection.
Weights learn(const Selection& from, const LearnerSetting& learner, const TrainingSetting& setting);

/// The mean of kLearners.
Weights learn_all(const Selection& from, const TrainingSetting& setting);

/// The weights of a model file, as training knows them.
Weights weights_of(const model::ModelContent& content);

double score_of(const Example& example, const Weights& weights) noexcept;

}  // namespace smsfw::training
