#include "filters/origin/origin_definition.hh"

#include <array>
#include <chrono>
#include <utility>

namespace smsfw {

using origin::Check;
using origin::CheckPolicies;
using origin::CheckPolicy;
using origin::HarvestRules;
using origin::kCheckCount;
using origin::kCheckTable;
using origin::NetworkSpec;
using origin::NetworkTable;
using origin::OriginSpec;
using origin::ScanRules;
using origin::TitleHistory;
using namespace std::chrono_literals;

std::span<const EnumName<Check>> EnumNames<Check>::names() {
  static const auto names = [] {
    std::array<EnumName<Check>, kCheckCount> made{};
    for (std::size_t i = 0; i < kCheckCount; ++i)
      made[i] = {kCheckTable[i].id, kCheckTable[i].name};
    return made;
  }();
  return names;
}

namespace {

constexpr Range kCount{0, 1'000'000};
constexpr Span kWindow{1s, 24h * 31};
const Only kAnswers{{"allow", "tag", "throttle", "reject", "absorb", "drop"}};

std::string check_prefix(std::string_view text) {
  return origin::is_prefix(text) ? "" : "is not 1 to 15 digits, without '+'";
}

template <std::size_t I>
KeyOf<CheckPolicies> check_key() {
  KeyOf<CheckPolicies> made;
  made.name = kCheckTable[I].name;
  made.change = Change::kHot;
  made.doc = kCheckTable[I].doc;
  made.since = "0.1";
  made.kind = definition_detail::kind_of<CheckPolicy>();
  made.read = [](DefinitionReader& reader, const Document& in, void* spec, const Constraint& rule) {
    definition_detail::read_value(reader, in, (*static_cast<CheckPolicies*>(spec))[I], rule);
  };
  made.write = [](const void* spec, const Constraint& rule, Secrets secrets) {
    return definition_detail::write_value((*static_cast<const CheckPolicies*>(spec))[I], rule,
                                          secrets);
  };
  return made;
}

template <std::size_t... I>
std::vector<KeyOf<CheckPolicies>> check_keys(std::index_sequence<I...>) {
  return {check_key<I>()...};
}

}  // namespace

template <>
const Definition& definition_of<NetworkSpec>() {
  static const Definition table = define<NetworkSpec>(
      "One entry of the network list: which operator Global Titles belong to, by their longest "
      "prefix, and how far they are trusted.",
      {key<&NetworkSpec::name>("name", Change::kHot,
                               "The operator. Entries of one name are one operator.", Required{},
                               Form{check_name}),
       key<&NetworkSpec::prefixes>("prefixes", Change::kHot,
                                   "International digits with which its titles begin, without "
                                   "'+'. Each prefix stands in one entry alone.",
                                   Required{}, Count{1, NetworkTable::kMaxPrefixes},
                                   Form{check_prefix}),
       key<&NetworkSpec::trust>("trust", Change::kHot, "How far it is trusted.",
                                Only{{"own", "partner", "suspect", "barred"}}),
       key<&NetworkSpec::exempt>("exempt", Change::kHot,
                                 "Checks that these titles skip. They skip no other one.",
                                 Count{0, kCheckCount}),
       key<&NetworkSpec::expires>("expires", Change::kHot,
                                  "From then on the entry no longer counts.", WallClock{}),
       key<&NetworkSpec::reason>("reason", Change::kHot, "Free words for the event.")});
  return table;
}

template <>
const Definition& definition_of<HarvestRules>() {
  static const Definition table = define<HarvestRules>(
      "When one that asks for subscribers is held for a harvester.",
      {key<&HarvestRules::window>("window", Change::kHot, "Queries are counted anew after it.",
                                  kWindow),
       key<&HarvestRules::min_queries>("min_queries", Change::kHot,
                                       "From so many queries of an operator (or of a title that "
                                       "is not listed) on, min_share counts. 0: never.",
                                       kCount),
       key<&HarvestRules::min_share>("min_share", Change::kHot,
                                     "Messages that must follow, as a share of the queries.",
                                     RealRange{0, 1}),
       key<&HarvestRules::sweep>("sweep", Change::kHot,
                                 "So many queries of a title for numbers in a row. One for another "
                                 "number takes one away. 0: not looked at.",
                                 kCount),
       key<&HarvestRules::near>("near", Change::kHot, "Numbers at most so far apart are in a row.",
                                Range{1, 10'000}),
       key<&HarvestRules::announced>("announced", Change::kHot,
                                     "So many queries of a title that say that no message will "
                                     "follow (sm-deliveryNotIntended). 0: not looked at.",
                                     kCount),
       key<&HarvestRules::hold>("hold", Change::kHot, "How long the finding stands.", kWindow)});
  return table;
}

template <>
const Definition& definition_of<ScanRules>() {
  static const Definition table = define<ScanRules>(
      "When one that sends messages of handsets is held for one that looks for an open SMSC.",
      {key<&ScanRules::window>("window", Change::kHot, "Titles are counted anew after it.",
                               kWindow),
       key<&ScanRules::titles>("titles", Change::kHot,
                               "So many different called titles, estimated. 0: not looked at.",
                               Range{0, TitleHistory::kMaxScanTitles}),
       key<&ScanRules::hold>("hold", Change::kHot, "How long the finding stands.", kWindow)});
  return table;
}

template <>
const Definition& definition_of<CheckPolicy>() {
  static const Definition table = define<CheckPolicy>(
      "What a check leads to.",
      {key<&CheckPolicy::mismatch>("mismatch", Change::kHot,
                                   "What becomes of what does not fit. allow: counted alone.",
                                   kAnswers),
       key<&CheckPolicy::unknown>("unknown", Change::kHot, "What becomes of what nobody can tell.",
                                  kAnswers),
       key<&CheckPolicy::enforce>("enforce", Change::kHot, "false: reported, not acted on."),
       key<&CheckPolicy::trust>("trust", Change::kHot, "Origins of which trust are checked.",
                                Count{0, kTrustCount})});
  return table;
}

template <>
const Definition& definition_of<CheckPolicies>() {
  static const Definition table = define<CheckPolicies>(
      "The checks. Each answers match, mismatch or unknown; a look-up that fails is unknown.",
      check_keys(std::make_index_sequence<kCheckCount>()));
  return table;
}

template <>
const Definition& definition_of<OriginSpec>() {
  static const Definition table = define<OriginSpec>(
      "Who really sends what comes by SS7.",
      {key<&OriginSpec::own_numbers>(
           "own_numbers", Change::kHot,
           "International digits with which numbers of our subscribers begin.", Count{0, 1'000},
           Form{check_prefix}),
       key<&OriginSpec::own_imsis>("own_imsis", Change::kHot,
                                   "Digits (MCC and MNC) with which IMSIs of our subscribers "
                                   "begin.",
                                   Count{0, 1'000}, Form{check_prefix}),
       key<&OriginSpec::number_portability>(
           "number_portability", Change::kHot,
           "Numbers of ours can be ported out: without a look-up such a sender is unknown."),
       key<&OriginSpec::same_prefix>(
           "same_prefix", Change::kHot,
           "Titles that no network lists are of one operator where so many digits are equal. 0: "
           "nothing can be said of them.",
           Range{0, 15}),
       key<&OriginSpec::subsystems>("subsystems", Change::kHot,
                                    "Subsystem numbers that are fine on either end by agreement.",
                                    Count{0, 255}),
       key<&OriginSpec::ports>("ports", Change::kHot, "Ports that application_port looks for.",
                               Count{0, 1'000}),
       key<&OriginSpec::harvesting>("harvesting", Change::kHot,
                                    "When one that asks for subscribers is held for a harvester."),
       key<&OriginSpec::scanning>("scanning", Change::kHot,
                                  "When one is held for looking for an open SMSC."),
       key<&OriginSpec::checks>("checks", Change::kHot, "The checks.")});
  return table;
}

}  // namespace smsfw
