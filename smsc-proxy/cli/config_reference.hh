#pragma once

#include <string>

#include "filters/core/definition.hh"

namespace smsfw::cli {

/// docs/reference/config.md, from the definition tables.
std::string config_reference();
/// docs/reference/config.schema.json for editors, from the same tables.
std::string config_schema();

}  // namespace smsfw::cli
