#include "filters/volume/volume_definition.hh"

#include <array>

namespace smsfw {

using volume::BlockSpec;
using volume::LimitKey;
using volume::Limits;
using volume::LimitSpec;
using volume::LimitsSpec;
using volume::RateSpec;

std::span<const EnumName<LimitKey>> EnumNames<LimitKey>::names() {
  static const auto names = [] {
    std::array<EnumName<LimitKey>, volume::kLimitKeyNames.size()> made{};
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = {static_cast<LimitKey>(i), volume::kLimitKeyNames[i]};
    return made;
  }();
  return names;
}

std::span<const EnumName<volume::LimitSources>> EnumNames<volume::LimitSources>::names() {
  static const auto names = [] {
    std::array<EnumName<volume::LimitSources>, volume::kLimitSourcesNames.size()> made{};
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = {static_cast<volume::LimitSources>(i), volume::kLimitSourcesNames[i]};
    return made;
  }();
  return names;
}

namespace {

constexpr Range kCount{0, 1'000'000'000};
constexpr Span kPer{std::chrono::nanoseconds{0}, Limits::kMaxPer};

}  // namespace

template <>
const Definition& definition_of<RateSpec>() {
  static const Definition table = define<RateSpec>(
      "`count` messages at once; they come back evenly over `per` (a token bucket).",
      {key<&RateSpec::count>("count", Change::kHot, "Messages. 0: the stage does not exist.",
                             kCount),
       key<&RateSpec::per>("per", Change::kHot, "Time.", kPer)});
  return table;
}

template <>
const Definition& definition_of<BlockSpec>() {
  static const Definition table = define<BlockSpec>(
      "A rate, and for how long the key is blocked beyond it.",
      {key<&BlockSpec::count>("count", Change::kHot, "Messages. 0: the stage does not exist.",
                              kCount),
       key<&BlockSpec::per>("per", Change::kHot, "Time.", kPer),
       key<&BlockSpec::duration>("for", Change::kHot, "How long the key stays blocked.", kPer),
       key<&BlockSpec::extend>("extend", Change::kHot,
                               "true: each attempt during the block makes it begin anew.")});
  return table;
}

template <>
const Definition& definition_of<LimitSpec>() {
  static const Definition table = define<LimitSpec>(
      "One limit. A message whose key is absent is not counted.",
      {key<&LimitSpec::name>("name", Change::kHot,
                             "What reasons say. State is kept over reloads by name and key.",
                             Required{}, Form{check_name}),
       key<&LimitSpec::key>("key", Change::kHot, "What is counted by."),
       key<&LimitSpec::direction>("direction", Change::kHot, "Which messages are counted."),
       key<&LimitSpec::sources>(
           "sources", Change::kHot,
           "Whose messages are counted: all, numbers (short codes too) or names. A brand sends far "
           "more than a person may."),
       key<&LimitSpec::enforce>("enforce", Change::kHot, "false: reported, not acted on."),
       key<&LimitSpec::warn>("warn", Change::kHot, "Beyond it a warning; the message passes."),
       key<&LimitSpec::throttle>("throttle", Change::kHot, "Beyond it a temporary error."),
       key<&LimitSpec::block>("block", Change::kHot,
                              "Beyond it, attempts counted, a permanent error for a time."),
       key<&LimitSpec::status>("status", Change::kHot,
                               "command_status of throttle and block. 0: the listener's.",
                               kStatusRange, Hexadecimal{})});
  return table;
}

template <>
const Definition& definition_of<LimitsSpec>() {
  static const Definition table = define<LimitsSpec>(
      "Limits.",
      {key<&LimitsSpec::limits>("limits", Change::kHot, "Limits; all that apply count a message.",
                                Count{0, Limits::kMaxLimits}),
       key<&LimitsSpec::control>(
           "control_limit", Change::kHot,
           "The one limit of control traffic, a source. Beyond it a temporary error.")});
  return table;
}

}  // namespace smsfw
