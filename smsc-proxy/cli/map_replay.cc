#include "smsc-proxy/cli/map_replay.hh"

#include <algorithm>
#include <utility>

#include "smsc-proxy/app/metric_labels.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/edge/relay_config.hh"

namespace smsfw::cli {
namespace {

using ss7::kNetworkSide;
using ss7::kSmscSide;

ss7::HopRelayConfig passive_relay(const ss7::Ss7Config& config) {
  ss7::HopRelayConfig made = ss7::hop_relay_config(config);
  made.passive = true;
  return made;
}

ss7::MapPeer map_peer(std::string_view name, Trust trust) {
  ss7::MapPeer made;
  made.name = name;
  made.side = trust == Trust::kOwn ? PeerSide::kInside : PeerSide::kOutside;
  made.trust = trust;
  return made;
}

}  // namespace

MapReplay::MapReplay(const ss7::Ss7Config& config, const CapturedPeers& peers,
                     ss7::MapJudge::Parts judge, std::uint64_t secret)
    : events_(judge.events),
      peers_{{map_peer(app::kSs7SideNames[kSmscSide], Trust::kOwn), kSmscSide},
             {map_peer(app::kSs7SideNames[kNetworkSide], Trust::kPartner), kNetworkSide}},
      others_(peers.others),
      facts_({config, *this, secret, {}, {}}),
      judge_(std::move(judge), facts_),
      relay_(passive_relay(config), secret, *this) {
  for (const ss7::PointCode code : peers.smsc)
    by_point_code_.emplace_back(code, kSmscSide);
  for (const ss7::link::PeerConfig& one : config.link.peers) {
    for (const std::string& code : one.point_codes)
      by_point_code_.emplace_back(*ss7::parse_point_code(code), peers_.size());
    const bool smsc = one.side == ss7::link::Side::kSmsc;
    peers_.push_back({map_peer(one.name, one.trust), smsc ? kSmscSide : kNetworkSide});
  }
}

std::size_t MapReplay::peer_of(const std::optional<UnitLabel>& label) const noexcept {
  if (!label) return others_;
  const auto known = std::find_if(by_point_code_.begin(), by_point_code_.end(),
                                  [&](const auto& one) { return one.first == label->opc; });
  return known == by_point_code_.end() ? others_ : known->second;
}

void MapReplay::take(Moment now, const std::optional<UnitLabel>& label,
                     std::span<const std::byte> octets) {
  now_ = now;
  if (now.steady - ticked_ >= std::chrono::seconds(1)) {
    ticked_ = now.steady;
    relay_.tick(now.steady);
    facts_.tick(now.steady);
  }
  ss7::RelayedUnit unit;
  unit.tag = peer_of(label);
  unit.side = peers_[unit.tag].side;
  unit.octets = octets;
  if (label) {
    unit.opc = label->opc;
    unit.dpc = label->dpc;
  }
  if (const auto sccp = ss7::decode_sccp(octets)) {
    unit.side = sides_.side_of(*sccp, sccp->data, unit.side);
  }
  relay_.take(unit, now.steady);
}

ss7::MapDecision MapReplay::judge(const ss7::MapQuestion& question) {
  return judge_.judge(question, peers_[question.unit.tag].peer, app::ListenerIndex{}, now_, {},
                      nullptr);
}

void MapReplay::settled(std::uint64_t message,
                        const InlineVector<Reservation, kMaxReservations>& reservations,
                        Outcome outcome) {
  judge_.settled(message, reservations, outcome, now_);
}

void MapReplay::refused(const ss7::MapDecision& passed, const ss7::MapDecision& instead) {
  judge_.refused(passed, instead, now_);
}

void MapReplay::note(ss7::RelayNote what, const ss7::RelayedUnit* unit, const DecodeError* error) {
  if (error == nullptr) return;
  events::MalformedFacts facts;
  facts.layer = what == ss7::RelayNote::kBadSccp ? events::MalformedLayer::kSccp
                                                 : events::MalformedLayer::kTcap;
  const Peer& from = peers_[unit->tag];
  facts.peer_side = app::kSs7SideNames[from.side];
  facts.listener = from.peer.name;
  facts.error = *error;
  events_.malformed(now_.wall, facts);
}

}  // namespace smsfw::cli
