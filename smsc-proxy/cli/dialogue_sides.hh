#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "smsc-proxy/cli/flow_table.hh"
#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"
#include "smsc-proxy/ss7/relay/relay_exits.hh"

namespace smsfw::cli {

/// Which half of the relay captured units came from, as far as their dialogues show it. The relay
/// tells the two ends of a dialogue by it, and in a capture both may be on one side: whoever the
/// point codes do not tell apart, or who has none. Bounded: the oldest dialogue is forgotten first.
class DialogueSides {
 public:
  /// `given`: of the unit's sender. `data`: TCAP, as far as the unit has it.
  std::uint8_t side_of(const ss7::SccpMessage& sccp, std::span<const std::byte> data,
                       std::uint8_t given);

 private:
  void begin(const ss7::SccpMessage& sccp, ss7::TransactionId id, std::uint8_t given);

  using Key = std::pair<std::string, std::uint64_t>;  // a node, and its transaction id
  FlowTable<Key, std::uint8_t> begun_{100'000};
};

}  // namespace smsfw::cli
