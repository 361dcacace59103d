#include "smsc-proxy/smpp/session/smsc_session.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/codec/rewrite.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/password_check.hh"
#include "smsc-proxy/smpp/session/upstream_pool.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;
using app::CloseReason;
using app::Metric;
using Kind = VerdictAnswer::Kind;

// Receipts that wait for the response with their message_id.
constexpr std::size_t kMaxParked = 1000;
// Messages are kept routable for the longest validity that SMSCs grant, and a day.
constexpr auto kRouteLife = std::chrono::hours{8 * 24};

/// Requests whose answer settles a message.
constexpr bool carries(CommandId id) noexcept {
  return id == CommandId::kSubmitSm || id == CommandId::kDataSm || id == CommandId::kReplaceSm ||
         id == CommandId::kBroadcastSm || id == CommandId::kSubmitMulti;
}

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
  events::SessionFacts facts;
  facts.what = events::SessionWhat::kOutbind;
  facts.smsc_side = true;
  facts.listener = listener_name_;
  facts.session = id();
  facts.system_id = system_id_;
  facts.remote = connection_.peer();
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

/// Whom a message is for. `unknown_receipt`: a receipt whose message_id nobody has (yet).
EsmeSession* SmscSession::target(const PduView& pdu, bool& unknown_receipt) {
  unknown_receipt = false;
  if (pool_ == nullptr) return client();
  Account* account = nullptr;
  if (const auto receipt = read_receipt(pdu)) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(edge_.wall());
    ReceiptRoutes& routes = edge_.shared().routes;
    auto owner = routes.find(upstream_name_, receipt->message_id(), now);
    if (!owner) owner = routes.find(upstream_name_, receipt->text_id, now);
    if (!owner) {
      unknown_receipt = true;
      return nullptr;
    }
    for (const auto& one : edge_.shared().accounts.accounts()) {
      if (routes.account_hash(one->config().system_id) == *owner) account = one.get();
    }
  } else {
    account =
        edge_.shared().accounts.find_number(pdu.text(FieldId::kDestinationAddr), listener_name_);
  }
  if (account == nullptr) return nullptr;
  EsmeSession* best = nullptr;
  for (const ListenerConfig& one : edge_.shared().config.listeners) {
    if (one.upstream != config().name) continue;
    for (const auto& bind : edge_.shared().directory.find(one.name, account->config().system_id)) {
      if (bind.worker != edge_.worker().index()) continue;
      auto* session = static_cast<EsmeSession*>(edge_.sessions().find(bind.session));
      if (session == nullptr || !session->can_take()) continue;
      if (best == nullptr || session->in_flight() < best->in_flight()) best = session;
    }
  }
  return best;
}

void SmscSession::message(const PduView& pdu) {
  bool unknown_receipt = false;
  EsmeSession* to = target(pdu, unknown_receipt);
  if (to == nullptr || !to->receives()) {
    if (unknown_receipt && park_receipt(pdu)) return;
    // Temporary: the SMSC keeps the message and tries again.
    answer(pdu.id(), pdu.sequence_number(),
           static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
    return;
  }
  deliver(pdu, *to);
}

void SmscSession::deliver(const PduView& pdu, EsmeSession& to) {
  MessageJudge& judge = edge_.judge();
  bool overloaded = false;
  const Moment now = edge_.message_moment();
  const ShedLevel shed = edge_.shed_level(overloaded);
  judge.judge(pdu,
              {Ingress::kSmppDeliver, to.system_id(), listener_name_, listener_.deliver_plan,
               listener_.config.default_alphabet},
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
  if (pool_ == nullptr || parked_.size() >= kMaxParked || !pool_->expects_answers()) return false;
  const auto octets = pdu.octets();
  parked_.push_back(
      {{octets.begin(), octets.end()}, edge_.worker().turn_time() + timers_.response});
  ++under_way_;
  return true;
}

void SmscSession::try_parked_receipts() {
  for (std::size_t i = 0; i < parked_.size();) {
    const auto view = decode(parked_[i].pdu);
    bool unknown = false;
    EsmeSession* to = view ? target(*view, unknown) : nullptr;
    if (unknown) {
      ++i;
      continue;
    }
    const std::vector<std::byte> pdu = std::move(parked_[i].pdu);
    parked_.erase(parked_.begin() + static_cast<std::ptrdiff_t>(i));
    --under_way_;
    const auto again = decode(pdu);
    if (!again) continue;
    if (to != nullptr) {
      deliver(*again, *to);
    } else {
      answer(again->id(), again->sequence_number(),
             static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
    }
  }
}

void SmscSession::drop_old_receipts(std::chrono::nanoseconds now) {
  while (!parked_.empty() && parked_.front().until <= now) {
    if (const auto view = decode(parked_.front().pdu)) {
      answer(view->id(), view->sequence_number(),
             static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
    }
    parked_.pop_front();
    --under_way_;
  }
}

// ---- answers of the SMSC ----

void SmscSession::remember_refused(std::uint32_t sequence,
                                   std::vector<RefusedDestination> refused) {
  refused_[sequence] = std::move(refused);
}

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
    events::SessionFacts facts;
    facts.what = good ? events::SessionWhat::kBound : events::SessionWhat::kBindRefused;
    facts.smsc_side = true;
    facts.upstream = upstream_name_;
    facts.session = id();
    facts.system_id = system_id_;
    facts.bind = to_string(BindKind::kTransceiver);
    facts.remote = connection_.peer();
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

void SmscSession::relay_multi_response(std::span<const std::byte> pdu, const PduView* view,
                                       std::uint32_t sequence, std::uint32_t origin_sequence,
                                       Session& origin) {
  const auto at = refused_.find(sequence);
  if (at == refused_.end() || view == nullptr || view->id() != CommandId::kSubmitMultiResp) {
    origin.relay_response(pdu, origin_sequence);
  } else {
    std::vector<UnsuccessSme> ours;
    for (const auto& one : at->second)
      ours.push_back({one.ton, one.npi, one.address, one.status});
    // Each entry: ton, npi, address with NUL, status.
    std::vector<std::byte> merged(pdu.size() + ours.size() * 48 + 16);
    if (const auto size = merge_unsuccess(*view, ours, merged)) {
      origin.relay_response(std::span<const std::byte>(merged).first(*size), origin_sequence);
    } else {
      origin.relay_response(pdu, origin_sequence);
    }
  }
  if (at != refused_.end()) refused_.erase(at);
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
  if (origin == nullptr) return;
  const CommandId command = request.command;
  const std::uint32_t origin_sequence = request.origin_sequence;
  if (broken) {
    origin->answer(command, origin_sequence, CommandStatus::kSysErr);
  } else if (request.multi) {
    relay_multi_response(pdu, view, request.sequence, origin_sequence, *origin);
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
  refused_.erase(request.sequence);
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

void SmscSession::on_gone() {
  const bool was_binding = state() == SessionState::kBinding;
  abandon();
  if (counted_bound_) {
    edge_.metrics().add<Metric::kUpstreamSessions>(-1, listener_.upstream_index);
  } else if (was_binding && pool_ != nullptr) {
    edge_.metrics().count<Metric::kUpstreamConnects>(1, listener_.upstream_index,
                                                     app::Result::kFailed);
  }
  events::SessionFacts facts;
  facts.what = events::SessionWhat::kClosed;
  facts.smsc_side = true;
  facts.upstream = upstream_name_;
  facts.session = id();
  facts.system_id = system_id_;
  facts.remote = connection_.peer();
  facts.reason = app::kCloseReasonNames[static_cast<std::size_t>(close_reason())];
  facts.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(edge_.worker().turn_time() - opened_);
  edge_.session_event(facts);
  if (pool_ != nullptr) {
    pool_->session_gone(id());
  } else if (EsmeSession* to = client()) {
    to->shut(CloseReason::kOtherLegClosed);
  }
}

}  // namespace smsfw::smpp
