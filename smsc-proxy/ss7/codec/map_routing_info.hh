#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/map_correlation_id.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"

// sendRoutingInfoForSM (3GPP TS 29.002 12.1, 17.7.6): where is the receiver of a short message?

namespace smsfw::ss7 {

/// sm-deliveryNotIntended: the asker wants to know, not to deliver.
enum class DeliveryNotIntended : std::uint8_t { kOnlyImsi = 0, kOnlyMccMnc = 1 };

/// Its argument. Borrows.
struct RoutingInfoRequest {
  MapAddress msisdn;
  bool priority = false;  ///< sm-RP-PRI: deliver to an absent subscriber too.
  MapAddress service_centre;
  bool gprs_support = false;                  ///< Two numbers in the answer are welcome.
  std::optional<std::uint16_t> message_type;  ///< sm-RP-MTI: 0 deliver, 1 status report.
  /// sm-RP-SMEA: the originator's address as TS 23.040 9.1.2.5 codes it in the TPDU.
  std::span<const std::byte> originator{};
  std::optional<std::uint16_t> delivery_not_intended;  ///< See DeliveryNotIntended.
  Tbcd imsi;
  std::optional<CorrelationId> correlation_id;
  bool ip_gateway_guidance = false;
  bool single_attempt = false;
  bool t4_trigger = false;
  std::span<const std::byte> teleservice{};  ///< Version 1.
  std::span<const std::byte> extension{};
  BerFindings findings;
};

Expected<RoutingInfoRequest, DecodeError> decode_routing_info_request(
    std::span<const std::byte> parameter, MapVersion version) noexcept;

/// Writes msisdn, priority, service_centre; in version 3 also gprs_support, message_type,
/// originator, delivery_not_intended and imsi. kNotAllowed for these before, and for what is not
/// listed; kBadValue without the first and the third.
BerEncoded encode_routing_info_request(const RoutingInfoRequest& request, MapVersion version,
                                       std::span<std::byte> out) noexcept;

/// Its result. Borrows.
struct RoutingInfoResult {
  Tbcd imsi;
  /// networkNode-Number (in versions 1 and 2 msc-Number): the serving MSC, SGSN or SMS router.
  MapAddress network_node;
  bool roaming_number = false;  ///< Version 1: `network_node` is a roaming number [0].
  std::span<const std::byte> lmsi{};
  bool gprs_node = false;      ///< network_node is an SGSN.
  MapAddress additional_node;  ///< additional-Number.
  bool additional_is_sgsn = false;
  std::optional<bool> waiting_data_set;  ///< mwd-Set, version 1.
  /// ip-sm-gwGuidance: least and recommended smDeliveryTimer, in seconds.
  std::optional<std::uint16_t> minimum_delivery_time;
  std::optional<std::uint16_t> recommended_delivery_time;
  std::span<const std::byte> extension{};
  BerFindings findings;
};

Expected<RoutingInfoResult, DecodeError> decode_routing_info_result(
    std::span<const std::byte> parameter, MapVersion version) noexcept;

/// Writes imsi, network_node and lmsi; in version 3 also gprs_node and additional_node; in version
/// 1 also waiting_data_set. kNotAllowed for the last ones elsewhere; kBadValue without the first
/// two.
BerEncoded encode_routing_info_result(const RoutingInfoResult& result, MapVersion version,
                                      std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
