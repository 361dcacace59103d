#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"
#include "filters/registry.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/events/event_log.hh"
#include "smsc-proxy/ss7/edge/ss7_edge.hh"

namespace smsfw::ss7 {

/// The SS7 half of a node: its worker, the link's thread, and what lies between them.
class Ss7Node {
 public:
  struct Parts {
    const Ss7Config& config;
    unsigned worker_index = 0;
    const SnapshotHolder<Ruleset>& rulesets;
    FilterStates& filter_states;
    app::MetricShard& metrics;
    events::EventLog& events;
    std::size_t event_ring_bytes = 0;
    std::size_t first_index = 0;  ///< See Ss7Edge::Parts.
    std::uint64_t secret = 0;
    SecretRandom random;  ///< From the system's generator for secrets.
    std::chrono::microseconds budget{0};
    std::chrono::microseconds throttle_after{0};
  };

  /// Opens the link and starts both threads; `cpu` as for Worker::start(). Throws
  /// std::runtime_error where it cannot listen.
  Ss7Node(Parts parts, int cpu);
  ~Ss7Node();
  Ss7Node(const Ss7Node&) = delete;
  Ss7Node& operator=(const Ss7Node&) = delete;

  app::Worker& worker() noexcept { return worker_; }
  const Ss7Edge& edge() const noexcept { return edge_; }
  const LinkThread& link() const noexcept { return link_; }

  /// False: we ask for no traffic (ASP Inactive), while heartbeats go on. Any thread.
  void serve(bool serving) noexcept { link_.serve(serving); }

  /// Makes the worker take the published ruleset; false where it has not after `limit`. Not from
  /// the worker.
  bool wait_for_generation(std::uint64_t generation, std::chrono::milliseconds limit);

  /// Both threads end; what the worker has sent goes out.
  void stop();

 private:
  Parts parts_;
  app::Worker worker_;
  AnswerRules answers_;
  MsuExchange in_;
  MsuExchange out_;
  std::atomic<bool> scheduled_{false};
  LinkThread link_;
  Ss7Edge edge_;
};

}  // namespace smsfw::ss7
