#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::tpdu {

/// Fields of all types of TPDU, by the specification's names (3GPP TS 23.040 §9.2.2). A view keeps
/// one place for each.
enum class TpField : std::uint8_t {
  kMessageReference,    ///< TP-MR
  kOriginatingAddress,  ///< TP-OA, from its length octet
  kDestinationAddress,  ///< TP-DA
  kRecipientAddress,    ///< TP-RA
  kFailureCause,        ///< TP-FCS
  kParameters,          ///< TP-PI, with its extension octets
  kProtocolId,          ///< TP-PID
  kDataCoding,          ///< TP-DCS
  kServiceCentreTime,   ///< TP-SCTS
  kDischargeTime,       ///< TP-DT
  kStatus,              ///< TP-ST
  kValidityPeriod,      ///< TP-VP
  kCommandType,         ///< TP-CT
  kMessageNumber,       ///< TP-MN
  kUserData,            ///< TP-UD, without TP-UDL
  kCommandData,         ///< TP-CD, without TP-CDL
  kCount,
};

inline constexpr std::size_t kTpFieldCount = static_cast<std::size_t>(TpField::kCount);

inline constexpr std::array<std::string_view, kTpFieldCount> kTpFieldNames{
    "TP-MR",   "TP-OA", "TP-DA", "TP-RA", "TP-FCS", "TP-PI", "TP-PID", "TP-DCS",
    "TP-SCTS", "TP-DT", "TP-ST", "TP-VP", "TP-CT",  "TP-MN", "TP-UD",  "TP-CD"};

constexpr std::string_view to_string(TpField field) noexcept {
  return kTpFieldNames[static_cast<std::size_t>(field)];
}

}  // namespace smsfw::tpdu
