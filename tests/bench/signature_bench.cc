// What stage 6 costs with 1,000 and 10,000 signatures, and Hyperscan's own share of it.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <map>
#include <memory>

#include "filters/signature/signature_filter.hh"
#include "filters/signature/signature_set_builder.hh"
#include "tests/bench/bare_scan.hh"
#include "tests/bench/bench_signatures.hh"
#include "tests/bench/bench_texts.hh"

namespace {

using namespace smsfw;

constexpr std::uint32_t kSeed = 20261123;

const Ruleset& ruleset_of(std::size_t count) {
  static std::map<std::size_t, std::unique_ptr<Ruleset>> made;
  auto& ruleset = made[count];
  if (!ruleset) {
    auto set = build_signature_set(bench::make_signatures(count, kSeed));
    if (!set) {
      std::fprintf(stderr, "bench: %s\n", set.error().front().what.c_str());
      std::exit(1);
    }
    ruleset = std::make_unique<Ruleset>();
    ruleset->set(std::move(*set));
  }
  return *ruleset;
}

std::vector<SmsContext> messages() {
  static const auto texts = bench::corpus_texts();
  return bench::contexts_of(texts);
}

void filter(benchmark::State& state) {
  const Ruleset& ruleset = ruleset_of(static_cast<std::size_t>(state.range(0)));
  auto contexts = messages();
  SignatureFilter signature_filter;
  if (!signature_filter.prepare(ruleset)) state.SkipWithError("no scratch");
  Verdict verdict;
  Need need;
  std::size_t i = 0;
  for (auto _ : state) {
    verdict.reset();
    signature_filter.judge(contexts[i++ % contexts.size()], ruleset, verdict, need, 0);
    benchmark::DoNotOptimize(verdict.score);
  }
  const auto& counters = signature_filter.counters();
  const auto per_message = [&](std::uint64_t n) {
    return static_cast<double>(n) / static_cast<double>(counters.messages);
  };
  state.counters["candidates"] = per_message(counters.candidates);
  state.counters["evaluated"] = per_message(counters.evaluated);
  state.counters["matched"] = per_message(counters.matched);
}

void bare_scan(benchmark::State& state) {
  const Ruleset& ruleset = ruleset_of(static_cast<std::size_t>(state.range(0)));
  bench::bare_scan(state, *ruleset.part<SignatureSet>(), messages());
}

void build(benchmark::State& state) {
  const auto specs = bench::make_signatures(static_cast<std::size_t>(state.range(0)), kSeed);
  for (auto _ : state)
    benchmark::DoNotOptimize(build_signature_set(specs));
}

void load_cached(benchmark::State& state) {
  SignatureSetBuilder compile_once;
  const auto specs = bench::make_signatures(static_cast<std::size_t>(state.range(0)), kSeed);
  for (const auto& spec : specs)
    compile_once.add(spec);
  compile_once.check();
  std::vector<std::vector<std::byte>> files;
  for (const auto& source : compile_once.sources())
    files.push_back(*compile_database(source));
  for (auto _ : state) {
    SignatureSetBuilder builder;
    for (const auto& spec : specs)
      builder.add(spec);
    builder.check();
    std::size_t i = 0;
    for (const auto& source : builder.sources())
      builder.attach(*PatternDatabase::load(files[i++], source));
    benchmark::DoNotOptimize(builder.finish());
  }
}

}  // namespace

BENCHMARK(filter)->Arg(1000)->Arg(10000);
BENCHMARK(bare_scan)->Arg(1000)->Arg(10000);
BENCHMARK(build)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(load_cached)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);
