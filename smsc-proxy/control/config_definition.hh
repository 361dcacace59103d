#pragma once

#include <span>

#include "filters/core/definition.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw {

template <>
struct EnumNames<control::ListSkip> {
  static std::span<const EnumName<control::ListSkip>> names();
};
template <>
struct EnumNames<control::LogLevel> {
  static std::span<const EnumName<control::LogLevel>> names();
};
template <>
struct EnumNames<events::NumberPrivacy> {
  static std::span<const EnumName<events::NumberPrivacy>> names();
};
template <>
struct EnumNames<events::TextPrivacy> {
  static std::span<const EnumName<events::TextPrivacy>> names();
};

template <>
const Definition& definition_of<control::ControlConfig>();
template <>
const Definition& definition_of<control::LogConfig>();
template <>
const Definition& definition_of<control::EventsConfig>();
template <>
const Definition& definition_of<control::OverloadConfig>();
template <>
const Definition& definition_of<FilterStatesSpec>();
template <>
const Definition& definition_of<control::AccessListConfig>();
template <>
const Definition& definition_of<control::SignatureOverlay>();
template <>
const Definition& definition_of<control::Config>();

}  // namespace smsfw
