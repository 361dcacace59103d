#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

#include "smsc-proxy/cli/commands.hh"
#include "smsc-proxy/control/crypto.hh"

namespace smsfw::cli {
namespace {

// SMPP v3.4 §5.2.2: C-Octet String of at most 9 octets with its NUL.
constexpr std::size_t kLongestPassword = 8;

// A line from standard input; not shown where it is typed.
std::string read_password() {
  termios before{};
  const bool typed = ::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before) == 0;
  if (typed) {
    std::cerr << "Password: " << std::flush;
    termios silent = before;
    silent.c_lflag &= static_cast<tcflag_t>(~ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (typed) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  if (!line.empty() && line.back() == '\r') line.pop_back();
  return line;
}

int hash() {
  const std::string password = read_password();
  if (password.empty()) {
    std::cerr << "smsfw account hash: give the password in the first line of standard input\n";
    return kWrongUse;
  }
  if (password.size() > kLongestPassword) {
    std::cerr << "smsfw account hash: an SMPP password has at most 8 octets, this one has "
              << password.size() << '\n';
    return kWrongUse;
  }
  std::cout << control::hash_password(password) << '\n';
  return kDone;
}

}  // namespace

void add_account_command(CLI::App& app, int& exit_code) {
  auto* account = app.add_subcommand("account", "ESME accounts");
  account->require_subcommand(1);
  account->add_subcommand("hash", "Print the password_hash of a password from standard input")
      ->callback([&exit_code] { exit_code = hash(); });
}

}  // namespace smsfw::cli
