#pragma once

#include <span>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/text/host_lists.hh"

namespace smsfw {

template <>
struct EnumNames<HostListKind> {
  static std::span<const EnumName<HostListKind>> names();
};

template <>
const Definition& definition_of<HostListSpec>();

}  // namespace smsfw
