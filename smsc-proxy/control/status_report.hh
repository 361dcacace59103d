#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace smsfw::control {

/// What `smsfw status` and GET /api/v1/status show. Plain figures, filled in by the daemon.
struct StatusReport {
  struct Listener {
    std::string name;
    std::string address;
    std::string mode;
    std::string upstream;
    std::uint32_t sessions = 0;
    std::uint32_t bound = 0;
  };
  struct Upstream {
    std::string name;
    std::string address;
    std::size_t bound = 0;
  };
  struct Ss7Asp {
    std::string asp;
    std::string state;
  };
  struct Ss7Peer {
    std::string peer;
    std::string side;
    bool reachable = false;
  };
  struct Worker {
    std::size_t worker = 0;
    std::uint64_t generation = 0;
    std::uint64_t turns = 0;
    std::uint64_t overload = 0;
  };

  std::string node;
  std::string version;
  bool ready = false;
  std::string state;
  std::int64_t uptime_s = 0;
  bool monitor = false;
  bool bypass = false;
  std::string events_file;
  std::uint64_t events_written = 0;
  std::uint64_t events_lost = 0;
  std::string ruleset;
  std::uint64_t generation = 0;
  std::uint64_t signatures = 0;
  std::int64_t ruleset_age_s = 0;
  std::uint64_t reloads = 0;
  std::uint64_t reloads_refused = 0;
  std::vector<Listener> listeners;
  std::vector<Upstream> upstreams;
  std::vector<Ss7Asp> ss7_asps;    ///< Empty: no SS7 here.
  std::vector<Ss7Peer> ss7_peers;  ///< The same.
  std::vector<Worker> workers;
  /// Messages by the action that the rules decided, in the order of the actions.
  std::vector<std::pair<std::string, std::uint64_t>> verdicts;
};

nlohmann::json to_json(const StatusReport& report);

/// One dynamic block, for GET /api/v1/blocks.
struct BlockReport {
  std::string limit;
  std::string subject;  ///< Masked.
  std::int64_t seconds_left = 0;
  std::uint64_t hits = 0;
};

nlohmann::json to_json(const std::vector<BlockReport>& blocks);

}  // namespace smsfw::control
