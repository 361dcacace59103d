#include "smsc-proxy/ss7/relay/query_history.hh"

#include <xxhash.h>

#include <algorithm>

namespace smsfw::ss7 {
namespace {

constexpr std::size_t kMaxCapacity = std::size_t{1} << 24;
constexpr std::size_t kFirstBuckets = 1024;
// The operation's timer at most (m, 3GPP TS 29.002 17.1.3): no answer comes later.
constexpr std::chrono::nanoseconds kLatest = std::chrono::seconds(30);

std::size_t alike(std::string_view a, std::string_view b) noexcept {
  const std::size_t most = std::min(a.size(), b.size());
  return static_cast<std::size_t>(std::mismatch(a.data(), a.data() + most, b.data()).first -
                                  a.data());
}

QueryHistoryConfig checked(QueryHistoryConfig config) noexcept {
  config.capacity = std::clamp<std::size_t>(config.capacity, 1, kMaxCapacity);
  return config;
}

}  // namespace

QueryHistory::QueryHistory(QueryHistoryConfig config, std::uint64_t secret)
    : config_(checked(config)),
      answer_time_(std::min(config_.window, kLatest)),
      secret_(secret),
      buckets_(kFirstBuckets, kNone) {}

std::uint64_t QueryHistory::key(std::string_view imsi) const noexcept {
  const std::uint64_t made = XXH3_64bits_withSeed(imsi.data(), imsi.size(), secret_);
  return made != 0 ? made : 1;  // 0 stands for no key
}

std::uint32_t QueryHistory::slot(std::uint64_t number) const noexcept {
  return static_cast<std::uint32_t>(number % config_.capacity);
}

bool QueryHistory::over(const Entry& entry, std::chrono::nanoseconds now) const noexcept {
  if (entry.handle == 0) return true;
  return entry.seen + (entry.key != 0 ? config_.window : answer_time_) <= now;
}

// ---- the index ----

void QueryHistory::unlink(std::uint32_t at) noexcept {
  std::uint32_t* before = &bucket(entries_[at].key);
  while (*before != at)
    before = &entries_[*before].behind;
  *before = entries_[at].behind;
  entries_[at].behind = kNone;
}

void QueryHistory::link(std::uint32_t at) noexcept {
  std::uint32_t& first = bucket(entries_[at].key);
  entries_[at].behind = first;
  first = at;
}

/// As many buckets as places.
void QueryHistory::grow() {
  if (entries_.size() <= buckets_.size()) return;
  std::vector<std::uint32_t> wider(buckets_.size() * 2, kNone);
  buckets_.swap(wider);
  for (std::uint32_t at = 0; at < entries_.size(); ++at) {
    if (entries_[at].key != 0) link(at);
  }
}

// ---- queries ----

void QueryHistory::drop(std::uint32_t at) noexcept {
  Entry& entry = entries_[at];
  if (entry.key != 0) unlink(at);
  entry.key = 0;
  entry.handle = 0;
}

void QueryHistory::forget_oldest() noexcept {
  drop(slot(oldest_++));
}

void QueryHistory::evict_oldest() noexcept {
  const Entry& lost = entries_[slot(oldest_)];
  if (lost.handle != 0) {
    const auto answer_by = lost.key != 0 ? lost.seen : lost.seen + answer_time_;
    // Before the first answer it is the greatest time there is.
    blind_until_ = std::max(blind_until_, answer_by + config_.window);
    ++evictions_;
  }
  forget_oldest();
}

void QueryHistory::tick(std::chrono::nanoseconds now) {
  while (oldest_ != next_ && over(entries_[slot(oldest_)], now))
    forget_oldest();
}

QueryHistory::Handle QueryHistory::asked(std::string_view calling, std::string_view service_centre,
                                         std::chrono::nanoseconds now) {
  tick(now);
  if (size() == config_.capacity) evict_oldest();
  if (static_cast<Handle>(next_) == 0) {
    ++next_;  // 0 stands for none: the place stays empty
    if (size() == config_.capacity) evict_oldest();
  }
  const std::uint32_t at = slot(next_);
  if (at >= entries_.size()) {
    entries_.resize(at + std::size_t{1});
    grow();
  }
  Entry& entry = entries_[at];
  entry = Entry{};
  entry.seen = now;
  entry.handle = static_cast<Handle>(next_++);
  entry.calling.assign(calling);
  entry.service_centre.assign(service_centre);
  return entry.handle;
}

/// The same asker's older query goes, and so does the oldest of too many.
void QueryHistory::make_room(Entry& fresh) noexcept {
  std::size_t count = 0;
  std::uint32_t oldest = kNone;
  for (std::uint32_t at = bucket(fresh.key); at != kNone;) {
    Entry& entry = entries_[at];
    const std::uint32_t behind = entry.behind;
    if (entry.key == fresh.key) {
      fresh.lost_until = std::max(fresh.lost_until, entry.lost_until);
      if (entry.calling == fresh.calling && entry.service_centre == fresh.service_centre) {
        drop(at);
      } else {
        ++count;
        if (oldest == kNone || entry.seen < entries_[oldest].seen) oldest = at;
      }
    }
    at = behind;
  }
  if (count < kMaxAskers) return;
  fresh.lost_until = std::max(fresh.lost_until, entries_[oldest].seen + config_.window);
  ++evictions_;
  drop(oldest);
}

void QueryHistory::answered(Handle query, std::string_view imsi, std::chrono::nanoseconds now) {
  // The newest number with these 32 bits.
  const std::uint64_t number = next_ - static_cast<std::uint32_t>(next_ - query);
  if (query == 0 || imsi.empty() || number < oldest_ || number >= next_) return;
  const std::uint32_t at = slot(number);
  Entry& entry = entries_[at];
  if (entry.handle != query || entry.key != 0 || over(entry, now)) return;
  if (blind_until_ == std::chrono::nanoseconds::max()) {
    // Of queries from before our time the answers may be seen, but are not understood.
    blind_until_ = now + answer_time_ + config_.window;
  }
  entry.key = key(imsi);
  entry.seen = now;
  make_room(entry);
  link(at);
}

PrecedingQuery QueryHistory::find(std::string_view imsi, std::string_view calling,
                                  std::string_view service_centre,
                                  std::chrono::nanoseconds now) const {
  using State = PrecedingQuery::State;
  if (imsi.empty()) return {};
  const std::uint64_t wanted = key(imsi);
  const Entry* best = nullptr;
  std::size_t most = 0;
  auto blind_until = blind_until_;
  for (std::uint32_t at = buckets_[wanted & (buckets_.size() - 1)]; at != kNone;
       at = entries_[at].behind) {
    const Entry& entry = entries_[at];
    if (entry.key != wanted || over(entry, now)) continue;
    blind_until = std::max(blind_until, entry.lost_until);
    if (entry.calling == calling && entry.service_centre == service_centre) {
      return {State::kFound, entry.calling.view(), entry.service_centre.view()};
    }
    const std::size_t likeness =
        alike(entry.calling, calling) + alike(entry.service_centre, service_centre);
    if (best == nullptr || likeness > most || (likeness == most && entry.seen > best->seen)) {
      best = &entry;
      most = likeness;
    }
  }
  // Somebody else's query proves nothing where the asker's own may have been forgotten.
  if (now < blind_until) return {};
  if (best == nullptr) return {State::kNone, {}, {}};
  return {State::kFound, best->calling.view(), best->service_centre.view()};
}

std::size_t QueryHistory::memory() const noexcept {
  return entries_.size() * sizeof(Entry) + buckets_.size() * sizeof(std::uint32_t);
}

}  // namespace smsfw::ss7
