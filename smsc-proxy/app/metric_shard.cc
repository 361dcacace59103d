#include "smsc-proxy/app/metric_shard.hh"

namespace smsfw::app {

void MetricShard::sid_hit(std::uint32_t sid, bool enforced) noexcept {
  const std::size_t column = enforced ? 1 : 0;
  // Fibonacci hashing: sids come in dense ranges. They are ours, so nobody can aim at collisions.
  std::size_t at = (sid * 2654435769U) >> (33 - std::bit_width(kSidSlots));
  while (sid != 0) {
    const std::uint32_t there = sid_slots_[at].sid.load(std::memory_order_relaxed);
    if (there == sid) {
      bump(sid_slots_[at].hits[column], 1);
      return;
    }
    if (there == 0) {
      if (sids_ == kMaxSids) break;
      ++sids_;
      bump(sid_slots_[at].hits[column], 1);
      sid_slots_[at].sid.store(sid, std::memory_order_release);
      return;
    }
    at = (at + 1) % kSidSlots;
  }
  bump(other_sids_[column], 1);
}

void MetricShard::message(const SmsContext& ctx, const Verdict& verdict,
                          ListenerIndex listener) noexcept {
  this->verdict(listener, direction_of(ctx.ingress), verdict.action, verdict.enforced);
  findings(ctx.findings);
  if (verdict.shed) count<Metric::kShed>(1);
  for (const Hit& hit : verdict.hits) {
    if (hit.sid != 0) sid_hit(hit.sid, hit.enforced);
  }
}

void MetricShard::sid_counts(std::vector<SidCount>& out) const {
  const auto read = [](const std::array<Cell, 2>& hits) {
    return std::array<std::uint64_t, 2>{hits[0].load(std::memory_order_relaxed),
                                        hits[1].load(std::memory_order_relaxed)};
  };
  for (const SidSlot& slot : sid_slots_) {
    const std::uint32_t sid = slot.sid.load(std::memory_order_acquire);
    if (sid != 0) out.push_back({sid, read(slot.hits)});
  }
  const auto other = read(other_sids_);
  if (other[0] + other[1] != 0) out.push_back({0, other});
}

MetricShard& MetricShards::add_shard() {
  const std::lock_guard lock(mutex_);
  shards_.push_back(std::make_unique<MetricShard>());
  return *shards_.back();
}

namespace {

// The last index stands for all names beyond the bound, and says so.
std::vector<std::string> bounded(std::vector<std::string> names, std::size_t bound) {
  if (names.size() > bound) {
    names.resize(bound);
    names.back() = "other";
  }
  return names;
}

}  // namespace

void MetricShards::set_listeners(std::vector<std::string> names) {
  const std::lock_guard lock(mutex_);
  listeners_ = bounded(std::move(names), kMaxListeners);
}

void MetricShards::set_upstreams(std::vector<std::string> names) {
  const std::lock_guard lock(mutex_);
  upstreams_ = bounded(std::move(names), kMaxUpstreams);
}

std::vector<std::string> MetricShards::listeners() const {
  const std::lock_guard lock(mutex_);
  return listeners_;
}

std::vector<std::string> MetricShards::upstreams() const {
  const std::lock_guard lock(mutex_);
  return upstreams_;
}

std::vector<const MetricShard*> MetricShards::shards() const {
  const std::lock_guard lock(mutex_);
  std::vector<const MetricShard*> all;
  all.reserve(shards_.size());
  for (const auto& shard : shards_)
    all.push_back(shard.get());
  return all;
}

}  // namespace smsfw::app
