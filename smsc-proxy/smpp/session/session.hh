#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "filters/core/decode_error.hh"
#include "smsc-proxy/app/metric_labels.hh"
#include "smsc-proxy/events/event_producer.hh"
#include "smsc-proxy/smpp/codec/pdu_view.hh"
#include "smsc-proxy/smpp/session/connection.hh"
#include "smsc-proxy/smpp/session/pending_requests.hh"
#include "smsc-proxy/smpp/session/relay_config.hh"
#include "smsc-proxy/smpp/session/session_state.hh"
#include "smsc-proxy/smpp/session/stall_timer.hh"

namespace smsfw::smpp {

class Edge;

/// Bounds of one session.
struct SessionLimits {
  std::uint32_t max_pdu = 70'000;
  std::uint32_t max_output = 1'048'576;
  std::uint32_t max_protocol_errors = 16;
};

/// One SMPP session on one connection, either side: framing, states, requests under way, timers,
/// and the standard's answer to what is wrong. What a good request means is the business of
/// EsmeSession (they are the client) and SmscSession (we are).
class Session : public Connection::Owner {
 public:
  Session(Edge& edge, tcp::socket socket, SessionId id, app::Side side, const SessionTimers& timers,
          const SessionLimits& limits);
  ~Session() override;

  SessionId id() const noexcept { return id_; }
  app::Side side() const noexcept { return side_; }
  SessionState state() const noexcept { return state_; }
  BindKind kind() const noexcept { return kind_; }
  bool bound() const noexcept { return state_ == SessionState::kBound; }
  bool receives() const noexcept { return bound() && kind_ != BindKind::kTransmitter; }
  const std::string& system_id() const noexcept { return system_id_; }
  const Connection& connection() const noexcept { return connection_; }
  std::size_t in_flight() const noexcept { return pending_.size(); }

  /// Sends a request for `origin`, unchanged but for the sequence number where that is in use here.
  /// The entry is valid until the next call; fill in what the answer will need.
  PendingRequest& forward_request(std::span<const std::byte> pdu, SessionId origin,
                                  std::uint32_t origin_sequence, CommandId command);
  /// Sends a request of ours. `pdu` carries any sequence number.
  PendingRequest& send_own_request(std::span<const std::byte> pdu, CommandId command,
                                   Purpose purpose);

  /// Sends a peer's response on, under the number that the request had here.
  void relay_response(std::span<const std::byte> pdu, std::uint32_t sequence);

  /// Answers a request ourselves. With an error status the body is left out.
  void answer(CommandId request, std::uint32_t sequence, CommandStatus status,
              std::string_view message_id = {});
  /// Octets of a whole PDU that is ready.
  void send(std::span<const std::byte> pdu);

  /// One message of this session's peer is no longer under way (see window()).
  void message_done();
  /// Something that requests were kept back for may be over.
  void continue_deferred();

  /// Timers; called by the edge every tick.
  void tick(std::chrono::nanoseconds now);

  /// Ends the session: writes what waits, then closes.
  void shut(app::CloseReason reason, std::string_view words = {});
  bool shutting() const noexcept { return connection_.closing(); }
  app::CloseReason close_reason() const noexcept { return close_reason_; }

  // Connection::Owner
  std::size_t on_octets(std::span<const std::byte> octets) override;
  void on_drained() override;
  void on_closed(std::string_view reason) override;

 protected:
  /// A request that is allowed in this state and has room.
  virtual void on_request(const PduView& pdu) = 0;
  /// A request whose command id only the configuration knows.
  virtual void on_vendor_request(const PduHeader& header, std::span<const std::byte> pdu) = 0;
  virtual bool takes_vendor(CommandId id) const noexcept = 0;
  /// The answer to a request, which is no longer under way. `pdu` is empty where the answer could
  /// not be read; `view` is nullptr there and for vendor commands.
  virtual void on_response(std::span<const std::byte> pdu, const PduHeader& header,
                           const PduView* view, PendingRequest& request) = 0;
  /// No answer came in time; the entry is remembered as expired afterwards.
  virtual void on_timeout(PendingRequest& request) = 0;
  /// True while requests of the peer have to wait (window, back-pressure).
  virtual bool must_wait() noexcept = 0;
  /// Which it is: true for a full window, false for a reader that is too slow.
  virtual bool window_full() noexcept = 0;
  /// The connection has gone. The session is destroyed after this turn.
  virtual void on_gone() = 0;

  void set_bound(BindKind kind);
  void set_state(SessionState state) noexcept { state_ = state; }
  /// Counts a protocol error, tells of it, and closes when there are too many.
  void protocol_error(const DecodeError& error, const PduHeader& header, CommandStatus status);
  Sender sender() const noexcept {
    return side_ == app::Side::kEsme ? Sender::kEsme : Sender::kSmsc;
  }
  std::uint32_t own_sequence() noexcept;
  /// What every event of this session tells; closed_facts() why it ended, and how long it was.
  events::SessionFacts event_facts(events::SessionWhat what) const noexcept;
  events::SessionFacts closed_facts() const noexcept;
  void count_out(CommandId id, std::size_t octets) noexcept;

  Edge& edge_;
  const SessionId id_;
  const app::Side side_;
  const SessionTimers timers_;
  const SessionLimits limits_;
  PendingRequests pending_;
  Connection connection_;
  std::string system_id_;
  std::string_view listener_name_;
  std::string_view upstream_name_;
  /// Requests of this session's peer that have no final answer yet.
  std::uint32_t under_way_ = 0;
  std::chrono::nanoseconds opened_{0};

 private:
  bool handle(std::span<const std::byte> pdu, bool deferred);
  void handle_request(const PduView& view, bool deferred);
  void handle_response(std::span<const std::byte> pdu, const PduHeader& header,
                       const PduView* view);
  void finish(PendingRequest& entry, std::span<const std::byte> pdu, const PduHeader& header,
              const PduView* view);
  void undecodable(const DecodeError& error, std::span<const std::byte> pdu, bool deferred);
  void defer(std::span<const std::byte> pdu);
  void check_enquire(std::chrono::nanoseconds now);

  SessionState state_ = SessionState::kOpen;
  BindKind kind_ = BindKind::kTransceiver;
  std::uint32_t next_own_;
  std::uint32_t protocol_errors_ = 0;
  bool enquiring_ = false;
  bool waiting_ = false;  // already counted as paused
  app::CloseReason close_reason_ = app::CloseReason::kPeerClosed;
  bool close_reason_set_ = false;
  std::chrono::nanoseconds last_received_{0};
  std::chrono::nanoseconds last_message_{0};
  std::chrono::nanoseconds closing_since_{0};
  StallTimer stall_;
  /// Requests that wait for room, in order; responses overtake them, so that two full windows
  /// cannot lock each other.
  std::vector<std::byte> deferred_;
  std::size_t deferred_done_ = 0;
};

}  // namespace smsfw::smpp
