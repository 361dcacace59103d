#include "smsc-proxy/cli/replay.hh"

#include <stdexcept>
#include <utility>

#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/event_privacy.hh"

namespace smsfw::cli {
namespace {

constexpr std::size_t kRing = 8UL * 1024 * 1024;
// A submit_multi has an event for each of 255 destinations: that many fit behind this.
constexpr std::uint64_t kMostQueued = kRing / 2;

events::EventLogConfig log_config(const control::Config& config, int descriptor) {
  auto privacy = control::event_privacy(config.events);
  if (!privacy) throw std::runtime_error(privacy.error());
  events::EventLogConfig made;
  made.node = config.node.empty() ? "replay" : config.node;
  made.descriptor = descriptor;
  made.privacy = std::move(*privacy);
  return made;
}

ss7::MapJudge::Parts judge_parts(const ss7::Ss7Config& config,
                                 const SnapshotHolder<Ruleset>& rulesets, FilterStates& states,
                                 const ss7::AnswerRules& answers, app::MetricShard& metrics,
                                 events::EventProducer& events) {
  return {rulesets,
          make_chain(states),
          answers,
          metrics,
          events,
          config.malformed,
          config.numbering_plan,
          config.mode == ss7::RelayMode::kMonitor,
          std::chrono::nanoseconds(0)};
}

}  // namespace

Replay::Replay(const control::Config& config, std::shared_ptr<const Ruleset> ruleset,
               const ReplayOptions& options, int descriptor)
    : ss7_config_(config.ss7.value_or(ss7::Ss7Config{})),
      listener_(options.listener),
      secret_(control::random_secret()),
      rulesets_(ruleset),
      ruleset_(std::move(ruleset)),
      states_(config.states(secret_)),
      log_(log_config(config, descriptor)),
      events_(log_.add_producer(kRing)),
      answers_(ss7_config_.answers),
      map_(ss7_config_, options.peers,
           judge_parts(ss7_config_, rulesets_, states_, answers_, metrics_, events_), secret_),
      smpp_(config.relay, listener_, rulesets_, make_chain(states_), events_),
      tpdu_(*ruleset_, make_chain(states_), events_) {}

/// Traffic must not wait for its log; this must.
void Replay::make_room(std::uint64_t most) {
  while (log_.stats().queued_bytes > most) {
    if (log_.stats().write_errors != 0) throw std::runtime_error("the output cannot be written");
    log_.drain(std::chrono::milliseconds(100));
  }
}

void Replay::finish() {
  make_room(0);
}

void Replay::take(HexKind kind, ss7::ForwardDirection direction,
                  std::span<const std::byte> octets) {
  const Moment now = clock_.next(std::nullopt);
  switch (kind) {
    case HexKind::kSmpp:
      smpp_.take(now, 0, std::nullopt, octets);
      break;
    case HexKind::kTpdu:
      tpdu_.take(now, direction, octets);
      break;
    case HexKind::kSccp:
      map_.take(now, std::nullopt, octets);
      break;
  }
  make_room(kMostQueued);
}

void Replay::sccp(std::chrono::microseconds time, const std::optional<UnitLabel>& label,
                  std::span<const std::byte> octets) {
  map_.take(clock_.next(time), label, octets);
  make_room(kMostQueued);
}

void Replay::smpp(std::chrono::microseconds time, std::uint64_t connection, bool from_client,
                  std::span<const std::byte> pdu) {
  smpp_.take(clock_.next(time), connection, from_client, pdu);
  make_room(kMostQueued);
}

void Replay::unreadable(std::chrono::microseconds time, CaptureLayer layer, bool from_client,
                        const DecodeError& error) {
  const Moment now = clock_.next(time);
  if (layer == CaptureLayer::kSmpp) {
    smpp_.malformed(now, 0, from_client, error, {});
  } else {
    events::MalformedFacts facts;
    facts.layer = events::MalformedLayer::kM3ua;
    facts.peer_side = app::kSs7SideNames[ss7::kNetworkSide];
    facts.error = error;
    events_.malformed(now.wall, facts);
  }
  make_room(kMostQueued);
}

}  // namespace smsfw::cli
