// Cost of stage 4: three limits of one message, on tables of the default size, single threaded.
#include <benchmark/benchmark.h>

#include <cstring>
#include <string>

#include "filters/volume/volume_filter.hh"

namespace {

using namespace smsfw;
using namespace std::chrono_literals;

volume::LimitSpec limit(std::string name, volume::LimitKey key) {
  volume::LimitSpec spec;
  spec.name = std::move(name);
  spec.key = key;
  spec.warn = {1'000'000, 1min};
  spec.throttle = {2'000'000, 1min};
  spec.block = {100'000'000, 10min, 30min, false};
  return spec;
}

/// Eleven octets that stand for a number: to stage 4 they are opaque. An edge has just written the
/// address, so the bench does not let it come from far memory.
void set(Address& address, std::uint64_t number) {
  char octets[11] = {'8', '4', '9'};
  std::memcpy(octets + 3, &number, sizeof number);
  address.e164.assign({octets, sizeof octets});
}

/// Argument: how many source addresses take turns. Few stay in the cache, many do not.
void three_limits(benchmark::State& state) {
  volume::LimitTables tables(64 << 20, 1);
  volume::VolumeFilter filter(tables);
  Ruleset ruleset;
  ruleset.set(std::move(*volume::Limits::build(
      {{limit("source", volume::LimitKey::kSource), limit("bind", volume::LimitKey::kSystemId),
        limit("pair", volume::LimitKey::kSourceDestination)},
       {}})));
  const auto senders = static_cast<std::size_t>(state.range(0));
  SmsContext ctx;
  ctx.system_id = "esme";
  Verdict verdict;
  Need need;
  std::size_t turn = 0;
  for (auto _ : state) {
    // A stride that no prefetcher of the processor follows.
    turn = (turn + 40'503) % senders;
    verdict.reset();
    ctx.received.steady += 1us;
    set(ctx.oa, turn);
    set(ctx.da, senders - 1 - turn);
    benchmark::DoNotOptimize(filter.judge(ctx, ruleset, verdict, need, 0));
  }
  state.counters["evictions"] = static_cast<double>(tables.stats().evictions);
}
BENCHMARK(three_limits)->Arg(100)->Arg(10'000)->Arg(200'000);

}  // namespace

BENCHMARK_MAIN();
