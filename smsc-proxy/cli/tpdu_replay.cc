#include "smsc-proxy/cli/tpdu_replay.hh"

#include <array>
#include <stdexcept>
#include <utility>

#include "smsc-proxy/app/metric_labels.hh"
#include "smsc-proxy/cli/message_clock.hh"
#include "smsc-proxy/ss7/relay/codec_findings.hh"
#include "smsc-proxy/tpdu/decode.hh"

namespace smsfw::cli {

TpduReplay::TpduReplay(const Ruleset& ruleset, std::unique_ptr<FilterChain> chain,
                       events::EventProducer& events)
    : ruleset_(ruleset), chain_(std::move(chain)), events_(events) {
  if (!chain_->prepare(ruleset_)) throw std::runtime_error("no memory for the ruleset's scratch");
}

void TpduReplay::take(Moment now, ss7::ForwardDirection direction,
                      std::span<const std::byte> tpdu) {
  if (const auto error = map_.read_tpdu(tpdu, direction, now)) {
    const bool from_handset = direction == ss7::ForwardDirection::kMobileOriginated;
    events::MalformedFacts facts;
    facts.layer = events::MalformedLayer::kTpdu;
    facts.peer_side = app::kSs7SideNames[from_handset ? ss7::kNetworkSide : ss7::kSmscSide];
    facts.error = *error;
    events_.malformed(now.wall, facts);
    return;
  }
  SmsContext& ctx = map_.context();
  auto status = chain_->run(ctx, ruleset_, verdict_);
  while (status == FilterChain::Status::kNeed)  // a fact that nobody here can give
    status = chain_->resume(ctx, ruleset_, verdict_, chain_->position() + 1);
  ss7::CodecFindings found;
  found.add(map_.tpdu()->findings());
  std::array<std::string_view, ss7::kCodecFindingCount> names;
  events::MessageFacts facts;
  facts.codec_findings = found.names(names);
  events_.message(ctx, verdict_, ruleset_, facts);
  chain_->settle(verdict_.reservations, outcome_of(verdict_.applied), now.steady);
}

}  // namespace smsfw::cli
