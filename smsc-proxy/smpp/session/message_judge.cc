#include "smsc-proxy/smpp/session/message_judge.hh"

#include "filters/access/numbering_plan.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"

namespace smsfw::smpp {
namespace {

/// Semantics of delivery receipts: from the SMSC leg, by flag, with an id and little free text.
void read_receipt_facts(const PduView& pdu, SmsContext& ctx) {
  if (!claims_receipt(pdu)) return;
  const bool from_smsc = ctx.ingress == Ingress::kSmppDeliver &&
                         (pdu.id() == CommandId::kDeliverSm || pdu.id() == CommandId::kDataSm);
  if (!from_smsc) {
    ctx.findings.add(Finding::kReceiptFromEsme);
    return;
  }
  const auto receipt = read_receipt(pdu);
  if (!receipt) return;
  if (receipt->free_characters > kMaxReceiptFreeText) {
    ctx.findings.add(Finding::kReceiptFreeText);
    return;
  }
  ctx.receipt = true;
}

}  // namespace

Operation operation_of(CommandId id) noexcept {
  switch (id) {
    case CommandId::kSubmitMulti:
      return Operation::kSubmitMulti;
    case CommandId::kDataSm:
      return Operation::kDataSm;
    case CommandId::kDeliverSm:
      return Operation::kDeliverSm;
    case CommandId::kReplaceSm:
      return Operation::kReplaceSm;
    case CommandId::kBroadcastSm:
      return Operation::kBroadcastSm;
    default:
      return Operation::kSubmitSm;
  }
}

MessageJudge::MessageJudge(const SnapshotHolder<Ruleset>& rulesets,
                           std::unique_ptr<FilterChain> chain, std::vector<std::string> plans)
    : reader_(rulesets),
      chain_(std::move(chain)),
      plan_names_(std::move(plans)),
      plans_(plan_names_.size(), 0) {
  refresh();
}

bool MessageJudge::refresh() {
  const auto& newest = reader_.get();
  if (newest == ruleset_) return false;
  // Scratch first, then the switch. A ruleset that no scratch can be had for is not taken.
  if (!chain_->prepare(*newest)) return false;
  ruleset_ = newest;
  const auto* plans = ruleset_->part<access::NumberingPlans>();
  for (std::size_t i = 0; i < plan_names_.size(); ++i) {
    const auto found = plans != nullptr ? plans->index_of(plan_names_[i]) : std::nullopt;
    plans_[i] = found.value_or(0);
  }
  return true;
}

void MessageJudge::read(const PduView& pdu, const Source& source, Moment now) {
  SmsContext& ctx = context_;
  ctx.reset();
  ctx.ingress = source.ingress;
  ctx.operation = operation_of(pdu.id());
  ctx.default_alphabet = source.default_alphabet;
  ctx.hold_parts = source.hold_parts;
  ctx.waited = source.waited;
  ctx.numbering_plan = plans_[source.plan];
  ctx.system_id = source.system_id;
  ctx.listener = source.listener;
  ctx.received = now;
  ctx.oa.ton = pdu.u8(FieldId::kSourceAddrTon);
  ctx.oa.npi = pdu.u8(FieldId::kSourceAddrNpi);
  ctx.oa.text = pdu.text(FieldId::kSourceAddr);
  ctx.da.ton = pdu.u8(FieldId::kDestAddrTon);
  ctx.da.npi = pdu.u8(FieldId::kDestAddrNpi);
  ctx.da.text = pdu.text(FieldId::kDestinationAddr);
  ctx.protocol_id = pdu.u8(FieldId::kProtocolId);
  const MessageText text = message_text(pdu);
  ctx.data_coding = text.data_coding.value_or(0);
  ctx.udhi = text.udhi;
  if (!text.parts.empty()) ctx.ud = text.parts[0].octets;
  if (text.parts.size() > 1) {
    ctx.second_ud = text.parts[1].octets;
    ctx.findings.add(Finding::kBothPayloadCarriers);
  }
  if (text.sar) ctx.sar = Concat{text.sar->reference, true, text.sar->total, text.sar->number};
  if (text.anomalies.bad_sar) ctx.findings.add(Finding::kBadSar);
  if (text.anomalies.repeated_payload) ctx.findings.add(Finding::kDuplicateTlv);
  if (text.anomalies.udhi_without_text) ctx.findings.add(Finding::kBadUserDataHeader);
  read_receipt_facts(pdu, ctx);
  read_findings_ = ctx.findings;
}

void MessageJudge::run(ShedLevel shed) {
  // Parts wait for each other where the source says so; nothing else of this chain waits.
  waits_ = chain_->run(context_, *ruleset_, verdict_, shed) == FilterChain::Status::kNeed;
}

const Verdict& MessageJudge::judge(const PduView& pdu, const Source& source, Moment now,
                                   ShedLevel shed) {
  read(pdu, source, now);
  run(shed);
  return verdict_;
}

const Verdict& MessageJudge::judge_destination(std::uint8_t ton, std::uint8_t npi,
                                               std::string_view digits, ShedLevel shed) {
  context_.da = Address{};
  context_.da.ton = ton;
  context_.da.npi = npi;
  context_.da.text = digits;
  // The text is the same for all destinations, findings of the address are not.
  context_.findings = read_findings_;
  context_.lists = 0;
  run(shed);
  return verdict_;
}

}  // namespace smsfw::smpp
