#pragma once

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/score/decision.hh"

namespace smsfw {

template <>
const Definition& definition_of<score::FindingScores>();
template <>
const Definition& definition_of<score::ScoreSpec>();

}  // namespace smsfw
