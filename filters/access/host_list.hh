#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/expected.hh"

namespace smsfw::access {

/// Lists that a ruleset may hold.
inline constexpr std::size_t kMaxHostLists = 32;

/// Which hosts an entry is about.
enum class HostMatch : std::uint8_t {
  kExact = 1,   ///< The name alone.
  kDomain = 2,  ///< The name and everything below it.
  kTld = 3,     ///< Everything below it, for top-level domains and public suffixes.
};
inline constexpr std::array<std::string_view, 4> kHostMatchNames{"", "exact", "domain", "tld"};
constexpr std::string_view to_string(HostMatch match) noexcept {
  return kHostMatchNames[static_cast<std::size_t>(match)];
}

/// One entry. Views point into the list's file.
struct HostEntry {
  std::string_view host;  ///< Canonical, as Url::host.
  HostMatch match = HostMatch::kDomain;
  std::uint32_t expires = 0;  ///< Seconds since 1970, from then on it no longer counts; 0: never.
  std::string_view reason;    ///< May be empty.

  bool in_force(std::chrono::microseconds wall) const noexcept {
    return expires == 0 || wall < std::chrono::seconds(expires);
  }
};

/// Where a list comes from.
struct HostListOrigin {
  std::string source;                ///< Free words: an address, a ticket.
  std::string licence;               ///< May be empty.
  std::chrono::seconds imported{0};  ///< Since 1970.
};

/// A list of hosts and domains in the octets of its file (host_list_layout.hh), which must outlive
/// it. Up to millions of entries; immutable.
class HostList {
 public:
  /// Labels that a name may have.
  static constexpr unsigned kMaxLabels = 32;
  static constexpr std::size_t kMaxName = 253;
  static constexpr std::size_t kMaxEntries = 20'000'000;

  /// Reads all octets once. Refused, with what is wrong: what HostListWriter did not write so.
  static Expected<HostList, std::string> open(std::span<const std::byte> octets);

  /// The entry in force at `wall` that is about `host` (canonical) and has the longest name. One
  /// look-up for each number of labels that names of the list have: in the filter, and where that
  /// does not say no, in one bucket of a line of the cache, rarely in more. All of them are fetched
  /// before the first is read. No allocation; never looks outside the octets.
  std::optional<HostEntry> find(std::string_view host,
                                std::chrono::microseconds wall) const noexcept;

  std::size_t size() const noexcept { return size_; }
  /// Entries that are over at `wall`. Cheap.
  std::size_t expired(std::chrono::microseconds wall) const noexcept;
  /// Size of the file.
  std::size_t octets() const noexcept { return octets_; }
  const HostListOrigin& origin() const noexcept { return origin_; }
  /// Hash of all that is in it, for versions.
  std::uint64_t checksum() const noexcept { return checksum_; }

  /// Calls visit(entry) for each entry, in no order that means anything.
  template <class Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t bucket = 0; bucket < buckets_; ++bucket) {
      for (unsigned slot = 0; const auto entry = entry_at(bucket, slot); ++slot)
        visit(*entry);
    }
  }

 private:
  const std::byte* bucket_at(std::size_t bucket) const noexcept;
  /// Nothing behind the last, and where none can stand.
  std::optional<HostEntry> entry_at(std::size_t bucket, unsigned slot) const noexcept;
  /// The entry whose record begins `start` octets behind `bucket`; its host is empty where none can
  /// stand.
  HostEntry read_entry(const std::byte* bucket, std::size_t start) const noexcept;
  std::string read_texts(std::span<const std::byte> texts, std::uint32_t reasons);
  std::string check_entries() const;

  std::span<const std::byte> filter_;
  std::span<const std::byte> bucket_octets_;
  std::span<const std::byte> far_;
  std::span<const std::byte> expiries_;
  std::vector<std::string_view> reasons_;
  HostListOrigin origin_;
  std::size_t size_ = 0;
  std::size_t octets_ = 0;
  std::size_t filter_words_ = 0;
  std::size_t buckets_ = 0;
  std::uint64_t seed_ = 0;
  std::uint64_t labels_ = 0;
  std::uint64_t checksum_ = 0;
  std::uint32_t probes_ = 0;
};

}  // namespace smsfw::access
