#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "smsc-proxy/smpp/codec/command_id.hh"

namespace smsfw::load {

/// What the load generator does; every member is one option of the command line.
struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 2775;
  std::uint32_t binds = 4;
  std::uint32_t window = 8;
  std::uint64_t messages = 0;  ///< 0: until `seconds` are over, or the corpus once.
  double seconds = 0;          ///< 0: until `messages` are sent.
  double rate = 0;             ///< Messages a second over all binds; 0: as fast as windows allow.
  smpp::CommandId bind = smpp::CommandId::kBindTransceiver;
  std::string system_id = "load";
  std::string password = "secret";
  std::string system_type;

  std::string corpus;
  std::uint32_t pool = 65'536;  ///< Different messages of the built-in generator.
  std::uint64_t seed = 1;
  std::uint32_t senders = 200;
  double receipt_share = 0;

  bool reconnect = false;
  double timeout = 10;       ///< Seconds after which a response counts as lost.
  double wait_receipts = 0;  ///< Seconds to wait for receipts that are still due.
  std::string report;
  std::string per_message;
};

/// Fills `options`. Returns an exit code where the program has to end now (help, wrong use).
std::optional<int> parse_options(int argc, const char* const* argv, Options& options);

}  // namespace smsfw::load
