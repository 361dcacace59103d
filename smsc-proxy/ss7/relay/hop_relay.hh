#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/relay/dialogue_table.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"
#include "smsc-proxy/ss7/relay/segment_store.hh"

namespace smsfw::ss7 {

struct HopRelayConfig {
  /// Monitor mode: all units pass at once and unchanged, whatever they are; they are followed and
  /// judged nevertheless.
  bool passive = false;
  std::size_t max_dialogues = 1'000'000;
  /// Longer than the longest operation timer of short messages (ml, 10 minutes).
  std::chrono::nanoseconds dialogue_timeout = std::chrono::minutes(11);
  SegmentLimits segments;
};

/// The relay in hop mode: what is accepted leaves with its octets unchanged; what is not is
/// answered in the far end's place, and the far end's half of the dialogue, where it holds one, is
/// ended. Knows the dialogues that it saw begin; judges each invoke at whatever point it comes.
/// Segments are held, judged joined and released unchanged, in order.
///
/// Pure but for its exits; time is the caller's. One thread.
class HopRelay {
 public:
  /// `secret`: random, drawn at start. `exits` outlives this.
  HopRelay(const HopRelayConfig& config, std::uint64_t secret, RelayExits& exits);

  void take(const RelayedUnit& unit, std::chrono::nanoseconds now);
  /// Gives up dialogues and segments whose time is over; to be called once a second or oftener.
  void tick(std::chrono::nanoseconds now);

  /// At the end: what waits for an answer is settled as without one, what waits for its last
  /// segment is given up.
  void release();

  const DialogueTable& dialogues() const noexcept { return dialogues_; }
  const SegmentStore& segments() const noexcept { return segments_; }

 private:
  struct Passing;  // one message, whole, on its way

  void take_segment(const RelayedUnit& unit, const SccpMessage& sccp, std::chrono::nanoseconds now);
  void take_message(Passing& passing, std::chrono::nanoseconds now);
  void refuse_malformed(const Passing& passing, const DecodeError& error);
  OpenDialogue* open(const Passing& passing, std::chrono::nanoseconds now, bool& loop);
  OpenDialogue* find(const Passing& passing, std::chrono::nanoseconds now);
  MapDecision judge(const Passing& passing, OpenDialogue* dialogue, AskedOperation& asked,
                    bool& more);
  void note_results(const Passing& passing, OpenDialogue& dialogue);
  void keep_back(const Passing& passing, OpenDialogue* dialogue, const MapDecision& decision,
                 const AskedOperation& asked, bool more);
  void pass_on(const Passing& passing, OpenDialogue* dialogue, const MapDecision& decision,
               const AskedOperation& asked);
  void settle(OpenDialogue& dialogue, Outcome outcome);
  void settle(const MapDecision& decision, Outcome outcome);
  void end_far_half(const Passing& passing, const OpenDialogue* dialogue, TransactionId far_end);
  std::uint64_t node_key(const SccpAddress& address, PointCode label, TransactionId id) const;

  RelayExits& exits_;
  const bool passive_;
  const std::chrono::nanoseconds dialogue_timeout_;
  DialogueTable dialogues_;
  SegmentStore segments_;
  std::uint32_t next_own_;  // transaction ids of dialogues that we keep open in the far end's place
};

}  // namespace smsfw::ss7
