#pragma once

#include <span>

#include "filters/core/definition.hh"
#include "filters/core/direction.hh"
#include "filters/core/ss7_facts.hh"
#include "filters/core/verdict.hh"

/// Names of core's enumerations, and forms that several tables check.
namespace smsfw {

template <>
struct EnumNames<Action> {
  static std::span<const EnumName<Action>> names();
};
template <>
struct EnumNames<Precedence> {
  static std::span<const EnumName<Precedence>> names();
};
template <>
struct EnumNames<Direction> {
  static std::span<const EnumName<Direction>> names();
};
template <>
struct EnumNames<Trust> {
  static std::span<const EnumName<Trust>> names();
};

/// What is wrong with a name (letters, digits, `_`, `-`, `.`; at most 64), or an empty string.
std::string check_name(std::string_view text);
/// What is wrong with text that must be digits alone, or an empty string.
std::string check_digits(std::string_view text);

/// A command_status that stands instead of the action's default; 0 is that default.
inline constexpr Range kStatusRange{0, 0xffff'ffff};

}  // namespace smsfw
