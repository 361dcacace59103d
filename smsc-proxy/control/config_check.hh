#pragma once

#include <string>

#include "filters/core/definition.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::control {

/// What no single key shows: names that must exist or must be unique, keys that need one another.
/// `document` is what `config` was read from; it gives the lines.
void check_config(const Config& config, const Document& document, const std::string& file,
                  Problems& problems);

}  // namespace smsfw::control
