#include "smsc-proxy/ss7/relay/home_router.hh"

#include <array>
#include <utility>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/relay/asker_invoke.hh"
#include "smsc-proxy/ss7/relay/unit_answer.hh"

namespace smsfw::ss7 {
namespace {

constexpr std::size_t kMaxAbort = 64;

bool asks_hlr(std::int32_t code) noexcept {
  return code == operation::kSendRoutingInfoForSm || code == operation::kReportSmDeliveryStatus;
}

/// A dialogue with an HLR: by its context, or, in version 1, by its operation.
bool with_hlr(const TcapMessage& begin) noexcept {
  if (begin.dialogue.context) return begin.dialogue.context->id == context::kShortMsgGateway;
  for (const Component& each : begin.components) {
    if (each.kind == ComponentKind::kInvoke && asks_hlr(each.code.local.value_or(0))) return true;
  }
  return false;
}

// Its dialogue portion is kept for as long as the dialogue: MAP's longest, with both references,
// has less than half of this.
constexpr std::size_t kMaxOpening = 256;

/// A Begin of a version that we can read.
bool readable(const TcapMessage& begin) noexcept {
  if (begin.dialogue.octets.size() > kMaxOpening) return false;
  if (begin.dialogue.kind == DialogueKind::kNone) return true;
  return begin.dialogue.kind == DialogueKind::kRequest && begin.dialogue.context &&
         version_of(*begin.dialogue.context);
}

OwnAnswer error(std::int32_t code) noexcept {
  return {OwnAnswerKind::kError, code};
}

}  // namespace

/// What the judge says of a message: of the first invoke that is not to pass, else of the last.
struct HomeRouter::Judged {
  MapDecision decision;
  ReadInvoke read;
  Component component;
  std::size_t invokes = 0;
  CorrelationState correlation = CorrelationState::kNotLookedUp;
  const CorrelatedSubscriber* addressee = nullptr;

  Judged answered(const OwnAnswer& answer) const {
    Judged out = *this;
    out.decision = answer_with(answer);
    return out;
  }
};

HomeRouter::HomeRouter(HomeRouterConfig config, const HopRelayConfig& hop, std::uint64_t secret,
                       SecretRandom random, SameNetwork same_network, RelayExits& exits)
    : config_(std::move(config)),
      random_(std::move(random)),
      exits_(exits),
      hop_exits_(*this, exits),
      hop_(hop, secret, hop_exits_),
      ids_(config_.ids, random_, std::move(same_network)),
      recipients_(ids_, config_.ids.prefix.view(),
                  MissLimit(config_.misses_per_minute, config_.max_missers, secret)),
      bridge_(config_, random_, ids_, exits),
      segments_(config_.segments, secret, [this](const HeldMessage&, SegmentFault) {
        exits_.note(RelayNote::kSegmentsLost, nullptr);
      }) {}

// ---- what comes in ----

void HomeRouter::take(const RelayedUnit& unit, std::chrono::nanoseconds now) {
  now_ = now;
  const auto sccp = decode_sccp(unit.octets);
  if (!sccp) return hop_.take(unit, now);
  if (sccp->spec().service) {
    if (!returned(unit, *sccp)) hop_.take(unit, now);
    return;
  }
  if (!sccp->segmented()) {
    WholeMessage message{unit, *sccp, nullptr, sccp->data};
    return take_whole(message);
  }
  // What is inside shows in the whole alone. Of our own side nothing is for us but what says so.
  if (unit.side != config_.asking_side && !config_.own(sccp->called.digits().view())) {
    return hop_.take(unit, now);
  }
  const auto added = segments_.add(unit.opc.value, *sccp, unit.octets, unit.tag, now);
  if (added.outcome == SegmentStore::Outcome::kRefused) {
    exits_.note(RelayNote::kSegmentRefused, &unit);
  } else if (added.outcome == SegmentStore::Outcome::kJoined) {
    WholeMessage message{unit, *sccp, added.message, added.message->data()};
    take_whole(message);
  }
}

void HomeRouter::to_hop(const WholeMessage& message) {
  if (message.held == nullptr) return hop_.take(message.unit, now_);
  for (std::size_t i = 0; i < message.held->size(); ++i) {
    RelayedUnit segment = message.unit;
    segment.tag = message.held->tag(i);
    segment.octets = message.held->octets(i);
    hop_.take(segment, now_);
  }
}

bool HomeRouter::wanted(const WholeMessage& message) const {
  return message.unit.side == config_.asking_side &&
         (config_.own(message.sccp.called.digits().view()) || with_hlr(message.tcap));
}

bool HomeRouter::returned(const RelayedUnit& unit, const SccpMessage& sccp) {
  const auto found = bridge_.find(unit, sccp, tcap_return_id(sccp.data));
  if (found.dialogue == nullptr || !found.far) return false;
  bridge_.returned(unit, *found.dialogue);
  return true;
}

void HomeRouter::take_whole(WholeMessage& message) {
  const bool to_us = config_.own(message.sccp.called.digits().view());
  const auto tcap = decode_tcap(message.data);
  if (!tcap) {
    if (!to_us) return to_hop(message);
    exits_.note(RelayNote::kBadTcap, &message.unit, &tcap.error());
    return abort_malformed(exits_, message.unit, message.sccp, message.data, tcap.error());
  }
  message.tcap = *tcap;
  if (tcap->type == TcapType::kBegin) {
    if (!wanted(message)) return to_hop(message);
    // Ours have no business on this side, unless a network sends them back.
    if (config_.own(message.sccp.calling.digits().view())) {
      return exits_.note(RelayNote::kLoop, &message.unit);
    }
    return from_asker(message, nullptr);
  }
  const auto found = bridge_.find(message.unit, message.sccp, tcap->destination);
  if (found.dialogue != nullptr && found.far)
    return bridge_.to_asker(*found.dialogue, message, now_);
  if (found.dialogue != nullptr) return from_asker(message, found.dialogue);
  if (!to_us || tcap->type == TcapType::kUnidirectional) return to_hop(message);
  exits_.note(RelayNote::kUnknownDialogue, &message.unit);
  if (tcap->type != TcapType::kContinue) return;
  std::array<std::byte, kMaxAbort> octets;
  const auto size =
      TcapBuilder::provider_abort(tcap->originating, PAbortCause::kUnrecognizedTransactionId)
          .encode(octets);
  if (size) answer_unit(exits_, message.unit, message.sccp, std::span(octets).first(*size));
}

void HomeRouter::tick(std::chrono::nanoseconds now) {
  now_ = now;
  segments_.expire(now);
  bridge_.tick(now);
  ids_.expire(now);
  recipients_.expire(now);
  hop_.tick(now);
}

void HomeRouter::release() {
  segments_.expire(std::chrono::nanoseconds::max());
  bridge_.release();
  hop_.release();
}

// ---- judgement ----

MapDecision HomeRouter::HopExits::judge(const MapQuestion& question) {
  if (question.unit.side != router_.config_.asking_side) return exits_.judge(question);
  MapQuestion looked_up = question;
  looked_up.home_routing = true;
  router_.recipients_.look_up(looked_up, nullptr, router_.now_);
  MapDecision decision = exits_.judge(looked_up);
  if (decision.kind != MapDecision::Kind::kWait) {
    router_.recipients_.count(looked_up, router_.now_);
  }
  if (!passes(decision) || question.asked.code != operation::kSendRoutingInfoForSm) return decision;
  // It came where the router takes none (a dialogue that began as another): its answer would hold
  // the IMSI.
  MapDecision instead = answer_with(*default_answer(Action::kReject, question.asked));
  exits_.refused(decision, instead);
  return instead;
}

HomeRouter::Judged HomeRouter::judge(const WholeMessage& message, const BridgedDialogue* dialogue) {
  Judged judged;
  std::vector<MapDecision> earlier;  // of several none goes on
  const auto context = dialogue != nullptr ? dialogue->context : message.tcap.dialogue.context;
  const MapVersion version =
      context ? version_of(*context).value_or(MapVersion::k1) : MapVersion::k1;
  for (const Component& component : message.tcap.components) {
    if (component.kind != ComponentKind::kInvoke || !component.invoke_id) continue;
    const ReadInvoke read = read_invoke(component, version, context);
    MapQuestion question{message.unit,
                         message.sccp,
                         message.tcap,
                         component,
                         read.asked,
                         context,
                         read.message ? &*read.message : nullptr,
                         read.error,
                         true,
                         message.held,
                         judged.invokes == 0};
    question.home_routing = true;
    recipients_.look_up(question, dialogue, now_);
    const MapDecision decision = exits_.judge(question);
    if (decision.kind == MapDecision::Kind::kWait) {
      judged.decision = decision;
      return judged;
    }
    recipients_.count(question, now_);
    if (judged.invokes != 0) earlier.push_back(judged.decision);
    judged = {decision,          read, component, judged.invokes + 1, question.correlation,
              question.addressee};
    if (!passes(decision)) break;
  }
  const MapDecision instead =
      passes(judged.decision) ? answer_with({OwnAnswerKind::kUserAbort}) : judged.decision;
  for (const MapDecision& each : earlier)
    exits_.refused(each, instead);
  return judged;
}

// ---- what an asker sends ----

/// To an id that is live, and in a dialogue with the node of that id, where there is one already.
bool HomeRouter::deliverable(const Judged& judged, const BridgedDialogue* dialogue) {
  const bool elsewhere =
      dialogue != nullptr && !dialogue->id.empty() && judged.addressee != &dialogue->subscriber;
  return judged.correlation == CorrelationState::kLive && !elsewhere;
}

void HomeRouter::from_asker(const WholeMessage& message, BridgedDialogue* dialogue) {
  const TcapMessage& tcap = message.tcap;
  if (dialogue != nullptr &&
      (!HomeBridge::began(*dialogue, message.sccp) ||
       (tcap.type == TcapType::kContinue && !(tcap.originating == dialogue->asker.peer)))) {
    return exits_.note(RelayNote::kUnknownDialogue, &message.unit);  // somebody else's guess
  }
  const Judged judged = judge(message, dialogue);
  if (judged.decision.kind == MapDecision::Kind::kWait) return;
  if (!passes(judged.decision)) return keep_back(message, dialogue, judged);
  if (judged.invokes != 0) return pass_on(message, dialogue, judged);
  if (dialogue != nullptr) return bridge_.to_far(*dialogue, message, now_);
  if (!readable(tcap) || !tcap.components.empty()) return abort(message, nullptr);
  bridge_.accept(bridge_.begin(message, !with_hlr(tcap), now_));
}

void HomeRouter::pass_on(const WholeMessage& message, BridgedDialogue* dialogue,
                         const Judged& judged) {
  const TcapMessage& tcap = message.tcap;
  const MapDecision& decision = judged.decision;
  const AskedOperation& asked = judged.read.asked;
  const auto refuse_with = [&](const OwnAnswer& answer) {
    const Judged instead = judged.answered(answer);
    exits_.refused(decision, instead.decision);
    keep_back(message, dialogue, instead);
  };
  if (decision.kind == MapDecision::Kind::kDivert) {
    // Its destination answers the asker itself.
    if (message.held == nullptr)
      exits_.divert(decision.divert, message.unit.tag, message.unit.octets);
    for (std::size_t i = 0; message.held != nullptr && i < message.held->size(); ++i)
      exits_.divert(decision.divert, message.held->tag(i), message.held->octets(i));
    if (decision.message != 0) {
      exits_.settled(decision.message, decision.reservations, Outcome::kDelivered);
    }
    if (dialogue != nullptr) bridge_.end(*dialogue, Outcome::kTimedOut);
    return;
  }
  const bool delivery = dialogue != nullptr ? dialogue->delivery : !with_hlr(tcap);
  const auto context = dialogue != nullptr ? dialogue->context : tcap.dialogue.context;
  const bool fits = tcap.components.size() == 1 && !message.over() &&
                    (dialogue != nullptr || readable(tcap)) &&
                    (!context || operation_fits(asked.code, *context)) &&
                    (delivery ? judged.read.message.has_value() : asks_hlr(asked.code));
  if (!fits) {
    exits_.refused(decision, answer_with({OwnAnswerKind::kUserAbort}));
    return abort(message, dialogue);
  }
  if (dialogue != nullptr && HomeBridge::busy(*dialogue)) {
    return refuse_with(*default_answer(Action::kThrottle, asked));
  }

  AskerInvoke sent;
  const TitleDigits asker = message.sccp.calling.digits();
  if (asker.empty()) {
    sent.refusal = error(map_error::kSystemFailure);  // of no network that an id could be bound to
  } else if (delivery && !deliverable(judged, dialogue)) {
    // Never delivered, whatever the judge says of it.
    sent.refusal = error_allowed(asked.code, map_error::kUnidentifiedSubscriber, asked.version)
                       ? error(map_error::kUnidentifiedSubscriber)
                       : *default_answer(Action::kReject, asked);
  } else if (delivery) {
    sent = message_of(judged.component, judged.read, *judged.addressee);
  } else if (asked.code == operation::kSendRoutingInfoForSm) {
    sent = query_of(judged.component, asked);
  } else {
    sent = report_of(judged.component, asked, ids_, asker, now_);
  }
  if (sent.refusal) return refuse_with(*sent.refusal);
  if (dialogue == nullptr) dialogue = &bridge_.begin(message, delivery, now_);
  const bool first = dialogue->id.empty();
  dialogue->subscriber = sent.subscriber;
  if (!delivery) dialogue->subscriber.asker = asker;
  if (!bridge_.invoke(*dialogue, message, asked, sent.component, now_)) {
    return refuse_with(error(map_error::kSystemFailure));
  }
  if (decision.message != 0) {
    settle(exits_, *dialogue, Outcome::kTimedOut);  // a further one before the answer to the last
    dialogue->message = decision.message;
    dialogue->reservations = decision.reservations;
  }
  if (delivery) {
    ++counters_.deliveries;
    if (first) {  // further messages of a dialogue follow the one that the id was used for
      dialogue->id = sent.id;
      ids_.use(sent.id.view());
    }
  } else if (asked.code == operation::kSendRoutingInfoForSm) {
    ++counters_.queries;
    dialogue->query = asked.invoke_id;
  } else {
    ++counters_.reports;
  }
}

void HomeRouter::keep_back(const WholeMessage& message, BridgedDialogue* dialogue,
                           const Judged& judged) {
  const MapDecision& decision = judged.decision;
  if (decision.kind == MapDecision::Kind::kReturn) {
    return_unit(exits_, message.unit, message.held, decision.cause);
  }
  const TcapMessage& tcap = message.tcap;
  if (decision.kind == MapDecision::Kind::kAnswer && tcap.originating.present()) {
    AskedDialogue to{tcap.originating, {}, {}};
    if (tcap.type == TcapType::kBegin) to.context_name = tcap.dialogue.context_name;
    // Who sends to no live id has no dialogue to go on with.
    const bool known = judged.correlation == CorrelationState::kLive;
    const bool goes_on = known && judged.read.message && judged.read.message->more_messages &&
                         decision.answer.kind != OwnAnswerKind::kUserAbort &&
                         (dialogue != nullptr || readable(tcap));
    if (goes_on) {
      if (dialogue == nullptr) dialogue = &bridge_.begin(message, !with_hlr(tcap), now_);
      to.responder = dialogue->asker.own;
    }
    if (answer_operation(exits_, message.unit, message.sccp, decision.answer, judged.read.asked,
                         to) &&
        goes_on) {
      dialogue->accepted = true;
      return BridgeTable::touch(*dialogue, now_);
    }
  }
  if (dialogue != nullptr) bridge_.end(*dialogue, Outcome::kTimedOut);
}

void HomeRouter::abort(const WholeMessage& message, BridgedDialogue* dialogue) {
  exits_.note(RelayNote::kNotForUs, &message.unit);
  const TcapMessage& tcap = message.tcap;
  if (tcap.originating.present()) {
    AskedDialogue to{tcap.originating, {}, {}};
    if (tcap.type == TcapType::kBegin) to.context_name = tcap.dialogue.context_name;
    answer_operation(exits_, message.unit, message.sccp, {OwnAnswerKind::kUserAbort}, {}, to);
  }
  if (dialogue != nullptr) bridge_.end(*dialogue, Outcome::kTimedOut);
}

}  // namespace smsfw::ss7
