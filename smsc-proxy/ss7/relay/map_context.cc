#include "smsc-proxy/ss7/relay/map_context.hh"

#include <bitset>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/tpdu/decode.hh"

namespace smsfw::ss7 {
namespace {

/// TP-DCS, 3GPP TS 23.038 §4.
constexpr std::uint8_t kEightBitData = 0x04;

Operation operation_of(const AskedOperation& asked) noexcept {
  switch (asked.code) {
    case operation::kMoForwardSm:
    case operation::kMtForwardSm:
    case operation::kMtForwardSmVgcs:
      return asked.direction == ForwardDirection::kMobileOriginated ? Operation::kMoForwardSm
                                                                    : Operation::kMtForwardSm;
    case operation::kReportSmDeliveryStatus:
      return Operation::kReportSmDeliveryStatus;
    case operation::kInformServiceCentre:
      return Operation::kInformServiceCentre;
    case operation::kAlertServiceCentre:
    case operation::kAlertServiceCentreWithoutResult:
      return Operation::kAlertServiceCentre;
    case operation::kReadyForSm:
    case operation::kNoteSubscriberPresent:
      return Operation::kReadyForSm;
    case operation::kSendRoutingInfoForSm:
      return Operation::kSendRoutingInfoForSm;
    default:
      return Operation::kMapOther;
  }
}

/// Digits of an AddressString where they are an international number, else nothing.
MapDigits international(const MapAddress& address) noexcept {
  return address.nature() == MapNature::kInternational ? address.digits() : MapDigits();
}

}  // namespace

void MapContext::reset(Moment now) {
  context_.reset();
  facts_ = Ss7Facts{};
  tpdu_.reset();
  context_.received = now;
}

std::optional<DecodeError> MapContext::read_tpdu(std::span<const std::byte> tpdu,
                                                 ForwardDirection direction, Moment now) {
  reset(now);
  const bool from_handset = direction == ForwardDirection::kMobileOriginated;
  context_.ingress = from_handset ? Ingress::kMapMo : Ingress::kMapMt;
  context_.operation = from_handset ? Operation::kMoForwardSm : Operation::kMtForwardSm;
  return read_message(tpdu, direction);
}

bool MapContext::read(const MapQuestion& question, const MapPeer& peer, Moment now) {
  reset(now);
  context_.listener = peer.name;
  context_.numbering_plan = peer.numbering_plan;
  context_.ss7 = &facts_;
  facts_.side = peer.side;
  facts_.trust = peer.trust;
  read_operation(question);
  read_party(question.sccp.calling, facts_.calling, calling_);
  read_party(question.sccp.called, facts_.called, called_);
  read_findings(question);
  read_correlation(question);
  if (question.asked.code == operation::kSendRoutingInfoForSm) return read_query(question);
  if (question.message == nullptr) return !question.error;
  read_addresses(*question.message, question.asked.direction);
  return !read_message(question.message->user_data, question.asked.direction);
}

void MapContext::read_operation(const MapQuestion& question) {
  const AskedOperation& asked = question.asked;
  context_.operation = operation_of(asked);
  context_.ingress = context_.operation == Operation::kMoForwardSm   ? Ingress::kMapMo
                     : context_.operation == Operation::kMtForwardSm ? Ingress::kMapMt
                                                                     : Ingress::kMapQuery;
  // MAP's codes fit an octet; cut to one, another would look like one of them.
  const bool fits = asked.code >= 0 && asked.code <= 0xFF;
  facts_.operation = fits ? static_cast<std::uint8_t>(asked.code) : std::uint8_t{0};
  if (question.context) {
    facts_.context = question.context->id;
    facts_.version = question.context->version;
  }
}

void MapContext::read_party(const SccpAddress& address, SccpParty& party, TitleDigits& digits) {
  digits = address.digits();
  party.digits = digits.view();
  party.nature = static_cast<std::uint8_t>(address.nature);
  party.plan = static_cast<std::uint8_t>(address.plan);
  party.translation = address.translation_type;
  party.subsystem = address.subsystem.value_or(0);
}

void MapContext::read_correlation(const MapQuestion& question) {
  facts_.home_routing = question.home_routing;
  facts_.correlation = question.correlation;
  if (question.addressee == nullptr) return;
  const CorrelatedSubscriber& addressee = *question.addressee;
  facts_.query = {PrecedingQuery::State::kFound, addressee.asker.view(),
                  addressee.service_centre.view()};
  if (addressee.msisdn.empty()) return;
  context_.da.ton = static_cast<std::uint8_t>(Ton::kInternational);
  context_.da.npi = 1;
  context_.da.text = addressee.msisdn.view();
}

/// Evasions that only the whole TCAP message shows.
void MapContext::read_findings(const MapQuestion& question) {
  const BerFindings& found = question.tcap.findings;
  if (found.has(BerFinding::kGlobalOperation)) facts_.findings.add(Ss7Finding::kGlobalOperation);
  // Of the whole message: another integer that is padded is no less an evasion.
  if (found.has(BerFinding::kPaddedInteger)) facts_.findings.add(Ss7Finding::kPaddedOperation);
  if (!question.known_dialogue || question.tcap.type == TcapType::kEnd) {
    facts_.findings.add(Ss7Finding::kOutOfDialogue);
  }
  std::size_t invokes = 0;
  std::bitset<256> seen;
  for (const Component& component : question.tcap.components) {
    if (component.kind != ComponentKind::kInvoke) continue;
    if (++invokes == 2) facts_.findings.add(Ss7Finding::kSeveralInvokes);
    if (!component.invoke_id) continue;
    const auto id = static_cast<std::uint8_t>(*component.invoke_id);
    if (seen.test(id)) facts_.findings.add(Ss7Finding::kDuplicateInvokeId);
    seen.set(id);
  }
}

/// Who asks about whom.
bool MapContext::read_query(const MapQuestion& question) {
  const auto request =
      decode_routing_info_request(question.component.parameter, question.asked.version);
  if (!request) return false;
  msisdn_ = international(request->msisdn);
  service_centre_ = international(request->service_centre);
  facts_.msisdn = msisdn_.view();
  facts_.service_centre = service_centre_.view();
  facts_.delivery_not_intended = request->delivery_not_intended.has_value();
  return true;
}

void MapContext::read_addresses(const ForwardSm& message, ForwardDirection direction) {
  const bool from_handset = direction == ForwardDirection::kMobileOriginated;
  service_centre_ = international(from_handset ? message.destination.service_centre()
                                               : message.origin.service_centre());
  imsi_ = from_handset ? message.imsi.digits() : message.destination.imsi().digits();
  msisdn_ = international(message.origin.msisdn());
  facts_.service_centre = service_centre_.view();
  facts_.imsi = imsi_.view();
  facts_.msisdn = msisdn_.view();
}

std::optional<DecodeError> MapContext::read_message(std::span<const std::byte> octets,
                                                    ForwardDirection direction) {
  const bool from_handset = direction == ForwardDirection::kMobileOriginated;
  const auto read =
      tpdu::decode(octets, from_handset ? tpdu::Flow::kToCentre : tpdu::Flow::kToMobile);
  if (!read) return read.error();
  tpdu_ = *read;
  const tpdu::TpAddress& address = tpdu_->address();
  Address& party = from_handset ? context_.da : context_.oa;
  party.ton = address.ton();
  party.npi = address.npi();
  party.text = address.text.view();
  if (from_handset) {
    context_.oa.ton = static_cast<std::uint8_t>(Ton::kInternational);
    context_.oa.npi = 1;
    context_.oa.text = facts_.msisdn;
  }
  context_.protocol_id = tpdu_->u8(tpdu::TpField::kProtocolId);
  context_.data_coding = tpdu_->u8(tpdu::TpField::kDataCoding);
  // TP-CD has no TP-DCS: it is octets.
  if (tpdu_->type() == tpdu::TpduType::kCommand) context_.data_coding = kEightBitData;
  const tpdu::UserData& data = tpdu_->user_data();
  context_.udhi = data.has_header;
  context_.ud = data.octets;
  context_.tp_udl = data.length;
  // A report of a delivery has no text of its own; one that has is read as any message.
  const bool empty = data.septets == 0 && data.text.empty();
  context_.receipt = tpdu_->type() == tpdu::TpduType::kStatusReport && empty;
  return std::nullopt;
}

}  // namespace smsfw::ss7
