#include "smsc-proxy/ss7/codec/map_routing_info.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_sequence.hh"

namespace smsfw::ss7 {
namespace {

enum RequestField : std::uint8_t {
  kMsisdn,
  kPriority,
  kServiceCentre,
  kCugInterlock,
  kTeleservice,
  kExtension,
  kGprsSupport,
  kMessageType,
  kOriginator,
  kNotIntended,
  kGuidance,
  kImsi,
  kSingleAttempt,
  kT4Trigger,
  kCorrelationId,
};

constexpr std::array kRequestTable = {
    MapFieldSpec{tag::context(0), kMsisdn, MapKind::kAddress, kV123, true, 0,
                 kMaxIsdnAddressString},
    MapFieldSpec{tag::context(1), kPriority, MapKind::kBoolean, kV123, true},
    MapFieldSpec{tag::context(2), kServiceCentre, MapKind::kAddress, kV123, true, 0,
                 kMaxAddressString},
    MapFieldSpec{tag::context(3), kCugInterlock, MapKind::kOctets, kV1, false, 4, 4},
    MapFieldSpec{tag::context(5), kTeleservice, MapKind::kOctets, kV1, false, 1, 1},
    MapFieldSpec{tag::context_constructed(6), kExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context(7), kGprsSupport, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(8), kMessageType, MapKind::kInteger, kV3, false, 0, 10},
    MapFieldSpec{tag::context(9), kOriginator, MapKind::kOctets, kV3, false, 1, 12},
    MapFieldSpec{tag::context(10), kNotIntended, MapKind::kInteger, kV3, false, 0, 1},
    MapFieldSpec{tag::context(11), kGuidance, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(12), kImsi, MapKind::kImsi, kV3, false},
    // The specification lists [14] in front of [13].
    MapFieldSpec{tag::context(14), kT4Trigger, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(13), kSingleAttempt, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context_constructed(15), kCorrelationId, MapKind::kConstructed, kV3, false},
};

enum ResultField : std::uint8_t { kResultImsi, kLocation, kWaitingData, kResultExtension, kGuide };

constexpr std::array kResultTable = {
    MapFieldSpec{tag::kOctetString, kResultImsi, MapKind::kImsi, kV123, true},
    MapFieldSpec{tag::context_constructed(0), kLocation, MapKind::kConstructed, kV123, true},
    MapFieldSpec{tag::context(2), kWaitingData, MapKind::kBoolean, kV1, false},
    MapFieldSpec{tag::context_constructed(4), kResultExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context_constructed(5), kGuide, MapKind::kConstructed, kV3, false},
};

enum GuideField : std::uint8_t { kMinimumTime, kRecommendedTime, kGuideExtension };

constexpr std::array kGuideTable = {
    MapFieldSpec{tag::kInteger, kMinimumTime, MapKind::kInteger, kV3, true, 30, 600},
    MapFieldSpec{tag::kInteger, kRecommendedTime, MapKind::kInteger, kV3, true, 30, 600},
    MapFieldSpec{tag::kSequence, kGuideExtension, MapKind::kExtension, kV3, false},
};

enum LocationField : std::uint8_t {
  kNode,
  kRoamingNumber,
  kLmsi,
  kLocationExtension,
  kGprsNode,
  kAdditional,
  kDiameter,
  kAdditionalDiameter,
  kThird,
  kThirdDiameter,
  kImsNode,
};

constexpr std::array kLocationTable = {
    // Versions 1 and 2: LocationInfo, a CHOICE of [0] and [1].
    MapFieldSpec{tag::context(0), kRoamingNumber, MapKind::kAddress, kV1, false, 0,
                 kMaxIsdnAddressString},
    MapFieldSpec{tag::context(1), kNode, MapKind::kAddress, kV123, false, 0, kMaxIsdnAddressString},
    MapFieldSpec{tag::kOctetString, kLmsi, MapKind::kOctets, kV123, false, kLmsiSize, kLmsiSize},
    MapFieldSpec{tag::kSequence, kLocationExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context(5), kGprsNode, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context_constructed(6), kAdditional, MapKind::kConstructed, kV3, false},
    MapFieldSpec{tag::context_constructed(7), kDiameter, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context_constructed(8), kAdditionalDiameter, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context_constructed(9), kThird, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context_constructed(10), kThirdDiameter, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context(11), kImsNode, MapKind::kNull, kV3, false},
};

enum AdditionalField : std::uint8_t { kMscNumber, kSgsnNumber };

constexpr std::array kAdditionalTable = {
    MapFieldSpec{tag::context(0), kMscNumber, MapKind::kAddress, kV3, false, 0,
                 kMaxIsdnAddressString},
    MapFieldSpec{tag::context(1), kSgsnNumber, MapKind::kAddress, kV3, false, 0,
                 kMaxIsdnAddressString},
};

bool read_request(BerContext& context, std::span<const std::byte> parameter, MapVersion version,
                  RoutingInfoRequest& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kRequestTable, version, fields)) return false;
  out.msisdn = MapAddress(fields.octets(kMsisdn));
  out.priority = fields.boolean(kPriority);
  out.service_centre = MapAddress(fields.octets(kServiceCentre));
  out.gprs_support = fields.has(kGprsSupport);
  out.message_type = fields.number(kMessageType);
  out.originator = fields.octets(kOriginator);
  out.delivery_not_intended = fields.number(kNotIntended);
  out.imsi = Tbcd(fields.octets(kImsi));
  out.ip_gateway_guidance = fields.has(kGuidance);
  out.single_attempt = fields.has(kSingleAttempt);
  out.t4_trigger = fields.has(kT4Trigger);
  out.teleservice = fields.octets(kTeleservice);
  out.extension = fields.element(kExtension).octets;
  if (fields.has(kCorrelationId)) {
    return read_correlation_id(context, fields.octets(kCorrelationId),
                               out.correlation_id.emplace());
  }
  return true;
}

bool read_location(BerContext& context, std::span<const std::byte> content, MapVersion version,
                   RoutingInfoResult& out) noexcept {
  BerReader reader(context, content);
  MapFields fields;
  if (!read_sequence(reader, kLocationTable, version, fields)) return false;
  if (fields.has(kNode) == fields.has(kRoamingNumber)) {
    // None, or both of a choice.
    return context.fail(fields.has(kNode) ? DecodeCode::kBadValue : DecodeCode::kTruncated,
                        content.data());
  }
  out.roaming_number = fields.has(kRoamingNumber);
  out.network_node = MapAddress(fields.octets(out.roaming_number ? kRoamingNumber : kNode));
  out.lmsi = fields.octets(kLmsi);
  out.gprs_node = fields.has(kGprsNode);
  if (!fields.has(kAdditional)) return true;
  BerReader additional(context, fields.octets(kAdditional));
  MapFields numbers;
  if (!read_sequence(additional, kAdditionalTable, version, numbers)) return false;
  if (numbers.has(kMscNumber) == numbers.has(kSgsnNumber)) {
    return context.fail(numbers.has(kMscNumber) ? DecodeCode::kBadValue : DecodeCode::kTruncated,
                        fields.octets(kAdditional).data());
  }
  out.additional_is_sgsn = numbers.has(kSgsnNumber);
  out.additional_node =
      MapAddress(numbers.octets(out.additional_is_sgsn ? kSgsnNumber : kMscNumber));
  return true;
}

bool read_result(BerContext& context, std::span<const std::byte> parameter, MapVersion version,
                 RoutingInfoResult& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kResultTable, version, fields)) return false;
  out.imsi = Tbcd(fields.octets(kResultImsi));
  if (fields.has(kWaitingData)) out.waiting_data_set = fields.boolean(kWaitingData);
  out.extension = fields.element(kResultExtension).octets;
  if (fields.has(kGuide)) {
    BerReader guide(context, fields.octets(kGuide));
    MapFields times;
    if (!read_sequence(guide, kGuideTable, MapVersion::k3, times)) return false;
    out.minimum_delivery_time = times.number(kMinimumTime);
    out.recommended_delivery_time = times.number(kRecommendedTime);
  }
  return read_location(context, fields.octets(kLocation), version, out);
}

}  // namespace

Expected<RoutingInfoRequest, DecodeError> decode_routing_info_request(
    std::span<const std::byte> parameter, MapVersion version) noexcept {
  return decode_value<RoutingInfoRequest>(parameter,
                                          [&](BerContext& context, RoutingInfoRequest& out) {
                                            return read_request(context, parameter, version, out);
                                          });
}

Expected<RoutingInfoResult, DecodeError> decode_routing_info_result(
    std::span<const std::byte> parameter, MapVersion version) noexcept {
  return decode_value<RoutingInfoResult>(parameter,
                                         [&](BerContext& context, RoutingInfoResult& out) {
                                           return read_result(context, parameter, version, out);
                                         });
}

BerEncoded encode_routing_info_request(const RoutingInfoRequest& request, MapVersion version,
                                       std::span<std::byte> out) noexcept {
  if (!request.msisdn.present() || !request.service_centre.present()) {
    return refuse(BerEncodeCode::kBadValue);
  }
  const bool since3 = request.gprs_support || request.message_type || !request.originator.empty() ||
                      request.delivery_not_intended || !request.imsi.empty();
  const bool unlisted = request.ip_gateway_guidance || request.single_attempt ||
                        request.t4_trigger || request.correlation_id ||
                        !request.teleservice.empty() || !request.extension.empty();
  if (unlisted || (since3 && version != MapVersion::k3)) return refuse(BerEncodeCode::kNotAllowed);
  BerWriter writer(out);
  if (!request.imsi.empty()) writer.element(tag::context(12), request.imsi.octets());
  if (request.delivery_not_intended) {
    writer.integer(tag::context(10), *request.delivery_not_intended);
  }
  if (!request.originator.empty()) writer.element(tag::context(9), request.originator);
  if (request.message_type) writer.integer(tag::context(8), *request.message_type);
  if (request.gprs_support) writer.null(tag::context(7));
  writer.element(tag::context(2), request.service_centre.octets());
  writer.boolean(tag::context(1), request.priority);
  writer.element(tag::context(0), request.msisdn.octets());
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

BerEncoded encode_routing_info_result(const RoutingInfoResult& result, MapVersion version,
                                      std::span<std::byte> out) noexcept {
  if (result.imsi.empty() || !result.network_node.present()) {
    return refuse(BerEncodeCode::kBadValue);
  }
  const bool since3 = result.gprs_node || result.additional_node.present();
  const bool unlisted =
      !result.extension.empty() || result.minimum_delivery_time || result.recommended_delivery_time;
  const bool only1 = result.waiting_data_set || result.roaming_number;
  if ((since3 && version != MapVersion::k3) || (only1 && version != MapVersion::k1) || unlisted) {
    return refuse(BerEncodeCode::kNotAllowed);
  }
  BerWriter writer(out);
  if (result.waiting_data_set) writer.boolean(tag::context(2), *result.waiting_data_set);
  const std::size_t location = writer.mark();
  if (result.additional_node.present()) {
    const std::size_t additional = writer.mark();
    writer.element(tag::context(result.additional_is_sgsn ? 1 : 0),
                   result.additional_node.octets());
    writer.close(tag::context_constructed(6), additional);
  }
  if (result.gprs_node) writer.null(tag::context(5));
  if (!result.lmsi.empty()) writer.element(tag::kOctetString, result.lmsi);
  writer.element(tag::context(result.roaming_number ? 0 : 1), result.network_node.octets());
  writer.close(tag::context_constructed(0), location);
  writer.element(tag::kOctetString, result.imsi.octets());
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

}  // namespace smsfw::ss7
