#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/access/host_list.hh"
#include "filters/core/decode_error.hh"
#include "filters/core/finding.hh"
#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"
#include "filters/origin/check.hh"
#include "smsc-proxy/ss7/link/link_observer.hh"
#include "smsc-proxy/ss7/relay/codec_findings.hh"
#include "smsc-proxy/ss7/relay/relay_note.hh"

namespace smsfw::app {

// What metric labels may say. Every set is closed, or bounded by the configuration: nothing that a
// stranger sends becomes a label value.

/// Which way a message goes: from an ESME to the SMSC, or back.
enum class Direction : std::uint8_t { kSubmit, kDeliver };
inline constexpr std::array<std::string_view, 2> kDirectionNames{"submit", "deliver"};
constexpr Direction direction_of(Ingress ingress) noexcept {
  return ingress == Ingress::kSmppSubmit || ingress == Ingress::kMapMo ? Direction::kSubmit
                                                                       : Direction::kDeliver;
}

/// Which leg of the relay: the client's or the SMSC's.
enum class Side : std::uint8_t { kEsme, kSmsc };
inline constexpr std::array<std::string_view, 2> kSideNames{"esme", "smsc"};

/// Seen from us.
enum class Flow : std::uint8_t { kIn, kOut };
inline constexpr std::array<std::string_view, 2> kFlowNames{"in", "out"};

enum class Enforced : std::uint8_t { kNo, kYes };
inline constexpr std::array<std::string_view, 2> kEnforcedNames{"false", "true"};

/// Index of a listener or upstream in the configuration. Beyond the bound, the last one counts.
enum class ListenerIndex : std::uint8_t {};
enum class UpstreamIndex : std::uint8_t {};
inline constexpr std::size_t kMaxListeners = 64;
inline constexpr std::size_t kMaxUpstreams = 64;

/// SMPP commands, requests before responses. Anything outside the table is kOther.
enum class Command : std::uint8_t {};
inline constexpr std::array<std::string_view, 35> kCommandNames{
    "generic_nack",         // 0x80000000
    "bind_receiver",        // 0x01
    "bind_transmitter",     // 0x02
    "query_sm",             // 0x03
    "submit_sm",            // 0x04
    "deliver_sm",           // 0x05
    "unbind",               // 0x06
    "replace_sm",           // 0x07
    "cancel_sm",            // 0x08
    "bind_transceiver",     // 0x09
    "outbind",              // 0x0b
    "enquire_link",         // 0x15
    "submit_multi",         // 0x21
    "alert_notification",   // 0x102
    "data_sm",              // 0x103
    "broadcast_sm",         // 0x111
    "query_broadcast_sm",   // 0x112
    "cancel_broadcast_sm",  // 0x113
    "bind_receiver_resp",   // the same order, with 0x80000000
    "bind_transmitter_resp",
    "query_sm_resp",
    "submit_sm_resp",
    "deliver_sm_resp",
    "unbind_resp",
    "replace_sm_resp",
    "cancel_sm_resp",
    "bind_transceiver_resp",
    "enquire_link_resp",
    "submit_multi_resp",
    "data_sm_resp",
    "broadcast_sm_resp",
    "query_broadcast_sm_resp",
    "cancel_broadcast_sm_resp",
    "vendor",
    "other",
};
inline constexpr Command kCommandVendor{33};  ///< Outside the table, relayed by configuration.
inline constexpr Command kCommandOther{34};

/// Label of a command_id as it stands on the wire (SMPP v3.4 §5.1.2.1, v5.0 §4.7.5).
constexpr Command command_label(std::uint32_t command_id) noexcept {
  const bool response = (command_id & 0x80000000U) != 0;
  const auto at = [response](unsigned request, unsigned resp) {
    return Command{static_cast<std::uint8_t>(response ? resp : request)};
  };
  constexpr unsigned kNone = 34;
  switch (command_id & 0x7fffffffU) {
    case 0x00:
      return at(kNone, 0);
    case 0x01:
      return at(1, 18);
    case 0x02:
      return at(2, 19);
    case 0x03:
      return at(3, 20);
    case 0x04:
      return at(4, 21);
    case 0x05:
      return at(5, 22);
    case 0x06:
      return at(6, 23);
    case 0x07:
      return at(7, 24);
    case 0x08:
      return at(8, 25);
    case 0x09:
      return at(9, 26);
    case 0x0b:
      return at(10, kNone);
    case 0x15:
      return at(11, 27);
    case 0x21:
      return at(12, 28);
    case 0x102:
      return at(13, kNone);
    case 0x103:
      return at(14, 29);
    case 0x111:
      return at(15, 30);
    case 0x112:
      return at(16, 31);
    case 0x113:
      return at(17, 32);
    default:
      return kCommandOther;
  }
}

/// command_status of a response, in classes that an operator acts on differently.
enum class StatusClass : std::uint8_t {
  kOk,           ///< ESME_ROK
  kThrottled,    ///< ESME_RTHROTTLED, ESME_RMSGQFUL
  kTemporary,    ///< ESME_RX_T_APPN
  kRefused,      ///< ESME_RSUBMITFAIL, ESME_RX_P_APPN, ESME_RX_R_APPN
  kInvalid,      ///< The request itself was wrong: 0x01 to 0x04, 0x0a, 0x0b, 0x33 to 0x54, 0xc0 on.
  kBindFailed,   ///< ESME_RALYBND, ESME_RBINDFAIL, ESME_RINVPASWD, ESME_RINVSYSID
  kSystemError,  ///< ESME_RSYSERR
  kOther,
};
inline constexpr std::array<std::string_view, 8> kStatusClassNames{
    "ok", "throttled", "temporary", "refused", "invalid", "bind_failed", "system_error", "other"};

constexpr StatusClass status_class(std::uint32_t status) noexcept {
  switch (status) {
    case 0x00:
      return StatusClass::kOk;
    case 0x14:
    case 0x58:
      return StatusClass::kThrottled;
    case 0x64:
      return StatusClass::kTemporary;
    case 0x45:
    case 0x65:
    case 0x66:
      return StatusClass::kRefused;
    case 0x05:
    case 0x0d:
    case 0x0e:
    case 0x0f:
      return StatusClass::kBindFailed;
    case 0x08:
      return StatusClass::kSystemError;
    default:
      break;
  }
  if ((status >= 0x01 && status <= 0x04) || status == 0x0a || status == 0x0b ||
      (status >= 0x33 && status <= 0x54) || (status >= 0xc0 && status <= 0xc4)) {
    return StatusClass::kInvalid;
  }
  return StatusClass::kOther;
}

/// Who made a response that we sent.
enum class AnswerOrigin : std::uint8_t { kOwn, kRelayed };
inline constexpr std::array<std::string_view, 2> kAnswerOriginNames{"own", "relayed"};

/// Why a session ended.
enum class CloseReason : std::uint8_t {
  kPeerClosed,      ///< The peer closed the connection without unbind.
  kUnbind,          ///< unbind, from either end.
  kInitTimeout,     ///< No completed bind within session_init.
  kEnquireTimeout,  ///< enquire_link stayed without an answer.
  kInactivity,      ///< No message traffic for the inactivity time.
  kProtocolErrors,  ///< Too many, or one that the stream does not survive.
  kOtherLegClosed,  ///< The session of the other leg ended.
  kOutputOverflow,  ///< The peer does not read.
  kBindRefused,     ///< The bind was answered with an error.
  kShutdown,        ///< We are going down, or the listener was taken away.
  kNetworkError,    ///< The socket reported an error.
};
inline constexpr std::array<std::string_view, 11> kCloseReasonNames{
    "peer_closed",  "unbind",          "init_timeout",     "enquire_timeout",
    "inactivity",   "protocol_errors", "other_leg_closed", "output_overflow",
    "bind_refused", "shutdown",        "network_error"};

/// Why a connection or a bind was not taken.
enum class BindRefusal : std::uint8_t {
  kCredentials,      ///< Unknown system_id or wrong password.
  kAddress,          ///< The account may not bind from this address.
  kAccountBinds,     ///< The account's max_binds.
  kSessions,         ///< The listener's max_sessions or max_unbound.
  kFailedBinds,      ///< Too many failures from this address; not even asked.
  kUpstreamDown,     ///< No connection to the SMSC.
  kUpstreamRefused,  ///< The SMSC answered the bind with an error.
  kState,            ///< A bind inside a bound session.
};
inline constexpr std::array<std::string_view, 8> kBindRefusalNames{
    "credentials",  "address",       "account_binds",    "sessions",
    "failed_binds", "upstream_down", "upstream_refused", "state"};

/// What made us ask for slower traffic.
enum class ThrottleCause : std::uint8_t {
  kVerdict,     ///< A limit or rule of the ruleset.
  kThroughput,  ///< The account's messages a second.
  kOverload,    ///< Shedding depth was not enough.
  kShutdown,    ///< Draining before the end.
};
inline constexpr std::array<std::string_view, 4> kThrottleCauseNames{"verdict", "throughput",
                                                                     "overload", "shutdown"};

enum class Result : std::uint8_t { kOk, kFailed };
inline constexpr std::array<std::string_view, 2> kResultNames{"ok", "failed"};

/// Where a signature database came from.
enum class CacheResult : std::uint8_t {
  kHit,       ///< Read from the cache directory.
  kCompiled,  ///< Not there; compiled.
  kHealed,    ///< There but damaged or of another machine; compiled again and replaced.
};
inline constexpr std::array<std::string_view, 3> kCacheResultNames{"hit", "compiled", "healed"};

/// Halves of the SS7 relay.
inline constexpr std::array<std::string_view, 2> kSs7SideNames{"smsc", "network"};

/// What the originator of a refused SS7 operation gets from us.
enum class Ss7Answer : std::uint8_t { kResult, kError, kAbort, kReturn, kDrop, kDivert };
inline constexpr std::array<std::string_view, 6> kSs7AnswerNames{"result", "error", "abort",
                                                                 "return", "drop",  "divert"};

/// Why a unit did not leave.
enum class Unsent : std::uint8_t {
  kNoRoute,      ///< No route for its called title.
  kUnreachable,  ///< No way on carries traffic.
  kQueueFull,    ///< The link thread does not keep up.
  kCongested,    ///< The association does not take more.
  kLost,         ///< Its association broke.
};
inline constexpr std::array<std::string_view, 5> kUnsentNames{"no_route", "unreachable",
                                                              "queue_full", "congested", "lost"};

/// What the home router does and meets.
inline constexpr std::array<std::string_view, 8> kHomeRouterNames{
    "query",        // asked of an HLR
    "delivery",     // sent to a serving node
    "report",       // reportSM-DeliveryStatus, passed on
    "used_up",      // a message to an id that is over
    "other_asker",  // to one that another network was given
    "not_given",    // to none of ours
    "miss",         // of the last two, what counts as a guess
    "not_looked_up"};

/// What a look-up of a sender's serving MSC came to.
enum class LookupResult : std::uint8_t {
  kFound,
  kNoSuchSubscriber,
  kError,      ///< An answer that says nothing of him.
  kTimeout,    ///< No answer in time.
  kCached,     ///< No query was needed; also of messages that have waited for one.
  kRefused,    ///< No query was made: too many are open.
  kNotParked,  ///< No room for the message; it went on without.
  kLate,       ///< An answer after the timeout.
};
inline constexpr std::array<std::string_view, 8> kLookupResultNames{
    "found", "no_such_subscriber", "error", "timeout", "cached", "refused", "not_parked", "late"};

inline constexpr auto kRefusalNames = [] {
  std::array<std::string_view, ss7::link::kRefusals> names{};
  for (std::size_t i = 0; i < names.size(); ++i)
    names[i] = to_string(static_cast<ss7::link::Refusal>(i));
  return names;
}();

/// What became of the parts of concatenated messages.
inline constexpr std::array<std::string_view, 5> kPartNames{
    "completed",  // messages of which every part was passed on
    "expired",    // messages that stayed incomplete
    "conflict",   // parts that came again with other content
    "repeat",     // parts that came again as they were
    "stopped",    // parts behind one that was kept back
};

/// The bounded tables of the daemon.
inline constexpr std::array<std::string_view, 19> kTableNames{
    "limits",           // counters of limits
    "blocks",           // dynamic blocks in force
    "block_notes",      // what is to be told of blocks and warnings
    "routing",          // (SMSC, message_id) to account
    "absorbed",         // messages that were acknowledged and not delivered
    "failed_binds",     // addresses with failed binds
    "parts",            // concatenated messages of which not all parts have come
    "titles",           // what origin checks remember of Global Titles
    "dialogues",        // open TCAP dialogues
    "segments",         // SCCP segments that wait for the rest
    "router_segments",  // the same, of what the home router itself reads
    "half_open",        // dialogues that an asker has with the home router alone
    "hlr_dialogues",    // those that go on to an HLR
    "deliveries",       // those that go on to a serving node
    "guessers",         // networks that have sent to no id of theirs
    "correlation_ids",  // MT correlation ids, also those that are used up
    "queries",          // queries that messages may follow
    "lookups",          // where senders are served
    "parked",           // messages that wait for a look-up
};

inline constexpr std::array<std::string_view, 8> kDecodeCodeNames{
    to_string(DecodeCode::kTruncated), to_string(DecodeCode::kBadLength),
    to_string(DecodeCode::kOversize),  to_string(DecodeCode::kUnterminated),
    to_string(DecodeCode::kUnknownId), to_string(DecodeCode::kBadValue),
    to_string(DecodeCode::kTooMany),   to_string(DecodeCode::kTrailingOctets)};

inline constexpr std::array<std::string_view, 5> kHttpClassNames{"1xx", "2xx", "3xx", "4xx", "5xx"};
enum class HttpClass : std::uint8_t { k1xx, k2xx, k3xx, k4xx, k5xx };

/// One label of a metric.
enum class Label : std::uint8_t {
  kNone,
  kDirection,
  kAction,
  kEnforced,
  kListener,
  kUpstream,
  kCommand,
  kSide,
  kFlow,
  kStatus,
  kOrigin,
  kDecodeCode,
  kFinding,
  kOutcome,
  kCloseReason,
  kBindRefusal,
  kThrottleCause,
  kResult,
  kCacheResult,
  kTable,
  kPart,
  kHttpClass,
  kSs7Side,
  kSs7Answer,
  kRelayNote,
  kUnsent,
  kLookupResult,
  kRefusal,
  kCodecFinding,
  kHomeRouter,
  kCheck,
  kCheckAnswer,
  kAsp,
  kPeer,
  kHostList,
  kWorker,   ///< Number of the worker; the shard itself stands for it.
  kSid,      ///< Signature id, bounded; the rest counts under "other".
  kVersion,  ///< One value at a time.
  kCount,
};

/// How a label is written, its closed values, or where its values come from.
struct LabelRow {
  Label id;
  std::string_view name;
  std::span<const std::string_view> values;  ///< Empty: see `from`.
  std::size_t bound;                         ///< Most values at one time.
  std::string_view from;                     ///< Where open values come from.
};

inline constexpr std::array<LabelRow, static_cast<std::size_t>(Label::kCount)> kLabelTable{{
    {Label::kNone, "", {}, 1, ""},
    {Label::kDirection, "direction", kDirectionNames, kDirectionNames.size(), ""},
    {Label::kAction, "action", kActionNames, kActionCount, ""},
    {Label::kEnforced, "enforced", kEnforcedNames, kEnforcedNames.size(), ""},
    {Label::kListener,
     "listener",
     {},
     kMaxListeners,
     "names of `listeners`, then of `ss7.peers`, in the configuration"},
    {Label::kUpstream, "upstream", {}, kMaxUpstreams, "names of `upstreams` in the configuration"},
    {Label::kCommand, "command", kCommandNames, kCommandNames.size(), ""},
    {Label::kSide, "side", kSideNames, kSideNames.size(), ""},
    {Label::kFlow, "flow", kFlowNames, kFlowNames.size(), ""},
    {Label::kStatus, "status", kStatusClassNames, kStatusClassNames.size(), ""},
    {Label::kOrigin, "origin", kAnswerOriginNames, kAnswerOriginNames.size(), ""},
    {Label::kDecodeCode, "code", kDecodeCodeNames, kDecodeCodeNames.size(), ""},
    {Label::kFinding, "finding", kFindingNames, kFindingCount, ""},
    {Label::kOutcome, "outcome", kOutcomeNames, kOutcomeCount, ""},
    {Label::kCloseReason, "reason", kCloseReasonNames, kCloseReasonNames.size(), ""},
    {Label::kBindRefusal, "reason", kBindRefusalNames, kBindRefusalNames.size(), ""},
    {Label::kThrottleCause, "cause", kThrottleCauseNames, kThrottleCauseNames.size(), ""},
    {Label::kResult, "result", kResultNames, kResultNames.size(), ""},
    {Label::kCacheResult, "result", kCacheResultNames, kCacheResultNames.size(), ""},
    {Label::kTable, "table", kTableNames, kTableNames.size(), ""},
    {Label::kPart, "what", kPartNames, kPartNames.size(), ""},
    {Label::kHttpClass, "code", kHttpClassNames, kHttpClassNames.size(), ""},
    {Label::kSs7Side, "side", kSs7SideNames, kSs7SideNames.size(), ""},
    {Label::kSs7Answer, "answer", kSs7AnswerNames, kSs7AnswerNames.size(), ""},
    {Label::kRelayNote, "note", ss7::kRelayNoteNames, ss7::kRelayNoteCount, ""},
    {Label::kUnsent, "reason", kUnsentNames, kUnsentNames.size(), ""},
    {Label::kLookupResult, "result", kLookupResultNames, kLookupResultNames.size(), ""},
    {Label::kRefusal, "reason", kRefusalNames, kRefusalNames.size(), ""},
    {Label::kCodecFinding, "finding", ss7::kCodecFindingNames, ss7::kCodecFindingCount, ""},
    {Label::kHomeRouter, "what", kHomeRouterNames, kHomeRouterNames.size(), ""},
    {Label::kCheck, "check", origin::kCheckNames, origin::kCheckCount, ""},
    {Label::kCheckAnswer, "answer", origin::kAnswerKindNames, origin::kAnswerKindCount, ""},
    {Label::kAsp, "asp", {}, 1024, "names of `ss7.application_servers.asps` in the configuration"},
    {Label::kPeer, "peer", {}, ss7::link::kMaxPeers, "names of `ss7.peers` in the configuration"},
    {Label::kHostList,
     "list",
     {},
     access::kMaxHostLists,
     "names of `host_lists` in the configuration"},
    {Label::kWorker, "worker", {}, 256, "number of the worker, from 0"},
    {Label::kSid,
     "sid",
     {},
     1025,
     "ids of signatures that hit; `other` for those beyond the bound"},
    {Label::kVersion, "version", {}, 1, "one value at a time"},
}};

constexpr const LabelRow& label_row(Label label) noexcept {
  return kLabelTable[static_cast<std::size_t>(label)];
}

/// The C++ type whose values a label takes, for the checked calls of MetricShard.
template <Label L>
struct LabelType;
template <>
struct LabelType<Label::kDirection> {
  using type = Direction;
};
template <>
struct LabelType<Label::kAction> {
  using type = Action;
};
template <>
struct LabelType<Label::kEnforced> {
  using type = Enforced;
};
template <>
struct LabelType<Label::kListener> {
  using type = ListenerIndex;
};
template <>
struct LabelType<Label::kUpstream> {
  using type = UpstreamIndex;
};
template <>
struct LabelType<Label::kCommand> {
  using type = Command;
};
template <>
struct LabelType<Label::kSide> {
  using type = Side;
};
template <>
struct LabelType<Label::kFlow> {
  using type = Flow;
};
template <>
struct LabelType<Label::kStatus> {
  using type = StatusClass;
};
template <>
struct LabelType<Label::kOrigin> {
  using type = AnswerOrigin;
};
template <>
struct LabelType<Label::kDecodeCode> {
  using type = DecodeCode;
};
template <>
struct LabelType<Label::kFinding> {
  using type = Finding;
};
template <>
struct LabelType<Label::kOutcome> {
  using type = Outcome;
};
template <>
struct LabelType<Label::kCloseReason> {
  using type = CloseReason;
};
template <>
struct LabelType<Label::kBindRefusal> {
  using type = BindRefusal;
};
template <>
struct LabelType<Label::kThrottleCause> {
  using type = ThrottleCause;
};
template <>
struct LabelType<Label::kResult> {
  using type = Result;
};
template <>
struct LabelType<Label::kCacheResult> {
  using type = CacheResult;
};
template <>
struct LabelType<Label::kSs7Side> {
  using type = ss7::link::Side;
};
template <>
struct LabelType<Label::kSs7Answer> {
  using type = Ss7Answer;
};
template <>
struct LabelType<Label::kRelayNote> {
  using type = ss7::RelayNote;
};
template <>
struct LabelType<Label::kUnsent> {
  using type = Unsent;
};
/// Index in ss7::kCodecFindingNames.
enum class CodecFindingIndex : std::uint8_t {};
template <>
struct LabelType<Label::kCodecFinding> {
  using type = CodecFindingIndex;
};
template <>
struct LabelType<Label::kHttpClass> {
  using type = HttpClass;
};

}  // namespace smsfw::app
