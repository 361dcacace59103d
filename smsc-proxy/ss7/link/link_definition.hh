#pragma once

#include <span>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "filters/core/definition_check.hh"
#include "smsc-proxy/ss7/link/link_config.hh"

namespace smsfw {

template <>
struct EnumNames<ss7::link::Side> {
  static std::span<const EnumName<ss7::link::Side>> names();
};
template <>
struct EnumNames<ss7::link::Transport> {
  static std::span<const EnumName<ss7::link::Transport>> names();
};
template <>
struct EnumNames<ss7::link::AspRole> {
  static std::span<const EnumName<ss7::link::AspRole>> names();
};
template <>
struct EnumNames<ss7::link::TrafficMode> {
  static std::span<const EnumName<ss7::link::TrafficMode>> names();
};

/// What is wrong with a point code (3-8-3 or plain), or an empty string; also of an empty text.
std::string check_point_code(std::string_view text);

template <>
const Definition& definition_of<ss7::link::AspConfig>();
template <>
const Definition& definition_of<ss7::link::ApplicationServerConfig>();
template <>
const Definition& definition_of<ss7::link::PeerConfig>();
template <>
const Definition& definition_of<ss7::link::LinkReconnect>();
template <>
const Definition& definition_of<ss7::link::Ss7LinkConfig>();

namespace ss7::link {

/// What no single key shows. `section`: the key that the link's keys stand under, for the paths.
void check_link(DefinitionChecker& check, const Ss7LinkConfig& config, std::string_view section);

}  // namespace ss7::link
}  // namespace smsfw
