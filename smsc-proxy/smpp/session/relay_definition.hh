#pragma once

#include <span>

#include "filters/core/core_definition.hh"
#include "filters/core/definition.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"

namespace smsfw {

template <>
struct EnumNames<smpp::ListenerMode> {
  static std::span<const EnumName<smpp::ListenerMode>> names();
};
template <>
struct EnumNames<DefaultAlphabet> {
  static std::span<const EnumName<DefaultAlphabet>> names();
};

template <>
const Definition& definition_of<smpp::SessionTimers>();
template <>
const Definition& definition_of<smpp::AnswerStatus>();
template <>
const Definition& definition_of<smpp::AbsorbConfig>();
template <>
const Definition& definition_of<smpp::ReconnectConfig>();
template <>
const Definition& definition_of<smpp::ListenerConfig>();
template <>
const Definition& definition_of<smpp::UpstreamConfig>();
template <>
const Definition& definition_of<smpp::AccountConfig>();
template <>
const Definition& definition_of<smpp::RelayConfig>();

/// What is wrong with an address to listen on, or an empty string.
std::string check_listen_address(std::string_view text);
/// What is wrong with an address to connect to, or an empty string.
std::string check_connect_address(std::string_view text);

}  // namespace smsfw
