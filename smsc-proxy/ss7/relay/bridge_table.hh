#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "filters/core/inline_vector.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/ss7/relay/correlation_table.hh"
#include "smsc-proxy/ss7/relay/own_answer.hh"

namespace smsfw::ss7 {

class BridgeTable;

/// One half of a dialogue that stands on both sides of us.
struct BridgeLeg {
  std::uint8_t side = 0;        ///< kSmscSide or kNetworkSide.
  TransactionId own;            ///< The number that we gave it.
  TransactionId peer;           ///< The other end's, once it is known.
  std::vector<std::byte> ours;  ///< Our SCCP address in it, as its octets.
  std::vector<std::byte> theirs;
};

/// A dialogue that somebody outside has with us, and the one that we have in his place with an HLR,
/// an MSC or an SGSN. Each has transaction ids and addresses of its own.
struct BridgedDialogue {
  BridgeLeg asker;
  BridgeLeg far;
  std::optional<ApplicationContext> context;  ///< Empty: version 1.
  MapVersion version = MapVersion::k1;
  std::vector<std::byte> context_name;  ///< Of the asker's AARQ; empty in version 1.
  std::vector<std::byte> opening;       ///< The dialogue portion of the asker's Begin.
  bool delivery = false;                ///< Of messages, to a serving node; else with an HLR.
  bool accepted = false;                ///< Something has gone back to the asker.
  bool opened = false;                  ///< The far end was sent a Begin.
  /// A component for the far end that waits until that has taken the empty Begin.
  std::vector<std::byte> waiting;
  std::optional<AskedOperation> pending;  ///< Passed on, and unanswered.
  std::optional<std::int8_t> query;       ///< Invoke id of a sendRoutingInfoForSM among them.
  /// Whom it is about, as far as that is known.
  CorrelatedSubscriber subscriber;
  ImsiDigits id;  ///< Of a delivery: the correlation id.
  /// Number of the event of the message that is unanswered, 0: none.
  std::uint64_t message = 0;
  InlineVector<Reservation, kMaxReservations> reservations;

 private:
  friend class BridgeTable;
  BridgeTable* table_ = nullptr;
  std::chrono::nanoseconds seen_{0};
  std::list<BridgedDialogue>::iterator self_;
};

/// Bridged dialogues, found by the number that we gave to either half. Numbers are random 32 bits
/// that nobody can foresee. Bounded by its user, who makes room before begin().
///
/// Time is the caller's and must not run backwards. Not shareable between threads. References stay
/// valid until remove().
class BridgeTable {
 public:
  explicit BridgeTable(std::size_t capacity) : capacity_(capacity) {}
  BridgeTable(const BridgeTable&) = delete;
  BridgeTable& operator=(const BridgeTable&) = delete;

  bool full() const noexcept { return !open_.empty() && open_.size() >= capacity_; }
  std::size_t size() const noexcept { return open_.size(); }
  /// Dialogues that gave their place to others for want of room, as its user has counted them.
  std::uint64_t evictions() const noexcept { return evictions_; }
  void count_eviction() noexcept { ++evictions_; }

  /// A new dialogue under these two numbers, which no dialogue has. Throws std::bad_alloc.
  BridgedDialogue& begin(std::uint32_t asker, std::uint32_t far, std::chrono::nanoseconds now);

  struct Found {
    BridgedDialogue* dialogue = nullptr;
    bool far = false;  ///< The number is the far half's.
  };
  Found find(std::uint32_t own) const;

  /// Takes a dialogue over from the table that it is in. A sign of life too.
  void adopt(BridgedDialogue& dialogue, std::chrono::nanoseconds now);

  /// A sign of life, and the end, in whatever table it is.
  static void touch(BridgedDialogue& dialogue, std::chrono::nanoseconds now);
  static void remove(BridgedDialogue& dialogue);

  /// The one that was silent longest, or nullptr.
  BridgedDialogue* oldest() noexcept { return open_.empty() ? nullptr : &open_.front(); }
  /// The same, if it was silent since `before` or earlier.
  BridgedDialogue* silent_since(std::chrono::nanoseconds before) noexcept;

 private:
  struct Place {
    std::list<BridgedDialogue>::iterator where;
    bool far = false;
  };

  const std::size_t capacity_;
  std::list<BridgedDialogue> open_;  // silent longest first
  // The keys are random numbers of ours: nobody can aim at a bucket.
  std::unordered_map<std::uint32_t, Place> index_;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
