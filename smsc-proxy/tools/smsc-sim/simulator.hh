#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/tools/smsc-sim/message_store.hh"
#include "smsc-proxy/tools/smsc-sim/options.hh"
#include "smsc-proxy/tools/smsc-sim/session.hh"

namespace smsfw::sim {

/// What was seen; printed as JSON at the end.
struct Counts {
  std::array<std::uint64_t, smpp::kPduCount + 1> received{};  ///< By row; the last is unknown ids.
  std::array<std::uint64_t, smpp::kPduCount + 1> sent{};
  std::map<std::uint32_t, std::uint64_t> answered;          ///< command_status of our responses.
  std::map<std::uint32_t, std::uint64_t> deliver_statuses;  ///< Of responses to our deliveries.
  std::uint64_t connections = 0;
  std::uint64_t receipts = 0;
  std::uint64_t receipts_dropped = 0;
  std::uint64_t undecodable = 0;
  std::uint64_t left_silent = 0;
};

/// The SMSC: all sessions, messages and timers, on one thread.
class Simulator {
 public:
  Simulator(asio::io_context& io, const Options& options);
  ~Simulator();
  Simulator(const Simulator&) = delete;
  Simulator& operator=(const Simulator&) = delete;

  /// Opens the listener. The port that it got; throws boost::system::system_error where it cannot.
  std::uint16_t listen();
  void stop();
  /// One JSON object.
  std::string summary() const;

  // From sessions.
  void begin_turn();
  void on_pdu(Session& session, std::span<const std::byte> pdu);
  void on_bad_stream(Session& session, std::span<const std::byte> rest);
  void on_closed(Session& session);
  void note_sent(Session& session, std::span<const std::byte> pdu);

  // Commands (commands.cc). False where no bind fits.
  bool mobile_originated(std::string_view system_id, std::string_view from, std::string_view to,
                         std::string_view text);
  bool alert(std::string_view system_id, std::string_view source);
  std::size_t for_each_bind(std::string_view system_id, void (*action)(Session&));
  void outbind(const tcp::endpoint& to, const std::string& system_id, const std::string& password);

 private:
  struct WaitingReceipt {
    std::uint64_t message;
    MessageState state;
  };
  /// One system_id that has bound.
  struct Account {
    std::string system_id;
    std::vector<Session*> binds;
    std::uint32_t bind_count = 0;        ///< Binds ever made.
    std::deque<WaitingReceipt> waiting;  ///< Receipts that no bind could take yet.
    double tokens = 0;
    Clock::time_point refilled{};
    std::size_t next_bind = 0;
  };
  /// A response that waits for its delay.
  struct Delayed {
    Clock::time_point due;
    std::uint64_t order;
    std::uint32_t session;
    std::uint32_t size;
    std::array<std::byte, 96> octets;
    std::vector<std::byte> longer;  ///< Instead of `octets`, where those are too few.
  };
  /// A receipt that waits for its delay.
  struct DueReceipt {
    Clock::time_point due;
    std::uint64_t message;
  };

  // traffic.cc: what ESMEs ask.
  void on_bind(Session& session, const smpp::PduView& pdu);
  void on_submit(Session& session, const smpp::PduView& pdu);
  void on_query(Session& session, const smpp::PduView& pdu);
  void on_cancel(Session& session, const smpp::PduView& pdu);
  void on_replace(Session& session, const smpp::PduView& pdu);
  void on_delivery_response(Session& session, const smpp::PduView& pdu);
  void answer_id(Session& session, const smpp::PduView& request, smpp::CommandStatus status,
                 std::string_view id);
  void answer_status(Session& session, const smpp::PduView& request, smpp::CommandStatus status);
  void answer_multi(Session& session, const smpp::PduView& request, std::string_view id);
  /// The response is encoded at `place`: out now, or after the delay.
  void release_response(Session& session, std::span<std::byte> place, std::size_t size);
  smpp::CommandStatus injected_status(const Session& session);
  bool over_throttle(Account& account);
  Message& remember(Session& session, const smpp::PduView& pdu);
  Message* own_message(const Session& session, std::string_view id);
  MessageState state_now(Message& message) const;

  // delivery.cc: what we send by ourselves.
  void schedule_receipt(const Message& message);
  void send_receipt(const Message& message, MessageState state);
  void send_receipt_on(Session& session, const Message& message, MessageState state);
  Session* receiving_bind(Account& account, std::uint32_t submitting_session);
  void pump(Account& account);
  void flush_later(Session& session);
  void arm();
  void on_timer();
  void send_mo_traffic();
  void send_enquire_links();
  bool deliver_mo(Session& session, std::string_view from, std::string_view to,
                  std::string_view text);

  void accept();
  std::shared_ptr<Session> adopt(tcp::socket socket);
  std::uint32_t account_index(std::string_view system_id);
  std::chrono::microseconds draw(const DelayRange& range);
  void record(const Session& session, const char* direction, std::span<const std::byte> pdu);

  asio::io_context& io_;
  const Options& options_;
  tcp::acceptor acceptor_;
  asio::steady_timer timer_;
  asio::steady_timer mo_timer_;
  asio::steady_timer enquire_timer_;
  std::unordered_map<std::uint32_t, std::shared_ptr<Session>> sessions_;
  std::vector<std::unique_ptr<Account>> accounts_;
  std::unordered_map<std::string, std::uint32_t> account_by_name_;
  MessageStore messages_;
  std::vector<Delayed> delayed_;      ///< A heap, soonest first.
  std::vector<DueReceipt> receipts_;  ///< A heap, soonest first.
  Clock::time_point armed_for_ = Clock::time_point::max();
  Clock::time_point now_{};
  std::mt19937_64 random_;
  std::vector<std::shared_ptr<Session>> to_flush_;
  Counts counts_;
  std::uint64_t submits_ = 0;
  std::uint64_t order_ = 0;
  std::uint32_t next_session_ = 1;
  double mo_owed_ = 0;
  Clock::time_point mo_last_{};
  std::FILE* record_ = nullptr;
  bool stopped_ = false;
};

}  // namespace smsfw::sim
