#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "smsc-proxy/control/admin_route.hh"

namespace smsfw::control {

struct Readiness {
  bool ready = false;
  std::string why;  ///< One line for people, also when ready.
};

/// What became of a change.
struct Done {
  bool ok = true;
  std::string words;  ///< Why not, or what is in force now.
};

/// What the control port shows and does: the daemon fills this in. All are called on the server's
/// thread and must not block; `reload` may call back later, from any thread.
struct AdminSource {
  std::string version;                     ///< Of the program.
  std::function<Readiness()> ready;        ///< For /readyz and the page.
  std::function<std::string()> metrics;    ///< MetricsPage::text
  std::function<nlohmann::json()> status;  ///< One object: node, ruleset, workers, listeners …
  std::function<nlohmann::json()> blocks;  ///< List of dynamic blocks in force.
  std::function<std::string()> config;     ///< The configuration in force, YAML without secrets.
  std::function<void(const std::string& actor, std::function<void(Done)> then)> reload;
  std::function<Done(bool on, const std::string& actor)> monitor;
  std::function<Done(bool on, const std::string& actor)> bypass;
};

/// The routes of the daemon: /healthz, /readyz, /metrics, /api/v1/…, the page / and its style.
std::vector<AdminRoute> admin_routes(AdminSource source);

}  // namespace smsfw::control
