#include "smsc-proxy/app/ruleset_reload.hh"

#include <stdexcept>
#include <utility>

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/app/log_level.hh"
#include "smsc-proxy/app/systemd.hh"
#include "smsc-proxy/app/worker.hh"

namespace smsfw::app {
namespace {

using namespace std::chrono_literals;

constexpr auto kWorkersTakeIt = 10s;

}  // namespace

RulesetReload::RulesetReload(const std::string& file, const control::Config& config,
                             std::uint64_t secret, SnapshotHolder<Ruleset>& rulesets,
                             asio::io_context& control_io, events::EventProducer& events)
    : rulesets_(rulesets),
      control_io_(control_io),
      events_(events),
      builder_(config.cache_dir, config.cache_files, secret),
      reloader_(file, config, builder_, rulesets) {}

void RulesetReload::build_first() {
  const control::Config& config = reloader_.running();
  auto built = builder_.build(config, Worker::wall_now());
  if (!built) throw std::runtime_error(control::problems_text(built.error()));
  for (const std::string& remark : built->remarks)
    log::warning("cache.remark", {{"text", remark}});
  rulesets_.publish(built->ruleset);
  figures_.signatures = built->summary.signatures;
  figures_.monitor = config.monitor;
  figures_.last_us = Worker::wall_now().count();
  take_config(config);
  take_cache_figures();
  events_.set_ruleset(built->ruleset->version);
  log::info("ruleset.built", {{"version", built->ruleset->version},
                              {"signatures", built->summary.signatures},
                              {"patterns", built->summary.patterns},
                              {"took_ms", built->summary.took.count()}});
}

void RulesetReload::reload(const std::string& actor,
                           const std::function<void(control::Done)>& then) {
  const bool taken = thread_.run([this, actor, then] {
    notify_systemd("RELOADING=1");
    // Kept until every worker has let go of it: freeing it takes longer than a verdict may.
    const auto replaced = rulesets_.load().first;
    const Outcome done = reloader_.reload(Worker::wall_now());
    const control::Done said = wait_for_workers(done);
    report(done, actor, replaced->version);
    notify_systemd("READY=1");
    if (then) then(said);
  });
  if (!taken && then) then({false, "another reload is under way; try again when it is done"});
}

control::Done RulesetReload::set_monitor(bool on, const std::string& actor) {
  return switch_mode("monitor mode", on, actor,
                     [this, on] { return reloader_.set_monitor(on, Worker::wall_now()); });
}

control::Done RulesetReload::set_bypass(bool on, const std::string& actor) {
  return switch_mode("bypass", on, actor,
                     [this, on] { return reloader_.set_bypass(on, Worker::wall_now()); });
}

control::Done RulesetReload::switch_mode(const std::string& what, bool on, const std::string& actor,
                                         std::function<Outcome()> publish) {
  const bool taken = thread_.run([this, actor, publish = std::move(publish)] {
    const auto replaced = rulesets_.load().first;  // freed here, not by the last worker
    const Outcome done = publish();
    wait_for_workers(done);
    report(done, actor, replaced->version);
  });
  if (!taken) return {false, "a reload is under way; try again when it is done"};
  return {true, what + (on ? " is being switched on" : " is being switched off")};
}

control::Done RulesetReload::wait_for_workers(const Outcome& done) const {
  if (!done) return {false, done.error()};
  if (!wait_(done->generation, kWorkersTakeIt)) {
    return {false, "published, but not every worker has taken it within " +
                       std::to_string(kWorkersTakeIt.count()) +
                       " s; see ruleset generations in /metrics"};
  }
  return {true, "ruleset " + done->built.ruleset->version + ", " +
                    std::to_string(done->built.summary.signatures) +
                    " signatures, in force on all " + std::to_string(workers_) + " workers"};
}

void RulesetReload::report(const Outcome& done, const std::string& actor,
                           const std::string& previous) {
  events::RulesetFacts facts;
  figures_.last_good = done.has_value();
  figures_.last_us = Worker::wall_now().count();
  if (!done) {
    ++figures_.refused;
    log::error("reload.refused", {{"text", done.error()}});
    facts.loaded = false;
  } else {
    ++figures_.loaded;
    const auto& built = done->built;
    take_config(reloader_.running());
    figures_.signatures = built.summary.signatures;
    figures_.monitor = built.ruleset->monitor;
    figures_.bypass = built.ruleset->bypass;
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
  take_cache_figures();
  // Events of the control side are written on the control thread; the facts are views of what the
  // handler keeps.
  asio::post(control_io_, [this, facts, actor, previous,
                           version = done ? done->built.ruleset->version : previous,
                           error = done ? std::string{} : done.error()]() mutable {
    facts.actor = actor;
    facts.previous = previous;
    facts.error = error;
    events_.set_ruleset(version);
    events_.ruleset(Worker::wall_now(), facts);
  });
}

void RulesetReload::take_config(const control::Config& config) {
  log::set_level(log_level(config.log.level));
  shown_config_.with([&](std::string& text) { text = control::dump_config(config); });
}

void RulesetReload::take_cache_figures() {
  const control::CacheStats& cache = builder_.cache_stats();
  figures_.cache_loaded = cache.loaded;
  figures_.cache_compiled = cache.compiled;
  figures_.cache_healed = cache.healed;
}

std::string RulesetReload::shown_config() const {
  return shown_config_.with([](const std::string& text) { return text; });
}

}  // namespace smsfw::app
