#include "filters/origin/title_history.hh"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

namespace smsfw::origin {
namespace {

constexpr std::size_t kBits = 256;

/// Bits of 256 that so many different titles set on average (linear counting, Whang 1990).
std::uint32_t bits_of(std::uint32_t titles) noexcept {
  const double empty = std::exp(-static_cast<double>(titles) / kBits);
  return static_cast<std::uint32_t>(std::ceil(kBits * (1 - empty)));
}

std::uint64_t value_of(std::string_view digits) noexcept {
  std::uint64_t value = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

}  // namespace

TitleHistory::TitleHistory(std::size_t memory, std::uint64_t secret) : secret_(secret) {
  memory = std::clamp(memory, kMinMemory, kMaxMemory);
  const std::size_t buckets = memory / (kShards * kWays * sizeof(Entry));
  for (auto& shard : shards_)
    shard.with([&](Shard& one) { one.entries.resize(buckets * kWays); });
}

std::uint64_t TitleHistory::key(std::string_view subject, Use use) const noexcept {
  const std::uint64_t seed = secret_ ^ (static_cast<std::uint64_t>(use) * 0x9e3779b97f4a7c15ULL);
  const std::uint64_t hash = XXH3_64bits_withSeed(subject.data(), subject.size(), seed);
  return hash != 0 ? hash : 1;
}

template <class Work>
auto TitleHistory::with(std::uint64_t key, std::chrono::nanoseconds window,
                        std::chrono::nanoseconds now, Work&& work) noexcept {
  return shards_[key >> 60].with([&](Shard& shard) {
    const std::size_t buckets = shard.entries.size() / kWays;
    Entry* const first = &shard.entries[((key & 0xffffffffULL) * buckets >> 32) * kWays];
    Entry* entry = first;
    for (Entry* one = first; one != first + kWays; ++one) {
      if (one->key == key) {
        entry = one;
        break;
      }
      const auto keep = [](const Entry& e) { return std::max(e.seen, e.held); };
      if (entry->key != 0 && (one->key == 0 || keep(*one) < keep(*entry))) entry = one;
    }
    if (entry->key != key) {
      if (entry->key == 0) {
        ++shard.used;
      } else {
        ++shard.evictions;
      }
      *entry = Entry{};
      entry->key = key;
      entry->began = now.count();
    } else {
      // Counting begins anew after the window, and where a finding has stood its time.
      const bool over = entry->held != 0 ? entry->held <= now.count()
                                         : now.count() - entry->began >= window.count();
      if (over) {
        std::fill(std::begin(entry->words), std::end(entry->words), 0);
        entry->held = 0;
        entry->began = now.count();
      }
    }
    entry->seen = std::max(entry->seen, now.count());
    return work(*entry);
  });
}

Asking TitleHistory::query(std::string_view asker, std::string_view title, std::string_view number,
                           bool announced, const HarvestRules& rules,
                           std::chrono::nanoseconds now) noexcept {
  const std::int64_t hold_until = (now + rules.hold).count();
  // Numbers in a row, and what the queries say of themselves. Words: the number before, how many in
  // a row, how many that say so, what stands against the title.
  const auto of_title = with(key(title, Use::kSweep), rules.window, now, [&](Entry& entry) {
    auto& [last, row, said, standing] = entry.words;
    if (entry.held > now.count()) return static_cast<Asking>(standing);
    const std::uint64_t value = value_of(number);
    if (value != 0) {
      const std::uint64_t apart = value > last ? value - last : last - value;
      if (last != 0 && apart != 0 && apart <= rules.near) {
        ++row;
        last = value;
      } else if (row == 0) {
        last = value;
      } else if (apart != 0) {
        --row;  // and the row may go on behind it
      }
    }
    said += announced ? 1 : 0;
    Asking found = Asking::kUsual;
    // The first number has none before it.
    if (rules.sweep != 0 && row + 1 >= rules.sweep) {
      found = Asking::kSweep;
    } else if (rules.announced != 0 && said >= rules.announced) {
      found = Asking::kAnnounced;
    }
    if (found != Asking::kUsual) {
      entry.held = hold_until;
      standing = static_cast<std::uint64_t>(found);
    }
    return found;
  });
  // Words: queries, messages.
  const auto of_asker = with(key(asker, Use::kShare), rules.window, now, [&](Entry& entry) {
    auto& queries = entry.words[0];
    if (entry.held > now.count()) return Asking::kNoMessage;
    ++queries;
    if (rules.min_queries == 0) return Asking::kUsual;
    if (queries < rules.min_queries) return Asking::kFew;
    const double wanted = static_cast<double>(queries) * rules.min_share;
    if (static_cast<double>(entry.words[1]) >= wanted) return Asking::kUsual;
    entry.held = hold_until;
    return Asking::kNoMessage;
  });
  return of_title != Asking::kUsual ? of_title : of_asker;
}

void TitleHistory::message(std::string_view asker, const HarvestRules& rules,
                           std::chrono::nanoseconds now) noexcept {
  with(key(asker, Use::kShare), rules.window, now, [](Entry& entry) { ++entry.words[1]; });
}

bool TitleHistory::scans(std::string_view title, std::string_view called, const ScanRules& rules,
                         std::chrono::nanoseconds now) noexcept {
  if (rules.titles == 0) return false;
  const std::uint64_t hash = XXH3_64bits_withSeed(called.data(), called.size(), secret_);
  const std::uint32_t wanted = bits_of(rules.titles);
  return with(key(title, Use::kScan), rules.window, now, [&](Entry& entry) {
    if (entry.held > now.count()) return true;
    entry.words[hash % 4] |= std::uint64_t{1} << (hash >> 58);
    int set = 0;
    for (const std::uint64_t word : entry.words)
      set += std::popcount(word);
    if (static_cast<std::uint32_t>(set) < wanted) return false;
    entry.held = (now + rules.hold).count();
    return true;
  });
}

TitleHistoryStats TitleHistory::stats() const {
  TitleHistoryStats sum;
  for (const auto& shard : shards_) {
    shard.with([&](const Shard& one) {
      sum.entries += one.used;
      sum.evictions += one.evictions;
      sum.capacity += one.entries.size();
    });
  }
  sum.memory = sum.capacity * sizeof(Entry);
  return sum;
}

}  // namespace smsfw::origin
