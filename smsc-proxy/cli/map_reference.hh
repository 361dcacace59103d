#pragma once

#include <string>

namespace smsfw::cli {

/// docs/reference/map.md: operations, application contexts and errors of MAP.
std::string map_reference();

}  // namespace smsfw::cli
