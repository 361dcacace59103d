// How an ESME binds, and unbinds: that part of EsmeSession.
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/password_check.hh"
#include "smsc-proxy/smpp/session/smsc_session.hh"

namespace smsfw::smpp {
namespace {

using app::BindRefusal;
using app::CloseReason;
using app::Metric;

// Checked for accounts that do not exist: the time of an answer must not tell names apart. A hash
// of 32 zero octets, which no password has.
constexpr std::string_view kNobodysHash =
    "scrypt$16384$8$1$c21zZncgbm9ib2R5IHNhbHQ=$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

}  // namespace

void EsmeSession::bind(const PduView& pdu) {
  system_id_ = pdu.text(FieldId::kSystemId);
  bind_command_ = pdu.id();
  bind_sequence_ = pdu.sequence_number();
  const auto now = edge_.worker().turn_time();
  if (edge_.shared().draining.load(std::memory_order_relaxed)) {
    refuse_bind(CommandStatus::kBindFail, BindRefusal::kSessions, "shutting down");
  } else if (edge_.shared().failed_binds.refused(connection_.peer_address(),
                                                 listener_.config.max_failed_binds, now)) {
    refuse_bind(CommandStatus::kBindFail, BindRefusal::kFailedBinds, "too many failed binds");
  } else if (terminated()) {
    bind_terminated(pdu);
  } else {
    bind_transparent(pdu);
  }
}

void EsmeSession::bind_transparent(const PduView& pdu) {
  set_state(SessionState::kBinding);
  if (SmscSession* partner = upstream()) {
    // The SMSC's own connection, opened for outbind.
    partner->forward_bind(pdu.octets(), pdu.header());
    return;
  }
  bind_pdu_.assign(pdu.octets().begin(), pdu.octets().end());
  edge_.connect(listener_.upstream.address, listener_.upstream.connect_timeout,
                [&edge = edge_, id = id()](const std::string& error, tcp::socket socket) {
                  auto* self = static_cast<EsmeSession*>(edge.sessions().find(id));
                  if (self == nullptr || self->shutting()) return;
                  if (!error.empty()) {
                    self->upstream_failed(error);
                    return;
                  }
                  auto* made = edge.sessions().add([&](SessionId made_id) {
                    return std::make_unique<SmscSession>(edge, std::move(socket), made_id,
                                                         self->listener_, nullptr, id);
                  });
                  self->upstream_connected(*made);
                });
}

void EsmeSession::upstream_connected(SmscSession& upstream) {
  upstream_id_ = upstream.id();
  const auto view = decode(bind_pdu_);
  if (view) upstream.forward_bind(bind_pdu_, view->header());
  bind_pdu_.clear();
  bind_pdu_.shrink_to_fit();
}

void EsmeSession::upstream_failed(const std::string& error) {
  edge_.metrics().count<Metric::kUpstreamConnects>(1, listener_.upstream_index,
                                                   app::Result::kFailed);
  events::SessionFacts facts;
  facts.what = events::SessionWhat::kConnectFailed;
  facts.smsc_side = true;
  facts.upstream = upstream_name_;
  facts.remote = listener_.upstream.address;
  facts.reason = error;
  edge_.session_event(facts);
  refuse_bind(CommandStatus::kBindFail, BindRefusal::kUpstreamDown, error);
}

void EsmeSession::bind_answered(std::span<const std::byte> pdu, const PduHeader& header) {
  if (header.command_status == CommandStatus::kOk && !pdu.empty()) {
    relay_response(pdu, bind_sequence_);
    accept_bind(*bind_kind(bind_command_));
    if (SmscSession* partner = upstream()) partner->set_client(id());
    return;
  }
  if (!pdu.empty()) relay_response(pdu, bind_sequence_);
  edge_.shared().failed_binds.add(connection_.peer_address(), edge_.worker().turn_time());
  edge_.metrics().count<Metric::kBindsRefused>(1, listener_.index, BindRefusal::kUpstreamRefused);
  events::SessionFacts facts = event_facts(events::SessionWhat::kBindRefused);
  facts.listener = listener_name_;
  facts.reason = app::kBindRefusalNames[static_cast<std::size_t>(BindRefusal::kUpstreamRefused)];
  facts.status = static_cast<std::uint32_t>(header.command_status);
  edge_.session_event(facts);
  if (pdu.empty()) answer(bind_command_, bind_sequence_, CommandStatus::kBindFail);
  shut(CloseReason::kBindRefused);
}

void EsmeSession::bind_terminated(const PduView& pdu) {
  Account* account = edge_.shared().accounts.find(system_id_, listener_name_);
  if (account != nullptr && !account->allows_from(connection_.peer_address())) {
    edge_.shared().failed_binds.add(connection_.peer_address(), edge_.worker().turn_time());
    refuse_bind(CommandStatus::kBindFail, BindRefusal::kAddress, {});
    return;
  }
  account_ = account;
  set_state(SessionState::kBinding);
  const bool taken = edge_.shared().passwords.check(
      std::string(pdu.text(FieldId::kPassword)),
      account != nullptr ? account->config().password_hash : std::string(kNobodysHash),
      [&edge = edge_, id = id()](bool good) {
        edge.worker().post([&edge, id, good] {
          auto* self = static_cast<EsmeSession*>(edge.sessions().find(id));
          if (self != nullptr && !self->shutting()) self->bind_checked(good);
        });
      });
  if (!taken) refuse_bind(CommandStatus::kSysErr, BindRefusal::kSessions, "too many binds at once");
}

void EsmeSession::bind_checked(bool good) {
  if (!good || account_ == nullptr) {
    edge_.shared().failed_binds.add(connection_.peer_address(), edge_.worker().turn_time());
    refuse_bind(CommandStatus::kInvPaswd, BindRefusal::kCredentials, {});
    return;
  }
  if (!account_->take_bind()) {
    refuse_bind(CommandStatus::kBindFail, BindRefusal::kAccountBinds, {});
    return;
  }
  holds_bind_ = true;
  std::array<std::byte, 128> pdu;
  PduBuilder builder(response_id(bind_command_), bind_sequence_);
  builder.set_text(FieldId::kSystemId, kOwnSystemId)
      .add_tlv_u8(TlvTag::kScInterfaceVersion, kInterfaceVersion);
  if (const auto size = builder.encode(pdu)) {
    send(std::span<const std::byte>(pdu).first(*size));
    edge_.metrics().count<Metric::kAnswers>(1, side(), app::AnswerOrigin::kOwn,
                                            app::StatusClass::kOk);
  }
  accept_bind(*bind_kind(bind_command_));
}

void EsmeSession::refuse_bind(CommandStatus status, BindRefusal why, std::string_view words) {
  answer(bind_command_, bind_sequence_, status);
  edge_.metrics().count<Metric::kBindsRefused>(1, listener_.index, why);
  events::SessionFacts facts = event_facts(events::SessionWhat::kBindRefused);
  facts.listener = listener_name_;
  facts.reason = words.empty() ? app::kBindRefusalNames[static_cast<std::size_t>(why)] : words;
  facts.status = static_cast<std::uint32_t>(status);
  edge_.session_event(facts);
  shut(CloseReason::kBindRefused);
}

void EsmeSession::accept_bind(BindKind bind_kind) {
  set_bound(bind_kind);
  counted_bound_ = true;
  listener_.unbound.fetch_sub(1, std::memory_order_relaxed);
  edge_.count_bound(1);
  edge_.metrics().count<Metric::kBinds>(1, listener_.index);
  edge_.metrics().add<Metric::kSessions>(1, listener_.index);
  if (receives()) {
    edge_.shared().directory.add(listener_name_, system_id_, {edge_.worker().index(), id()});
  }
  events::SessionFacts facts = event_facts(events::SessionWhat::kBound);
  facts.listener = listener_name_;
  facts.upstream = upstream_name_;
  facts.bind = to_string(bind_kind);
  edge_.session_event(facts);
}

void EsmeSession::pass_outbind(std::span<const std::byte> pdu, SmscSession& upstream) {
  upstream_id_ = upstream.id();
  set_state(SessionState::kOutbound);
  send(pdu);
}

void EsmeSession::unbind(const PduView& pdu) {
  set_state(SessionState::kUnbinding);
  SmscSession* partner = terminated() ? nullptr : upstream();
  if (partner != nullptr && partner->bound()) {
    partner->forward_request(pdu.octets(), id(), pdu.sequence_number(), CommandId::kUnbind);
    return;
  }
  answer(CommandId::kUnbind, pdu.sequence_number(), CommandStatus::kOk);
  shut(CloseReason::kUnbind);
}

}  // namespace smsfw::smpp
