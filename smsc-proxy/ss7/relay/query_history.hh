#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"
#include "filters/core/ss7_facts.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"

namespace smsfw::ss7 {

struct QueryHistoryConfig {
  /// How long after the answer a message belongs to it. A centre sends at once when it has the
  /// answer; this leaves time for the parts of a long message, each on a slow radio path. An answer
  /// itself is waited for as long, but 30 seconds at most.
  std::chrono::nanoseconds window = std::chrono::seconds(60);
  /// Queries that are remembered, 1 … 16,777,216.
  std::size_t capacity = 200'000;
};

/// Who asked for whom: the queries (sendRoutingInfoForSM, 3GPP TS 29.002 12.1) that the relay saw
/// pass, found by the IMSI that their answer gave, since a message to a handset carries no more.
/// Several messages may follow one query, and several centres may have asked for one subscriber.
///
/// Bounded: beyond the capacity the oldest goes, and is counted. Where it was still within its time
/// nothing is said of what is not here until that time is over; neither before the first answer was
/// seen, nor right after it, while messages may follow queries from before our time.
///
/// Pure; time is the caller's and must not run backwards. One thread. asked() and answered() throw
/// std::bad_alloc.
class QueryHistory {
 public:
  /// A query, as a dialogue remembers it. 0: none.
  using Handle = std::uint32_t;

  /// Askers that are told apart for one subscriber; a further one takes the oldest one's place.
  static constexpr std::size_t kMaxAskers = 8;

  /// `secret`: random, drawn at start, so that a stranger cannot aim at a bucket.
  QueryHistory(QueryHistoryConfig config, std::uint64_t secret);

  /// A query passes. International digits; one that is no number of E.164 counts as not there.
  Handle asked(std::string_view calling, std::string_view service_centre,
               std::chrono::nanoseconds now);
  /// Its answer named the subscriber. A handle whose query is forgotten is none.
  void answered(Handle query, std::string_view imsi, std::chrono::nanoseconds now);

  /// The query before a message to this subscriber: of several that of the same asker, else the one
  /// whose digits are most alike, else the newest. `calling` and `service_centre` are the
  /// message's. The answer's digits live until the next call that is not const.
  PrecedingQuery find(std::string_view imsi, std::string_view calling,
                      std::string_view service_centre, std::chrono::nanoseconds now) const;

  /// Forgets what is over; to be called once a second or oftener.
  void tick(std::chrono::nanoseconds now);

  std::size_t size() const noexcept { return next_ - oldest_; }
  /// Octets taken so far.
  std::size_t memory() const noexcept;
  /// Queries that gave their place to others within their time.
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  using Number = InlineString<kMaxNumberDigits>;

  struct Entry {
    std::uint64_t key = 0;  // 0: not answered yet
    std::chrono::nanoseconds seen{0};
    /// An asker for the same subscriber was forgotten that would have counted until then.
    std::chrono::nanoseconds lost_until{0};
    Handle handle = 0;             // 0: nothing stands here
    std::uint32_t behind = kNone;  // of the same bucket
    Number calling;
    Number service_centre;
  };

  std::uint64_t key(std::string_view imsi) const noexcept;
  std::uint32_t slot(std::uint64_t number) const noexcept;
  std::uint32_t& bucket(std::uint64_t key) noexcept {
    return buckets_[key & (buckets_.size() - 1)];
  }
  bool over(const Entry& entry, std::chrono::nanoseconds now) const noexcept;
  void unlink(std::uint32_t at) noexcept;
  void link(std::uint32_t at) noexcept;
  void drop(std::uint32_t at) noexcept;
  void forget_oldest() noexcept;
  void evict_oldest() noexcept;
  void make_room(Entry& fresh) noexcept;
  void grow();

  const QueryHistoryConfig config_;
  const std::chrono::nanoseconds answer_time_;
  const std::uint64_t secret_;
  // A ring: query number n stands in place n modulo the capacity.
  std::deque<Entry> entries_;
  std::vector<std::uint32_t> buckets_;
  std::uint64_t oldest_ = 1;
  std::uint64_t next_ = 1;
  std::chrono::nanoseconds blind_until_ = std::chrono::nanoseconds::max();  // nothing seen yet
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
