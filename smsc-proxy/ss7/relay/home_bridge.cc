#include "smsc-proxy/ss7/relay/home_bridge.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/relay/hidden_result.hh"

namespace smsfw::ss7 {
namespace {

// All that 16 segments of XUDT can carry.
constexpr std::size_t kMaxMessage = 4'096;
constexpr std::size_t kMaxParameter = 64;
constexpr std::size_t kMaxOwn = 256;  // an answer or an abort of ours
constexpr std::uint8_t kSlsMask = 0x0F;

std::vector<std::byte> copy(std::span<const std::byte> octets) {
  return {octets.begin(), octets.end()};
}

TitleDigits digits_of(std::span<const std::byte> address) noexcept {
  const auto read = decode_sccp_address(address);
  return read ? read->digits() : TitleDigits();
}

/// The same message with other numbers, and without dialogue portion and components.
TcapBuilder renumbered(const TcapMessage& tcap, const BridgeLeg& to) noexcept {
  switch (tcap.type) {
    case TcapType::kContinue:
      return TcapBuilder::proceed(to.own, to.peer);
    case TcapType::kAbort:
      return tcap.p_abort_cause ? TcapBuilder::provider_abort(
                                      to.peer, static_cast<PAbortCause>(*tcap.p_abort_cause))
                                : TcapBuilder::abort(to.peer);
    default:
      return TcapBuilder::end(to.peer);
  }
}

}  // namespace

void settle(RelayExits& exits, BridgedDialogue& dialogue, Outcome outcome) {
  if (dialogue.message == 0) return;
  exits.settled(dialogue.message, dialogue.reservations, outcome);
  dialogue.message = 0;
  dialogue.reservations.clear();
}

HomeBridge::HomeBridge(const HomeRouterConfig& config, const SecretRandom& random,
                       CorrelationTable& ids, RelayExits& exits)
    : config_(config),
      random_(random),
      ids_(ids),
      exits_(exits),
      half_open_(config.max_half_open),
      queries_(config.max_queries),
      deliveries_(config.max_deliveries),
      next_reference_(static_cast<std::uint32_t>(random())) {}

// ---- which dialogue ----

std::uint32_t HomeBridge::draw_id(std::uint32_t other) {
  for (;;) {
    const auto id = static_cast<std::uint32_t>(random_() >> 32U);
    if (id != other && find(id).dialogue == nullptr) return id;
  }
}

BridgeTable::Found HomeBridge::find(std::uint32_t own) const {
  for (const BridgeTable* table : {&half_open_, &queries_, &deliveries_}) {
    if (const auto found = table->find(own); found.dialogue != nullptr) return found;
  }
  return {};
}

BridgeTable::Found HomeBridge::find(const RelayedUnit& unit, const SccpMessage& sccp,
                                    TransactionId own) const {
  if (own.size != kMaxTransactionIdSize) return {};
  const BridgeTable::Found found = find(own.value);
  if (found.dialogue == nullptr) return {};
  const BridgeLeg& leg = found.far ? found.dialogue->far : found.dialogue->asker;
  const TitleDigits called = sccp.called.digits();
  if (leg.side != unit.side || (!called.empty() && !(called == digits_of(leg.ours)))) return {};
  return found;
}

bool HomeBridge::began(const BridgedDialogue& dialogue, const SccpMessage& sccp) noexcept {
  return digits_of(dialogue.asker.theirs) == sccp.calling.digits();
}

void HomeBridge::make_room(BridgeTable& table) {
  while (table.full()) {
    table.count_eviction();
    exits_.note(RelayNote::kDialogueEvicted, nullptr);
    give_up(*table.oldest(), Outcome::kTimedOut);
  }
}

BridgedDialogue& HomeBridge::begin(const WholeMessage& begin, bool delivery,
                                   std::chrono::nanoseconds now) {
  make_room(half_open_);
  const std::uint32_t id = draw_id(0);
  BridgedDialogue& made = half_open_.begin(id, draw_id(id), now);
  made.delivery = delivery;
  made.asker.side = begin.unit.side;
  made.asker.peer = begin.tcap.originating;
  made.asker.ours = copy(begin.sccp.called.octets);
  made.asker.theirs = copy(begin.sccp.calling.octets);
  made.far.side = config_.home_side;
  made.context = begin.tcap.dialogue.context;
  if (made.context) made.version = version_of(*made.context).value_or(MapVersion::k1);
  made.context_name = copy(begin.tcap.dialogue.context_name);
  made.opening = copy(begin.tcap.dialogue.octets);
  made.subscriber.asker = begin.sccp.calling.digits();
  return made;
}

// ---- to the far end ----

bool HomeBridge::address_far(BridgedDialogue& dialogue) {
  const TitleDigits called = digits_of(dialogue.asker.ours);
  const bool to_us = config_.own(called.view());
  const auto ours = SccpAddressOctets::title(
      to_us ? called.view() : std::string_view(config_.own_titles.front()), subsystem::kMsc);
  if (!ours) return false;
  dialogue.far.ours = copy(ours->view());
  const CorrelatedSubscriber& subscriber = dialogue.subscriber;
  if (!dialogue.delivery && config_.hlr_title.empty() && !to_us) {
    dialogue.far.theirs = dialogue.asker.ours;
    return true;
  }
  const auto theirs =
      dialogue.delivery
          ? SccpAddressOctets::title(subscriber.node.view(),
                                     subscriber.sgsn ? subsystem::kSgsn : subsystem::kMsc)
          : SccpAddressOctets::title(config_.hlr_title.empty()
                                         ? subscriber.msisdn.view()
                                         : std::string_view(config_.hlr_title),
                                     subsystem::kHlr);
  if (theirs) dialogue.far.theirs = copy(theirs->view());
  return theirs.has_value();
}

bool HomeBridge::invoke(BridgedDialogue& dialogue, const WholeMessage& from,
                        const AskedOperation& asked, std::span<const std::byte> component,
                        std::chrono::nanoseconds now) {
  BridgeLeg& far = dialogue.far;
  bool sent = false;
  if (dialogue.opened) {
    BridgeTable::touch(dialogue, now);
    sent = send(
        far, renumbered(from.tcap, far).carry_dialogue(from.tcap.dialogue.octets).carry(component));
  } else if (address_far(dialogue)) {
    BridgeTable& open = dialogue.delivery ? deliveries_ : queries_;
    make_room(open);
    open.adopt(dialogue, now);
    auto message = TcapBuilder::begin(far.own).carry_dialogue(dialogue.opening);
    const bool at_once = from.tcap.type == TcapType::kBegin;
    if (at_once) message.carry(component);
    sent = send(far, message, true);
    dialogue.opened = sent;
    if (sent && !at_once) dialogue.waiting = copy(component);
  }
  if (sent) dialogue.pending = asked;
  return sent;
}

void HomeBridge::to_far(BridgedDialogue& dialogue, const WholeMessage& from,
                        std::chrono::nanoseconds now) {
  if (dialogue.far.peer.present()) {
    auto message = renumbered(from.tcap, dialogue.far).carry_dialogue(from.tcap.dialogue.octets);
    for (const Component& each : from.tcap.components)
      message.carry(each.octets);
    if (!send(dialogue.far, message)) exits_.note(RelayNote::kCannotAnswer, &from.unit);
  }
  if (from.over()) {
    settle(exits_, dialogue, Outcome::kTimedOut);
    BridgeTable::remove(dialogue);
  } else {
    BridgeTable::touch(dialogue, now);
  }
}

bool HomeBridge::send(const BridgeLeg& leg, const TcapBuilder& message, bool begin) {
  std::array<std::byte, kMaxMessage> tcap;
  const auto size = message.encode(tcap);
  return size && send(leg, std::span<const std::byte>(tcap).first(*size), begin);
}

bool HomeBridge::send(const BridgeLeg& leg, std::span<const std::byte> tcap, bool begin) {
  SccpUnitdata unitdata;
  unitdata.called = leg.theirs;
  unitdata.calling = leg.ours;
  unitdata.data = tcap;
  // What comes back tells us before the timer does that the other end cannot be reached.
  unitdata.return_on_error = begin;
  unitdata.in_sequence = !begin;
  unitdata.local_reference = ++next_reference_ & kMaxLocalReference;
  const auto plan = plan_unitdata(unitdata);
  if (!plan) return false;
  const auto sls = static_cast<std::uint8_t>(leg.own.value & kSlsMask);
  for (std::size_t i = 0; i < plan->count; ++i) {
    std::array<std::byte, kMaxSignalUnit> octets;
    const auto length = encode_unitdata(unitdata, *plan, i, octets);
    if (!length) return false;
    exits_.originate(leg.side, sls, std::span(octets).first(*length));
  }
  return true;
}

// ---- to the asker ----

void HomeBridge::accept(BridgedDialogue& dialogue) {
  auto message = TcapBuilder::proceed(dialogue.asker.own, dialogue.asker.peer);
  if (!dialogue.context_name.empty()) message.accept(dialogue.context_name);
  dialogue.accepted = true;
  if (!send(dialogue.asker, message)) exits_.note(RelayNote::kCannotAnswer, nullptr);
}

void HomeBridge::send_waiting(BridgedDialogue& dialogue) {
  const auto message =
      TcapBuilder::proceed(dialogue.far.own, dialogue.far.peer).carry(dialogue.waiting);
  if (!send(dialogue.far, message)) exits_.note(RelayNote::kCannotAnswer, nullptr);
  dialogue.waiting.clear();
}

/// True where the pending operation has its answer.
bool HomeBridge::note_results(BridgedDialogue& dialogue, const TcapMessage& tcap) {
  for (const Component& each : tcap.components) {
    if (!dialogue.pending || each.invoke_id != dialogue.pending->invoke_id) continue;
    if (each.kind == ComponentKind::kReturnResultLast) {
      settle(exits_, dialogue, Outcome::kDelivered);
    } else if (each.kind == ComponentKind::kReturnError || each.kind == ComponentKind::kReject) {
      settle(exits_, dialogue, Outcome::kRefusedUpstream);
    } else {
      continue;
    }
    dialogue.pending.reset();
    return true;
  }
  return false;
}

void HomeBridge::to_asker(BridgedDialogue& dialogue, const WholeMessage& from,
                          std::chrono::nanoseconds now) {
  const TcapMessage& tcap = from.tcap;
  BridgeLeg& far = dialogue.far;
  if (tcap.type == TcapType::kContinue) {
    if (!far.peer.present()) {
      far.peer = tcap.originating;
      // Q.774: the first answer may come from another address, which is its one from now on.
      far.theirs = copy(from.sccp.calling.octets);
    } else if (!(far.peer == tcap.originating)) {
      return exits_.note(RelayNote::kUnknownDialogue, &from.unit);
    }
  }
  BridgeTable::touch(dialogue, now);
  std::optional<std::int8_t> query = dialogue.query;
  if (note_results(dialogue, tcap)) dialogue.query.reset();
  if (!dialogue.waiting.empty() && tcap.type == TcapType::kContinue) {
    send_waiting(dialogue);
    if (tcap.components.empty()) return;
  }
  auto message = renumbered(tcap, dialogue.asker);
  if (!dialogue.accepted) {
    message.carry_dialogue(tcap.dialogue.octets);
  } else if (tcap.type == TcapType::kAbort) {
    // Who refuses a dialogue that we have accepted aborts it.
    if (tcap.dialogue.kind == DialogueKind::kResponse) {
      message.user_abort();
    } else {
      message.carry_dialogue(tcap.dialogue.octets);
    }
  }
  std::array<std::byte, kMaxParameter> shown;
  for (const Component& each : tcap.components) {
    if (dialogue.delivery && each.kind == ComponentKind::kInvoke) {
      // A serving node has nothing to ask of who delivers; nobody has judged it.
      exits_.note(RelayNote::kNotForUs, &from.unit);
      continue;
    }
    const bool result = each.kind == ComponentKind::kReturnResultLast ||
                        each.kind == ComponentKind::kReturnResultNotLast;
    const bool of_query = each.invoke_id == query && query;
    // Of an HLR's results only those of reports can hold no IMSI.
    const bool shows_nothing =
        each.parameter.empty() || each.code.local == operation::kReportSmDeliveryStatus;
    if (!result || dialogue.delivery || (shows_nothing && !of_query)) {
      message.carry(each.octets);
    } else if (of_query && each.kind == ComponentKind::kReturnResultLast) {
      const TitleDigits ours = digits_of(far.ours);
      if (const auto size = encode_hidden_result(each.parameter, dialogue.version,
                                                 dialogue.subscriber, ours, ids_, now, shown)) {
        message.result(*query, operation::kSendRoutingInfoForSm, std::span(shown).first(*size));
      } else {
        exits_.note(RelayNote::kBadRoutingInfo, &from.unit);
        message.error(*query, map_error::kSystemFailure);
      }
      query.reset();  // it has one answer
    }                 // what nobody asked for, or a part of an answer, never passes
  }
  dialogue.accepted = true;
  if (!send(dialogue.asker, message)) exits_.note(RelayNote::kCannotAnswer, &from.unit);
  if (!from.over()) return;
  settle(exits_, dialogue, Outcome::kRefusedUpstream);  // ended without a word of the message
  BridgeTable::remove(dialogue);
}

// ---- ends ----

void HomeBridge::end(BridgedDialogue& dialogue, Outcome outcome) {
  std::array<std::byte, kMaxOwn> tcap;
  if (dialogue.far.peer.present()) {
    const auto size = encode_far_end_abort(dialogue.far.peer, tcap);
    if (!size || !send(dialogue.far, std::span<const std::byte>(tcap).first(*size))) {
      exits_.note(RelayNote::kCannotAnswer, nullptr);
    }
  }
  settle(exits_, dialogue, outcome);
  BridgeTable::remove(dialogue);
}

void HomeBridge::give_up(BridgedDialogue& dialogue, Outcome outcome) {
  std::array<std::byte, kMaxOwn> tcap;
  BerEncoded size = refuse(BerEncodeCode::kNotAllowed);
  if (dialogue.pending) {
    OwnAnswer answer{OwnAnswerKind::kError, map_error::kSystemFailure};
    if (!error_allowed(dialogue.pending->code, answer.error, dialogue.version)) {
      answer = {OwnAnswerKind::kUserAbort};
    }
    AskedDialogue to{dialogue.asker.peer, {}, {}};
    if (!dialogue.accepted) to.context_name = dialogue.context_name;
    size = encode_own_answer(answer, *dialogue.pending, to, exits_.time_stamp(), tcap);
  } else {
    size = encode_far_end_abort(dialogue.asker.peer, tcap);
  }
  if (!size || !send(dialogue.asker, std::span<const std::byte>(tcap).first(*size))) {
    exits_.note(RelayNote::kCannotAnswer, nullptr);
  }
  end(dialogue, outcome);
}

void HomeBridge::returned(const RelayedUnit& unit, BridgedDialogue& dialogue) {
  exits_.note(RelayNote::kReturned, &unit);
  give_up(dialogue, Outcome::kRefusedUpstream);
}

void HomeBridge::tick(std::chrono::nanoseconds now) {
  const auto expire = [&](BridgeTable& open, std::chrono::nanoseconds timeout) {
    while (BridgedDialogue* silent = open.silent_since(now - timeout)) {
      exits_.note(RelayNote::kDialogueTimeout, nullptr);
      give_up(*silent, Outcome::kTimedOut);
    }
  };
  expire(half_open_, config_.half_open_timeout);
  expire(queries_, config_.hlr_timeout);
  expire(deliveries_, config_.delivery_timeout);
}

void HomeBridge::release() {
  for (BridgeTable* table : {&half_open_, &queries_, &deliveries_}) {
    while (BridgedDialogue* open = table->oldest()) {
      settle(exits_, *open, Outcome::kTimedOut);
      BridgeTable::remove(*open);
    }
  }
}

}  // namespace smsfw::ss7
