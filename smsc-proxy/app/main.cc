#include <signal.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>

#include "smsc-proxy/app/daemon.hh"
#include "smsc-proxy/app/version.hh"
#include "smsc-proxy/control/config_file.hh"

int main(int argc, char** argv) {
  CLI::App app{
      "smsc-proxy, the SMS firewall: stands between ESMEs and their SMSC and judges every "
      "message."};
  std::string file;
  bool check = false;
  app.add_option("--config", file, "Configuration (YAML). Without it: the embedded defaults.");
  app.add_flag("--check-config", check, "Read and check the configuration, then end.");
  app.set_version_flag("--version", std::string(smsfw::app::kVersion));
  CLI11_PARSE(app, argc, argv);

  // A peer that closes while we write is an error code, not the end.
  ::signal(SIGPIPE, SIG_IGN);

  smsfw::control::Config config;
  if (file.empty()) {
    config = smsfw::control::embedded_default_config();
  } else {
    auto loaded = smsfw::control::load_config(file);
    if (!loaded) {
      std::fputs(smsfw::control::problems_text(loaded.error()).c_str(), stderr);
      return 1;
    }
    config = std::move(*loaded);
  }
  if (check) {
    std::printf("%s: good\n", file.empty() ? "embedded defaults" : file.c_str());
    return 0;
  }
  return smsfw::app::Daemon(file, std::move(config)).run();
}
