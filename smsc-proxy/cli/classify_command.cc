#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>

#include "smsc-proxy/cli/classifier.hh"
#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/ruleset_options.hh"

namespace smsfw::cli {
namespace {

int classify(const RulesetOptions& options) {
  const auto config = options.load();
  if (!config) return kRefused;
  const auto ruleset = options.build(*config);
  if (!ruleset) return kRefused;
  Classifier classifier(*config, ruleset);
  std::string line;
  for (std::size_t number = 1; std::getline(std::cin, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const auto message = parse_message(line);
    const auto verdict =
        message ? classifier.judge(*message) : Unexpected<std::string>(message.error());
    if (!verdict) {
      std::cout.flush();
      std::cerr << "smsfw classify: line " << number << ": " << verdict.error() << '\n';
      return kWrongUse;
    }
    std::cout << verdict_json(message->id, **verdict).dump() << '\n';
  }
  std::cout.flush();
  if (!std::cout) {
    std::cerr << "smsfw classify: the output cannot be written\n";
    return kRefused;
  }
  return kDone;
}

}  // namespace

void add_classify_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "classify", "Judge messages: one JSON object a line in, one out, in order");
  auto options = std::make_shared<RulesetOptions>();
  options->add_to(*command);
  // Output is JSON anyway; taken because every subcommand takes it.
  auto json = std::make_shared<bool>(true);
  command->add_flag("--json", *json, "Print JSON (always)");
  command->callback([options, json, &exit_code] { exit_code = classify(*options); });
}

}  // namespace smsfw::cli
