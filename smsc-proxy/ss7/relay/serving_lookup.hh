#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

#include "filters/core/ss7_facts.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/relay/parked_messages.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"
#include "smsc-proxy/ss7/relay/serving_cache.hh"

namespace smsfw::ss7 {

struct ServingLookupConfig {
  /// Our own Global Title, international digits: whence queries come and whither answers go.
  std::string own_title;
  std::string service_centre;           ///< Address that queries carry, international digits.
  std::uint8_t side = kNetworkSide;     ///< The half by which the HLR is reached.
  MapVersion version = MapVersion::k3;  ///< 2 or 3.
  std::chrono::nanoseconds timeout = std::chrono::seconds(2);
  /// How long an answer is held for true, and a failure. One second at least, so that a message
  /// which has waited finds its answer.
  std::chrono::nanoseconds lifetime = std::chrono::seconds(60);
  std::chrono::nanoseconds failure_lifetime = std::chrono::seconds(5);
  std::size_t capacity = 100'000;  ///< Answers kept; max_pending at least.
  std::size_t max_pending = 1'000;
  ParkingLimits parking;
};

/// Sums since start.
struct ServingLookupCounters {
  std::uint64_t queries = 0;               ///< Sent.
  std::array<std::uint64_t, 4> answers{};  ///< By ServingLookup::State; failures of all kinds too.
  std::uint64_t timeouts = 0;              ///< Of the failures.
  std::uint64_t late = 0;                  ///< Answers after the timeout.
  std::uint64_t cache_hits = 0;
  std::uint64_t refused = 0;  ///< Questions without a query: too many are open, or no number.
  std::uint64_t parked = 0;
  std::uint64_t park_refused = 0;  ///< Messages that found no room.
};

/// What is known of a number now.
struct ServingAnswer {
  bool pending = false;  ///< A query is open: park() the message, or go on with kFailed.
  /// Of not pending. Its digits live until the next call.
  ServingLookup lookup;
};

/// Where a sender is served: from the cache, or by a sendRoutingInfoForSM of our own to the HLR of
/// its number. One query a number at a time. Messages that wait for an answer are parked here, and
/// handed out once each when it comes, or fails to.
///
/// ask() and park() are for the judge. take(), tick() and release_all() hand messages out, so that
/// they are not to be called while the relay is at one.
///
/// Pure but for its exits; time is the caller's and must not run backwards. One thread. Throws
/// std::bad_alloc.
class ServingMscLookup {
 public:
  /// 32 bits that a stranger cannot guess.
  using Random = std::function<std::uint32_t()>;
  using Resume = ParkedMessages::Resume;

  /// `secret`: random, drawn at start. Queries go out by exits.originate(). `resume` takes the
  /// units of messages that have waited, in order; it may call everything here. `exits` outlives
  /// this.
  ServingMscLookup(ServingLookupConfig config, std::uint64_t secret, RelayExits& exits,
                   Random random, Resume resume);

  /// `msisdn`: international digits.
  ServingAnswer ask(std::string_view msisdn, std::chrono::nanoseconds now);

  /// Keeps a copy of the message (MapQuestion::unit and held) until the open query for the number
  /// is over. False: there is none, or no room.
  bool park(std::string_view msisdn, const RelayedUnit& unit, const HeldMessage* held);

  /// Takes a unit that answers one of our queries: it is called by our own title, under the number
  /// of a dialogue of ours, and comes from the half where we have asked. False: it does not, and is
  /// the relay's. Answers after the timeout are taken too, for the relay would send them round.
  bool take(const RelayedUnit& unit, std::chrono::nanoseconds now);

  /// Gives up queries whose time is over; to be called ten times a second or oftener.
  void tick(std::chrono::nanoseconds now);

  /// At the end: gives up all queries and hands out all messages. Nothing is asked or parked after.
  void release_all(std::chrono::nanoseconds now);

  const ServingLookupCounters& counters() const noexcept { return counters_; }
  std::size_t pending() const noexcept { return open_.size(); }
  std::size_t cached() const noexcept { return cache_.size(); }
  /// Answers that gave their place to others.
  std::uint64_t evictions() const noexcept { return cache_.evictions(); }
  const ParkedMessages& parked() const noexcept { return parked_; }

 private:
  struct Query {
    Msisdn msisdn;
    std::uint32_t id = 0;
    std::chrono::nanoseconds begun{0};
    bool given_up = false;
    ParkedMessages::Queue waiting;
  };
  using Queries = std::list<Query>;

  bool start(std::string_view msisdn, std::chrono::nanoseconds now);
  void give_up(Queries::iterator which, std::chrono::nanoseconds now);
  void finish(Queries::iterator which, const ServingNode& node, std::chrono::nanoseconds now);
  void keep(const Msisdn& msisdn, const ServingNode& node, std::chrono::nanoseconds now);
  void forget_late();

  const ServingLookupConfig config_;
  RelayExits& exits_;
  const Random random_;
  const Resume resume_;
  ServingCache cache_;
  ParkedMessages parked_;
  Queries open_;  // the oldest first
  Queries late_;  // given up; the oldest first, as many as may be open
  std::unordered_map<std::uint64_t, Queries::iterator> by_number_;  // of open_
  std::unordered_map<std::uint32_t, Queries::iterator> by_id_;      // of both
  ServingLookupCounters counters_;
  bool closed_ = false;
};

}  // namespace smsfw::ss7
