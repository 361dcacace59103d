#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "filters/core/sms_context.hh"
#include "filters/model/linear_model.hh"

namespace smsfw::training {

/// Weights of one model before they are made small: n-grams, then facts.
inline constexpr std::size_t kFeatureCount = model::kNgramCount + model::kFactCount;
using Weights = std::vector<float>;

/// One labelled message, as the model sees it.
struct Example {
  std::vector<std::uint32_t> features;  ///< Distinct; facts are kNgramCount + the fact.
  std::vector<std::uint32_t> trigrams;  ///< Slots of its votes, as often as they vote.
  float ngram_value = 0;                ///< What each n-gram counts; a fact counts its group's.
  bool unwanted = false;
  std::uint8_t language = 0;  ///< Index in Corpus::languages.
  std::uint16_t source = 0;   ///< Index in Corpus::sources.
  std::uint64_t shape = 0;    ///< Equal for texts that differ in digits and spaces alone.

  float value(std::uint32_t feature) const noexcept {
    if (feature < model::kNgramCount) return ngram_value;
    return model::group_of(feature - model::kNgramCount).value;
  }
};

/// Messages of one training or one evaluation.
struct Corpus {
  std::vector<Example> examples;
  std::vector<std::string> ids;  ///< Of the examples, for who looks one up.
  std::vector<std::string> labels;
  std::vector<std::string> languages{"und"};
  std::vector<std::string> sources;
};

/// Reads the features of a message whose text buffers are there. The first variant counts.
Example example_of(const SmsContext& ctx);

}  // namespace smsfw::training
