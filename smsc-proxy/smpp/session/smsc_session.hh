#pragma once

#include <string>

#include "smsc-proxy/smpp/session/deliver_target.hh"
#include "smsc-proxy/smpp/session/edge.hh"
#include "smsc-proxy/smpp/session/parked_receipts.hh"
#include "smsc-proxy/smpp/session/refused_destinations.hh"
#include "smsc-proxy/smpp/session/session.hh"

namespace smsfw::smpp {

class EsmeSession;

/// The session with an SMSC: we are the client. Passes responses back, judges what is delivered,
/// and passes it on to an EsmeSession.
class SmscSession final : public Session {
 public:
  /// `pool` is nullptr in transparent mode, where `client` is the one ESME of this session.
  SmscSession(Edge& edge, tcp::socket socket, SessionId id, Listener& listener, UpstreamPool* pool,
              SessionId client);
  ~SmscSession() override;

  Listener& listener() noexcept { return listener_; }
  const UpstreamConfig& config() const noexcept { return listener_.upstream; }

  /// Passes the ESME's bind on (transparent), as it came.
  void forward_bind(std::span<const std::byte> pdu, const PduHeader& header);
  /// Binds with our own credentials (terminated).
  void bind_own(const std::string& password);
  /// The connection came from the SMSC, which will send outbind.
  void expect_outbind() noexcept { expects_outbind_ = true; }
  void set_client(SessionId client) noexcept { client_ = client; }

  /// True when a request may be sent now.
  bool has_room() const noexcept;

  /// Ends this session and its client's after unbind.
  void end_pair(EsmeSession& client);
  /// Answers everything that is under way with a system error, once: the session ends.
  void abandon();
  /// Receipts that came before their response: tries them again, or gives up the outlived ones.
  void try_parked_receipts();
  void drop_old_receipts(std::chrono::nanoseconds now);
  bool has_parked() const noexcept { return !parked_.empty(); }

  /// Destinations of a submit_multi under way that we refused ourselves; its answer gets them.
  RefusedDestinations& refused() noexcept { return refused_; }

 protected:
  void on_request(const PduView& pdu) override;
  void on_vendor_request(const PduHeader& header, std::span<const std::byte> pdu) override;
  bool takes_vendor(CommandId id) const noexcept override;
  void on_response(std::span<const std::byte> pdu, const PduHeader& header, const PduView* view,
                   PendingRequest& request) override;
  void on_timeout(PendingRequest& request) override;
  bool must_wait() noexcept override;
  bool window_full() noexcept override;
  void on_gone() override;

 private:
  EsmeSession* client() const noexcept;
  DeliverTarget target(const PduView& pdu) const;
  void message(const PduView& pdu);
  void deliver(const PduView& pdu, EsmeSession& to);
  void answer_later(const PduView& pdu);
  bool park_receipt(const PduView& pdu);
  void outbind(const PduView& pdu);
  void unbind(const PduView& pdu);
  void own_response(const PduHeader& header, const PendingRequest& request);
  void learn_route(const PduView& view, CommandId command, std::uint32_t origin_sequence,
                   EsmeSession& origin);
  void settle(PendingRequest& request, Outcome outcome, std::uint32_t status);

  Listener& listener_;
  UpstreamPool* pool_;
  SessionId client_;
  bool expects_outbind_ = false;
  bool counted_bound_ = false;
  RefusedDestinations refused_;
  ParkedReceipts parked_;

  friend class UpstreamPool;
};

}  // namespace smsfw::smpp
