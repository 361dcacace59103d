#include <CLI/CLI.hpp>
#include <iostream>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/config_reference.hh"
#include "smsc-proxy/cli/element_reference.hh"
#include "smsc-proxy/cli/finding_reference.hh"
#include "smsc-proxy/cli/map_reference.hh"

namespace smsfw::cli {

void add_docs_command(CLI::App& app, int& exit_code) {
  auto* docs = app.add_subcommand("docs", "Print generated reference pages (docs/reference)");
  docs->require_subcommand(1);
  docs->add_subcommand("config", "config.md")->callback([&exit_code] {
    std::cout << config_reference();
    exit_code = kDone;
  });
  docs->add_subcommand("config-schema", "config.schema.json")->callback([&exit_code] {
    std::cout << config_schema();
    exit_code = kDone;
  });
  docs->add_subcommand("findings", "findings.md")->callback([&exit_code] {
    std::cout << finding_reference();
    exit_code = kDone;
  });
  docs->add_subcommand("map", "map.md")->callback([&exit_code] {
    std::cout << map_reference();
    exit_code = kDone;
  });
  docs->add_subcommand("udh", "udh.md")->callback([&exit_code] {
    std::cout << element_reference();
    exit_code = kDone;
  });
}

}  // namespace smsfw::cli
