#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "filters/core/inline_vector.hh"
#include "filters/core/verdict.hh"
#include "smsc-proxy/smpp/codec/command_id.hh"

namespace smsfw::smpp {

/// Names a session of one worker for as long as the worker lives; never used twice. 0 is nobody.
using SessionId = std::uint64_t;

/// Why a request of ours is under way.
enum class Purpose : std::uint8_t {
  kRelayed,  ///< A peer's request; the answer goes back to it.
  kOwn,      ///< enquire_link, bind or unbind of ours.
  kReceipt,  ///< A receipt that we made for an absorbed message.
  kExpired,  ///< Timed out and answered; a late response is swallowed.
};

/// A request that was sent on a connection and has no response yet.
struct PendingRequest {
  std::uint32_t sequence = 0;         ///< As it was sent.
  std::uint32_t origin_sequence = 0;  ///< As the origin numbered it.
  SessionId origin = 0;
  CommandId command{};
  Purpose purpose = Purpose::kRelayed;
  bool multi = false;  ///< A submit_multi of which we hold answers for some destinations.
  std::chrono::nanoseconds deadline{0};
  std::chrono::nanoseconds sent_at{0};
  std::uint64_t message = 0;  ///< Number of the message's event; 0 where none was judged.
  InlineVector<Reservation, kMaxReservations> reservations;
};

/// The requests under way on one connection in one direction, found by sequence number. Bounded by
/// its owner (the window); grows only as far as it is used. One table for each direction: ESME and
/// SMSC number independently.
class PendingRequests {
 public:
  PendingRequests();

  /// A new entry, or nullptr when `sequence` is under way already. The deadline must not be earlier
  /// than that of the entry before it. The pointer is valid until the next add() or remove().
  PendingRequest* add(std::uint32_t sequence, std::chrono::nanoseconds deadline);

  /// nullptr when no such request is under way.
  PendingRequest* find(std::uint32_t sequence) noexcept;

  /// Ends an entry that find() or add() returned.
  void remove(PendingRequest& entry) noexcept;

  /// The oldest entry whose deadline is at or before `now`, or nullptr. Expired ones count too.
  PendingRequest* overdue(std::chrono::nanoseconds now) noexcept;

  /// The oldest entry, or nullptr.
  PendingRequest* oldest() noexcept;

  /// Turns an entry into a remembrance of a request that was answered by timeout, kept until
  /// `until` at most: a late response is then known as such, and its number is not used again.
  void expire(PendingRequest& entry, std::chrono::nanoseconds until) noexcept;

  /// Requests under way, without the expired ones.
  std::size_t size() const noexcept { return live_; }
  bool empty() const noexcept { return live_ == 0; }

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  /// Late responses that are remembered at most.
  static constexpr std::size_t kMaxExpired = 1024;

  struct Node {
    PendingRequest request;
    std::uint32_t before = kNone;
    std::uint32_t behind = kNone;
  };
  struct List {
    std::uint32_t first = kNone;
    std::uint32_t last = kNone;
  };

  std::uint32_t index_of(const PendingRequest& entry) const noexcept;
  std::uint32_t bucket(std::uint32_t sequence) const noexcept;
  std::uint32_t locate(std::uint32_t sequence) const noexcept;
  void unlink(List& list, std::uint32_t at) noexcept;
  void link(List& list, std::uint32_t at) noexcept;
  void grow();

  std::vector<Node> nodes_;
  std::vector<std::uint32_t> free_;
  std::vector<std::uint32_t> index_;  // open addressing, linear probing
  List alive_;                        // oldest first
  List expired_;
  std::size_t live_ = 0;
  std::size_t dead_ = 0;
};

}  // namespace smsfw::smpp
