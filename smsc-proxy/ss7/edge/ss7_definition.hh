#pragma once

#include <span>

#include "filters/core/definition.hh"
#include "filters/core/definition_check.hh"
#include "smsc-proxy/ss7/edge/ss7_config.hh"
#include "smsc-proxy/ss7/link/link_definition.hh"

namespace smsfw {

template <>
struct EnumNames<ss7::RelayMode> {
  static std::span<const EnumName<ss7::RelayMode>> names();
};
template <>
struct EnumNames<ss7::AnswerKind> {
  static std::span<const EnumName<ss7::AnswerKind>> names();
};
template <>
struct EnumNames<ss7::ReturnCause> {
  static std::span<const EnumName<ss7::ReturnCause>> names();
};
template <>
struct EnumNames<Operation> {
  /// Those of MAP: a rule of the SS7 half can say no other.
  static std::span<const EnumName<Operation>> names();
};

template <>
const Definition& definition_of<ss7::HopConfig>();
template <>
const Definition& definition_of<ss7::RouteConfig>();
template <>
const Definition& definition_of<ss7::DivertConfig>();
template <>
const Definition& definition_of<ss7::AnswerRuleConfig>();
template <>
const Definition& definition_of<ss7::HomeRouterKeys>();
template <>
const Definition& definition_of<ss7::QueriesConfig>();
template <>
const Definition& definition_of<ss7::LookupConfig>();
template <>
const Definition& definition_of<ss7::Ss7Config>();

namespace ss7 {

/// What no single key shows, of a section `ss7` that is there.
void check_ss7(DefinitionChecker& check, const Ss7Config& config);

}  // namespace ss7
}  // namespace smsfw
