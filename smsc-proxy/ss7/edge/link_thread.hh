#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/ss7/edge/msu_exchange.hh"
#include "smsc-proxy/ss7/edge/route_table.hh"
#include "smsc-proxy/ss7/link/link.hh"

namespace smsfw::ss7 {

/// Runs the SS7 link on a thread of its own: what comes in goes to one exchange, what stands in the
/// other leaves. When the first one is full the link is held, so that peers are slowed by their own
/// windows and nothing is lost.
class LinkThread final : private link::LinkObserver {
 public:
  struct Parts {
    const link::Ss7LinkConfig& config;
    MsuExchange& in;
    MsuExchange& out;
    std::vector<Hop> hops;  ///< See configured_hops().
    /// Something stands in `in`. Called on the link's thread.
    std::function<void()> arrived;
    /// Of the link's thread alone.
    events::EventProducer& events;
  };

  explicit LinkThread(Parts parts);
  ~LinkThread() override;
  LinkThread(const LinkThread&) = delete;
  LinkThread& operator=(const LinkThread&) = delete;

  /// Opens the link. Throws std::runtime_error where it cannot listen.
  void start();
  /// Sends what stands in `out` by now, and ends.
  void stop();

  // The rest may be called by any thread.

  /// There is something in `out`, or room in `in` again.
  void wake() noexcept;
  /// False: ASP Inactive for all application servers; true: active again.
  void serve(bool serving) noexcept;

  bool reachable(link::PeerId peer) const noexcept {
    return reachable_[peer].load(std::memory_order_relaxed);
  }
  /// The same of one point code there.
  bool reachable(const Hop& hop) const noexcept {
    return hops_[hop.number].load(std::memory_order_relaxed);
  }
  /// In the order of the configuration: application servers, and in each its associations.
  const std::vector<std::string>& asp_names() const noexcept { return asp_names_; }
  link::AspState asp_state(std::size_t asp) const noexcept {
    return asps_[asp].load(std::memory_order_relaxed);
  }
  std::uint64_t refused(link::Refusal reason) const noexcept {
    return refused_[static_cast<std::size_t>(reason)].load(std::memory_order_relaxed);
  }
  /// Units given for sending that the link did not take, by result and side of the peer, and those
  /// that were lost with a connection.
  std::uint64_t unsent(link::SendResult result, link::Side side) const noexcept {
    return unsent_[static_cast<std::size_t>(side)][static_cast<std::size_t>(result)].load(
        std::memory_order_relaxed);
  }
  std::uint64_t lost(link::Side side) const noexcept {
    return lost_[static_cast<std::size_t>(side)].load(std::memory_order_relaxed);
  }

 private:
  using Count = std::atomic<std::uint64_t>;

  void run(std::promise<void>& opened);
  void turn(link::Link& link);
  void send(link::Link& link);
  void count_lost(link::Link& link);
  void on_asp(const link::AspChange& change) override;
  void on_application_server(const link::ApplicationServerChange& change) override;
  void on_peer(const link::PeerChange& change) override;
  void on_refused(const link::RefusedMsu& refused) override;

  Parts parts_;
  std::vector<std::string> asp_names_;
  std::vector<link::Side> server_sides_;  // of the peers of each application server
  std::unique_ptr<std::atomic<link::AspState>[]> asps_;
  std::array<std::atomic<bool>, link::kMaxPeers> reachable_{};
  std::unique_ptr<std::atomic<bool>[]> hops_;  // by their number
  std::array<Count, link::kRefusals> refused_{};
  std::array<std::array<Count, link::kSendResults>, 2> unsent_{};
  std::array<Count, 2> lost_{};
  std::span<const link::Msu> waiting_;  // taken from the link, no room in `in` yet
  bool held_ = false;
  bool served_ = true;
  std::atomic<bool> serving_{true};
  std::atomic<bool> stopping_{false};
  std::atomic<link::Link*> link_{nullptr};
  std::thread thread_;
};

}  // namespace smsfw::ss7
