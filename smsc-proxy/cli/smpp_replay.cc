#include "smsc-proxy/cli/smpp_replay.hh"

#include <algorithm>
#include <utility>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"
#include "smsc-proxy/smpp/session/verdict_answer.hh"

namespace smsfw::cli {
namespace {

using smpp::CommandId;
using smpp::CommandStatus;

bool is_bind(CommandId id) noexcept {
  return id == CommandId::kBindReceiver || id == CommandId::kBindTransmitter ||
         id == CommandId::kBindTransceiver;
}

bool is_message(CommandId id) noexcept {
  return id == CommandId::kSubmitSm || id == CommandId::kSubmitMulti || id == CommandId::kDataSm ||
         id == CommandId::kDeliverSm || id == CommandId::kReplaceSm ||
         id == CommandId::kBroadcastSm;
}

/// Numbering plans of what comes from the ESME and from the SMSC.
std::vector<std::string> plans_of(const smpp::RelayConfig& config,
                                  const smpp::ListenerConfig& listener) {
  std::string deliver = listener.numbering_plan;
  for (const smpp::UpstreamConfig& one : config.upstreams) {
    if (one.name == listener.upstream && !one.numbering_plan.empty()) deliver = one.numbering_plan;
  }
  return {listener.numbering_plan, deliver};
}

}  // namespace

SmppReplay::SmppReplay(const smpp::RelayConfig& config, const smpp::ListenerConfig& listener,
                       const SnapshotHolder<Ruleset>& rulesets, std::unique_ptr<FilterChain> chain,
                       events::EventProducer& events)
    : listener_(listener),
      judge_(rulesets, std::move(chain), plans_of(config, listener)),
      events_(events) {}

void SmppReplay::malformed(Moment now, std::uint64_t connection, bool from_client,
                           const DecodeError& error, std::span<const std::byte> pdu) {
  events::MalformedFacts facts;
  facts.smsc_side = !from_client;
  (from_client ? facts.listener : facts.upstream) =
      from_client ? listener_.name : listener_.upstream;
  facts.session = connection;
  facts.error = error;
  CommandStatus status = CommandStatus::kInvCmdLen;
  if (const auto header = smpp::decode_header(pdu)) {
    facts.command = static_cast<std::uint32_t>(header->command_id);
    facts.sequence = header->sequence_number;
    status = smpp::status_for(error, header->command_id, smpp::failed_field(pdu));
  }
  facts.status = static_cast<std::uint32_t>(status);
  events_.malformed(now.wall, facts);
}

void SmppReplay::take(Moment now, std::uint64_t connection, std::optional<bool> from_client,
                      std::span<const std::byte> octets) {
  const auto pdu = smpp::decode(octets);
  if (!pdu) {
    const auto header = smpp::decode_header(octets);
    const auto& vendor = listener_.vendor_commands;
    const bool relayed = header && pdu.error().code == DecodeCode::kUnknownId &&
                         std::find(vendor.begin(), vendor.end(),
                                   static_cast<std::uint32_t>(header->command_id)) != vendor.end();
    const bool deliver = header && header->command_id == CommandId::kDeliverSm;
    if (!relayed) malformed(now, connection, from_client.value_or(!deliver), pdu.error(), octets);
    return;
  }
  if (is_bind(pdu->id())) {
    system_ids_[connection] = pdu->text(smpp::FieldId::kSystemId);
    return;
  }
  if (!is_message(pdu->id())) return;
  const bool submitted = from_client.value_or(pdu->id() != CommandId::kDeliverSm);
  const auto bound = system_ids_.find(connection);
  smpp::MessageJudge::Source source;
  source.ingress = submitted ? Ingress::kSmppSubmit : Ingress::kSmppDeliver;
  if (bound != system_ids_.end()) source.system_id = bound->second;
  source.listener = listener_.name;
  source.plan = submitted ? 0 : 1;
  source.default_alphabet = listener_.default_alphabet;
  if (pdu->id() == CommandId::kSubmitMulti) {
    return judge_destinations(*pdu, source, now, connection);
  }
  judge_.judge(*pdu, source, now, ShedLevel::kNone);
  tell(*pdu, submitted ? listener_.submit_answers : listener_.deliver_answers, false,
       CommandStatus::kOk, connection);
}

void SmppReplay::judge_destinations(const smpp::PduView& pdu,
                                    const smpp::MessageJudge::Source& source, Moment now,
                                    std::uint64_t connection) {
  judge_.read(pdu, source, now);
  for (const smpp::Destination& destination : pdu.destinations()) {
    const bool list = destination.flag == smpp::DestFlag::kDistributionList;
    judge_.judge_destination(destination.ton, destination.npi,
                             list ? std::string_view{} : destination.address, ShedLevel::kNone);
    if (list) judge_.context().findings.add(Finding::kDistributionList);
    tell(pdu, listener_.submit_answers, list && listener_.reject_distribution_lists,
         CommandStatus::kCntSubDl, connection);
  }
}

/// The event, with the status that the daemon would answer with.
void SmppReplay::tell(const smpp::PduView& pdu, const smpp::AnswerStatus& answers, bool refused,
                      CommandStatus refusal, std::uint64_t connection) {
  using Kind = smpp::VerdictAnswer::Kind;
  const Verdict& verdict = judge_.verdict();
  const SmsContext& ctx = judge_.context();
  smpp::VerdictAnswer decided = smpp::answer_for(verdict, answers);
  if (ctx.findings.has(Finding::kDuplicateTlv)) {
    decided = {Kind::kRespond, CommandStatus::kTlvNotAllwd};
  } else if (refused) {
    decided = {Kind::kRespond, refusal};
  }
  events::MessageFacts facts;
  facts.session = connection;
  facts.sequence = pdu.sequence_number();
  facts.upstream = listener_.upstream;
  facts.status = static_cast<std::uint32_t>(decided.status);
  events_.message(ctx, verdict, judge_.ruleset(), facts);
  const Outcome outcome = decided.kind == Kind::kForward  ? Outcome::kDelivered
                          : decided.kind == Kind::kAbsorb ? Outcome::kAbsorbed
                                                          : Outcome::kBlocked;
  judge_.chain().settle(verdict.reservations, outcome, ctx.received.steady);
}

}  // namespace smsfw::cli
