#include "smsc-proxy/tools/smpp-load/options.hh"

#include <CLI/CLI.hpp>

#include "smsc-proxy/smpp/session/endpoint.hh"

namespace smsfw::load {

std::optional<int> parse_options(int argc, const char* const* argv, Options& options) {
  CLI::App app{
      "Sends short messages over SMPP and measures the answers. Prints a report as JSON.\n"
      "Exit 0: every message was answered; 1: some were lost or no bind came about; 2: wrong use.",
      "smpp-load"};
  std::string target = "127.0.0.1:2775";
  std::string kind = "transceiver";

  app.add_option("--target", target, "ADDRESS:PORT of the SMSC")->capture_default_str();
  app.add_option("--binds", options.binds, "Connections")
      ->check(CLI::Range(1U, 10'000U))
      ->capture_default_str();
  app.add_option("--window", options.window, "Unanswered messages of one bind")
      ->check(CLI::Range(1U, 100'000U))
      ->capture_default_str();
  app.add_option("--messages", options.messages, "End after so many messages");
  app.add_option("--seconds", options.seconds, "End after so many seconds")
      ->check(CLI::Range(0.0, 1e6));
  app.add_option("--rate", options.rate,
                 "Messages a second over all binds, on a fixed schedule: latency counts from the "
                 "scheduled time. Without it: as fast as the windows allow")
      ->check(CLI::Range(0.0, 1e7));
  app.add_option("--bind-type", kind, "transceiver or transmitter")
      ->check(CLI::IsMember({"transceiver", "transmitter"}))
      ->capture_default_str();
  app.add_option("--system-id", options.system_id, "For the bind")->capture_default_str();
  app.add_option("--password", options.password, "For the bind")->capture_default_str();
  app.add_option("--system-type", options.system_type, "For the bind");

  app.add_option("--corpus", options.corpus,
                 "JSON lines with text, and optionally id, label, from, to; sent in order, again "
                 "from the start where more are wanted")
      ->check(CLI::ExistingFile);
  app.add_option("--pool", options.pool, "Different messages of the built-in generator")
      ->check(CLI::Range(1U, 1'000'000U))
      ->capture_default_str();
  app.add_option("--senders", options.senders, "Senders of the built-in generator")
      ->check(CLI::Range(1U, 1'000'000U))
      ->capture_default_str();
  app.add_option("--seed", options.seed, "Seed of everything random")->capture_default_str();
  app.add_option("--receipt-share", options.receipt_share, "Share that asks for a receipt")
      ->check(CLI::Range(0.0, 1.0));

  app.add_flag("--reconnect", options.reconnect, "Bind again when a connection is lost");
  app.add_option("--timeout", options.timeout, "Seconds after which a response counts as lost")
      ->check(CLI::Range(0.1, 3600.0))
      ->capture_default_str();
  app.add_option("--wait-receipts", options.wait_receipts,
                 "Seconds to wait at the end for receipts that are due")
      ->check(CLI::Range(0.0, 3600.0));
  app.add_option("--report", options.report, "Write the report here, not to standard output");
  app.add_option("--per-message", options.per_message,
                 "Write id, label, status and message_id of each message here, as JSON lines");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  const auto endpoint = smpp::parse_endpoint(target);
  if (!endpoint) {
    std::cerr << "smpp-load: --target " << target << ": write ADDRESS:PORT\n";
    return 2;
  }
  options.host = endpoint->host;
  options.port = endpoint->port;
  if (kind == "transmitter") options.bind = smpp::CommandId::kBindTransmitter;
  if (options.messages == 0 && options.seconds == 0 && options.corpus.empty()) {
    std::cerr << "smpp-load: say when to end: --messages, --seconds, or --corpus\n";
    return 2;
  }
  if (!options.per_message.empty() && options.messages == 0 && options.corpus.empty()) {
    std::cerr << "smpp-load: --per-message needs --messages or --corpus\n";
    return 2;
  }
  return std::nullopt;
}

}  // namespace smsfw::load
