#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/smpp/session/edge.hh"

namespace smsfw::smpp {

/// The SMPP edge as a whole: its listeners, and an Edge on each worker.
class Relay {
 public:
  struct Parts {
    std::vector<std::unique_ptr<app::Worker>>& workers;
    const SnapshotHolder<Ruleset>& rulesets;
    FilterStates& filter_states;
    app::MetricShards& metrics;
    events::EventLog& events;
    std::size_t event_ring_bytes = 8UL * 1024 * 1024;
    OverloadConfig overload;
    PasswordCheck::Verify verify_password;
  };

  /// Opens the listening sockets; nothing is accepted before start(). The error names the listener
  /// or account and what to do.
  static Expected<std::unique_ptr<Relay>, std::string> build(const RelayConfig& config,
                                                             Parts parts);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  /// Accepts connections. The workers run by now.
  void start();

  /// Name and bound address of each listening socket, for those that asked for port 0.
  std::vector<std::pair<std::string, std::string>> addresses() const;

  /// Makes all workers take the published ruleset; returns when each has reported it, or false
  /// after `limit`. Not from a worker.
  bool wait_for_generation(std::uint64_t generation, std::chrono::milliseconds limit);

  /// Stops listening at once. Any thread, also while a worker is stuck.
  void close_listeners() noexcept;
  /// Listens again after close_listeners(). Any thread.
  void reopen_listeners();
  bool listening() const noexcept { return listening_.load(std::memory_order_relaxed); }

  /// Turns new messages away, waits for what is under way (at most `limit`), then unbinds all.
  void drain(std::chrono::milliseconds limit);

  /// Figures for `smsfw status`.
  struct ListenerStatus {
    std::string name;
    std::string address;
    std::string mode;
    std::string upstream;
    std::uint32_t sessions = 0;
    std::uint32_t bound = 0;
  };
  std::vector<ListenerStatus> status() const;
  const AbsorbedMessages& absorbed() const noexcept { return absorbed_; }
  const ReceiptRoutes& routes() const noexcept { return *routes_; }
  const FailedBinds& failed_binds() const noexcept { return failed_binds_; }

 private:
  struct Port;

  Relay(const RelayConfig& config, Parts parts);
  Expected<void, std::string> open_ports();
  void accept_next(Port& port);
  void accepted(Port& port, tcp::socket socket);
  unsigned pick_worker() const noexcept;

  const RelayConfig& config_;
  Parts parts_;
  AbsorbedMessages absorbed_;
  BindDirectory directory_;
  FailedBinds failed_binds_;
  std::unique_ptr<AccountBook> accounts_;
  std::unique_ptr<ReceiptRoutes> routes_;
  std::unique_ptr<PasswordCheck> passwords_;
  std::unique_ptr<RelayShared> shared_;
  std::vector<std::unique_ptr<Listener>> listeners_;
  std::vector<std::unique_ptr<Edge>> edges_;
  std::vector<std::unique_ptr<std::atomic<std::uint32_t>>> load_;  // sessions given to a worker
  std::vector<std::unique_ptr<Port>> ports_;
  std::atomic<bool> listening_{false};
};

}  // namespace smsfw::smpp
