// Any octets as a model file: refused with a reason, or a model that judges any text.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string>

#include "filters/model/model_file.hh"

namespace {

using namespace smsfw;

/// A file whose head is right, with the input as its content: what a hash alone would keep out.
const model::ModelContent& blank() {
  static const model::ModelContent made = [] {
    model::ModelContent content;
    content.ngrams.assign(model::kNgramCount, 3);
    content.scale = 0.01F;
    content.votes.resize(model::kVoteCount);
    content.calibrations.resize(1);
    content.calibrations[0].language.assign("und");
    return content;
  }();
  return made;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto octets = std::as_bytes(std::span(data, size));
  const auto read = model::read_model(octets);
  if (!read && read.error().empty()) std::abort();

  const std::string text(reinterpret_cast<const char*>(data), size);
  static const model::LinearModel judging(blank());
  SmsContext ctx;
  ctx.text[Buffer::kRaw] = text;
  ctx.text[Buffer::kSkeleton] = text;
  ctx.text[Buffer::kUrlHost] = text;
  const model::ModelScore score = judging.judge(ctx);
  if (!(score.probability >= 0 && score.probability <= 1)) std::abort();
  if (judging.explain(ctx).empty()) std::abort();
  return 0;
}
