// A node of an SS7 network made of the project's link alone, for tests/peers/test_ss7_link.py.
//
//   ss7-link-probe CONFIG [--echo | --relay]
//
// CONFIG is a YAML file of the `ss7` section's keys. What happens is printed a line each. Commands
// come on standard input, a line each:
//   send PEER OPC DPC NI MP SLS HEX [COUNT]   hold   release   serve   withdraw   counters   quit
// --echo sends each MSU back where it came from; --relay sends it on to the first peer of the other
// side, as the relay will: with a label of our own point code and the same SLS, NI and priority.
#include <cstdio>
#include <deque>
#include <fstream>
#include <iostream>
#include <iterator>
#include <mutex>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "smsc-proxy/ss7/link/link.hh"
#include "tests/support/hex_octets.hh"
#include "tests/support/link_file.hh"

namespace {

using namespace smsfw;
using namespace smsfw::ss7::link;

std::string hex(std::span<const std::byte> octets) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::byte one : octets) {
    text += kDigits[static_cast<unsigned>(one) >> 4U];
    text += kDigits[static_cast<unsigned>(one) & 15U];
  }
  return text;
}

std::string_view name_of(SendResult result) {
  switch (result) {
    case SendResult::kSent:
      return "sent";
    case SendResult::kDown:
      return "down";
    case SendResult::kNoRoute:
      return "no_route";
    case SendResult::kCongested:
      return "congested";
    case SendResult::kTooLong:
      return "too_long";
  }
  return "unknown";
}

class Printer final : public LinkObserver {
 public:
  void on_asp(const AspChange& change) override {
    std::cout << "asp " << change.asp << ' ' << to_string(change.state) << std::endl;
  }
  void on_application_server(const ApplicationServerChange& change) override {
    std::cout << "server " << change.application_server << ' ' << change.active << std::endl;
  }
  void on_peer(const PeerChange& change) override {
    std::cout << "peer " << change.name << (change.reachable ? " reachable" : " unreachable")
              << std::endl;
  }
  void on_refused(const RefusedMsu& refused) override {
    std::cout << "refused " << refused.application_server << ' ' << to_string(refused.reason) << ' '
              << refused.label.opc.value << ' ' << refused.label.dpc.value << std::endl;
  }
};

// Lines of standard input, read by a thread of their own.
class Commands {
 public:
  void add(std::string line) {
    const std::lock_guard lock(mutex_);
    lines_.push_back(std::move(line));
  }
  std::deque<std::string> take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(lines_, {});
  }

 private:
  std::mutex mutex_;
  std::deque<std::string> lines_;
};

enum class Mode { kPrint, kEcho, kRelay };

class Probe {
 public:
  Probe(const Ss7LinkConfig& config, Mode mode)
      : config_(config), mode_(mode), link_(config, printer_) {}

  Link& link() { return link_; }

  // False: asked to end.
  bool turn(Commands& commands) {
    link_.turn();
    for (const std::string& line : commands.take()) {
      if (!run(line)) return false;
    }
    for (const Msu& msu : link_.take())
      handle(msu);
    link_.flush();
    return true;
  }

 private:
  void handle(const Msu& msu) {
    if (mode_ == Mode::kPrint) {
      const RoutingLabel& at = msu.label;
      std::cout << "msu " << config_.peers[msu.peer].name << ' '
                << (msu.side == Side::kSmsc ? "smsc" : "network") << ' ' << int(msu.trust) << ' '
                << at.opc.value << ' ' << at.dpc.value << ' ' << int(at.si) << ' ' << int(at.ni)
                << ' ' << int(at.mp) << ' ' << int(at.sls) << ' ' << hex(msu.octets) << std::endl;
      return;
    }
    RoutingLabel label = msu.label;
    PeerId to = msu.peer;
    if (mode_ == Mode::kRelay) {
      to = 0;
      while (config_.peers[to].side == msu.side)
        ++to;
      label.dpc = ss7::parse_point_code(config_.peers[to].point_codes.front()).value();
    } else {
      label.dpc = msu.label.opc;
    }
    label.opc = ss7::parse_point_code(config_.point_code).value();
    const SendResult result = link_.send(label, msu.octets, to);
    if (result != SendResult::kSent) std::cout << "not sent " << name_of(result) << std::endl;
  }

  void send(std::istringstream& words) {
    std::string peer;
    std::string octets;
    unsigned opc = 0, dpc = 0, ni = 0, mp = 0, sls = 0, count = 1;
    words >> peer >> opc >> dpc >> ni >> mp >> sls >> octets >> count;
    if (count == 0) count = 1;
    RoutingLabel label;
    label.opc.value = static_cast<std::uint16_t>(opc);
    label.dpc.value = static_cast<std::uint16_t>(dpc);
    label.ni = static_cast<std::uint8_t>(ni);
    label.mp = static_cast<std::uint8_t>(mp);
    label.sls = static_cast<std::uint8_t>(sls);
    const auto to = link_.find_peer(peer);
    if (!to) {
      std::cout << "no such peer" << std::endl;
      return;
    }
    const auto message = testing::from_hex(octets);
    SendResult result{};
    for (unsigned n = 0; n < count; ++n)
      result = link_.send(label, message, *to);
    std::cout << "send " << name_of(result) << std::endl;
  }

  void print_counters() {
    for (std::size_t i = 0; i < config_.peers.size(); ++i) {
      const PeerCounters& of = link_.counters(static_cast<PeerId>(i));
      std::cout << "counters " << config_.peers[i].name << " in " << of.in << " sent " << of.out[0]
                << " down " << of.out[1] << " no_route " << of.out[2] << " congested " << of.out[3]
                << std::endl;
    }
    for (std::size_t i = 0; i < config_.application_servers.size(); ++i) {
      const auto of = link_.server_counters(i);
      std::cout << "refusals " << config_.application_servers[i].name;
      for (const auto one : of.refused)
        std::cout << ' ' << one;
      std::cout << " lost " << of.lost << std::endl;
    }
    std::cout << "counted" << std::endl;
  }

  bool run(const std::string& line) {
    std::istringstream words(line);
    std::string command;
    words >> command;
    if (command == "send") send(words);
    if (command == "hold") link_.hold(true);
    if (command == "release") link_.hold(false);
    if (command == "serve") link_.serve(true);
    if (command == "withdraw") link_.serve(false);
    if (command == "counters") print_counters();
    return command != "quit";
  }

  const Ss7LinkConfig& config_;
  Mode mode_;
  Printer printer_;
  Link link_;
};

int run(const std::string& file, Mode mode) {
  const auto config = testing::read_link_file(file);
  if (!config) return 2;
  Commands commands;
  Probe probe(*config, mode);
  std::cout << "ready" << std::endl;
  std::thread reader([&] {
    for (std::string line; std::getline(std::cin, line);) {
      commands.add(line);
      probe.link().wake();
      if (line == "quit") return;
    }
    commands.add("quit");
    probe.link().wake();
  });
  while (probe.turn(commands)) {
  }
  reader.join();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  if (arguments.empty()) {
    std::cerr << "usage: ss7-link-probe CONFIG [--echo | --relay]\n";
    return 2;
  }
  Mode mode = Mode::kPrint;
  if (arguments.size() > 1 && arguments[1] == "--echo") mode = Mode::kEcho;
  if (arguments.size() > 1 && arguments[1] == "--relay") mode = Mode::kRelay;
  try {
    return run(arguments[0], mode);
  } catch (const std::exception& error) {
    std::cerr << "ss7-link-probe: " << error.what() << '\n';
    return 1;
  }
}
