#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "smsc-proxy/control/admin_routes.hh"

namespace smsfw::control {

/// The page `/`: state and status as tables. Plain HTML without scripts; everything that is shown
/// is escaped.
std::string status_page(std::string_view version, const Readiness& ready,
                        const nlohmann::json& status, const nlohmann::json& blocks);

/// Its style sheet.
extern const std::string_view kStatusStyle;

}  // namespace smsfw::control
