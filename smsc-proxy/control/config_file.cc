#include "smsc-proxy/control/config_file.hh"

#include <algorithm>

#include "smsc-proxy/control/config_check.hh"
#include "smsc-proxy/control/config_definition.hh"
#include "smsc-proxy/control/embedded.hh"
#include "smsc-proxy/control/yaml_document.hh"

namespace smsfw::control {
namespace {

Expected<Config, Problems> read_config(const Document& document, const std::string& file) {
  Problems problems;
  Config config;
  DefinitionReader reader(file, problems);
  read_definition(reader, document, config);
  check_config(config, document, file, problems);
  if (problems.empty()) return config;
  std::stable_sort(problems.begin(), problems.end(),
                   [](const Problem& a, const Problem& b) { return a.line < b.line; });
  return Unexpected<Problems>(std::move(problems));
}

}  // namespace

Expected<Config, Problems> load_config(const std::string& file) {
  Document document;
  Problems problems;
  if (!read_yaml_file(file, document, problems)) return Unexpected<Problems>(std::move(problems));
  return read_config(document, file);
}

Expected<Config, Problems> parse_config(std::string_view text, const std::string& file) {
  Document document;
  Problems problems;
  if (!read_yaml(text, file, document, problems)) return Unexpected<Problems>(std::move(problems));
  return read_config(document, file);
}

Config embedded_default_config() {
  // A unit test holds that the embedded text is in order.
  Config config = parse_config(embedded_config(), "(embedded)").value();
  config.packs = {std::string(kBuiltin)};
  config.classification = kBuiltin;
  return config;
}

std::string dump_config(const Config& config) {
  return write_yaml(write_definition(config, Secrets::kHidden));
}

ConfigChange compare_configs(const Config& before, const Config& after) {
  ConfigChange change;
  for (Difference& one :
       differences(definition_of<Config>(), write_definition(before, Secrets::kShown),
                   write_definition(after, Secrets::kShown))) {
    (one.change == Change::kHot ? change.hot : change.restart).push_back(std::move(one.path));
  }
  return change;
}

std::string refuse_reload(const ConfigChange& change) {
  if (change.restart.empty()) return {};
  std::string text = "needs a restart: ";
  for (std::size_t i = 0; i < change.restart.size(); ++i) {
    if (i != 0) text += ", ";
    text += change.restart[i];
  }
  return text + "; put back the old value, or restart. The configuration in force stays";
}

std::string problems_text(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems)
    text += problem.to_string() + '\n';
  return text;
}

}  // namespace smsfw::control
