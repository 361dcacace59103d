#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/inline_vector.hh"
#include "filters/core/text_buffers.hh"

namespace smsfw {

/// What becomes of a message, mildest first; a later one outranks an earlier one of the same
/// precedence.
enum class Action : std::uint8_t {
  kAllow,
  kTag,         ///< Passes; the event says so.
  kRelabel,     ///< Passes with another sender or a warning.
  kThrottle,    ///< Temporary error: the sender may try again.
  kHold,        ///< Kept, delivered later.
  kQuarantine,  ///< Kept for an analyst.
  kReject,      ///< Permanent error.
  kAbsorb,      ///< Acknowledged, never delivered.
  kDrop,        ///< No answer at all.
};
inline constexpr std::size_t kActionCount = 9;
inline constexpr std::array<std::string_view, kActionCount> kActionNames{
    "allow", "tag", "relabel", "throttle", "hold", "quarantine", "reject", "absorb", "drop"};

constexpr std::string_view to_string(Action action) noexcept {
  return kActionNames[static_cast<std::size_t>(action)];
}

/// True for actions that keep the message from being delivered now.
constexpr bool blocks(Action action) noexcept {
  return action >= Action::kThrottle;
}

/// Why a hit counts, in the order of which is reported first (a table in data may reorder them).
enum class Precedence : std::uint8_t {
  kControl,      ///< Emergency, complaint and opt-out traffic; verified public warnings.
  kSource,       ///< State of the source: lists, orders, faked origin, malformed.
  kProhibited,   ///< Prohibited or fraudulent content.
  kRecipient,    ///< The recipient's own lists.
  kConsent,      ///< The one request for consent.
  kAdvertising,  ///< Rules on advertising.
  kBehaviour,    ///< Volume, similarity, score.
};
inline constexpr std::size_t kPrecedenceCount = 7;
inline constexpr std::array<std::string_view, kPrecedenceCount> kPrecedenceNames{
    "control", "source", "prohibited", "recipient", "consent", "advertising", "behaviour"};

constexpr std::string_view to_string(Precedence precedence) noexcept {
  return kPrecedenceNames[static_cast<std::size_t>(precedence)];
}

/// One reason found by one filter. Views point into the Ruleset or into static storage: valid as
/// long as the Ruleset that judged.
struct Hit {
  std::string_view
      reason;  ///< What reasons[] prints: a signature's class, a limit's or list's name.
  std::string_view detail;  ///< Free words for the event: the list's own reason, the limit's key.
  std::uint32_t sid = 0;    ///< 0 when no signature.
  std::uint32_t rev = 0;
  Buffer buffer = Buffer::kRaw;
  Action action = Action::kAllow;
  Precedence precedence = Precedence::kBehaviour;
  /// True: this hit decides by itself. False: it only adds its score.
  bool terminal = false;
  /// False: monitor mode of the rule; reported, never acted on.
  bool enforced = true;
  float score = 0;
  /// SMPP command_status to answer with instead of the action's default; 0: the default.
  std::uint32_t smpp_status = 0;
};

/// True for a hit that belongs to the warnings of a message that passes: it does not keep the
/// message back, and is not the very reason why it passes (control traffic).
constexpr bool warns(const Hit& hit) noexcept {
  return !blocks(hit.action) && !(hit.terminal && hit.precedence == Precedence::kControl);
}

/// What a filter took (a token of a limit, a quota unit) and has to give back or keep when the
/// outcome is known. `value` is the filter's own.
struct Reservation {
  std::uint8_t filter = 0;  ///< Index of the filter in its chain.
  std::uint64_t value = 0;
};

/// What became of a message in the end; told to every filter that reserved something.
enum class Outcome : std::uint8_t {
  kDelivered,        ///< The far side accepted it.
  kRefusedUpstream,  ///< The far side answered with an error.
  kBlocked,          ///< Our verdict kept it back.
  kAbsorbed,
  kTimedOut,  ///< No answer within the response timer, or the far side went away.
};
inline constexpr std::size_t kOutcomeCount = 5;
inline constexpr std::array<std::string_view, kOutcomeCount> kOutcomeNames{
    "delivered", "refused_upstream", "blocked", "absorbed", "timed_out"};

constexpr std::string_view to_string(Outcome outcome) noexcept {
  return kOutcomeNames[static_cast<std::size_t>(outcome)];
}

/// A place in Verdict's list of hits; the decision itself never depends on that list's bound.
inline constexpr std::size_t kMaxListedHits = 24;
inline constexpr std::size_t kMaxReservations = 10;

/// The judgement of one message. Filled by the chain through add().
struct Verdict {
  /// What the rules decide, also where nothing is enforced.
  Action action = Action::kAllow;
  /// What the edge has to do: like `action`, from enforced hits alone.
  Action applied = Action::kAllow;
  /// True when `applied` is the same as `action`.
  bool enforced = true;
  /// True when a stage ended the chain early, so that not all reasons are known.
  bool truncated = false;
  /// True when inspection depth was shed because of overload.
  bool shed = false;
  float score = 0;           ///< Sum over all hits.
  float enforced_score = 0;  ///< Sum over enforced hits.
  /// Probability by the text model that the message is unwanted; negative: not asked.
  double model = -1;
  /// command_status that the deciding enforced hit asks for; 0: the action's default.
  std::uint32_t smpp_status = 0;
  /// Index in `hits` of what decided `action`, or -1.
  int leading = -1;
  InlineVector<Hit, kMaxListedHits> hits;
  InlineVector<Reservation, kMaxReservations> reservations;

  /// Strongest terminal hit so far, of all and of the enforced ones. Kept beside the list, so that
  /// a flood of hits cannot push the decision out.
  Hit strongest{};
  Hit strongest_enforced{};
  bool has_terminal = false;
  bool has_enforced_terminal = false;
  /// What an allow list took out of force for this message.
  bool skip_limits = false;
  bool skip_score = false;
  bool skip_signatures = false;
  /// Control traffic (stage 1): no limit but the control limit counts it.
  bool control = false;
  /// Strongest action that lets the message pass (up to relabel) of hits that are not terminal,
  /// of all and of the enforced ones.
  Action passing = Action::kAllow;
  Action passing_enforced = Action::kAllow;

  /// Ready for the next message. Leaves the storage of the lists as it is: they are bounded by
  /// their size.
  void reset() noexcept {
    action = applied = Action::kAllow;
    enforced = true;
    truncated = shed = false;
    score = enforced_score = 0;
    model = -1;
    smpp_status = 0;
    leading = -1;
    hits.clear();
    reservations.clear();
    has_terminal = has_enforced_terminal = false;
    skip_limits = skip_score = skip_signatures = control = false;
    passing = passing_enforced = Action::kAllow;
  }
};

}  // namespace smsfw
