#include "smsc-proxy/ss7/relay/serving_query.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"

namespace smsfw::ss7 {
namespace {

constexpr std::int8_t kInvokeId = 1;
// Two addresses and the SEQUENCE around them.
constexpr std::size_t kMaxArgument = 64;
constexpr std::size_t kMaxQuery = 160;

Expected<MapAddressOctets, BerEncodeError> number(std::string_view digits) noexcept {
  return MapAddressOctets::make(MapNature::kInternational, MapPlan::kIsdn, digits);
}

ServingNode read_result(const Component& component, MapVersion version) noexcept {
  ServingNode node;
  const auto code = component.code.local;
  if (code && *code != operation::kSendRoutingInfoForSm) return node;
  const auto result = decode_routing_info_result(component.parameter, version);
  if (!result || result->network_node.nature() != MapNature::kInternational) return node;
  node.msc = result->network_node.digits();
  node.imsi = result->imsi.digits();
  if (!node.msc.empty()) node.state = ServingLookup::State::kFound;
  return node;
}

}  // namespace

std::size_t encode_serving_query(const ServingQuery& query, std::span<std::byte> out) noexcept {
  const auto called = SccpAddressOctets::title(query.msisdn, subsystem::kHlr);
  const auto calling = SccpAddressOctets::title(query.own_title, subsystem::kMsc);
  const auto msisdn = number(query.msisdn);
  const auto centre = number(query.service_centre);
  if (!called || !calling || !msisdn || !centre) return 0;
  RoutingInfoRequest request;
  request.msisdn = MapAddress(msisdn->view());
  request.service_centre = MapAddress(centre->view());
  // Otherwise an HLR that takes the subscriber for absent gives no answer, and enters the service
  // centre into the list of those that wait for him (3GPP TS 23.040 3.2.6).
  request.priority = true;
  std::array<std::byte, kMaxArgument> argument;
  const auto argument_size = encode_routing_info_request(request, query.version, argument);
  if (!argument_size) return 0;
  std::array<std::byte, kMaxQuery> tcap;
  const auto size =
      TcapBuilder::begin(query.id)
          .request({context::kShortMsgGateway, static_cast<std::uint8_t>(query.version)})
          .invoke(kInvokeId, operation::kSendRoutingInfoForSm,
                  std::span(argument).first(*argument_size))
          .encode(tcap);
  if (!size) return 0;
  SccpUnitdata unitdata;
  unitdata.called = called->view();
  unitdata.calling = calling->view();
  unitdata.data = std::span(tcap).first(*size);
  unitdata.return_on_error = true;
  const auto plan = plan_unitdata(unitdata);
  if (!plan || plan->count != 1) return 0;
  const auto written = encode_unitdata(unitdata, *plan, 0, out);
  return written ? *written : 0;
}

ServingNode read_serving_answer(const TcapMessage& answer, MapVersion version,
                                bool& over) noexcept {
  over = true;
  for (const Component& component : answer.components) {
    if (component.invoke_id != kInvokeId) continue;
    if (component.kind == ComponentKind::kReturnResultLast) return read_result(component, version);
    if (component.kind == ComponentKind::kReturnError) {
      ServingNode node;
      if (component.code.local == map_error::kUnknownSubscriber) {
        node.state = ServingLookup::State::kNoSuchSubscriber;
      }
      return node;
    }
    if (component.kind == ComponentKind::kReject) return {};
  }
  over = answer.type != TcapType::kContinue;
  return {};
}

}  // namespace smsfw::ss7
