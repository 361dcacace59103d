#include "smsc-proxy/ss7/link/application_server.hh"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "smsc-proxy/ss7/link/osmo.hh"

namespace smsfw::ss7::link {
namespace {

PointCode point_code(const std::string& text) {
  return parse_point_code(text).value_or(PointCode{});
}

osmo_ss7_asp_protocol protocol_of(Transport transport) {
  return transport == Transport::kIpa ? OSMO_SS7_ASP_PROT_IPA : OSMO_SS7_ASP_PROT_M3UA;
}

// Numbers of library instances count on, so that one is never found again by the next Link.
std::uint32_t next_instance() {
  static std::uint32_t last = 0;
  return ++last;
}

}  // namespace

ApplicationServer::ApplicationServer(const Ss7LinkConfig& config, std::size_t index,
                                     AssociationUser& user)
    : config_(config.application_servers[index]) {
  instance_ = osmo_ss7_instance_find_or_create(nullptr, next_instance());
  if (instance_ == nullptr) throw std::bad_alloc();
  instance_->cfg.primary_pc = point_code(config.point_code).value;
  instance_->cfg.network_indicator = config.network_indicator;
  as_ = osmo_ss7_as_find_or_create(instance_, config_.name.c_str(), protocol_of(config_.transport));
  if (as_ == nullptr) throw std::bad_alloc();
  as_->cfg.routing_key.context = config_.routing_context;
  as_->cfg.routing_key.pc = instance_->cfg.primary_pc;
  as_->cfg.mode = config_.traffic_mode == TrafficMode::kOverride ? OSMO_SS7_AS_TMOD_OVERRIDE
                                                                 : OSMO_SS7_AS_TMOD_LOADSHARE;
  as_->cfg.mode_set_by_vty = true;
  as_->cfg.pc_override.sccp_mode = OSMO_SS7_PATCH_NONE;

  for (std::size_t i = 0; i < config.peers.size(); ++i) {
    const PeerConfig& peer = config.peers[i];
    const auto& ways = peer.application_servers;
    if (std::find(ways.begin(), ways.end(), config_.name) == ways.end()) continue;
    if (peer.point_codes.empty()) any_origin_ = static_cast<PeerId>(i);
    for (const std::string& code : peer.point_codes)
      origins_.emplace_back(point_code(code).value, static_cast<PeerId>(i));
  }
  std::sort(origins_.begin(), origins_.end());

  for (std::size_t i = 0; i < config_.asps.size(); ++i) {
    associations_.push_back(std::make_unique<Association>(
        AssociationSetup{&config_, i, index, config.reconnect, config.heartbeat, config.max_output,
                         point_code(config.point_code)},
        instance_, as_, user));
  }
  told_.assign(associations_.size(), AspState::kDown);
}

ApplicationServer::~ApplicationServer() {
  associations_.clear();
  osmo_ss7_as_destroy(as_);
  osmo_ss7_instance_destroy(instance_);
}

std::optional<PeerId> ApplicationServer::peer_of(PointCode opc) const noexcept {
  const auto at = std::lower_bound(origins_.begin(), origins_.end(), opc.value,
                                   [](const auto& one, auto code) { return one.first < code; });
  if (at != origins_.end() && at->first == opc.value) return at->second;
  return any_origin_;
}

std::optional<std::pair<PeerId, PointCode>> ApplicationServer::only_peer() const noexcept {
  if (origins_.size() != 1) return std::nullopt;
  return std::pair{origins_.front().second, PointCode{origins_.front().first}};
}

void ApplicationServer::set_unavailable(const m3ua::Message& message, bool unavailable) {
  const m3ua::Parameter* codes = message.find(m3ua::Tag::kAffectedPointCode);
  if (codes == nullptr) return;
  for (std::size_t at = 0; at + 4 <= codes->value.size(); at += 4) {
    const auto one = m3ua::affected(codes->value.subspan(at).first<4>());
    if (one.mask >= 14) {
      if (unavailable) unavailable_.set();
      if (!unavailable) unavailable_.reset();
      return;
    }
    const std::size_t count = std::size_t{1} << one.mask;
    const std::size_t first = one.value & ~(count - 1);
    for (std::size_t code = first; code < first + count && code <= kMaxPointCode; ++code)
      unavailable_.set(code, unavailable);
  }
}

void ApplicationServer::on_network(Association& from, const m3ua::Message& message, PointCode own) {
  const bool server = from.config().role == AspRole::kServer;
  if (!server && message.type == m3ua::kUnavailable) set_unavailable(message, true);
  if (!server && message.type == m3ua::kAvailable) set_unavailable(message, false);
  if (!server || message.type != m3ua::kAudit) return;
  const m3ua::Parameter* codes = message.find(m3ua::Tag::kAffectedPointCode);
  if (codes == nullptr) return;
  // RFC 4666 5.5.1: one answer a point code; a long list is answered in part.
  constexpr std::size_t kMostAnswers = 16UL * 4;
  for (std::size_t at = 0; at + 4 <= std::min(codes->value.size(), kMostAnswers); at += 4) {
    const auto asked = codes->value.subspan(at).first<4>();
    const auto one = m3ua::affected(asked);
    const bool available = one.mask == 0 && one.value == own.value;
    const m3ua::Parameter answer{m3ua::Tag::kAffectedPointCode, asked};
    from.add_message(m3ua::Class::kNetwork, available ? m3ua::kAvailable : m3ua::kUnavailable,
                     std::span(&answer, 1));
  }
}

void ApplicationServer::flush() {
  for (const auto& one : associations_)
    one->flush();
}

void ApplicationServer::resume() {
  for (const auto& one : associations_)
    one->resume();
}

void ApplicationServer::hold(bool held) {
  for (const auto& one : associations_) {
    one->hold(held);
    if (!held) one->resume();
  }
}

void ApplicationServer::want(bool serving) {
  AspSet usable = 0;
  AspSet active = 0;
  for (std::size_t i = 0; i < associations_.size(); ++i) {
    const AspState state = associations_[i]->state();
    if (state >= AspState::kInactive) usable |= AspSet{1} << i;
    if (state == AspState::kActive) active |= AspSet{1} << i;
  }
  const AspSet wanted = serving ? wanted_asps(config_.traffic_mode, usable, active) : 0;
  for (std::size_t i = 0; i < associations_.size(); ++i)
    associations_[i]->want_active((wanted >> i & 1U) != 0);
}

void ApplicationServer::supervise(Association::Clock::time_point now, bool serving,
                                  LinkObserver& observer) {
  want(serving);
  AspSet active = 0;
  for (std::size_t i = 0; i < associations_.size(); ++i) {
    associations_[i]->supervise(now);
    const AspState state = associations_[i]->state();
    if (state == AspState::kActive) active |= AspSet{1} << i;
    if (state == told_[i]) continue;
    told_[i] = state;
    observer.on_asp({config_.name, config_.asps[i].name, state});
  }
  if (active == 0) unavailable_.reset();  // what was said is of no worth any more
  if (active == active_) return;
  active_ = active;
  observer.on_application_server({config_.name, static_cast<std::size_t>(std::popcount(active))});
}

std::uint64_t ApplicationServer::lost() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& one : associations_)
    sum += one->lost();
  return sum;
}

}  // namespace smsfw::ss7::link
