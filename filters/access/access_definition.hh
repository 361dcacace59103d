#pragma once

#include <span>

#include "filters/access/access_lists.hh"
#include "filters/access/control_numbers.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"

namespace smsfw {

template <>
struct EnumNames<access::ListAction> {
  static std::span<const EnumName<access::ListAction>> names();
};
template <>
struct EnumNames<access::ListSubject> {
  static std::span<const EnumName<access::ListSubject>> names();
};
template <>
struct EnumNames<access::ListMatch> {
  static std::span<const EnumName<access::ListMatch>> names();
};

template <>
const Definition& definition_of<access::NumberingPlanSpec>();
template <>
const Definition& definition_of<access::ListEntrySpec>();
/// Without the skips: the configuration writes them as one list.
template <>
const Definition& definition_of<access::AccessListSpec>();
template <>
const Definition& definition_of<access::ControlNumbersSpec>();

}  // namespace smsfw
