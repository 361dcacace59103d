#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

/// How a host list stands in its file. Shared by reader and writer; internal to filters/access.
///
/// Little-endian, six sections behind one another:
///
///   header   kHeaderSize octets, see the offsets below
///   filter   words of 8 octets. The high half of a name's hash chooses one, in which four bits
///            of a listed name are set: most names that are not listed are told by it, and it is
///            small enough to stay in the processor's caches
///   buckets  of kBucketSize octets, a line of the cache, with up to kSlots records: a tag of each
///            (7 bits of the hash and 0x80; 0: no more), where each begins, the records. 0x80 in
///            the first of those says that names that belong here stand in the next bucket (after
///            the last: the first). So one line is all that most look-ups read. The high half of a
///            name's hash says where its search begins; it ends at a bucket without that bit, and
///            after max_probes buckets
///   far      names that are too long for a bucket, behind one another
///   expiries 4 each, those of all entries that have one, ascending
///   texts    size (4) and octets of each: source, licence, reasons from 1 on
///
/// A record: size of the name (1); match, kHasExpiry, kHasReason (1); expires (4) and reason (2)
/// where it has them; the name, or of one above kMaxNear its offset in `far` (4).
namespace smsfw::access::host_list_layout {

inline constexpr std::string_view kMagic{"SMSFWHL\0", 8};
inline constexpr std::uint32_t kVersion = 1;

inline constexpr std::size_t kAtMagic = 0;         // 8
inline constexpr std::size_t kAtVersion = 8;       // 4
inline constexpr std::size_t kAtBuckets = 12;      // 4, their number
inline constexpr std::size_t kAtLength = 16;       // 8, of the whole file
inline constexpr std::size_t kAtChecksum = 24;     // 8, XXH3 of all behind it
inline constexpr std::size_t kAtSeed = 32;         // 8, of the names' XXH3
inline constexpr std::size_t kAtImported = 40;     // 8, seconds since 1970
inline constexpr std::size_t kAtLabels = 48;       // 8, bit n: some name has n labels
inline constexpr std::size_t kAtEntries = 56;      // 4, their number
inline constexpr std::size_t kAtProbes = 60;       // 4
inline constexpr std::size_t kAtFarSize = 64;      // 8, octets of the far names
inline constexpr std::size_t kAtTextSize = 72;     // 8, octets of the texts
inline constexpr std::size_t kAtReasons = 80;      // 4, their number
inline constexpr std::size_t kAtExpiries = 84;     // 4, their number
inline constexpr std::size_t kAtFilterWords = 88;  // 4, their number
inline constexpr std::size_t kHeaderSize = 128;    // the rest is zero; buckets stay aligned
inline constexpr std::size_t kChecked = kAtSeed;   // from here on

inline constexpr std::size_t kBucketSize = 64;
inline constexpr unsigned kSlots = 4;
inline constexpr std::size_t kAtStarts = kSlots;  // behind the tags
inline constexpr std::size_t kBucketHead = std::size_t{2} * kSlots;
inline constexpr std::size_t kBucketRoom = kBucketSize - kBucketHead;
inline constexpr unsigned kMore = 0x80;  // in the first start
inline constexpr std::size_t kRecordHead = 2;
inline constexpr std::size_t kReference = 4;
inline constexpr unsigned kMatchBits = 3;
inline constexpr unsigned kHasExpiry = 4;
inline constexpr unsigned kHasReason = 8;
inline constexpr std::size_t kMaxHead = kRecordHead + 4 + 2;
inline constexpr std::size_t kMaxNear = kBucketRoom - kMaxHead;
inline constexpr std::uint32_t kMaxProbes = 64;

/// Bits of the filter for a name, and words that keep the buckets aligned.
inline constexpr std::size_t kFilterBits = 16;
inline constexpr std::size_t kFilterStep = kBucketSize / 8;

/// What stands before the name of a record. Read without a branch: records differ in no order that
/// a processor could foresee, and a guess that is wrong costs more than all else here.
struct RecordHead {
  std::uint8_t size = 0;
  std::uint8_t flags = 0;
  std::uint16_t reason = 0;
  std::uint32_t expires = 0;
};
/// Octets of it.
constexpr std::size_t head_octets(unsigned flags) noexcept {
  return kRecordHead + (flags & kHasExpiry) + (flags & kHasReason) / 4;
}
/// Reads kMaxHead octets; behind the buckets stand the texts at least, not shorter.
RecordHead record_head(const std::byte* record) noexcept;
/// Octets that a name takes in its record.
constexpr std::size_t name_octets(std::size_t name) noexcept {
  return name > kMaxNear ? kReference : name;
}
/// Where the hash of a name points among `count` words or buckets.
constexpr std::size_t place(std::uint64_t hash, std::size_t count) noexcept {
  return (hash >> 32) * count >> 32;
}
constexpr std::uint8_t tag_of(std::uint64_t hash) noexcept {
  return static_cast<std::uint8_t>(hash >> 24 & 0x7F) | 0x80;
}
/// The bits of a name in its word of the filter.
constexpr std::uint64_t filter_bits(std::uint64_t hash) noexcept {
  const auto bit = [hash](unsigned at) { return std::uint64_t{1} << (hash >> at & 63); };
  return bit(0) | bit(6) | bit(12) | bit(18);
}

template <class Integer>
Integer get(const std::byte* at) noexcept {
  Integer value;
  std::memcpy(&value, at, sizeof value);
  if constexpr (std::endian::native == std::endian::big) {
    Integer turned = 0;
    for (std::size_t i = 0; i < sizeof value; ++i)
      turned = static_cast<Integer>(turned << 8 | (value >> 8 * i & 0xFF));
    return turned;
  }
  return value;
}

template <class Integer>
void put(std::byte* at, Integer value) noexcept {
  for (std::size_t i = 0; i < sizeof value; ++i)
    at[i] = static_cast<std::byte>(value >> 8 * i & 0xFF);
}

/// The checksum of a file of at least kHeaderSize octets.
std::uint64_t checksum(std::span<const std::byte> file) noexcept;
/// The hash of a name.
std::uint64_t hash(std::string_view name, std::uint64_t seed) noexcept;

}  // namespace smsfw::access::host_list_layout
