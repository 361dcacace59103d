#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/ss7/codec/sccp_type.hh"
#include "smsc-proxy/ss7/link/link_config.hh"
#include "smsc-proxy/ss7/relay/home_router_config.hh"

namespace smsfw::ss7 {

/// What the relay does with traffic.
enum class RelayMode : std::uint8_t {
  kMonitor,  ///< Sees and judges, never alters.
  kHop,      ///< What is accepted leaves with its octets unchanged.
  /// As kHop; but queries from outside are answered with ids, and messages to them delivered.
  kHomeRouter,
};

/// One way on: a peer, and the point code there.
struct HopConfig {
  std::string peer;
  std::string point_code;
};

/// Where units go that come from one side.
struct RouteConfig {
  link::Side from = link::Side::kSmsc;
  /// Digits with which called Global Titles begin; the longest that fits decides. Empty: all, also
  /// addresses without a title.
  std::vector<std::string> called;
  /// In order of preference.
  std::vector<HopConfig> hops;
  /// All hops that are reachable take their share of the signalling link selections.
  bool share = false;
};

/// What an answer rule answers with.
enum class AnswerKind : std::uint8_t {
  kResult,  ///< As if it were delivered.
  kError,   ///< A MAP error.
  kAbort,   ///< TC-U-ABORT.
  kReturn,  ///< UDTS, XUDTS or LUDTS, where the sender asks for it.
  kDrop,    ///< Nothing.
  kDivert,  ///< It goes elsewhere.
};

/// Where diverted messages go.
struct DivertConfig {
  std::string peer;
  std::string point_code;
  /// International digits that replace those of the called title; empty: it stays as it is.
  std::string title;
};

/// What is answered in the far end's place where a message is kept back. The first rule that fits
/// is taken; where none does, the action's default.
struct AnswerRuleConfig {
  /// Reasons of the verdict, as events have them. Empty: anything.
  std::vector<std::string> reasons;
  std::vector<Action> actions;        ///< Empty: any that keeps back.
  std::vector<Operation> operations;  ///< Empty: any.
  AnswerKind answer = AnswerKind::kError;
  std::string error;  ///< Its name, as map_errors() has it.
  /// The error's cause where it has one; kNoCause: none, or the smallest where one has to be.
  std::uint8_t cause = kNoCause;
  ReturnCause return_cause = ReturnCause::kUnqualified;
  DivertConfig divert;

  static constexpr std::uint8_t kNoCause = 255;
};

/// The keys of home router mode; what they mean, and their defaults, are HomeRouterConfig's.
struct HomeRouterKeys {
  HomeRouterKeys() : HomeRouterKeys(HomeRouterConfig{}) {}

  std::vector<std::string> own_titles;
  std::string hlr_title;
  std::string imsi_prefix;
  link::Side asking_side;
  link::Side home_side;
  std::chrono::seconds id_lifetime;
  std::uint32_t deliveries;
  std::size_t max_ids;
  std::uint32_t misses_per_minute;
  std::chrono::seconds hlr_timeout;
  std::size_t max_queries;
  std::chrono::seconds delivery_timeout;
  std::size_t max_deliveries;

 private:
  explicit HomeRouterKeys(const HomeRouterConfig& defaults)
      : asking_side(static_cast<link::Side>(defaults.asking_side)),
        home_side(static_cast<link::Side>(defaults.home_side)),
        id_lifetime(std::chrono::duration_cast<std::chrono::seconds>(defaults.ids.lifetime)),
        deliveries(defaults.ids.deliveries),
        max_ids(defaults.ids.max_ids),
        misses_per_minute(defaults.misses_per_minute),
        hlr_timeout(std::chrono::duration_cast<std::chrono::seconds>(defaults.hlr_timeout)),
        max_queries(defaults.max_queries),
        delivery_timeout(
            std::chrono::duration_cast<std::chrono::seconds>(defaults.delivery_timeout)),
        max_deliveries(defaults.max_deliveries) {}
};

inline constexpr std::size_t kMaxAnswerRules = 250;

/// Queries before messages: who asked for a recipient.
struct QueriesConfig {
  bool follow = true;
  std::chrono::seconds window{60};
  std::size_t capacity = 200'000;
};

/// Look-ups of the serving MSC of senders from handsets.
struct LookupConfig {
  std::string own_title;
  std::string service_centre;
  link::Side side = link::Side::kNetwork;
  std::uint8_t version = 3;
  std::chrono::milliseconds timeout{2'000};
  std::chrono::seconds lifetime{60};
  std::chrono::seconds failure_lifetime{5};
  std::size_t capacity = 100'000;
  std::size_t max_pending = 1'000;
  std::size_t max_parked = 10'000;
  std::size_t parked_memory = 8UL * 1024 * 1024;
};

/// Unless the configuration has rules of its own: fraud to a handset is answered as if it were
/// delivered, so that who sends it sees no difference and has no reason to try again.
inline std::vector<AnswerRuleConfig> fraud_learns_nothing() {
  AnswerRuleConfig rule;
  rule.reasons = {"FRAUD_PHISH",       "FRAUD_IMPERSONATION", "FRAUD_PII",   "FRAUD_INVESTMENT",
                  "FRAUD_JOB",         "FRAUD_LOAN",          "FRAUD_PRIZE", "FRAUD_PREMIUM",
                  "FRAUD_ADVANCE_FEE", "FRAUD_CHARITY",       "MALWARE"};
  rule.actions = {Action::kQuarantine, Action::kReject};
  rule.operations = {Operation::kMtForwardSm};
  rule.answer = AnswerKind::kResult;
  return {rule};
}

/// The SS7 half of a node.
struct Ss7Config {
  link::Ss7LinkConfig link;
  RelayMode mode = RelayMode::kHop;
  std::vector<RouteConfig> routes;
  std::optional<HomeRouterKeys> home_router;  ///< Of RelayMode::kHomeRouter.
  std::vector<AnswerRuleConfig> answers = fraud_learns_nothing();
  /// What becomes of operations of short messages whose argument cannot be read.
  Action malformed = Action::kReject;
  /// Name of the numbering plan of addresses in messages; empty: the first.
  std::string numbering_plan;
  std::size_t max_dialogues = 1'000'000;
  std::chrono::seconds dialogue_timeout = std::chrono::minutes(11);
  std::size_t max_segmented = 4'096;
  std::size_t segment_memory = 8UL * 1024 * 1024;
  std::chrono::seconds segment_timeout{20};
  QueriesConfig queries;
  std::optional<LookupConfig> serving_lookup;  ///< Empty: nobody is looked up.
};

}  // namespace smsfw::ss7
