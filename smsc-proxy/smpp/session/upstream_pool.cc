#include "smsc-proxy/smpp/session/upstream_pool.hh"

#include <algorithm>
#include <fstream>

#include "smsc-proxy/smpp/session/smsc_session.hh"

namespace smsfw::smpp {

UpstreamPool::UpstreamPool(Edge& edge, Listener& listener)
    : edge_(edge), listener_(listener), places_(listener.upstream.binds) {
  std::ifstream file(listener.upstream.password_file);
  std::getline(file, password_);
}

UpstreamPool::~UpstreamPool() = default;

SmscSession* UpstreamPool::session(const Place& place) const noexcept {
  return static_cast<SmscSession*>(edge_.sessions().find(place.session));
}

SmscSession* UpstreamPool::choose() noexcept {
  SmscSession* best = nullptr;
  for (const Place& place : places_) {
    if (!place.bound) continue;
    SmscSession* one = session(place);
    if (one == nullptr || !one->bound() || !one->has_room()) continue;
    if (best == nullptr || one->in_flight() < best->in_flight()) best = one;
  }
  return best;
}

std::size_t UpstreamPool::bound() const noexcept {
  return static_cast<std::size_t>(
      std::count_if(places_.begin(), places_.end(), [](const Place& one) { return one.bound; }));
}

bool UpstreamPool::up() const noexcept {
  return bound() > 0;
}

bool UpstreamPool::expects_answers() const noexcept {
  return std::any_of(places_.begin(), places_.end(), [this](const Place& place) {
    const SmscSession* one = session(place);
    return one != nullptr && one->in_flight() > 0;
  });
}

void UpstreamPool::retry_parked() {
  for (const Place& place : places_) {
    SmscSession* one = session(place);
    if (one != nullptr && one->has_parked()) one->try_parked_receipts();
  }
}

void UpstreamPool::tick(std::chrono::nanoseconds now) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const Place& place = places_[i];
    if (place.session == 0 && !place.connecting && now >= place.next_try) open(i);
    SmscSession* one = session(place);
    if (one != nullptr && one->has_parked()) one->drop_old_receipts(now);
  }
}

void UpstreamPool::open(std::size_t at) {
  places_[at].connecting = true;
  edge_.connect(listener_.upstream.address, listener_.upstream.connect_timeout,
                [this, at](const std::string& error, tcp::socket socket) {
                  places_[at].connecting = false;
                  if (!error.empty()) {
                    failed(at, edge_.worker().turn_time(), error);
                    return;
                  }
                  auto* made = edge_.sessions().add([&](SessionId id) {
                    return std::make_unique<SmscSession>(edge_, std::move(socket), id, listener_,
                                                         this, 0);
                  });
                  places_[at].session = made->id();
                  made->bind_own(password_);
                });
}

void UpstreamPool::failed(std::size_t at, std::chrono::nanoseconds now, const std::string& error) {
  Place& place = places_[at];
  const ReconnectConfig& reconnect = listener_.upstream.reconnect;
  place.delay = place.delay.count() == 0 ? reconnect.min : std::min(place.delay * 2, reconnect.max);
  // Spread, so that many binds do not come back in one moment.
  const auto spread = place.delay.count() / 4;
  const auto extra = spread > 0 ? static_cast<std::int64_t>(random_()) % spread : 0;
  place.next_try = now + place.delay + std::chrono::milliseconds{extra};
  if (!error.empty()) {
    edge_.metrics().count<app::Metric::kUpstreamConnects>(1, listener_.upstream_index,
                                                          app::Result::kFailed);
    events::SessionFacts facts;
    facts.what = events::SessionWhat::kConnectFailed;
    facts.smsc_side = true;
    facts.upstream = listener_.upstream.name;
    facts.system_id = listener_.upstream.system_id;
    facts.remote = listener_.upstream.address;
    facts.reason = error;
    edge_.session_event(facts);
  }
}

void UpstreamPool::session_bound(SessionId id) {
  for (Place& place : places_) {
    if (place.session != id) continue;
    place.bound = true;
    place.delay = std::chrono::milliseconds{0};
  }
}

void UpstreamPool::session_gone(SessionId id) {
  for (std::size_t i = 0; i < places_.size(); ++i) {
    if (places_[i].session != id) continue;
    places_[i].session = 0;
    places_[i].bound = false;
    failed(i, edge_.worker().turn_time(), {});
  }
}

}  // namespace smsfw::smpp
