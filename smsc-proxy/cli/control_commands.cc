#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/cli/control_client.hh"
#include "smsc-proxy/cli/status_text.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/crypto.hh"

namespace smsfw::cli {
namespace {

using nlohmann::ordered_json;

struct ControlOptions {
  std::string address = control::ControlConfig{}.listen;
  std::string token_file = control::ControlConfig{}.token_file;
  bool json = false;

  CLI::Option* add_address_to(CLI::App& command) {
    return command.add_option("--control", address, "Control port of the daemon")
        ->capture_default_str();
  }

  void add_to(CLI::App& command) {
    add_address_to(command);
    command.add_option("--token-file", token_file, "File with the daemon's token")
        ->capture_default_str();
    command.add_flag("--json", json, "Print the daemon's answer as it is");
  }
};

// The `error` of a refusal, or the answer as it came.
std::string refusal(const ControlResponse& response) {
  const auto answer = ordered_json::parse(response.body, nullptr, false);
  for (const char* key : {"error", "reason", "message"}) {
    if (answer.is_object() && answer.contains(key) && answer[key].is_string()) {
      return answer[key].get<std::string>();
    }
  }
  return "HTTP " + std::to_string(response.status) +
         (response.body.empty() ? "" : ": " + response.body);
}

// Prints an answer. Not 2xx: the refusal.
int show(const char* command, const Expected<ControlResponse, std::string>& response, bool json) {
  if (!response) {
    std::cerr << "smsfw " << command << ": " << response.error() << '\n';
    return kRefused;
  }
  if (json) std::cout << response->body << (response->body.ends_with('\n') ? "" : "\n");
  if (response->status < 200 || response->status > 299) {
    if (!json) std::cerr << "smsfw " << command << ": " << refusal(*response) << '\n';
    return kRefused;
  }
  if (json) return kDone;
  const auto answer = ordered_json::parse(response->body, nullptr, false);
  if (answer.is_discarded()) {
    std::cout << response->body;
  } else {
    std::cout << status_text(answer);
  }
  return kDone;
}

// The configuration as the YAML that it is, ready for a file.
int show_config(const Expected<ControlResponse, std::string>& response, bool json) {
  if (json || !response || response->status != 200) return show("status", response, json);
  const auto answer = ordered_json::parse(response->body, nullptr, false);
  if (!answer.is_object() || !answer.contains("config") || !answer["config"].is_string()) {
    std::cerr << "smsfw status: the daemon's answer holds no configuration\n";
    return kRefused;
  }
  std::cout << answer["config"].get<std::string>();
  return kDone;
}

int status(const ControlOptions& options, bool with_config) {
  if (!with_config) {
    return show("status", ask_control(options.address, "GET", "/api/v1/status", ""), options.json);
  }
  return show_config(ask_control(options.address, "GET", "/api/v1/config", ""), options.json);
}

int reload(const ControlOptions& options) {
  const auto token = control::load_secret(options.token_file);
  if (!token) {
    std::cerr << "smsfw reload: " << token.error() << "; --token-file names the daemon's\n";
    return kRefused;
  }
  return show("reload", ask_control(options.address, "POST", "/api/v1/reload", *token),
              options.json);
}

int switch_mode(const ControlOptions& options, const char* command, const std::string& state) {
  const auto token = control::load_secret(options.token_file);
  if (!token) {
    std::cerr << "smsfw " << command << ": " << token.error()
              << "; --token-file names the daemon's\n";
    return kRefused;
  }
  const std::string body = state == "on" ? R"({"on": true})" : R"({"on": false})";
  return show(command,
              ask_control(options.address, "POST", std::string("/api/v1/") + command, *token, body),
              options.json);
}

}  // namespace

void add_control_commands(CLI::App& app, int& exit_code) {
  auto options = std::make_shared<ControlOptions>();
  // Before the command too; the commands that are there already ask no daemon, and refuse it.
  CLI::Option* address = options->add_address_to(app);
  for (CLI::App* other : app.get_subcommands(nullptr))
    other->excludes(address);
  auto with_config = std::make_shared<bool>(false);
  auto* show_status = app.add_subcommand("status", "What a running daemon does");
  options->add_to(*show_status);
  show_status->add_flag("--config", *with_config, "Its configuration, without secrets");
  show_status->callback(
      [options, with_config, &exit_code] { exit_code = status(*options, *with_config); });

  const std::pair<const char*, const char*> switches[] = {
      {"monitor", "Judge everything, act on nothing: on or off"},
      {"bypass", "Let messages pass without being judged: on or off"}};
  for (const auto& [name, help] : switches) {
    auto state = std::make_shared<std::string>();
    auto* command = app.add_subcommand(name, help);
    options->add_to(*command);
    command->add_option("STATE", *state, "on or off")
        ->required()
        ->check(CLI::IsMember({"on", "off"}));
    command->callback([options, state, command_name = name, &exit_code] {
      exit_code = switch_mode(*options, command_name, *state);
    });
  }

  auto* do_reload = app.add_subcommand("reload", "Have a running daemon read its files again");
  options->add_to(*do_reload);
  do_reload->callback([options, &exit_code] { exit_code = reload(*options); });
}

}  // namespace smsfw::cli
