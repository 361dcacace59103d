#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/codec/entry_iterator.hh"

namespace smsfw::smpp {

/// dest_flag of a submit_multi entry, SMPP 3.4 section 5.2.25.
enum class DestFlag : std::uint8_t { kSmeAddress = 1, kDistributionList = 2 };

/// One dest_address of submit_multi. A distribution list has its name in `address`, ton and npi 0.
struct Destination {
  DestFlag flag = DestFlag::kSmeAddress;
  std::uint8_t ton = 0;
  std::uint8_t npi = 0;
  std::string_view address;

  friend bool operator==(const Destination&, const Destination&) = default;
};

/// One unsuccess_sme of submit_multi_resp, SMPP 3.4 section 4.5.2.1.
struct UnsuccessSme {
  std::uint8_t ton = 0;
  std::uint8_t npi = 0;
  std::string_view address;
  CommandStatus error = CommandStatus::kOk;

  friend bool operator==(const UnsuccessSme&, const UnsuccessSme&) = default;
};

/// Reads one entry, dest_flag included, and returns its octets; 0 where it does not fit.
std::size_t read_entry(std::span<const std::byte> in, Destination& out) noexcept;
std::size_t read_entry(std::span<const std::byte> in, UnsuccessSme& out) noexcept;

/// The entries of a list in wire order. Made by decode() over octets that it has checked; over any
/// other octets it ends before the first entry that does not fit. Borrows.
template <class Entry>
class EntryRange {
 public:
  using Iterator = EntryIterator<Entry>;

  EntryRange() noexcept = default;
  EntryRange(std::span<const std::byte> octets, std::size_t count) noexcept
      : octets_(octets), count_(count) {}

  Iterator begin() const noexcept { return Iterator(octets_); }
  Iterator end() const noexcept { return Iterator(); }
  /// The number that the count octet gave.
  std::size_t size() const noexcept { return count_; }
  bool empty() const noexcept { return count_ == 0; }
  /// The octets of all entries, without the count.
  std::span<const std::byte> octets() const noexcept { return octets_; }

 private:
  std::span<const std::byte> octets_{};
  std::size_t count_ = 0;
};

using DestinationRange = EntryRange<Destination>;
using UnsuccessRange = EntryRange<UnsuccessSme>;

}  // namespace smsfw::smpp
