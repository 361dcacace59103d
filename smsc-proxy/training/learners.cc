#include "smsc-proxy/training/learners.hh"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "smsc-proxy/training/random_order.hh"

namespace smsfw::training {
namespace {

using Kind = LearnerSetting::Kind;

/// log(P(feature | unwanted) / P(feature | wanted)), smoothed by half a message. 0 for what no
/// example has.
Weights log_ratios(const Selection& from) {
  std::vector<double> unwanted(kFeatureCount, 0.5);
  std::vector<double> wanted(kFeatureCount, 0.5);
  double messages_unwanted = 1;
  double messages_wanted = 1;
  for (const Example* example : from) {
    (example->unwanted ? messages_unwanted : messages_wanted) += 1;
    std::vector<double>& counts = example->unwanted ? unwanted : wanted;
    for (const std::uint32_t feature : example->features)
      counts[feature] += 1;
  }
  Weights made(kFeatureCount, 0);
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (unwanted[i] + wanted[i] <= 1) continue;
    made[i] = static_cast<float>(
        std::log((unwanted[i] / messages_unwanted) / (wanted[i] / messages_wanted)));
  }
  return made;
}

/// Dual coordinate descent for the L2-regularised L2-loss machine. `scale` multiplies each
/// feature's value; the weights are those of the unscaled values.
class Machine {
 public:
  Machine(const Selection& from, const Weights& scale, double cost, const TrainingSetting& setting)
      : from_(from), scale_(scale), random_(setting.seed), weights_(kFeatureCount, 0) {
    for (const Example* example : from) {
      const double own = example->unwanted ? cost * setting.unwanted_weight : cost;
      Dual dual;
      dual.diagonal = 0.5 / own;
      dual.square = dual.diagonal;
      for (const std::uint32_t feature : example->features) {
        const double value = value_of(*example, feature);
        dual.square += value * value;
      }
      duals_.push_back(dual);
    }
  }

  Weights run() {
    constexpr std::size_t kPasses = 60;
    constexpr double kClose = 0.01;
    std::vector<std::uint32_t> order(from_.size());
    std::iota(order.begin(), order.end(), 0U);
    for (std::size_t pass = 0; pass < kPasses; ++pass) {
      random_.shuffle(order);
      double steepest = 0;
      for (const std::uint32_t i : order)
        steepest = std::max(steepest, step(*from_[i], duals_[i]));
      if (steepest < kClose) break;
    }
    for (std::size_t i = 0; i < kFeatureCount; ++i)
      weights_[i] *= scale_[i];
    return std::move(weights_);
  }

 private:
  struct Dual {
    double alpha = 0;
    double diagonal = 0;
    double square = 0;
  };

  double value_of(const Example& example, std::uint32_t feature) const noexcept {
    return static_cast<double>(example.value(feature)) * static_cast<double>(scale_[feature]);
  }

  /// One coordinate; its projected gradient.
  double step(const Example& example, Dual& dual) noexcept {
    const double side = example.unwanted ? 1 : -1;
    double product = 0;
    for (const std::uint32_t feature : example.features)
      product += static_cast<double>(weights_[feature]) * value_of(example, feature);
    const double gradient = side * product - 1 + dual.alpha * dual.diagonal;
    const double projected = dual.alpha == 0 ? std::min(gradient, 0.0) : gradient;
    if (std::abs(projected) < 1e-12) return 0;
    const double before = dual.alpha;
    dual.alpha = std::max(dual.alpha - gradient / dual.square, 0.0);
    const double change = (dual.alpha - before) * side;
    for (const std::uint32_t feature : example.features)
      weights_[feature] += static_cast<float>(change * value_of(example, feature));
    return std::abs(projected);
  }

  const Selection& from_;
  const Weights& scale_;
  RandomOrder random_;
  Weights weights_;
  std::vector<Dual> duals_;
};

/// How much each n-gram tells apart; facts are few, and count as they are.
Weights scales(const Weights& ratios) {
  constexpr float kLeast = 0.05F;
  Weights made(kFeatureCount, 1);
  for (std::size_t i = 0; i < model::kNgramCount; ++i)
    made[i] = std::abs(ratios[i]) + kLeast;
  return made;
}

void standardise(const Selection& from, Weights& weights) {
  double sum = 0;
  double squares = 0;
  for (const Example* example : from) {
    const double score = score_of(*example, weights);
    sum += score;
    squares += score * score;
  }
  const auto count = static_cast<double>(std::max<std::size_t>(from.size(), 1));
  const double variance = std::max(squares / count - sum / count * (sum / count), 1e-9);
  const auto factor = static_cast<float>(1 / std::sqrt(variance));
  for (float& weight : weights)
    weight *= factor;
}

}  // namespace

Weights weights_of(const model::ModelContent& content) {
  Weights made(kFeatureCount);
  for (std::size_t i = 0; i < model::kNgramCount; ++i)
    made[i] = content.scale * static_cast<float>(content.ngrams[i]);
  for (std::size_t fact = 0; fact < model::kFactCount; ++fact)
    made[model::kNgramCount + fact] = content.facts[fact] / model::group_of(fact).value;
  return made;
}

double score_of(const Example& example, const Weights& weights) noexcept {
  double score = 0;
  for (const std::uint32_t feature : example.features)
    score += static_cast<double>(weights[feature]) * static_cast<double>(example.value(feature));
  return score;
}

Weights learn(const Selection& from, const LearnerSetting& learner,
              const TrainingSetting& setting) {
  Weights made;
  if (learner.kind == Kind::kSvm) {
    made = Machine(from, Weights(kFeatureCount, 1), learner.cost, setting).run();
  } else {
    Weights ratios = log_ratios(from);
    if (learner.kind == Kind::kRatio) {
      // The ratios of facts would be counted twice: facts go with each other.
      std::fill(ratios.begin() + model::kNgramCount, ratios.end(), 0.0F);
      made = std::move(ratios);
    } else {
      made = Machine(from, scales(ratios), learner.cost, setting).run();
    }
  }
  standardise(from, made);
  return made;
}

Weights learn_all(const Selection& from, const TrainingSetting& setting) {
  Weights sum(kFeatureCount, 0);
  for (const LearnerSetting& learner : kLearners) {
    const Weights one = learn(from, learner, setting);
    for (std::size_t i = 0; i < kFeatureCount; ++i)
      sum[i] += one[i] / static_cast<float>(std::size(kLearners));
  }
  return sum;
}

}  // namespace smsfw::training
