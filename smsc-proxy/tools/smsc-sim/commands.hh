#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/tools/smsc-sim/simulator.hh"

namespace smsfw::sim {

/// Does what one command line says and returns the line to answer: `ok…` or `error: …`.
std::string run_command(Simulator& simulator, std::string_view line);

/// Takes command lines on a loopback port.
class CommandPort {
 public:
  CommandPort(asio::io_context& io, Simulator& simulator);
  /// The port that it got; throws boost::system::system_error where it cannot.
  std::uint16_t listen(std::uint16_t port);

 private:
  void accept();

  Simulator& simulator_;
  tcp::acceptor acceptor_;
};

}  // namespace smsfw::sim
