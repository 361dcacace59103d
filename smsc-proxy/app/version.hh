#pragma once

#include <string_view>

namespace smsfw::app {

/// Version of the program; the same as CMake's PROJECT_VERSION.
inline constexpr std::string_view kVersion = SMSFW_VERSION;

}  // namespace smsfw::app
