#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"
#include "filters/core/inline_vector.hh"
#include "filters/core/sms_context.hh"
#include "filters/model/model_facts.hh"
#include "filters/model/ngram_walk.hh"

namespace smsfw::model {

/// Languages of one model, with `und` (unknown) first.
inline constexpr std::size_t kMaxLanguages = 32;
/// Slots of trigrams that vote for a language.
inline constexpr unsigned kVoteBits = 12;
inline constexpr std::size_t kVoteCount = std::size_t{1} << kVoteBits;

/// From a score to a probability: 1 / (1 + exp(-(slope * score + shift))).
struct Calibration {
  InlineString<8> language;  ///< BCP 47 primary subtag, lower case.
  float slope = 1;
  float shift = 0;
};

/// The slot of a trigram, by its Ngram::index.
constexpr std::size_t vote_slot(std::uint32_t ngram) noexcept {
  return ngram >> (kNgramBits - kVoteBits);
}

/// One slot: the language that its trigrams speak for, and how much. 0 votes: none.
struct LanguageVote {
  std::uint8_t language = 0;
  std::uint8_t votes = 0;
};

/// All that training makes; what a model file holds.
struct ModelContent {
  std::vector<std::int8_t> ngrams;  ///< kNgramCount
  float scale = 0;                  ///< Of the n-grams.
  std::array<float, kFactCount> facts{};
  std::vector<LanguageVote> votes;        ///< kVoteCount
  std::vector<Calibration> calibrations;  ///< The first is for `und`.
  std::string card;                       ///< JSON: data, licences, figures, limits.
};

/// What the model says of one message.
struct ModelScore {
  double score = 0;          ///< Before calibration.
  double probability = 0;    ///< That the message is unwanted.
  std::size_t language = 0;  ///< Index of its calibration.
};

/// One n-gram or fact that weighed.
struct ModelReason {
  InlineString<24> what;  ///< The characters, digits as 0, or the fact's group.
  bool fact = false;
  float weight = 0;  ///< Of the score; negative: it speaks for the message.
};
inline constexpr std::size_t kMaxReasons = 8;
using ModelReasons = InlineVector<ModelReason, kMaxReasons>;

/// A linear model over hashed n-grams of `skeleton` and facts. Immutable; shared by workers.
///
///   score = scale * (sum of the weights of distinct n-grams) / sqrt(their number) + facts
///
/// Of a text in several variants (kVariantSeparator) the one that looks worst counts.
class LinearModel {
 public:
  /// `content` has the sizes that it says.
  explicit LinearModel(ModelContent content);

  /// Reads skeleton, raw and url.host, which must be there. Without allocation.
  ModelScore judge(const SmsContext& ctx) const noexcept;
  /// What weighed most in judge(), heaviest first. A second reading, for who asks.
  ModelReasons explain(const SmsContext& ctx) const noexcept;

  const ModelContent& content() const noexcept { return content_; }

 private:
  struct Reading;
  Reading read(const SmsContext& ctx, std::string_view variant) const noexcept;
  Reading worst(const SmsContext& ctx) const noexcept;

  ModelContent content_;
};

}  // namespace smsfw::model
