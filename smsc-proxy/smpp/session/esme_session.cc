#include "smsc-proxy/smpp/session/esme_session.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/session/smsc_session.hh"
#include "smsc-proxy/smpp/session/upstream_pool.hh"

namespace smsfw::smpp {
namespace {

using app::CloseReason;
using app::Metric;
using Kind = VerdictAnswer::Kind;

constexpr bool is_message(CommandId id) noexcept {
  return id == CommandId::kSubmitSm || id == CommandId::kDataSm || id == CommandId::kReplaceSm ||
         id == CommandId::kBroadcastSm;
}

}  // namespace

EsmeSession::EsmeSession(Edge& edge, tcp::socket socket, SessionId id, Listener& listener)
    : Session(edge, std::move(socket), id, app::Side::kEsme, listener.config.timers,
              {listener.config.max_pdu, listener.config.max_output,
               listener.config.max_protocol_errors}),
      listener_(listener) {
  listener_name_ = listener.config.name;
  upstream_name_ = listener.upstream.name;
  connection_.start();
}

EsmeSession::~EsmeSession() {
  if (!counted_bound_) listener_.unbound.fetch_sub(1, std::memory_order_relaxed);
  listener_.sessions.fetch_sub(1, std::memory_order_relaxed);
}

SmscSession* EsmeSession::upstream() const noexcept {
  return static_cast<SmscSession*>(edge_.sessions().find(upstream_id_));
}

// ---- requests of the ESME ----

SmscSession* EsmeSession::route() noexcept {
  if (terminated()) return edge_.pool(listener_).choose();
  SmscSession* partner = upstream();
  return partner != nullptr && partner->bound() ? partner : nullptr;
}

bool EsmeSession::must_wait() noexcept {
  if (under_way_ >= listener_.config.window || connection_.over_limit()) return true;
  if (!bound()) return false;
  if (terminated()) {
    UpstreamPool& pool = edge_.pool(listener_);
    return pool.up() && pool.choose() == nullptr;
  }
  const SmscSession* partner = upstream();
  return partner != nullptr && !partner->has_room();
}

bool EsmeSession::window_full() noexcept {
  if (under_way_ >= listener_.config.window) return true;
  const SmscSession* partner = terminated() ? nullptr : upstream();
  return partner != nullptr && partner->in_flight() >= partner->config().window;
}

bool EsmeSession::can_take() noexcept {
  return receives() && !shutting() && !connection_.over_limit() &&
         pending_.size() < listener_.config.window;
}

bool EsmeSession::takes_vendor(CommandId id) const noexcept {
  const auto& known = listener_.config.vendor_commands;
  return std::find(known.begin(), known.end(), static_cast<std::uint32_t>(id)) != known.end();
}

void EsmeSession::on_request(const PduView& pdu) {
  const CommandId id = pdu.id();
  if (bind_kind(id)) {
    bind(pdu);
  } else if (id == CommandId::kUnbind) {
    unbind(pdu);
  } else if (id == CommandId::kSubmitMulti) {
    if (allowed_here(pdu)) submit_multi(pdu);
  } else if (is_message(id)) {
    if (id == CommandId::kReplaceSm && own_id_request(pdu)) return;
    if (allowed_here(pdu)) message(pdu);
  } else {
    if (own_id_request(pdu)) return;
    relay(pdu.octets(), id, pdu.sequence_number());
  }
}

void EsmeSession::on_vendor_request(const PduHeader& header, std::span<const std::byte> pdu) {
  relay(pdu, header.command_id, header.sequence_number);
}

DefaultAlphabet EsmeSession::default_alphabet() const noexcept {
  const DefaultAlphabet listeners = listener_.config.default_alphabet;
  return account_ != nullptr ? account_->config().default_alphabet.value_or(listeners) : listeners;
}

/// What an account may do; in transparent mode that is the SMSC's business.
bool EsmeSession::allowed_here(const PduView& pdu) {
  if (edge_.shared().draining.load(std::memory_order_relaxed)) {
    throttle_unjudged(pdu, app::ThrottleCause::kShutdown);
    return false;
  }
  if (account_ == nullptr) return true;
  if (!account_->take_message(edge_.worker().turn_time())) {
    throttle_unjudged(pdu, app::ThrottleCause::kThroughput);
    return false;
  }
  if (!account_->allows_sender(pdu.text(FieldId::kSourceAddr))) {
    edge_.judge().read(pdu,
                       {Ingress::kSmppSubmit, system_id_, listener_name_, listener_.submit_plan,
                        default_alphabet()},
                       edge_.message_moment());
    Verdict& verdict = edge_.judge().verdict();
    verdict.reset();
    Hit hit;
    hit.reason = "sender_not_allowed";
    hit.detail = "senders of the account";
    hit.action = Action::kReject;
    hit.precedence = Precedence::kSource;
    hit.terminal = true;
    add_hit(verdict, hit, edge_.judge().ruleset().precedence);
    verdict.action = verdict.applied = Action::kReject;
    verdict.leading = 0;
    verdict.truncated = true;
    verdict.smpp_status = static_cast<std::uint32_t>(CommandStatus::kInvSrcAdr);
    edge_.metrics().message(edge_.judge().context(), verdict, listener_.index);
    stop(pdu, {Kind::kRespond, CommandStatus::kInvSrcAdr});
    return false;
  }
  return true;
}

void EsmeSession::throttle_unjudged(const PduView& pdu, app::ThrottleCause cause) {
  edge_.metrics().count<Metric::kThrottled>(1, cause, listener_.index);
  answer(pdu.id(), pdu.sequence_number(),
         static_cast<CommandStatus>(listener_.config.submit_answers.throttle));
}

/// Queries, cancels and replacements that end here: of absorbed messages, and in terminated mode of
/// ids that are not the account's own.
bool EsmeSession::own_id_request(const PduView& pdu) {
  if (!pdu.has(FieldId::kMessageId)) return false;
  if (absorbed_request(pdu)) return true;
  if (!terminated()) return false;
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(edge_.wall());
  if (edge_.shared().routes.owns(upstream_name_, pdu.text(FieldId::kMessageId), system_id_, now)) {
    return false;
  }
  answer(pdu.id(), pdu.sequence_number(), CommandStatus::kInvMsgId);
  return true;
}

bool EsmeSession::absorbed_request(const PduView& pdu) {
  AbsorbedMessages& absorbed = edge_.shared().absorbed;
  if (absorbed.size() == 0) return false;
  const auto now = edge_.worker().turn_time();
  const std::string_view message_id = pdu.text(FieldId::kMessageId);
  const auto found = absorbed.find(listener_name_, system_id_, message_id, now);
  if (!found) return false;
  const std::uint32_t sequence = pdu.sequence_number();
  switch (pdu.id()) {
    case CommandId::kQuerySm: {
      std::array<std::byte, 256> buffer;
      PduBuilder builder(CommandId::kQuerySmResp, sequence);
      builder.set_text(FieldId::kMessageId, message_id)
          .set_u8(FieldId::kMessageState, static_cast<std::uint8_t>(found->state));
      if (const auto size = builder.encode(buffer)) {
        send(std::span<const std::byte>(buffer).first(*size));
      }
      return true;
    }
    case CommandId::kCancelSm:
      answer(pdu.id(), sequence,
             absorbed.cancel(listener_name_, system_id_, message_id, now)
                 ? CommandStatus::kOk
                 : CommandStatus::kCancelFail);
      return true;
    case CommandId::kReplaceSm:
      answer(pdu.id(), sequence,
             found->state == MessageState::kEnroute ? CommandStatus::kOk
                                                    : CommandStatus::kReplaceFail);
      return true;
    default:
      return false;
  }
}

PendingRequest* EsmeSession::pass_on(std::span<const std::byte> pdu, CommandId command,
                                     std::uint32_t sequence) {
  SmscSession* to = route();
  if (to == nullptr) return nullptr;
  ++under_way_;
  return &to->forward_request(pdu, id(), sequence, command);
}

void EsmeSession::relay(std::span<const std::byte> pdu, CommandId command, std::uint32_t sequence) {
  if (pass_on(pdu, command, sequence) == nullptr) {
    answer(command, sequence, CommandStatus::kSysErr);
  }
}

// ---- messages ----

bool EsmeSession::judge_and_count(const PduView& pdu,
                                  const std::array<std::uint64_t, kMaxConcats>& waited) {
  MessageJudge& judge = edge_.judge();
  bool overloaded = false;
  const Moment now = edge_.message_moment();
  const ShedLevel shed = edge_.shed_level(overloaded);
  judge.judge(pdu,
              {Ingress::kSmppSubmit, system_id_, listener_name_, listener_.submit_plan,
               default_alphabet(), listener_.config.hold_parts, waited},
              now, shed);
  if (judge.waits()) return false;
  Verdict& verdict = judge.verdict();
  if (overloaded && !blocks(verdict.applied) && !verdict.control) {
    Hit hit;
    hit.reason = "overload";
    hit.action = Action::kThrottle;
    hit.terminal = true;
    add_hit(verdict, hit, judge.ruleset().precedence);
    verdict.action = verdict.applied = Action::kThrottle;
    verdict.enforced = true;
    verdict.truncated = true;
    verdict.leading = static_cast<int>(verdict.hits.size()) - 1;
    edge_.metrics().count<Metric::kThrottled>(1, app::ThrottleCause::kOverload, listener_.index);
  } else if (verdict.applied == Action::kThrottle) {
    edge_.metrics().count<Metric::kThrottled>(1, app::ThrottleCause::kVerdict, listener_.index);
  }
  edge_.metrics().message(judge.context(), verdict, listener_.index);
  return true;
}

std::uint64_t EsmeSession::write_event(const PduView& pdu, CommandStatus status,
                                       std::string_view message_id, std::uint32_t recipients) {
  const std::uint64_t took = edge_.since_message_ns();
  edge_.metrics().observe_verdict(took);
  if (took > static_cast<std::uint64_t>(
                 std::chrono::nanoseconds(edge_.shared().overload.budget).count())) {
    edge_.metrics().count<Metric::kOverBudget>(1);
  }
  events::MessageFacts facts;
  facts.session = id();
  facts.sequence = pdu.sequence_number();
  facts.upstream = upstream_name_;
  facts.message_id = message_id;
  facts.status = static_cast<std::uint32_t>(status);
  facts.recipients = recipients;
  facts.latency_ns = took;
  return edge_.events().message(edge_.judge().context(), edge_.judge().verdict(),
                                edge_.judge().ruleset(), facts);
}

void EsmeSession::message_of_parts(const PduView& pdu,
                                   const std::array<std::uint64_t, kMaxConcats>& waited) {
  if (!judge_and_count(pdu, waited)) return hold(pdu);
  const Verdict& verdict = edge_.judge().verdict();
  if (edge_.judge().context().findings.has(Finding::kDuplicateTlv)) {
    // Several message_payload TLVs: the SMSC may show another one than we read.
    stop(pdu, {Kind::kRespond, CommandStatus::kTlvNotAllwd});
    return;
  }
  const VerdictAnswer decided = answer_for(verdict, listener_.config.submit_answers);
  if (decided.kind != Kind::kForward) {
    stop(pdu, decided);
    return;
  }
  PendingRequest* request = pass_on(pdu.octets(), pdu.id(), pdu.sequence_number());
  if (request == nullptr) {
    const auto status = static_cast<CommandStatus>(listener_.config.submit_answers.throttle);
    write_event(pdu, status, {}, 1);
    edge_.judge().chain().settle(verdict.reservations, Outcome::kRefusedUpstream,
                                 edge_.worker().turn_time());
    edge_.metrics().count<Metric::kOutcomes>(1, Outcome::kRefusedUpstream, app::Direction::kSubmit);
    answer(pdu.id(), pdu.sequence_number(), status);
    return;
  }
  request->reservations = verdict.reservations;
  request->message = write_event(pdu, CommandStatus::kOk, {}, 1);
}

bool EsmeSession::stop(const PduView& pdu, const VerdictAnswer& decided) {
  const Verdict& verdict = edge_.judge().verdict();
  std::string message_id;
  Outcome outcome = Outcome::kBlocked;
  switch (decided.kind) {
    case Kind::kForward:
      return false;
    case Kind::kRespond:
      answer(pdu.id(), pdu.sequence_number(), decided.status);
      break;
    case Kind::kAbsorb:
      absorb(pdu, message_id);
      answer(pdu.id(), pdu.sequence_number(), CommandStatus::kOk,
             pdu.id() == CommandId::kReplaceSm ? std::string_view{} : message_id);
      outcome = Outcome::kAbsorbed;
      break;
    case Kind::kSilent:
      break;
  }
  write_event(pdu, decided.status, message_id, 1);
  edge_.judge().chain().settle(verdict.reservations, outcome, edge_.worker().turn_time());
  edge_.metrics().count<Metric::kOutcomes>(1, outcome, app::Direction::kSubmit);
  return true;
}

void EsmeSession::absorb(const PduView& pdu, std::string& message_id) {
  const SmsContext& ctx = edge_.judge().context();
  AbsorbedMessage message;
  message.listener = listener_name_;
  message.system_id = system_id_;
  message.source_ton = ctx.oa.ton;
  message.source_npi = ctx.oa.npi;
  message.source = ctx.oa.text;
  message.dest_ton = ctx.da.ton;
  message.dest_npi = ctx.da.npi;
  message.destination = ctx.da.text;
  // registered_delivery, SMPP v3.4 §5.2.17: 1 asks for any final receipt, 3 (5.0) for success.
  const auto wanted = pdu.u8(FieldId::kRegisteredDelivery) & 0x03U;
  message.wants_receipt = wanted == 1 || wanted == 3;
  message.submitted = edge_.wall();
  message_id = edge_.shared().absorbed.add(std::move(message), listener_.config.absorb,
                                           edge_.worker().turn_time());
}

// ---- answers of the ESME to what the SMSC sent ----

void EsmeSession::on_response(std::span<const std::byte> pdu, const PduHeader& header,
                              const PduView* /*view*/, PendingRequest& request) {
  if (request.purpose != Purpose::kRelayed) {
    if (request.command == CommandId::kUnbind) shut(CloseReason::kUnbind);
    return;
  }
  const auto status = pdu.empty() ? CommandStatus::kSysErr : header.command_status;
  const bool good = status == CommandStatus::kOk && header.command_id != CommandId::kGenericNack;
  if (request.command == CommandId::kDeliverSm || request.command == CommandId::kDataSm) {
    const Outcome outcome = good ? Outcome::kDelivered : Outcome::kRefusedUpstream;
    edge_.judge().chain().settle(request.reservations, outcome, edge_.worker().turn_time());
    edge_.metrics().count<Metric::kOutcomes>(1, outcome, app::Direction::kDeliver);
  }
  Session* origin = edge_.sessions().find(request.origin);
  if (origin == nullptr) return;
  if (pdu.empty()) {
    origin->answer(request.command, request.origin_sequence, CommandStatus::kSysErr);
  } else {
    origin->relay_response(pdu, request.origin_sequence);
  }
  origin->message_done();
  if (request.command == CommandId::kUnbind) static_cast<SmscSession*>(origin)->end_pair(*this);
}

void EsmeSession::on_timeout(PendingRequest& request) {
  if (request.purpose != Purpose::kRelayed) {
    if (request.command == CommandId::kUnbind) shut(CloseReason::kUnbind);
    return;
  }
  edge_.judge().chain().settle(request.reservations, Outcome::kTimedOut,
                               edge_.worker().turn_time());
  edge_.metrics().count<Metric::kOutcomes>(1, Outcome::kTimedOut, app::Direction::kDeliver);
  Session* origin = edge_.sessions().find(request.origin);
  if (origin == nullptr) return;
  if (request.command == CommandId::kUnbind) {
    origin->answer(request.command, request.origin_sequence, CommandStatus::kOk);
    static_cast<SmscSession*>(origin)->end_pair(*this);
    return;
  }
  origin->answer(request.command, request.origin_sequence,
                 static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
  origin->message_done();
}

void EsmeSession::on_gone() {
  forget_held();
  while (PendingRequest* request = pending_.oldest()) {
    if (request->purpose == Purpose::kRelayed) {
      edge_.judge().chain().settle(request->reservations, Outcome::kTimedOut,
                                   edge_.worker().turn_time());
      if (Session* origin = edge_.sessions().find(request->origin)) {
        if (!origin->shutting()) {
          origin->answer(request->command, request->origin_sequence,
                         static_cast<CommandStatus>(listener_.config.deliver_answers.throttle));
          origin->message_done();
        }
      }
    }
    edge_.metrics().add<Metric::kInFlight>(-1, side());
    pending_.remove(*request);
  }
  if (counted_bound_) {
    edge_.count_bound(-1);
    edge_.metrics().add<Metric::kSessions>(-1, listener_.index);
    edge_.shared().directory.remove(listener_name_, system_id_, {edge_.worker().index(), id()});
  }
  if (holds_bind_) account_->release_bind();
  edge_.metrics().count<Metric::kSessionsClosed>(1, listener_.index, close_reason());
  events::SessionFacts facts = closed_facts();
  facts.listener = listener_name_;
  edge_.session_event(facts);
  if (!terminated()) {
    if (SmscSession* partner = upstream()) partner->shut(CloseReason::kOtherLegClosed);
  }
}

}  // namespace smsfw::smpp
