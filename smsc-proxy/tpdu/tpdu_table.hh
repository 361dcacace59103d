#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/tpdu/tp_field.hh"
#include "smsc-proxy/tpdu/tpdu_type.hh"

namespace smsfw::tpdu {

/// How a field stands in the octets.
enum class FieldKind : std::uint8_t {
  kOctet,
  kAddress,       ///< §9.1.2.5: semi-octets, type-of-address, value.
  kTime,          ///< §9.2.3.11: 7 octets.
  kValidity,      ///< §9.2.3.12: nothing, 1 or 7 octets, by TP-VPF.
  kFailureCause,  ///< One octet, in an RP-ERROR only.
  kParameters,    ///< TP-PI: octets up to the first without its extension bit.
  kUserData,      ///< TP-UDL, counted by TP-DCS, and TP-UD.
  kCommandData,   ///< TP-CDL octets.
};

/// When a field is there.
enum class Presence : std::uint8_t {
  kAlways,
  kIfOctets,      ///< When octets are left: TP-PI of a STATUS-REPORT (§9.2.2.3).
  kByParameters,  ///< When TP-PI says so.
};

/// Bits of TP-PI, §9.2.3.27.
inline constexpr std::uint8_t kHasProtocolId = 0x01;
inline constexpr std::uint8_t kHasDataCoding = 0x02;
inline constexpr std::uint8_t kHasUserData = 0x04;
inline constexpr std::uint8_t kMoreParameters = 0x80;

struct FieldSpec {
  TpField field;
  FieldKind kind;
  Presence presence = Presence::kAlways;
  std::uint8_t parameter = 0;  ///< Its bit in TP-PI.
};

struct TpduSpec {
  TpduType type;
  Flow flow;
  std::uint8_t message_type;  ///< TP-MTI.
  /// Octets of TP-UD or TP-CD that the type has room for; of a report's two forms, the larger.
  std::uint8_t max_user_data;
  std::span<const FieldSpec> fields;
};

namespace detail {

inline constexpr std::array kDeliverFields = {
    FieldSpec{TpField::kOriginatingAddress, FieldKind::kAddress},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet},
    FieldSpec{TpField::kDataCoding, FieldKind::kOctet},
    FieldSpec{TpField::kServiceCentreTime, FieldKind::kTime},
    FieldSpec{TpField::kUserData, FieldKind::kUserData},
};

inline constexpr std::array kDeliverReportFields = {
    FieldSpec{TpField::kFailureCause, FieldKind::kFailureCause},
    FieldSpec{TpField::kParameters, FieldKind::kParameters},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet, Presence::kByParameters, kHasProtocolId},
    FieldSpec{TpField::kDataCoding, FieldKind::kOctet, Presence::kByParameters, kHasDataCoding},
    FieldSpec{TpField::kUserData, FieldKind::kUserData, Presence::kByParameters, kHasUserData},
};

inline constexpr std::array kSubmitFields = {
    FieldSpec{TpField::kMessageReference, FieldKind::kOctet},
    FieldSpec{TpField::kDestinationAddress, FieldKind::kAddress},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet},
    FieldSpec{TpField::kDataCoding, FieldKind::kOctet},
    FieldSpec{TpField::kValidityPeriod, FieldKind::kValidity},
    FieldSpec{TpField::kUserData, FieldKind::kUserData},
};

inline constexpr std::array kSubmitReportFields = {
    FieldSpec{TpField::kFailureCause, FieldKind::kFailureCause},
    FieldSpec{TpField::kParameters, FieldKind::kParameters},
    FieldSpec{TpField::kServiceCentreTime, FieldKind::kTime},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet, Presence::kByParameters, kHasProtocolId},
    FieldSpec{TpField::kDataCoding, FieldKind::kOctet, Presence::kByParameters, kHasDataCoding},
    FieldSpec{TpField::kUserData, FieldKind::kUserData, Presence::kByParameters, kHasUserData},
};

inline constexpr std::array kStatusReportFields = {
    FieldSpec{TpField::kMessageReference, FieldKind::kOctet},
    FieldSpec{TpField::kRecipientAddress, FieldKind::kAddress},
    FieldSpec{TpField::kServiceCentreTime, FieldKind::kTime},
    FieldSpec{TpField::kDischargeTime, FieldKind::kTime},
    FieldSpec{TpField::kStatus, FieldKind::kOctet},
    FieldSpec{TpField::kParameters, FieldKind::kParameters, Presence::kIfOctets},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet, Presence::kByParameters, kHasProtocolId},
    FieldSpec{TpField::kDataCoding, FieldKind::kOctet, Presence::kByParameters, kHasDataCoding},
    FieldSpec{TpField::kUserData, FieldKind::kUserData, Presence::kByParameters, kHasUserData},
};

inline constexpr std::array kCommandFields = {
    FieldSpec{TpField::kMessageReference, FieldKind::kOctet},
    FieldSpec{TpField::kProtocolId, FieldKind::kOctet},
    FieldSpec{TpField::kCommandType, FieldKind::kOctet},
    FieldSpec{TpField::kMessageNumber, FieldKind::kOctet},
    FieldSpec{TpField::kDestinationAddress, FieldKind::kAddress},
    FieldSpec{TpField::kCommandData, FieldKind::kCommandData},
};

}  // namespace detail

/// One row a type: its fields behind the first octet, in their order. In the order of TpduType.
inline constexpr std::array kTpdus = {
    TpduSpec{TpduType::kDeliver, Flow::kToMobile, 0, 140, detail::kDeliverFields},
    TpduSpec{TpduType::kDeliverReport, Flow::kToCentre, 0, 159, detail::kDeliverReportFields},
    TpduSpec{TpduType::kSubmit, Flow::kToCentre, 1, 140, detail::kSubmitFields},
    TpduSpec{TpduType::kSubmitReport, Flow::kToMobile, 1, 152, detail::kSubmitReportFields},
    TpduSpec{TpduType::kStatusReport, Flow::kToMobile, 2, 131, detail::kStatusReportFields},
    TpduSpec{TpduType::kCommand, Flow::kToCentre, 2, 156, detail::kCommandFields},
};

constexpr const TpduSpec& spec_of(TpduType type) noexcept {
  return kTpdus[static_cast<std::size_t>(type)];
}

/// The row of a TP-MTI; null for the reserved value 3.
constexpr const TpduSpec* find_spec(Flow flow, std::uint8_t message_type) noexcept {
  for (const TpduSpec& spec : kTpdus) {
    if (spec.flow == flow && spec.message_type == message_type) return &spec;
  }
  return nullptr;
}

}  // namespace smsfw::tpdu
