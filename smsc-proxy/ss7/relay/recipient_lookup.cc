#include "smsc-proxy/ss7/relay/recipient_lookup.hh"

namespace smsfw::ss7 {
namespace {

bool to_handset(const MapQuestion& question) noexcept {
  return question.message != nullptr &&
         question.asked.direction != ForwardDirection::kMobileOriginated;
}

}  // namespace

void RecipientLookup::look_up(MapQuestion& question, const BridgedDialogue* dialogue,
                              std::chrono::nanoseconds now) const {
  if (!to_handset(question)) return;
  const RpDestination& destination = question.message->destination;
  const bool further = destination.kind == RpDestinationKind::kNone;
  const MapDigits imsi = destination.imsi().digits();
  if (dialogue != nullptr && !dialogue->id.empty() &&
      (further || imsi.view() == dialogue->id.view())) {
    question.correlation = CorrelationState::kLive;
    question.addressee = &dialogue->subscriber;
    return;
  }
  const TitleDigits asker = question.sccp.calling.digits();
  if (misses_.over(asker.view(), now)) return;
  const auto found = ids_.find(imsi.view(), asker.view(), now);
  question.correlation = found.state;
  question.addressee = found.subscriber;
}

void RecipientLookup::miss(const MapQuestion& question, std::chrono::nanoseconds now) {
  ++counters_.misses;
  misses_.miss(question.sccp.calling.digits().view(), now);
}

void RecipientLookup::count(const MapQuestion& question, std::chrono::nanoseconds now) {
  if (!to_handset(question)) return;
  switch (question.correlation) {
    case CorrelationState::kLive:
      break;
    case CorrelationState::kUsedUp:
      ++counters_.used_up;
      break;
    case CorrelationState::kOtherAsker:
      ++counters_.other_asker;
      miss(question, now);
      break;
    case CorrelationState::kNotGiven: {
      ++counters_.not_given;
      // Another network's subscriber is no guess.
      const MapDigits imsi = question.message->destination.imsi().digits();
      if (imsi.view().substr(0, prefix_.size()) == prefix_) miss(question, now);
      break;
    }
    case CorrelationState::kNotLookedUp:
      ++counters_.not_looked_up;
      break;
  }
}

}  // namespace smsfw::ss7
