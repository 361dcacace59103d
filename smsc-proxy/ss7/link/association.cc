#include "smsc-proxy/ss7/link/association.hh"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string_view>

#include "smsc-proxy/app/log.hh"
#include "smsc-proxy/ss7/link/ipa.hh"
#include "smsc-proxy/ss7/link/osmo.hh"
#include "smsc-proxy/ss7/link/sctp.hh"

namespace smsfw::ss7::link {
namespace {

using namespace std::chrono_literals;

// RFC 4666 8: T(ack).
constexpr auto kRequestAgain = 2s;
// A peer that takes the connection and then does nothing.
constexpr auto kUpTimeout = 20s;
// The longest IPA frame, and one that has begun.
constexpr std::size_t kInputSize = 66'048;

// The library's sockets carry a number of their own, which finds the association.
std::vector<Association*>& associations() {
  static thread_local std::vector<Association*> all;
  return all;
}

// RFC 4666 3.7.1: Traffic Mode Type.
constexpr std::uint32_t mode_type(TrafficMode mode) noexcept {
  return mode == TrafficMode::kOverride ? 1 : 2;
}

// With a layer manager the library waits to be told; what it would tell is read from its state.
int ignore_primitive(osmo_prim_hdr* /*primitive*/, void* /*asp*/) {
  return 0;
}
constexpr osmo_xua_layer_manager kLayerManager{ignore_primitive};

void set_hosts(osmo_ss7_asp_peer& peer, osmo_ss7_asp* asp, const std::vector<std::string>& hosts) {
  std::vector<const char*> names;
  names.reserve(hosts.size());
  for (const std::string& one : hosts)
    names.push_back(one.c_str());
  osmo_ss7_asp_peer_set_hosts(&peer, asp, names.data(), names.size());
}

}  // namespace

int on_socket(osmo_fd* socket, unsigned int what) {
  return associations()[socket->priv_nr]->on_ready(socket, what);
}

Association::Association(const AssociationSetup& setup, osmo_ss7_instance* instance,
                         osmo_ss7_as* as, AssociationUser& user)
    : setup_(setup),
      user_(user),
      registration_(setup.reconnect),
      output_(setup.max_output),
      input_(kInputSize) {
  const bool ipa = setup_.server->transport == Transport::kIpa;
  const AspConfig& asp = config();
  // Over IPA the name is what the peer knows the application server by.
  const std::string& name = ipa ? setup_.server->name : asp.name;
  asp_ = osmo_ss7_asp_find_or_create(instance, name.c_str(), asp.remote_port, asp.local_port,
                                     ipa ? OSMO_SS7_ASP_PROT_IPA : OSMO_SS7_ASP_PROT_M3UA);
  if (asp_ == nullptr) throw std::bad_alloc();
  const bool server = asp.role == AspRole::kServer;
  asp_->cfg.is_server = server;
  asp_->cfg.role = server ? OSMO_SS7_ASP_ROLE_SG : OSMO_SS7_ASP_ROLE_ASP;
  asp_->cfg.role_set_by_vty = true;
  // The library needs an address of each kind it has none of.
  const bool v6 = !asp.remote.empty() && asp.remote.front().find(':') != std::string::npos;
  const std::vector<std::string> any{v6 ? "::" : "0.0.0.0"};
  set_hosts(asp_->cfg.local, asp_, asp.local.empty() ? any : asp.local);
  set_hosts(asp_->cfg.remote, asp_, asp.remote);
  osmo_ss7_as_add_asp(as, name.c_str());
  // Without a layer manager the library goes up by itself: of use for IPA, where it cannot be told
  // to; over M3UA we say when.
  if (!ipa) asp_->lm = &kLayerManager;

  auto& all = associations();
  registered_ = static_cast<unsigned int>(std::find(all.begin(), all.end(), nullptr) - all.begin());
  if (registered_ == all.size()) all.push_back(nullptr);
  all[registered_] = this;

  since_ = Clock::now();
  osmo_ss7_asp_restart(asp_);
  if (asp_->client != nullptr) {
    osmo_stream_cli_set_reconnect_timeout(asp_->client,
                                          static_cast<int>(setup_.reconnect.min.count()));
    hook(osmo_stream_cli_get_ofd(asp_->client));
  }
}

Association::~Association() {
  if (asp_->server != nullptr) osmo_ss7_asp_disconnect(asp_);
  // The library would unlink a server's ASP from a list that it is not on.
  asp_->xua_server = nullptr;
  osmo_ss7_asp_destroy(asp_);
  associations()[registered_] = nullptr;
}

bool Association::alive() const noexcept {
  if (asp_->cfg.is_server) return asp_->server != nullptr;
  return asp_->client != nullptr && osmo_stream_cli_is_connected(asp_->client);
}

osmo_fd* Association::socket() const noexcept {
  return asp_->cfg.is_server ? osmo_stream_srv_get_ofd(asp_->server)
                             : osmo_stream_cli_get_ofd(asp_->client);
}

AspState Association::state() const noexcept {
  if (!alive() || !connected_) return AspState::kDown;
  if (osmo_ss7_asp_active(asp_)) return displaced_ ? AspState::kInactive : AspState::kActive;
  const std::string_view name = osmo_fsm_inst_state_name(asp_->fi);
  return name == "ASP_INACTIVE" ? AspState::kInactive : AspState::kConnected;
}

std::uint32_t Association::routing_context() const noexcept {
  return setup_.server->registers ? registration_.routing_context()
                                  : setup_.server->routing_context;
}

bool Association::registered() const noexcept {
  return !setup_.server->registers || registration_.routing_context() != 0;
}

void Association::hook(osmo_fd* socket) {
  library_ = socket->cb;
  socket->cb = on_socket;
  socket->priv_nr = registered_;
}

void Association::on_connected() {
  connected_ = true;
  since_ = Clock::now();
  next_request_ = since_;
  next_heartbeat_ = since_ + setup_.heartbeat;
  unanswered_ = 0;
  displaced_ = false;
  input_size_ = 0;
  paused_ = false;
  lost_ += output_.clear();
  streams_ = 1;
  if (held_) osmo_fd_read_disable(socket());
  if (setup_.server->transport != Transport::kM3ua) return;
  sctp_status status{};
  socklen_t size = sizeof status;
  if (getsockopt(socket()->fd, IPPROTO_SCTP, SCTP_STATUS, &status, &size) == 0) {
    streams_ = std::max<std::uint16_t>(status.sstat_outstrms, 1);
  }
}

void Association::on_disconnected() {
  connected_ = false;
  broken_ = false;
  registration_.forget();
  since_ = Clock::now();
  input_size_ = 0;
  lost_ += output_.clear();
}

int Association::leave_to_library(osmo_fd* socket, unsigned int what) {
  return library_(socket, what);
}

int Association::on_ready(osmo_fd* socket, unsigned int what) {
  if (!alive()) {  // a client whose connection attempt has an end
    const int result = leave_to_library(socket, what);
    if (alive()) on_connected();
    return result;
  }
  if (!connected_) on_connected();
  if ((what & OSMO_FD_READ) != 0 && !read(socket)) {
    // The library has closed it, and a server's socket is freed with that.
    on_disconnected();
    return -EBADF;
  }
  if ((what & OSMO_FD_WRITE) != 0) {
    const int result = leave_to_library(socket, OSMO_FD_WRITE);
    if (!alive()) {
      on_disconnected();
      return result;
    }
  }
  flush();
  return 0;
}

void Association::add(const RoutingLabel& label, std::span<const std::byte> octets) {
  if (setup_.server->transport == Transport::kIpa) {
    output_.add(0, [&](auto& out) { ipa::write_frame(out, ipa::kSccp, octets); });
    return;
  }
  // RFC 4666 1.4.7: one signalling link selection keeps to one stream; never stream 0.
  const auto stream =
      static_cast<std::uint16_t>(streams_ > 1 ? 1 + label.sls % (streams_ - 1U) : 0);
  output_.add(stream, [&](auto& out) { m3ua::write_data(out, routing_context(), label, octets); });
}

void Association::add_message(m3ua::Class message_class, std::uint8_t type,
                              std::span<const m3ua::Parameter> parameters) {
  if (!output_.has_room(512)) return;
  output_.add(0, [&](auto& out) { m3ua::write_message(out, message_class, type, parameters); });
}

void Association::flush() {
  if (output_.empty() || !alive()) return;
  osmo_fd* to = socket();
  const bool ipa = setup_.server->transport == Transport::kIpa;
  const auto flushed =
      ipa ? output_.flush_tcp(to->fd) : output_.flush_sctp(to->fd, m3ua::kPayloadProtocol);
  if (flushed == OutputQueue::Flushed::kBlocked) osmo_fd_write_enable(to);
  // Ended with the turn, not in the midst of who is sending.
  if (flushed == OutputQueue::Flushed::kFailed) broken_ = true;
}

void Association::hold(bool held) {
  held_ = held;
  if (!alive() || !connected_) return;
  if (held) {
    osmo_fd_read_disable(socket());
  } else if (!paused_) {
    osmo_fd_read_enable(socket());
  }
}

void Association::pause_where_full() {
  if (paused_ || user_.has_room()) return;
  paused_ = true;
  osmo_fd_read_disable(socket());
}

void Association::resume() {
  if (!paused_ || held_ || !alive() || !connected_) return;
  paused_ = false;
  if (setup_.server->transport == Transport::kIpa) take_frames();
  if (!paused_) osmo_fd_read_enable(socket());
}

void Association::disconnect() {
  osmo_ss7_asp_disconnect(asp_);
  on_disconnected();
}

void Association::request(Clock::time_point now, m3ua::Class message_class, std::uint8_t type) {
  if (now < next_request_) return;
  next_request_ = now + kRequestAgain;
  add_message(message_class, type);
}

void Association::request_active(Clock::time_point now) {
  if (now < next_request_) return;
  next_request_ = now + kRequestAgain;
  const auto mode = m3ua::number(mode_type(setup_.server->traffic_mode));
  const auto context = m3ua::number(routing_context());
  const std::array<m3ua::Parameter, 2> parameters{
      {{m3ua::Tag::kTrafficMode, mode}, {m3ua::Tag::kRoutingContext, context}}};
  add_message(m3ua::Class::kTraffic, m3ua::kAspActive,
              std::span(parameters).first(routing_context() != 0 ? 2 : 1));
}

void Association::request_registration(Clock::time_point now) {
  if (!registration_.due(now) || !output_.has_room(512)) return;
  if (registration_.unanswered()) log_unregistered("no answer");
  registration_.ask(now);
  const m3ua::RoutingKey key{kLocalKey, mode_type(setup_.server->traffic_mode), setup_.own};
  output_.add(0, [&](auto& out) { m3ua::write_registration(out, key); });
}

void Association::log_unregistered(std::string_view why) {
  if (!registration_.is_news(why)) return;
  log::warning("ss7.not_registered", {{"asp", config().name},
                                      {"reason", why},
                                      {"text",
                                       "the peer does not register our routing key, so it cannot "
                                       "carry traffic; we keep asking"}});
}

void Association::supervise_procedures(Clock::time_point now) {
  if (broken_) {
    disconnect();
    return;
  }
  const AspState at = state();
  if (at < AspState::kInactive && now - since_ > kUpTimeout) {
    log::warning("ss7.up_timeout", {{"asp", config().name},
                                    {"text",
                                     "connected, but the peer does not let us go up; "
                                     "the connection is tried anew"}});
    disconnect();
    return;
  }
  if (asp_->cfg.is_server || setup_.server->transport == Transport::kIpa) return;
  if (at == AspState::kConnected) {
    registration_.forget();
    request(now, m3ua::Class::kState, m3ua::kAspUp);
  }
  if (at == AspState::kInactive && !registered()) {
    request_registration(now);
    return;
  }
  if (at == AspState::kInactive && wanted_ && !displaced_) request_active(now);
  if (at == AspState::kActive && !wanted_) {
    request(now, m3ua::Class::kTraffic, m3ua::kAspInactive);
  }
}

void Association::supervise_heartbeat(Clock::time_point now) {
  if (setup_.heartbeat == 0s || now < next_heartbeat_ || state() < AspState::kInactive) return;
  next_heartbeat_ = now + setup_.heartbeat;
  if (held_ || paused_) unanswered_ = 0;  // the answers may wait unread
  if (unanswered_ >= 2) {
    log::warning("ss7.heartbeat_lost",
                 {{"asp", config().name},
                  {"text", "the peer does not answer heartbeats; the connection is tried anew"}});
    disconnect();
    return;
  }
  ++unanswered_;
  if (setup_.server->transport == Transport::kIpa) {
    output_.add(0, [](auto& out) {
      ipa::write_frame(out, ipa::kConnectionManagement, std::span(&ipa::kPing, 1));
    });
    return;
  }
  const auto data = m3ua::number(static_cast<std::uint32_t>(unanswered_));
  const m3ua::Parameter parameter{m3ua::Tag::kHeartbeatData, data};
  add_message(m3ua::Class::kState, m3ua::kHeartbeat, std::span(&parameter, 1));
}

void Association::supervise(Clock::time_point now) {
  if (asp_->cfg.is_server && alive() && socket()->cb != on_socket) {  // a new connection came in
    if (connected_) on_disconnected();
    hook(socket());
    on_connected();
  }
  if (connected_ && !alive()) on_disconnected();
  if (!connected_) {
    // Waiting as long as it has been down already doubles the wait each time.
    const auto down = std::chrono::duration_cast<std::chrono::seconds>(now - since_);
    const auto wait = std::clamp(down, setup_.reconnect.min, setup_.reconnect.max);
    if (asp_->client != nullptr) {
      osmo_stream_cli_set_reconnect_timeout(asp_->client, static_cast<int>(wait.count()));
    }
    return;
  }
  supervise_procedures(now);
  if (connected_) supervise_heartbeat(now);
  if (connected_) flush();
}

}  // namespace smsfw::ss7::link
