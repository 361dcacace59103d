#pragma once

#include "filters/brand/brand_filter.hh"
#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"

namespace smsfw {

template <>
const Definition& definition_of<brand::BrandSpec>();
/// Also the form of a file of brands.
template <>
const Definition& definition_of<brand::BrandTableSpec>();

}  // namespace smsfw
