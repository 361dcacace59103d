#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "filters/core/ruleset.hh"
#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"

namespace smsfw {

/// The fixed order in which a message is judged, cheap and decisive first.
enum class Stage : std::uint8_t {
  kIdentity = 0,    ///< Framing, malformed, numbering.
  kControl = 1,     ///< Control traffic and verified public warnings.
  kAccess = 2,      ///< Access lists, state of the source, orders.
  kOrigin = 3,      ///< Spoofed and faked origin.
  kVolume = 4,      ///< Limits and dynamic blocks.
  kText = 5,        ///< Buffers, joined text.
  kSignature = 6,   ///< Signatures, URLs.
  kCampaign = 7,    ///< Near duplicates, model, class.
  kRegulation = 8,  ///< Jurisdiction profiles.
  kDecision = 9,    ///< Score, precedence, final decision.
};
inline constexpr std::size_t kStageCount = 10;

enum class FilterStatus : std::uint8_t {
  kContinue,
  /// End the chain early (malformed, floods, overload only). The event says `truncated`.
  kStop,
  /// A fact is missing; `need` of the call is filled in. The chain can be resumed at this filter.
  kNeed,
};

/// Facts that a filter may have to wait for. The filter never waits itself: the edge parks the
/// message, gets the fact and resumes.
enum class Fact : std::uint8_t { kHlrAnswer, kOtherParts, kQuotaCommit };

/// What a filter waits for.
struct Need {
  Fact fact = Fact::kHlrAnswer;
  /// Keyed hash that names the fact's subject (subscriber, concatenation, quota row).
  std::uint64_t key = 0;
  /// Latest moment, on the steady clock of SmsContext::received.
  std::chrono::nanoseconds deadline{0};
  /// What happens when the deadline passes first: go on without the fact, or end with this action.
  Action on_timeout = Action::kAllow;
};

/// One step of the judgement. One object a worker: it may keep scratch space, and refers to state
/// that workers share. It reads the context and its own part of the ruleset, adds hits, and never
/// blocks, throws, reads a clock or answers the network.
class Filter {
 public:
  Filter() = default;
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;
  virtual ~Filter() = default;

  virtual std::string_view name() const noexcept = 0;
  virtual Stage stage() const noexcept = 0;

  /// Judges one message. `self` is this filter's index in its chain, for Reservation::filter.
  virtual FilterStatus judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict, Need& need,
                             std::uint8_t self) noexcept = 0;

  /// Told once for each Reservation of this filter, when the edge knows what became of the
  /// message. `now` is on the steady clock.
  virtual void settle(std::uint64_t /*value*/, Outcome /*outcome*/,
                      std::chrono::nanoseconds /*now*/) noexcept {}

  /// True when overload may leave this filter out (see FilterChain::run). Declared, not guessed:
  /// the order of shedding is the chain's order from its end.
  virtual bool sheddable() const noexcept { return false; }

  /// Makes per-worker scratch fit a ruleset before its first message. Called on the worker.
  virtual bool prepare(const Ruleset& /*ruleset*/) noexcept { return true; }
};

}  // namespace smsfw
