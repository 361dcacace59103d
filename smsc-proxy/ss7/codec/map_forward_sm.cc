#include "smsc-proxy/ss7/codec/map_forward_sm.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_sequence.hh"

namespace smsfw::ss7 {
namespace {

enum Field : std::uint8_t {
  kUserData,
  kMoreMessages,
  kExtension,
  kImsi,
  kCorrelationId,
  kDeliveryOutcome,
  kDeliveryTimer,
  kStartTime,
  kOverIpOnly,
  kRetransmissionTime,
  kGmscAddress,
  kGmscDiameterAddress,
};

// Behind sm-RP-DA and sm-RP-OA, which the first two places tell apart.
constexpr MapFieldSpec kUserDataRow{tag::kOctetString, kUserData, MapKind::kOctets, kV123, true, 1,
                                    kMaxSignalInfo};
constexpr MapFieldSpec kExtensionRow{tag::kSequence, kExtension, MapKind::kExtension, kV3, false};

constexpr std::array kMoTable = {
    kUserDataRow,
    MapFieldSpec{tag::kNull, kMoreMessages, MapKind::kNull, kV2, false},
    kExtensionRow,
    MapFieldSpec{tag::kOctetString, kImsi, MapKind::kImsi, kV3, false},
    MapFieldSpec{tag::context_constructed(0), kCorrelationId, MapKind::kConstructed, kV3, false},
    MapFieldSpec{tag::context(1), kDeliveryOutcome, MapKind::kInteger, kV3, false, 0, 2},
};

constexpr std::array kMtTable = {
    kUserDataRow,
    MapFieldSpec{tag::kNull, kMoreMessages, MapKind::kNull, kV3, false},
    kExtensionRow,
    MapFieldSpec{tag::kInteger, kDeliveryTimer, MapKind::kInteger, kV3, false, 30, 600},
    MapFieldSpec{tag::kOctetString, kStartTime, MapKind::kOctets, kV3, false, 4, 4},
    MapFieldSpec{tag::context(0), kOverIpOnly, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context_constructed(1), kCorrelationId, MapKind::kConstructed, kV3, false},
    MapFieldSpec{tag::context(2), kRetransmissionTime, MapKind::kOctets, kV3, false, 4, 4},
    MapFieldSpec{tag::context(3), kGmscAddress, MapKind::kAddress, kV3, false, 0,
                 kMaxIsdnAddressString},
    MapFieldSpec{tag::context_constructed(4), kGmscDiameterAddress, MapKind::kExtension, kV3,
                 false},
};

constexpr std::array kVgcsTable = {kUserDataRow, kExtensionRow};

// mt-ForwardSM-VGCS has its own result: tagged, with the lists of dispatchers.
constexpr std::array kResultTable = {
    MapFieldSpec{tag::kOctetString, kUserData, MapKind::kOctets, kV3, false, 1, kMaxSignalInfo},
    kExtensionRow,
};
constexpr std::array kVgcsResultTable = {
    MapFieldSpec{tag::context(0), kUserData, MapKind::kOctets, kV3, false, 1, kMaxSignalInfo},
    MapFieldSpec{tag::context_constructed(2), kExtension, MapKind::kExtension, kV3, false},
};

constexpr std::array kDestinations = {
    MapFieldSpec{tag::context(0), 0, MapKind::kImsi, kV123, false},
    MapFieldSpec{tag::context(1), 0, MapKind::kOctets, kV123, false, kLmsiSize, kLmsiSize},
    MapFieldSpec{tag::context(4), 0, MapKind::kAddress, kV123, false, 0, kMaxAddressString},
    MapFieldSpec{tag::context(5), 0, MapKind::kNull, kV23, false},
};
constexpr std::array kOrigins = {
    MapFieldSpec{tag::context(2), 0, MapKind::kAddress, kV123, false, 0, kMaxIsdnAddressString},
    MapFieldSpec{tag::context(4), 0, MapKind::kAddress, kV123, false, 0, kMaxAddressString},
    MapFieldSpec{tag::context(5), 0, MapKind::kNull, kV23, false},
};

/// Octets of an ASCI-CallReference, 17.7.8.
constexpr MapFieldSpec kGroupCall{tag::kOctetString, 0, MapKind::kOctets, kV3, false, 1, 8};

/// The next element as one of a CHOICE.
bool read_choice(BerReader& reader, std::span<const MapFieldSpec> choices, MapVersion version,
                 BerElement& out) noexcept {
  BerContext& context = reader.context();
  if (!reader.next(out)) return reader.fail(DecodeCode::kTruncated);
  for (const MapFieldSpec& choice : choices) {
    if (choice.tag != out.tag) continue;
    if (!has_version(choice.versions, version)) context.add(BerFinding::kOtherVersion);
    return read_value(context, out, choice);
  }
  return context.fail(DecodeCode::kBadValue, out.octets.data());
}

std::span<const MapFieldSpec> table_of(std::int32_t operation_code) noexcept {
  switch (operation_code) {
    case operation::kMoForwardSm:
      return kMoTable;
    case operation::kMtForwardSm:
      return kMtTable;
    case operation::kMtForwardSmVgcs:
      return kVgcsTable;
    default:
      return {};
  }
}

bool read_argument(BerContext& context, std::span<const std::byte> parameter,
                   std::int32_t operation_code, MapVersion version, ForwardSm& out) noexcept {
  const auto table = table_of(operation_code);
  if (table.empty()) return context.fail(DecodeCode::kUnknownId, parameter.data());
  BerElement sequence;
  if (!open_parameter(context, parameter, tag::kSequence, sequence)) return false;
  BerReader reader(context, sequence.content);
  BerElement element;
  if (operation_code == operation::kMtForwardSmVgcs) {
    if (!read_choice(reader, std::span(&kGroupCall, 1), version, element)) return false;
    out.destination.kind = RpDestinationKind::kGroupCall;
  } else {
    if (!read_choice(reader, kDestinations, version, element)) return false;
    out.destination.kind = static_cast<RpDestinationKind>(element.tag & 0x1FU);
  }
  out.destination.octets = element.content;
  if (!read_choice(reader, kOrigins, version, element)) return false;
  out.origin = {static_cast<RpOriginKind>(element.tag & 0x1FU), element.content};
  MapFields fields;
  if (!read_sequence(reader, table, version, fields)) return false;
  out.user_data = fields.octets(kUserData);
  out.more_messages = fields.has(kMoreMessages);
  out.imsi = Tbcd(fields.octets(kImsi));
  out.delivery_timer = fields.number(kDeliveryTimer);
  out.gmsc_address = MapAddress(fields.octets(kGmscAddress));
  out.extension = fields.element(kExtension).octets;
  if (fields.has(kCorrelationId)) {
    return read_correlation_id(context, fields.octets(kCorrelationId),
                               out.correlation_id.emplace());
  }
  return true;
}

bool read_result(BerContext& context, std::span<const std::byte> parameter,
                 std::int32_t operation_code, MapVersion version, ForwardSmResult& out) noexcept {
  if (table_of(operation_code).empty()) {
    return context.fail(DecodeCode::kUnknownId, parameter.data());
  }
  if (parameter.empty()) return true;
  if (version != MapVersion::k3) context.add(BerFinding::kOtherVersion);
  MapFields fields;
  const bool vgcs = operation_code == operation::kMtForwardSmVgcs;
  const auto table = vgcs ? std::span<const MapFieldSpec>(kVgcsResultTable)
                          : std::span<const MapFieldSpec>(kResultTable);
  if (!read_parameter(context, parameter, table, version, fields)) return false;
  out.user_data = fields.octets(kUserData);
  out.extension = fields.element(kExtension).octets;
  return true;
}

}  // namespace

Expected<ForwardSm, DecodeError> decode_forward_sm(std::span<const std::byte> parameter,
                                                   std::int32_t operation_code,
                                                   MapVersion version) noexcept {
  return decode_value<ForwardSm>(parameter, [&](BerContext& context, ForwardSm& out) {
    return read_argument(context, parameter, operation_code, version, out);
  });
}

ForwardDirection forward_direction(const ForwardSm& message, std::int32_t operation_code,
                                   std::optional<ApplicationContext> wanted) noexcept {
  using Direction = ForwardDirection;
  const RpDestinationKind to = message.destination.kind;
  const RpOriginKind from = message.origin.kind;
  const bool none = to == RpDestinationKind::kNone && from == RpOriginKind::kNone;
  // noSM-RP-OA stands in an MO message of a subscriber without MSISDN, noSM-RP-DA never alone.
  Direction by_address = Direction::kUnclear;
  if (to == RpDestinationKind::kServiceCentre && from != RpOriginKind::kServiceCentre) {
    by_address = Direction::kMobileOriginated;
  } else if ((to == RpDestinationKind::kImsi || to == RpDestinationKind::kLmsi ||
              to == RpDestinationKind::kGroupCall) &&
             from == RpOriginKind::kServiceCentre) {
    by_address = Direction::kMobileTerminated;
  }
  Direction by_context = Direction::kUnclear;
  if (operation_code == operation::kMtForwardSm || operation_code == operation::kMtForwardSmVgcs ||
      (wanted && wanted->id == context::kShortMsgMtRelay)) {
    by_context = Direction::kMobileTerminated;
  } else if (wanted && wanted->id == context::kShortMsgMoRelay && wanted->version > 1) {
    by_context = Direction::kMobileOriginated;
  }
  if (by_context == Direction::kUnclear) return by_address;
  return none || by_address == by_context ? by_context : Direction::kUnclear;
}

Expected<ForwardSmResult, DecodeError> decode_forward_sm_result(
    std::span<const std::byte> parameter, std::int32_t operation_code,
    MapVersion version) noexcept {
  return decode_value<ForwardSmResult>(parameter, [&](BerContext& context, ForwardSmResult& out) {
    return read_result(context, parameter, operation_code, version, out);
  });
}

BerEncoded encode_forward_sm(const ForwardSm& message, std::int32_t operation_code,
                             MapVersion version, std::span<std::byte> out) noexcept {
  const bool mo3 = operation_code == operation::kMoForwardSm && version == MapVersion::k3;
  const bool mt3 = operation_code == operation::kMtForwardSm && version == MapVersion::k3;
  const bool old = operation_code == operation::kMoForwardSm && version != MapVersion::k3;
  if (!(mo3 || mt3 || old)) return refuse(BerEncodeCode::kNotAllowed);
  if (message.more_messages && (mo3 || version == MapVersion::k1))
    return refuse(BerEncodeCode::kNotAllowed);
  if (!message.imsi.empty() && !mo3) return refuse(BerEncodeCode::kNotAllowed);
  if (message.destination.kind == RpDestinationKind::kGroupCall)
    return refuse(BerEncodeCode::kNotAllowed);
  BerWriter writer(out);
  if (message.user_data.empty()) writer.fail(BerEncodeCode::kBadValue);
  if (message.user_data.size() > kMaxSignalInfo ||
      message.destination.octets.size() > kMaxAddressString ||
      message.origin.octets.size() > kMaxAddressString) {
    writer.fail(BerEncodeCode::kTooLong);
  }
  if (!message.imsi.empty()) writer.element(tag::kOctetString, message.imsi.octets());
  if (message.more_messages) writer.null(tag::kNull);
  writer.element(tag::kOctetString, message.user_data);
  writer.element(tag::context(static_cast<unsigned>(message.origin.kind)), message.origin.octets);
  writer.element(tag::context(static_cast<unsigned>(message.destination.kind)),
                 message.destination.octets);
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

BerEncoded encode_forward_sm_result(std::span<const std::byte> user_data, MapVersion version,
                                    std::span<std::byte> out) noexcept {
  if (version != MapVersion::k3) return refuse(BerEncodeCode::kNotAllowed);
  BerWriter writer(out);
  if (user_data.size() > kMaxSignalInfo) writer.fail(BerEncodeCode::kTooLong);
  if (!user_data.empty()) writer.element(tag::kOctetString, user_data);
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

}  // namespace smsfw::ss7
