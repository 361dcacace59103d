#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "smsc-proxy/app/metric_shard.hh"
#include "smsc-proxy/app/worker.hh"
#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/smpp/session/absorbed_messages.hh"
#include "smsc-proxy/smpp/session/account_book.hh"
#include "smsc-proxy/smpp/session/bind_directory.hh"
#include "smsc-proxy/smpp/session/failed_binds.hh"
#include "smsc-proxy/smpp/session/held_parts.hh"
#include "smsc-proxy/smpp/session/message_judge.hh"
#include "smsc-proxy/smpp/session/password_check.hh"
#include "smsc-proxy/smpp/session/receipt_routes.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"
#include "smsc-proxy/smpp/session/session_table.hh"
#include "smsc-proxy/smpp/session/upstream_connector.hh"

namespace smsfw::smpp {

class Edge;
class EsmeSession;
class SmscSession;
class UpstreamPool;

/// A listener as sessions refer to it, with what was looked up once.
struct Listener {
  const ListenerConfig& config;
  app::ListenerIndex index{};
  const UpstreamConfig& upstream;
  app::UpstreamIndex upstream_index{};
  std::uint16_t submit_plan = 0;  ///< Index among the judge's plans.
  std::uint16_t deliver_plan = 0;
  std::atomic<std::uint32_t> sessions{0};
  std::atomic<std::uint32_t> unbound{0};
};

/// What all workers of the SMPP edge share. Outlives them.
struct RelayShared {
  const RelayConfig& config;
  OverloadConfig overload;
  AbsorbedMessages& absorbed;
  BindDirectory& directory;
  FailedBinds& failed_binds;
  AccountBook& accounts;
  ReceiptRoutes& routes;
  PasswordCheck& passwords;
  /// Finds the edge of a worker, for receipts of absorbed messages.
  std::function<Edge*(unsigned worker)> edge_of;
  /// True while new messages are turned away before the end.
  std::atomic<bool> draining{false};
};

/// The SMPP edge of one worker: its sessions, its judge, and what they tell the world.
class Edge final : public app::TurnTask, public app::TickTask {
 public:
  Edge(app::Worker& worker, RelayShared& shared, MessageJudge judge, app::MetricShard& metrics,
       events::EventProducer& events);
  ~Edge() override;

  app::Worker& worker() noexcept { return worker_; }
  RelayShared& shared() noexcept { return shared_; }
  MessageJudge& judge() noexcept { return judge_; }
  app::MetricShard& metrics() noexcept { return metrics_; }
  events::EventProducer& events() noexcept { return events_; }
  SessionTable& sessions() noexcept { return sessions_; }

  /// Takes a connection of an ESME. On this worker.
  void accept(tcp::socket socket, Listener& listener);
  /// Takes a connection of an SMSC that will send outbind.
  void accept_outbind(tcp::socket socket, Listener& listener);
  /// Connects to host:port; `done` gets the socket or an error, on this worker, exactly once.
  void connect(const std::string& address, std::chrono::milliseconds timeout,
               UpstreamConnector::Done done);
  /// The pool of a terminated upstream on this worker; made at its first use.
  UpstreamPool& pool(Listener& listener);

  // What sessions tell the edge.
  void malformed(Session& session, const DecodeError& error, const PduHeader& header,
                 CommandStatus status);
  void count_pause(Session& session, bool window_full);
  void continue_later(SessionId id);
  /// Output of a session has drained: whoever waited may go on.
  void drained(Session& session);
  /// Destroys a session after this turn.
  void bury(SessionId id);
  void session_event(const events::SessionFacts& facts);

  /// Time of the wall clock at the start of the turn.
  std::chrono::microseconds wall() const noexcept { return now_.wall; }
  /// How much inspection the next message gets. Reads the clock.
  ShedLevel shed_level(bool& throttle) noexcept;
  /// Moment for the next message; the clock is read once a message.
  Moment message_moment() noexcept;
  /// Time since message_moment(), for the histogram.
  std::uint64_t since_message_ns() noexcept;

  /// Runs the receipts of absorbed messages that are due.
  void send_due_receipts(std::chrono::nanoseconds now);
  /// Sends one such receipt to a receiving bind here; false when there is none.
  bool send_absorb_receipt(const AbsorbedMessage& message, SessionId session);

  HeldParts& held_parts() noexcept { return held_parts_; }
  /// Each part of a message has come: those that wait, here and on other workers, are judged.
  void release_parts(std::uint64_t message);

  /// Takes a newly published ruleset now; called on all workers after a publication.
  void take_ruleset();
  /// Ends all sessions with unbind.
  void unbind_all();

  std::size_t bound_sessions() const noexcept { return bound_sessions_; }
  void count_bound(int delta) noexcept { bound_sessions_ += static_cast<std::size_t>(delta); }

  void turn_end() override;
  void tick(std::chrono::nanoseconds now) override;

 private:
  void refresh_turn();
  void release_parts_here(std::uint64_t message);
  void release_part(const HeldParts::Part& part);

  app::Worker& worker_;
  RelayShared& shared_;
  MessageJudge judge_;
  app::MetricShard& metrics_;
  events::EventProducer& events_;
  SessionTable sessions_;
  std::vector<SessionId> buried_;
  std::vector<SessionId> waiting_;
  std::list<std::unique_ptr<UpstreamConnector>> connectors_;
  std::vector<std::pair<const UpstreamConfig*, std::unique_ptr<UpstreamPool>>> pools_;
  HeldParts held_parts_;
  Moment now_;
  std::chrono::nanoseconds turn_{-1};
  std::uint32_t overload_level_ = 0;
  std::size_t bound_sessions_ = 0;
  std::uint32_t ticks_ = 0;
};

}  // namespace smsfw::smpp
