#include <csignal>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>

#include "smsc-proxy/tools/smsc-sim/commands.hh"
#include "smsc-proxy/tools/smsc-sim/options.hh"
#include "smsc-proxy/tools/smsc-sim/simulator.hh"

namespace {

/// False where the file cannot be written.
bool write_summary(const std::string& path, const std::string& summary) {
  std::FILE* out = path.empty() ? stdout : std::fopen(path.c_str(), "w");
  if (out == nullptr) return false;
  std::fprintf(out, "%s\n", summary.c_str());
  return out == stdout ? std::fflush(out) == 0 : std::fclose(out) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace smsfw;  // NOLINT(google-build-using-namespace)
  sim::Options options;
  if (const auto code = sim::parse_options(argc, argv, options)) return *code;
  try {
    asio::io_context io(1);
    sim::Simulator simulator(io, options);
    sim::CommandPort commands(io, simulator);
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](const error_code&, int) { simulator.stop(); });
    std::signal(SIGPIPE, SIG_IGN);
    const auto port = simulator.listen();
    if (options.command_port) {
      std::printf("commands on 127.0.0.1:%u\n", commands.listen(*options.command_port));
    }
    std::printf("listening on %s:%u\n", options.address.c_str(), port);
    std::fflush(stdout);
    io.run();
    if (!write_summary(options.summary, simulator.summary())) {
      std::fprintf(stderr, "smsc-sim: cannot write %s\n", options.summary.c_str());
      return 1;
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "smsc-sim: %s:%u: %s\n", options.address.c_str(), options.port,
                 error.what());
    return 1;
  }
}
