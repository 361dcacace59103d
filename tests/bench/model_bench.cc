// What the text model costs: texts of traffic as the filter reads them, the longest that it reads,
// and a text that other readings of which are judged too. None of it may allocate.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "filters/model/linear_model.hh"
#include "tests/bench/allocations.hh"
#include "tests/bench/bench_texts.hh"

namespace {

using namespace smsfw;

/// Weights everywhere, so that nothing is cheaper than with a trained model.
const model::LinearModel& full_model() {
  static const model::LinearModel made([] {
    model::ModelContent content;
    content.scale = 0.001F;
    content.ngrams.resize(model::kNgramCount);
    for (std::size_t i = 0; i < content.ngrams.size(); ++i)
      content.ngrams[i] = static_cast<std::int8_t>(i * 37 % 251 - 125);
    content.votes.resize(model::kVoteCount);
    for (std::size_t i = 0; i < content.votes.size(); ++i)
      content.votes[i] = {static_cast<std::uint8_t>(i % 8), static_cast<std::uint8_t>(i % 40)};
    content.calibrations.resize(8);
    return content;
  }());
  return made;
}

void run(benchmark::State& state, const std::vector<std::string>& texts) {
  std::vector<std::unique_ptr<SmsContext>> messages;
  for (const std::string& text : texts) {
    auto& ctx = *messages.emplace_back(std::make_unique<SmsContext>());
    ctx.text[Buffer::kRaw] = text;
    ctx.text[Buffer::kSkeleton] = text;
    ctx.text[Buffer::kUrlHost] = "shop.example";
    ctx.oa.kind = AddressKind::kAlphanumeric;
  }
  std::size_t i = 0;
  const model::LinearModel& judging = full_model();
  const bench::NoAllocations watch(state);
  for (auto _ : state)
    benchmark::DoNotOptimize(judging.judge(*messages[i++ % messages.size()]).probability);
}

void corpus(benchmark::State& state) {
  run(state, bench::corpus_texts());
}
void vietnamese(benchmark::State& state) {
  run(state, bench::corpus_texts({"vi"}));
}
void characters_160(benchmark::State& state) {
  std::string text;
  for (const std::string& one : bench::corpus_texts({"en"}))
    text += one + ' ';
  run(state, {text.substr(0, 160)});
}
void longest(benchmark::State& state) {
  std::string text;
  for (const std::string& one : bench::corpus_texts())
    text += one + ' ';
  run(state, {text});
}

BENCHMARK(corpus);
BENCHMARK(vietnamese);
BENCHMARK(characters_160);
BENCHMARK(longest);

}  // namespace
