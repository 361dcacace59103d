#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/core/inline_vector.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"

namespace smsfw::ss7 {

/// Why segments never became a message, or why one was not taken (ITU-T Q.714 4.1.1.2.3).
enum class SegmentFault : std::uint8_t {
  kTimeout,        ///< The others did not come in time.
  kOutOfSequence,  ///< One is missing, came twice or too early.
  kNewFirst,       ///< A first segment came for a message that is open already.
  kOtherAddress,   ///< A segment goes to another called party than the first one.
  kEvicted,        ///< It gave its place to others for want of room.
  kNoFirst,        ///< Nothing is open that the segment could belong to.
  kNoSegment,      ///< The message has no segmentation parameter, or is a returned one.
};

constexpr std::string_view to_string(SegmentFault fault) noexcept {
  switch (fault) {
    case SegmentFault::kTimeout:
      return "timeout";
    case SegmentFault::kOutOfSequence:
      return "out_of_sequence";
    case SegmentFault::kNewFirst:
      return "new_first";
    case SegmentFault::kOtherAddress:
      return "other_address";
    case SegmentFault::kEvicted:
      return "evicted";
    case SegmentFault::kNoFirst:
      return "no_first";
    case SegmentFault::kNoSegment:
      return "no_segment";
  }
  return "unknown";
}

/// The segments of one message that have come so far, in their order and as they came.
class HeldMessage {
 public:
  std::size_t size() const noexcept { return segments_.size(); }
  /// How many the first one announced, 1 to 16.
  std::size_t expected() const noexcept { return expected_; }
  /// The octets of a segment, to be released unchanged.
  std::span<const std::byte> octets(std::size_t index) const noexcept {
    const Segment& each = segments_[index];
    return std::span<const std::byte>(octets_).subspan(each.begin, each.size);
  }
  /// What the caller gave with it.
  std::uint64_t tag(std::size_t index) const noexcept { return segments_[index].tag; }
  /// The data of all segments behind one another; empty until the last one has come.
  std::span<const std::byte> data() const noexcept { return data_; }
  /// When the first one came.
  std::chrono::nanoseconds begun() const noexcept { return begun_; }

 private:
  friend class SegmentStore;

  struct Segment {
    std::size_t begin = 0;  // in octets_
    std::size_t size = 0;
    std::size_t data_begin = 0;  // in octets_
    std::size_t data_size = 0;
    std::uint64_t tag = 0;
  };
  struct Slice {
    std::size_t begin = 0;  // in octets_
    std::size_t size = 0;
  };

  std::span<const std::byte> slice(Slice where) const noexcept {
    return std::span<const std::byte>(octets_).subspan(where.begin, where.size);
  }

  std::uint64_t key_ = 0;
  std::uint32_t origin_ = 0;
  std::uint32_t local_reference_ = 0;
  std::uint8_t remaining_ = 0;
  std::size_t expected_ = 0;
  std::chrono::nanoseconds begun_{0};
  Slice called_;
  Slice calling_;
  InlineVector<Segment, kMaxSegments> segments_;
  std::vector<std::byte> octets_;
  std::vector<std::byte> data_;
};

struct SegmentLimits {
  std::size_t max_messages = 4096;     ///< Open at a time; 1 at least.
  std::size_t max_octets = 8U << 20U;  ///< Held of all of them together.
  /// Q.714's reassembly timer, from the first segment on: 10 to 20 seconds.
  std::chrono::nanoseconds timeout = std::chrono::seconds(20);
};

/// Holds the segments of XUDT and LUDT messages until the last one is there, so that a message is
/// judged whole and then released as it came. Segments belong together by the origin's point code,
/// the calling address and the segmentation local reference, and must come in sequence, as Q.714
/// sends them. Bounded in messages and octets: the oldest goes first.
///
/// Time is the caller's and must not run backwards. Not shareable between threads. Calls throw
/// std::bad_alloc and nothing else.
class SegmentStore {
 public:
  /// Told of segments that will not become a message, before they are forgotten; what to do with
  /// them (return, release, drop) is the caller's policy. Must be there, and must not call back.
  using Abandoned = std::function<void(const HeldMessage&, SegmentFault)>;

  enum class Outcome : std::uint8_t {
    kHeld,     ///< More are to come.
    kJoined,   ///< It was the last one.
    kRefused,  ///< Not taken: nothing of it is kept.
  };
  struct Added {
    Outcome outcome = Outcome::kRefused;
    SegmentFault fault = SegmentFault::kNoSegment;  ///< Of kRefused.
    const HeldMessage* message = nullptr;  ///< Of kJoined: lives until the next call of add().
  };

  /// `secret`: random, drawn at start, so that a stranger cannot aim at a bucket.
  SegmentStore(SegmentLimits limits, std::uint64_t secret, Abandoned abandoned);

  /// Takes a segment. `origin`: the OPC. `message` was read from `octets`. `tag`: kept for the
  /// caller. One that is out of sequence or goes elsewhere is refused and ends its message; so does
  /// a first one, which then begins anew.
  Added add(std::uint32_t origin, const SccpMessage& message, std::span<const std::byte> octets,
            std::uint64_t tag, std::chrono::nanoseconds now);

  /// Gives up what began the timeout ago or earlier. Returns how many.
  std::size_t expire(std::chrono::nanoseconds now);

  /// When expire() will have something to do next; empty while nothing is open.
  std::optional<std::chrono::nanoseconds> next_expiry() const noexcept;

  std::size_t size() const noexcept { return open_.size(); }
  std::size_t held_octets() const noexcept { return octets_; }
  /// Messages that gave their place to others for want of room.
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  using Open = std::list<HeldMessage>;

  std::uint64_t key(std::uint32_t origin, const SccpMessage& message) const noexcept;
  void abandon(Open::iterator which, SegmentFault fault);
  void evict(Open::iterator which);
  /// Ends the oldest until there is room for so many more. False where `wanted` was among them, or
  /// where there never is: then `wanted`, which is the list's end for none, has ended.
  bool make_room(std::size_t octets, std::size_t messages, Open::iterator wanted);
  static bool belongs(const HeldMessage& to, std::uint32_t origin,
                      const SccpMessage& message) noexcept;
  static void append(HeldMessage& to, const SccpMessage& message, std::span<const std::byte> octets,
                     std::uint64_t tag);
  Added join(Open::iterator which);

  const SegmentLimits limits_;
  const std::uint64_t secret_;
  const Abandoned abandoned_;
  Open open_;    // the oldest first
  Open joined_;  // what add() returned last
  std::unordered_map<std::uint64_t, Open::iterator> index_;
  std::size_t octets_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
