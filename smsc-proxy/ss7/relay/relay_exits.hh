#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/inline_vector.hh"
#include "filters/core/ss7_facts.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/ss7/relay/correlation_table.hh"
#include "smsc-proxy/ss7/relay/own_answer.hh"
#include "smsc-proxy/ss7/relay/relay_note.hh"
#include "smsc-proxy/ss7/relay/segment_store.hh"

// What the relay's pure cores take from outside, and give.

namespace smsfw::ss7 {

inline constexpr std::uint8_t kSmscSide = 0;
inline constexpr std::uint8_t kNetworkSide = 1;

/// The user part of one signal unit, and where it came from. Borrows.
struct RelayedUnit {
  std::uint64_t tag = 0;  ///< The caller's, to find the routing label again.
  PointCode opc;          ///< Of the label.
  PointCode dpc;          ///< Of the label.
  std::uint8_t side = 0;  ///< kSmscSide or kNetworkSide: which half it came from.
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
  /// Nullptr: the message came in one unit.
  const HeldMessage* held = nullptr;
  /// The judge may answer kWait: nothing of the unit has been judged yet, nor has it passed.
  bool may_wait = false;
  /// Queries from outside get correlation ids here (home_router.hh).
  bool home_routing = false;
  /// What the recipient's IMSI is.
  CorrelationState correlation = CorrelationState::kNotLookedUp;
  /// Whom it stands for, where it is live or used up; else nullptr.
  const CorrelatedSubscriber* addressee = nullptr;
};

/// What becomes of it.
struct MapDecision {
  enum class Kind : std::uint8_t {
    kPass,
    kDivert,  ///< Passes to `divert`, and what follows from the same end of the dialogue too.
    kAnswer,  ///< The originator gets `answer`.
    kReturn,  ///< It comes back with `cause` where its sender asks for that; else kDrop.
    kDrop,    ///< Nobody gets anything.
    /// Nothing yet, where the question's may_wait is set: the judge has kept copies of the units
    /// and gives them to take() again.
    kWait,
  };
  Kind kind = Kind::kPass;
  OwnAnswer answer{};
  ReturnCause cause = ReturnCause::kUnqualified;
  std::uint8_t divert = 0;  ///< The exits' own number of a destination.
  /// Names a message for settled(); 0: the operation carries none.
  std::uint64_t message = 0;
  /// Number of its event; 0: none was written.
  std::uint64_t event = 0;
  /// Of kPass and kDivert: handed to query_answered() with the result of this invoke, in a dialogue
  /// that we saw begin. 0: nobody waits for it.
  std::uint32_t query = 0;
  /// Of kPass and kDivert: told of in settled(), once. What is kept back the judge settles itself.
  InlineVector<Reservation, kMaxReservations> reservations;
};

constexpr bool passes(const MapDecision& decision) noexcept {
  return decision.kind == MapDecision::Kind::kPass || decision.kind == MapDecision::Kind::kDivert;
}

/// The originator gets `answer`.
inline MapDecision answer_with(const OwnAnswer& answer) {
  MapDecision decision;
  decision.kind = MapDecision::Kind::kAnswer;
  decision.answer = answer;
  return decision;
}

/// What the relay needs from outside. All are called from inside take() and tick().
class RelayExits {
 public:
  virtual ~RelayExits() = default;
  /// Sends a unit on to the other half, octets unchanged. `tag`: as it was given with them.
  virtual void pass(std::uint64_t tag, std::span<const std::byte> octets) = 0;
  /// The same, to the destination that judge() has named.
  virtual void divert(std::uint8_t destination, std::uint64_t tag,
                      std::span<const std::byte> octets) = 0;
  /// Sends octets of ours back to where the unit came from.
  virtual void answer(const RelayedUnit& to, std::span<const std::byte> octets) = 0;
  /// Sends octets of ours to the other half, as the unit would have gone.
  virtual void send_on(const RelayedUnit& in_place_of, std::span<const std::byte> octets) = 0;
  /// Sends octets of ours that answer nobody to one half, by their called address. `sls`: what goes
  /// out with the same one keeps its order.
  virtual void originate(std::uint8_t side, std::uint8_t sls,
                         std::span<const std::byte> octets) = 0;
  virtual MapDecision judge(const MapQuestion& question) = 0;
  /// What became of a message that judge() let pass, and that went on.
  virtual void settled(std::uint64_t message,
                       const InlineVector<Reservation, kMaxReservations>& reservations,
                       Outcome outcome) = 0;
  /// What judge() let pass as `passed` does not go on: `instead` becomes of it. Its message is
  /// settled by that.
  virtual void refused(const MapDecision& passed, const MapDecision& instead) = 0;
  /// The result of an invoke that judge() let pass with this number, once at most.
  virtual void query_answered(std::uint32_t query, const Component& result, MapVersion version) = 0;
  /// `error`: of what could not be read, else nullptr.
  virtual void note(RelayNote what, const RelayedUnit* unit, const DecodeError* error) = 0;
  void note(RelayNote what, const RelayedUnit* unit) { note(what, unit, nullptr); }
  /// The wall clock, for TP-SCTS.
  virtual tpdu::TimeStamp time_stamp() = 0;
};

}  // namespace smsfw::ss7
