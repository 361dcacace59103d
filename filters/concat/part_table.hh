#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "filters/core/inline_string.hh"
#include "filters/core/lock_guarded.hh"
#include "filters/core/verdict.hh"

namespace smsfw::concat {

/// Says which message a part belongs to (3GPP TS 23.040 §9.2.3.24.1). Two parts belong together
/// where all of it is the same.
struct WholeKey {
  std::uint64_t ends = 0;  ///< Keyed hash of both addresses and the ingress: PartTable::hash().
  std::uint16_t reference = 0;
  bool wide = false;  ///< The reference has 16 bits.
  std::uint8_t total = 0;

  friend bool operator==(const WholeKey&, const WholeKey&) = default;
};

/// How the octets of a part stand for text. Opaque to the table; parts of one message may differ.
struct PartCoding {
  std::uint8_t alphabet = 0;
  std::uint8_t locking_shift = 0;
  std::uint8_t single_shift = 0;

  friend bool operator==(const PartCoding&, const PartCoding&) = default;
};

/// What a handset may have of a message: each part that was passed on or is about to be. A part
/// that came twice with different content is there in its first and its last form, one behind the
/// other: some handsets keep the one, some the other.
struct PartsSoFar {
  struct Part {
    std::uint8_t number = 0;
    bool last_form = false;  ///< The second of two forms.
    PartCoding coding;
    std::size_t begin = 0;  ///< In `octets`.
    std::size_t size = 0;

    std::span<const std::byte> in(const std::vector<std::byte>& all) const noexcept {
      return std::span(all).subspan(begin, size);
    }
  };
  std::vector<Part> parts;  ///< By number.
  std::vector<std::byte> octets;
  bool conflict = false;  ///< One of them has two forms.

  void clear() noexcept {
    parts.clear();
    octets.clear();
    conflict = false;
  }
};

/// Why the rest of a message goes the way of a part that was kept back.
struct Stopped {
  Action action = Action::kAllow;  ///< kAllow: nothing was.
  /// Keyed hash of the ruleset's version. Under another one the rest is judged for itself: a rule
  /// that was wrong is gone at once.
  std::uint64_t ruleset = 0;
  InlineString<64> reason;
};

struct PartTableLimits {
  std::size_t memory = 67'108'864;  ///< Octets of all that is kept.
  /// Counted from the first part: who sends the last one later escapes, so rather long.
  std::chrono::nanoseconds timeout = std::chrono::hours(1);
};

/// Counted since start, and gauges of now, over all shards.
struct PartTableStats {
  std::uint64_t entries = 0;    ///< Messages that are not complete.
  std::uint64_t memory = 0;     ///< Octets taken, never more than the limit.
  std::uint64_t completed = 0;  ///< Messages of which every part was delivered.
  std::uint64_t expired = 0;    ///< Those whose time was over first.
  std::uint64_t evictions = 0;  ///< Those that gave their place to others.
  std::uint64_t conflicts = 0;  ///< Parts that came again with other content.
  std::uint64_t repeats = 0;    ///< Parts that came again as they were.
  std::uint64_t stopped = 0;    ///< Parts that went the way of one before them.
};

/// The parts of concatenated messages, shared by the workers and kept over reloads. Bounded in
/// octets, all of them together: the message that was begun longest ago gives its place first.
/// Sharded, a plain mutex each. Keys are hashes with a secret, so that a stranger cannot aim.
///
/// A part is forgotten again when it does not reach the handset (settle()), so that one that is
/// sent again is judged as at first; a message is when each of its parts has reached it.
class PartTable {
 public:
  static constexpr std::size_t kMinMemory = 256UL * 1024;
  static constexpr std::size_t kMaxMemory = std::size_t{16} << 30;
  /// Longest content of a part; what is longer is kept by its first so many octets.
  static constexpr std::size_t kMaxPart = 1'024;

  /// `memory` is held to kMinMemory … kMaxMemory. `secret`: random, drawn at start.
  PartTable(const PartTableLimits& limits, std::uint64_t secret);
  PartTable(const PartTable&) = delete;
  PartTable& operator=(const PartTable&) = delete;

  /// Keyed hash for WholeKey::ends.
  std::uint64_t hash(std::span<const std::byte> subject) const noexcept;

  struct Added {
    /// For settle(); 0: there was no room even alone, nothing is kept.
    std::uint64_t token = 0;
    /// Names the message: the same for all its parts, another one after it is complete.
    std::uint64_t whole = 0;
    bool first = false;        ///< The first-seen part, or one that came before: limits count it.
    bool complete = false;     ///< With it each part is there.
    bool conflict = false;     ///< It came before with other content.
    bool other_total = false;  ///< The same message was begun with another number of parts.
    Stopped stopped;           ///< action kAllow: nothing of the message was kept back.
  };
  /// Takes one part, `number` of key.total (1 to it). `now`: steady clock.
  Added add(const WholeKey& key, std::uint8_t number, const PartCoding& coding,
            std::span<const std::byte> content, std::chrono::nanoseconds now) noexcept;

  /// The same for a part that was added before, and has waited. Takes nothing.
  Added again(std::uint64_t token) const noexcept;

  /// Copies what is there of the message of an Added::token, the part itself included. False: it
  /// has gone meanwhile, and `out` is empty.
  bool parts(std::uint64_t token, PartsSoFar& out) const noexcept;

  /// The part of this token is kept back for what the message says: the parts that follow go the
  /// same way, unless one comes again with other content, as another message under the same
  /// reference would.
  void stop(std::uint64_t token, const Stopped& how) noexcept;

  /// What became of the part; once a token.
  void settle(std::uint64_t token, bool delivered) noexcept;

  /// Forgets what is too old. To be called once a second or so; locks one shard after the other.
  void expire(std::chrono::nanoseconds now) noexcept;

  PartTableStats stats() const;

 private:
  static constexpr std::size_t kShards = 16;
  static constexpr unsigned kShardBits = 4;

  struct Part {
    std::uint8_t number = 0;
    bool last_form = false;
    bool delivered = false;
    bool first = false;         // of the message, when it came
    std::uint16_t pending = 0;  // copies of it that are on their way
    PartCoding coding;
    std::vector<std::byte> octets;
  };
  struct Whole {
    WholeKey key;
    std::uint64_t id = 0;
    std::chrono::nanoseconds begun{0};
    std::vector<Part> parts;  // by number, the first form before the last
    std::size_t memory = 0;
    Stopped stopped;
  };
  using Wholes = std::list<Whole>;
  struct Shard {
    Wholes open;                                                          // begun longest ago first
    std::unordered_multimap<std::uint64_t, Wholes::iterator> by_message;  // key without total
    std::unordered_map<std::uint64_t, Wholes::iterator> by_id;
    std::uint64_t next_id = 1;
    std::size_t memory = 0;
    PartTableStats counted;
  };

  static std::uint64_t message_of(const WholeKey& key) noexcept;
  LockGuarded<Shard>& shard_of(std::uint64_t token) const noexcept;
  static Whole* find(Shard& shard, std::uint64_t token) noexcept;
  static Part* find(Whole& whole, std::uint64_t token) noexcept;
  static void tell(const Whole& whole, Added& added) noexcept;
  static void forget(Shard& shard, Wholes::iterator which) noexcept;
  static void expire(Shard& shard, std::chrono::nanoseconds before) noexcept;
  bool make_room(Shard& shard, std::size_t octets, const Whole* itself) const noexcept;
  Added add(Shard& shard, std::size_t index, const WholeKey& key, std::uint8_t number,
            const PartCoding& coding, std::span<const std::byte> content,
            std::chrono::nanoseconds now);

  const PartTableLimits limits_;
  const std::uint64_t secret_;
  const std::unique_ptr<LockGuarded<Shard>[]> shards_;
};

}  // namespace smsfw::concat
