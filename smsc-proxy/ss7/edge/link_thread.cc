#include "smsc-proxy/ss7/edge/link_thread.hh"

#include <pthread.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "smsc-proxy/app/worker.hh"

namespace smsfw::ss7 {

LinkThread::LinkThread(Parts parts) : parts_(std::move(parts)) {
  const auto& peers = parts_.config.peers;
  for (const link::ApplicationServerConfig& server : parts_.config.application_servers) {
    for (const link::AspConfig& asp : server.asps)
      asp_names_.push_back(asp.name);
    const auto peer = std::find_if(peers.begin(), peers.end(), [&](const link::PeerConfig& one) {
      const auto& ways = one.application_servers;
      return std::find(ways.begin(), ways.end(), server.name) != ways.end();
    });
    server_sides_.push_back(peer == peers.end() ? link::Side::kNetwork : peer->side);
  }
  asps_ = std::make_unique<std::atomic<link::AspState>[]>(asp_names_.size());
  hops_ = std::make_unique<std::atomic<bool>[]>(parts_.hops.size());
}

LinkThread::~LinkThread() {
  stop();
}

void LinkThread::start() {
  std::promise<void> opened;
  auto done = opened.get_future();
  thread_ = std::thread([this, &opened] { run(opened); });
  pthread_setname_np(thread_.native_handle(), "ss7-link");
  try {
    done.get();
  } catch (...) {
    thread_.join();
    throw;
  }
}

void LinkThread::stop() {
  if (!thread_.joinable()) return;
  stopping_.store(true);
  wake();
  thread_.join();
}

void LinkThread::wake() noexcept {
  if (link::Link* const link = link_.load(std::memory_order_acquire)) link->wake();
}

void LinkThread::serve(bool serving) noexcept {
  serving_.store(serving);
  wake();
}

void LinkThread::run(std::promise<void>& opened) {
  std::unique_ptr<link::Link> link;
  try {
    link::LinkObserver& observer = *this;
    link = std::make_unique<link::Link>(parts_.config, observer);
  } catch (...) {
    opened.set_exception(std::current_exception());
    return;
  }
  link_.store(link.get(), std::memory_order_release);
  opened.set_value();
  while (!stopping_.load())
    turn(*link);
  send(*link);
  link->turn();  // what was flushed goes out
  // Nobody may wake it from here on: stop() has done so, and the others have ended.
  link_.store(nullptr, std::memory_order_release);
}

void LinkThread::turn(link::Link& link) {
  link.turn();
  if (serving_.load() != served_) {
    served_ = !served_;
    link.serve(served_);
  }
  for (const Hop& hop : parts_.hops) {
    hops_[hop.number].store(link.reachable(hop.peer, hop.point_code), std::memory_order_relaxed);
  }
  bool arrived = false;
  do {
    if (waiting_.empty()) waiting_ = link.take();
    const std::size_t done = parts_.in.put(waiting_);
    arrived = arrived || done != 0;
    waiting_ = waiting_.subspan(done);
    if (done == 0) break;
  } while (waiting_.empty());
  if (held_ == waiting_.empty()) {
    held_ = !waiting_.empty();
    link.hold(held_);
  }
  // Told again while some wait: the worker makes room by taking.
  if (arrived || held_) parts_.arrived();
  send(link);
  count_lost(link);
  parts_.events.flush_lost(app::Worker::wall_now());
}

void LinkThread::send(link::Link& link) {
  const auto msus = parts_.out.take();
  for (const link::Msu& msu : msus) {
    const link::SendResult result = link.send(msu.label, msu.octets, msu.peer);
    if (result == link::SendResult::kSent) continue;
    const auto side = parts_.config.peers[msu.peer].side;
    unsent_[static_cast<std::size_t>(side)][static_cast<std::size_t>(result)].fetch_add(
        1, std::memory_order_relaxed);
  }
  if (!msus.empty()) link.flush();
}

void LinkThread::count_lost(link::Link& link) {
  std::array<std::uint64_t, 2> lost{};
  for (std::size_t i = 0; i < server_sides_.size(); ++i)
    lost[static_cast<std::size_t>(server_sides_[i])] += link.server_counters(i).lost;
  for (std::size_t side = 0; side < lost.size(); ++side)
    lost_[side].store(lost[side], std::memory_order_relaxed);
}

// ---- what the link tells ----

void LinkThread::on_asp(const link::AspChange& change) {
  const auto at = std::find(asp_names_.begin(), asp_names_.end(), change.asp);
  asps_[static_cast<std::size_t>(at - asp_names_.begin())].store(change.state,
                                                                 std::memory_order_relaxed);
  parts_.events.link(app::Worker::wall_now(),
                     {events::LinkWhat::kAsp, change.asp, to_string(change.state)});
}

void LinkThread::on_application_server(const link::ApplicationServerChange& change) {
  parts_.events.link(app::Worker::wall_now(),
                     {events::LinkWhat::kApplicationServer, change.application_server,
                      change.active == 0 ? "down" : "up", change.active});
}

void LinkThread::on_peer(const link::PeerChange& change) {
  reachable_[change.peer].store(change.reachable, std::memory_order_relaxed);
  parts_.events.link(app::Worker::wall_now(),
                     {events::LinkWhat::kPeer, change.name, change.reachable ? "up" : "down"});
}

void LinkThread::on_refused(const link::RefusedMsu& refused) {
  Count& count = refused_[static_cast<std::size_t>(refused.reason)];
  count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace smsfw::ss7
