#include "smsc-proxy/app/daemon.hh"

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <future>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "filters/core/lock_guarded.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/app/periodic_thread.hh"
#include "smsc-proxy/app/systemd.hh"
#include "smsc-proxy/app/task_thread.hh"
#include "smsc-proxy/app/version.hh"
#include "smsc-proxy/app/watchdog.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/control/admin_http.hh"
#include "smsc-proxy/control/admin_routes.hh"
#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/metrics.hh"
#include "smsc-proxy/control/reloader.hh"
#include "smsc-proxy/control/ruleset_builder.hh"
#include "smsc-proxy/control/status_report.hh"
#include "smsc-proxy/events/block_events.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/smpp/session/relay.hh"

namespace smsfw::app {
namespace {

using namespace std::chrono_literals;
using control::FigureSink;

std::chrono::microseconds wall_now() {
  return Worker::moment().wall;
}

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data()
                                                                             : "smsfw";
}

unsigned cpu_count() {
  return std::max(1U, std::thread::hardware_concurrency());
}

double seconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

std::string endpoint_text(const tcp::endpoint& endpoint) {
  const std::string ip = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + ip + "]" : ip) + ":" + std::to_string(endpoint.port());
}

events::EventLogConfig event_config(const control::Config& config, const std::string& node) {
  // The folder is ours to make; where it cannot be made, opening the file says why.
  std::error_code ignored;
  const auto folder = std::filesystem::path(config.events.file).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, ignored);
  events::EventLogConfig made;
  made.node = node;
  made.file = config.events.file;
  made.privacy.numbers = config.events.numbers;
  made.privacy.text = config.events.text;
  if (config.events.numbers == events::NumberPrivacy::kHash) {
    auto key = control::load_or_create_secret(config.events.hash_key_file);
    if (!key) throw std::runtime_error(key.error());
    made.privacy.hash = control::NumberHasher(*key);
  }
  return made;
}

log::Level log_level(control::LogLevel level) {
  switch (level) {
    case control::LogLevel::kDebug:
      return log::Level::kDebug;
    case control::LogLevel::kInfo:
      return log::Level::kInfo;
    case control::LogLevel::kWarning:
      return log::Level::kWarning;
    case control::LogLevel::kError:
      return log::Level::kError;
  }
  return log::Level::kInfo;
}

}  // namespace

/// Everything that lives between start and end, in the order in which it needs each other.
class Daemon::Running {
 public:
  Running(const std::string& file, const control::Config& config);
  ~Running();

  int serve();

 private:
  void build_first_ruleset();
  void start_relay();
  void start_admin();
  void start_maintenance();
  void wait_for_signals();
  void reload(const std::string& actor, const std::function<void(control::Done)>& then);
  control::Done switch_mode(const std::string& what, bool on, const std::string& actor,
                            std::function<Expected<control::Reloaded, std::string>()> publish);
  /// What of a configuration is in force without a ruleset. Start and builder thread.
  void take_config(const control::Config& config);
  void report_reload(const Expected<control::Reloaded, std::string>& done, const std::string& actor,
                     const std::string& previous);
  void stop();

  control::Readiness readiness() const;
  control::StatusReport status() const;
  std::vector<control::BlockReport> blocks() const;
  std::uint64_t verdicts(Action action) const;
  void figures(FigureSink& sink) const;
  std::size_t upstream_sessions(std::size_t index) const;

  const control::Config& config_;
  const std::string node_;
  const std::chrono::microseconds started_ = wall_now();
  events::EventLog events_;
  events::EventProducer& control_events_;
  MetricShards metrics_;
  const std::uint64_t secret_;  // of all hash tables that strangers can fill
  FilterStates filter_states_;
  control::RulesetBuilder builder_;
  SnapshotHolder<Ruleset> rulesets_;
  control::Reloader reloader_;
  control::RulesetSummary summary_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<smpp::Relay> relay_;
  asio::io_context control_io_{1};
  asio::signal_set signals_{control_io_};
  control::MetricsPage page_;
  std::unique_ptr<control::AdminServer> admin_;
  events::EventProducer& maintenance_events_;  // of the maintenance thread, when it runs
  events::BlockEvents block_events_;
  std::unique_ptr<PeriodicThread> maintenance_;
  std::unique_ptr<Watchdog> watchdog_;
  // Reloads: one at a time, away from the control thread, which answers health meanwhile.
  TaskThread builder_thread_{"ruleset-builder"};
  std::atomic<bool> monitor_{false};
  std::atomic<bool> bypass_{false};
  std::atomic<std::uint64_t> reloads_ok_{0};
  std::atomic<std::uint64_t> reloads_failed_{0};
  std::atomic<bool> last_reload_ok_{true};
  std::atomic<std::int64_t> last_reload_us_{0};
  std::atomic<std::uint64_t> signatures_{0};
  std::atomic<std::uint64_t> cache_hits_{0};
  std::atomic<std::uint64_t> cache_compiled_{0};
  std::atomic<std::uint64_t> cache_healed_{0};
  std::atomic<bool> stopping_{false};
  LockGuarded<std::string> shown_config_;  // without secrets
};

Daemon::Running::Running(const std::string& file, const control::Config& config)
    : config_(config),
      node_(config.node.empty() ? host_name() : config.node),
      events_(event_config(config, node_)),
      control_events_(events_.add_producer(256UL * 1024)),
      secret_(control::random_secret()),
      filter_states_({config.limit_state.limit_memory, secret_}),
      builder_(config.cache_dir, config.cache_files, secret_),
      reloader_(file, config, builder_, rulesets_),
      page_(metrics_, [this](FigureSink& sink) { figures(sink); }),
      maintenance_events_(events_.add_producer(512U * 1024U)),
      block_events_(filter_states_.limits, maintenance_events_) {}

Daemon::Running::~Running() {
  // Nothing may call into what is about to go: watchdog and builds first, then the port, then the
  // workers, then what they use.
  watchdog_.reset();
  builder_thread_.stop();
  maintenance_.reset();
  admin_.reset();
  for (auto& worker : workers_)
    worker->stop();
  for (auto& worker : workers_)
    worker->join();
  relay_.reset();
}

void Daemon::Running::build_first_ruleset() {
  auto built = builder_.build(config_, wall_now());
  if (!built) throw std::runtime_error(control::problems_text(built.error()));
  for (const std::string& remark : built->remarks)
    log::warning("cache.remark", {{"text", remark}});
  rulesets_.publish(built->ruleset);
  summary_ = built->summary;
  signatures_ = built->summary.signatures;
  monitor_ = config_.monitor;
  take_config(config_);
  last_reload_us_ = wall_now().count();
  cache_hits_ = builder_.cache_stats().loaded;
  cache_compiled_ = builder_.cache_stats().compiled;
  cache_healed_ = builder_.cache_stats().healed;
  control_events_.set_ruleset(built->ruleset->version);
  log::info("ruleset.built", {{"version", built->ruleset->version},
                              {"signatures", built->summary.signatures},
                              {"patterns", built->summary.patterns},
                              {"took_ms", built->summary.took.count()}});
}

void Daemon::Running::start_relay() {
  const unsigned cpus = cpu_count();
  const unsigned count = config_.workers != 0 ? config_.workers : cpus;
  for (unsigned i = 0; i < count; ++i)
    workers_.push_back(std::make_unique<Worker>(i));
  smpp::Relay::Parts parts{workers_,
                           rulesets_,
                           filter_states_,
                           metrics_,
                           events_,
                           std::max<std::size_t>(config_.events.queue / count, 64UL * 1024),
                           {config_.overload.budget, config_.overload.throttle_after},
                           [](const std::string& password, const std::string& hash) {
                             return control::verify_password(password, hash);
                           }};
  auto relay = smpp::Relay::build(config_.relay, std::move(parts));
  if (!relay) throw std::runtime_error(relay.error());
  relay_ = std::move(*relay);
  for (unsigned i = 0; i < count; ++i) {
    workers_[i]->start(cpus >= 4 ? static_cast<int>(i % cpus) : -1);
  }
  relay_->start();
}

void Daemon::Running::start_admin() {
  control::AdminSource source;
  source.version = kVersion;
  source.ready = [this] { return readiness(); };
  source.metrics = [this] { return page_.text(); };
  source.status = [this] { return control::to_json(status()); };
  source.blocks = [this] { return control::to_json(blocks()); };
  source.config = [this] {
    return shown_config_.with([](const std::string& text) { return text; });
  };
  source.reload = [this](const std::string& actor, const std::function<void(control::Done)>& then) {
    reload(actor, then);
  };
  source.monitor = [this](bool on, const std::string& actor) {
    return switch_mode("monitor mode", on, actor,
                       [this, on] { return reloader_.set_monitor(on, wall_now()); });
  };
  source.bypass = [this](bool on, const std::string& actor) {
    return switch_mode("bypass", on, actor,
                       [this, on] { return reloader_.set_bypass(on, wall_now()); });
  };
  control::AdminConfig admin;
  admin.listen = config_.control.listen;
  admin.token_file = config_.control.token_file;
  admin.certificate = config_.control.certificate;
  admin.private_key = config_.control.private_key;
  admin.client_ca = config_.control.client_ca;
  admin_ = std::make_unique<control::AdminServer>(
      control_io_, std::move(admin), control::admin_routes(std::move(source)),
      [this](const control::AdminAudit& audit) {
        control_events_.audit(wall_now(),
                              {audit.actor, audit.act, audit.target, audit.result, audit.remote});
      });
}

void Daemon::Running::start_maintenance() {
  maintenance_ = std::make_unique<PeriodicThread>(
      "maintenance", 250ms, [this, generation = std::uint64_t{0}]() mutable {
        // The version alone is kept: whoever holds a ruleset may have to free it.
        if (rulesets_.generation() != generation) {
          const auto [ruleset, newest] = rulesets_.load();
          maintenance_events_.set_ruleset(ruleset->version);
          generation = newest;
        }
        const Moment now = Worker::moment();
        block_events_.tell(now);
        maintenance_events_.flush_lost(now.wall);
      });
}

// ---- reload ----

void Daemon::Running::take_config(const control::Config& config) {
  log::set_level(log_level(config.log.level));
  shown_config_.with([&](std::string& text) { text = control::dump_config(config); });
}

void Daemon::Running::report_reload(const Expected<control::Reloaded, std::string>& done,
                                    const std::string& actor, const std::string& previous) {
  events::RulesetFacts facts;
  facts.previous = previous;
  facts.actor = actor;
  last_reload_ok_ = done.has_value();
  last_reload_us_ = wall_now().count();
  if (!done) {
    ++reloads_failed_;
    log::error("reload.refused", {{"text", done.error()}});
    facts.loaded = false;
    facts.error = done.error();
  } else {
    ++reloads_ok_;
    const auto& built = done->built;
    take_config(reloader_.running());
    signatures_ = built.summary.signatures;
    monitor_ = built.ruleset->monitor;
    bypass_ = built.ruleset->bypass;
    for (const std::string& remark : built.remarks) {
      log::warning("cache.remark", {{"text", remark}});
    }
    log::info("reload.done", {{"version", built.ruleset->version},
                              {"generation", done->generation},
                              {"signatures", built.summary.signatures},
                              {"took_ms", built.summary.took.count()}});
    facts.generation = done->generation;
    facts.signatures = built.summary.signatures;
    facts.took = built.summary.took;
  }
  cache_hits_ = builder_.cache_stats().loaded;
  cache_compiled_ = builder_.cache_stats().compiled;
  cache_healed_ = builder_.cache_stats().healed;
  const std::string version = done ? done->built.ruleset->version : previous;
  // Events of the control side are written on the control thread.
  asio::post(control_io_, [this, facts, actor, previous, version,
                           error = done ? std::string{} : done.error()]() mutable {
    facts.actor = actor;
    facts.previous = previous;
    facts.error = error;
    control_events_.set_ruleset(version);
    control_events_.ruleset(wall_now(), facts);
  });
}

void Daemon::Running::reload(const std::string& actor,
                             const std::function<void(control::Done)>& then) {
  const bool taken = builder_thread_.run([this, actor, then] {
    notify_systemd("RELOADING=1");
    // Kept until every worker has let go of it: freeing it takes longer than a verdict may.
    const auto replaced = rulesets_.load().first;
    const std::string& previous = replaced->version;
    auto done = reloader_.reload(wall_now());
    std::string words;
    bool good = done.has_value();
    if (done) {
      // Done when every worker judges by it.
      if (!relay_->wait_for_generation(done->generation, 10s)) {
        good = false;
        words =
            "published, but not every worker has taken it within 10 s; see ruleset generations "
            "in /metrics";
      } else {
        words = "ruleset " + done->built.ruleset->version + ", " +
                std::to_string(done->built.summary.signatures) + " signatures, in force on all " +
                std::to_string(workers_.size()) + " workers";
      }
    } else {
      words = done.error();
    }
    report_reload(done, actor, previous);
    notify_systemd("READY=1");
    if (then) then({good, words});
  });
  if (!taken && then) then({false, "another reload is under way; try again when it is done"});
}

control::Done Daemon::Running::switch_mode(
    const std::string& what, bool on, const std::string& actor,
    std::function<Expected<control::Reloaded, std::string>()> publish) {
  const bool taken = builder_thread_.run([this, actor, publish = std::move(publish)] {
    const auto replaced = rulesets_.load().first;  // freed here, not by the last worker
    const std::string& previous = replaced->version;
    auto done = publish();
    if (done) relay_->wait_for_generation(done->generation, 10s);
    report_reload(done, actor, previous);
  });
  if (!taken) return {false, "a reload is under way; try again when it is done"};
  return {true, what + (on ? " is being switched on" : " is being switched off")};
}

// ---- what is shown ----

std::size_t Daemon::Running::upstream_sessions(std::size_t index) const {
  std::uint64_t sum = 0;
  for (const MetricShard* shard : metrics_.shards()) {
    sum += shard->value<Metric::kUpstreamSessions>(UpstreamIndex{static_cast<std::uint8_t>(index)});
  }
  return sum;
}

control::Readiness Daemon::Running::readiness() const {
  if (stopping_) return {false, "stopping"};
  if (!watchdog_ || !watchdog_->sound()) return {false, "a worker is stuck"};
  if (!relay_->listening()) return {false, "the listeners are closed"};
  const std::uint64_t generation = rulesets_.generation();
  for (const MetricShard* shard : metrics_.shards()) {
    if (shard->value<Metric::kRulesetGeneration>() < generation) {
      return {false, "a worker has not taken the newest ruleset yet"};
    }
  }
  for (const auto& listener : config_.relay.listeners) {
    if (listener.mode != smpp::ListenerMode::kTerminated) continue;
    for (std::size_t i = 0; i < config_.relay.upstreams.size(); ++i) {
      if (config_.relay.upstreams[i].name == listener.upstream && upstream_sessions(i) == 0) {
        return {false, "no bind to upstream '" + listener.upstream + "' stands"};
      }
    }
  }
  if (bypass_) return {true, "ready, bypassed: messages pass without being judged"};
  return {true, monitor_ ? "ready, in monitor mode" : "ready"};
}

control::StatusReport Daemon::Running::status() const {
  const auto [ruleset, generation] = rulesets_.load();
  const control::Readiness ready = readiness();
  control::StatusReport out;
  out.node = node_;
  out.version = kVersion;
  out.ready = ready.ready;
  out.state = ready.why;
  out.uptime_s = (wall_now() - started_).count() / 1'000'000;
  out.monitor = monitor_.load();
  out.bypass = bypass_.load();
  out.events_file = config_.events.file;
  const auto events = events_.stats();
  out.events_written = events.written;
  out.events_lost = events.lost;
  out.ruleset = ruleset->version;
  out.generation = generation;
  out.signatures = signatures_.load();
  out.ruleset_age_s = (wall_now() - ruleset->built_at).count() / 1'000'000;
  out.reloads = reloads_ok_.load();
  out.reloads_refused = reloads_failed_.load();
  for (const auto& one : relay_->status()) {
    out.listeners.push_back(
        {one.name, one.address, one.mode, one.upstream, one.sessions, one.bound});
  }
  for (std::size_t i = 0; i < config_.relay.upstreams.size(); ++i) {
    const auto& upstream = config_.relay.upstreams[i];
    out.upstreams.push_back({upstream.name, upstream.address, upstream_sessions(i)});
  }
  const auto shards = metrics_.shards();
  for (std::size_t i = 0; i < shards.size(); ++i) {
    out.workers.push_back({i, shards[i]->value<Metric::kRulesetGeneration>(), workers_[i]->turns(),
                           shards[i]->value<Metric::kOverloadLevel>()});
  }
  for (std::size_t action = 0; action < kActionCount; ++action) {
    out.verdicts.emplace_back(kActionNames[action], verdicts(static_cast<Action>(action)));
  }
  return out;
}

std::uint64_t Daemon::Running::verdicts(Action action) const {
  std::uint64_t sum = 0;
  const std::size_t listeners = std::min(config_.relay.listeners.size(), kMaxListeners);
  for (const MetricShard* shard : metrics_.shards()) {
    for (const auto direction : {Direction::kSubmit, Direction::kDeliver}) {
      for (const auto enforced : {Enforced::kNo, Enforced::kYes}) {
        for (std::size_t at = 0; at < listeners; ++at) {
          sum += shard->value<Metric::kVerdicts>(direction, action, enforced,
                                                 ListenerIndex{static_cast<std::uint8_t>(at)});
        }
      }
    }
  }
  return sum;
}

std::vector<control::BlockReport> Daemon::Running::blocks() const {
  std::vector<control::BlockReport> out;
  const auto now = Worker::steady_now();
  for (const auto& block : filter_states_.limits.blocks(now, 1000)) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(block.until - now);
    out.push_back({std::string(block.limit.view()), std::string(block.subject.view()), left.count(),
                   block.hits});
  }
  return out;
}

void Daemon::Running::figures(FigureSink& sink) const {
  const auto [ruleset, generation] = rulesets_.load();
  static_cast<void>(generation);
  sink.set(Metric::kBuildInfo, 1, {kVersion});
  sink.set(Metric::kRulesetInfo, 1, {ruleset->version});
  sink.set(Metric::kRulesetBuilt, seconds(ruleset->built_at));
  sink.set(Metric::kSignatures, static_cast<double>(signatures_.load()));
  sink.set(Metric::kMonitorMode, monitor_ ? 1 : 0);
  sink.set(Metric::kBypass, bypass_ ? 1 : 0);
  sink.set(Metric::kReady, readiness().ready ? 1 : 0);
  sink.set(Metric::kReloads, static_cast<double>(reloads_ok_.load()), {"ok"});
  sink.set(Metric::kReloads, static_cast<double>(reloads_failed_.load()), {"failed"});
  sink.set(Metric::kReloadOk, last_reload_ok_ ? 1 : 0);
  sink.set(Metric::kReloadTime, static_cast<double>(last_reload_us_.load()) / 1e6);
  sink.set(Metric::kSignatureCache, static_cast<double>(cache_hits_.load()), {"hit"});
  sink.set(Metric::kSignatureCache, static_cast<double>(cache_compiled_.load()), {"compiled"});
  sink.set(Metric::kSignatureCache, static_cast<double>(cache_healed_.load()), {"healed"});
  const auto limits = filter_states_.limits.stats();
  sink.set(Metric::kTableEntries, static_cast<double>(limits.entries), {"limits"});
  sink.set(Metric::kTableBytes, static_cast<double>(limits.memory), {"limits"});
  sink.set(Metric::kTableEvictions, static_cast<double>(limits.evictions), {"limits"});
  sink.set(Metric::kTableEntries,
           static_cast<double>(filter_states_.limits.blocks(Worker::steady_now(), 100'000).size()),
           {"blocks"});
  sink.set(Metric::kTableEvictions, static_cast<double>(limits.evicted_blocks), {"blocks"});
  sink.set(Metric::kTableEvictions, static_cast<double>(limits.evicted_notes), {"block_notes"});
  sink.set(Metric::kTableEntries, static_cast<double>(relay_->routes().size()), {"routing"});
  sink.set(Metric::kTableBytes, static_cast<double>(relay_->routes().bytes()), {"routing"});
  sink.set(Metric::kTableEvictions, static_cast<double>(relay_->routes().evictions()), {"routing"});
  sink.set(Metric::kTableEntries, static_cast<double>(relay_->absorbed().size()), {"absorbed"});
  sink.set(Metric::kTableEvictions, static_cast<double>(relay_->absorbed().evictions()),
           {"absorbed"});
  sink.set(Metric::kTableEntries, static_cast<double>(relay_->failed_binds().size()),
           {"failed_binds"});
  sink.set(Metric::kTableEvictions, static_cast<double>(relay_->failed_binds().evictions()),
           {"failed_binds"});
  const auto events = events_.stats();
  sink.set(Metric::kEventsWritten, static_cast<double>(events.written));
  sink.set(Metric::kEventsLost, static_cast<double>(events.lost));
  sink.set(Metric::kEventQueueBytes, static_cast<double>(events.queued_bytes));
  sink.set(Metric::kEventWriteErrors, static_cast<double>(events.write_errors));
  const auto answered = admin_->answered();
  for (std::size_t i = 0; i < answered.size(); ++i) {
    sink.set(Metric::kAdminRequests, static_cast<double>(answered[i]), {kHttpClassNames[i]});
  }
  control::process_figures(sink);
}

// ---- life ----

void Daemon::Running::wait_for_signals() {
  signals_.async_wait([this](const error_code& error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      events_.reopen();
      log::reopen();
      reload("signal", nullptr);
      wait_for_signals();
      return;
    }
    stopping_ = true;
    log::info("process.stopping", {{"signal", signal}});
    notify_systemd("STOPPING=1");
    control_events_.process(wall_now(), {false, kVersion, ::getpid(), "signal", {}});
    control_io_.stop();
  });
}

int Daemon::Running::serve() {
  signals_.add(SIGHUP);
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  build_first_ruleset();
  start_relay();
  start_maintenance();
  start_admin();
  watchdog_ = std::make_unique<Watchdog>(
      workers_, Watchdog::Calls{[this](unsigned worker) {
                                  relay_->close_listeners();
                                  log::error("worker.stuck", {{"worker", worker}});
                                },
                                [this] {
                                  relay_->reopen_listeners();
                                  log::warning("worker.recovered");
                                },
                                [](unsigned worker) {
                                  log::error("worker.abort", {{"worker", worker}});
                                  log::stop();
                                }});
  control_events_.process(wall_now(), {true, kVersion, ::getpid(), {}, {}});
  for (const auto& [name, address] : relay_->addresses()) {
    std::printf("listening %s %s\n", name.c_str(), address.c_str());
  }
  std::printf("control %s\n", endpoint_text(admin_->local_endpoint()).c_str());
  std::printf("ready\n");
  std::fflush(stdout);
  log::info("process.ready", {{"version", kVersion}, {"pid", ::getpid()}});
  notify_systemd("READY=1");
  wait_for_signals();
  control_io_.run();
  stop();
  return 0;
}

void Daemon::Running::stop() {
  relay_->drain(5s);
  watchdog_.reset();
  builder_thread_.stop();
  maintenance_.reset();
  admin_.reset();
  for (auto& worker : workers_)
    worker->stop();
  for (auto& worker : workers_)
    worker->join();
  block_events_.tell_last(Worker::moment());
  events_.drain(2s);
}

Daemon::Daemon(std::string file, control::Config config)
    : file_(std::move(file)), config_(std::move(config)) {}

Daemon::~Daemon() = default;

int Daemon::run() {
  try {
    log::start({log_level(config_.log.level), config_.log.file, 8'192});
    Running running(file_, config_);
    const int status = running.serve();
    log::stop();
    return status;
  } catch (const std::exception& error) {
    log::stop();
    std::fprintf(stderr, "smsc-proxy: %s\n", error.what());
    return 1;
  }
}

}  // namespace smsfw::app
