#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/access/host_list.hh"

namespace smsfw::access {

/// Collects entries and makes the file of a HostList from them. The octets depend on the entries
/// and the origin alone, not on the order of add(). About 100 octets of memory an entry.
class HostListWriter {
 public:
  /// Reasons that a list may hold.
  static constexpr std::size_t kMaxReasons = 65'535;

  /// `entry.host` must be canonical. Of entries with one name and match the one that counts longest
  /// stays. Returns why it is not taken, or an empty view.
  std::string_view add(const HostEntry& entry);

  /// Entries so far, the same ones twice.
  std::size_t size() const noexcept { return items_.size(); }

  /// The octets of the file. Sorts; call once. The error: names that collide whatever the seed.
  Expected<std::vector<std::byte>, std::string> finish(const HostListOrigin& origin);

  /// Entries that finish() wrote.
  std::size_t written() const noexcept { return items_.size(); }

 private:
  struct Item {
    std::uint64_t offset;  // of the name
    std::uint32_t expires;
    std::uint16_t reason;
    HostMatch match;
    std::uint8_t size;
  };
  std::string_view name(const Item& item) const noexcept {
    return std::string_view(names_).substr(item.offset, item.size);
  }
  void merge();
  static unsigned flags_of(const Item& item) noexcept;
  /// Buckets of a table that is filled well enough to be small, and not so far that names have to
  /// stand many buckets behind their own.
  std::size_t bucket_count() const;
  bool fill_buckets(std::vector<std::byte>& file, std::size_t buckets, std::uint64_t seed) const;
  std::uint64_t put_far_names(std::vector<std::byte>& file) const;
  std::uint32_t put_expiries(std::vector<std::byte>& file) const;

  std::string names_;
  std::vector<Item> items_;
  std::vector<std::string> reasons_{1};
  std::unordered_map<std::string, std::uint16_t> reason_numbers_;
};

}  // namespace smsfw::access
