#include "smsc-proxy/control/config_definition.hh"

#include <array>

#include "filters/access/access_definition.hh"
#include "filters/brand/brand_definition.hh"
#include "filters/model/model_definition.hh"
#include "filters/origin/origin_definition.hh"
#include "filters/score/score_definition.hh"
#include "filters/text/host_list_definition.hh"
#include "filters/volume/volume_definition.hh"
#include "smsc-proxy/smpp/session/relay_definition.hh"
#include "smsc-proxy/ss7/edge/ss7_definition.hh"

namespace smsfw {

using control::AccessListConfig;
using control::BrandsConfig;
using control::Config;
using control::ControlConfig;
using control::EventsConfig;
using control::HostListConfig;
using control::ListSkip;
using control::LogConfig;
using control::LogLevel;
using control::OverloadConfig;
using control::SignatureOverlay;
using events::NumberPrivacy;
using events::TextPrivacy;
using namespace std::chrono_literals;

std::span<const EnumName<ListSkip>> EnumNames<ListSkip>::names() {
  static constexpr std::array<EnumName<ListSkip>, 3> kNames{
      {{ListSkip::kLimits, "limits"},
       {ListSkip::kScore, "score"},
       {ListSkip::kSignatures, "signatures"}}};
  return kNames;
}

std::span<const EnumName<LogLevel>> EnumNames<LogLevel>::names() {
  static constexpr std::array<EnumName<LogLevel>, 4> kNames{{{LogLevel::kDebug, "debug"},
                                                             {LogLevel::kInfo, "info"},
                                                             {LogLevel::kWarning, "warning"},
                                                             {LogLevel::kError, "error"}}};
  return kNames;
}

std::span<const EnumName<NumberPrivacy>> EnumNames<NumberPrivacy>::names() {
  static constexpr std::array<EnumName<NumberPrivacy>, 3> kNames{
      {{NumberPrivacy::kMasked, "masked"},
       {NumberPrivacy::kHash, "hash"},
       {NumberPrivacy::kFull, "full"}}};
  return kNames;
}

std::span<const EnumName<TextPrivacy>> EnumNames<TextPrivacy>::names() {
  static constexpr std::array<EnumName<TextPrivacy>, 3> kNames{{{TextPrivacy::kNever, "never"},
                                                                {TextPrivacy::kBlocked, "blocked"},
                                                                {TextPrivacy::kAlways, "always"}}};
  return kNames;
}

template <>
const Definition& definition_of<ControlConfig>() {
  static const Definition table = define<ControlConfig>(
      "The control port: HTTP API, metrics and health.",
      {key<&ControlConfig::listen>(
           "listen", Change::kRestart,
           "Address and port. Anything but loopback needs certificate and private_key.",
           Form{check_listen_address}),
       key<&ControlConfig::token_file>(
           "token_file", Change::kRestart,
           "File with the token that changes need; made with mode 0640 where it is missing."),
       key<&ControlConfig::certificate>("certificate", Change::kRestart,
                                        "PEM file of the server's certificate chain."),
       key<&ControlConfig::private_key>("private_key", Change::kRestart,
                                        "PEM file of the certificate's key."),
       key<&ControlConfig::client_ca>(
           "client_ca", Change::kRestart,
           "PEM file of the authorities whose client certificates may read and change.")});
  return table;
}

template <>
const Definition& definition_of<LogConfig>() {
  static const Definition table = define<LogConfig>(
      "The operational log, JSON lines.",
      {key<&LogConfig::level>("level", Change::kHot, "Least severity that is written."),
       key<&LogConfig::file>("file", Change::kRestart, "Empty: standard error.")});
  return table;
}

template <>
const Definition& definition_of<EventsConfig>() {
  static const Definition table = define<EventsConfig>(
      "The event log: one JSON object a message. Also the privacy settings of what leaves the "
      "process.",
      {key<&EventsConfig::file>("file", Change::kRestart, "Where events go. Empty: nowhere."),
       key<&EventsConfig::queue>("queue", Change::kRestart,
                                 "Octets that may wait for the disk, in blocks of 256 KiB and at "
                                 "least two a worker; beyond it events are dropped and counted.",
                                 Range{524'288, 1'073'741'824}, Octets{}),
       key<&EventsConfig::numbers>("numbers", Change::kRestart,
                                   "How subscriber numbers are shown: masked, hash (HMAC with "
                                   "hash_key_file), or full."),
       key<&EventsConfig::titles>(
           "titles", Change::kRestart,
           "The same for Global Titles and addresses of service centres, which are nodes of "
           "networks: full shows the NOC who attacks."),
       key<&EventsConfig::text>("text", Change::kRestart,
                                "Which events carry the message's text: never, blocked (messages "
                                "that did not pass), always."),
       key<&EventsConfig::hash_key_file>(
           "hash_key_file", Change::kRestart,
           "Key of number hashes; made with mode 0640 where it is missing and needed.")});
  return table;
}

template <>
const Definition& definition_of<OverloadConfig>() {
  static const Definition table = define<OverloadConfig>(
      "What is given up when a worker cannot keep up. Inspection depth goes first, then messages "
      "get a temporary error. Control traffic is never touched.",
      {key<&OverloadConfig::budget>(
           "budget", Change::kRestart,
           "A message that waited longer in its worker is judged without text, signatures and "
           "what builds on them.",
           Span{100us, 10s}),
       key<&OverloadConfig::throttle_after>(
           "throttle_after", Change::kRestart,
           "A message that waited longer is answered with a temporary error.", Span{100us, 60s})});
  return table;
}

template <>
const Definition& definition_of<FilterStatesSpec>() {
  static const Definition table = define<FilterStatesSpec>(
      "State of limits, origin checks and concatenated messages.",
      {key<&FilterStatesSpec::limit_memory>(
           "memory", Change::kRestart,
           "Octets for the state of all limits; when full, the longest unused goes first.",
           Range{volume::LimitTables::kMinMemory, volume::LimitTables::kMaxMemory}, Octets{}),
       key<&FilterStatesSpec::origin_memory>(
           "origin_memory", Change::kRestart,
           "Octets for what origin checks remember of Global Titles; when full, the longest quiet "
           "goes first.",
           Range{origin::TitleHistory::kMinMemory, origin::TitleHistory::kMaxMemory}, Octets{}),
       key<&FilterStatesSpec::part_memory>(
           "part_memory", Change::kRestart,
           "Octets for the parts of messages of which not all have come; when full, the message "
           "that was begun longest ago goes first.",
           Range{concat::PartTable::kMinMemory, concat::PartTable::kMaxMemory}, Octets{}),
       key<&FilterStatesSpec::part_timeout>(
           "part_timeout", Change::kRestart,
           "Parts are judged with those that came so long before them; who waits longer escapes, "
           "so rather long.",
           Span{1s, 24h})});
  return table;
}

template <>
const Definition& definition_of<AccessListConfig>() {
  static const Definition table = [] {
    auto keys = included<&AccessListConfig::list>();
    keys.push_back(key<&AccessListConfig::file>(
        "file", Change::kHot,
        "Further entries from a file: one a line, `VALUE [EXPIRES]`; # begins a comment. Read at "
        "start and at each reload."));
    keys.push_back(key<&AccessListConfig::skips>(
        "skips", Change::kHot,
        "allow lists: what they take out of force. Never a deny list or prohibited content.",
        Count{0, 3}));
    return define<AccessListConfig>(definition_of<access::AccessListSpec>().doc, std::move(keys));
  }();
  return table;
}

template <>
const Definition& definition_of<HostListConfig>() {
  static const Definition table = [] {
    auto keys = included<&HostListConfig::list>();
    keys.push_back(key<&HostListConfig::file>(
        "file", Change::kHot,
        "What `smsfw list import` wrote. Mapped at start and anew at each reload: replace it by "
        "an import or a rename, never write into it.",
        Required{}));
    return define<HostListConfig>(definition_of<HostListSpec>().doc, std::move(keys));
  }();
  return table;
}

template <>
const Definition& definition_of<SignatureOverlay>() {
  static const Definition table = define<SignatureOverlay>(
      "What the operator changes about signatures without touching a pack.",
      {key<&SignatureOverlay::monitor>("monitor", Change::kHot,
                                       "Sids or classes that are reported, but not acted on."),
       key<&SignatureOverlay::disable>("disable", Change::kHot,
                                       "Sids or classes that are left out.")});
  return table;
}

template <>
const Definition& definition_of<BrandsConfig>() {
  static const Definition table = [] {
    std::vector<KeyOf<BrandsConfig>> keys{key<&BrandsConfig::tables>(
        "tables", Change::kHot,
        "Files of brands, which have the two keys below, or builtin, which is what this release "
        "brings.",
        Count{0, 100})};
    for (auto& one : included<&BrandsConfig::own>())
      keys.push_back(one);
    return define<BrandsConfig>(
        "Brands that fraud poses as. Hosts of links that look like theirs are findings "
        "(host_brand_lookalike, host_brand_token, path_brand_token), which `score.findings` "
        "weighs.",
        std::move(keys));
  }();
  return table;
}

namespace {

std::vector<KeyOf<Config>> config_keys() {
  std::vector<KeyOf<Config>> keys{
      key<&Config::node>("node", Change::kRestart,
                         "Name of this node in events and metrics. Empty: the host's name.",
                         Form{check_name}),
      key<&Config::workers>("workers", Change::kRestart, "Worker threads. 0: one a CPU.",
                            Range{0, 256}),
      key<&Config::monitor>("monitor", Change::kHot,
                            "true: everything is judged and reported, nothing is acted on."),
      key<&Config::control>("control", Change::kRestart, "The control port."),
      key<&Config::log>("log", Change::kRestart, "The operational log."),
      key<&Config::events>("events", Change::kRestart, "The event log and privacy settings."),
      key<&Config::cache_dir>("cache_dir", Change::kRestart,
                              "Directory of compiled signatures, owned by the service (0750). "
                              "Empty: none are kept."),
      key<&Config::cache_files>("cache_files", Change::kRestart,
                                "Compiled files that are kept; the longest unused goes first.",
                                Range{4, 10'000}),
  };
  for (auto& one : included<&Config::relay>())
    keys.push_back(one);
  keys.push_back(key<&Config::ss7>("ss7", Change::kRestart,
                                   "The SS7 half. Left out: this node speaks SMPP alone."));
  keys.push_back(key<&Config::numbering_plans>(
      "numbering_plans", Change::kHot,
      "Numbering plans. The first is that of access lists, and of listeners that name none.",
      Count{1, 256}));
  keys.push_back(key<&Config::access_lists>("access_lists", Change::kHot, "Allow and deny lists.",
                                            Count{0, access::AccessLists::kMaxLists}));
  keys.push_back(key<&Config::host_lists>("host_lists", Change::kHot, "Lists of hosts and domains.",
                                          Count{0, HostLists::kMaxLists}));
  for (auto& one : included<&Config::limits>())
    keys.push_back(one);
  keys.push_back(key<&Config::limit_state>("limit_state", Change::kRestart,
                                           "Where limits and origin checks keep what they count."));
  for (auto& one : included<&Config::control_numbers>())
    keys.push_back(one);
  const std::vector<KeyOf<Config>> rules{
      key<&Config::networks>("networks", Change::kHot,
                             "The network list: which operator Global Titles belong to.",
                             Count{0, origin::NetworkTable::kMaxNetworks}),
      key<&Config::origin>("origin", Change::kHot, "Who really sends what comes by SS7."),
      key<&Config::model>("model", Change::kHot, "The text model."),
      key<&Config::score>("score", Change::kHot, "What the sum of all scores leads to."),
      key<&Config::packs>("packs", Change::kHot,
                          "Signature packs: files, directories (their *.yaml), or builtin, which "
                          "is what this release brings.",
                          Count{0, 1'000}),
      key<&Config::classification>("classification", Change::kHot,
                                   "File of the signature classes, or builtin."),
      key<&Config::signatures>("signatures", Change::kHot, "Changes to single signatures."),
      key<&Config::brands>("brands", Change::kHot, "Protected brands."),
      key<&Config::precedence>("precedence", Change::kHot,
                               "Which kind of reason is reported, and decides, first. All of them, "
                               "in the order wanted.",
                               Count{kPrecedenceCount, kPrecedenceCount}),
      key<&Config::overload>("overload", Change::kRestart, "What is given up under overload."),
  };
  keys.insert(keys.end(), rules.begin(), rules.end());
  return keys;
}

}  // namespace

template <>
const Definition& definition_of<Config>() {
  static const Definition table = define<Config>("The configuration of a node.", config_keys());
  return table;
}

}  // namespace smsfw
