#include "smsc-proxy/control/status_report.hh"

namespace smsfw::control {

using nlohmann::json;

json to_json(const StatusReport& report) {
  json out;
  out["node"] = report.node;
  out["version"] = report.version;
  out["ready"] = report.ready;
  out["state"] = report.state;
  out["uptime_s"] = report.uptime_s;
  out["monitor"] = report.monitor;
  out["bypass"] = report.bypass;
  out["events_file"] = report.events_file;
  out["events"] = {{"written", report.events_written}, {"lost", report.events_lost}};
  out["ruleset"] = {{"version", report.ruleset},       {"generation", report.generation},
                    {"signatures", report.signatures}, {"age_s", report.ruleset_age_s},
                    {"reloads", report.reloads},       {"reloads_refused", report.reloads_refused}};
  out["listeners"] = json::array();
  for (const auto& one : report.listeners) {
    out["listeners"].push_back({{"name", one.name},
                                {"address", one.address},
                                {"mode", one.mode},
                                {"upstream", one.upstream},
                                {"sessions", one.sessions},
                                {"bound", one.bound}});
  }
  out["upstreams"] = json::array();
  for (const auto& one : report.upstreams) {
    out["upstreams"].push_back(
        {{"name", one.name}, {"address", one.address}, {"bound", one.bound}});
  }
  for (const auto& one : report.ss7_asps)
    out["ss7_asps"].push_back({{"asp", one.asp}, {"state", one.state}});
  for (const auto& one : report.ss7_peers) {
    out["ss7_peers"].push_back(
        {{"peer", one.peer}, {"side", one.side}, {"reachable", one.reachable}});
  }
  out["workers"] = json::array();
  for (const auto& one : report.workers) {
    out["workers"].push_back({{"worker", one.worker},
                              {"generation", one.generation},
                              {"turns", one.turns},
                              {"overload", one.overload}});
  }
  for (const auto& [action, count] : report.verdicts)
    out["verdicts"][action] = count;
  return out;
}

json to_json(const std::vector<BlockReport>& blocks) {
  json out = json::array();
  for (const auto& one : blocks) {
    out.push_back({{"limit", one.limit},
                   {"subject", one.subject},
                   {"seconds_left", one.seconds_left},
                   {"hits", one.hits}});
  }
  return out;
}

}  // namespace smsfw::control
