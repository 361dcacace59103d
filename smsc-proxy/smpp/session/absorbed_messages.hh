#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filters/core/lock_guarded.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"

namespace smsfw::smpp {

/// What is remembered of a message that was acknowledged and will not be delivered, so that its
/// sender cannot tell: the receipt that it asked for, and consistent answers to query and cancel.
struct AbsorbedMessage {
  std::string listener;
  std::string system_id;
  std::string message_id;
  std::uint8_t source_ton = 0;
  std::uint8_t source_npi = 0;
  std::string source;
  std::uint8_t dest_ton = 0;
  std::uint8_t dest_npi = 0;
  std::string destination;
  bool wants_receipt = false;
  std::chrono::microseconds submitted{0};  ///< Wall clock.
  std::chrono::nanoseconds due{0};         ///< Steady clock: "delivered" from here on.
  MessageState state = MessageState::kEnroute;
  int tries = 0;
};

/// Absorbed messages of all workers, by listener, account and id. Bounded; the oldest goes first.
class AbsorbedMessages {
 public:
  explicit AbsorbedMessages(std::size_t capacity);

  /// Makes up an id that looks like those of the SMSC (see learn_id) and remembers the message
  /// under it. `message.due` is drawn between the configured delays after `now`.
  std::string add(AbsorbedMessage message, const AbsorbConfig& config,
                  std::chrono::nanoseconds now);

  /// State of an absorbed message at `now`; nothing when the id is not one of ours.
  std::optional<AbsorbedMessage> find(std::string_view listener, std::string_view system_id,
                                      std::string_view message_id, std::chrono::nanoseconds now);

  /// Cancels one that is still enroute. False when it is already delivered or not ours.
  bool cancel(std::string_view listener, std::string_view system_id, std::string_view message_id,
              std::chrono::nanoseconds now);

  /// Takes the messages whose receipt is due at `now`, at most `most`.
  std::vector<AbsorbedMessage> take_due(std::chrono::nanoseconds now, std::size_t most);
  /// Puts one back whose receipt could not be sent; tried again after `later`.
  void retry(AbsorbedMessage message, std::chrono::nanoseconds later);

  /// An id that the SMSC gave, so that ours have the same length and digits.
  void learn_id(std::string_view message_id);

  std::size_t size() const;
  std::uint64_t evictions() const;

 private:
  struct Tables {
    std::unordered_map<std::string, AbsorbedMessage> messages;  // bounded by capacity_
    std::deque<std::string> order;
    std::vector<AbsorbedMessage> receipts;  // heap, earliest first
    std::string id_shape = "0000000000";
    std::uint64_t evictions = 0;
    std::mt19937_64 random{std::random_device{}()};
  };

  static std::string key(std::string_view listener, std::string_view system_id,
                         std::string_view message_id);
  static std::string make_id(Tables& tables);

  const std::size_t capacity_;
  LockGuarded<Tables> tables_;
};

}  // namespace smsfw::smpp
