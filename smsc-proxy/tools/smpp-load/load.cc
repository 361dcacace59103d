#include "smsc-proxy/tools/smpp-load/load.hh"

#include <algorithm>
#include <limits>
#include <utility>

namespace smsfw::load {
namespace {

constexpr std::chrono::milliseconds kTick{20};
/// Paced messages go out in steps of at least this, so that the clock does not eat the processor.
constexpr std::chrono::microseconds kPaceStep{100};
constexpr std::chrono::milliseconds kRetry{100};
constexpr std::chrono::seconds kUnbindWait{2};

Clock::duration seconds(double value) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
}

}  // namespace

Load::Load(asio::io_context& io, const Options& options, const SubmitPool& pool,
           std::uint64_t messages)
    : io_(io),
      options_(options),
      pool_(pool),
      messages_(messages == 0 ? std::numeric_limits<std::uint64_t>::max() : messages),
      pace_timer_(io),
      tick_timer_(io),
      retry_timer_(io),
      pacer_(options.rate, {}) {
  if (!options.per_message.empty()) results_.messages.resize(messages);
}

void Load::start(const tcp::endpoint& target) {
  target_ = target;
  phase_since_ = Clock::now();
  connections_.resize(options_.binds);
  for (std::size_t i = 0; i < connections_.size(); ++i)
    open_connection(i);
  tick();
}

void Load::open_connection(std::size_t index) {
  connections_[index] = std::make_shared<Connection>(io_, options_, *this);
  connections_[index]->connect(target_);
}

void Load::on_bound(Connection& connection) {
  ++results_.binds;
  ++bound_;
  if (phase_ == Phase::kBinding) {
    if (bound_ == options_.binds) begin_sending();
  } else if (phase_ == Phase::kSending) {
    on_turn(connection);
  } else {
    connection.unbind();
  }
}

void Load::begin_sending() {
  phase_ = Phase::kSending;
  started_ = last_answer_ = phase_since_ = Clock::now();
  pacer_ = Pacer(options_.rate, started_);
  send_due();
}

bool Load::all_sent(Clock::time_point now) const {
  return stop_sending_ || results_.sent >= messages_ ||
         (options_.seconds > 0 && now - started_ >= seconds(options_.seconds));
}

void Load::fill(Connection& connection, Clock::time_point now) {
  if (phase_ != Phase::kSending || all_sent(now)) return;
  const auto due = std::min(messages_, pacer_.due_count(now));
  while (results_.sent < due && connection.has_room()) {
    const auto number = results_.sent++;
    const auto index = static_cast<std::size_t>(number % pool_.size());
    connection.submit(pool_.pdu(index), pacer_.paced() ? pacer_.due(number) : now, number);
    if (!results_.messages.empty()) results_.messages[number].state = MessageResult::State::kSent;
  }
}

/// Spreads what is due over the binds, one message each in turn.
void Load::send_due() {
  const auto now = Clock::now();
  if (!pacer_.paced()) {
    for (const auto& connection : connections_)
      fill(*connection, now);
  } else if (!all_sent(now)) {
    const auto due = std::min(messages_, pacer_.due_count(now));
    std::size_t full = 0;
    while (results_.sent < due && full < connections_.size()) {
      Connection& connection = *connections_[next_connection_++ % connections_.size()];
      if (!connection.has_room()) {
        ++full;
        continue;
      }
      full = 0;
      const auto number = results_.sent++;
      const auto index = static_cast<std::size_t>(number % pool_.size());
      connection.submit(pool_.pdu(index), pacer_.due(number), number);
      if (!results_.messages.empty()) {
        results_.messages[number].state = MessageResult::State::kSent;
      }
    }
  }
  for (const auto& connection : connections_)
    connection->flush();
  if (pacer_.paced()) arm_pacer();
}

void Load::arm_pacer() {
  if (phase_ != Phase::kSending || results_.sent >= messages_) return;
  // Late messages wait for room in a window, not for the clock: responses bring them on.
  const auto now = Clock::now();
  pace_timer_.expires_at(std::max(pacer_.due(results_.sent), now + kPaceStep));
  pace_timer_.async_wait([this](const error_code& error) {
    if (!error && phase_ == Phase::kSending) send_due();
  });
}

void Load::on_turn(Connection& connection) {
  fill(connection, Clock::now());
  connection.flush();
  check_progress();
}

void Load::on_response(const InFlight& message, smpp::CommandStatus status,
                       std::string_view message_id, Clock::time_point now) {
  const auto elapsed = std::max<std::int64_t>(
      0, std::chrono::duration_cast<std::chrono::nanoseconds>(now - message.since).count());
  const auto index = static_cast<std::uint64_t>((now - started_) / std::chrono::seconds{1});
  while (second_index_ < index)
    close_second();
  second_.add(static_cast<std::uint64_t>(elapsed));
  ++results_.answered;
  ++results_.statuses[static_cast<std::uint32_t>(status)];
  last_answer_ = now;
  if (status == smpp::CommandStatus::kOk &&
      pool_.wants_receipt(static_cast<std::size_t>(message.number % pool_.size()))) {
    ++results_.receipts_expected;
  }
  if (!results_.messages.empty()) {
    auto& result = results_.messages[message.number];
    result.state = MessageResult::State::kAnswered;
    result.status = static_cast<std::uint32_t>(status);
    result.message_id.assign(message_id);
  }
}

void Load::on_lost(const InFlight& message) {
  ++results_.lost;
  if (!results_.messages.empty()) {
    results_.messages[message.number].state = MessageResult::State::kLost;
  }
}

void Load::on_ended(Connection& connection, std::string_view why) {
  if (phase_ == Phase::kUnbinding || phase_ == Phase::kDone) return check_progress();
  ++results_.disconnects;
  results_.last_trouble = why;
  if (phase_ != Phase::kBinding && bound_ > 0) --bound_;
  if (options_.reconnect) {
    retry_timer_.expires_after(kRetry);
    retry_timer_.async_wait([this](const error_code& error) {
      if (error || phase_ == Phase::kUnbinding || phase_ == Phase::kDone) return;
      for (std::size_t i = 0; i < connections_.size(); ++i) {
        if (connections_[i]->ended()) open_connection(i);
      }
    });
    return;
  }
  const bool any = std::any_of(connections_.begin(), connections_.end(), [&](const auto& other) {
    return other && other.get() != &connection && !other->ended();
  });
  if (!any) finish();
}

void Load::close_second() {
  results_.timeline.push_back(
      {second_.count(), second_.quantile(0.5), second_.quantile(0.99), second_.max()});
  results_.latency_ns.add_all(second_);
  second_.clear();
  ++second_index_;
}

void Load::finish_early() {
  stop_sending_ = true;
  if (phase_ == Phase::kBinding) return finish();
  check_progress();
}

void Load::check_progress() {
  const auto now = Clock::now();
  if (phase_ == Phase::kSending && all_sent(now)) {
    phase_ = Phase::kDraining;
    phase_since_ = now;
    pace_timer_.cancel();
  }
  if (phase_ == Phase::kDraining) {
    for (const auto& connection : connections_) {
      if (connection->in_flight() > 0) return;
    }
    const bool receipts_due = results_.receipts < results_.receipts_expected;
    if (receipts_due && now - last_answer_ < seconds(options_.wait_receipts)) return;
    phase_ = Phase::kUnbinding;
    phase_since_ = now;
    for (const auto& connection : connections_)
      connection->unbind();
  }
  if (phase_ == Phase::kUnbinding) {
    const bool open = std::any_of(connections_.begin(), connections_.end(),
                                  [](const auto& connection) { return !connection->ended(); });
    if (!open || now - phase_since_ > kUnbindWait) finish();
  }
}

void Load::tick() {
  const auto now = Clock::now();
  for (const auto& connection : connections_) {
    if (connection) connection->expire(now - seconds(options_.timeout));
  }
  if (phase_ == Phase::kBinding && now - phase_since_ > seconds(options_.timeout)) {
    if (results_.last_trouble.empty()) results_.last_trouble = "no answer to the bind";
    return finish();
  }
  if (phase_ == Phase::kSending) send_due();
  check_progress();
  if (phase_ == Phase::kDone) return;
  tick_timer_.expires_after(kTick);
  tick_timer_.async_wait([this](const error_code& error) {
    if (!error) tick();
  });
}

void Load::finish() {
  if (std::exchange(phase_, Phase::kDone) == Phase::kDone) return;
  const std::chrono::duration<double> passed = last_answer_ - started_;
  results_.seconds = passed.count();
  for (const auto& connection : connections_) {
    if (connection) connection->end("done");
  }
  close_second();
  pace_timer_.cancel();
  tick_timer_.cancel();
  retry_timer_.cancel();
  io_.stop();
}

}  // namespace smsfw::load
