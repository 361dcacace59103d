// What the simulator sends by itself: delayed responses, receipts, mobile originated messages.
#include <algorithm>
#include <utility>

#include "smsc-proxy/tools/smsc-sim/simulator.hh"

namespace smsfw::sim {

using smpp::CommandId;
using smpp::FieldId;
using smpp::TlvTag;

namespace {

/// Receipts of one system_id that wait for a bind.
constexpr std::size_t kMaxWaiting = 1'000'000;

InlineString<10> receipt_date(std::chrono::system_clock::time_point when) {
  return smpp::receipt_date(std::chrono::floor<std::chrono::seconds>(when.time_since_epoch()));
}

}  // namespace

void Simulator::schedule_receipt(const Message& message) {
  // registered_delivery, 3.4 section 5.2.17: bits 0-1 ask for the final state, bit 4 for steps.
  const unsigned wanted = message.registered_delivery;
  if ((wanted & 0x13U) == 0) return;
  receipts_.push_back({message.final_at, message.id});
  std::push_heap(receipts_.begin(), receipts_.end(),
                 [](const DueReceipt& a, const DueReceipt& b) { return a.due > b.due; });
  if ((wanted & 0x10U) != 0) send_receipt(message, MessageState::kEnroute);  // intermediate
  arm();
}

void Simulator::arm() {
  auto soonest = Clock::time_point::max();
  if (!delayed_.empty()) soonest = std::min(soonest, delayed_.front().due);
  if (!receipts_.empty()) soonest = std::min(soonest, receipts_.front().due);
  if (soonest >= armed_for_ || stopped_) return;
  armed_for_ = soonest;
  timer_.expires_at(soonest);
  timer_.async_wait([this](const error_code& error) {
    if (!error) on_timer();
  });
}

void Simulator::on_timer() {
  armed_for_ = Clock::time_point::max();
  begin_turn();
  while (!delayed_.empty() && delayed_.front().due <= now_) {
    std::pop_heap(delayed_.begin(), delayed_.end(), [](const Delayed& a, const Delayed& b) {
      return a.due != b.due ? a.due > b.due : a.order > b.order;
    });
    Delayed delayed = std::move(delayed_.back());
    delayed_.pop_back();
    const auto session = sessions_.find(delayed.session);
    if (session == sessions_.end()) continue;
    --session->second->delayed_responses;
    session->second->send(delayed.longer.empty()
                              ? std::span<const std::byte>(delayed.octets).first(delayed.size)
                              : std::span<const std::byte>(delayed.longer));
    flush_later(*session->second);
  }
  while (!receipts_.empty() && receipts_.front().due <= now_) {
    std::pop_heap(receipts_.begin(), receipts_.end(),
                  [](const DueReceipt& a, const DueReceipt& b) { return a.due > b.due; });
    const auto id = receipts_.back().message;
    receipts_.pop_back();
    if (Message* message = messages_.find(id)) {
      const auto state = state_now(*message);
      // 1: always, 2: only on failure, 3 (5.0): only on success; 0: the notice on the way was all.
      const unsigned wanted = message->registered_delivery & 3U;
      const bool success = state == MessageState::kDelivered;
      if (wanted == 1 || (wanted == 2 && !success) || (wanted == 3 && success)) {
        send_receipt(*message, state);
      }
    }
  }
  arm();
}

void Simulator::send_receipt(const Message& message, MessageState state) {
  auto& account = *accounts_[message.account];
  if (account.waiting.size() == kMaxWaiting) {
    ++counts_.receipts_dropped;
    return;
  }
  account.waiting.push_back({message.id, state});
  pump(account);
}

Session* Simulator::receiving_bind(Account& account, std::uint32_t submitting_session) {
  for (std::size_t i = 0; i < account.binds.size(); ++i) {
    Session* bind = account.binds[account.next_bind++ % account.binds.size()];
    if (!bind->receives() || bind->deliveries_open >= options_.deliver_window) continue;
    if (options_.receipt_on_other_bind && bind->id() == submitting_session) continue;
    return bind;
  }
  return nullptr;
}

void Simulator::pump(Account& account) {
  while (!account.waiting.empty()) {
    const auto [id, state] = account.waiting.front();
    Message* message = messages_.find(id);
    if (message == nullptr) {
      ++counts_.receipts_dropped;
    } else {
      if (options_.receipt_after_rebind && account.bind_count <= message->binds_at_submit) return;
      Session* bind = receiving_bind(account, message->session);
      if (bind == nullptr) return;
      send_receipt_on(*bind, *message, state);
      flush_later(*bind);
    }
    account.waiting.pop_front();
  }
}

void Simulator::send_receipt_on(Session& session, const Message& message, MessageState state) {
  const auto id = format_id(message.id, options_.receipt_ids);
  const auto submitted = receipt_date(message.submitted);
  const auto done = receipt_date(std::chrono::system_clock::now());
  const bool delivered = state == MessageState::kDelivered;
  const bool intermediate = state == MessageState::kEnroute;
  smpp::ReceiptValues values;
  values.message_id = id;
  values.delivered = delivered ? 1 : 0;
  values.submit_date = submitted.view();
  values.done_date = done.view();
  values.state = state;
  values.error = delivered || intermediate ? 0 : 1;
  values.text = message.text.view().substr(0, message.text.view().find('\0'));
  std::array<char, smpp::kReceiptTextMax> text{};
  const auto octets = std::as_bytes(std::span(text).first(smpp::build_receipt_text(values, text)));

  // The receipt travels from the message's destination back to its source.
  smpp::PduBuilder pdu(options_.receipt_as_data_sm ? CommandId::kDataSm : CommandId::kDeliverSm, 0);
  pdu.set_source(message.dest_ton, message.dest_npi, message.destination);
  pdu.set_destination(message.source_ton, message.source_npi, message.source);
  pdu.set_u8(FieldId::kEsmClass, intermediate ? 0x20 : 0x04);
  if (options_.receipt_as_data_sm) {
    pdu.add_tlv(TlvTag::kMessagePayload, octets);
  } else {
    pdu.set_octets(FieldId::kShortMessage, octets);
  }
  if (!options_.receipt_without_tlvs) {
    pdu.add_tlv_text(TlvTag::kReceiptedMessageId, id);
    pdu.add_tlv_u8(TlvTag::kMessageState, static_cast<std::uint8_t>(state));
  }
  ++session.deliveries_open;
  ++counts_.receipts;
  session.send_request(pdu);
}

bool Simulator::deliver_mo(Session& session, std::string_view from, std::string_view to,
                           std::string_view text) {
  smpp::PduBuilder pdu(CommandId::kDeliverSm, 0);
  pdu.set_source(1, 1, from);
  pdu.set_destination(0, 1, to);
  pdu.set_octets(FieldId::kShortMessage,
                 std::as_bytes(std::span<const char>(text.data(), text.size())));
  if (!pdu.size()) return false;
  ++session.deliveries_open;
  session.send_request(pdu);
  return true;
}

void Simulator::flush_later(Session& session) {
  // One write at the end of the turn, however much was sent in it.
  if (std::exchange(session.flush_queued, true)) return;
  to_flush_.push_back(session.shared_from_this());
  if (to_flush_.size() > 1) return;
  asio::post(io_, [this] {
    const auto sessions = std::exchange(to_flush_, {});
    for (const auto& flushed : sessions) {
      flushed->flush_queued = false;
      flushed->flush();
    }
  });
}

void Simulator::send_mo_traffic() {
  begin_turn();
  const std::chrono::duration<double> passed = now_ - mo_last_;
  mo_last_ = now_;
  mo_owed_ = std::min(mo_owed_ + passed.count() * options_.mo_rate, options_.mo_rate);
  std::vector<Session*> binds;
  for (const auto& [id, session] : sessions_) {
    if (session->receives()) binds.push_back(session.get());
  }
  std::size_t full = 0;  // binds in a row without room
  for (std::size_t turn = 0; mo_owed_ >= 1 && full < binds.size(); ++turn) {
    Session* bind = binds[turn % binds.size()];
    if (bind->deliveries_open >= options_.deliver_window) {
      ++full;
      continue;
    }
    full = 0;
    mo_owed_ -= 1;
    deliver_mo(*bind, options_.mo_from, options_.mo_to, options_.mo_text);
    flush_later(*bind);
  }
  if (stopped_) return;
  mo_timer_.expires_after(std::chrono::milliseconds{5});
  mo_timer_.async_wait([this](const error_code& error) {
    if (!error) send_mo_traffic();
  });
}

void Simulator::send_enquire_links() {
  for (const auto& [id, session] : sessions_) {
    if (session->bind == BindKind::kNone) continue;
    session->send_request(smpp::PduBuilder(CommandId::kEnquireLink, 0));
    flush_later(*session);
  }
  enquire_timer_.expires_after(options_.enquire_link);
  enquire_timer_.async_wait([this](const error_code& error) {
    if (!error) send_enquire_links();
  });
}

bool Simulator::mobile_originated(std::string_view system_id, std::string_view from,
                                  std::string_view to, std::string_view text) {
  const auto& account = *accounts_[account_index(system_id)];
  for (Session* bind : account.binds) {
    if (!bind->receives()) continue;
    const bool sent = deliver_mo(*bind, from, to, text);
    bind->flush();
    return sent;
  }
  return false;
}

bool Simulator::alert(std::string_view system_id, std::string_view source) {
  const auto& account = *accounts_[account_index(system_id)];
  for (Session* bind : account.binds) {
    if (!bind->receives()) continue;
    smpp::PduBuilder pdu(CommandId::kAlertNotification, 0);
    pdu.set_source(1, 1, source);
    pdu.add_tlv_u8(TlvTag::kMsAvailabilityStatus, 0);
    bind->send_request(pdu);
    bind->flush();
    return true;
  }
  return false;
}

std::size_t Simulator::for_each_bind(std::string_view system_id, void (*action)(Session&)) {
  std::vector<std::shared_ptr<Session>> chosen;
  for (const auto& [id, session] : sessions_) {
    const bool any = system_id == "*";
    if (session->bind == BindKind::kNone
            ? any
            : any || accounts_[session->account]->system_id == system_id) {
      chosen.push_back(session);
    }
  }
  for (const auto& session : chosen)
    action(*session);
  return chosen.size();
}

void Simulator::outbind(const tcp::endpoint& to, const std::string& system_id,
                        const std::string& password) {
  auto session = adopt(tcp::socket(io_));
  session->connect(to, [session, system_id, password] {
    smpp::PduBuilder pdu(CommandId::kOutbind, 0);
    pdu.set_text(FieldId::kSystemId, system_id);
    pdu.set_text(FieldId::kPassword, password);
    session->send_request(pdu);
    session->flush();
  });
}

}  // namespace smsfw::sim
