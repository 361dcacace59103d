#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>
#include <iomanip>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <vector>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/signature_check.hh"
#include "smsc-proxy/control/config_file.hh"

namespace smsfw::cli {
namespace {

// Rules that are listed with their cost where --costs does not ask for all.
constexpr std::size_t kDearest = 5;

struct CheckOptions {
  std::vector<std::string> packs;
  std::string classification;
  CheckSettings settings;
  bool costs = false;
  bool no_cost = false;
  bool json = false;
};

nlohmann::ordered_json problem_json(const Problem& problem) {
  return {{"file", problem.file},
          {"line", problem.line},
          {"path", problem.path},
          {"text", problem.text}};
}

nlohmann::ordered_json costs_json(const SignatureCheck& check, double max_cost) {
  // Without digits that no second run would show again.
  const auto ns = [](double cost) { return std::round(cost * 10) / 10; };
  nlohmann::ordered_json out;
  out["messages"] = check.cost_messages;
  out["limit_ns"] = max_cost;
  out["together_ns"] = ns(check.cost_together);
  out["rules"] = nlohmann::ordered_json::array();
  for (const RuleCost& cost : check.costs) {
    out["rules"].push_back({{"sid", cost.sid},
                            {"file", cost.file},
                            {"line", cost.line},
                            {"corpus_ns", ns(cost.corpus)},
                            {"own_ns", ns(cost.own)}});
  }
  return out;
}

void print_json(const Expected<SignatureCheck, Problems>& check, double max_cost) {
  nlohmann::ordered_json out;
  out["signatures"] = check ? check->signatures : 0;
  out["examples"] = check ? check->examples : 0;
  auto& problems = out["problems"] = nlohmann::ordered_json::array();
  if (check) {
    for (const ExampleFailure& failure : check->failures)
      problems.push_back({{"sid", failure.sid}, {"text", failure.what}});
    for (const RuleTooDear& rule : check->too_dear) {
      problems.push_back({{"sid", rule.sid}});
      problems.back().update(problem_json(rule.problem));
    }
    if (check->cost_messages != 0) out["costs"] = costs_json(*check, max_cost);
  } else {
    for (const Problem& problem : check.error())
      problems.push_back(problem_json(problem));
  }
  std::cout << out.dump(2) << '\n';
}

void print_costs(const SignatureCheck& check, bool all) {
  if (check.costs.empty()) return;
  const std::size_t listed = all ? check.costs.size() : std::min(check.costs.size(), kDearest);
  const auto ns = [](double cost) { std::cout << std::setw(8) << std::llround(cost); };
  std::cout << "\ndearest rules by themselves, ns a message\n  corpus     own  rule\n";
  for (const RuleCost& cost : std::span(check.costs).first(listed)) {
    ns(cost.corpus);
    ns(cost.own);
    std::cout << "  " << cost.sid << "  " << cost.file << ':' << cost.line << '\n';
  }
  if (listed < check.costs.size()) {
    std::cout << "    and " << check.costs.size() - listed << " cheaper ones (--costs)\n";
  }
  ns(check.cost_together);
  std::cout << "          all rules together\n";
}

int check(const CheckOptions& options) {
  control::Config config = control::embedded_default_config();
  if (!options.packs.empty()) config.packs = options.packs;
  if (!options.classification.empty()) config.classification = options.classification;
  const auto result = check_signatures(config, options.settings);
  if (options.json) {
    print_json(result, options.settings.max_cost);
  } else if (!result) {
    std::cerr << control::problems_text(result.error());
  } else {
    for (const ExampleFailure& failure : result->failures)
      std::cerr << "sid " << failure.sid << ": " << failure.what << '\n';
    for (const RuleTooDear& rule : result->too_dear)
      std::cerr << rule.problem.to_string() << '\n';
    std::cout << result->signatures << " signatures compiled, " << result->examples
              << " examples run, " << result->failures.size() << " failed, "
              << result->too_dear.size() << " too dear\n";
    print_costs(*result, options.costs);
  }
  return result && result->failures.empty() && result->too_dear.empty() ? kDone : kRefused;
}

}  // namespace

void add_sig_command(CLI::App& app, int& exit_code) {
  auto* sig = app.add_subcommand("sig", "Signatures");
  sig->require_subcommand(1);
  auto options = std::make_shared<CheckOptions>();
  auto* command = sig->add_subcommand(
      "check",
      "Read and compile packs, run their examples (match must hit, clean must not), and measure "
      "what each rule costs a message");
  command->add_option("PACKS", options->packs,
                      "Files or directories; without any the built-in packs");
  command->add_option("--classification", options->classification,
                      "File of the classes; without it the built-in one");
  command->add_option("--cache", options->settings.cache_dir,
                      "Directory that keeps compiled signatures");
  auto* max_cost =
      command
          ->add_option("--max-cost", options->settings.max_cost,
                       "Most nanoseconds a message that a rule may cost by itself; 0: no limit")
          ->check(CLI::NonNegativeNumber)
          ->capture_default_str();
  auto* costs = command->add_flag("--costs", options->costs,
                                  "List the cost of all rules, not of the dearest");
  command->add_flag("--no-cost", options->no_cost, "Measure no costs, which takes longest")
      ->excludes(max_cost)
      ->excludes(costs);
  command->add_flag("--json", options->json, "Print the result as JSON");
  command->callback([options, &exit_code] {
    options->settings.costs = !options->no_cost;
    exit_code = check(*options);
  });
}

}  // namespace smsfw::cli
