#pragma once

#include <iostream>
#include <optional>
#include <string>

#include "smsc-proxy/control/yaml_document.hh"
#include "smsc-proxy/ss7/link/link_definition.hh"

namespace smsfw::testing {

/// The SS7 link's configuration from a YAML file of the `ss7` section's keys, checked. Nothing, and
/// what is wrong on standard error, where it cannot be used.
inline std::optional<ss7::link::Ss7LinkConfig> read_link_file(const std::string& file) {
  Document document;
  Problems problems;
  ss7::link::Ss7LinkConfig config;
  if (control::read_yaml_file(file, document, problems)) {
    DefinitionReader reader(file, problems);
    read_definition(reader, document, config);
  }
  if (problems.empty()) {
    Document whole = Document::map(1);
    whole.add("ss7", document);
    DefinitionChecker check(whole, file, problems);
    check_link(check, config, "ss7");
  }
  for (const Problem& one : problems)
    std::cerr << one.to_string() << '\n';
  if (!problems.empty()) return std::nullopt;
  return config;
}

}  // namespace smsfw::testing
