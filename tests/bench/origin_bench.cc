// Costs of the origin checks: all twenty-four over one message to a handset, over a query, and the
// one test that a message of SMPP pays. None of it may allocate: where it does, the case fails.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "filters/origin/origin_filter.hh"
#include "filters/origin/origin_rules.hh"
#include "tests/bench/allocations.hh"

namespace {

using namespace smsfw;
using namespace smsfw::origin;

/// A filter over a list of `networks` operators of 20 prefixes each.
struct Bench {
  explicit Bench(std::size_t networks) {
    std::vector<NetworkSpec> specs;
    for (std::size_t i = 0; i < networks; ++i) {
      NetworkSpec& spec = specs.emplace_back();
      spec.name = "operator" + std::to_string(i);
      for (std::size_t n = 0; n < 20; ++n)
        spec.prefixes.push_back(std::to_string(4'000'000 + i * 20 + n));
    }
    OriginSpec spec;
    spec.own_imsis = {"00101"};
    spec.own_numbers = {"15550"};
    ruleset.set(std::move(*OriginRules::build(spec, specs)));
    facts.operation = 44;
    facts.context = 25;
    facts.version = 3;
    facts.calling = {"400000712345", 4, 1, 0, 8};
    facts.called = {"15550100", 4, 1, 0, 8};
    facts.service_centre = "400000912345";
    facts.imsi = "001010000000001";
    facts.query = {PrecedingQuery::State::kFound, "400000712345", "400000912345"};
    ctx.ingress = Ingress::kMapMt;
    ctx.operation = Operation::kMtForwardSm;
    ctx.ss7 = &facts;
  }

  void run(benchmark::State& state) {
    Verdict verdict;
    Need need;
    const bench::NoAllocations watch(state);
    for (auto _ : state) {
      ctx.received.steady += std::chrono::microseconds(10);
      verdict.reset();
      filter.judge(ctx, ruleset, verdict, need, 0);
      benchmark::DoNotOptimize(verdict);
    }
  }

  OriginState titles{4UL << 20, 7};
  OriginFilter filter{titles};
  Ruleset ruleset;
  Ss7Facts facts;
  SmsContext ctx;
};

void not_by_ss7(benchmark::State& state) {
  Bench bench(1'000);
  bench.ctx.ss7 = nullptr;
  bench.run(state);
}

void to_handset(benchmark::State& state) {
  Bench bench(static_cast<std::size_t>(state.range(0)));
  bench.run(state);
}

void query(benchmark::State& state) {
  Bench bench(1'000);
  bench.ctx.ingress = Ingress::kMapQuery;
  bench.ctx.operation = Operation::kSendRoutingInfoForSm;
  bench.facts.operation = 45;
  bench.facts.context = 20;
  bench.facts.called = {"15550123", 4, 1, 0, 6};
  bench.facts.msisdn = "15550123";
  bench.run(state);
}

BENCHMARK(not_by_ss7);
BENCHMARK(to_handset)->ArgName("operators")->Arg(10)->Arg(10'000);
BENCHMARK(query);

}  // namespace

BENCHMARK_MAIN();
