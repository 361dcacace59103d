#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/sms_context.hh"
#include "filters/core/verdict.hh"

namespace smsfw::events {

/// What an event tells of. The value of its key `event`.
enum class EventType : std::uint8_t {
  kMessage,    ///< A message was judged.
  kOutcome,    ///< A message that was let through did not end as usual.
  kSession,    ///< A connection, bind or session began, was refused or ended.
  kMalformed,  ///< Octets that could not be read.
  kLink,       ///< A state of the SS7 link changed.
  kBlock,      ///< A dynamic block began or ended, or a limit's warning was reached.
  kRuleset,    ///< A ruleset or configuration was loaded or refused.
  kOverload,   ///< The overload level changed.
  kAudit,      ///< Somebody changed something.
  kProcess,    ///< The daemon started or stops.
  kLost,       ///< Events before this one are missing.
  kCount,
};
inline constexpr std::size_t kEventTypeCount = static_cast<std::size_t>(EventType::kCount);
inline constexpr std::array<std::string_view, kEventTypeCount> kEventTypeNames{
    "message", "outcome",  "session", "malformed", "link", "block",
    "ruleset", "overload", "audit",   "process",   "lost"};
inline constexpr std::array<std::string_view, kEventTypeCount> kEventTypeDocs{
    "A message was judged.",
    "A message that was let through was refused upstream, stayed without an answer, or went no "
    "further (SS7: the answer was ours).",
    "A connection, bind or session began, was refused or ended.",
    "Octets that could not be read.",
    "An association, an application server or a peer of the SS7 link changed its state.",
    "A dynamic block began or ended, or the warning count of a limit was reached.",
    "A ruleset or configuration was loaded, or refused while the old one stays.",
    "The overload level of a worker changed.",
    "Somebody changed something through the control port.",
    "The daemon started or stops.",
    "Events that stood before this one are missing, because the queue was full.",
};

constexpr std::string_view to_string(EventType type) noexcept {
  return kEventTypeNames[static_cast<std::size_t>(type)];
}

/// JSON type of a key's value.
enum class KeyType : std::uint8_t {
  kString,
  kInteger,
  kNumber,
  kBoolean,
  kStringList,
  kHitList,  ///< List of objects with the keys of kHitKeyTable.
};

/// Which events have a key.
using EventMask = std::uint16_t;
constexpr EventMask mask(EventType type) noexcept {
  return static_cast<EventMask>(1U << static_cast<unsigned>(type));
}
inline constexpr EventMask kAllEvents = (1U << kEventTypeCount) - 1;

enum class Presence : std::uint8_t {
  kAlways,     ///< In every event of its types.
  kSometimes,  ///< Left out when it says nothing.
};

struct KeyRow {
  std::string_view name;
  KeyType type;
  EventMask events;
  Presence presence;
  std::string_view doc;
  std::span<const std::string_view> values = {};  ///< Closed set of a string; empty: any.
};

inline constexpr std::array<std::string_view, kIngressCount> kIngressNames{
    to_string(Ingress::kSmppSubmit), to_string(Ingress::kSmppDeliver), to_string(Ingress::kMapMo),
    to_string(Ingress::kMapMt), to_string(Ingress::kMapQuery)};
inline constexpr std::array<std::string_view, kOperationCount> kOperationNames{
    to_string(Operation::kSubmitSm),
    to_string(Operation::kSubmitMulti),
    to_string(Operation::kDataSm),
    to_string(Operation::kDeliverSm),
    to_string(Operation::kReplaceSm),
    to_string(Operation::kBroadcastSm),
    to_string(Operation::kMoForwardSm),
    to_string(Operation::kMtForwardSm),
    to_string(Operation::kSendRoutingInfoForSm),
    to_string(Operation::kReportSmDeliveryStatus),
    to_string(Operation::kInformServiceCentre),
    to_string(Operation::kAlertServiceCentre),
    to_string(Operation::kReadyForSm),
    to_string(Operation::kMapOther)};
inline constexpr std::array<std::string_view, 5> kAddressKindNames{
    to_string(AddressKind::kEmpty), to_string(AddressKind::kE164),
    to_string(AddressKind::kShortCode), to_string(AddressKind::kAlphanumeric),
    to_string(AddressKind::kUnresolved)};
inline constexpr std::array<std::string_view, 3> kSideNames{"esme", "smsc", "network"};
/// In the order of MalformedLayer.
inline constexpr std::array<std::string_view, 6> kLayerNames{"smpp", "m3ua", "sccp",
                                                             "tcap", "map",  "tpdu"};
inline constexpr std::array<std::string_view, 5> kStateNames{"down", "connected", "inactive",
                                                             "active", "up"};
inline constexpr std::array<std::string_view, 18> kWhatNames{"asp",
                                                             "application_server",
                                                             "peer",  // link
                                                             "connected",
                                                             "bound",
                                                             "bind_refused",
                                                             "closed",
                                                             "connect_failed",  // session
                                                             "outbind",
                                                             "started",
                                                             "ended",
                                                             "warned",
                                                             "loaded",  // block; ruleset
                                                             "refused",
                                                             "raised",
                                                             "lowered",
                                                             "starting",
                                                             "stopping"};  // overload; process

namespace detail {
inline constexpr EventMask kMsg = mask(EventType::kMessage);
inline constexpr EventMask kOut = mask(EventType::kOutcome);
inline constexpr EventMask kSes = mask(EventType::kSession);
inline constexpr EventMask kMal = mask(EventType::kMalformed);
inline constexpr EventMask kLnk = mask(EventType::kLink);
inline constexpr EventMask kBlk = mask(EventType::kBlock);
inline constexpr EventMask kRul = mask(EventType::kRuleset);
inline constexpr EventMask kOvl = mask(EventType::kOverload);
inline constexpr EventMask kAud = mask(EventType::kAudit);
inline constexpr EventMask kPro = mask(EventType::kProcess);
inline constexpr EventMask kLos = mask(EventType::kLost);
}  // namespace detail

/// Every key of every event, described once: docs/reference/events.md and events.schema.json are
/// made from it, and a test holds what is written against it.
inline constexpr auto kKeyTable = [] {
  using namespace detail;
  using enum KeyType;
  constexpr auto kAlways = Presence::kAlways;
  constexpr auto kSometimes = Presence::kSometimes;
  return std::to_array<KeyRow>({
      {"ts", kString, kAllEvents, kAlways, "When: RFC 3339, UTC, microseconds."},
      {"event", kString, kAllEvents, kAlways, "What kind of event this is.", kEventTypeNames},
      {"node", kString, kAllEvents, kAlways, "`node` of the configuration."},
      {"id", kString, kAllEvents, kAlways,
       "Unique within the node, also over restarts: start time, producer, counter (hexadecimal)."},
      {"ruleset", kString, kAllEvents, kAlways,
       "Version of the ruleset in force; empty: none yet."},

      {"what", kString, kSes | kLnk | kBlk | kRul | kOvl | kPro, kAlways, "What happened.",
       kWhatNames},
      {"ingress", kString, kMsg, kAlways, "Where the message came in.", kIngressNames},
      {"operation", kString, kMsg, kAlways, "The PDU or operation that carried the message.",
       kOperationNames},
      {"side", kString, kSes | kMal, kAlways, "Which leg.", kSideNames},
      {"listener", kString, kMsg | kOut | kSes | kMal | kOvl, kSometimes,
       "Name of the listener in the configuration; of what came by SS7, that of the peer."},
      {"upstream", kString, kMsg | kOut | kSes | kMal, kSometimes,
       "Name of the upstream in the configuration."},
      {"session", kInteger, kMsg | kOut | kSes | kMal, kSometimes,
       "Number of the session, unique within one run of the daemon."},
      {"system_id", kString, kMsg | kOut | kSes, kSometimes, "system_id of the ESME's bind."},
      {"sequence", kInteger, kMsg | kMal, kSometimes, "sequence_number of the request."},
      {"message_id", kString, kMsg | kOut, kSometimes, "message_id of the response."},
      {"from", kString, kMsg, kSometimes, "Source address, as the privacy settings allow."},
      {"from_kind", kString, kMsg, kAlways, "What the numbering plan made of the address.",
       kAddressKindNames},
      {"to", kString, kMsg | kBlk, kSometimes,
       "Destination address, as the privacy settings allow. In a block event: where `key_of` is "
       "source_destination."},
      {"to_kind", kString, kMsg, kAlways, "As from_kind.", kAddressKindNames},
      {"recipients", kInteger, kMsg, kSometimes,
       "Number of destinations, where it is not 1; `to` is then the first."},
      {"calling", kString, kMsg, kSometimes,
       "Digits of the calling Global Title, as `events.titles` allows."},
      {"called", kString, kMsg, kSometimes,
       "Digits of the called Global Title, as `events.titles` allows."},
      {"service_centre", kString, kMsg, kSometimes,
       "MAP's address of the SMSC, as `events.titles` allows."},
      {"imsi", kString, kMsg, kSometimes, "IMSI of the operation, as the privacy settings allow."},
      {"msisdn", kString, kMsg, kSometimes,
       "Subscriber's number of the operation, as the privacy settings allow."},
      {"context", kInteger, kMsg, kSometimes, "MAP's application context (3GPP TS 29.002 17.3.3)."},
      {"map_version", kInteger, kMsg, kSometimes, "Version of the application context."},
      {"correlation", kString, kMsg, kSometimes,
       "Home router: what the recipient's IMSI is, a correlation id or not.",
       kCorrelationStateNames},
      {"data_coding", kInteger, kMsg, kAlways, "data_coding or TP-DCS."},
      {"size", kInteger, kMsg, kAlways, "Octets of user data."},
      {"part", kInteger, kMsg, kSometimes, "Which part of a concatenated message it is, from 1."},
      {"parts", kInteger, kMsg, kSometimes, "How many parts that message says it has."},
      {"whole", kString, kMsg, kSometimes,
       "Names the message that the part is of: the same for all its parts (hexadecimal)."},
      {"complete", kBoolean, kMsg, kSometimes,
       "True: with this part each one has come, and the whole text was judged."},
      {"receipt", kBoolean, kMsg, kSometimes, "True for a delivery receipt of the SMSC leg."},
      {"action", kString, kMsg | kBlk, kAlways,
       "What the rules decide; in a block event, what the block does.", kActionNames},
      {"enforced", kBoolean, kMsg | kBlk, kAlways, "False: decided, not acted on (monitor mode)."},
      {"applied", kString, kMsg, kSometimes, "What was done, where that is not `action`.",
       kActionNames},
      {"reasons", kStringList, kMsg, kAlways, "Why the message is kept back; the first decided."},
      {"warnings", kStringList, kMsg, kSometimes, "What was noticed without keeping it back."},
      {"score", kNumber, kMsg, kSometimes, "Sum of the scores of all hits."},
      {"model", kNumber, kMsg, kSometimes,
       "Probability by the text model that the message is unwanted."},
      {"model_reasons", kStringList, kMsg, kSometimes,
       "What weighed most in it, with its weight: facts, and characters where the privacy settings "
       "show the text. Where the model's score counted, or the message is kept back."},
      {"hits", kHitList, kMsg, kSometimes, "What each filter found."},
      {"hits_dropped", kInteger, kMsg, kSometimes,
       "Hits beyond the list's bound; the decision knows them."},
      {"findings", kStringList, kMsg, kSometimes, "Oddities that are not a verdict by themselves."},
      {"codec_findings", kStringList, kMsg, kSometimes,
       "Oddities of SCCP, TCAP, MAP and TPDU that could be read in one way only."},
      {"answer", kString, kMsg | kOut, kSometimes,
       "SS7: what the originator got from us: result, the name of a MAP error, abort, return, "
       "drop; "
       "or divert."},
      {"truncated", kBoolean, kMsg, kSometimes,
       "True: judging ended early, `reasons` are not all."},
      {"shed", kBoolean, kMsg, kSometimes, "True: filters were left out because of overload."},
      {"status", kInteger, kMsg | kOut | kSes | kMal, kSometimes,
       "command_status of the answer; in a message event, of our own answer."},
      {"latency_ns", kInteger, kMsg, kAlways, "Time to judge, nanoseconds."},
      {"text", kString, kMsg, kSometimes, "The text, as the privacy settings allow."},
      {"text_cut", kBoolean, kMsg, kSometimes, "True: `text` is not all of it."},

      {"message", kString, kOut, kAlways, "`id` of the message event."},
      {"outcome", kString, kOut, kAlways, "What became of the message.", kOutcomeNames},
      {"took_ms", kInteger, kOut | kRul | kSes, kSometimes,
       "How long it took: to the answer, to load, or from bind to end."},

      {"bind", kString, kSes, kSometimes, "receiver, transmitter or transceiver."},
      {"remote", kString, kSes | kAud, kSometimes, "Address and port of the peer."},
      {"reason", kString, kSes | kBlk | kOvl | kPro, kSometimes,
       "Why. Of a block that ended: expired, evicted (another key needed its place in memory) or "
       "stopping (the daemon forgets it)."},
      {"received", kInteger, kSes, kSometimes, "PDUs read in the session."},
      {"sent", kInteger, kSes, kSometimes, "PDUs written in the session."},

      {"layer", kString, kMal, kAlways, "What could not be read.", kLayerNames},
      {"command", kInteger, kMal, kSometimes, "command_id of the PDU, where it could be read."},
      {"error", kString, kMal | kRul, kSometimes,
       "Why the octets could not be read, or why the ruleset was refused."},
      {"offset", kInteger, kMal, kSometimes, "Octets from the PDU's start to the bad field."},
      {"recoverable", kBoolean, kMal, kAlways, "False: the connection was closed."},

      {"name", kString, kLnk, kAlways, "Of the association, application server or peer."},
      {"state", kString, kLnk, kAlways, "Its state.", kStateNames},
      {"active", kInteger, kLnk, kSometimes,
       "Associations of the application server that carry traffic."},

      {"limit", kString, kBlk, kAlways, "Name of the limit."},
      {"key_of", kString, kBlk, kAlways, "What the limit counts by."},
      {"key", kString, kBlk, kAlways, "Whom the limit counts, as the privacy settings allow."},
      {"until", kString, kBlk, kSometimes, "When the block ends: RFC 3339, UTC."},
      {"count", kInteger, kBlk | kLos, kAlways,
       "Block ended: messages that it stopped. Block started, limit warned: the stage's count. "
       "Otherwise events lost."},

      {"previous", kString, kRul, kSometimes, "Version that was in force before."},
      {"generation", kInteger, kRul, kSometimes, "Number of the published ruleset in this run."},
      {"signatures", kInteger, kRul, kSometimes, "Signatures of the ruleset."},

      {"worker", kInteger, kOvl, kAlways, "Number of the worker."},
      {"level", kInteger, kOvl, kAlways,
       "0: full inspection, 1: depth shed, 2: throttling as well."},

      {"actor", kString, kAud | kRul | kPro, kSometimes, "Who did it."},
      {"act", kString, kAud, kAlways, "What was asked for."},
      {"target", kString, kAud, kSometimes, "What it was done to."},
      {"result", kString, kAud, kAlways, "ok, or why not."},

      {"version", kString, kPro, kAlways, "Version of the program."},
      {"pid", kInteger, kPro, kAlways, "Process id."},
  });
}();

/// Keys of one object in `hits`.
inline constexpr auto kHitKeyTable = std::to_array<KeyRow>({
    {"reason", KeyType::kString, mask(EventType::kMessage), Presence::kAlways,
     "A signature's class, or the name of a limit or list."},
    {"sid", KeyType::kInteger, mask(EventType::kMessage), Presence::kSometimes, "Signature."},
    {"rev", KeyType::kInteger, mask(EventType::kMessage), Presence::kSometimes,
     "Revision of the signature."},
    {"buffer", KeyType::kString, mask(EventType::kMessage), Presence::kSometimes,
     "Form of the text that it matched.", kBufferNames},
    {"score", KeyType::kNumber, mask(EventType::kMessage), Presence::kSometimes, "Its score."},
    {"action", KeyType::kString, mask(EventType::kMessage), Presence::kAlways, "What it asks for.",
     kActionNames},
    {"enforced", KeyType::kBoolean, mask(EventType::kMessage), Presence::kSometimes,
     "False: in monitor mode, reported and not acted on."},
    {"detail", KeyType::kString, mask(EventType::kMessage), Presence::kSometimes,
     "More words, long numbers masked."},
});

}  // namespace smsfw::events
