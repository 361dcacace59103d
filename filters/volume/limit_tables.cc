#include "filters/volume/limit_tables.hh"

#include <sys/mman.h>
#include <xxhash.h>

#include <algorithm>
#include <new>

namespace smsfw::volume {
namespace {

constexpr std::size_t kMaxShards = 64;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kMinShardMemory = std::size_t{256} * 1024;
constexpr std::size_t kThrottleStage = static_cast<std::size_t>(Crossing::kThrottle) - 1;
constexpr std::size_t kBlockStage = static_cast<std::size_t>(Crossing::kBlock) - 1;
constexpr std::size_t kWarnStage = static_cast<std::size_t>(Crossing::kWarn) - 1;
constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::uint32_t kSeconds = 0xffffff;  // over six months; no quiet time is longer than one
constexpr std::uint32_t kSkew = 60;           // seconds that messages of two workers may be apart

/// Final mix of SplitMix64: every bit of the input reaches every bit of the output.
constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

/// What status pages may show of a subject: names as they are, of digits the first four and last
/// two.
InlineString<24> masked(const LimitSubject& subject) {
  const std::string_view key = subject.party.text;
  InlineString<24> out;
  const auto digits =
      std::count_if(key.begin(), key.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (digits <= 6 || subject.key_of == LimitKey::kSystemId) {
    out.assign(key.substr(0, 24));
    return out;
  }
  const std::size_t size = std::min<std::size_t>(key.size(), 24);
  std::array<char, 24> text{};
  text.fill('*');
  std::copy_n(key.begin(), 4, text.begin());
  text[size - 2] = key[key.size() - 2];
  text[size - 1] = key[key.size() - 1];
  out.assign({text.data(), size});
  return out;
}

}  // namespace

/// One key under one limit, one cache line. Which of the stages exist is the ruleset's business:
/// the table only keeps their times.
struct alignas(64) LimitTables::Entry {
  std::uint64_t key = 0;  // 0: free
  /// GCRA's theoretical arrival time a stage, ns; in the past: nothing is used.
  std::array<std::int64_t, kStages> tat{};
  std::int64_t blocked_until = 0;      // ns
  std::int64_t seen = 0;               // ns
  std::int64_t throttle_interval = 0;  // what give_back() takes off; outlives the ruleset
  std::uint32_t blocked_hits = 0;
  std::uint32_t note : 8 = 0;  // place in the shard's notes + 1; 0: the block is not followed
  /// Second of the last message beyond the warn stage, from 1, modulo 2^24; 0: there was none.
  std::uint32_t warned : 24 = 0;

  /// What is least goes first: last use, or the end of a block.
  std::int64_t keep_until() const noexcept { return std::max(seen, blocked_until); }

  /// A message beyond the warn stage. True: the first, or the first after a quiet time of `quiet`.
  bool note_warned(std::int64_t now, std::int64_t quiet) noexcept {
    const std::uint32_t second =
        std::max(1U, static_cast<std::uint32_t>(now / kSecond + 1) & kSeconds);
    const std::uint32_t since = (second - warned) & kSeconds;
    const bool known = warned != 0;
    if (known && since > kSeconds - kSkew) return false;  // another worker's message came first
    warned = second & kSeconds;
    return !known || since > (quiet + kSecond - 1) / kSecond;
  }
};

struct alignas(64) LimitTables::Shard {
  LimitStats stats;  // memory, capacity and evicted_notes stay 0 here
};

LimitTables::LimitTables(std::size_t memory, std::uint64_t secret) : secret_(secret) {
  static_assert(sizeof(Entry) == 64);
  constexpr std::size_t kShardMemory = sizeof(LockGuarded<Shard>) + sizeof(LimitNotes);
  memory = std::clamp(memory, kMinMemory, kMaxMemory);
  while (shard_count_ < kMaxShards && memory / (shard_count_ * 2) >= kMinShardMemory)
    shard_count_ *= 2;
  const std::size_t entry_memory = memory / shard_count_ - kShardMemory;
  buckets_ = entry_memory / (kWays * sizeof(Entry));
  const std::size_t octets = capacity() * sizeof(Entry);
  void* const place = ::operator new (octets, std::align_val_t{kHugePage});
  // Look-ups are spread over all of it: with huge pages they cost a third less. Only advice.
  madvise(place, octets, MADV_HUGEPAGE);
  entries_.reset(new (place) Entry[capacity()]);
  shards_ = std::make_unique<LockGuarded<Shard>[]>(shard_count_);
  notes_ = std::make_unique<LimitNotes[]>(shard_count_);
  memory_ = capacity() * sizeof(Entry) + shard_count_ * kShardMemory;
}

LimitTables::~LimitTables() = default;

void LimitTables::Free::operator()(Entry* entries) const noexcept {
  ::operator delete (entries, std::align_val_t{kHugePage});
}

std::uint64_t LimitTables::hash(std::string_view subject) const noexcept {
  return XXH3_64bits_withSeed(subject.data(), subject.size(), secret_);
}

std::uint64_t LimitTables::key(std::uint64_t subject, std::uint64_t seed) noexcept {
  const std::uint64_t key = mix(subject ^ seed);
  return key != 0 ? key : 1;  // 0 marks a free entry
}

std::size_t LimitTables::shard_of(std::uint64_t key) const noexcept {
  return (key >> 58) & (shard_count_ - 1);
}

std::size_t LimitTables::bucket_of(std::uint64_t key) const noexcept {
  const std::size_t bucket = ((key & 0xffffffffULL) * buckets_) >> 32;
  return (shard_of(key) * buckets_ + bucket) * kWays;
}

void LimitTables::prefetch(std::uint64_t key) const noexcept {
  const Entry* first = entries_.get() + bucket_of(key);
  __builtin_prefetch(first, 1);
}

LimitTables::Entry& LimitTables::place(std::uint64_t key, LimitStats& stats,
                                       std::int64_t now) noexcept {
  Entry* const first = entries_.get() + bucket_of(key);
  Entry* victim = first;
  for (Entry* entry = first; entry != first + kWays; ++entry) {
    if (entry->key == key) return *entry;
    if (victim->key != 0 && (entry->key == 0 || entry->keep_until() < victim->keep_until())) {
      victim = entry;
    }
  }
  if (victim->key == 0) {
    ++stats.entries;
  } else {
    ++stats.evictions;
    const bool blocked = victim->blocked_until > now;
    if (blocked) ++stats.evicted_blocks;
    if (victim->note != 0) {
      end_note(*victim, blocked ? BlockEnd::kEvicted : BlockEnd::kExpired, now);
    }
  }
  *victim = Entry{};
  victim->key = key;
  return *victim;
}

LimitTables::Entry* LimitTables::find(std::uint64_t key) noexcept {
  Entry* const first = entries_.get() + bucket_of(key);
  Entry* const found =
      std::find_if(first, first + kWays, [&](const Entry& entry) { return entry.key == key; });
  return found == first + kWays ? nullptr : found;
}

void LimitTables::end_note(Entry& entry, BlockEnd why, std::int64_t now) noexcept {
  notes_[shard_of(entry.key)].end(entry.note - 1U, why, entry.blocked_hits, entry.blocked_until,
                                  now);
  entry.note = 0;
}

LimitTables::Taken LimitTables::take(std::uint64_t key, const LimitRates& rates,
                                     std::chrono::nanoseconds at) noexcept {
  const std::int64_t now = at.count();
  Taken taken;
  shards_[shard_of(key)].with([&](Shard& shard) {
    Entry& entry = place(key, shard.stats, now);
    entry.seen = std::max(entry.seen, now);

    // Held to what these rates can mean: a reload may have made them smaller, or taken a stage
    // away.
    entry.blocked_until = std::min(entry.blocked_until, now + rates.block_ns);
    for (std::size_t i = 0; i < kStages; ++i)
      entry.tat[i] = std::min(entry.tat[i], now + rates.stage[i].capacity);
    if (entry.blocked_until > now) {
      ++entry.blocked_hits;
      ++shard.stats.blocked;
      if (rates.extend) entry.blocked_until = std::max(entry.blocked_until, now + rates.block_ns);
      taken.crossing = Crossing::kBlock;
      return;
    }
    const auto conforms = [&](std::size_t stage) {
      const StageRate& rate = rates.stage[stage];
      if (rate.interval == 0) return true;
      const std::int64_t next = std::max(entry.tat[stage], now) + rate.interval;
      if (next - now > rate.capacity) return false;
      entry.tat[stage] = next;
      return true;
    };
    // Warn and block count attempts; throttle counts what passes.
    const bool warned = !conforms(kWarnStage);
    if (warned) taken.warning_started = entry.note_warned(now, rates.stage[kWarnStage].capacity);
    if (!conforms(kBlockStage)) {
      // The block before may have ended since the last collect().
      if (entry.note != 0) end_note(entry, BlockEnd::kExpired, now);
      entry.blocked_until = now + rates.block_ns;
      entry.blocked_hits = 1;
      entry.tat[kBlockStage] = 0;
      ++shard.stats.blocked;
      ++shard.stats.blocks_started;
      taken.crossing = Crossing::kBlock;
      taken.block_started = true;
    } else if (!conforms(kThrottleStage)) {
      ++shard.stats.throttled;
      taken.crossing = Crossing::kThrottle;
    } else {
      if (warned) {
        ++shard.stats.warned;
        taken.crossing = Crossing::kWarn;
      }
      entry.throttle_interval = rates.stage[kThrottleStage].interval;
      if (entry.throttle_interval != 0) {
        taken.consumed = true;
        taken.token = static_cast<std::uint64_t>(&entry - entries_.get()) << 32 | key >> 32;
      }
    }
  });
  return taken;
}

void LimitTables::give_back(std::uint64_t token) noexcept {
  const std::size_t slot = token >> 32;
  if (slot >= capacity()) return;
  shards_[slot / (buckets_ * kWays)].with([&](Shard& shard) {
    Entry& entry = entries_[slot];
    if (entry.key == 0 || entry.key >> 32 != (token & 0xffffffffULL)) return;
    entry.tat[kThrottleStage] -= entry.throttle_interval;
    ++shard.stats.returned;
  });
}

void LimitTables::note_block(std::uint64_t key, const LimitRates& rates,
                             std::chrono::nanoseconds now, const LimitSubject& subject) noexcept {
  shards_[shard_of(key)].with([&](Shard&) {
    LimitNotes& notes = notes_[shard_of(key)];
    Entry* const entry = find(key);
    if (entry == nullptr || entry->note != 0) {
      notes.count_eviction();  // others were quicker, between take() and here
      return;
    }
    const std::size_t place = notes.place();
    const LimitNotes::Block& before = notes.block(place);
    if (before.state == LimitNotes::Block::State::kOn) entries_[before.entry].note = 0;
    LimitNotes::Block block;
    block.state = LimitNotes::Block::State::kOn;
    block.entry = static_cast<std::uint32_t>(entry - entries_.get());
    block.allowed = rates.stage[kBlockStage].count();
    block.started = now.count();
    block.until = entry->blocked_until;
    block.subject = subject;
    notes.follow(place, block);
    entry->note = static_cast<std::uint8_t>(place + 1);
  });
}

void LimitTables::note_warning(std::uint64_t key, const LimitRates& rates,
                               std::chrono::nanoseconds now, const LimitSubject& subject) noexcept {
  shards_[shard_of(key)].with([&](Shard&) {
    notes_[shard_of(key)].warn(subject, rates.stage[kWarnStage].count(), now.count());
  });
}

void LimitTables::collect(std::chrono::nanoseconds over, std::vector<LimitNote>& out) {
  collect(over, BlockEnd::kExpired, out);
}

void LimitTables::collect_last(std::chrono::nanoseconds now, std::vector<LimitNote>& out) {
  collect(now, BlockEnd::kStopping, out);
}

void LimitTables::collect(std::chrono::nanoseconds now, BlockEnd of_others,
                          std::vector<LimitNote>& out) {
  for (std::size_t i = 0; i < shard_count_; ++i) {
    out.reserve(out.size() + LimitNotes::kMostCollected);  // nothing is allocated under the lock
    shards_[i].with([&](Shard&) {
      LimitNotes& notes = notes_[i];
      if (notes.empty()) return;
      for (std::size_t place = 0; place < LimitNotes::kBlocks; ++place) {
        const LimitNotes::Block& block = notes.block(place);
        if (block.state != LimitNotes::Block::State::kOn) continue;
        Entry& entry = entries_[block.entry];
        if (entry.blocked_until <= now.count()) {
          end_note(entry, BlockEnd::kExpired, now.count());
        } else if (of_others == BlockEnd::kStopping) {
          end_note(entry, of_others, now.count());
        }
      }
      notes.collect(out);
    });
  }
}

std::vector<ActiveBlock> LimitTables::blocks(std::chrono::nanoseconds now, std::size_t max) const {
  std::vector<ActiveBlock> active;
  active.reserve(std::min(max, shard_count_ * LimitNotes::kBlocks));
  for (std::size_t i = 0; i < shard_count_ && active.size() < max; ++i) {
    shards_[i].with([&](const Shard&) {
      const LimitNotes& notes = notes_[i];
      for (std::size_t place = 0; place < LimitNotes::kBlocks && active.size() < max; ++place) {
        const LimitNotes::Block& block = notes.block(place);
        if (block.state != LimitNotes::Block::State::kOn) continue;
        const Entry& entry = entries_[block.entry];
        if (entry.blocked_until <= now.count()) continue;
        ActiveBlock shown;
        shown.key = entry.key;
        shown.limit = block.subject.limit;
        shown.subject = masked(block.subject);
        shown.until = std::chrono::nanoseconds(entry.blocked_until);
        shown.hits = entry.blocked_hits;
        active.push_back(shown);
      }
    });
  }
  return active;
}

LimitStats LimitTables::stats() const {
  LimitStats sum;
  for (std::size_t i = 0; i < shard_count_; ++i) {
    shards_[i].with([&](const Shard& shard) {
      sum.entries += shard.stats.entries;
      sum.evictions += shard.stats.evictions;
      sum.evicted_blocks += shard.stats.evicted_blocks;
      sum.warned += shard.stats.warned;
      sum.throttled += shard.stats.throttled;
      sum.blocked += shard.stats.blocked;
      sum.blocks_started += shard.stats.blocks_started;
      sum.returned += shard.stats.returned;
      sum.evicted_notes += notes_[i].evictions();
    });
  }
  sum.capacity = capacity();
  sum.memory = memory_;
  return sum;
}

std::size_t LimitTables::size() const {
  return stats().entries;
}

}  // namespace smsfw::volume
