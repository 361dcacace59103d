#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string_view>
#include <unordered_map>

#include "filters/core/inline_string.hh"
#include "filters/core/ss7_facts.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/sccp_address.hh"

namespace smsfw::ss7 {

/// Digits of the longest IMSI, and of every correlation id (3GPP TS 23.003 2.2).
inline constexpr std::size_t kImsiDigits = 15;
using ImsiDigits = InlineString<kImsiDigits>;
/// Digits of an ISDN-AddressString.
using IsdnDigits = InlineString<2 * (kMaxIsdnAddressString - 1)>;

/// 64 random bits that nobody can foresee, whatever he has seen of those before: from the system's
/// or a library's generator for secrets.
using SecretRandom = std::function<std::uint64_t()>;

/// True where two Global Titles, international digits, are of one network.
using SameNetwork = std::function<bool(std::string_view, std::string_view)>;

/// What an MT correlation id stands for (3GPP TS 29.002 23.3.6).
struct CorrelatedSubscriber {
  ImsiDigits imsi;           ///< The real one.
  IsdnDigits node;           ///< Serving MSC or SGSN, international.
  bool sgsn = false;         ///< `node` is an SGSN.
  MapDigits msisdn;          ///< International; empty where the query had another form.
  TitleDigits asker;         ///< Who asked: digits of its calling title.
  MapDigits service_centre;  ///< The query's, international or empty.
};

struct CorrelationLimits {
  /// MCC and MNC of our own network: what ids begin with. 5 or 6 digits.
  ImsiDigits prefix;
  /// How long an id may be used. It is remembered as used up for as long again.
  std::chrono::nanoseconds lifetime = std::chrono::minutes(5);
  unsigned deliveries = 8;
  std::size_t max_ids = 100'000;  ///< The oldest give their place to others.
};

/// The MT correlation ids that were given in place of IMSIs. An id is the network's prefix and
/// random digits, all equally likely, so that what was seen of others says nothing of the next one.
///
/// Time is the caller's and must not run backwards. Not shareable between threads.
class CorrelationTable {
 public:
  CorrelationTable(CorrelationLimits limits, SecretRandom random, SameNetwork same_network);

  /// A new id, different from all that are remembered. Throws std::bad_alloc.
  ImsiDigits give(const CorrelatedSubscriber& subscriber, std::chrono::nanoseconds now);

  struct Found {
    CorrelationState state = CorrelationState::kNotGiven;
    /// Whoever holds the id: of kLive and kUsedUp; valid until the next give() or expire().
    const CorrelatedSubscriber* subscriber = nullptr;
  };
  /// What an IMSI is that `asker` sends to. Counts nothing.
  Found find(std::string_view imsi, std::string_view asker, std::chrono::nanoseconds now) const;

  /// Counts a delivery to an id.
  void use(std::string_view imsi);

  /// Forgets what is over.
  void expire(std::chrono::nanoseconds now);

  /// Ids that are remembered, and how many of them gave their place for want of room.
  std::size_t size() const noexcept { return ids_.size(); }
  std::uint64_t given() const noexcept { return given_; }
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  struct Id {
    ImsiDigits digits;
    CorrelatedSubscriber subscriber;
    std::chrono::nanoseconds begun{0};
    unsigned deliveries = 0;
  };
  using Ids = std::list<Id>;

  ImsiDigits draw() const;
  void forget_oldest();

  const CorrelationLimits limits_;
  const SecretRandom random_;
  const SameNetwork same_network_;
  Ids ids_;  // the oldest first
  // The keys are digits of ours alone: nobody can aim at a bucket.
  std::unordered_map<std::string_view, Ids::iterator> index_;
  std::uint64_t given_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
