#pragma once

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/model/model_filter.hh"

namespace smsfw {

template <>
const Definition& definition_of<model::ModelStep>();
template <>
const Definition& definition_of<model::ModelSpec>();

}  // namespace smsfw
