#pragma once

#include <string>
#include <string_view>

#include "filters/core/sms_context.hh"
#include "filters/model/linear_model.hh"

namespace smsfw::model {

/// A message whose buffers are there.
inline void fill(SmsContext& ctx, std::string_view raw, std::string_view skeleton) {
  ctx.reset();
  ctx.text[Buffer::kRaw] = raw;
  ctx.text[Buffer::kSkeleton] = skeleton;
  ctx.text.ready = true;
}

/// A model that knows nothing: each weight 0, und alone.
inline ModelContent blank_model() {
  ModelContent made;
  made.ngrams.resize(kNgramCount);
  made.scale = 0.5F;
  made.votes.resize(kVoteCount);
  made.calibrations.resize(1);
  made.calibrations[0].language.assign("und");
  made.card = "{}";
  return made;
}

/// Gives each n-gram of exactly `text`'s own characters a weight.
inline void teach(ModelContent& model, std::string_view text, std::int8_t weight) {
  walk_ngrams(text, [&](const Ngram& ngram) { model.ngrams[ngram.index] = weight; });
}

}  // namespace smsfw::model
