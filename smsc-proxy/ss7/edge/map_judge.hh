#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "filters/core/filter_chain.hh"
#include "filters/core/snapshot_holder.hh"
#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/ss7/edge/answer_rules.hh"
#include "smsc-proxy/ss7/edge/origin_facts.hh"
#include "smsc-proxy/ss7/relay/codec_findings.hh"
#include "smsc-proxy/ss7/relay/map_context.hh"

namespace smsfw::ss7 {

/// How much the worker has to give up for the next message.
struct Overload {
  ShedLevel shed = ShedLevel::kNone;
  bool throttle = false;  ///< Depth is not enough: what would pass gets a temporary error.
};

/// Judges the operations of one SS7 worker: one context, one verdict, one chain, one view of the
/// ruleset. Counts and writes the event of each.
///
/// Each operation of short messages has an event; of other operations those that something was
/// found in.
class MapJudge {
 public:
  struct Parts {
    const SnapshotHolder<Ruleset>& rulesets;
    std::unique_ptr<FilterChain> chain;
    const AnswerRules& answers;
    app::MetricShard& metrics;
    events::EventProducer& events;
    Action malformed = Action::kReject;  ///< Of arguments that cannot be read.
    std::string numbering_plan;          ///< Empty: the first.
    bool monitor = false;                ///< The relay only looks on: nothing is acted on.
    std::chrono::nanoseconds budget{0};  ///< Longer judgements are counted.
  };
  /// All references outlive it.
  MapJudge(Parts parts, OriginFacts& facts);

  /// Takes a newly published ruleset, if there is one. Returns true when it changed.
  bool refresh();
  std::uint64_t generation() const noexcept { return reader_.generation(); }
  const Ruleset& ruleset() const noexcept { return *ruleset_; }

  /// `now`: when the unit was taken up. `clock` gives the steady time afterwards; nullptr: time
  /// stands still, as where what was captured is judged, and nothing is said of how long it took.
  /// Of kWait nothing is counted or told.
  MapDecision judge(const MapQuestion& question, const MapPeer& peer, app::ListenerIndex index,
                    Moment now, Overload overload, std::chrono::nanoseconds (*clock)());

  /// See RelayExits::settled(). `message` is what judge() gave.
  void settled(std::uint64_t message,
               const InlineVector<Reservation, kMaxReservations>& reservations, Outcome outcome,
               Moment now);
  /// See RelayExits::refused().
  void refused(const MapDecision& passed, const MapDecision& instead, Moment now);

 private:
  bool read(const MapQuestion& question, const MapPeer& peer, Moment now);
  void run(ShedLevel shed);
  /// Adds a hit that decides although no filter made it.
  void overrule(std::string_view reason, Precedence precedence, Action action);
  void settle(std::uint64_t message,
              const InlineVector<Reservation, kMaxReservations>& reservations, Outcome outcome,
              Moment now);
  CodecFindings codec_findings(const MapQuestion& question) const;
  std::uint64_t tell(const MapDecision& decision, const CodecFindings& found,
                     std::uint64_t took_ns);

  Parts parts_;
  OriginFacts& facts_;
  SnapshotReader<Ruleset> reader_;
  std::shared_ptr<const Ruleset> ruleset_;
  std::uint16_t plan_ = 0;
  MapContext map_;
  Verdict verdict_;
};

}  // namespace smsfw::ss7
