#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <unordered_map>

#include "filters/core/inline_string.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"
#include "smsc-proxy/ss7/relay/serving_query.hh"

namespace smsfw::ss7 {

/// A number of ITU-T E.164 6.1, its digits alone.
using Msisdn = InlineString<kMaxNumberDigits>;

/// What look-ups have found, by number. Beyond the capacity the oldest goes. Not shareable between
/// threads. put() throws std::bad_alloc.
class ServingCache {
 public:
  /// `secret`: random, drawn at start, so that a stranger cannot aim at a bucket.
  ServingCache(std::size_t capacity, std::uint64_t secret) noexcept
      : capacity_(capacity), secret_(secret) {}

  /// Nullptr: nothing is known, or no more. Lives until the next put().
  const ServingNode* find(std::string_view msisdn, std::chrono::nanoseconds now) const noexcept;
  /// In place of what was known of the number.
  void put(const Msisdn& msisdn, const ServingNode& node, std::chrono::nanoseconds until);

  /// Keyed hash of a number.
  std::uint64_t key(std::string_view msisdn) const noexcept;
  std::size_t size() const noexcept { return entries_.size(); }
  /// Numbers that gave their place to others.
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  struct Entry {
    std::uint64_t key = 0;
    Msisdn msisdn;
    ServingNode node;
    std::chrono::nanoseconds until{0};
  };
  using Entries = std::list<Entry>;

  const std::size_t capacity_;
  const std::uint64_t secret_;
  Entries entries_;  // the oldest first
  std::uint64_t evictions_ = 0;
  std::unordered_map<std::uint64_t, Entries::iterator> index_;
};

}  // namespace smsfw::ss7
