#pragma once

// NOLINTNEXTLINE(readability-identifier-naming): the library's own name
namespace CLI {
class App;
}

/// One function a subcommand: adds it to the tool, with what it does when it is called. Each ends
/// by setting `exit_code`.
namespace smsfw::cli {

/// Exit codes of all subcommands.
enum ExitCode : int {
  kDone = 0,
  kRefused = 1,   ///< Refused, not found, not all good.
  kWrongUse = 2,  ///< Bad options or bad input.
};

void add_account_command(CLI::App& app, int& exit_code);
void add_classify_command(CLI::App& app, int& exit_code);
void add_config_command(CLI::App& app, int& exit_code);
void add_docs_command(CLI::App& app, int& exit_code);
void add_list_command(CLI::App& app, int& exit_code);
void add_model_command(CLI::App& app, int& exit_code);
void add_replay_command(CLI::App& app, int& exit_code);
void add_sig_command(CLI::App& app, int& exit_code);
/// What asks a daemon on its control port, each with --control before or behind it. The last to be
/// added: those before it refuse the option.
void add_control_commands(CLI::App& app, int& exit_code);

}  // namespace smsfw::cli
