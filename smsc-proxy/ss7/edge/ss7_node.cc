#include "smsc-proxy/ss7/edge/ss7_node.hh"

#include <condition_variable>
#include <mutex>
#include <utility>

namespace smsfw::ss7 {
namespace {

// A unit that comes in makes two at most, an answer and the end of the far half; segments that were
// held leave with the one that completes them.
constexpr std::size_t kOutFactor = 4;

}  // namespace

Ss7Node::Ss7Node(Parts parts, int cpu)
    : parts_(std::move(parts)),
      worker_(parts_.worker_index),
      answers_(parts_.config.answers),
      in_(parts_.config.link.queue_messages, parts_.config.link.queue_octets),
      out_(kOutFactor * parts_.config.link.queue_messages,
           kOutFactor * parts_.config.link.queue_octets),
      link_({parts_.config.link, in_, out_, configured_hops(parts_.config),
             [this] {
               if (scheduled_.exchange(true)) return;
               const bool posted = worker_.post([this] {
                 scheduled_.store(false);
                 edge_.take_units();
               });
               // It is told again: the link stays held while units wait.
               if (!posted) scheduled_.store(false);
             },
             parts_.events.add_producer(std::size_t{512} * 1024)}),
      edge_(
          {parts_.config,
           worker_,
           {parts_.rulesets, make_chain(parts_.filter_states), answers_, parts_.metrics,
            parts_.events.add_producer(parts_.event_ring_bytes), parts_.config.malformed,
            parts_.config.numbering_plan, parts_.config.mode == RelayMode::kMonitor, parts_.budget},
           link_,
           in_,
           out_,
           parts_.secret,
           parts_.random,
           parts_.first_index,
           parts_.budget,
           parts_.throttle_after}) {
  worker_.add_tick(edge_);
  worker_.start(cpu);
  try {
    link_.start();
  } catch (...) {
    // What the worker's ticks use goes before the worker itself.
    worker_.stop();
    worker_.join();
    throw;
  }
}

Ss7Node::~Ss7Node() {
  stop();
}

void Ss7Node::stop() {
  worker_.stop();
  worker_.join();
  edge_.release();
  link_.stop();
}

bool Ss7Node::wait_for_generation(std::uint64_t generation, std::chrono::milliseconds limit) {
  // Outlives this call: a worker that is stuck may report after the limit.
  struct Report {
    std::mutex mutex;
    std::condition_variable told;
    bool done = false;
  };
  auto report = std::make_shared<Report>();
  worker_.post([this, report, generation] {
    edge_.take_ruleset();
    if (edge_.generation() < generation) return;
    const std::lock_guard lock(report->mutex);
    report->done = true;
    report->told.notify_all();
  });
  std::unique_lock lock(report->mutex);
  return report->told.wait_for(lock, limit, [&] { return report->done; });
}

}  // namespace smsfw::ss7
