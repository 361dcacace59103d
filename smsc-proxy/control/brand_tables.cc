#include "smsc-proxy/control/brand_tables.hh"

#include <utility>

#include "filters/brand/brand_definition.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/embedded.hh"
#include "smsc-proxy/control/yaml_document.hh"

namespace smsfw::control {

Expected<BrandTables, Problems> load_brands(const std::vector<std::string>& files) {
  BrandTables made;
  Problems problems;
  for (const std::string& file : files) {
    if (file == kBuiltin) {
      const EmbeddedFile builtin = embedded_brands();
      made.sources.push_back({std::string(builtin.path), std::string(builtin.text)});
    } else {
      read_text(file, made.sources, problems);
    }
  }
  for (const SourceText& source : made.sources) {
    Document document;
    if (!read_yaml(source.text, source.name, document, problems)) continue;
    DefinitionReader reader(source.name, problems);
    read_definition(reader, document, made.tables.emplace_back());
  }
  if (!problems.empty()) return Unexpected<Problems>(std::move(problems));
  return made;
}

}  // namespace smsfw::control
