#pragma once

#include <memory>
#include <string>

#include "smsc-proxy/control/config.hh"

namespace smsfw::app {

/// The running firewall: workers, SMPP edge, control port, event log, watchdog, signals.
class Daemon {
 public:
  /// `file` empty: `config` is the embedded one.
  Daemon(std::string file, control::Config config);
  ~Daemon();
  Daemon(const Daemon&) = delete;
  Daemon& operator=(const Daemon&) = delete;

  /// Serves until SIGTERM or SIGINT. Prints `listening NAME ADDRESS` for each listener, `control
  /// ADDRESS` and `ready` on standard output. Returns the exit status; reasons of a failed start go
  /// to standard error.
  int run();

 private:
  class Running;
  std::string file_;
  control::Config config_;
};

}  // namespace smsfw::app
