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

#include "filters/core/snapshot_holder.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/daemon_status.hh"
#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/app/log_level.hh"
#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/app/periodic_thread.hh"
#include "smsc-proxy/app/ruleset_reload.hh"
#include "smsc-proxy/app/systemd.hh"
#include "smsc-proxy/app/version.hh"
#include "smsc-proxy/app/watchdog.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/control/admin_http.hh"
#include "smsc-proxy/control/admin_routes.hh"
#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/event_privacy.hh"
#include "smsc-proxy/control/metrics.hh"
#include "smsc-proxy/events/block_events.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/smpp/session/relay.hh"
#include "smsc-proxy/ss7/edge/ss7_node.hh"

namespace smsfw::app {
namespace {

using namespace std::chrono_literals;
using control::FigureSink;

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 && name[0] != '\0' ? name.data()
                                                                             : "smsfw";
}

unsigned cpu_count() {
  return std::max(1U, std::thread::hardware_concurrency());
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
  auto privacy = control::event_privacy(config.events);
  if (!privacy) throw std::runtime_error(privacy.error());
  made.privacy = std::move(*privacy);
  return made;
}

}  // namespace

/// Everything that lives between start and end, in the order in which it needs each other.
class Daemon::Running {
 public:
  Running(const std::string& file, const control::Config& config);
  ~Running();

  int serve();

 private:
  void start_relay();
  void start_ss7();
  void name_metrics();
  bool wait_for_generation(std::uint64_t generation, std::chrono::seconds most);
  void start_admin();
  void start_maintenance();
  void start_watchdog();
  void wait_for_signals();
  void say_ready();
  void figures(FigureSink& sink) const;
  void stop_threads();
  void stop();

  const control::Config& config_;
  const std::string node_;
  events::EventLog events_;
  events::EventProducer& control_events_;
  MetricShards metrics_;
  const std::uint64_t secret_;  // of all hash tables that strangers can fill
  FilterStates filter_states_;
  SnapshotHolder<Ruleset> rulesets_;
  asio::io_context control_io_{1};
  asio::signal_set signals_{control_io_};
  RulesetReload reload_;
  std::vector<std::unique_ptr<Worker>> workers_;
  std::unique_ptr<smpp::Relay> relay_;
  std::unique_ptr<ss7::Ss7Node> ss7_;  // where it is configured
  control::MetricsPage page_;
  std::unique_ptr<control::AdminServer> admin_;
  events::EventProducer& maintenance_events_;  // of the maintenance thread, when it runs
  events::BlockEvents block_events_;
  std::unique_ptr<PeriodicThread> maintenance_;
  std::unique_ptr<Watchdog> watchdog_;
  DaemonStatus status_;
};

Daemon::Running::Running(const std::string& file, const control::Config& config)
    : config_(config),
      node_(config.node.empty() ? host_name() : config.node),
      events_(event_config(config, node_)),
      control_events_(events_.add_producer(std::size_t{512} * 1024)),
      secret_(control::random_secret()),
      filter_states_(config.states(secret_)),
      reload_(file, config, secret_, rulesets_, control_io_, control_events_),
      page_(metrics_, [this](FigureSink& sink) { figures(sink); }),
      maintenance_events_(events_.add_producer(std::size_t{512} * 1024)),
      block_events_(filter_states_.limits, maintenance_events_),
      status_({config_, node_, rulesets_, filter_states_, metrics_, events_, reload_, workers_,
               relay_, ss7_, watchdog_}) {}

Daemon::Running::~Running() {
  stop_threads();
  relay_.reset();
}

/// Nothing may call into what is about to go: watchdog and builds first, then the port, then the
/// workers, then what they use.
void Daemon::Running::stop_threads() {
  watchdog_.reset();
  reload_.stop();
  maintenance_.reset();
  admin_.reset();
  if (ss7_) ss7_->stop();
  for (auto& worker : workers_)
    worker->stop();
  for (auto& worker : workers_)
    worker->join();
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
                           config_.events.queue / count,
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

void Daemon::Running::start_ss7() {
  if (!config_.ss7) return;
  const unsigned cpus = cpu_count();
  const auto index = static_cast<unsigned>(workers_.size());
  ss7_ = std::make_unique<ss7::Ss7Node>(
      ss7::Ss7Node::Parts{*config_.ss7, index, rulesets_, filter_states_, metrics_.add_shard(),
                          events_, config_.events.queue / (index + 1),
                          config_.relay.listeners.size(), secret_, &control::random_secret,
                          config_.overload.budget, config_.overload.throttle_after},
      cpus >= 4 ? static_cast<int>(index % cpus) : -1);
}

/// Peers of SS7 stand behind the listeners: what comes from them is counted in the same figures.
void Daemon::Running::name_metrics() {
  std::vector<std::string> names;
  for (const auto& listener : config_.relay.listeners)
    names.push_back(listener.name);
  if (config_.ss7) {
    for (const auto& peer : config_.ss7->link.peers)
      names.push_back(peer.name);
  }
  metrics_.set_listeners(std::move(names));
}

bool Daemon::Running::wait_for_generation(std::uint64_t generation, std::chrono::seconds most) {
  return relay_->wait_for_generation(generation, most) &&
         (!ss7_ || ss7_->wait_for_generation(generation, most));
}

void Daemon::Running::start_admin() {
  control::AdminSource source;
  source.version = kVersion;
  source.ready = [this] { return status_.readiness(); };
  source.metrics = [this] { return page_.text(); };
  source.status = [this] { return control::to_json(status_.status()); };
  source.blocks = [this] { return control::to_json(status_.blocks()); };
  source.config = [this] { return reload_.shown_config(); };
  source.reload = [this](const std::string& actor, const std::function<void(control::Done)>& then) {
    reload_.reload(actor, then);
  };
  source.monitor = [this](bool on, const std::string& actor) {
    return reload_.set_monitor(on, actor);
  };
  source.bypass = [this](bool on, const std::string& actor) {
    return reload_.set_bypass(on, actor);
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
        control_events_.audit(Worker::wall_now(),
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
        filter_states_.parts.expire(now.steady);
        maintenance_events_.flush_lost(now.wall);
      });
}

void Daemon::Running::wait_for_signals() {
  signals_.async_wait([this](const error_code& error, int signal) {
    if (error) return;
    if (signal == SIGHUP) {
      events_.reopen();
      log::reopen();
      reload_.reload("signal", nullptr);
      wait_for_signals();
      return;
    }
    status_.set_stopping();
    log::info("process.stopping", {{"signal", signal}});
    notify_systemd("STOPPING=1");
    control_events_.process(Worker::wall_now(), {false, kVersion, ::getpid(), "signal", {}});
    control_io_.stop();
  });
}

void Daemon::Running::start_watchdog() {
  std::vector<const Worker*> watched;
  for (const auto& worker : workers_)
    watched.push_back(worker.get());
  if (ss7_) watched.push_back(&ss7_->worker());
  watchdog_ = std::make_unique<Watchdog>(
      std::move(watched), Watchdog::Calls{[this](unsigned worker) {
                                            relay_->close_listeners();
                                            if (ss7_) ss7_->serve(false);
                                            log::error("worker.stuck", {{"worker", worker}});
                                          },
                                          [this] {
                                            relay_->reopen_listeners();
                                            if (ss7_) ss7_->serve(true);
                                            log::warning("worker.recovered");
                                          },
                                          [](unsigned worker) {
                                            log::error("worker.abort", {{"worker", worker}});
                                            log::stop();
                                          }});
}

/// To whoever started us: on standard output, in the log, to systemd.
void Daemon::Running::say_ready() {
  control_events_.process(Worker::wall_now(), {true, kVersion, ::getpid(), {}, {}});
  for (const auto& [name, address] : relay_->addresses()) {
    std::printf("listening %s %s\n", name.c_str(), address.c_str());
  }
  std::printf("control %s\n", endpoint_text(admin_->local_endpoint()).c_str());
  std::printf("ready\n");
  std::fflush(stdout);
  log::info("process.ready", {{"version", kVersion}, {"pid", ::getpid()}});
  notify_systemd("READY=1");
}

int Daemon::Running::serve() {
  signals_.add(SIGHUP);
  signals_.add(SIGTERM);
  signals_.add(SIGINT);
  reload_.build_first();
  start_relay();
  start_ss7();
  name_metrics();
  reload_.set_workers(workers_.size() + (ss7_ ? 1 : 0),
                      [this](std::uint64_t generation, std::chrono::seconds most) {
                        return wait_for_generation(generation, most);
                      });
  start_maintenance();
  start_admin();
  start_watchdog();
  say_ready();
  wait_for_signals();
  control_io_.run();
  stop();
  return 0;
}

void Daemon::Running::stop() {
  if (ss7_) ss7_->serve(false);  // so that the STP sends elsewhere from now on
  relay_->drain(5s);
  stop_threads();
  block_events_.tell_last(Worker::moment());
  events_.drain(2s);
}

void Daemon::Running::figures(FigureSink& sink) const {
  status_.figures(sink);
  const auto answered = admin_->answered();
  for (std::size_t i = 0; i < answered.size(); ++i) {
    sink.set(Metric::kAdminRequests, static_cast<double>(answered[i]), {kHttpClassNames[i]});
  }
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
