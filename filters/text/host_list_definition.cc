#include "filters/text/host_list_definition.hh"

#include <array>

namespace smsfw {

std::span<const EnumName<HostListKind>> EnumNames<HostListKind>::names() {
  static constexpr std::array<EnumName<HostListKind>, 4> kNames{
      {{HostListKind::kBlock, "block"},
       {HostListKind::kAllow, "allow"},
       {HostListKind::kShortener, "shortener"},
       {HostListKind::kNewTld, "new_tld"}}};
  return kNames;
}

template <>
const Definition& definition_of<HostListSpec>() {
  static const Definition table = define<HostListSpec>(
      "One list of hosts and domains, which the addresses in texts are looked up in. The longest "
      "listed name speaks; between an allow list and another with the same name, the allow list.",
      {key<&HostListSpec::name>("name", Change::kHot, "What reasons and warnings say.", Required{},
                                Form{check_name}),
       key<&HostListSpec::kind>("kind", Change::kHot,
                                "block: known fraud. allow: hosts that no other list is asked "
                                "about. shortener, new_tld: a match warns, adds `score`, and is a "
                                "finding (listed_shortener, listed_new_tld).",
                                Required{}),
       key<&HostListSpec::direction>("direction", Change::kHot, "Which messages are looked at."),
       key<&HostListSpec::enforce>(
           "enforce", Change::kHot,
           "false: a match is reported only, an allow match takes nothing out."),
       key<&HostListSpec::reason>("reason", Change::kHot,
                                  "Free words for the event, where the entry has none."),
       key<&HostListSpec::score>("score", Change::kHot,
                                 "What a match adds to the sum. Block lists: above 0 a match adds "
                                 "that instead of deciding by itself.",
                                 RealRange{0, 1'000}),
       key<&HostListSpec::deny_with>("deny_with", Change::kHot,
                                     "block lists: what becomes of the message.",
                                     Only{{"reject", "absorb", "drop"}}),
       key<&HostListSpec::status>("status", Change::kHot,
                                  "block lists: command_status of the answer. 0: the listener's.",
                                  kStatusRange, Hexadecimal{})});
  return table;
}

}  // namespace smsfw
