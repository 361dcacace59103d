#include "smsc-proxy/smpp/session/smsc_session.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/upstream_pool.hh"

namespace smsfw::smpp {
namespace {

using app::CloseReason;
using app::Metric;
using Kind = VerdictAnswer::Kind;

}  // namespace

SmscSession::SmscSession(Edge& edge, tcp::socket socket, SessionId id, Listener& listener,
                         UpstreamPool* pool, SessionId client)
    : Session(edge, std::move(socket), id, app::Side::kSmsc, listener.upstream.timers,
              {listener.config.max_pdu, listener.upstream.max_output,
               listener.config.max_protocol_errors}),
      listener_(listener),
      pool_(pool),
      client_(client) {
  system_id_ = pool != nullptr ? listener.upstream.system_id : std::string{};
  listener_name_ = listener.config.name;
  upstream_name_ = listener.upstream.name;
  connection_.start();
}

SmscSession::~SmscSession() = default;

EsmeSession* SmscSession::client() const noexcept {
  return static_cast<EsmeSession*>(edge_.sessions().find(client_));
}

bool SmscSession::has_room() const noexcept {
  return !connection_.over_limit() && !shutting() && pending_.size() < config().window;
}

// ---- bind ----

void SmscSession::forward_bind(std::span<const std::byte> pdu, const PduHeader& header) {
  set_state(SessionState::kBinding);
  if (const auto kind = bind_kind(header.command_id)) {
    forward_request(pdu, client_, header.sequence_number, header.command_id);
  }
}

void SmscSession::bind_own(const std::string& password) {
  set_state(SessionState::kBinding);
  std::array<std::byte, 256> pdu;
  PduBuilder builder(CommandId::kBindTransceiver, 0);
  builder.set_text(FieldId::kSystemId, config().system_id)
      .set_text(FieldId::kPassword, password)
      .set_text(FieldId::kSystemType, config().system_type)
      .set_u8(FieldId::kInterfaceVersion, kInterfaceVersion);
  const auto size = builder.encode(pdu);
  if (!size) {
    shut(CloseReason::kBindRefused, "system_id, password or system_type is too long for SMPP");
    return;
  }
  send_own_request(std::span<const std::byte>(pdu).first(*size), CommandId::kBindTransceiver,
                   Purpose::kOwn);
}

void SmscSession::outbind(const PduView& pdu) {
  // Connect to the ESME and pass the request on; its bind then comes back on this pair.
  set_state(SessionState::kOutbound);
  system_id_ = pdu.text(FieldId::kSystemId);
  events::SessionFacts facts = event_facts(events::SessionWhat::kOutbind);
  facts.listener = listener_name_;
  edge_.session_event(facts);
  std::vector<std::byte> copy(pdu.octets().begin(), pdu.octets().end());
  edge_.connect(listener_.config.outbind_target, config().connect_timeout,
                [&edge = edge_, id = id(), copy = std::move(copy)](const std::string& error,
                                                                   tcp::socket socket) {
                  auto* self = static_cast<SmscSession*>(edge.sessions().find(id));
                  if (self == nullptr || self->shutting()) return;
                  if (!error.empty()) {
                    self->shut(CloseReason::kOtherLegClosed, error);
                    return;
                  }
                  self->listener_.sessions.fetch_add(1, std::memory_order_relaxed);
                  self->listener_.unbound.fetch_add(1, std::memory_order_relaxed);
                  auto* made = edge.sessions().add([&](SessionId made_id) {
                    return std::make_unique<EsmeSession>(edge, std::move(socket), made_id,
                                                         self->listener_);
                  });
                  self->client_ = made->id();
                  made->pass_outbind(copy, *self);
                });
}

// ---- requests of the SMSC ----

bool SmscSession::must_wait() noexcept {
  if (connection_.over_limit() || under_way_ >= config().window) return true;
  if (pool_ != nullptr) return false;  // others share this bind: see message()
  EsmeSession* to = client();
  return to != nullptr && to->bound() && to->receives() && !to->can_take();
}

bool SmscSession::window_full() noexcept {
  if (under_way_ >= config().window) return true;
  EsmeSession* to = pool_ == nullptr ? client() : nullptr;
  return to != nullptr && to->in_flight() >= listener_.config.window;
}

bool SmscSession::takes_vendor(CommandId id) const noexcept {
  const auto& known = listener_.config.vendor_commands;
  return std::find(known.begin(), known.end(), static_cast<std::uint32_t>(id)) != known.end();
}

void SmscSession::on_request(const PduView& pdu) {
  switch (pdu.id()) {
    case CommandId::kDeliverSm:
    case CommandId::kDataSm:
      message(pdu);
      break;
    case CommandId::kAlertNotification:
      // No response exists; in terminated mode the esme_addr names no account.
      if (EsmeSession* to = client(); to != nullptr && to->bound()) to->send(pdu.octets());
      break;
    case CommandId::kUnbind:
      unbind(pdu);
      break;
    case CommandId::kOutbind:
      if (expects_outbind_) {
        outbind(pdu);
      } else {
        answer(CommandId::kGenericNack, pdu.sequence_number(), CommandStatus::kInvBndSts);
        protocol_error({DecodeCode::kBadValue, 4, true}, pdu.header(), CommandStatus::kInvBndSts);
      }
      break;
    default:
      answer(pdu.id(), pdu.sequence_number(), CommandStatus::kInvCmdId);
      break;
  }
}

void SmscSession::on_vendor_request(const PduHeader& header, std::span<const std::byte> pdu) {
  EsmeSession* to = client();
  if (to == nullptr || !to->bound()) {
    answer(CommandId::kGenericNack, header.sequence_number, CommandStatus::kSysErr);
    return;
  }
  ++under_way_;
  to->forward_request(pdu, id(), header.sequence_number, header.command_id);
}

void SmscSession::unbind(const PduView& pdu) {
  set_state(SessionState::kUnbinding);
  EsmeSession* to = client();
  if (to != nullptr && to->bound()) {
    to->forward_request(pdu.octets(), id(), pdu.sequence_number(), CommandId::kUnbind);
    return;
  }
  answer(CommandId::kUnbind, pdu.sequence_number(), CommandStatus::kOk);
  shut(CloseReason::kUnbind);
}

DeliverTarget SmscSession::target(const PduView& pdu) const {
  if (pool_ == nullptr) return {client(), false};
  return find_deliver_target(edge_, config(), listener_name_, pdu);
}

void SmscSession::message(const PduView& pdu) {
  const DeliverTarget to = target(pdu);
  if (to.session != nullptr && to.session->receives()) {
    deliver(pdu, *to.session);
  } else if (!to.unknown_receipt || !park_receipt(pdu)) {
    answer_later(pdu);
  }
}

/// Temporary: the SMSC keeps the message and tries again.
void SmscSession::answer_later(const PduView& pdu) {
  answer(pdu.id(), pdu.sequence_number(),
         static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
}

void SmscSession::deliver(const PduView& pdu, EsmeSession& to) {
  MessageJudge& judge = edge_.judge();
  bool overloaded = false;
  const Moment now = edge_.message_moment();
  const ShedLevel shed = edge_.shed_level(overloaded);
  judge.judge(pdu,
              {Ingress::kSmppDeliver, to.system_id(), listener_name_, listener_.deliver_plan,
               to.default_alphabet()},
              now, shed);
  const Verdict& verdict = judge.verdict();
  edge_.metrics().message(judge.context(), verdict, listener_.index);
  VerdictAnswer decided = answer_for(verdict, listener_.config.deliver_answers);
  if (judge.context().findings.has(Finding::kDuplicateTlv)) {
    decided = {Kind::kRespond, CommandStatus::kTlvNotAllwd};
  } else if (overloaded && decided.kind == Kind::kForward && !judge.context().receipt) {
    decided = {Kind::kRespond,
               static_cast<CommandStatus>(listener_.config.deliver_answers.throttle)};
    edge_.metrics().count<Metric::kThrottled>(1, app::ThrottleCause::kOverload, listener_.index);
  } else if (verdict.applied == Action::kThrottle) {
    edge_.metrics().count<Metric::kThrottled>(1, app::ThrottleCause::kVerdict, listener_.index);
  }
  PendingRequest* request = nullptr;
  Outcome outcome = Outcome::kBlocked;
  switch (decided.kind) {
    case Kind::kForward:
      ++under_way_;
      request = &to.forward_request(pdu.octets(), id(), pdu.sequence_number(), pdu.id());
      request->reservations = verdict.reservations;
      break;
    case Kind::kRespond:
      answer(pdu.id(), pdu.sequence_number(), decided.status);
      break;
    case Kind::kAbsorb:
      answer(pdu.id(), pdu.sequence_number(), CommandStatus::kOk);
      outcome = Outcome::kAbsorbed;
      break;
    case Kind::kSilent:
      break;
  }
  const std::uint64_t took = edge_.since_message_ns();
  edge_.metrics().observe_verdict(took);
  events::MessageFacts facts;
  facts.session = id();
  facts.sequence = pdu.sequence_number();
  facts.upstream = upstream_name_;
  facts.status = static_cast<std::uint32_t>(decided.status);
  facts.latency_ns = took;
  const std::uint64_t number =
      edge_.events().message(judge.context(), verdict, judge.ruleset(), facts);
  if (request != nullptr) {
    request->message = number;
  } else {
    judge.chain().settle(verdict.reservations, outcome, edge_.worker().turn_time());
    edge_.metrics().count<Metric::kOutcomes>(1, outcome, app::Direction::kDeliver);
  }
}

// ---- receipts that come before the response ----

bool SmscSession::park_receipt(const PduView& pdu) {
  if (pool_ == nullptr || !pool_->expects_answers()) return false;
  if (!parked_.add(pdu.octets(), edge_.worker().turn_time() + timers_.response)) return false;
  ++under_way_;
  return true;
}

void SmscSession::try_parked_receipts() {
  parked_.retry([this](const PduView& pdu) {
    const DeliverTarget to = target(pdu);
    if (to.unknown_receipt) return false;
    --under_way_;
    if (to.session != nullptr) {
      deliver(pdu, *to.session);
    } else {
      answer_later(pdu);
    }
    return true;
  });
}

void SmscSession::drop_old_receipts(std::chrono::nanoseconds now) {
  parked_.expire(now, [this](const PduView& pdu) {
    --under_way_;
    answer_later(pdu);
  });
}

void SmscSession::on_gone() {
  const bool was_binding = state() == SessionState::kBinding;
  abandon();
  if (counted_bound_) {
    edge_.metrics().add<Metric::kUpstreamSessions>(-1, listener_.upstream_index);
  } else if (was_binding && pool_ != nullptr) {
    edge_.metrics().count<Metric::kUpstreamConnects>(1, listener_.upstream_index,
                                                     app::Result::kFailed);
  }
  edge_.metrics().count<Metric::kUpstreamSessionsClosed>(1, listener_.upstream_index,
                                                         close_reason());
  events::SessionFacts facts = closed_facts();
  facts.upstream = upstream_name_;
  edge_.session_event(facts);
  if (pool_ != nullptr) {
    pool_->session_gone(id());
  } else if (EsmeSession* to = client()) {
    to->shut(CloseReason::kOtherLegClosed);
  }
}

}  // namespace smsfw::smpp
