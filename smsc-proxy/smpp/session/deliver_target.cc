#include "smsc-proxy/smpp/session/deliver_target.hh"

#include <chrono>

#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/session/edge.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"

namespace smsfw::smpp {
namespace {

Account* account_of(Edge& edge, std::uint64_t hash) {
  for (const auto& one : edge.shared().accounts.accounts()) {
    if (edge.shared().routes.account_hash(one->config().system_id) == hash) return one.get();
  }
  return nullptr;
}

EsmeSession* least_loaded(Edge& edge, const UpstreamConfig& upstream, const Account& account) {
  EsmeSession* best = nullptr;
  for (const ListenerConfig& listener : edge.shared().config.listeners) {
    if (listener.upstream != upstream.name) continue;
    for (const auto& bind :
         edge.shared().directory.find(listener.name, account.config().system_id)) {
      if (bind.worker != edge.worker().index()) continue;
      auto* session = static_cast<EsmeSession*>(edge.sessions().find(bind.session));
      if (session == nullptr || !session->can_take()) continue;
      if (best == nullptr || session->in_flight() < best->in_flight()) best = session;
    }
  }
  return best;
}

}  // namespace

DeliverTarget find_deliver_target(Edge& edge, const UpstreamConfig& upstream,
                                  std::string_view listener, const PduView& pdu) {
  const Account* account = nullptr;
  if (const auto receipt = read_receipt(pdu)) {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(edge.wall());
    ReceiptRoutes& routes = edge.shared().routes;
    auto owner = routes.find(upstream.name, receipt->message_id(), now);
    if (!owner) owner = routes.find(upstream.name, receipt->text_id, now);
    if (!owner) return {nullptr, true};
    account = account_of(edge, *owner);
  } else {
    account = edge.shared().accounts.find_number(pdu.text(FieldId::kDestinationAddr), listener);
  }
  return {account == nullptr ? nullptr : least_loaded(edge, upstream, *account), false};
}

}  // namespace smsfw::smpp
