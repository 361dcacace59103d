#include "smsc-proxy/ss7/edge/ss7_edge.hh"

#include <algorithm>
#include <ctime>
#include <utility>

#include "filters/origin/origin_rules.hh"
#include "smsc-proxy/ss7/edge/relay_config.hh"

namespace smsfw::ss7 {
namespace {

using app::Metric;
using app::Unsent;
using link::SendResult;

constexpr std::string_view side_name(std::uint8_t side) noexcept {
  return app::kSs7SideNames[side];
}

}  // namespace

Ss7Edge::Ss7Edge(Parts parts)
    : parts_(std::move(parts)),
      metrics_(parts_.judge.metrics),
      events_(parts_.judge.events),
      facts_({parts_.config, *this, parts_.secret, parts_.random,
              [this](const RelayedUnit& unit) { take(unit); }}),
      judge_(std::move(parts_.judge), facts_),
      sender_({parts_.config, parts_.out,
               [this](const Hop& hop) { return parts_.link.reachable(hop); }, metrics_}) {
  RelayExits& exits = *this;
  if (parts_.config.mode == RelayMode::kHomeRouter) {
    router_ = std::make_unique<HomeRouter>(
        home_router_config(parts_.config), hop_relay_config(parts_.config), parts_.secret,
        parts_.random,
        [this](std::string_view a, std::string_view b) { return same_network(a, b); }, exits);
  } else {
    hop_ = std::make_unique<HopRelay>(hop_relay_config(parts_.config), parts_.secret, exits);
  }
  for (const link::PeerConfig& one : parts_.config.link.peers) {
    Peer peer;
    peer.peer.name = one.name;
    // Inside is what is our own; an SMSC side may be somebody else's, a network side our own.
    peer.peer.side = one.trust == Trust::kOwn ? PeerSide::kInside : PeerSide::kOutside;
    peer.peer.trust = one.trust;
    const std::size_t index = parts_.first_index + peers_.size();
    peer.index = static_cast<app::ListenerIndex>(std::min(index, app::kMaxListeners - 1));
    peers_.push_back(peer);
  }
}

Ss7Edge::~Ss7Edge() = default;

/// By the network list; two titles that nobody lists are one network where they are the same.
bool Ss7Edge::same_network(std::string_view a, std::string_view b) const {
  const auto* rules = judge_.ruleset().part<origin::OriginRules>();
  if (rules == nullptr) return a == b;
  return rules->networks().same_operator(a, b, now_.wall) == origin::AnswerKind::kMatch;
}

// ---- time and overload ----

Moment Ss7Edge::message_moment() noexcept {
  const auto steady = app::Worker::steady_now();
  now_.wall += std::chrono::duration_cast<std::chrono::microseconds>(steady - now_.steady);
  now_.steady = steady;
  return now_;
}

Overload Ss7Edge::overload() noexcept {
  if (ended_) return {};  // the worker's turns say nothing any more
  const auto in_turn = now_.steady - parts_.worker.turn_time();
  const auto waited = std::max(parts_.worker.expected_wait(), in_turn);
  const bool throttle = waited > parts_.throttle_after;
  const bool shed = waited > parts_.budget;
  const std::uint32_t level = throttle ? 2 : shed ? 1 : 0;
  if (level != overload_level_) {
    events::OverloadFacts facts;
    facts.worker = parts_.worker.index();
    facts.level = level;
    facts.previous = overload_level_;
    facts.reason = "wait for a verdict";
    events_.overload(now_.wall, facts);
    overload_level_ = level;
    metrics_.set<Metric::kOverloadLevel>(level);
  }
  return {shed ? ShedLevel::kDepth : ShedLevel::kNone, throttle};
}

// ---- units ----

void Ss7Edge::take_units() {
  now_ = app::Worker::moment();
  judge_.refresh();
  for (const link::Msu& msu : parts_.in.take()) {
    metrics_.count<Metric::kSs7Units>(1, msu.side, app::Flow::kIn);
    const RelayedUnit unit{UnitTag::of(msu).pack(), msu.label.opc, msu.label.dpc,
                           side_index(msu.side), msu.octets};
    if (!facts_.take(unit, now_.steady)) take(unit);
  }
  parts_.link.wake();
}

void Ss7Edge::tick(std::chrono::nanoseconds now) {
  now_ = app::Worker::moment();
  judge_.refresh();
  metrics_.turn(now);
  router_ ? router_->tick(now) : hop_->tick(now);
  facts_.tick(now_.steady);
  parts_.link.wake();
  if (overload_level_ != 0) overload();
  count_unsent();
  figures_.take(hop());
  if (router_) figures_.take(*router_);
  figures_.take(facts_);
  if (++ticks_ % 10 == 0) events_.flush_lost(now_.wall);
}

void Ss7Edge::release() {
  ended_ = true;
  take_units();  // what came before the worker ended
  facts_.release_all(now_.steady);
  router_ ? router_->release() : hop_->release();
}

/// What the link did not take: its thread counts, this one tells.
void Ss7Edge::count_unsent() {
  constexpr std::array<Unsent, link::kSendResults + 1> kWhy{
      Unsent::kUnreachable,  // kSent: never counted
      Unsent::kUnreachable, Unsent::kNoRoute, Unsent::kCongested,
      Unsent::kCongested,   Unsent::kLost};
  for (const auto side : {link::Side::kSmsc, link::Side::kNetwork}) {
    auto& before = unsent_[side_index(side)];
    for (std::size_t i = 0; i < kWhy.size(); ++i) {
      const std::uint64_t now = i == link::kSendResults
                                    ? parts_.link.lost(side)
                                    : parts_.link.unsent(static_cast<SendResult>(i), side);
      if (now == before[i]) continue;
      metrics_.count<Metric::kSs7Unsent>(now - before[i], side, kWhy[i]);
      before[i] = now;
    }
  }
}

// ---- what the relay asks for ----

void Ss7Edge::pass(std::uint64_t tag, std::span<const std::byte> octets) {
  sender_.pass(tag, octets);
}

void Ss7Edge::divert(std::uint8_t destination, std::uint64_t tag,
                     std::span<const std::byte> octets) {
  if (!sender_.divert(destination, tag, octets)) note(RelayNote::kCannotAnswer, nullptr, nullptr);
}

void Ss7Edge::answer(const RelayedUnit& to, std::span<const std::byte> octets) {
  sender_.answer(to, octets);
}

void Ss7Edge::send_on(const RelayedUnit& in_place_of, std::span<const std::byte> octets) {
  sender_.pass(in_place_of.tag, octets);
}

void Ss7Edge::originate(std::uint8_t side, std::uint8_t sls, std::span<const std::byte> octets) {
  sender_.originate(side, sls, octets);
}

MapDecision Ss7Edge::judge(const MapQuestion& question) {
  const Peer& from = peers_[UnitTag::unpack(question.unit.tag).peer];
  const Moment now = message_moment();
  return judge_.judge(question, from.peer, from.index, now, overload(), &app::Worker::steady_now);
}

void Ss7Edge::settled(std::uint64_t message,
                      const InlineVector<Reservation, kMaxReservations>& reservations,
                      Outcome outcome) {
  judge_.settled(message, reservations, outcome, now_);
}

void Ss7Edge::refused(const MapDecision& passed, const MapDecision& instead) {
  judge_.refused(passed, instead, now_);
}

void Ss7Edge::query_answered(std::uint32_t query, const Component& result, MapVersion version) {
  facts_.query_answered(query, result, version, now_.steady);
}

void Ss7Edge::note(RelayNote what, const RelayedUnit* unit, const DecodeError* error) {
  metrics_.count<Metric::kSs7Notes>(1, what);
  if (error == nullptr) return;
  events::MalformedFacts facts;
  facts.layer =
      what == RelayNote::kBadSccp ? events::MalformedLayer::kSccp : events::MalformedLayer::kTcap;
  facts.peer_side = side_name(unit->side);
  facts.listener = peers_[UnitTag::unpack(unit->tag).peer].peer.name;
  facts.error = *error;
  events_.malformed(now_.wall, facts);
}

/// In GMT: whoever reads it needs no zone of ours.
tpdu::TimeStamp Ss7Edge::time_stamp() {
  const std::time_t seconds = std::chrono::duration_cast<std::chrono::seconds>(now_.wall).count();
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  const auto octet = [](int value) { return static_cast<std::uint8_t>(value); };
  return {octet(parts.tm_year % 100),
          octet(parts.tm_mon + 1),
          octet(parts.tm_mday),
          octet(parts.tm_hour),
          octet(parts.tm_min),
          octet(parts.tm_sec),
          0,
          true};
}

}  // namespace smsfw::ss7
