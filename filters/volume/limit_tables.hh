#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"
#include "filters/core/lock_guarded.hh"
#include "filters/volume/limit_notes.hh"

namespace smsfw::volume {

/// What a message crossed, mildest first.
enum class Crossing : std::uint8_t { kNone, kWarn, kThrottle, kBlock };
inline constexpr std::size_t kStages = 3;  // warn, throttle, block

/// One stage as GCRA (ITU-T I.371): `capacity` is what may be used at once, `interval` what one
/// message uses. interval 0: no such stage.
struct StageRate {
  std::int64_t interval = 0;  // ns
  std::int64_t capacity = 0;  // ns

  /// Messages that fit at once.
  std::uint32_t count() const noexcept {
    return interval == 0 ? 0 : static_cast<std::uint32_t>(capacity / interval);
  }
};

struct LimitRates {
  std::array<StageRate, kStages> stage{};  // by Crossing - 1
  std::int64_t block_ns = 0;
  bool extend = false;
};

/// Counters since start and gauges of now. Sums over all shards.
struct LimitStats {
  std::uint64_t entries = 0;
  std::uint64_t capacity = 0;
  std::uint64_t memory = 0;          ///< Octets taken, never more.
  std::uint64_t evictions = 0;       ///< Entries that gave place to others.
  std::uint64_t evicted_blocks = 0;  ///< Of these, entries whose block was still on.
  std::uint64_t warned = 0;
  std::uint64_t throttled = 0;
  std::uint64_t blocked = 0;  ///< Messages, not keys.
  std::uint64_t blocks_started = 0;
  std::uint64_t returned = 0;       ///< Tokens given back.
  std::uint64_t evicted_notes = 0;  ///< Blocks and warnings that collect() will not tell of.
};

/// A dynamic block that is on.
struct ActiveBlock {
  std::uint64_t key = 0;  ///< Keyed hash; the same for the same subject until the next start.
  InlineString<64> limit;
  /// Masked: never a full number.
  InlineString<24> subject;
  std::chrono::nanoseconds until{0};  ///< Steady clock.
  std::uint32_t hits = 0;             ///< Messages that it stopped.
};

/// State of all limits, shared by the workers and kept over reloads of the ruleset.
///
/// A set-associative table in fixed memory: shards (a plain mutex each), in them buckets of four
/// entries of one cache line. A key's bucket is its hash; a full bucket gives up its least recently
/// used entry, entries under a block last. So what goes out is the oldest of four, not of all, and
/// a few keys are lost before the table is full: give it room for twice the keys that are active.
/// Nothing is allocated after construction. Keys are hashes with a secret that is drawn at start,
/// so that a stranger cannot aim at a bucket; two keys with one 64-bit hash share their tokens.
class LimitTables {
 public:
  static constexpr std::size_t kMinMemory = 64UL * 1024;
  static constexpr std::size_t kMaxMemory = std::size_t{64} << 30;

  /// `memory`: octets for all entries and notes, held to kMinMemory … kMaxMemory. `secret`: random,
  /// drawn at start.
  LimitTables(std::size_t memory, std::uint64_t secret);
  LimitTables(const LimitTables&) = delete;
  LimitTables& operator=(const LimitTables&) = delete;
  ~LimitTables();

  /// Keyed hash of one subject.
  std::uint64_t hash(std::string_view subject) const noexcept;
  /// The key of a subject under one limit (Limits::Limit::seed).
  static std::uint64_t key(std::uint64_t subject, std::uint64_t seed) noexcept;
  /// Asks the memory for a key's bucket, so that several take() wait for it together.
  void prefetch(std::uint64_t key) const noexcept;

  struct Taken {
    Crossing crossing = Crossing::kNone;
    bool consumed = false;         ///< A token of the throttle stage was taken.
    bool block_started = false;    ///< Call note_block() to have it told of.
    bool warning_started = false;  ///< Call note_warning() to have it told of.
    std::uint64_t token = 0;       ///< For give_back(), where consumed.
  };
  /// Counts one message, in constant time. `now`: steady clock, at or after 0. A message exactly at
  /// the capacity conforms; a block is over at its last instant.
  Taken take(std::uint64_t key, const LimitRates& rates, std::chrono::nanoseconds now) noexcept;

  /// Undoes the consumption of a throttle token, in constant time. Does nothing when the entry has
  /// gone meanwhile.
  void give_back(std::uint64_t token) noexcept;

  /// Makes a block that has begun visible in blocks() and collect(). The newest
  /// LimitNotes::kBlocks a shard are followed. `rates` and `now` as take() had them.
  void note_block(std::uint64_t key, const LimitRates& rates, std::chrono::nanoseconds now,
                  const LimitSubject& subject) noexcept;
  /// Makes it known to collect() that the warn stage was reached.
  void note_warning(std::uint64_t key, const LimitRates& rates, std::chrono::nanoseconds now,
                    const LimitSubject& subject) noexcept;

  /// Appends what began or ended since the last call, from each shard in turn. `over`: blocks that
  /// end at or before it are over; a moment that all messages under way are younger than, as a
  /// later one is not in the count of what the block stopped. Allocates; locks one shard after the
  /// other for a short time.
  void collect(std::chrono::nanoseconds over, std::vector<LimitNote>& out);
  /// The same at the end of the process, with all blocks that are on: they end here.
  void collect_last(std::chrono::nanoseconds now, std::vector<LimitNote>& out);

  /// Blocks that are on at `now`, at most `max`. For status: allocates, and locks one shard after
  /// the other for a short time.
  std::vector<ActiveBlock> blocks(std::chrono::nanoseconds now, std::size_t max) const;
  LimitStats stats() const;
  /// Entries in use.
  std::size_t size() const;

 private:
  static constexpr std::size_t kWays = 4;
  struct Entry;
  struct Shard;
  struct Free {
    void operator()(Entry* entries) const noexcept;
  };

  /// The key's entry: found, or free, or taken from the least recently used. Under the shard's
  /// lock.
  Entry& place(std::uint64_t key, LimitStats& stats, std::int64_t now) noexcept;
  /// nullptr: not there. Under the shard's lock.
  Entry* find(std::uint64_t key) noexcept;
  void end_note(Entry& entry, BlockEnd why, std::int64_t now) noexcept;
  void collect(std::chrono::nanoseconds now, BlockEnd of_others, std::vector<LimitNote>& out);
  std::size_t capacity() const noexcept { return shard_count_ * buckets_ * kWays; }
  std::size_t shard_of(std::uint64_t key) const noexcept;
  std::size_t bucket_of(std::uint64_t key) const noexcept;  // index of its first entry

  const std::uint64_t secret_;
  std::size_t shard_count_ = 1;
  std::size_t buckets_ = 1;  // a shard
  std::size_t memory_ = 0;
  std::unique_ptr<Entry[], Free> entries_;  // those of one shard are touched only under its lock
  std::unique_ptr<LockGuarded<Shard>[]> shards_;
  std::unique_ptr<LimitNotes[]> notes_;  // of each shard; touched only under its lock
};

}  // namespace smsfw::volume
