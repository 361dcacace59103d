#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "smsc-proxy/ss7/codec/tcap_builder.hh"
#include "smsc-proxy/tools/ss7-load/open_dialogues.hh"
#include "smsc-proxy/tools/ss7-load/operation_line.hh"
#include "smsc-proxy/tools/ss7-load/received.hh"
#include "smsc-proxy/tools/ss7-load/station.hh"
#include "smsc-proxy/tools/ss7-load/subscriber_table.hh"

namespace smsfw::ss7_load {

struct ResponderCounters {
  std::uint64_t messages = 0;   ///< SCCP messages, segments each.
  std::uint64_t dialogues = 0;  ///< TC-BEGIN.
  std::map<std::pair<std::int32_t, std::uint8_t>, std::uint64_t> operations;  ///< Code, version.
  std::uint64_t results = 0;
  std::uint64_t errors = 0;
  std::uint64_t rejects = 0;
  std::uint64_t p_aborts = 0;    ///< Ours.
  std::uint64_t refused = 0;     ///< Dialogues of contexts that there are none of.
  std::uint64_t unanswered = 0;  ///< Operations: by --silent, or because they have no result.
  std::uint64_t aborts = 0;      ///< The peer's.
  std::uint64_t returned = 0;    ///< UDTS and the like.
  std::uint64_t not_sent = 0;
  std::uint64_t expired = 0;  ///< Dialogues that the peer left open.
};

/// The far end of `answer`: HLR, MSC and SMSC in one.
class Responder {
 public:
  /// All outlive it.
  Responder(const AnswerOptions& options, const SubscriberTable& subscribers, Station& station);

  /// The caller flushes the link.
  void on_message(const ss7::link::Msu& msu, Clock::time_point now);
  void expire(Clock::time_point now);

  std::string take_printed() { return std::exchange(printed_, {}); }
  /// One JSON object in one line.
  std::string counters_json() const;

 private:
  struct Open {
    ss7::TransactionId peer;
    ss7::MapVersion version = ss7::MapVersion::k1;
    std::optional<ss7::ApplicationContext> context;
    Clock::time_point since{};
  };
  /// What is known of the message that is being answered.
  struct Current {
    const ss7::link::Msu& msu;
    const Received& received;
    const ss7::TcapMessage& tcap;
    ss7::MapVersion version = ss7::MapVersion::k1;
    std::optional<ss7::ApplicationContext> context{};
    bool more = false;
    std::size_t answers = 0;
    std::size_t used = 0;  // of arena_
  };

  void on_begin(Current& current, Clock::time_point now);
  void on_continue(Current& current, Clock::time_point now);
  /// Adds the answers to all invokes.
  void answer_all(Current& current, ss7::TcapBuilder& builder);
  void answer_one(Current& current, const ss7::Component& invoke, ss7::TcapBuilder& builder);
  std::string_view answer_operation(Current& current, const ss7::Component& invoke,
                                    const OperationArgument& argument, ss7::TcapBuilder& builder);
  std::string_view answer_error(Current& current, const ss7::Component& invoke, std::int32_t error,
                                bool to_mobile, ss7::TcapBuilder& builder);
  void add_context(const Current& current, ss7::TcapBuilder& builder) const;
  std::string_view reject(const ss7::Component& invoke, std::uint8_t problem,
                          ss7::TcapBuilder& builder);
  std::span<const std::byte> kept(Current& current, const ss7::BerEncoded& size);
  void send(const Current& current, const ss7::TcapBuilder& builder);
  void p_abort(const ss7::link::Msu& msu, const Received& received, ss7::TransactionId to,
               ss7::PAbortCause cause);
  void send_octets(const ss7::link::Msu& msu, const Received& received,
                   std::span<const std::byte> tcap);
  void print(const Current& current, const ss7::Component* invoke,
             const OperationArgument* argument, std::string_view answer);

  const AnswerOptions& options_;
  Station& station_;
  const SubscriberTable& subscribers_;
  Receiver receiver_;
  OpenDialogues<Open> open_;
  std::uint32_t next_reference_ = 0;
  std::array<std::byte, 4096> arena_{};  // parameters of one message's answers
  ResponderCounters counters_;
  std::string printed_;
};

}  // namespace smsfw::ss7_load
