#include "smsc-proxy/ss7/relay/hop_relay.hh"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/ss7/relay/read_invoke.hh"
#include "smsc-proxy/ss7/relay/unit_answer.hh"

namespace smsfw::ss7 {
namespace {

constexpr std::size_t kMaxAbort = 128;  // with an ABRT
constexpr std::uint8_t kFullId = 4;

/// The version of a dialogue that nobody saw begin: operation 44 is of version 3 alone; an MT
/// message under 46 is of version 2 at most.
MapVersion likely_version(std::int32_t code) noexcept {
  return code == operation::kMoForwardSm ? MapVersion::k2 : MapVersion::k3;
}

MapVersion version_in(const OpenDialogue* dialogue, std::int32_t code) noexcept {
  if (dialogue == nullptr || dialogue->version == 0) return likely_version(code);
  return static_cast<MapVersion>(dialogue->version);
}

std::optional<ApplicationContext> context_in(const OpenDialogue* dialogue) noexcept {
  if (dialogue == nullptr || dialogue->application_context == 0) return std::nullopt;
  return ApplicationContext{dialogue->application_context, dialogue->version};
}

}  // namespace

/// One message, whole: a unit of its own, or segments that were held.
struct HopRelay::Passing {
  const RelayedUnit& unit;  // the last one
  const SccpMessage& sccp;  // of the unit
  const HeldMessage* held;  // nullptr: not segmented
  std::span<const std::byte> data;
  TcapMessage tcap{};

  bool from_originator(const OpenDialogue& dialogue) const noexcept {
    return dialogue.from == unit.side;
  }
};

HopRelay::HopRelay(const HopRelayConfig& config, std::uint64_t secret, RelayExits& exits)
    : exits_(exits),
      passive_(config.passive),
      dialogue_timeout_(config.dialogue_timeout),
      dialogues_(config.max_dialogues, secret,
                 [this](OpenDialogue& dialogue) {
                   exits_.note(RelayNote::kDialogueEvicted, nullptr);
                   settle(dialogue, Outcome::kTimedOut);
                 }),
      segments_(config.segments, secret,
                [this](const HeldMessage&, SegmentFault) {
                  exits_.note(RelayNote::kSegmentsLost, nullptr);
                }),
      next_own_(static_cast<std::uint32_t>(secret >> 32U)) {}

// ---- what comes in ----

void HopRelay::take(const RelayedUnit& unit, std::chrono::nanoseconds now) {
  if (passive_) exits_.pass(unit.tag, unit.octets);
  const auto sccp = decode_sccp(unit.octets);
  if (!sccp) return exits_.note(RelayNote::kBadSccp, &unit, &sccp.error());
  // What a network returns carries somebody's own message back to him.
  if (sccp->spec().service) {
    if (!passive_) exits_.pass(unit.tag, unit.octets);
    return;
  }
  if (sccp->segmented()) return take_segment(unit, *sccp, now);
  Passing passing{unit, *sccp, nullptr, sccp->data};
  take_message(passing, now);
}

void HopRelay::take_segment(const RelayedUnit& unit, const SccpMessage& sccp,
                            std::chrono::nanoseconds now) {
  const auto added = segments_.add(unit.opc.value, sccp, unit.octets, unit.tag, now);
  switch (added.outcome) {
    case SegmentStore::Outcome::kHeld:
      break;
    case SegmentStore::Outcome::kRefused:
      exits_.note(RelayNote::kSegmentRefused, &unit);
      break;
    case SegmentStore::Outcome::kJoined: {
      Passing passing{unit, sccp, added.message, added.message->data()};
      take_message(passing, now);
      break;
    }
  }
}

void HopRelay::take_message(Passing& passing, std::chrono::nanoseconds now) {
  const auto tcap = decode_tcap(passing.data);
  if (!tcap) return refuse_malformed(passing, tcap.error());
  passing.tcap = *tcap;
  OpenDialogue* dialogue = nullptr;
  if (tcap->type == TcapType::kBegin) {
    bool loop = false;
    dialogue = open(passing, now, loop);
    if (loop) return exits_.note(RelayNote::kLoop, &passing.unit);
  } else if (tcap->type != TcapType::kUnidirectional) {
    dialogue = find(passing, now);
    if (dialogue == nullptr) exits_.note(RelayNote::kUnknownDialogue, &passing.unit);
  }
  if (dialogue != nullptr && !passing.from_originator(*dialogue)) note_results(passing, *dialogue);
  AskedOperation asked;
  bool more = false;
  MapDecision decision = judge(passing, dialogue, asked, more);
  if (passive_) decision.kind = MapDecision::Kind::kPass;
  if (passes(decision)) {
    pass_on(passing, dialogue, decision, asked);
  } else if (decision.kind != MapDecision::Kind::kWait) {
    keep_back(passing, dialogue, decision, asked, more);
  } else if (dialogue != nullptr && tcap->type == TcapType::kBegin) {
    dialogues_.remove(*dialogue);  // it begins when the unit is given again
  }
}

void HopRelay::refuse_malformed(const Passing& passing, const DecodeError& error) {
  exits_.note(RelayNote::kBadTcap, &passing.unit, &error);
  if (!passive_) abort_malformed(exits_, passing.unit, passing.sccp, passing.data, error);
}

void HopRelay::tick(std::chrono::nanoseconds now) {
  segments_.expire(now);
  while (OpenDialogue* silent = dialogues_.silent_since(now - dialogue_timeout_)) {
    exits_.note(RelayNote::kDialogueTimeout, nullptr);
    settle(*silent, Outcome::kTimedOut);
    dialogues_.remove(*silent);
  }
}

void HopRelay::release() {
  constexpr auto kEver = std::chrono::nanoseconds::max();
  segments_.expire(kEver);
  while (OpenDialogue* open = dialogues_.silent_since(kEver)) {
    settle(*open, Outcome::kTimedOut);
    dialogues_.remove(*open);
  }
}

// ---- dialogues ----

/// A transaction id is its node's own; the node is who the address names: its Global Title, else
/// its point code, else the label's. Ids of different size are different.
std::uint64_t HopRelay::node_key(const SccpAddress& address, PointCode label,
                                 TransactionId id) const {
  std::array<char, kMaxTitleDigits + 6> name{};
  std::size_t size = 0;
  name[size++] = static_cast<char>(id.size);
  const TitleDigits digits = address.digits();
  if (!digits.empty()) {
    const std::string_view text = digits.view();
    std::copy(text.begin(), text.end(), name.begin() + 1);
    size += text.size();
  } else {
    const std::uint32_t code = address.point_code.value_or(label).value;
    name[size++] = '#';
    name[size++] = static_cast<char>(code >> 8U);
    name[size++] = static_cast<char>(code & 0xFFU);
  }
  return dialogues_.key({name.data(), size}, id.value);
}

OpenDialogue* HopRelay::open(const Passing& passing, std::chrono::nanoseconds now, bool& loop) {
  const std::uint64_t key =
      node_key(passing.sccp.calling, passing.unit.opc, passing.tcap.originating);
  if (const OpenDialogue* before = dialogues_.find(key, now)) {
    loop = before->from != passing.unit.side;
    if (loop) return nullptr;
  }
  OpenDialogue& dialogue = dialogues_.begin(key, now);
  dialogue.originator_tid = passing.tcap.originating.value;
  dialogue.from = passing.unit.side;
  if (const auto context = passing.tcap.dialogue.context) {
    dialogue.application_context = context->id;
    if (const auto version = version_of(*context)) {
      dialogue.version = static_cast<std::uint8_t>(*version);
    }
  } else if (passing.tcap.dialogue.kind == DialogueKind::kNone) {
    dialogue.version = 1;
  }
  return &dialogue;
}

OpenDialogue* HopRelay::find(const Passing& passing, std::chrono::nanoseconds now) {
  const TcapMessage& tcap = passing.tcap;
  if (tcap.type == TcapType::kContinue) {
    const std::uint64_t own = node_key(passing.sccp.calling, passing.unit.opc, tcap.originating);
    if (OpenDialogue* known = dialogues_.find(own, now)) return known;
    // The far end's first answer shows its number.
    OpenDialogue* asked =
        dialogues_.find(node_key(passing.sccp.called, passing.unit.dpc, tcap.destination), now);
    if (asked != nullptr && !passing.from_originator(*asked)) {
      asked->responder_tid = tcap.originating.value;
      asked->answered = true;
      dialogues_.set_responder(*asked, own);
    }
    return asked;
  }
  return dialogues_.find(node_key(passing.sccp.called, passing.unit.dpc, tcap.destination), now);
}

void HopRelay::settle(OpenDialogue& dialogue, Outcome outcome) {
  if (dialogue.message == 0) return;
  exits_.settled(dialogue.message, dialogue.reservations, outcome);
  dialogue.message = 0;
  dialogue.reservations.clear();
}

void HopRelay::settle(const MapDecision& decision, Outcome outcome) {
  if (decision.message != 0) exits_.settled(decision.message, decision.reservations, outcome);
}

/// What the far end says of the message or the query that it was given.
void HopRelay::note_results(const Passing& passing, OpenDialogue& dialogue) {
  dialogue.answered = true;
  for (const Component& component : passing.tcap.components) {
    if (dialogue.query != 0 && component.invoke_id == dialogue.query_id &&
        component.kind == ComponentKind::kReturnResultLast) {
      const auto code = component.code.local.value_or(operation::kSendRoutingInfoForSm);
      exits_.query_answered(dialogue.query, component, version_in(&dialogue, code));
      dialogue.query = 0;
    }
    if (component.invoke_id != dialogue.invoke_id) continue;
    if (component.kind == ComponentKind::kReturnResultLast) {
      settle(dialogue, Outcome::kDelivered);
    } else if (component.kind == ComponentKind::kReturnError ||
               component.kind == ComponentKind::kReject) {
      settle(dialogue, Outcome::kRefusedUpstream);
    }
  }
}

// ---- judgement ----

/// Every invoke is judged, whatever its code looks like: who hides one behind another, or behind an
/// object identifier, gains nothing. The first that is not to pass decides.
MapDecision HopRelay::judge(const Passing& passing, OpenDialogue* dialogue, AskedOperation& asked,
                            bool& more) {
  MapDecision all;
  std::vector<MapDecision> earlier;  // messages of the same unit, before the one in `all`
  bool judged = false;
  for (const Component& component : passing.tcap.components) {
    if (component.kind != ComponentKind::kInvoke || !component.invoke_id) continue;
    const std::int32_t code = component.code.local.value_or(0);
    const auto context = context_in(dialogue);
    const ReadInvoke read = read_invoke(component, version_in(dialogue, code), context);
    const ForwardSm* const message = read.message ? &*read.message : nullptr;
    const MapQuestion question{
        passing.unit, passing.sccp, passing.tcap,        component,    read.asked,          context,
        message,      read.error,   dialogue != nullptr, passing.held, !judged && !passive_};
    MapDecision decision = exits_.judge(question);
    judged = true;
    if (is_forward(code) || !passes(decision)) asked = read.asked;
    if (!passes(decision)) {
      if (all.event != 0 || all.message != 0) exits_.refused(all, decision);
      for (const MapDecision& each : earlier)
        exits_.refused(each, decision);
      more = message != nullptr && message->more_messages;
      return decision;
    }
    if (decision.kind == MapDecision::Kind::kDivert) {
      all.kind = decision.kind;
      all.divert = decision.divert;
    }
    if (decision.query != 0 && dialogue != nullptr) {
      dialogue->query = decision.query;
      dialogue->query_id = *component.invoke_id;
    }
    if (decision.message == 0 && all.message != 0) continue;
    if (all.message != 0) earlier.push_back(all);
    all.message = decision.message;
    all.event = decision.event;
    all.reservations = decision.reservations;
  }
  // A dialogue waits for one answer at a time; of several messages, for that to the last.
  for (const MapDecision& each : earlier)
    settle(each, Outcome::kDelivered);
  return all;
}

// ---- what goes out ----

void HopRelay::pass_on(const Passing& passing, OpenDialogue* dialogue, const MapDecision& decision,
                       const AskedOperation& asked) {
  const TcapType type = passing.tcap.type;
  const bool over = type == TcapType::kEnd || type == TcapType::kAbort;
  if (dialogue != nullptr && dialogue->blocked) {
    // The far end knows nothing of this dialogue: we hold its half.
    MapDecision instead;
    instead.kind = MapDecision::Kind::kDrop;
    const bool answered = !over && is_forward(asked.code);
    // A message that may pass has no way there; its centre sends it again by itself.
    if (answered) instead = answer_with(*default_answer(Action::kThrottle, asked));
    if (decision.event != 0 || decision.message != 0) exits_.refused(decision, instead);
    if (answered) {
      keep_back(passing, dialogue, instead, asked, false);
    } else if (over && passing.from_originator(*dialogue)) {
      dialogues_.remove(*dialogue);
    }
    return;
  }
  if (dialogue == nullptr) {
    settle(decision, Outcome::kDelivered);  // nobody will tell us more
  } else if (decision.message != 0) {
    settle(*dialogue, Outcome::kTimedOut);  // a further one before the answer to the last
    dialogue->message_judged = true;
    dialogue->message = decision.message;
    dialogue->invoke_id = asked.invoke_id;
    dialogue->reservations = decision.reservations;
  }
  std::optional<std::uint8_t> divert;
  if (decision.kind == MapDecision::Kind::kDivert) divert = decision.divert;
  if (dialogue != nullptr && passing.from_originator(*dialogue)) {
    if (divert) dialogue->divert = divert;
    divert = dialogue->divert;
  }
  const auto send = [&](std::uint64_t tag, std::span<const std::byte> octets) {
    if (divert) return exits_.divert(*divert, tag, octets);
    exits_.pass(tag, octets);
  };
  if (passive_) {
    // It has passed already.
  } else if (passing.held == nullptr) {
    send(passing.unit.tag, passing.unit.octets);
  } else {
    for (std::size_t i = 0; i < passing.held->size(); ++i)
      send(passing.held->tag(i), passing.held->octets(i));
  }
  if (dialogue != nullptr && over) {
    settle(*dialogue, Outcome::kRefusedUpstream);  // ended without a word of the message
    dialogues_.remove(*dialogue);
  }
}

void HopRelay::keep_back(const Passing& passing, OpenDialogue* dialogue,
                         const MapDecision& decision, const AskedOperation& asked, bool more) {
  const TcapMessage& tcap = passing.tcap;
  // The far end holds its half of a dialogue that began before this message, unless that is us.
  const bool far_end_knows =
      tcap.destination.present() && (dialogue == nullptr || !dialogue->blocked);
  if (far_end_knows) end_far_half(passing, dialogue, tcap.destination);
  if (decision.kind == MapDecision::Kind::kReturn) {
    return_unit(exits_, passing.unit, passing.held, decision.cause);
  }
  const bool answered = decision.kind == MapDecision::Kind::kAnswer && tcap.originating.present();
  if (answered) {
    AskedDialogue to{tcap.originating, {}, {}};
    if (tcap.type == TcapType::kBegin) to.context_name = tcap.dialogue.context_name;
    const bool goes_on = more && dialogue != nullptr;
    if (goes_on) {
      to.responder =
          tcap.type == TcapType::kContinue ? tcap.destination : TransactionId{++next_own_, kFullId};
    }
    if (answer_operation(exits_, passing.unit, passing.sccp, decision.answer, asked, to) &&
        goes_on) {
      settle(*dialogue, Outcome::kTimedOut);  // an earlier one whose answer nobody saw
      dialogue->blocked = true;
      return;
    }
  }
  if (dialogue != nullptr) {
    settle(*dialogue, Outcome::kTimedOut);
    dialogues_.remove(*dialogue);
  }
}

void HopRelay::end_far_half(const Passing& passing, const OpenDialogue* dialogue,
                            TransactionId far_end) {
  std::array<std::byte, kMaxAbort> tcap;
  const auto length = encode_far_end_abort(far_end, tcap);
  if (!length) return exits_.note(RelayNote::kCannotAnswer, &passing.unit);
  // As if its originator had sent it.
  SccpUnitdata unitdata;
  unitdata.called = passing.sccp.called.octets;
  unitdata.calling = passing.sccp.calling.octets;
  unitdata.data = std::span(tcap).first(*length);
  const auto plan = plan_unitdata(unitdata);
  std::array<std::byte, kMaxSignalUnit> octets;
  const auto size =
      plan && plan->count == 1 ? encode_unitdata(unitdata, *plan, 0, octets) : SccpEncoded(0);
  if (!size || *size == 0) return exits_.note(RelayNote::kCannotAnswer, &passing.unit);
  const auto abort = std::span(octets).first(*size);
  // Where what its originator sends goes elsewhere, the far half is there.
  if (dialogue != nullptr && dialogue->divert && passing.from_originator(*dialogue)) {
    return exits_.divert(*dialogue->divert, passing.unit.tag, abort);
  }
  exits_.send_on(passing.unit, abort);
}

}  // namespace smsfw::ss7
