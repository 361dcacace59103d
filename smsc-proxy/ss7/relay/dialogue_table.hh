#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "filters/core/inline_vector.hh"
#include "filters/core/verdict.hh"

namespace smsfw::ss7 {

/// What the relay remembers of one open TCAP dialogue (ITU-T Q.774 §3.2.1).
struct OpenDialogue {
  std::uint32_t originator_tid = 0;      ///< The number that the side which began gave it.
  std::uint32_t responder_tid = 0;       ///< The other side's, once its first answer has shown it.
  bool answered = false;                 ///< responder_tid is known.
  bool message_judged = false;           ///< A short message of this dialogue has its verdict.
  bool blocked = false;                  ///< We have ended it for the originator.
  std::uint8_t application_context = 0;  ///< 0: none (version 1), or not a MAP one.
  std::uint8_t version = 0;              ///< 1 … 3; 0: not known yet.
  std::uint8_t from = 0;                 ///< The half that began: kSmscSide or kNetworkSide.
  std::optional<std::uint8_t> divert;    ///< Where to what its originator sends goes instead.
  std::int8_t invoke_id = 0;             ///< Of the message that was passed on and is unanswered.
  std::int8_t query_id = 0;              ///< Invoke id of the query that was passed on.
  std::uint32_t query = 0;               ///< See MapDecision::query.
  std::uint64_t message = 0;             ///< Number of its event.
  std::chrono::nanoseconds begun{0};     ///< Steady clock.
  InlineVector<Reservation, kMaxReservations> reservations;
};

/// Open dialogues, found by either side's address and transaction id. Bounded: beyond the capacity
/// the one that was silent longest is forgotten, and counted; what still comes for it is relayed
/// as traffic of an unknown dialogue. Memory is taken as it is needed and kept.
///
/// Not shareable between threads. References to an OpenDialogue stay valid until it is removed.
class DialogueTable {
 public:
  /// Told of a dialogue that is about to give its place to another, so that what it reserved can
  /// be settled. Must be there, and must not call back into the table.
  using Forgotten = std::function<void(OpenDialogue&)>;

  /// `capacity`: dialogues, 1 … 16,777,216. `secret`: random, drawn at start, so that a stranger
  /// cannot aim at a bucket.
  DialogueTable(std::size_t capacity, std::uint64_t secret, Forgotten forgotten);
  DialogueTable(const DialogueTable&) = delete;
  DialogueTable& operator=(const DialogueTable&) = delete;
  ~DialogueTable();

  /// Key of one side of a dialogue: `address` are the octets that name the node that gave the
  /// number (digits of its Global Title, or its point code).
  std::uint64_t key(std::string_view address, std::uint32_t tid) const noexcept;

  /// A new dialogue. One that is open under this key already is forgotten: its originator has given
  /// the number anew. Throws std::bad_alloc.
  OpenDialogue& begin(std::uint64_t originator, std::chrono::nanoseconds now);

  /// The dialogue that has this key on either side, or nullptr. Counts as a sign of life.
  OpenDialogue* find(std::uint64_t key, std::chrono::nanoseconds now) noexcept;

  /// Makes a dialogue known under the responder's key too. A key that another dialogue has is taken
  /// from that one.
  void set_responder(OpenDialogue& dialogue, std::uint64_t responder);

  /// Forgets a dialogue that begin() or find() returned.
  void remove(OpenDialogue& dialogue) noexcept;

  /// The dialogue that was silent longest, if that is since `before` or earlier; else nullptr.
  OpenDialogue* silent_since(std::chrono::nanoseconds before) noexcept;

  std::size_t size() const noexcept { return size_; }
  std::size_t capacity() const noexcept { return capacity_; }
  /// Octets taken so far.
  std::size_t memory() const noexcept;
  /// Dialogues that gave their place to others for want of room.
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  struct Node;
  static constexpr std::uint32_t kNone = 0xFFFFFFFFU;
  static constexpr std::size_t kChunk = 1024;  // nodes

  Node& node(std::uint32_t at) const noexcept;
  std::uint32_t index_of(const OpenDialogue& dialogue) const noexcept;
  std::size_t home(std::uint64_t key) const noexcept;
  std::size_t locate(std::uint64_t key) const noexcept;  // kNotFound
  std::uint64_t key_of(std::uint32_t slot) const noexcept;
  void insert(std::uint64_t key, std::uint32_t slot) noexcept;
  void erase(std::uint64_t key) noexcept;
  void unlink(std::uint32_t at) noexcept;
  void link_newest(std::uint32_t at) noexcept;
  std::uint32_t take_node();

  const std::size_t capacity_;
  const std::uint64_t secret_;
  const Forgotten forgotten_;
  std::vector<std::unique_ptr<Node[]>> chunks_;
  std::vector<std::uint32_t> free_;
  // Open addressing; a slot holds twice the node's index, plus 1 for its responder's key.
  std::vector<std::uint32_t> index_;
  std::size_t mask_ = 0;
  std::uint32_t oldest_ = kNone;
  std::uint32_t newest_ = kNone;
  std::size_t size_ = 0;
  std::size_t made_ = 0;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
