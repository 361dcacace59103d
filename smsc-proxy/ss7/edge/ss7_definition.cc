#include "smsc-proxy/ss7/edge/ss7_definition.hh"

#include <array>

#include "filters/core/core_definition.hh"
#include "filters/origin/network_table.hh"
#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/point_code.hh"

namespace smsfw {

using namespace std::chrono_literals;
using ss7::AnswerKind;
using ss7::AnswerRuleConfig;
using ss7::DivertConfig;
using ss7::HomeRouterKeys;
using ss7::HopConfig;
using ss7::LookupConfig;
using ss7::QueriesConfig;
using ss7::RelayMode;
using ss7::ReturnCause;
using ss7::RouteConfig;
using ss7::Ss7Config;

std::span<const EnumName<RelayMode>> EnumNames<RelayMode>::names() {
  static constexpr std::array<EnumName<RelayMode>, 3> kNames{
      {{RelayMode::kMonitor, "monitor"},
       {RelayMode::kHop, "hop"},
       {RelayMode::kHomeRouter, "home_router"}}};
  return kNames;
}

std::span<const EnumName<AnswerKind>> EnumNames<AnswerKind>::names() {
  static constexpr std::array<EnumName<AnswerKind>, 6> kNames{{{AnswerKind::kResult, "result"},
                                                               {AnswerKind::kError, "error"},
                                                               {AnswerKind::kAbort, "abort"},
                                                               {AnswerKind::kReturn, "return"},
                                                               {AnswerKind::kDrop, "drop"},
                                                               {AnswerKind::kDivert, "divert"}}};
  return kNames;
}

std::span<const EnumName<ReturnCause>> EnumNames<ReturnCause>::names() {
  static constexpr auto kNames = [] {
    std::array<EnumName<ReturnCause>, ss7::kReturnCauseNames.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i)
      names[i] = {static_cast<ReturnCause>(i), ss7::kReturnCauseNames[i]};
    return names;
  }();
  return kNames;
}

std::span<const EnumName<Operation>> EnumNames<Operation>::names() {
  static constexpr auto kNames = [] {
    constexpr auto kFirst = static_cast<std::size_t>(Operation::kMoForwardSm);
    std::array<EnumName<Operation>, kOperationCount - kFirst> names{};
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto operation = static_cast<Operation>(kFirst + i);
      names[i] = {operation, to_string(operation)};
    }
    return names;
  }();
  return kNames;
}

namespace {

std::string check_title(std::string_view text) {
  return text.empty() || origin::is_prefix(text) ? "" : "is not 1 to 15 digits, without '+'";
}

std::string check_imsi_prefix(std::string_view text) {
  const bool good = (text.size() == 5 || text.size() == 6) && check_digits(text).empty();
  return text.empty() || good ? "" : "is not 5 or 6 digits";
}

std::string check_error_name(std::string_view text) {
  if (text.empty()) return {};
  for (const ss7::MapErrorSpec& spec : ss7::map_errors()) {
    if (spec.name == text) return {};
  }
  return "is no error of MAP's short message operations; docs/reference/map.md lists them";
}

const Only kKeepsBack{{"throttle", "hold", "quarantine", "reject", "absorb", "drop"}};

}  // namespace

template <>
const Definition& definition_of<HopConfig>() {
  static const Definition table = define<HopConfig>(
      "One way on.",
      {key<&HopConfig::peer>("peer", Change::kRestart, "Name of a peer of the other side.",
                             Required{}, Form{check_name}),
       key<&HopConfig::point_code>("point_code", Change::kRestart,
                                   "Destination point code of what goes there.", Required{},
                                   Form{check_point_code})});
  return table;
}

template <>
const Definition& definition_of<RouteConfig>() {
  static const Definition table = define<RouteConfig>(
      "Where units go that come from one side. Of the routes of a side the one with the longest "
      "fitting prefix is taken.",
      {key<&RouteConfig::from>("from", Change::kRestart, "The side that they come from."),
       key<&RouteConfig::called>(
           "called", Change::kRestart,
           "Digits with which called Global Titles begin, without '+'. Empty: all others.",
           Count{0, 10'000}, Form{check_title}),
       key<&RouteConfig::hops>("hops", Change::kRestart, "Ways on, in order of preference.",
                               Required{}, Count{1, 16}),
       key<&RouteConfig::share>(
           "share", Change::kRestart,
           "true: all hops that can be reached take their share, by signalling link selection. "
           "false: the first that can be reached takes all.")});
  return table;
}

template <>
const Definition& definition_of<DivertConfig>() {
  static const Definition table = define<DivertConfig>(
      "Where diverted messages go.",
      {key<&DivertConfig::peer>("peer", Change::kRestart, "Name of a peer.", Form{check_name}),
       key<&DivertConfig::point_code>("point_code", Change::kRestart, "Destination point code.",
                                      Form{check_point_code}),
       key<&DivertConfig::title>(
           "title", Change::kRestart,
           "International digits that stand in place of the called title's. Empty: it stays.",
           Form{check_title})});
  return table;
}

template <>
const Definition& definition_of<AnswerRuleConfig>() {
  static const Definition table = define<AnswerRuleConfig>(
      "What is answered where a message is kept back. The first rule that fits is taken; where "
      "none does, the default of action and operation.",
      {key<&AnswerRuleConfig::reasons>(
           "reasons", Change::kRestart,
           "As `reasons` of the events has them: FRAUD_PHISH, the name of a limit, list or check. "
           "One is enough. Empty: anything.",
           Count{0, 1'000}),
       key<&AnswerRuleConfig::actions>("actions", Change::kRestart,
                                       "Actions of the verdict. Empty: all that keep back.",
                                       kKeepsBack),
       key<&AnswerRuleConfig::operations>("operations", Change::kRestart,
                                          "Operations. Empty: all."),
       key<&AnswerRuleConfig::answer>(
           "answer", Change::kRestart,
           "result: as if it were delivered. error: a MAP error. abort: TC-U-ABORT. return: the "
           "SCCP service message, where the sender asks for it. drop: nothing. divert: it goes "
           "elsewhere."),
       key<&AnswerRuleConfig::error>("error", Change::kRestart,
                                     "answer: error. Its name. Where the operation does not have "
                                     "it in the version of the dialogue, the default is taken.",
                                     Form{check_error_name}),
       key<&AnswerRuleConfig::cause>("cause", Change::kRestart,
                                     "answer: error. The cause in its parameter; 255: none, or the "
                                     "first where one has to be.",
                                     Range{0, 255}),
       key<&AnswerRuleConfig::return_cause>("return_cause", Change::kRestart,
                                            "answer: return. The cause."),
       key<&AnswerRuleConfig::divert>("divert", Change::kRestart,
                                      "answer: divert. The destination.")});
  return table;
}

template <>
const Definition& definition_of<HomeRouterKeys>() {
  static const Definition table = define<HomeRouterKeys>(
      "Home routing (3GPP TS 23.840): queries from outside get an id of ours in place of the IMSI.",
      {key<&HomeRouterKeys::own_titles>(
           "own_titles", Change::kRestart,
           "Our own Global Titles, international digits without '+'. The first is the one that we "
           "begin dialogues with.",
           Required{}, Count{1, 64}, Form{check_title}),
       key<&HomeRouterKeys::hlr_title>(
           "hlr_title", Change::kRestart,
           "Where queries go. Empty: to the title that they were addressed to or, where that is "
           "ours, to the number that they ask about.",
           Form{check_title}),
       key<&HomeRouterKeys::imsi_prefix>("imsi_prefix", Change::kRestart,
                                         "MCC and MNC of our network, 5 or 6 digits: what ids "
                                         "begin with.",
                                         Required{}, Form{check_imsi_prefix}),
       key<&HomeRouterKeys::asking_side>(
           "asking_side", Change::kRestart,
           "The side that queries and messages from outside come from."),
       key<&HomeRouterKeys::home_side>("home_side", Change::kRestart,
                                       "The side where HLR, MSCs and SGSNs are; may be the same."),
       key<&HomeRouterKeys::id_lifetime>("id_lifetime", Change::kRestart,
                                         "How long an id may be used.", Span{10s, 1h}),
       key<&HomeRouterKeys::deliveries>("deliveries", Change::kRestart,
                                        "How many messages may name it.", Range{1, 100}),
       key<&HomeRouterKeys::max_ids>("max_ids", Change::kRestart,
                                     "Ids at a time; the oldest gives its place.",
                                     Range{100, 100'000}),
       key<&HomeRouterKeys::misses_per_minute>(
           "misses_per_minute", Change::kRestart,
           "Wrong guesses a title may make in a minute before whatever it sends is refused.",
           Range{1, 10'000}),
       key<&HomeRouterKeys::hlr_timeout>("hlr_timeout", Change::kRestart,
                                         "How long the HLR may take.", Span{1s, 30s}),
       key<&HomeRouterKeys::max_queries>("max_queries", Change::kRestart,
                                         "Dialogues with HLRs at a time.", Range{100, 1'000'000}),
       key<&HomeRouterKeys::delivery_timeout>("delivery_timeout", Change::kRestart,
                                              "How long a serving node may take.", Span{10s, 1h}),
       key<&HomeRouterKeys::max_deliveries>("max_deliveries", Change::kRestart,
                                            "Dialogues with serving nodes at a time.",
                                            Range{100, 1'000'000})});
  return table;
}

template <>
const Definition& definition_of<QueriesConfig>() {
  static const Definition table = define<QueriesConfig>(
      "Queries (sendRoutingInfoForSM) that pass are remembered by the IMSI in their answer: a "
      "message to a handset is compared with the query before it.",
      {key<&QueriesConfig::follow>("follow", Change::kRestart,
                                   "false: they do not pass here, or not all of them. What has to "
                                   "be compared with one is unknown then, and no mismatch."),
       key<&QueriesConfig::window>(
           "window", Change::kRestart,
           "How long after the answer messages may follow. Longer where centres keep answers.",
           Span{1s, 1h}),
       key<&QueriesConfig::capacity>(
           "capacity", Change::kRestart,
           "Queries that are remembered, 68 octets each; beyond it the oldest goes, and what finds "
           "no query is unknown for a while. As many as come within `window`.",
           Range{1'000, 16'777'216})});
  return table;
}

template <>
const Definition& definition_of<LookupConfig>() {
  static const Definition table = define<LookupConfig>(
      "Where the sender of a message from a handset is served is asked of its HLR, by a "
      "sendRoutingInfoForSM of our own, when mo_spoofing or mo_imsi would read it and the sender "
      "is one of `origin.own_numbers`. The message waits. Left out: nobody is asked. In mode "
      "monitor nothing waits, and nobody is asked.",
      {key<&LookupConfig::own_title>(
           "own_title", Change::kRestart,
           "Global Title of this node, international digits. The network routes it here.",
           Required{}, Form{check_title}),
       key<&LookupConfig::service_centre>(
           "service_centre", Change::kRestart,
           "serviceCentreAddress of the queries, international digits.", Required{},
           Form{check_title}),
       key<&LookupConfig::side>("side", Change::kRestart, "Where the HLR is."),
       key<&LookupConfig::version>("version", Change::kRestart, "Of MAP.", Range{2, 3}),
       key<&LookupConfig::timeout>("timeout", Change::kRestart,
                                   "Without an answer for so long the message goes on, and the "
                                   "checks answer unknown.",
                                   Span{100ms, 15s}),
       key<&LookupConfig::lifetime>("lifetime", Change::kRestart,
                                    "How long an answer is held for true.", Span{1s, 1h}),
       key<&LookupConfig::failure_lifetime>(
           "failure_lifetime", Change::kRestart,
           "How long nobody is asked again after an answer that said nothing, or none.",
           Span{1s, 1h}),
       key<&LookupConfig::capacity>("capacity", Change::kRestart,
                                    "Answers that are kept; beyond it the oldest goes.",
                                    Range{1'000, 16'777'216}),
       key<&LookupConfig::max_pending>(
           "max_pending", Change::kRestart,
           "Queries that are open at a time. Beyond it messages go on without.", Range{1, 100'000}),
       key<&LookupConfig::max_parked>("max_parked", Change::kRestart,
                                      "Messages that wait at a time. Beyond it they go on without.",
                                      Range{1, 1'000'000}),
       key<&LookupConfig::parked_memory>("parked_memory", Change::kRestart,
                                         "Octets of all messages that wait.",
                                         Range{65'536, 1'073'741'824}, Octets{})});
  return table;
}

template <>
const Definition& definition_of<Ss7Config>() {
  static const Definition table = [] {
    auto keys = included<&Ss7Config::link>();
    const std::vector<KeyOf<Ss7Config>> own{
        key<&Ss7Config::mode>("mode", Change::kRestart,
                              "hop: what is accepted leaves with its octets unchanged, the rest is "
                              "answered. home_router: as hop, and queries from outside are "
                              "answered with correlation ids. monitor: everything passes "
                              "unchanged, and is judged."),
        key<&Ss7Config::routes>("routes", Change::kRestart, "Where units go.", Required{},
                                Count{1, 1'000}),
        key<&Ss7Config::home_router>("home_router", Change::kRestart,
                                     "Mode home_router: whose titles and ids."),
        key<&Ss7Config::answers>("answers", Change::kRestart,
                                 "What is answered in the far end's place. Left out: fraud to a "
                                 "handset gets a result, as if it were delivered; [] is no rule.",
                                 Count{0, ss7::kMaxAnswerRules}),
        key<&Ss7Config::malformed>("malformed", Change::kRestart,
                                   "What becomes of an operation of short messages whose argument "
                                   "cannot be read.",
                                   Only{{"allow", "throttle", "reject", "absorb", "drop"}}),
        key<&Ss7Config::numbering_plan>(
            "numbering_plan", Change::kRestart,
            "Numbering plan of the addresses in messages. Empty: the first.", Form{check_name}),
        key<&Ss7Config::max_dialogues>(
            "max_dialogues", Change::kRestart,
            "TCAP dialogues that are followed; beyond it the one silent longest is forgotten.",
            Range{1'000, 16'777'216}),
        key<&Ss7Config::dialogue_timeout>("dialogue_timeout", Change::kRestart,
                                          "A dialogue that is silent for so long is forgotten.",
                                          Span{10s, 48h}),
        key<&Ss7Config::max_segmented>(
            "max_segmented", Change::kRestart,
            "Messages in segments that wait for their last one; beyond it the oldest is given up.",
            Range{16, 1'000'000}),
        key<&Ss7Config::segment_memory>(
            "segment_memory", Change::kRestart,
            "Octets of all segments that wait. Home router: as many again of what it reads itself.",
            Range{65'536, 1'073'741'824}, Octets{}),
        key<&Ss7Config::segment_timeout>("segment_timeout", Change::kRestart,
                                         "Segments that have waited so long are given up.",
                                         Span{1s, 60s}),
        key<&Ss7Config::queries>("queries", Change::kRestart,
                                 "Queries before messages, for the origin checks."),
        key<&Ss7Config::serving_lookup>("serving_lookup", Change::kRestart,
                                        "Where senders are served, for the origin checks."),
    };
    keys.insert(keys.end(), own.begin(), own.end());
    return define<Ss7Config>("The SS7 half: the link, and what the relay does.", std::move(keys));
  }();
  return table;
}

}  // namespace smsfw
