#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/finding_set.hh"

namespace smsfw {

/// Where a peer stands. Set by its association, routing context or point code in the configuration,
/// never by what a message says.
enum class PeerSide : std::uint8_t {
  kInside,   ///< Our own network: SMSC, HLR, MSCs.
  kOutside,  ///< Interconnect.
};
inline constexpr std::array<std::string_view, 2> kPeerSideNames{"inside", "outside"};

/// How far an origin is trusted, best first. Of a peer outside it is the best that a Global Title
/// can earn there.
enum class Trust : std::uint8_t {
  kOwn,
  kPartner,   ///< An agreement exists.
  kUnlisted,  ///< Nothing is known.
  kSuspect,   ///< Looked at more closely.
  kBarred,    ///< Nothing is wanted from there.
};
inline constexpr std::size_t kTrustCount = 5;
inline constexpr std::array<std::string_view, kTrustCount> kTrustNames{"own", "partner", "unlisted",
                                                                       "suspect", "barred"};

/// An SCCP party address, ITU-T Q.713 3.5, as far as origin checks read it.
struct SccpParty {
  std::string_view digits;       ///< Of the Global Title; empty: there is none.
  std::uint8_t nature = 4;       ///< Nature of address indicator; 4: international number.
  std::uint8_t plan = 1;         ///< Numbering plan; 1: E.164, 6: E.212, 7: E.214.
  std::uint8_t translation = 0;  ///< Translation type.
  std::uint8_t subsystem = 0;    ///< Subsystem number; 0: not given.

  /// The digits where they are an international number of E.164, else nothing: others cannot be
  /// compared. Nature and plan 0 mean that the title's form has no such field.
  constexpr std::string_view international() const noexcept {
    const bool readable = (nature == 4 || nature == 0) && (plan == 1 || plan == 0);
    return readable ? digits : std::string_view{};
  }
};

/// What the relay knows of a sendRoutingInfoForSM before an mt-forwardSM.
struct PrecedingQuery {
  enum class State : std::uint8_t {
    kNotFollowed,  ///< Queries do not pass here, or the table was full: nothing can be said.
    kNone,         ///< There was none for this recipient within the window.
    kFound,
  };
  State state = State::kNotFollowed;
  std::string_view calling;         ///< Who asked: international digits of its calling title.
  std::string_view service_centre;  ///< serviceCentreAddress, international digits.
};
inline constexpr std::array<std::string_view, 3> kQueryStateNames{"not_followed", "none", "found"};

/// What the look-up of a sender's serving MSC gave (our own sendRoutingInfoForSM, or its cache).
struct ServingLookup {
  enum class State : std::uint8_t {
    kNone,  ///< Nobody asked.
    kFound,
    kNoSuchSubscriber,  ///< The HLR does not know the number.
    kFailed,            ///< Timer, absent subscriber, error, overload. Says nothing of the sender.
  };
  State state = State::kNone;
  std::string_view msc;   ///< International digits.
  std::string_view imsi;  ///< Of the subscriber with this number.
};
inline constexpr std::array<std::string_view, 4> kServingStateNames{"none", "found",
                                                                    "no_such_subscriber", "failed"};

/// What the home router's table says of the recipient's IMSI (3GPP TS 29.002 23.3.6: an MT
/// correlation id stands in its place).
enum class CorrelationState : std::uint8_t {
  kNotLookedUp,
  kLive,        ///< Given to this network, timer and number of deliveries not used up.
  kUsedUp,      ///< Given, but over.
  kOtherAsker,  ///< Given to another network.
  kNotGiven,    ///< No correlation id of ours.
};
inline constexpr std::array<std::string_view, 5> kCorrelationStateNames{
    "not_looked_up", "live", "used_up", "other_asker", "not_given"};

/// Whether a number of our range was ported to another network.
enum class PortingState : std::uint8_t { kNotLookedUp, kNotPorted, kPortedOut };
inline constexpr std::array<std::string_view, 3> kPortingStateNames{"not_looked_up", "not_ported",
                                                                    "ported_out"};

/// Oddities of a TCAP message that are known as evasions.
enum class Ss7Finding : std::uint8_t {
  kGlobalOperation,    ///< The operation code is an object identifier (tag 06).
  kPaddedOperation,    ///< The operation code is an integer with leading octets.
  kSeveralInvokes,     ///< More than one invoke in one message.
  kDuplicateInvokeId,  ///< Two of them share their id.
  kOutOfDialogue,      ///< In a continue or end of a dialogue that nobody began, or in an end.
  kCount,
};
inline constexpr std::size_t kSs7FindingCount = static_cast<std::size_t>(Ss7Finding::kCount);
inline constexpr std::array<std::string_view, kSs7FindingCount> kSs7FindingNames{
    "global_operation", "padded_operation", "several_invokes", "duplicate_invoke_id",
    "out_of_dialogue"};

using Ss7Findings = FindingSet<Ss7Finding>;

/// What is known of one operation of MAP when it is judged. Filled by the relay, read by
/// filters/origin. Plain values and views into the message: valid as long as its octets, nothing
/// here allocates. What is not known stays as it is here, and checks answer "unknown".
struct Ss7Facts {
  PeerSide side = PeerSide::kOutside;
  Trust trust = Trust::kPartner;  ///< Of the peer; see Trust.

  std::uint8_t operation = 0;  ///< Local operation code, 3GPP TS 29.002 17.5; 0: not known.
  /// Application context and its version, 17.3.3; 0: no dialogue portion, as version 1 has none.
  std::uint8_t context = 0;
  std::uint8_t version = 0;

  SccpParty calling;
  SccpParty called;
  /// MAP's address of the SMSC: SM-RP-OA of a message to a handset, SM-RP-DA of one from a handset,
  /// serviceCentreAddress of a query. International digits; empty: none, or of another kind.
  std::string_view service_centre;
  std::string_view imsi;    ///< Recipient's (SM-RP-DA), or the sender's of mo-forwardSM version 3.
  std::string_view msisdn;  ///< Sender's (SM-RP-OA), or the number that a query asks about.
  /// sm-deliveryNotIntended: the asker says itself that no message will follow.
  bool delivery_not_intended = false;

  PrecedingQuery query;
  ServingLookup serving;
  bool home_routing = false;  ///< Queries from outside get correlation ids, so a real IMSI is none.
  CorrelationState correlation = CorrelationState::kNotLookedUp;
  PortingState porting = PortingState::kNotLookedUp;  ///< Of the number in the originating address.
  Ss7Findings findings;
};

}  // namespace smsfw
