#include "smsc-proxy/ss7/edge/unit_sender.hh"

#include <array>
#include <utility>

#include "smsc-proxy/ss7/codec/sccp_message.hh"

namespace smsfw::ss7 {
namespace {

using app::Metric;
using app::Unsent;

ReturnCause cause_of(Unsent why) noexcept {
  switch (why) {
    case Unsent::kNoRoute:
      return ReturnCause::kNoTranslation;
    case Unsent::kUnreachable:
    case Unsent::kLost:
      return ReturnCause::kMtpFailure;
    case Unsent::kQueueFull:
    case Unsent::kCongested:
      break;
  }
  return ReturnCause::kNetworkCongestion;
}

}  // namespace

SccpEncoded readdress(std::span<const std::byte> octets, std::string_view title,
                      std::span<std::byte> out) {
  auto message = decode_sccp(octets);
  if (!message) return refuse(SccpEncodeCode::kBadValue);
  const SccpAddress& called = message->called;
  SccpAddressFields fields;
  fields.point_code = called.point_code;
  fields.subsystem = called.subsystem;
  // A title that is put in where none was is an international number of E.164.
  const bool had = called.title != TitleKind::kNone;
  fields.title = had ? called.title : TitleKind::kFull;
  fields.translation_type = called.translation_type;
  fields.plan = had ? called.plan : TitlePlan::kIsdn;
  fields.nature = had ? called.nature : TitleNature::kInternational;
  fields.national = called.national;
  fields.digits = title;
  const auto address = SccpAddressOctets::make(fields);
  if (!address) return Unexpected<SccpEncodeError>(address.error());
  message->called.octets = address->view();
  return encode_sccp(*message, out);
}

UnitSender::UnitSender(Parts parts)
    : parts_(std::move(parts)),
      routes_(parts_.config),
      own_(*parse_point_code(parts_.config.link.point_code)) {
  const std::vector<Hop> hops = configured_hops(parts_.config);
  std::size_t next = 0;  // behind the hops of the routes
  for (const RouteConfig& route : parts_.config.routes)
    next += route.hops.size();
  for (const AnswerRuleConfig& rule : parts_.config.answers) {
    Diversion to;
    if (rule.answer == AnswerKind::kDivert) {
      to.hop = hops[next++];
      to.title = rule.divert.title;
    }
    diversions_.push_back(std::move(to));
  }
}

bool UnitSender::put(const Hop& hop, PointCode opc, const UnitTag& tag,
                     std::span<const std::byte> octets) {
  link::Msu msu;
  msu.label = {opc, hop.point_code, link::kServiceSccp, tag.ni, tag.mp, tag.sls};
  msu.peer = hop.peer;
  msu.side = side_of(hop.peer);
  msu.octets = octets;
  if (!parts_.out.put(msu)) return false;
  parts_.metrics.count<Metric::kSs7Units>(1, msu.side, app::Flow::kOut);
  return true;
}

void UnitSender::unsent(std::uint8_t side, Unsent why, const UnitTag& tag,
                        std::span<const std::byte> octets) {
  parts_.metrics.count<Metric::kSs7Unsent>(1, static_cast<link::Side>(side), why);
  // A unit of ours has no sender to tell.
  if (tag.opc == own_) return;
  const auto message = decode_sccp(octets);
  if (!message || !message->return_on_error()) return;
  std::array<std::byte, link::kMaxMsuOctets> back;
  const auto size = encode_sccp_return(*message, cause_of(why), back);
  if (!size) return;
  put({tag.peer, tag.opc, 0}, tag.dpc, tag, std::span(back).first(*size));
}

void UnitSender::route(std::uint8_t from, const UnitTag& tag, std::span<const std::byte> octets) {
  const auto to = static_cast<std::uint8_t>(1 - from);
  TitleDigits called;
  if (routes_.by_title(from)) {
    if (const auto message = decode_sccp(octets)) called = message->called.digits();
  }
  const Route* const route = routes_.find(from, called.view());
  if (route == nullptr) return unsent(to, Unsent::kNoRoute, tag, octets);
  const Hop* const hop = route->choose(tag.sls, parts_.reachable);
  if (hop == nullptr) return unsent(to, Unsent::kUnreachable, tag, octets);
  if (!put(*hop, own_, tag, octets)) unsent(to, Unsent::kQueueFull, tag, octets);
}

void UnitSender::pass(std::uint64_t tag, std::span<const std::byte> octets) {
  const UnitTag from = UnitTag::unpack(tag);
  route(side_index(side_of(from.peer)), from, octets);
}

bool UnitSender::divert(std::uint8_t rule, std::uint64_t tag, std::span<const std::byte> octets) {
  const UnitTag from = UnitTag::unpack(tag);
  const Diversion& to = diversions_[rule];
  const std::uint8_t side = side_index(side_of(to.hop.peer));
  std::array<std::byte, link::kMaxMsuOctets> room;
  std::span<const std::byte> out = octets;
  if (!to.title.empty()) {
    const auto size = readdress(octets, to.title, room);
    if (!size) return false;
    out = std::span(room).first(*size);
  }
  if (!parts_.reachable(to.hop)) {
    unsent(side, Unsent::kUnreachable, from, octets);
  } else if (!put(to.hop, own_, from, out)) {
    unsent(side, Unsent::kQueueFull, from, octets);
  }
  return true;
}

void UnitSender::answer(const RelayedUnit& to, std::span<const std::byte> octets) {
  const UnitTag tag = UnitTag::unpack(to.tag);
  // The point code that the unit was addressed to is ours; over IPA each side may have its own.
  if (!put({tag.peer, to.opc, 0}, to.dpc, tag, octets)) {
    parts_.metrics.count<Metric::kSs7Unsent>(1, side_of(tag.peer), Unsent::kQueueFull);
  }
}

void UnitSender::originate(std::uint8_t side, std::uint8_t sls, std::span<const std::byte> octets) {
  UnitTag tag;
  tag.sls = sls;
  tag.ni = parts_.config.link.network_indicator;
  tag.opc = own_;
  route(static_cast<std::uint8_t>(1 - side), tag, octets);
}

}  // namespace smsfw::ss7
