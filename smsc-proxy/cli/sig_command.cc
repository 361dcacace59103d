#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/signature_check.hh"
#include "smsc-proxy/control/config_file.hh"

namespace smsfw::cli {
namespace {

struct CheckOptions {
  std::vector<std::string> packs;
  std::string classification;
  std::string cache_dir;
  bool json = false;
};

void print_json(const Expected<SignatureCheck, Problems>& check) {
  nlohmann::ordered_json out;
  out["signatures"] = check ? check->signatures : 0;
  out["examples"] = check ? check->examples : 0;
  out["problems"] = nlohmann::ordered_json::array();
  if (check) {
    for (const ExampleFailure& failure : check->failures)
      out["problems"].push_back({{"sid", failure.sid}, {"text", failure.what}});
  } else {
    for (const Problem& problem : check.error()) {
      out["problems"].push_back({{"file", problem.file},
                                 {"line", problem.line},
                                 {"path", problem.path},
                                 {"text", problem.text}});
    }
  }
  std::cout << out.dump(2) << '\n';
}

int check(const CheckOptions& options) {
  control::Config config = control::embedded_default_config();
  if (!options.packs.empty()) config.packs = options.packs;
  if (!options.classification.empty()) config.classification = options.classification;
  const auto result = check_signatures(config, options.cache_dir);
  if (options.json) {
    print_json(result);
  } else if (!result) {
    std::cerr << control::problems_text(result.error());
  } else {
    for (const ExampleFailure& failure : result->failures)
      std::cerr << "sid " << failure.sid << ": " << failure.what << '\n';
    std::cout << result->signatures << " signatures compiled, " << result->examples
              << " examples run, " << result->failures.size() << " failed\n";
  }
  return result && result->failures.empty() ? kDone : kRefused;
}

}  // namespace

void add_sig_command(CLI::App& app, int& exit_code) {
  auto* sig = app.add_subcommand("sig", "Signatures");
  sig->require_subcommand(1);
  auto options = std::make_shared<CheckOptions>();
  auto* command = sig->add_subcommand(
      "check", "Read and compile packs, and run their examples: match must hit, clean must not");
  command->add_option("PACKS", options->packs,
                      "Files or directories; without any the built-in packs");
  command->add_option("--classification", options->classification,
                      "File of the classes; without it the built-in one");
  command->add_option("--cache", options->cache_dir, "Directory that keeps compiled signatures");
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace smsfw::cli
