#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/tools/smsc-sim/options.hh"

namespace smsfw::sim {

using smpp::MessageState;

using Clock = std::chrono::steady_clock;

/// What is remembered of one accepted message.
struct Message {
  std::uint64_t id = 0;  ///< 0: the slot is free.
  Clock::time_point final_at{};
  std::chrono::system_clock::time_point submitted{};
  std::uint32_t account = 0;
  std::uint32_t session = 0;
  std::uint32_t binds_at_submit = 0;
  MessageState state = MessageState::kEnroute;
  std::uint8_t registered_delivery = 0;
  std::uint8_t source_ton = 0;
  std::uint8_t source_npi = 0;
  std::uint8_t dest_ton = 0;
  std::uint8_t dest_npi = 0;
  InlineString<65> source;
  InlineString<65> destination;
  InlineString<20> text;  ///< The start of the text, as receipts repeat it.
};

/// The last N accepted messages by id. Ids count up, so that a slot is id modulo N and the oldest
/// message gives way: no allocation after construction.
class MessageStore {
 public:
  MessageStore(std::uint64_t first_id, std::uint32_t capacity);

  /// The next message's slot, its id set. Valid until `capacity` further messages came.
  Message& add();
  /// nullptr where the id was never given or is forgotten.
  Message* find(std::uint64_t id) noexcept;

 private:
  std::vector<Message> slots_;
  std::uint64_t next_id_;
};

using IdText = InlineString<24>;

IdText format_id(std::uint64_t id, IdForm form) noexcept;
std::optional<std::uint64_t> parse_id(std::string_view text, IdForm form) noexcept;

}  // namespace smsfw::sim
