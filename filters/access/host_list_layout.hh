#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

/// How a host list stands in its file. Shared by reader and writer; internal to filters/access.
///
/// Little-endian, four sections behind one another:
///
///   header   kHeaderSize octets, see the offsets below
///   slots    2^slot_bits of 8 octets: tag (low half of the hash), reference (0: empty; otherwise
///            offset / kEntryStep + 1 in the entries). The high bits of a name's hash say where its
///            search begins; it goes on, round the end, up to max_probes slots or an empty one.
///   entries  sorted by name and match, each at a multiple of kEntryStep: expires (4), reason (2),
///            match (1), size of the name (1), the name, zeros
///   texts    size (4) and octets of each: source, licence, reasons from 1 on
namespace smsfw::access::host_list_layout {

inline constexpr std::string_view kMagic{"SMSFWHL\0", 8};
inline constexpr std::uint32_t kVersion = 1;

inline constexpr std::size_t kAtMagic = 0;        // 8
inline constexpr std::size_t kAtVersion = 8;      // 4
inline constexpr std::size_t kAtSlotBits = 12;    // 4
inline constexpr std::size_t kAtLength = 16;      // 8, of the whole file
inline constexpr std::size_t kAtChecksum = 24;    // 8, XXH3 of all behind it
inline constexpr std::size_t kAtSeed = 32;        // 8, of the names' XXH3
inline constexpr std::size_t kAtImported = 40;    // 8, seconds since 1970
inline constexpr std::size_t kAtLabels = 48;      // 8, bit n: some name has n labels
inline constexpr std::size_t kAtEntries = 56;     // 4, their number
inline constexpr std::size_t kAtProbes = 60;      // 4
inline constexpr std::size_t kAtEntrySize = 64;   // 8, octets of the entries
inline constexpr std::size_t kAtTextSize = 72;    // 8, octets of the texts
inline constexpr std::size_t kAtReasons = 80;     // 4, their number
inline constexpr std::size_t kHeaderSize = 96;    // the rest is zero
inline constexpr std::size_t kChecked = kAtSeed;  // from here on

inline constexpr std::size_t kSlotSize = 8;
inline constexpr std::size_t kEntryHead = 8;
inline constexpr std::size_t kEntryStep = 4;
inline constexpr std::uint32_t kMaxProbes = 64;
inline constexpr std::uint32_t kMinSlotBits = 1;
inline constexpr std::uint32_t kMaxSlotBits = 26;

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
