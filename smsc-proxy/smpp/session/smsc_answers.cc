// What an SMSC answers, or fails to answer, to requests of ours and of its ESMEs: that part of
// SmscSession.
#include <chrono>
#include <vector>

#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/smsc_session.hh"
#include "smsc-proxy/smpp/session/upstream_pool.hh"

namespace smsfw::smpp {
namespace {

using app::CloseReason;
using app::Metric;

// Messages are kept routable for the longest validity that SMSCs grant, and a day.
constexpr auto kRouteLife = std::chrono::hours{8 * 24};

/// Requests whose answer settles a message.
constexpr bool carries(CommandId id) noexcept {
  return id == CommandId::kSubmitSm || id == CommandId::kDataSm || id == CommandId::kReplaceSm ||
         id == CommandId::kBroadcastSm || id == CommandId::kSubmitMulti;
}

}  // namespace

void SmscSession::settle(PendingRequest& request, Outcome outcome, std::uint32_t status) {
  if (!carries(request.command)) return;
  const auto now = edge_.worker().turn_time();
  edge_.judge().chain().settle(request.reservations, outcome, now);
  edge_.metrics().count<Metric::kOutcomes>(1, outcome, app::Direction::kSubmit);
  if (outcome == Outcome::kDelivered) return;  // the usual: the message's own event says enough
  events::OutcomeFacts facts;
  facts.message = request.message;
  facts.outcome = outcome;
  facts.listener = listener_name_;
  facts.upstream = upstream_name_;
  facts.session = request.origin;
  facts.status = status;
  facts.took = std::chrono::duration_cast<std::chrono::milliseconds>(now - request.sent_at);
  edge_.events().outcome(edge_.wall(), facts);
}

void SmscSession::own_response(const PduHeader& header, const PendingRequest& request) {
  if (request.command == CommandId::kUnbind) {
    shut(CloseReason::kUnbind);
  } else if (bind_kind(request.command)) {
    const bool good = header.command_status == CommandStatus::kOk;
    edge_.metrics().count<Metric::kUpstreamConnects>(
        1, listener_.upstream_index, good ? app::Result::kOk : app::Result::kFailed);
    events::SessionFacts facts =
        event_facts(good ? events::SessionWhat::kBound : events::SessionWhat::kBindRefused);
    facts.upstream = upstream_name_;
    facts.bind = to_string(BindKind::kTransceiver);
    facts.status = static_cast<std::uint32_t>(header.command_status);
    edge_.session_event(facts);
    if (!good) {
      shut(CloseReason::kBindRefused);
      return;
    }
    set_bound(BindKind::kTransceiver);
    counted_bound_ = true;
    edge_.metrics().add<Metric::kUpstreamSessions>(1, listener_.upstream_index);
    pool_->session_bound(id());
    edge_.drained(*this);
  }
}

void SmscSession::learn_route(const PduView& view, CommandId command, std::uint32_t origin_sequence,
                              EsmeSession& origin) {
  const std::string_view message_id = view.text(FieldId::kMessageId);
  if (message_id.empty() || !carries(command) || command == CommandId::kReplaceSm) {
    return;
  }
  if (pool_ == nullptr) {
    // Now and then is enough: the form of ids does not change while an SMSC runs.
    if ((origin_sequence & 0xFFU) == 1) edge_.shared().absorbed.learn_id(message_id);
    return;
  }
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(edge_.wall());
  edge_.shared().routes.add(upstream_name_, message_id, origin.system_id(), now + kRouteLife, now);
  pool_->retry_parked();
}

void SmscSession::on_response(std::span<const std::byte> pdu, const PduHeader& header,
                              const PduView* view, PendingRequest& request) {
  if (request.purpose != Purpose::kRelayed) {
    own_response(header, request);
    return;
  }
  const bool broken = pdu.empty();
  const auto status = broken ? CommandStatus::kSysErr : header.command_status;
  const bool good = status == CommandStatus::kOk && header.command_id != CommandId::kGenericNack;
  settle(request, good ? Outcome::kDelivered : Outcome::kRefusedUpstream,
         static_cast<std::uint32_t>(status));
  auto* origin = static_cast<EsmeSession*>(edge_.sessions().find(request.origin));
  if (bind_kind(request.command)) {
    edge_.metrics().count<Metric::kUpstreamConnects>(
        1, listener_.upstream_index, good ? app::Result::kOk : app::Result::kFailed);
    if (origin == nullptr) return;
    if (good) {
      system_id_ = origin->system_id();
      set_bound(*bind_kind(request.command));
      counted_bound_ = true;
      edge_.metrics().add<Metric::kUpstreamSessions>(1, listener_.upstream_index);
    }
    origin->bind_answered(pdu, header);
    return;
  }
  if (broken || origin == nullptr) refused_.forget(request.sequence);
  if (origin == nullptr) return;
  const CommandId command = request.command;
  const std::uint32_t origin_sequence = request.origin_sequence;
  if (broken) {
    origin->answer(command, origin_sequence, CommandStatus::kSysErr);
  } else if (request.multi) {
    std::vector<std::byte> room;
    origin->relay_response(refused_.merged(pdu, view, request.sequence, room), origin_sequence);
  } else {
    origin->relay_response(pdu, origin_sequence);
  }
  if (good && view != nullptr) learn_route(*view, command, origin_sequence, *origin);
  origin->message_done();
  if (command == CommandId::kUnbind) end_pair(*origin);
}

/// Unbound by either end: what is under way gets its one answer, then both legs end.
void SmscSession::end_pair(EsmeSession& client) {
  abandon();
  shut(CloseReason::kUnbind);
  client.shut(CloseReason::kUnbind);
}

void SmscSession::on_timeout(PendingRequest& request) {
  if (request.purpose != Purpose::kRelayed) {
    if (request.command == CommandId::kUnbind) shut(CloseReason::kUnbind);
    if (bind_kind(request.command)) shut(CloseReason::kInitTimeout, "no answer to our bind");
    return;
  }
  settle(request, Outcome::kTimedOut, static_cast<std::uint32_t>(CommandStatus::kSysErr));
  refused_.forget(request.sequence);
  auto* origin = static_cast<EsmeSession*>(edge_.sessions().find(request.origin));
  if (origin == nullptr) return;
  if (bind_kind(request.command)) {
    origin->upstream_failed("no answer to the bind in time");
    shut(CloseReason::kInitTimeout);
    return;
  }
  const bool unbinding = request.command == CommandId::kUnbind;
  origin->answer(request.command, request.origin_sequence,
                 unbinding ? CommandStatus::kOk : CommandStatus::kSysErr);
  origin->message_done();
  if (unbinding) end_pair(*origin);
}

void SmscSession::abandon() {
  while (PendingRequest* request = pending_.oldest()) {
    if (request->purpose == Purpose::kRelayed) {
      settle(*request, Outcome::kTimedOut, static_cast<std::uint32_t>(CommandStatus::kSysErr));
      auto* origin = static_cast<EsmeSession*>(edge_.sessions().find(request->origin));
      if (origin != nullptr && !origin->shutting()) {
        if (bind_kind(request->command)) {
          origin->upstream_failed("the SMSC closed the connection");
        } else {
          origin->answer(
              request->command, request->origin_sequence,
              request->command == CommandId::kUnbind ? CommandStatus::kOk : CommandStatus::kSysErr);
          origin->message_done();
        }
      }
    }
    pending_.remove(*request);
    edge_.metrics().add<Metric::kInFlight>(-1, side());
  }
}

}  // namespace smsfw::smpp
