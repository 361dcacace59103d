#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>

#include "filters/core/expected.hh"
#include "filters/core/lock_guarded.hh"
#include "filters/core/snapshot_holder.hh"
#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/app/task_thread.hh"
#include "smsc-proxy/control/admin_routes.hh"
#include "smsc-proxy/control/config.hh"
#include "smsc-proxy/control/reloader.hh"
#include "smsc-proxy/control/ruleset_builder.hh"
#include "smsc-proxy/events/event_log.hh"

namespace smsfw::app {

/// Figures of rulesets and reloads since start. Any thread may read them.
struct ReloadFigures {
  std::atomic<std::uint64_t> loaded{0};
  std::atomic<std::uint64_t> refused{0};
  std::atomic<bool> last_good{true};
  std::atomic<std::int64_t> last_us{0};  ///< Wall clock of the last try.
  std::atomic<std::uint64_t> signatures{0};
  std::atomic<bool> monitor{false};
  std::atomic<bool> bypass{false};
  std::atomic<std::uint64_t> cache_loaded{0};
  std::atomic<std::uint64_t> cache_compiled{0};
  std::atomic<std::uint64_t> cache_healed{0};
};

/// The first ruleset, and those that replace it beside the traffic: one at a time, on a thread of
/// its own, so that the control thread answers meanwhile. Each try is told of in the log, in the
/// figures and as an event.
class RulesetReload {
 public:
  /// True when every worker judges by this generation; waits for it, at most so long.
  using WaitForWorkers = std::function<bool(std::uint64_t generation, std::chrono::seconds)>;

  /// Everything given outlives this. Events are written on the thread of `control_io`.
  RulesetReload(const std::string& file, const control::Config& config, std::uint64_t secret,
                SnapshotHolder<Ruleset>& rulesets, asio::io_context& control_io,
                events::EventProducer& events);

  /// Builds and publishes what the process starts with. Throws std::runtime_error with all
  /// problems, one a line.
  void build_first();
  /// Needed before the first of the calls below.
  void set_workers(std::size_t count, WaitForWorkers wait) {
    workers_ = count;
    wait_ = std::move(wait);
  }

  /// Reads the file anew. `then`, where given, learns how it ended, on another thread, or here when
  /// a reload is under way already.
  void reload(const std::string& actor, const std::function<void(control::Done)>& then);
  control::Done set_monitor(bool on, const std::string& actor);
  control::Done set_bypass(bool on, const std::string& actor);
  /// Waits for the one that runs; none is taken afterwards.
  void stop() { thread_.stop(); }

  const ReloadFigures& figures() const noexcept { return figures_; }
  /// The configuration in force, without secrets.
  std::string shown_config() const;

 private:
  using Outcome = Expected<control::Reloaded, std::string>;
  control::Done switch_mode(const std::string& what, bool on, const std::string& actor,
                            std::function<Outcome()> publish);
  control::Done wait_for_workers(const Outcome& done) const;
  void report(const Outcome& done, const std::string& actor, const std::string& previous);
  /// What of a configuration is in force without a ruleset.
  void take_config(const control::Config& config);
  void take_cache_figures();

  SnapshotHolder<Ruleset>& rulesets_;
  asio::io_context& control_io_;
  events::EventProducer& events_;
  control::RulesetBuilder builder_;
  control::Reloader reloader_;
  std::size_t workers_ = 0;
  WaitForWorkers wait_;
  ReloadFigures figures_;
  LockGuarded<std::string> shown_config_;
  TaskThread thread_{"ruleset-builder"};  // last: what it uses outlives it
};

}  // namespace smsfw::app
