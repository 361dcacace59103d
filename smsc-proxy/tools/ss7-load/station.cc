#include "smsc-proxy/tools/ss7-load/station.hh"

#include <csignal>

namespace smsfw::ss7_load {
namespace {

using namespace ss7::link;  // NOLINT(google-build-using-namespace)

/// More than a relay has: a tool must not be what holds the load back.
constexpr std::size_t kQueueMessages = 16'384;
constexpr std::size_t kQueueOctets = 8UL * 1024 * 1024;
constexpr std::size_t kMaxOutput = 8UL * 1024 * 1024;

std::string text_of(ss7::PointCode code) {
  return std::string(ss7::format_point_code(code, ss7::PointCodeForm::kPlain).view());
}

Ss7LinkConfig link_config(const StationOptions& options) {
  AspConfig asp;
  asp.name = options.application_server + "-asp";
  if (options.listen) {
    asp.role = AspRole::kServer;
    asp.local = {options.host};
    asp.local_port = options.port;
    asp.remote = {options.accept_from};
  } else {
    asp.remote = {options.host};
    asp.remote_port = options.port;
    asp.local_port = options.local_port;
  }
  ApplicationServerConfig server;
  server.name = options.application_server;
  server.transport = options.transport;
  server.routing_context = options.routing_context;
  server.registers = options.registers;
  server.asps = {asp};
  PeerConfig peer;
  peer.name = "peer";
  if (options.peer_point_code) peer.point_codes = {text_of(*options.peer_point_code)};
  peer.application_servers = {server.name};
  Ss7LinkConfig config;
  config.point_code = text_of(options.point_code);
  config.network_indicator = options.network_indicator;
  config.application_servers = {server};
  config.peers = {peer};
  config.reconnect.max = config.reconnect.min;
  config.queue_messages = kQueueMessages;
  config.queue_octets = kQueueOctets;
  config.max_output = kMaxOutput;
  return config;
}

volatile std::sig_atomic_t ended = 0;

}  // namespace

Station::Station(const StationOptions& options)
    : options_(options), config_(link_config(options)), link_(config_, *this) {}

RoutingLabel Station::label(std::uint8_t sls) const noexcept {
  RoutingLabel label;
  label.opc = options_.point_code;
  label.dpc = options_.peer_point_code.value_or(ss7::PointCode{});
  label.ni = options_.network_indicator;
  label.sls = sls;
  return label;
}

RoutingLabel Station::label_back(const RoutingLabel& from) const noexcept {
  RoutingLabel label = from;
  label.opc = options_.point_code;
  label.dpc = from.opc;
  return label;
}

bool asked_to_end() noexcept {
  return ended != 0;
}

void watch_signals() {
  // The turn of the loop that a signal interrupts ends; others end within 100 ms.
  std::signal(SIGINT, [](int) { ended = 1; });
  std::signal(SIGTERM, [](int) { ended = 1; });
}

}  // namespace smsfw::ss7_load
