#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/control/config_file.hh"

namespace smsfw::cli {
namespace {

int check(const std::string& file) {
  const auto config = control::load_config(file);
  if (!config) {
    std::cerr << control::problems_text(config.error());
    return kRefused;
  }
  std::cout << file << ": in order\n";
  return kDone;
}

int diff(const std::string& before_file, const std::string& after_file) {
  const auto before = control::load_config(before_file);
  const auto after = control::load_config(after_file);
  if (!before || !after) {
    if (!before) std::cerr << control::problems_text(before.error());
    if (!after) std::cerr << control::problems_text(after.error());
    return kRefused;
  }
  const control::ConfigChange change = control::compare_configs(*before, *after);
  for (const std::string& path : change.restart)
    std::cout << "restart " << path << '\n';
  for (const std::string& path : change.hot)
    std::cout << "reload  " << path << '\n';
  return kDone;
}

}  // namespace

void add_config_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("config", "Configuration files");
  command->require_subcommand(1);
  auto file = std::make_shared<std::string>();
  auto other = std::make_shared<std::string>();

  auto* check_it = command->add_subcommand("check", "Read and check a configuration");
  check_it->add_option("FILE", *file)->required();
  check_it->callback([file, &exit_code] { exit_code = check(*file); });

  auto* compare = command->add_subcommand("diff", "What a reload from one to the other changes");
  compare->add_option("BEFORE", *file)->required();
  compare->add_option("AFTER", *other)->required();
  compare->callback([file, other, &exit_code] { exit_code = diff(*file, *other); });

  auto* dump = command->add_subcommand("dump", "Every key with its value; secrets are left out");
  dump->add_option("FILE", *file, "Without it: the built-in configuration");
  dump->callback([file, &exit_code] {
    const auto config =
        file->empty() ? Expected<control::Config, Problems>(control::embedded_default_config())
                      : control::load_config(*file);
    if (!config) {
      std::cerr << control::problems_text(config.error());
      exit_code = kRefused;
      return;
    }
    std::cout << control::dump_config(*config);
  });
}

}  // namespace smsfw::cli
