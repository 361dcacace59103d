// What ESMEs ask, and what the simulator answers.
#include <algorithm>
#include <cstring>

#include "smsc-proxy/tools/smsc-sim/simulator.hh"

namespace smsfw::sim {

using smpp::CommandId;
using smpp::CommandStatus;
using smpp::FieldId;
using smpp::PduView;

void Simulator::on_bad_stream(Session& session, std::span<const std::byte> rest) {
  ++counts_.undecodable;
  record(session, "in", rest.first(std::min<std::size_t>(rest.size(), 64)));
  std::array<std::byte, smpp::kHeaderSize> nack{};
  smpp::encode_header_only(CommandId::kGenericNack, CommandStatus::kInvCmdLen, 0, nack);
  session.send(nack);
  session.close_after_output();
}

void Simulator::on_pdu(Session& session, std::span<const std::byte> octets) {
  record(session, "in", octets);
  const auto pdu = smpp::decode(octets);
  if (!pdu) {
    ++counts_.undecodable;
    const auto header = smpp::decode_header(octets);
    if (!header) return session.close();
    ++counts_.received[smpp::pdu_index(header->command_id)];
    if (smpp::is_response(header->command_id)) return;
    const bool known = smpp::has_response(header->command_id);
    const auto place = session.room(smpp::kHeaderSize);
    smpp::encode_header_only(
        known ? smpp::response_id(header->command_id) : CommandId::kGenericNack,
        known ? CommandStatus::kInvMsgLen : CommandStatus::kInvCmdId, header->sequence_number,
        place);
    return session.commit(smpp::kHeaderSize);
  }
  ++counts_.received[smpp::pdu_index(pdu->id())];
  switch (pdu->id()) {
    case CommandId::kBindReceiver:
    case CommandId::kBindTransmitter:
    case CommandId::kBindTransceiver:
      return on_bind(session, *pdu);
    case CommandId::kSubmitSm:
    case CommandId::kSubmitMulti:
    case CommandId::kDataSm:
    case CommandId::kBroadcastSm:
      return on_submit(session, *pdu);
    case CommandId::kQuerySm:
    case CommandId::kQueryBroadcastSm:
      return on_query(session, *pdu);
    case CommandId::kCancelSm:
    case CommandId::kCancelBroadcastSm:
      return on_cancel(session, *pdu);
    case CommandId::kReplaceSm:
      return on_replace(session, *pdu);
    case CommandId::kEnquireLink:
      return answer_status(session, *pdu, CommandStatus::kOk);
    case CommandId::kUnbind:
      answer_status(session, *pdu, CommandStatus::kOk);
      return session.close_after_output();
    case CommandId::kUnbindResp:
      return session.close_after_output();
    case CommandId::kDeliverSmResp:
    case CommandId::kDataSmResp:
      return on_delivery_response(session, *pdu);
    case CommandId::kEnquireLinkResp:
    case CommandId::kGenericNack:
      return;
    default:
      // A request that only an SMSC sends, or a response to nothing.
      if (!smpp::is_response(pdu->id())) {
        answer_status(session, *pdu, CommandStatus::kInvBndSts);
      }
  }
}

void Simulator::on_bind(Session& session, const PduView& pdu) {
  if (session.bind != BindKind::kNone) return answer_status(session, pdu, CommandStatus::kAlyBnd);
  const auto name = pdu.text(FieldId::kSystemId);
  if (!options_.accounts.empty()) {
    const auto known = std::find_if(options_.accounts.begin(), options_.accounts.end(),
                                    [&](const auto& account) { return account.first == name; });
    if (known == options_.accounts.end()) {
      answer_status(session, pdu, CommandStatus::kInvSysId);
      return session.close_after_output();
    }
    if (known->second != pdu.text(FieldId::kPassword)) {
      answer_status(session, pdu, CommandStatus::kInvPaswd);
      return session.close_after_output();
    }
  }
  smpp::PduBuilder response(smpp::response_id(pdu.id()), pdu.sequence_number());
  response.set_text(FieldId::kSystemId, options_.system_id);
  if (pdu.u8(FieldId::kInterfaceVersion) >= 0x34) {
    response.add_tlv_u8(smpp::TlvTag::kScInterfaceVersion, 0x34);
  }
  const auto place = session.room(128);
  if (const auto size = response.encode(place)) session.commit(*size);

  session.bind = pdu.id() == CommandId::kBindReceiver      ? BindKind::kReceiver
                 : pdu.id() == CommandId::kBindTransmitter ? BindKind::kTransmitter
                                                           : BindKind::kTransceiver;
  session.account = account_index(name);
  auto& account = *accounts_[session.account];
  account.binds.push_back(&session);
  ++account.bind_count;
  if (session.receives()) pump(account);
}

CommandStatus Simulator::injected_status(const Session& session) {
  auto& account = *accounts_[session.account];
  if (options_.throttle > 0 && over_throttle(account)) return CommandStatus::kThrottled;
  if (options_.window != 0 && session.delayed_responses >= options_.window) {
    return CommandStatus::kMsgQFul;
  }
  const bool nth = options_.error_every != 0 && submits_ % options_.error_every == 0;
  const bool drawn = options_.error_share > 0 &&
                     std::uniform_real_distribution<>(0, 1)(random_) < options_.error_share;
  return nth || drawn ? static_cast<CommandStatus>(options_.error_status) : CommandStatus::kOk;
}

bool Simulator::over_throttle(Account& account) {
  const double burst = std::max(1.0, options_.throttle / 10);
  const std::chrono::duration<double> passed = now_ - account.refilled;
  account.tokens = account.refilled == Clock::time_point{}
                       ? burst
                       : std::min(burst, account.tokens + passed.count() * options_.throttle);
  account.refilled = now_;
  if (account.tokens < 1) return true;
  account.tokens -= 1;
  return false;
}

void Simulator::on_submit(Session& session, const PduView& pdu) {
  if (pdu.id() == CommandId::kDataSm ? session.bind == BindKind::kNone : !session.transmits()) {
    return answer_status(session, pdu, CommandStatus::kInvBndSts);
  }
  ++submits_;
  if (options_.close_every != 0 && submits_ % options_.close_every == 0) return session.close();
  if (options_.silent_every != 0 && submits_ % options_.silent_every == 0) {
    ++counts_.left_silent;
    return;
  }
  auto status = injected_status(session);
  if (status == CommandStatus::kOk && !options_.reject_prefix.empty() &&
      pdu.id() != CommandId::kSubmitMulti &&
      pdu.text(FieldId::kDestinationAddr).starts_with(options_.reject_prefix)) {
    status = CommandStatus::kInvDstAdr;
  }
  if (status != CommandStatus::kOk) {
    return options_.error_without_body ? answer_status(session, pdu, status)
                                       : answer_id(session, pdu, status, {});
  }
  Message& message = remember(session, pdu);
  const auto id = message.id;
  const bool early = options_.receipt_before_response && (message.registered_delivery & 3U) != 0;
  if (early) {
    message.final_at = now_;
    message.state = smpp::parse_state(options_.receipt_state).value_or(MessageState::kDelivered);
    send_receipt(message, message.state);
  }
  const auto text = format_id(id, options_.response_ids);
  if (pdu.id() == CommandId::kSubmitMulti) {
    answer_multi(session, pdu, text);
  } else {
    answer_id(session, pdu, CommandStatus::kOk, text);
  }
  if (!early) schedule_receipt(message);
}

Message& Simulator::remember(Session& session, const PduView& pdu) {
  Message& message = messages_.add();
  const auto& account = *accounts_[session.account];
  message.final_at = now_ + draw(options_.receipt_delay);
  message.submitted = std::chrono::system_clock::now();
  message.account = session.account;
  message.session = session.id();
  message.binds_at_submit = account.bind_count;
  message.state = MessageState::kEnroute;
  message.registered_delivery = pdu.u8(FieldId::kRegisteredDelivery);
  message.source_ton = pdu.u8(FieldId::kSourceAddrTon);
  message.source_npi = pdu.u8(FieldId::kSourceAddrNpi);
  message.dest_ton = pdu.u8(FieldId::kDestAddrTon);
  message.dest_npi = pdu.u8(FieldId::kDestAddrNpi);
  message.source.assign(pdu.text(FieldId::kSourceAddr));
  message.destination.assign(pdu.text(FieldId::kDestinationAddr));
  if (pdu.id() == CommandId::kSubmitMulti && !pdu.destinations().empty()) {
    const auto first = *pdu.destinations().begin();
    message.dest_ton = first.ton;
    message.dest_npi = first.npi;
    message.destination.assign(first.address);
  }
  message.text.clear();
  // Receipts repeat the start of a text; other codings than octets of one letter are left out.
  if (pdu.u8(FieldId::kDataCoding) == 0 && (pdu.u8(FieldId::kEsmClass) & 0x40U) == 0) {
    message.text.assign(pdu.text(FieldId::kShortMessage).substr(0, 20));
  }
  return message;
}

void Simulator::release_response(Session& session, std::span<std::byte> place, std::size_t size) {
  if (options_.response_delay.none()) {
    session.send(place.first(size));
    return;
  }
  ++session.delayed_responses;
  Delayed delayed{now_ + draw(options_.response_delay), order_++, session.id(),
                  static_cast<std::uint32_t>(size),     {},       {}};
  if (size <= delayed.octets.size()) {
    std::memcpy(delayed.octets.data(), place.data(), size);
  } else {
    delayed.longer.assign(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(size));
  }
  delayed_.push_back(std::move(delayed));
  std::push_heap(delayed_.begin(), delayed_.end(), [](const Delayed& a, const Delayed& b) {
    return a.due != b.due ? a.due > b.due : a.order > b.order;
  });
  arm();
}

void Simulator::answer_id(Session& session, const PduView& request, CommandStatus status,
                          std::string_view id) {
  if (options_.response_delay.none() && status == CommandStatus::kOk) {
    // The common case: straight into the output.
    const auto place = session.room(128);
    const auto size = smpp::encode_message_id_response(smpp::response_id(request.id()), status,
                                                       request.sequence_number(), id, place);
    if (size) session.commit(*size);
    return;
  }
  std::array<std::byte, 128> place{};
  smpp::PduBuilder response(smpp::response_id(request.id()), request.sequence_number(), status);
  response.set_text(FieldId::kMessageId, id);
  if (const auto size = response.encode(place)) release_response(session, place, *size);
}

void Simulator::answer_multi(Session& session, const PduView& request, std::string_view id) {
  std::array<smpp::UnsuccessSme, 255> refused;
  std::size_t count = 0;
  if (!options_.reject_prefix.empty()) {
    for (const auto& destination : request.destinations()) {
      if (destination.address.starts_with(options_.reject_prefix)) {
        refused[count++] = {destination.ton, destination.npi, destination.address,
                            CommandStatus::kInvDstAdr};
      }
    }
  }
  smpp::PduBuilder response(CommandId::kSubmitMultiResp, request.sequence_number());
  response.set_text(FieldId::kMessageId, id);
  response.set_unsuccess(std::span(refused).first(count));
  std::array<std::byte, 8192> place{};
  if (const auto size = response.encode(place)) release_response(session, place, *size);
}

void Simulator::answer_status(Session& session, const PduView& request, CommandStatus status) {
  std::array<std::byte, smpp::kHeaderSize> place{};
  smpp::encode_header_only(smpp::response_id(request.id()), status, request.sequence_number(),
                           place);
  session.send(place);
}

Message* Simulator::own_message(const Session& session, std::string_view id) {
  const auto number = parse_id(id, options_.response_ids);
  Message* message = number ? messages_.find(*number) : nullptr;
  return message != nullptr && message->account == session.account ? message : nullptr;
}

MessageState Simulator::state_now(Message& message) const {
  if (message.state == MessageState::kEnroute && now_ >= message.final_at) {
    message.state = smpp::parse_state(options_.receipt_state).value_or(MessageState::kDelivered);
  }
  return message.state;
}

void Simulator::on_query(Session& session, const PduView& pdu) {
  if (options_.silent_query) {
    ++counts_.left_silent;
    return;
  }
  if (!session.transmits()) return answer_status(session, pdu, CommandStatus::kInvBndSts);
  Message* message = own_message(session, pdu.text(FieldId::kMessageId));
  if (message == nullptr) return answer_status(session, pdu, CommandStatus::kQueryFail);
  if (pdu.id() == CommandId::kQueryBroadcastSm) {
    return answer_id(session, pdu, CommandStatus::kOk, pdu.text(FieldId::kMessageId));
  }
  smpp::PduBuilder response(CommandId::kQuerySmResp, pdu.sequence_number());
  response.set_text(FieldId::kMessageId, pdu.text(FieldId::kMessageId));
  response.set_u8(FieldId::kMessageState, static_cast<std::uint8_t>(state_now(*message)));
  std::array<std::byte, 160> place{};
  if (const auto size = response.encode(place)) session.send(std::span(place).first(*size));
}

void Simulator::on_cancel(Session& session, const PduView& pdu) {
  if (!session.transmits()) return answer_status(session, pdu, CommandStatus::kInvBndSts);
  Message* message = own_message(session, pdu.text(FieldId::kMessageId));
  if (message == nullptr || state_now(*message) != MessageState::kEnroute) {
    return answer_status(session, pdu, CommandStatus::kCancelFail);
  }
  message->state = MessageState::kDeleted;
  answer_status(session, pdu, CommandStatus::kOk);
}

void Simulator::on_replace(Session& session, const PduView& pdu) {
  if (!session.transmits()) return answer_status(session, pdu, CommandStatus::kInvBndSts);
  Message* message = own_message(session, pdu.text(FieldId::kMessageId));
  if (message == nullptr || state_now(*message) != MessageState::kEnroute) {
    return answer_status(session, pdu, CommandStatus::kReplaceFail);
  }
  message->text.clear();
  message->text.assign(pdu.text(FieldId::kShortMessage).substr(0, 20));
  answer_status(session, pdu, CommandStatus::kOk);
}

void Simulator::on_delivery_response(Session& session, const PduView& pdu) {
  ++counts_.deliver_statuses[static_cast<std::uint32_t>(pdu.status())];
  if (session.deliveries_open > 0) --session.deliveries_open;
  if (session.bind != BindKind::kNone) pump(*accounts_[session.account]);
}

}  // namespace smsfw::sim
