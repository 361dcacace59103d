#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "filters/core/lock_guarded.hh"

namespace smsfw::origin {

/// When somebody who asks for subscribers is held for a harvester.
struct HarvestRules {
  /// Queries are counted anew after it.
  std::chrono::nanoseconds window = std::chrono::hours(1);
  /// So many queries, and fewer messages than `min_share` of them. 0: not looked at.
  std::uint32_t min_queries = 100;
  double min_share = 0.1;
  /// So many queries for numbers next to each other; one that is far from them takes one away.
  /// 0: not looked at.
  std::uint32_t sweep = 30;
  /// Numbers that are at most so far apart are next to each other.
  std::uint32_t near = 10;
  /// So many queries that say themselves that no message will follow. 0: not looked at.
  std::uint32_t announced = 20;
  /// How long the finding stands, from its first moment.
  std::chrono::nanoseconds hold = std::chrono::hours(1);
};

/// When somebody who sends messages of handsets is held for one that looks for an open SMSC.
struct ScanRules {
  std::chrono::nanoseconds window = std::chrono::minutes(1);
  /// So many different called titles, estimated within a tenth. 0: not looked at.
  std::uint32_t titles = 50;
  std::chrono::nanoseconds hold = std::chrono::hours(1);
};

/// What the queries so far say of who asks.
enum class Asking : std::uint8_t {
  kFew,        ///< Not enough of them.
  kUsual,      ///< Messages follow.
  kNoMessage,  ///< Hardly a message follows.
  kSweep,      ///< Numbers in a row.
  kAnnounced,  ///< They say so themselves.
};

struct TitleHistoryStats {
  std::uint64_t entries = 0;
  std::uint64_t capacity = 0;
  std::uint64_t memory = 0;     ///< Octets taken, never more.
  std::uint64_t evictions = 0;  ///< Entries that gave their place to others.
};

/// What Global Titles did lately, shared by the workers and kept over reloads. A set-associative
/// table in fixed memory: a full bucket of four gives up the entry that was quiet longest, those
/// that a finding stands against last. Keys are hashes with a secret, so that a stranger cannot aim
/// at a bucket. Nothing is allocated after construction; each call is constant in time.
class TitleHistory {
 public:
  static constexpr std::size_t kMinMemory = 64UL * 1024;
  static constexpr std::size_t kMaxMemory = std::size_t{1} << 30;
  /// Most titles that ScanRules::titles can tell apart.
  static constexpr std::uint32_t kMaxScanTitles = 800;

  /// `memory`: octets, held to kMinMemory … kMaxMemory. `secret`: random, drawn at start.
  TitleHistory(std::size_t memory, std::uint64_t secret);

  /// A query. `asker`: whose messages are counted against it, an operator's name or a title;
  /// `title`: the calling title itself, whose numbers are looked at; `number`: digits asked about.
  /// `now`: steady clock.
  Asking query(std::string_view asker, std::string_view title, std::string_view number,
               bool announced, const HarvestRules& rules, std::chrono::nanoseconds now) noexcept;
  /// A message to a handset from the same asker.
  void message(std::string_view asker, const HarvestRules& rules,
               std::chrono::nanoseconds now) noexcept;
  /// A message of a handset from `title` to `called`. True: it looks for an open SMSC.
  bool scans(std::string_view title, std::string_view called, const ScanRules& rules,
             std::chrono::nanoseconds now) noexcept;

  TitleHistoryStats stats() const;

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr std::size_t kWays = 4;

  struct alignas(64) Entry {
    std::uint64_t key = 0;        // 0: free
    std::int64_t began = 0;       // of the window, ns
    std::int64_t held = 0;        // until when a finding stands, ns
    std::int64_t seen = 0;        // ns
    std::uint64_t words[4] = {};  // by what the entry is for
  };
  struct Shard {
    std::vector<Entry> entries;
    std::uint64_t used = 0;
    std::uint64_t evictions = 0;
  };
  enum class Use : std::uint64_t { kShare = 1, kSweep = 2, kScan = 3 };

  std::uint64_t key(std::string_view subject, Use use) const noexcept;
  /// Calls work(entry) with the key's entry, its window begun anew where it is over.
  template <class Work>
  auto with(std::uint64_t key, std::chrono::nanoseconds window, std::chrono::nanoseconds now,
            Work&& work) noexcept;

  std::uint64_t secret_;
  std::array<LockGuarded<Shard>, kShards> shards_;
};

}  // namespace smsfw::origin
