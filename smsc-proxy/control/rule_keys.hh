#pragma once

#include <array>
#include <string_view>

namespace smsfw::control {

/// Keys of the configuration whose values are part of a ruleset's version. packs and
/// classification count by what is in their files.
inline constexpr std::array<std::string_view, 14> kRuleKeys{
    "monitor",       "numbering_plans", "access_lists", "host_lists", "limits",
    "control_limit", "control_numbers", "networks",     "origin",     "score",
    "precedence",    "signatures",      "brands",       "model"};

/// Hot keys whose values are not.
inline constexpr std::array<std::string_view, 3> kOtherHotKeys{"packs", "classification",
                                                               "overload"};

}  // namespace smsfw::control
