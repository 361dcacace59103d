#include "filters/score/score_definition.hh"

#include <utility>

namespace smsfw {

using score::FindingScores;
using score::ScoreSpec;

namespace {

constexpr RealRange kScore{0, 1'000};

template <std::size_t I>
KeyOf<FindingScores> finding_key() {
  KeyOf<FindingScores> made;
  made.name = kFindingNames[I];
  made.change = Change::kHot;
  made.doc = "Score of this finding. 0: none.";
  made.since = "0.1";
  made.constraint.apply(kScore);
  made.kind = definition_detail::kind_of<float>();
  made.read = [](DefinitionReader& reader, const Document& in, void* spec, const Constraint& rule) {
    definition_detail::read_value(reader, in, (*static_cast<FindingScores*>(spec))[I], rule);
  };
  made.write = [](const void* spec, const Constraint& rule, Secrets secrets) {
    return definition_detail::write_value((*static_cast<const FindingScores*>(spec))[I], rule,
                                          secrets);
  };
  return made;
}

template <std::size_t... I>
std::vector<KeyOf<FindingScores>> finding_keys(std::index_sequence<I...>) {
  return {finding_key<I>()...};
}

}  // namespace

template <>
const Definition& definition_of<FindingScores>() {
  static const Definition table =
      define<FindingScores>("Scores of findings: oddities that are no verdict by themselves.",
                            finding_keys(std::make_index_sequence<kFindingCount>()));
  return table;
}

template <>
const Definition& definition_of<ScoreSpec>() {
  static const Definition table = define<ScoreSpec>(
      "What the sum of all scores leads to.",
      {key<&ScoreSpec::tag>("tag", Change::kHot, "From this sum on: tag. 0: never.", kScore),
       key<&ScoreSpec::reject>("reject", Change::kHot, "From this sum on: `action`. 0: never.",
                               kScore),
       key<&ScoreSpec::action>("action", Change::kHot, "What happens then.",
                               Only{{"throttle", "quarantine", "reject", "absorb"}}),
       key<&ScoreSpec::status>("status", Change::kHot,
                               "command_status of the answer. 0: the listener's.", kStatusRange,
                               Hexadecimal{}),
       key<&ScoreSpec::findings>("findings", Change::kHot, "Scores of findings.")});
  return table;
}

}  // namespace smsfw
