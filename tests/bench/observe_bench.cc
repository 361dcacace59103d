// What a message costs in counters and events, in nanoseconds of one thread. Prints; asserts
// nothing: rates depend on the machine.
#include <time.h>

#include <chrono>
#include <cstdio>
#include <memory>

#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/events/event_log.hh"

namespace {

using namespace smsfw;

// CPU time of this thread in nanoseconds: neighbours on the machine count less than in wall time.
double cpu_now() {
  timespec now{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Body>
double nanoseconds_each(std::uint64_t rounds, Body&& body) {
  const double begin = cpu_now();
  for (std::uint64_t i = 0; i < rounds; ++i)
    body(i);
  return (cpu_now() - begin) / static_cast<double>(rounds);
}

void bench_shard() {
  const auto shard = std::make_unique<app::MetricShard>();
  constexpr std::uint64_t kRounds = 100'000'000;
  const double count = nanoseconds_each(kRounds, [&](std::uint64_t i) {
    shard->count<app::Metric::kPdus>(1, app::command_label(static_cast<std::uint32_t>(i & 7)),
                                     app::Side::kEsme, app::Flow::kIn);
  });
  const double verdict = nanoseconds_each(kRounds, [&](std::uint64_t i) {
    shard->verdict(app::ListenerIndex{static_cast<std::uint8_t>(i & 3)}, app::Direction::kSubmit,
                   Action::kAllow, true);
  });
  const double latency =
      nanoseconds_each(kRounds, [&](std::uint64_t i) { shard->observe_verdict(600 + (i & 1023)); });
  const double sid = nanoseconds_each(kRounds, [&](std::uint64_t i) {
    shard->sid_hit(static_cast<std::uint32_t>(10'000 + (i & 63)), true);
  });
  std::printf("shard: count %.2f ns, verdict %.2f ns, latency %.2f ns, signature hit %.2f ns\n",
              count, verdict, latency, sid);
}

void bench_message(const char* name, events::EventPrivacy privacy, bool blocked) {
  events::EventLogConfig config;
  config.node = "fw1";
  config.file = "/dev/null";
  config.privacy = std::move(privacy);
  events::EventLog log(config);
  events::EventProducer& producer = log.add_producer(1 << 20);
  SmsContext ctx;
  ctx.system_id = "partner1";
  ctx.listener = "main";
  ctx.oa.kind = AddressKind::kAlphanumeric;
  ctx.oa.text = "VCB-Bank";
  ctx.da.kind = AddressKind::kE164;
  ctx.da.text = "0912345678";
  ctx.da.e164.assign("84912345678");
  ctx.text[Buffer::kRaw] =
      "Your parcel is waiting at the post office. Bring your ID card until Friday 17:00, fee "
      "25.000";
  ctx.text.ready = true;
  Ruleset ruleset;
  ruleset.version = "9f3c21ab";
  Verdict verdict;
  if (blocked) {
    Hit hit;
    hit.reason = "phishing";
    hit.sid = 10'023;
    hit.rev = 4;
    hit.buffer = Buffer::kFolded;
    hit.action = Action::kReject;
    hit.terminal = true;
    hit.score = 7.5F;
    verdict.hits.push_back(hit);
    verdict.leading = 0;
    verdict.score = 7.5F;
    verdict.action = verdict.applied = Action::kReject;
  }
  events::MessageFacts facts;
  facts.session = 12;
  facts.upstream = "smsc1";
  facts.latency_ns = 700;
  facts.status = blocked ? 0x45 : 0;
  // Bursts that fit into the ring, so that the writer's share is not in the producer's figure.
  constexpr int kBurst = 800;
  double sum = 0;
  constexpr int kBursts = 1'000;
  for (int b = 0; b < kBursts; ++b) {
    sum += nanoseconds_each(kBurst, [&](std::uint64_t i) {
      ctx.received.wall = std::chrono::microseconds(1'790'000'000'000'000 + i * 3);
      facts.sequence = static_cast<std::uint32_t>(i);
      producer.message(ctx, verdict, ruleset, facts);
    });
    log.drain(std::chrono::seconds(10));
  }
  std::printf("event of %s message: %.0f ns, refused %llu of %llu\n", name, sum / kBursts,
              static_cast<unsigned long long>(producer.refused()),
              static_cast<unsigned long long>(producer.accepted()) + producer.refused());
}

}  // namespace

int main() {
  bench_shard();
  bench_message("an allowed", {}, false);
  bench_message("a rejected", {}, true);
  events::EventPrivacy text;
  text.text = events::TextPrivacy::kAlways;
  bench_message("a rejected (text shown)", text, true);
}
