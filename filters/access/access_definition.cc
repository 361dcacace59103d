#include "filters/access/access_definition.hh"

#include <array>

namespace smsfw {

using access::AccessListSpec;
using access::ControlNumbers;
using access::ControlNumbersSpec;
using access::ListAction;
using access::ListEntrySpec;
using access::ListMatch;
using access::ListSubject;
using access::NumberingPlanSpec;

std::span<const EnumName<ListAction>> EnumNames<ListAction>::names() {
  static constexpr std::array<EnumName<ListAction>, 2> kNames{
      {{ListAction::kAllow, "allow"}, {ListAction::kDeny, "deny"}}};
  return kNames;
}

std::span<const EnumName<ListSubject>> EnumNames<ListSubject>::names() {
  static constexpr std::array<EnumName<ListSubject>, 3> kNames{
      {{ListSubject::kSource, "source"},
       {ListSubject::kDestination, "destination"},
       {ListSubject::kSystemId, "system_id"}}};
  return kNames;
}

std::span<const EnumName<ListMatch>> EnumNames<ListMatch>::names() {
  static constexpr std::array<EnumName<ListMatch>, 3> kNames{
      {{ListMatch::kExact, "exact"}, {ListMatch::kPrefix, "prefix"}, {ListMatch::kRegex, "regex"}}};
  return kNames;
}

template <>
const Definition& definition_of<NumberingPlanSpec>() {
  static const Definition table = define<NumberingPlanSpec>(
      "How addresses of an ingress are read. Lists, limits and signatures see E.164 numbers, so "
      "that 0912…, 84912… and +84912… are one; what leaves is unchanged.",
      {key<&NumberingPlanSpec::name>("name", Change::kHot, "What listeners and upstreams refer to.",
                                     Required{}, Form{check_name}),
       key<&NumberingPlanSpec::country_code>("country_code", Change::kHot,
                                             "E.164 country code of the home country.", Required{},
                                             Form{check_digits}),
       key<&NumberingPlanSpec::trunk_prefix>(
           "trunk_prefix", Change::kHot,
           "What stands before a national number that is dialled inside the country.",
           Form{check_digits}),
       key<&NumberingPlanSpec::international_prefixes>(
           "international_prefixes", Change::kHot,
           "What stands before an international number that is dialled.", Form{check_digits},
           Count{0, 8}),
       key<&NumberingPlanSpec::national_lengths>(
           "national_lengths", Change::kHot,
           "Lengths of national numbers without trunk prefix and country code.", Range{1, 14},
           Count{0, 14}),
       key<&NumberingPlanSpec::national_prefixes>(
           "national_prefixes", Change::kHot, "With what national numbers begin. Empty: anything.",
           Form{check_digits}, Count{0, 256}),
       key<&NumberingPlanSpec::short_code_max>("short_code_max", Change::kHot,
                                               "Digits alone, at most this many, are a short code.",
                                               Range{0, 14}),
       key<&NumberingPlanSpec::service_codes>(
           "service_codes", Change::kHot,
           "Longer service codes: digits, then one '?' for each further digit.", Count{0, 256}),
       key<&NumberingPlanSpec::trust_ton>(
           "trust_ton", Change::kHot,
           "false: digits are read as if the type of number were unknown.")});
  return table;
}

template <>
const Definition& definition_of<ListEntrySpec>() {
  static const Definition table = define<ListEntrySpec>(
      "One entry. A single value stands for `{value: …}`.",
      {key<&ListEntrySpec::value>("value", Change::kHot,
                                  "Number in any form, name, system_id, prefix or expression.",
                                  Required{}),
       key<&ListEntrySpec::expires>("expires", Change::kHot,
                                    "From then on the entry no longer counts.", WallClock{}),
       key<&ListEntrySpec::reason>("reason", Change::kHot, "Instead of the list's reason.")},
      "value");
  return table;
}

template <>
const Definition& definition_of<AccessListSpec>() {
  static const Definition table = define<AccessListSpec>(
      "One access list. A deny list always wins over an allow list.",
      {key<&AccessListSpec::name>("name", Change::kHot,
                                  "What reasons and signatures' `except` say.", Required{},
                                  Form{check_name}),
       key<&AccessListSpec::action>("action", Change::kHot, "What a match means.", Required{}),
       key<&AccessListSpec::of>("of", Change::kHot, "What of a message is looked up."),
       key<&AccessListSpec::match>("match", Change::kHot,
                                   "How entries are compared. Expressions (RE2) see E.164 digits "
                                   "without '+', or the name in small letters."),
       key<&AccessListSpec::entries>("entries", Change::kHot, "The entries.", Count{0, 1'000'000}),
       key<&AccessListSpec::direction>("direction", Change::kHot, "Which messages are looked at."),
       key<&AccessListSpec::enforce>(
           "enforce", Change::kHot,
           "false: a deny match is reported only, an allow match takes nothing out of force."),
       key<&AccessListSpec::reason>("reason", Change::kHot, "Free words for the event."),
       key<&AccessListSpec::deny_with>("deny_with", Change::kHot,
                                       "deny lists: what becomes of the message.",
                                       Only{{"reject", "absorb", "drop"}}),
       key<&AccessListSpec::status>("status", Change::kHot,
                                    "deny lists: command_status of the answer. 0: the listener's.",
                                    kStatusRange, Hexadecimal{})});
  return table;
}

template <>
const Definition& definition_of<ControlNumbersSpec>() {
  static const Definition table = define<ControlNumbersSpec>(
      "Control traffic.",
      {key<&ControlNumbersSpec::destinations>(
          "control_numbers", Change::kHot,
          "Destinations whose messages pass unread: emergency, complaints, spam reports, opt-out.",
          Count{0, ControlNumbers::kMaxDestinations}, Form{check_digits})});
  return table;
}

}  // namespace smsfw
