#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/inline_string.hh"
#include "smsc-proxy/app/asio.hh"
#include "smsc-proxy/tools/load/histogram.hh"
#include "smsc-proxy/tools/load/pacer.hh"
#include "smsc-proxy/tools/smpp-load/connection.hh"
#include "smsc-proxy/tools/smpp-load/options.hh"
#include "smsc-proxy/tools/smpp-load/submit_pool.hh"

namespace smsfw::load {

/// One second of the run.
struct Second {
  std::uint64_t answered = 0;
  std::uint64_t p50_ns = 0;
  std::uint64_t p99_ns = 0;
  std::uint64_t max_ns = 0;
};

/// What became of one message; kept only for --per-message.
struct MessageResult {
  enum class State : std::uint8_t { kNotSent, kSent, kAnswered, kLost };
  State state = State::kNotSent;
  std::uint32_t status = 0;
  InlineString<65> message_id;
};

/// Everything that a run found out.
struct Results {
  std::uint64_t sent = 0;
  std::uint64_t answered = 0;
  std::uint64_t lost = 0;
  std::uint64_t receipts = 0;
  std::uint64_t receipts_expected = 0;
  std::uint64_t mobile_originated = 0;
  std::uint64_t binds = 0;        ///< Successful binds, those after a loss included.
  std::uint64_t disconnects = 0;  ///< Connections that ended before the run did.
  std::string last_trouble;       ///< Why the last of those ended.
  double seconds = 0;             ///< From the first message to the last answer.
  std::map<std::uint32_t, std::uint64_t> statuses;
  Histogram latency_ns;
  std::vector<Second> timeline;
  std::vector<MessageResult> messages;
};

/// One run: binds, sends, waits for what is open, unbinds.
class Load : public ConnectionEvents {
 public:
  /// `pool` must outlive the run.
  Load(asio::io_context& io, const Options& options, const SubmitPool& pool,
       std::uint64_t messages);

  /// Starts; io.run() returns when the run is over.
  void start(const tcp::endpoint& target);
  /// Stops sending; what is in flight is waited for.
  void finish_early();
  const Results& results() const noexcept { return results_; }

  void on_bound(Connection& connection) override;
  void on_ended(Connection& connection, std::string_view why) override;
  void on_response(const InFlight& message, smpp::CommandStatus status, std::string_view message_id,
                   Clock::time_point now) override;
  void on_lost(const InFlight& message) override;
  void on_receipt() override { ++results_.receipts; }
  void on_mobile_originated() override { ++results_.mobile_originated; }
  void on_turn(Connection& connection) override;

 private:
  enum class Phase : std::uint8_t { kBinding, kSending, kDraining, kUnbinding, kDone };

  void open_connection(std::size_t index);
  void begin_sending();
  void fill(Connection& connection, Clock::time_point now);
  void send_due();
  void arm_pacer();
  void tick();
  bool all_sent(Clock::time_point now) const;
  void check_progress();
  void close_second();
  void finish();

  asio::io_context& io_;
  const Options& options_;
  const SubmitPool& pool_;
  std::uint64_t messages_;
  tcp::endpoint target_;
  asio::steady_timer pace_timer_;
  asio::steady_timer tick_timer_;
  asio::steady_timer retry_timer_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::size_t next_connection_ = 0;
  std::uint32_t bound_ = 0;
  Phase phase_ = Phase::kBinding;
  bool stop_sending_ = false;
  Pacer pacer_;
  Clock::time_point started_{};
  Clock::time_point last_answer_{};
  Clock::time_point phase_since_{};
  Histogram second_;
  std::uint64_t second_index_ = 0;
  Results results_;
};

}  // namespace smsfw::load
