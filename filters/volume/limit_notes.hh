#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "filters/core/address_key.hh"
#include "filters/core/inline_string.hh"
#include "filters/volume/limit_key.hh"

namespace smsfw::volume {

/// Whom one key of a limit stands for. In full: who shows it masks it.
struct LimitSubject {
  /// An address as address_key() writes it, or a system_id (kind kEmpty).
  struct Party {
    AddressKey text;
    AddressKind kind = AddressKind::kEmpty;
  };

  InlineString<64> limit;
  LimitKey key_of = LimitKey::kSource;
  bool enforced = true;  ///< False: the limit reports and does not act.
  Party party;           ///< Of kSourceDestination the source.
  Party destination;     ///< Of kSourceDestination alone.
};

enum class LimitChange : std::uint8_t { kBlockStarted, kBlockEnded, kWarned };

/// Why a block is over.
enum class BlockEnd : std::uint8_t {
  kExpired,   ///< Its time is over.
  kEvicted,   ///< Its entry gave place to another key.
  kStopping,  ///< The process ends, which forgets all blocks.
};
inline constexpr std::array<std::string_view, 3> kBlockEndNames{"expired", "evicted", "stopping"};
constexpr std::string_view to_string(BlockEnd end) noexcept {
  return kBlockEndNames[static_cast<std::size_t>(end)];
}

/// Something that a limit did to one of its keys, and that is worth an event. Times are on the
/// steady clock.
struct LimitNote {
  LimitChange change = LimitChange::kWarned;
  BlockEnd end = BlockEnd::kExpired;  ///< Of kBlockEnded.
  LimitSubject subject;
  std::chrono::nanoseconds at{0};
  std::chrono::nanoseconds until{0};  ///< Of a block: when it ends, or would have.
  /// kBlockEnded: messages that the block stopped. Otherwise what the stage allows at once.
  std::uint64_t count = 0;
};

/// Blocks of one shard of LimitTables that somebody follows to their end, and its warnings. Of
/// fixed size; what does not fit drives out the oldest, and is counted. Not locked.
///
/// A block that was told of as started is told of as ended exactly once, unless it was driven out.
class LimitNotes {
 public:
  static constexpr std::size_t kBlocks = 64;
  static constexpr std::size_t kWarnings = 16;
  /// Most notes that one collect() gives: start and end of each block, and the warnings.
  static constexpr std::size_t kMostCollected = 2 * kBlocks + kWarnings;

  struct Block {
    enum class State : std::uint8_t { kFree, kOn, kOver };
    State state = State::kFree;
    bool told = false;  ///< Its start has been collected.
    BlockEnd end = BlockEnd::kExpired;
    std::uint32_t entry = 0;  ///< Whose block it is: the owner's index.
    std::uint32_t stopped = 0;
    std::uint32_t allowed = 0;
    std::int64_t started = 0;
    std::int64_t until = 0;
    std::int64_t ended = 0;
    LimitSubject subject;
  };

  /// The place for one more block: a free one, or that of the one that began first. Its state says
  /// whether somebody is driven out.
  std::size_t place() const noexcept;
  /// Follows a block. `made` is kOn and not told.
  void follow(std::size_t place, const Block& made) noexcept;
  /// The block is over; its note waits for collect().
  void end(std::size_t place, BlockEnd why, std::uint32_t stopped, std::int64_t until,
           std::int64_t now) noexcept;
  void warn(const LimitSubject& subject, std::uint32_t allowed, std::int64_t now) noexcept;

  const Block& block(std::size_t place) const noexcept { return blocks_[place]; }
  bool empty() const noexcept { return used_ == 0 && warnings_ == 0; }
  /// Appends what was not told before, warnings first, and forgets what is over. No allocation
  /// where `out` has room for kMostCollected more.
  void collect(std::vector<LimitNote>& out);

  /// Blocks and warnings that were driven out, or could not be followed. Since start.
  std::uint64_t evictions() const noexcept { return evictions_; }
  void count_eviction() noexcept { ++evictions_; }

 private:
  struct Warning {
    std::uint32_t allowed = 0;
    std::int64_t at = 0;
    LimitSubject subject;
  };

  std::array<Block, kBlocks> blocks_;
  std::array<Warning, kWarnings> warned_;  // a ring
  std::size_t used_ = 0;                   // blocks that are not free
  std::size_t warnings_ = 0;
  std::size_t next_warning_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::volume
