#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::smpp {

/// Every mandatory field of every PDU, once. A field that several PDUs share has one id.
enum class FieldId : std::uint8_t {
  kServiceType,
  kSourceAddrTon,
  kSourceAddrNpi,
  kSourceAddr,
  kDestAddrTon,
  kDestAddrNpi,
  kDestinationAddr,
  kEsmeAddrTon,
  kEsmeAddrNpi,
  kEsmeAddr,
  kEsmClass,
  kProtocolId,
  kPriorityFlag,
  kScheduleDeliveryTime,
  kValidityPeriod,
  kRegisteredDelivery,
  kReplaceIfPresentFlag,
  kDataCoding,
  kSmDefaultMsgId,
  kShortMessage,  ///< sm_length and the octets that it counts.
  kMessageId,
  kFinalDate,
  kMessageState,
  kErrorCode,
  kSystemId,
  kPassword,
  kSystemType,
  kInterfaceVersion,
  kAddrTon,
  kAddrNpi,
  kAddressRange,
  kDestAddresses,  ///< submit_multi: number_of_dests and its entries.
  kUnsuccessSmes,  ///< submit_multi_resp: no_unsuccess and its entries.
  kNone,           ///< No field: the header or the TLV part. Also the number of fields.
};

inline constexpr std::size_t kFieldCount = static_cast<std::size_t>(FieldId::kNone);

inline constexpr std::array<std::string_view, kFieldCount> kFieldNames = {
    "service_type",
    "source_addr_ton",
    "source_addr_npi",
    "source_addr",
    "dest_addr_ton",
    "dest_addr_npi",
    "destination_addr",
    "esme_addr_ton",
    "esme_addr_npi",
    "esme_addr",
    "esm_class",
    "protocol_id",
    "priority_flag",
    "schedule_delivery_time",
    "validity_period",
    "registered_delivery",
    "replace_if_present_flag",
    "data_coding",
    "sm_default_msg_id",
    "short_message",
    "message_id",
    "final_date",
    "message_state",
    "error_code",
    "system_id",
    "password",
    "system_type",
    "interface_version",
    "addr_ton",
    "addr_npi",
    "address_range",
    "dest_address",
    "unsuccess_sme",
};

/// The specification's name of a field; "none" for kNone.
constexpr std::string_view to_string(FieldId id) noexcept {
  return id < FieldId::kNone ? kFieldNames[static_cast<std::size_t>(id)] : "none";
}

}  // namespace smsfw::smpp
