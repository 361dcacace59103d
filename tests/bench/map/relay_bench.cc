// What one short message costs in the relay of SS7: octets in, SCCP, TCAP, MAP, TPDU, all filters,
// metrics, the event, octets out; and its result on the way back. With and without 1,000 made-up
// signatures, and beside them Hyperscan's own time, which no budget counts. And what a million open
// dialogues take.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "filters/registry.hh"
#include "filters/signature/signature_set.hh"
#include "smsc-proxy/control/ruleset_builder.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/ss7/edge/map_judge.hh"
#include "smsc-proxy/ss7/relay/hop_relay.hh"
#include "tests/bench/allocations.hh"
#include "tests/bench/bare_scan.hh"
#include "tests/bench/bench_signatures.hh"
#include "tests/bench/bench_texts.hh"
#include "tests/bench/map/forward_messages.hh"
#include "tests/support/scratch_directory.hh"

namespace {

using namespace smsfw;
using namespace smsfw::ss7;

constexpr std::uint32_t kSeed = 20261128;
constexpr std::uint64_t kSecret = 0x1234567887654321ULL;
constexpr std::size_t kOperators = 1'000;
constexpr std::size_t kMillion = 1'000'000;
// Messages between a Begin and its End.
constexpr std::size_t kWindow = 256;

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "bench: %s\n", why.c_str());
  std::exit(1);
}

/// The defaults of smsc-proxy with limits that nothing reaches, a list of operators, and `count`
/// signatures in place of the packs.
std::shared_ptr<const Ruleset> ruleset_of(std::size_t count) {
  static std::map<std::size_t, std::shared_ptr<const Ruleset>> made;
  auto& ruleset = made[count];
  if (ruleset) return ruleset;
  const ScratchDirectory scratch;
  control::Config config;
  config.packs.clear();
  if (count != 0) {
    config.packs.push_back(
        scratch.write("pack.yaml", bench::to_pack(bench::make_signatures(count, kSeed))));
  }
  for (const auto key : {volume::LimitKey::kSource, volume::LimitKey::kCallingTitle}) {
    volume::LimitSpec& limit = config.limits.limits.emplace_back();
    limit.name = std::string(volume::kLimitKeyNames[static_cast<std::size_t>(key)]);
    limit.key = key;
    limit.throttle = {1'000'000'000, std::chrono::seconds(60)};
  }
  for (std::size_t i = 0; i < kOperators; ++i) {
    origin::NetworkSpec& network = config.networks.emplace_back();
    network.name = "operator" + std::to_string(i);
    for (std::size_t n = 0; n < 20; ++n)
      network.prefixes.push_back(std::to_string(4'470'000 + i * 20 + n));
  }
  config.origin.own_imsis = {"45201"};
  config.origin.own_numbers = {"8490"};
  control::RulesetBuilder builder("", 0, kSecret);
  auto built = builder.build(config, std::chrono::microseconds(0));
  if (!built) give_up(built.error().front().to_string());
  ruleset = built->ruleset;
  return ruleset;
}

std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

/// Judges as the worker does, events and metrics included; what goes out is copied once, as into
/// the link's queue.
class Exits final : public RelayExits {
 public:
  explicit Exits(std::shared_ptr<const Ruleset> ruleset) : rulesets_(std::move(ruleset)) {}

  void pass(std::uint64_t /*tag*/, std::span<const std::byte> octets) override {
    if (at_ + octets.size() > out_.size()) at_ = 0;
    std::memcpy(out_.data() + at_, octets.data(), octets.size());
    at_ += octets.size();
    ++passed;
  }
  void divert(std::uint8_t, std::uint64_t, std::span<const std::byte>) override {}
  void answer(const RelayedUnit&, std::span<const std::byte>) override {}
  void send_on(const RelayedUnit&, std::span<const std::byte>) override {}
  void originate(std::uint8_t, std::uint8_t, std::span<const std::byte>) override {}
  MapDecision judge(const MapQuestion& question) override {
    now_.steady = steady_now();
    return judge_.judge(question, {"gateway", PeerSide::kOutside, Trust::kPartner, 0},
                        app::ListenerIndex{0}, now_, {}, &steady_now);
  }
  void settled(std::uint64_t message,
               const InlineVector<Reservation, kMaxReservations>& reservations,
               Outcome outcome) override {
    judge_.settled(message, reservations, outcome, now_);
    if (outcome == Outcome::kDelivered) ++delivered;
  }
  void refused(const MapDecision& before, const MapDecision& instead) override {
    judge_.refused(before, instead, now_);
  }
  void query_answered(std::uint32_t, const Component&, MapVersion) override {}
  void note(RelayNote, const RelayedUnit*, const DecodeError*) override {}
  tpdu::TimeStamp time_stamp() override { return {}; }

  std::uint64_t lost_events() const { return log_.stats().lost; }

  std::uint64_t passed = 0;
  std::uint64_t delivered = 0;

 private:
  static events::EventLogConfig log_config() {
    events::EventLogConfig config;
    config.node = "bench";
    config.file = "/dev/null";
    return config;
  }

  SnapshotHolder<Ruleset> rulesets_;
  FilterStates states_{{8UL << 20, kSecret, 4UL << 20}};
  AnswerRules answers_{{}};
  std::unique_ptr<app::MetricShard> metrics_ = std::make_unique<app::MetricShard>();
  events::EventLog log_{log_config()};
  Ss7Config config_;
  OriginFacts facts_{{config_, *this, kSecret, {}, {}}};
  MapJudge judge_{
      {rulesets_, make_chain(states_), answers_, *metrics_, log_.add_producer(8UL << 20),
       Action::kReject, "", false, std::chrono::milliseconds(5)},
      facts_};
  Moment now_{steady_now(), std::chrono::microseconds(0)};
  std::vector<std::byte> out_ = std::vector<std::byte>(1UL << 20);
  std::size_t at_ = 0;
};

/// Messages of the corpus; one dialogue has the number of its message and of the round.
class Traffic {
 public:
  explicit Traffic(std::shared_ptr<const Ruleset> ruleset) : exits(std::move(ruleset)) {
    static const auto texts = bench::corpus_texts();
    for (std::size_t i = 0; i < texts.size(); ++i)
      messages_.push_back(bench::forward_message(texts[i], static_cast<std::uint32_t>(i)));
  }

  void begin() {
    bench::ForwardMessage& message = messages_[begun_ % messages_.size()];
    message.set_dialogue(static_cast<std::uint32_t>(begun_++));
    relay.take({begun_, {10}, {20}, kNetworkSide, message.begin}, steady_now());
  }
  void end() {
    bench::ForwardMessage& message = messages_[ended_ % messages_.size()];
    message.set_dialogue(static_cast<std::uint32_t>(ended_++));
    relay.take({ended_, {30}, {20}, kSmscSide, message.end}, steady_now());
  }

  Exits exits;
  HopRelay relay{{}, kSecret, exits};

 private:
  std::vector<bench::ForwardMessage> messages_;
  std::uint64_t begun_ = 0;
  std::uint64_t ended_ = 0;
};

/// Begin and End, so many dialogues open between them. The time is that of one message.
void message(benchmark::State& state) {
  Traffic traffic(ruleset_of(static_cast<std::size_t>(state.range(0))));
  const auto open = static_cast<std::size_t>(state.range(1));
  for (std::size_t i = 0; i < open; ++i)
    traffic.begin();
  // Buffers that are kept take their size from the longest message.
  for (std::size_t i = 0; i < 10'000; ++i) {
    traffic.begin();
    traffic.end();
  }
  const std::uint64_t passed = traffic.exits.passed;
  const std::uint64_t delivered = traffic.exits.delivered;
  const std::uint64_t lost = traffic.exits.lost_events();
  const std::size_t allocations = bench::allocations;
  for (auto _ : state) {
    traffic.begin();
    traffic.end();
  }
  const auto count = static_cast<std::uint64_t>(state.iterations());
  state.counters["allocations"] =
      static_cast<double>(bench::allocations - allocations) / static_cast<double>(count);
  // What finds no room costs less.
  state.counters["lost_events"] = static_cast<double>(traffic.exits.lost_events() - lost);
  if (traffic.exits.passed - passed != 2 * count || traffic.exits.delivered - delivered != count) {
    state.SkipWithError("a message did not pass, or its result was not seen");
  }
}

/// Hyperscan alone over the same texts.
void bare_scan(benchmark::State& state) {
  const auto texts = bench::corpus_texts();
  const auto ruleset = ruleset_of(static_cast<std::size_t>(state.range(0)));
  bench::bare_scan(state, *ruleset->part<SignatureSet>(), bench::contexts_of(texts));
}

/// Memory of the process that is in use, in octets.
std::size_t resident() {
  std::ifstream file("/proc/self/statm");
  std::size_t all = 0;
  std::size_t pages = 0;
  file >> all >> pages;
  return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

/// A million dialogues open, and then a quarter of a million more.
void open_dialogues(benchmark::State& state) {
  Traffic traffic(ruleset_of(0));
  const DialogueTable& table = traffic.relay.dialogues();
  const std::size_t before = resident();
  for (auto _ : state) {
    for (std::size_t i = 0; i < kMillion; ++i)
      traffic.begin();
  }
  const std::size_t memory = table.memory();
  state.counters["MB_resident"] = static_cast<double>(resident() - before) / 1e6;
  if (table.size() != kMillion || table.evictions() != 0) state.SkipWithError("dialogues are lost");
  for (std::size_t i = 0; i < kMillion / 4; ++i)
    traffic.begin();
  state.counters["octets_each"] = static_cast<double>(memory) / kMillion;
  state.counters["MB"] = static_cast<double>(memory) / 1e6;
  state.counters["MB_after_more"] = static_cast<double>(table.memory()) / 1e6;
  state.counters["evictions"] = static_cast<double>(table.evictions());
  if (memory > 400'000'000) state.SkipWithError("more than 400 MB");
  if (table.size() != kMillion || table.memory() != memory) state.SkipWithError("not bounded");
}

}  // namespace

BENCHMARK(message)
    ->ArgNames({"signatures", "open"})
    ->Args({0, kWindow})
    ->Args({0, 500'000})
    ->Args({1000, kWindow});
BENCHMARK(bare_scan)->ArgName("signatures")->Arg(1000);
BENCHMARK(open_dialogues)->Iterations(1)->Unit(benchmark::kMillisecond);

BENCHMARK_MAIN();
