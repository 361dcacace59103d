#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/ss7/relay/dialogue_table.hh"
#include "smsc-proxy/ss7/relay/own_answer.hh"
#include "smsc-proxy/ss7/relay/segment_store.hh"

namespace smsfw::ss7 {

/// The user part of one signal unit, and where it came from. Borrows.
struct RelayedUnit {
  std::uint64_t tag = 0;  ///< The caller's, to find the routing label again.
  PointCode opc;          ///< Of the label.
  PointCode dpc;          ///< Of the label.
  std::uint8_t side = 0;  ///< 0 or 1: which half it came from.
  std::span<const std::byte> octets{};
};

/// One invoke that asks for a judgement. Borrows the unit, and is valid during the call.
struct MapQuestion {
  const RelayedUnit& unit;
  const SccpMessage& sccp;
  const TcapMessage& tcap;
  const Component& component;                 ///< The invoke.
  AskedOperation asked;                       ///< Code 0: the component's is no local one.
  std::optional<ApplicationContext> context;  ///< Of the dialogue.
  /// Of a forwardSM that could be read; nullptr for other operations.
  const ForwardSm* message = nullptr;
  /// Set where the argument could not be read.
  std::optional<DecodeError> error;
  bool known_dialogue = false;  ///< We saw it begin.
};

/// What becomes of it.
struct MapDecision {
  enum class Kind : std::uint8_t {
    kPass,
    kAnswer,  ///< The originator gets `answer`.
    kDrop,    ///< Nobody gets anything.
  };
  Kind kind = Kind::kPass;
  OwnAnswer answer{};
  /// Number of the event of a message; 0: the operation carries none.
  std::uint64_t message = 0;
  /// Of kPass: told of in settled(), once. What is kept back the judge settles itself.
  InlineVector<Reservation, kMaxReservations> reservations;
};

/// What the relay met that is no message to judge.
enum class RelayNote : std::uint8_t {
  kBadSccp,          ///< Discarded (Q.714 has no answer).
  kBadTcap,          ///< Answered with a P-ABORT where somebody waits for one, else discarded.
  kLoop,             ///< A Begin came back from where it was sent to; discarded.
  kUnknownDialogue,  ///< Passed on.
  kDialogueTimeout,  ///< Silent for too long; forgotten.
  kDialogueEvicted,  ///< Gave its place to another.
  kSegmentsLost,     ///< Segments that never became a message; discarded.
  kSegmentRefused,   ///< A segment that fits nowhere; discarded.
  kCannotAnswer,     ///< An answer of ours could not be written; the message is discarded.
};

/// What the relay needs from outside. All are called from inside take() and tick().
class RelayExits {
 public:
  virtual ~RelayExits() = default;
  /// Sends a unit on to the other half, octets unchanged. `tag`: as it was given with them.
  virtual void pass(std::uint64_t tag, std::span<const std::byte> octets) = 0;
  /// Sends octets of ours back to where the unit came from.
  virtual void answer(const RelayedUnit& to, std::span<const std::byte> octets) = 0;
  /// Sends octets of ours to the other half, as the unit would have gone.
  virtual void send_on(const RelayedUnit& in_place_of, std::span<const std::byte> octets) = 0;
  virtual MapDecision judge(const MapQuestion& question) = 0;
  /// What became of a message that judge() let pass.
  virtual void settled(std::uint64_t message,
                       const InlineVector<Reservation, kMaxReservations>& reservations,
                       Outcome outcome) = 0;
  virtual void note(RelayNote what, const RelayedUnit* unit) = 0;
  /// The wall clock, for TP-SCTS.
  virtual tpdu::TimeStamp time_stamp() = 0;
};

struct HopRelayConfig {
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
  bool send_back(const Passing& passing, std::span<const std::byte> tcap);
  void end_far_half(const Passing& passing, TransactionId far_end);
  std::uint64_t node_key(const SccpAddress& address, PointCode label, TransactionId id) const;

  RelayExits& exits_;
  const std::chrono::nanoseconds dialogue_timeout_;
  DialogueTable dialogues_;
  SegmentStore segments_;
  std::uint32_t next_own_;  // transaction ids of dialogues that we keep open in the far end's place
};

}  // namespace smsfw::ss7
