#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "filters/core/definition.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/control/config.hh"

namespace smsfw::control {

/// Reads and checks a configuration. On failure all problems that were found, in the order of the
/// file, each with file, line, key and what to do. Files that the configuration names are not
/// opened here.
Expected<Config, Problems> load_config(const std::string& file);
Expected<Config, Problems> parse_config(std::string_view text, const std::string& file);

/// What runs without --config: deploy/examples/smpp.yaml as it was when this was built, with the
/// packs that were compiled in.
Config embedded_default_config();

/// The configuration as YAML, every key, secrets as `(set)`.
std::string dump_config(const Config& config);

/// What is different between two configurations.
struct ConfigChange {
  std::vector<std::string> hot;      ///< Paths of keys that a reload takes over.
  std::vector<std::string> restart;  ///< Paths of keys that need a restart.
};
ConfigChange compare_configs(const Config& before, const Config& after);

/// Empty, or why a reload from `before` to `after` is refused: the restart keys by name.
std::string refuse_reload(const ConfigChange& change);

/// One line a problem.
std::string problems_text(const Problems& problems);

}  // namespace smsfw::control
