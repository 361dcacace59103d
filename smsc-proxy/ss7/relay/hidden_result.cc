#include "smsc-proxy/ss7/relay/hidden_result.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_routing_info.hh"

namespace smsfw::ss7 {
namespace {

/// Where messages for the subscriber go: the MSC, or the SGSN where there is no other. Absent: none
/// that has an international number.
struct DeliveryNode {
  MapAddress address;
  bool sgsn = false;
};
DeliveryNode delivery_node(const RoutingInfoResult& result) noexcept {
  DeliveryNode node{result.network_node, result.gprs_node};
  if (result.gprs_node && result.additional_node.present() && !result.additional_is_sgsn) {
    node = {result.additional_node, false};
  }
  if (result.roaming_number || node.address.nature() != MapNature::kInternational) return {};
  return node;
}

}  // namespace

std::optional<std::size_t> encode_hidden_result(std::span<const std::byte> result,
                                                MapVersion version,
                                                const CorrelatedSubscriber& asked,
                                                const TitleDigits& ours, CorrelationTable& ids,
                                                std::chrono::nanoseconds now,
                                                std::span<std::byte> out) {
  const auto read = decode_routing_info_result(result, version);
  if (!read || !read->imsi.plain()) return std::nullopt;
  const DeliveryNode node = delivery_node(*read);
  CorrelatedSubscriber subscriber = asked;
  const MapDigits number = node.address.digits();
  if (number.empty() || !node.address.number().plain() || !subscriber.node.assign(number) ||
      !subscriber.imsi.assign(read->imsi.digits())) {
    return std::nullopt;
  }
  subscriber.sgsn = node.sgsn;
  RoutingInfoResult shown;
  const auto own = MapAddressOctets::make(MapNature::kInternational, MapPlan::kIsdn, ours.view());
  if (!own) return std::nullopt;
  shown.network_node = MapAddress(own->view());
  if (version == MapVersion::k1) shown.waiting_data_set = read->waiting_data_set;
  std::array<std::byte, kMaxImsi> imsi;
  const ImsiDigits id = ids.give(subscriber, now);
  const auto imsi_size = encode_tbcd(id.view(), imsi);
  if (!imsi_size) return std::nullopt;
  shown.imsi = Tbcd(std::span(imsi).first(*imsi_size));
  const auto size = encode_routing_info_result(shown, version, out);
  if (!size) return std::nullopt;
  return *size;
}

}  // namespace smsfw::ss7
