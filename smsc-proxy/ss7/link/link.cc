#include "smsc-proxy/ss7/link/link.hh"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>
#include <system_error>
#include <tuple>
#include <vector>

#include "smsc-proxy/ss7/link/application_server.hh"
#include "smsc-proxy/ss7/link/msu_queue.hh"
#include "smsc-proxy/ss7/link/osmo.hh"
#include "smsc-proxy/ss7/link/osmo_log.hh"

namespace smsfw::ss7::link {
namespace {

constexpr unsigned int kTickMicroseconds = 100'000;

int drain_wakes(osmo_fd* wakes, unsigned int /*what*/) {
  eventfd_t count = 0;
  return eventfd_read(wakes->fd, &count);
}

}  // namespace

class Link::Impl final : public AssociationUser {
 public:
  Impl(const Ss7LinkConfig& config, LinkObserver& observer);
  ~Impl() override;

  bool has_room() override { return queue_.has_room(); }
  void on_data(Association& from, const m3ua::Data& data) override;
  void on_sccp(Association& from, std::span<const std::byte> octets) override;
  void on_network(Association& from, const m3ua::Message& message) override;
  void on_malformed(Association& from) override { refuse(from, Refusal::kMalformed, {}); }

  void turn();
  void wake() noexcept { eventfd_write(wakes_.fd, 1); }
  std::span<const Msu> take();
  SendResult send(const RoutingLabel& label, std::span<const std::byte> octets, PeerId to);
  bool reachable(PeerId peer) const noexcept;
  bool reachable(PeerId peer, PointCode destination) const noexcept;

 private:
  friend class Link;

  // A peer's ways, in order of preference.
  struct Peer {
    std::vector<std::size_t> servers;
    std::vector<PointCode> codes;
    PeerCounters counters;
    bool told_reachable = false;
  };

  void listen();
  void end() noexcept;
  void deliver(Association& from, PeerId peer, const RoutingLabel& label,
               std::span<const std::byte> octets);
  void refuse(Association& from, Refusal why, const RoutingLabel& label);
  void add_peers();
  SendResult try_send(const RoutingLabel& label, std::span<const std::byte> octets, PeerId to);

  const Ss7LinkConfig& config_;
  LinkObserver& observer_;
  PointCode own_;
  MsuQueue queue_;
  bool serving_ = true;
  osmo_fd wakes_{};
  osmo_timer_list tick_{};
  std::vector<std::unique_ptr<ApplicationServer>> servers_;
  std::vector<ApplicationServerCounters> counters_;
  std::vector<Peer> peers_;
  osmo_ss7_instance* listening_ = nullptr;  // owns the listening sockets alone
  std::vector<osmo_xua_server*> listeners_;
};

Link::Impl::Impl(const Ss7LinkConfig& config, LinkObserver& observer)
    : config_(config),
      observer_(observer),
      own_(parse_point_code(config.point_code).value_or(PointCode{})),
      queue_(config.queue_messages, config.queue_octets),
      counters_(config.application_servers.size()) {
  start_osmo_library();
  const int wakes = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (wakes < 0)
    throw std::runtime_error(std::string("eventfd: ") + std::generic_category().message(errno));
  osmo_fd_setup(&wakes_, wakes, OSMO_FD_READ, drain_wakes, nullptr, 0);
  osmo_fd_register(&wakes_);
  osmo_timer_setup(
      &tick_, [](void* /*link*/) {}, this);
  try {
    for (std::size_t i = 0; i < config_.application_servers.size(); ++i)
      servers_.push_back(std::make_unique<ApplicationServer>(config_, i, *this));
    add_peers();
    listen();
  } catch (...) {
    end();
    throw;
  }
}

Link::Impl::~Impl() {
  end();
}

void Link::Impl::end() noexcept {
  servers_.clear();
  for (osmo_xua_server* one : listeners_)
    osmo_ss7_xua_server_destroy(one);
  if (listening_ != nullptr) osmo_ss7_instance_destroy(listening_);
  osmo_timer_del(&tick_);
  osmo_fd_unregister(&wakes_);
  ::close(wakes_.fd);
}

void Link::Impl::add_peers() {
  for (const PeerConfig& config : config_.peers) {
    Peer& peer = peers_.emplace_back();
    for (const std::string& name : config.application_servers) {
      for (std::size_t i = 0; i < servers_.size(); ++i) {
        if (servers_[i]->config().name == name) peer.servers.push_back(i);
      }
    }
    for (const std::string& code : config.point_codes)
      peer.codes.push_back(parse_point_code(code).value_or(PointCode{}));
  }
}

void Link::Impl::listen() {
  std::set<std::pair<Transport, std::uint16_t>> open;
  for (const auto& server : config_.application_servers) {
    for (const AspConfig& asp : server.asps) {
      if (asp.role != AspRole::kServer) continue;
      if (!open.emplace(server.transport, asp.local_port).second) continue;
      if (listening_ == nullptr) listening_ = osmo_ss7_instance_find_or_create(nullptr, 0);
      const char* host = asp.local.empty() ? "0.0.0.0" : asp.local.front().c_str();
      osmo_xua_server* made = osmo_ss7_xua_server_create(
          listening_,
          server.transport == Transport::kIpa ? OSMO_SS7_ASP_PROT_IPA : OSMO_SS7_ASP_PROT_M3UA,
          asp.local_port, host);
      if (made == nullptr) {
        throw std::runtime_error("cannot make a socket on " + std::string(host) + " port " +
                                 std::to_string(asp.local_port) + " for ASP '" + asp.name + "'");
      }
      listeners_.push_back(made);
      for (std::size_t i = 1; i < asp.local.size(); ++i)
        osmo_ss7_xua_server_add_local_host(made, asp.local[i].c_str());
      if (osmo_ss7_xua_server_bind(made) < 0) {
        throw std::runtime_error("cannot listen on " + std::string(host) + " port " +
                                 std::to_string(asp.local_port) + " for ASP '" + asp.name +
                                 "': " + std::generic_category().message(errno) +
                                 "; give it another address or port, and for m3ua see that the "
                                 "kernel has SCTP");
      }
    }
  }
}

void Link::Impl::refuse(Association& from, Refusal why, const RoutingLabel& label) {
  const std::size_t server = from.server_index();
  ++counters_[server].refused[static_cast<std::size_t>(why)];
  observer_.on_refused({servers_[server]->config().name, why, label});
}

void Link::Impl::on_data(Association& from, const m3ua::Data& data) {
  const ApplicationServer& server = *servers_[from.server_index()];
  if (data.routing_context && *data.routing_context != from.routing_context()) {
    refuse(from, Refusal::kRoutingContext, data.label);
  } else if (data.label.si != kServiceSccp) {
    refuse(from, Refusal::kServiceIndicator, data.label);
  } else if (data.label.dpc != own_) {
    refuse(from, Refusal::kDestination, data.label);
  } else if (const auto peer = server.peer_of(data.label.opc)) {
    deliver(from, *peer, data.label, data.octets);
  } else {
    refuse(from, Refusal::kOrigin, data.label);
  }
}

void Link::Impl::on_sccp(Association& from, std::span<const std::byte> octets) {
  const auto peer = servers_[from.server_index()]->only_peer();
  const RoutingLabel label{peer ? peer->second : PointCode{}, own_, kServiceSccp,
                           config_.network_indicator,         0,    0};
  if (!peer) {
    refuse(from, Refusal::kOrigin, label);
    return;
  }
  deliver(from, peer->first, label, octets);
}

void Link::Impl::deliver(Association& from, PeerId peer, const RoutingLabel& label,
                         std::span<const std::byte> octets) {
  if (octets.size() > kMaxMsuOctets) {
    refuse(from, Refusal::kTooLong, label);
    return;
  }
  if (from.state() != AspState::kActive) {
    refuse(from, Refusal::kInactive, label);
    return;
  }
  const PeerConfig& config = config_.peers[peer];
  // There is room: the association asked before it read.
  if (queue_.push({label, peer, config.side, config.trust, octets})) ++peers_[peer].counters.in;
}

void Link::Impl::on_network(Association& from, const m3ua::Message& message) {
  servers_[from.server_index()]->on_network(from, message, own_);
}

void Link::Impl::turn() {
  if (osmo_timer_pending(&tick_) == 0) osmo_timer_schedule(&tick_, 0, kTickMicroseconds);
  osmo_select_main(0);
  const auto now = Association::Clock::now();
  for (const auto& server : servers_)
    server->supervise(now, serving_, observer_);
  for (std::size_t i = 0; i < peers_.size(); ++i) {
    const bool can = reachable(static_cast<PeerId>(i));
    if (can == peers_[i].told_reachable) continue;
    peers_[i].told_reachable = can;
    observer_.on_peer({static_cast<PeerId>(i), config_.peers[i].name, can});
  }
}

std::span<const Msu> Link::Impl::take() {
  const bool was_full = !queue_.has_room();
  const std::span<const Msu> taken = queue_.take();
  if (was_full) {
    for (const auto& server : servers_)
      server->resume();
  }
  return taken;
}

SendResult Link::Impl::try_send(const RoutingLabel& label, std::span<const std::byte> octets,
                                PeerId to) {
  if (octets.size() > kMaxMsuOctets) return SendResult::kTooLong;
  SendResult result = SendResult::kDown;
  for (const std::size_t index : peers_[to].servers) {
    ApplicationServer& server = *servers_[index];
    const auto& config = server.config();
    const auto chosen =
        choose_asp(config.traffic_mode, server.active(), config.asps.size(), label.sls);
    if (!chosen) continue;
    if (server.unavailable(label.dpc)) {
      result = SendResult::kNoRoute;
      continue;
    }
    Association& by = server.association(*chosen);
    // The choice is of the last turn; since then it may have been lost.
    if (by.state() != AspState::kActive) continue;
    if (!by.has_room(octets.size())) return SendResult::kCongested;
    by.add(label, octets);
    return SendResult::kSent;
  }
  return result;
}

SendResult Link::Impl::send(const RoutingLabel& label, std::span<const std::byte> octets,
                            PeerId to) {
  if (to >= peers_.size()) return SendResult::kNoRoute;
  const SendResult result = try_send(label, octets, to);
  ++peers_[to].counters.out[static_cast<std::size_t>(result)];
  return result;
}

bool Link::Impl::reachable(PeerId peer) const noexcept {
  if (peer >= peers_.size()) return false;
  const auto& codes = peers_[peer].codes;
  if (!codes.empty()) {
    return std::any_of(codes.begin(), codes.end(),
                       [&](PointCode code) { return reachable(peer, code); });
  }
  const auto& ways = peers_[peer].servers;
  return std::any_of(ways.begin(), ways.end(),
                     [&](std::size_t index) { return servers_[index]->active() != 0; });
}

bool Link::Impl::reachable(PeerId peer, PointCode destination) const noexcept {
  if (peer >= peers_.size()) return false;
  const auto& ways = peers_[peer].servers;
  return std::any_of(ways.begin(), ways.end(), [&](std::size_t index) {
    return servers_[index]->active() != 0 && !servers_[index]->unavailable(destination);
  });
}

Link::Link(const Ss7LinkConfig& config, LinkObserver& observer)
    : impl_(std::make_unique<Impl>(config, observer)) {}
Link::~Link() = default;

void Link::turn() {
  impl_->turn();
}
void Link::wake() noexcept {
  impl_->wake();
}
std::span<const Msu> Link::take() {
  return impl_->take();
}

void Link::hold(bool held) {
  for (const auto& server : impl_->servers_)
    server->hold(held);
}

SendResult Link::send(const RoutingLabel& label, std::span<const std::byte> octets, PeerId to) {
  return impl_->send(label, octets, to);
}

void Link::flush() {
  for (const auto& server : impl_->servers_)
    server->flush();
}

bool Link::reachable(PeerId peer) const noexcept {
  return impl_->reachable(peer);
}

bool Link::reachable(PeerId peer, PointCode destination) const noexcept {
  return impl_->reachable(peer, destination);
}
void Link::serve(bool serving) noexcept {
  impl_->serving_ = serving;
}

std::optional<PeerId> Link::find_peer(std::string_view name) const noexcept {
  const auto& peers = impl_->config_.peers;
  for (std::size_t i = 0; i < peers.size(); ++i) {
    if (peers[i].name == name) return static_cast<PeerId>(i);
  }
  return std::nullopt;
}

const PeerCounters& Link::counters(PeerId peer) const noexcept {
  return impl_->peers_[peer].counters;
}

ApplicationServerCounters Link::server_counters(std::size_t server) const noexcept {
  ApplicationServerCounters counters = impl_->counters_[server];
  counters.lost = impl_->servers_[server]->lost();
  return counters;
}

}  // namespace smsfw::ss7::link
