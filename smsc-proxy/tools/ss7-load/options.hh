#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/link/link_config.hh"

namespace smsfw::ss7_load {

/// Where the tool stands in the network; every member is one option of the command line.
struct StationOptions {
  ss7::link::Transport transport = ss7::link::Transport::kM3ua;
  bool listen = false;  ///< The peer opens the association.
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;
  std::uint16_t local_port = 0;  ///< Of a client; 0: any.
  std::string accept_from;       ///< Of a server: the peer's address.
  ss7::PointCode point_code;
  std::optional<ss7::PointCode> peer_point_code;
  std::uint32_t routing_context = 0;
  bool registers = false;  ///< The STP assigns the routing context.
  std::string application_server = "ss7-load";
  std::uint8_t network_indicator = 2;
};

struct DriveOptions {
  StationOptions station;
  std::vector<std::string> files;
  bool renumber = false;
  std::uint64_t count = 0;  ///< 0: until `seconds` are over, or the files once.
  double seconds = 0;       ///< 0: until `count` are sent.
  std::uint32_t window = 64;
  double rate = 0;  ///< Dialogues a second; 0: as fast as the window allows.
  double timeout = 10;
  double connect_timeout = 30;
  std::vector<std::string> expect;
  bool print = false;
  bool json = false;
};

struct AnswerOptions {
  StationOptions station;
  std::string imsi = "001010000000001";
  std::string msc = "84900000077";
  std::string subscribers;  ///< A file; see subscriber_table.hh.
  std::string error;        ///< Empty: results.
  std::optional<std::uint8_t> error_cause;
  std::optional<std::uint8_t> failure_cause;  ///< TP-FCS.
  bool silent = false;
  bool print = false;
};

struct Options {
  std::optional<DriveOptions> drive;
  std::optional<AnswerOptions> answer;  ///< One of the two.
};

/// Fills `options`. Returns an exit code where the program has to end now (help, wrong use).
std::optional<int> parse_options(int argc, const char* const* argv, Options& options);

}  // namespace smsfw::ss7_load
