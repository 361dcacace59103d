#pragma once

#include <span>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/origin/origin_rules.hh"

namespace smsfw {

template <>
struct EnumNames<origin::Check> {
  static std::span<const EnumName<origin::Check>> names();
};

template <>
const Definition& definition_of<origin::NetworkSpec>();
template <>
const Definition& definition_of<origin::HarvestRules>();
template <>
const Definition& definition_of<origin::ScanRules>();
template <>
const Definition& definition_of<origin::CheckPolicy>();
template <>
const Definition& definition_of<origin::CheckPolicies>();
template <>
const Definition& definition_of<origin::OriginSpec>();

}  // namespace smsfw
