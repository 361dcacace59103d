#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "filters/core/snapshot_holder.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/app/ruleset_reload.hh"
#include "smsc-proxy/app/watchdog.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/control/admin_routes.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/metrics.hh"
#include "smsc-proxy/control/status_report.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/smpp/session/relay.hh"
#include "smsc-proxy/ss7/edge/ss7_node.hh"

namespace smsfw::app {

/// What of the running daemon is shown: readiness, status, dynamic blocks, and the figures that no
/// worker counts. It reads the other parts and changes none. Control thread.
class DaemonStatus {
 public:
  /// All of these outlive it. The pointers are filled in while the daemon starts: `relay` and the
  /// workers before the first call, `watchdog` when it begins to watch.
  struct Parts {
    const control::Config& config;
    const std::string& node;
    const SnapshotHolder<Ruleset>& rulesets;
    const FilterStates& filters;
    const MetricShards& metrics;
    const events::EventLog& events;
    const RulesetReload& reload;
    const std::vector<std::unique_ptr<Worker>>& workers;
    const std::unique_ptr<smpp::Relay>& relay;
    const std::unique_ptr<ss7::Ss7Node>& ss7;  ///< Null: not configured.
    const std::unique_ptr<Watchdog>& watchdog;
  };
  explicit DaemonStatus(const Parts& parts);

  /// From here on it is not ready.
  void set_stopping() noexcept { stopping_ = true; }

  control::Readiness readiness() const;
  control::StatusReport status() const;
  std::vector<control::BlockReport> blocks() const;
  void figures(control::FigureSink& sink) const;

 private:
  std::uint64_t verdicts(Action action) const;
  std::size_t upstream_sessions(std::size_t index) const;
  void ruleset_figures(control::FigureSink& sink) const;
  void table_figures(control::FigureSink& sink) const;
  void host_list_figures(control::FigureSink& sink) const;
  void origin_figures(control::FigureSink& sink) const;
  void ss7_figures(control::FigureSink& sink) const;
  bool side_reachable(ss7::link::Side side) const;

  const Parts parts_;
  const std::chrono::microseconds started_ = Worker::wall_now();
  bool stopping_ = false;
};

}  // namespace smsfw::app
