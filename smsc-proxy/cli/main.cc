#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "smsc-proxy/cli/commands.hh"

int main(int argc, char** argv) {
  using namespace smsfw::cli;
  CLI::App app{"smsfw: judge messages, check rules, ask a running smsc-proxy"};
  app.require_subcommand(1);
  int exit_code = kDone;
  add_classify_command(app, exit_code);
  add_model_command(app, exit_code);
  add_replay_command(app, exit_code);
  add_sig_command(app, exit_code);
  add_list_command(app, exit_code);
  add_config_command(app, exit_code);
  add_account_command(app, exit_code);
  add_docs_command(app, exit_code);
  add_control_commands(app, exit_code);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? kDone : kWrongUse;
  } catch (const std::exception& error) {
    std::cerr << "smsfw: " << error.what() << '\n';
    return kRefused;
  }
  return exit_code;
}
