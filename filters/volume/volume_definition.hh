#pragma once

#include <span>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/volume/limits.hh"

namespace smsfw {

template <>
struct EnumNames<volume::LimitKey> {
  static std::span<const EnumName<volume::LimitKey>> names();
};

template <>
struct EnumNames<volume::LimitSources> {
  static std::span<const EnumName<volume::LimitSources>> names();
};

template <>
const Definition& definition_of<volume::RateSpec>();
template <>
const Definition& definition_of<volume::BlockSpec>();
template <>
const Definition& definition_of<volume::LimitSpec>();
template <>
const Definition& definition_of<volume::LimitsSpec>();

}  // namespace smsfw
