#include "smsc-proxy/training/trainer.hh"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <map>
#include <thread>

#include "smsc-proxy/training/calibrate.hh"
#include "smsc-proxy/training/random_order.hh"

namespace smsfw::training {
namespace {

/// Calls `task(i)` for each i below `count`, on as many threads as there are processors.
template <class Task>
void on_all_processors(std::size_t count, Task&& task) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < count; i = next++)
      task(i);
  };
  const std::size_t threads =
      std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
  std::vector<std::jthread> others;
  for (std::size_t i = 1; i < threads; ++i)
    others.emplace_back(work);
  work();
}

/// Eight bits each. The few heaviest are cut, so that the others keep their differences.
void make_small(const Weights& weights, model::ModelContent& content) {
  std::vector<float> sizes;
  for (std::size_t i = 0; i < model::kNgramCount; ++i) {
    if (weights[i] != 0) sizes.push_back(std::abs(weights[i]));
  }
  constexpr int kMost = std::numeric_limits<std::int8_t>::max();
  float largest = 1;
  if (!sizes.empty()) {
    const auto place = static_cast<std::ptrdiff_t>(static_cast<double>(sizes.size()) * 0.9999);
    const auto at = sizes.begin() + std::min<std::ptrdiff_t>(place, std::ssize(sizes) - 1);
    std::nth_element(sizes.begin(), at, sizes.end());
    largest = *at;
  }
  content.scale = largest / kMost;
  content.ngrams.resize(model::kNgramCount);
  for (std::size_t i = 0; i < model::kNgramCount; ++i) {
    const float rounded = std::round(weights[i] / content.scale);
    content.ngrams[i] = static_cast<std::int8_t>(
        std::clamp(rounded, -static_cast<float>(kMost), static_cast<float>(kMost)));
  }
  for (std::size_t fact = 0; fact < model::kFactCount; ++fact) {
    content.facts[fact] = weights[model::kNgramCount + fact] * model::group_of(fact).value;
  }
}

/// For each slot the language that has it more often than any other, and by how much.
std::vector<model::LanguageVote> votes_of(const Corpus& corpus) {
  const std::size_t languages = corpus.languages.size();
  std::vector<std::vector<double>> shares(languages, std::vector<double>(model::kVoteCount, 0));
  std::vector<double> totals(languages, 1);
  for (const Example& example : corpus.examples) {
    for (const std::uint32_t slot : example.trigrams)
      shares[example.language][slot] += 1;
    totals[example.language] += static_cast<double>(example.trigrams.size());
  }
  std::vector<model::LanguageVote> made(model::kVoteCount);
  constexpr double kSmoothing = 1e-5;
  for (std::size_t slot = 0; slot < model::kVoteCount; ++slot) {
    double best = kSmoothing;
    double second = kSmoothing;
    for (std::size_t language = 1; language < languages; ++language) {
      const double share = shares[language][slot] / totals[language] + kSmoothing;
      if (share > best) {
        second = best;
        best = share;
        made[slot].language = static_cast<std::uint8_t>(language);
      } else {
        second = std::max(second, share);
      }
    }
    constexpr double kVotesPerFactor = 16;
    made[slot].votes = static_cast<std::uint8_t>(
        std::min(std::round(kVotesPerFactor * std::log(best / second)), 255.0));
  }
  return made;
}

std::vector<model::Calibration> calibrations_of(const Corpus& corpus,
                                                const std::vector<double>& scores) {
  constexpr std::size_t kEnough = 40;  // of either kind
  std::vector<Scored> all;
  std::vector<std::vector<Scored>> by_language(corpus.languages.size());
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const Example& example = corpus.examples[i];
    all.push_back({scores[i], example.unwanted});
    by_language[example.language].push_back(all.back());
  }
  const LogisticFit common = fit_logistic(all);
  std::vector<model::Calibration> made;
  for (std::size_t i = 0; i < corpus.languages.size(); ++i) {
    const auto unwanted =
        static_cast<std::size_t>(std::count_if(by_language[i].begin(), by_language[i].end(),
                                               [](const Scored& one) { return one.unwanted; }));
    const bool enough =
        i != 0 && unwanted >= kEnough && by_language[i].size() - unwanted >= kEnough;
    const LogisticFit fit = enough ? fit_logistic(by_language[i]) : common;
    model::Calibration calibration;
    calibration.language.assign(corpus.languages[i]);
    calibration.slope = static_cast<float>(fit.slope);
    calibration.shift = static_cast<float>(fit.shift);
    made.push_back(calibration);
  }
  return made;
}

}  // namespace

std::vector<std::size_t> folds_of(const Corpus& corpus, std::size_t folds, std::uint64_t seed) {
  std::vector<std::uint64_t> shapes;
  for (const Example& example : corpus.examples)
    shapes.push_back(example.shape);
  std::sort(shapes.begin(), shapes.end());
  shapes.erase(std::unique(shapes.begin(), shapes.end()), shapes.end());
  RandomOrder(seed).shuffle(shapes);
  std::map<std::uint64_t, std::size_t> fold_of;
  for (std::size_t i = 0; i < shapes.size(); ++i)
    fold_of[shapes[i]] = i % folds;
  std::vector<std::size_t> made;
  for (const Example& example : corpus.examples)
    made.push_back(fold_of[example.shape]);
  return made;
}

std::vector<double> cross_scores(const Corpus& corpus, const std::vector<std::size_t>& fold,
                                 const TrainingSetting& setting) {
  std::vector<double> scores(corpus.examples.size(), 0);
  const std::size_t folds = fold.empty() ? 0 : *std::max_element(fold.begin(), fold.end()) + 1;
  on_all_processors(folds, [&](std::size_t left_out) {
    Selection selection;
    for (std::size_t i = 0; i < fold.size(); ++i) {
      if (fold[i] != left_out) selection.push_back(&corpus.examples[i]);
    }
    const Weights weights = learn_all(selection, setting);
    for (std::size_t i = 0; i < fold.size(); ++i) {
      if (fold[i] == left_out) scores[i] = score_of(corpus.examples[i], weights);
    }
  });
  return scores;
}

model::ModelContent train(const Corpus& corpus, const std::vector<double>& scores,
                          const TrainingSetting& setting) {
  Selection selection;
  for (const Example& example : corpus.examples)
    selection.push_back(&example);
  model::ModelContent made;
  make_small(learn_all(selection, setting), made);
  made.votes = votes_of(corpus);
  made.calibrations = calibrations_of(corpus, scores);
  return made;
}

}  // namespace smsfw::training
