#include "smsc-proxy/training/example.hh"

#include <cmath>
#include <string_view>

#include "filters/core/text_buffers.hh"
#include "filters/model/distinct_ngrams.hh"

namespace smsfw::training {
namespace {

std::uint64_t shape_of(std::string_view text) noexcept {
  std::uint64_t hash = 0xCBF2'9CE4'8422'2325;
  for (const char octet : text) {
    if (octet == ' ' || (octet >= '0' && octet <= '9')) continue;
    hash = (hash ^ static_cast<unsigned char>(octet)) * 0x100'0000'01B3;
  }
  return hash;
}

}  // namespace

Example example_of(const SmsContext& ctx) {
  Example made;
  const std::string_view all = ctx.text[Buffer::kSkeleton];
  const std::string_view text = all.substr(0, all.find(kVariantSeparator));
  made.shape = shape_of(text);
  model::DistinctNgrams seen;
  const model::WalkCounts counts = model::walk_ngrams(text, [&](const model::Ngram& ngram) {
    if (!seen.add(ngram.index)) return;
    made.features.push_back(ngram.index);
    if (ngram.size == 3) {
      made.trigrams.push_back(static_cast<std::uint32_t>(model::vote_slot(ngram.index)));
    }
  });
  made.ngram_value =
      made.features.empty() ? 0 : 1 / std::sqrt(static_cast<float>(made.features.size()));
  for (const std::uint16_t fact : model::facts_of(ctx, counts)) {
    made.features.push_back(static_cast<std::uint32_t>(model::kNgramCount) + fact);
  }
  return made;
}

}  // namespace smsfw::training
