#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>

#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/smpp/session/message_judge.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"

namespace smsfw::cli {

/// Captured PDUs through the judge of the SMPP edge, one after the other. What becomes of a message
/// is settled at once by its verdict, for responses are not followed.
class SmppReplay {
 public:
  /// References outlive it. `listener`: as if it all had come by that one.
  SmppReplay(const smpp::RelayConfig& config, const smpp::ListenerConfig& listener,
             const SnapshotHolder<Ruleset>& rulesets, std::unique_ptr<FilterChain> chain,
             events::EventProducer& events);

  /// One PDU. `from_client` empty: not known, a deliver_sm alone is taken for the SMSC's.
  void take(Moment now, std::uint64_t connection, std::optional<bool> from_client,
            std::span<const std::byte> pdu);
  /// Forgets who has bound on this connection.
  void over(std::uint64_t connection) { system_ids_.erase(connection); }
  /// Octets that are no PDU.
  void malformed(Moment now, std::uint64_t connection, bool from_client, const DecodeError& error,
                 std::span<const std::byte> pdu);

 private:
  void judge_destinations(const smpp::PduView& pdu, const smpp::MessageJudge::Source& source,
                          Moment now, std::uint64_t connection);
  void tell(const smpp::PduView& pdu, const smpp::AnswerStatus& answers, bool refused,
            smpp::CommandStatus refusal, std::uint64_t connection);

  const smpp::ListenerConfig& listener_;
  smpp::MessageJudge judge_;
  events::EventProducer& events_;
  std::unordered_map<std::uint64_t, std::string> system_ids_;
};

}  // namespace smsfw::cli
