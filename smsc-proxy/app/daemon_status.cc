#include "smsc-proxy/app/daemon_status.hh"

#include <algorithm>
#include <string_view>

#include "filters/text/host_lists.hh"
#include "smsc-proxy/app/version.hh"

namespace smsfw::app {
namespace {

using control::FigureSink;

constexpr std::size_t kMaxBlocksShown = 1'000;
constexpr std::size_t kMaxBlocksCounted = 100'000;

double seconds(std::chrono::microseconds time) {
  return static_cast<double>(time.count()) / 1e6;
}

}  // namespace

DaemonStatus::DaemonStatus(const Parts& parts) : parts_(parts) {}

std::size_t DaemonStatus::upstream_sessions(std::size_t index) const {
  std::uint64_t sum = 0;
  for (const MetricShard* shard : parts_.metrics.shards()) {
    sum += shard->value<Metric::kUpstreamSessions>(UpstreamIndex{static_cast<std::uint8_t>(index)});
  }
  return sum;
}

control::Readiness DaemonStatus::readiness() const {
  if (stopping_) return {false, "stopping"};
  if (!parts_.watchdog || !parts_.watchdog->sound()) return {false, "a worker is stuck"};
  if (!parts_.relay->listening()) return {false, "the listeners are closed"};
  const std::uint64_t generation = parts_.rulesets.generation();
  for (const MetricShard* shard : parts_.metrics.shards()) {
    if (shard->value<Metric::kRulesetGeneration>() < generation) {
      return {false, "a worker has not taken the newest ruleset yet"};
    }
  }
  for (const auto& listener : parts_.config.relay.listeners) {
    if (listener.mode != smpp::ListenerMode::kTerminated) continue;
    for (std::size_t i = 0; i < parts_.config.relay.upstreams.size(); ++i) {
      if (parts_.config.relay.upstreams[i].name == listener.upstream && upstream_sessions(i) == 0) {
        return {false, "no bind to upstream '" + listener.upstream + "' stands"};
      }
    }
  }
  if (parts_.ss7) {
    if (!side_reachable(ss7::link::Side::kSmsc)) {
      return {false, "no SS7 peer of side smsc is reachable"};
    }
    if (!side_reachable(ss7::link::Side::kNetwork)) {
      return {false, "no SS7 peer of side network is reachable"};
    }
  }
  const ReloadFigures& reload = parts_.reload.figures();
  if (reload.bypass) return {true, "ready, bypassed: messages pass without being judged"};
  return {true, reload.monitor ? "ready, in monitor mode" : "ready"};
}

/// True too for a side without peers: nothing is wanted from it.
bool DaemonStatus::side_reachable(ss7::link::Side side) const {
  const auto& peers = parts_.config.ss7->link.peers;
  bool any = false;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (peers[i].side != side) continue;
    any = true;
    if (parts_.ss7->link().reachable(static_cast<ss7::link::PeerId>(i))) return true;
  }
  return !any;
}

control::StatusReport DaemonStatus::status() const {
  const auto [ruleset, generation] = parts_.rulesets.load();
  const control::Readiness ready = readiness();
  const ReloadFigures& reload = parts_.reload.figures();
  control::StatusReport out;
  out.node = parts_.node;
  out.version = kVersion;
  out.ready = ready.ready;
  out.state = ready.why;
  out.uptime_s = (Worker::wall_now() - started_).count() / 1'000'000;
  out.monitor = reload.monitor;
  out.bypass = reload.bypass;
  out.events_file = parts_.config.events.file;
  const auto events = parts_.events.stats();
  out.events_written = events.written;
  out.events_lost = events.lost;
  out.ruleset = ruleset->version;
  out.generation = generation;
  out.signatures = reload.signatures;
  out.ruleset_age_s = (Worker::wall_now() - ruleset->built_at).count() / 1'000'000;
  out.reloads = reload.loaded;
  out.reloads_refused = reload.refused;
  for (const auto& one : parts_.relay->status()) {
    out.listeners.push_back(
        {one.name, one.address, one.mode, one.upstream, one.sessions, one.bound});
  }
  for (std::size_t i = 0; i < parts_.config.relay.upstreams.size(); ++i) {
    const auto& upstream = parts_.config.relay.upstreams[i];
    out.upstreams.push_back({upstream.name, upstream.address, upstream_sessions(i)});
  }
  const auto shards = parts_.metrics.shards();
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const Worker& worker = i < parts_.workers.size() ? *parts_.workers[i] : parts_.ss7->worker();
    out.workers.push_back({i, shards[i]->value<Metric::kRulesetGeneration>(), worker.turns(),
                           shards[i]->value<Metric::kOverloadLevel>()});
  }
  if (parts_.ss7) {
    const ss7::LinkThread& link = parts_.ss7->link();
    for (std::size_t i = 0; i < link.asp_names().size(); ++i) {
      out.ss7_asps.push_back({link.asp_names()[i], std::string(to_string(link.asp_state(i)))});
    }
    const auto& peers = parts_.config.ss7->link.peers;
    for (std::size_t i = 0; i < peers.size(); ++i) {
      out.ss7_peers.push_back({peers[i].name,
                               std::string(kSs7SideNames[static_cast<std::size_t>(peers[i].side)]),
                               link.reachable(static_cast<ss7::link::PeerId>(i))});
    }
  }
  for (std::size_t action = 0; action < kActionCount; ++action) {
    out.verdicts.emplace_back(kActionNames[action], verdicts(static_cast<Action>(action)));
  }
  return out;
}

std::uint64_t DaemonStatus::verdicts(Action action) const {
  std::uint64_t sum = 0;
  const std::size_t peers = parts_.config.ss7 ? parts_.config.ss7->link.peers.size() : 0;
  const std::size_t listeners =
      std::min(parts_.config.relay.listeners.size() + peers, kMaxListeners);
  for (const MetricShard* shard : parts_.metrics.shards()) {
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

std::vector<control::BlockReport> DaemonStatus::blocks() const {
  std::vector<control::BlockReport> out;
  const auto now = Worker::steady_now();
  for (const auto& block : parts_.filters.limits.blocks(now, kMaxBlocksShown)) {
    const auto left = std::chrono::duration_cast<std::chrono::seconds>(block.until - now);
    out.push_back({std::string(block.limit.view()), std::string(block.subject.view()), left.count(),
                   block.hits});
  }
  return out;
}

void DaemonStatus::ruleset_figures(FigureSink& sink) const {
  const auto ruleset = parts_.rulesets.load().first;
  const ReloadFigures& reload = parts_.reload.figures();
  const auto count = [](const auto& figure) { return static_cast<double>(figure.load()); };
  sink.set(Metric::kRulesetInfo, 1, {ruleset->version});
  sink.set(Metric::kRulesetBuilt, seconds(ruleset->built_at));
  sink.set(Metric::kSignatures, count(reload.signatures));
  sink.set(Metric::kMonitorMode, reload.monitor ? 1 : 0);
  sink.set(Metric::kBypass, reload.bypass ? 1 : 0);
  sink.set(Metric::kReloads, count(reload.loaded), {"ok"});
  sink.set(Metric::kReloads, count(reload.refused), {"failed"});
  sink.set(Metric::kReloadOk, reload.last_good ? 1 : 0);
  sink.set(Metric::kReloadTime, count(reload.last_us) / 1e6);
  sink.set(Metric::kSignatureCache, count(reload.cache_loaded), {"hit"});
  sink.set(Metric::kSignatureCache, count(reload.cache_compiled), {"compiled"});
  sink.set(Metric::kSignatureCache, count(reload.cache_healed), {"healed"});
}

void DaemonStatus::table_figures(FigureSink& sink) const {
  const auto size = [&sink](std::string_view table, std::size_t entries) {
    sink.set(Metric::kTableEntries, static_cast<double>(entries), {table});
  };
  const auto octets = [&sink](std::string_view table, std::size_t taken) {
    sink.set(Metric::kTableBytes, static_cast<double>(taken), {table});
  };
  const auto evictions = [&sink](std::string_view table, std::uint64_t gone) {
    sink.set(Metric::kTableEvictions, static_cast<double>(gone), {table});
  };
  const auto& tables = parts_.filters.limits;
  const auto limits = tables.stats();
  size("limits", limits.entries);
  octets("limits", limits.memory);
  evictions("limits", limits.evictions);
  size("blocks", tables.blocks(Worker::steady_now(), kMaxBlocksCounted).size());
  evictions("blocks", limits.evicted_blocks);
  evictions("block_notes", limits.evicted_notes);
  const auto titles = parts_.filters.origin.titles.stats();
  size("titles", titles.entries);
  octets("titles", titles.memory);
  evictions("titles", titles.evictions);
  const auto parts = parts_.filters.parts.stats();
  size("parts", parts.entries);
  octets("parts", parts.memory);
  evictions("parts", parts.evictions);
  const std::array<std::uint64_t, kPartNames.size()> figures{
      parts.completed, parts.expired, parts.conflicts, parts.repeats, parts.stopped};
  for (std::size_t i = 0; i < figures.size(); ++i)
    sink.set(Metric::kParts, static_cast<double>(figures[i]), {kPartNames[i]});
  const auto& routes = parts_.relay->routes();
  size("routing", routes.size());
  octets("routing", routes.bytes());
  evictions("routing", routes.evictions());
  size("absorbed", parts_.relay->absorbed().size());
  evictions("absorbed", parts_.relay->absorbed().evictions());
  size("failed_binds", parts_.relay->failed_binds().size());
  evictions("failed_binds", parts_.relay->failed_binds().evictions());
}

void DaemonStatus::host_list_figures(FigureSink& sink) const {
  const auto ruleset = parts_.rulesets.load().first;
  const auto* const part = ruleset->part<HostLists>();
  if (part == nullptr) return;
  for (const HostListSource& list : part->lists()) {
    const std::string_view name = list.spec.name;
    sink.set(Metric::kHostListEntries, static_cast<double>(list.entries.size()), {name});
    sink.set(Metric::kHostListExpired,
             static_cast<double>(list.entries.expired(Worker::wall_now())), {name});
    sink.set(Metric::kHostListBytes, static_cast<double>(list.entries.octets()), {name});
    sink.set(Metric::kHostListImported, seconds(list.entries.origin().imported), {name});
    for (const bool enforced : {false, true}) {
      sink.set(Metric::kHostListHits, static_cast<double>(list.hits->counted(enforced)),
               {name, kEnforcedNames[enforced ? 1 : 0]});
    }
  }
}

void DaemonStatus::origin_figures(FigureSink& sink) const {
  for (const auto& check : origin::kCheckTable) {
    for (std::size_t i = 0; i < origin::kAnswerKindCount; ++i) {
      const auto counted =
          parts_.filters.origin.counted(check.id, static_cast<origin::AnswerKind>(i));
      sink.set(Metric::kOriginChecks, static_cast<double>(counted),
               {check.name, origin::kAnswerKindNames[i]});
    }
  }
}

void DaemonStatus::ss7_figures(FigureSink& sink) const {
  const ss7::EdgeFigures& figures = parts_.ss7->edge().figures();
  for (std::size_t i = 0; i < ss7::kEdgeTableCount; ++i) {
    const auto size = figures.tables[i].get();
    if (!size) continue;
    const std::string_view name = ss7::kEdgeTableNames[i];
    sink.set(Metric::kTableEntries, static_cast<double>(size->entries), {name});
    if (size->octets) sink.set(Metric::kTableBytes, static_cast<double>(*size->octets), {name});
    if (size->evictions) {
      sink.set(Metric::kTableEvictions, static_cast<double>(*size->evictions), {name});
    }
  }
  const auto count = [](const auto& figure) { return static_cast<double>(figure.load()); };
  for (std::size_t i = 0; parts_.config.ss7->home_router && i < kHomeRouterNames.size(); ++i)
    sink.set(Metric::kSs7HomeRouter, count(figures.home_router[i]), {kHomeRouterNames[i]});
  for (std::size_t i = 0; parts_.config.ss7->serving_lookup && i < kLookupResultNames.size(); ++i)
    sink.set(Metric::kSs7Lookups, count(figures.lookup_results[i]), {kLookupResultNames[i]});
  const ss7::LinkThread& link = parts_.ss7->link();
  for (std::size_t i = 0; i < ss7::link::kRefusals; ++i) {
    const auto reason = static_cast<ss7::link::Refusal>(i);
    sink.set(Metric::kSs7Refused, static_cast<double>(link.refused(reason)), {to_string(reason)});
  }
  for (std::size_t i = 0; i < link.asp_names().size(); ++i) {
    sink.set(Metric::kSs7AspState, static_cast<double>(link.asp_state(i)), {link.asp_names()[i]});
  }
  const auto& peers = parts_.config.ss7->link.peers;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    const bool reachable = link.reachable(static_cast<ss7::link::PeerId>(i));
    sink.set(Metric::kSs7PeerReachable, reachable ? 1 : 0, {peers[i].name});
  }
}

void DaemonStatus::figures(FigureSink& sink) const {
  sink.set(Metric::kBuildInfo, 1, {kVersion});
  sink.set(Metric::kReady, readiness().ready ? 1 : 0);
  ruleset_figures(sink);
  table_figures(sink);
  host_list_figures(sink);
  origin_figures(sink);
  if (parts_.ss7) ss7_figures(sink);
  const auto events = parts_.events.stats();
  sink.set(Metric::kEventsWritten, static_cast<double>(events.written));
  sink.set(Metric::kEventsLost, static_cast<double>(events.lost));
  sink.set(Metric::kEventQueueBytes, static_cast<double>(events.queued_bytes));
  sink.set(Metric::kEventWriteErrors, static_cast<double>(events.write_errors));
  control::process_figures(sink);
}

}  // namespace smsfw::app
