// A relay that judges nothing: each MSU of one side goes to the other as it came, under a label
// with our own point code and the same SLS and NI. What tests/bench/map/run compares smsc-proxy
// with.
//
//   bare-relay CONFIG
//
// CONFIG is a YAML file of the `ss7` section's keys with one peer a side. One thread. Ends by
// SIGINT or SIGTERM, and prints what it carried then.
#include <array>
#include <csignal>
#include <iostream>

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/ss7/link/link.hh"
#include "tests/support/link_file.hh"

namespace {

using namespace smsfw;             // NOLINT(google-build-using-namespace)
using namespace smsfw::ss7::link;  // NOLINT(google-build-using-namespace)

volatile std::sig_atomic_t ended = 0;

struct Way {
  PeerId to = 0;
  ss7::PointCode code;
};

class Observer final : public LinkObserver {
 public:
  void on_asp(const AspChange&) override {}
  void on_application_server(const ApplicationServerChange&) override {}
  void on_peer(const PeerChange& change) override {
    std::cout << "peer " << change.name << (change.reachable ? " reachable" : " unreachable")
              << std::endl;
  }
  void on_refused(const RefusedMsu&) override {}
};

/// By the peer that a message came from, the one of the other side.
std::array<Way, kMaxPeers> ways(const Ss7LinkConfig& config) {
  std::array<Way, kMaxPeers> out{};
  for (std::size_t from = 0; from < config.peers.size(); ++from) {
    for (std::size_t to = 0; to < config.peers.size(); ++to) {
      if (config.peers[to].side == config.peers[from].side) continue;
      out[from] = {static_cast<PeerId>(to),
                   ss7::parse_point_code(config.peers[to].point_codes.front()).value()};
      break;
    }
  }
  return out;
}

int run(const Ss7LinkConfig& config) {
  const auto way = ways(config);
  const auto own = ss7::parse_point_code(config.point_code).value();
  Observer observer;
  Link link(config, observer);
  std::uint64_t carried = 0;
  std::uint64_t lost = 0;
  while (ended == 0) {
    link.turn();
    for (const Msu& msu : link.take()) {
      RoutingLabel label = msu.label;
      label.opc = own;
      label.dpc = way[msu.peer].code;
      ++(link.send(label, msu.octets, way[msu.peer].to) == SendResult::kSent ? carried : lost);
    }
    link.flush();
  }
  std::cout << "carried " << carried << " lost " << lost << std::endl;
  return lost == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: bare-relay CONFIG\n";
    return 2;
  }
  const auto config = testing::read_link_file(argv[1]);
  if (!config) return 2;
  log::set_level(log::Level::kWarning);
  std::signal(SIGINT, [](int) { ended = 1; });
  std::signal(SIGTERM, [](int) { ended = 1; });
  try {
    return run(*config);
  } catch (const std::exception& error) {
    std::cerr << "bare-relay: " << error.what() << '\n';
    return 1;
  }
}
