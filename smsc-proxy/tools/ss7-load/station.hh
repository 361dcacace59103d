#pragma once

#include <span>

#include "smsc-proxy/ss7/link/link.hh"
#include "smsc-proxy/tools/ss7-load/options.hh"

namespace smsfw::ss7_load {

/// The link with one application server and one peer. One thread; one Station a process.
class Station final : private ss7::link::LinkObserver {
 public:
  /// Throws std::runtime_error where it cannot listen.
  explicit Station(const StationOptions& options);

  ss7::link::Link& link() noexcept { return link_; }
  bool reachable() const noexcept { return reachable_; }
  /// Messages that the link refused: not for us, not from the peer, not readable.
  std::uint64_t refused() const noexcept { return refused_; }

  /// To the peer: the label of a message of ours.
  ss7::link::RoutingLabel label(std::uint8_t sls) const noexcept;
  /// Back to where a message came from.
  ss7::link::RoutingLabel label_back(const ss7::link::RoutingLabel& from) const noexcept;
  ss7::link::SendResult send(const ss7::link::RoutingLabel& label,
                             std::span<const std::byte> octets) {
    return link_.send(label, octets, 0);
  }

 private:
  void on_asp(const ss7::link::AspChange&) override {}
  void on_application_server(const ss7::link::ApplicationServerChange&) override {}
  void on_peer(const ss7::link::PeerChange& change) override { reachable_ = change.reachable; }
  void on_refused(const ss7::link::RefusedMsu&) override { ++refused_; }

  const StationOptions options_;
  bool reachable_ = false;
  std::uint64_t refused_ = 0;
  const ss7::link::Ss7LinkConfig config_;
  ss7::link::Link link_;
};

/// SIGINT or SIGTERM has come; watch_signals() first.
bool asked_to_end() noexcept;
void watch_signals();

}  // namespace smsfw::ss7_load
