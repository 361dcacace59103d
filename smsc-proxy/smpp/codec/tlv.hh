#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/smpp/codec/version.hh"

namespace smsfw::smpp {

/// TLV tags (3.4: optional parameters), SMPP 3.4 section 5.3.2 and SMPP 5.0 section 4.8.4. Tags
/// that are not named here are carried octet for octet.
enum class TlvTag : std::uint16_t {
  kDestAddrSubunit = 0x0005,
  kDestNetworkType = 0x0006,
  kDestBearerType = 0x0007,
  kDestTelematicsId = 0x0008,
  kSourceAddrSubunit = 0x000D,
  kSourceNetworkType = 0x000E,
  kSourceBearerType = 0x000F,
  kSourceTelematicsId = 0x0010,
  kQosTimeToLive = 0x0017,
  kPayloadType = 0x0019,
  kAdditionalStatusInfoText = 0x001D,
  kReceiptedMessageId = 0x001E,
  kMsMsgWaitFacilities = 0x0030,
  kPrivacyIndicator = 0x0201,
  kSourceSubaddress = 0x0202,
  kDestSubaddress = 0x0203,
  kUserMessageReference = 0x0204,
  kUserResponseCode = 0x0205,
  kSourcePort = 0x020A,
  kDestinationPort = 0x020B,
  kSarMsgRefNum = 0x020C,
  kLanguageIndicator = 0x020D,
  kSarTotalSegments = 0x020E,
  kSarSegmentSeqnum = 0x020F,
  kScInterfaceVersion = 0x0210,
  kCallbackNumPresInd = 0x0302,
  kCallbackNumAtag = 0x0303,
  kNumberOfMessages = 0x0304,
  kCallbackNum = 0x0381,
  kDpfResult = 0x0420,
  kSetDpf = 0x0421,
  kMsAvailabilityStatus = 0x0422,
  kNetworkErrorCode = 0x0423,
  kMessagePayload = 0x0424,
  kDeliveryFailureReason = 0x0425,
  kMoreMessagesToSend = 0x0426,
  kMessageState = 0x0427,
  kCongestionState = 0x0428,
  kUssdServiceOp = 0x0501,
  kBroadcastChannelIndicator = 0x0600,
  kBroadcastContentType = 0x0601,
  kBroadcastContentTypeInfo = 0x0602,
  kBroadcastMessageClass = 0x0603,
  kBroadcastRepNum = 0x0604,
  kBroadcastFrequencyInterval = 0x0605,
  kBroadcastAreaIdentifier = 0x0606,
  kBroadcastErrorStatus = 0x0607,
  kBroadcastAreaSuccess = 0x0608,
  kBroadcastEndTime = 0x0609,
  kBroadcastServiceGroup = 0x060A,
  kBillingIdentification = 0x060B,
  kSourceNetworkId = 0x060D,
  kDestNetworkId = 0x060E,
  kSourceNodeId = 0x060F,
  kDestNodeId = 0x0610,
  kDestAddrNpResolution = 0x0611,
  kDestAddrNpInformation = 0x0612,
  kDestAddrNpCountry = 0x0613,
  kDisplayTime = 0x1201,
  kSmsSignal = 0x1203,
  kMsValidity = 0x1204,
  kAlertOnMessageDelivery = 0x130C,
  kItsReplyType = 0x1380,
  kItsSessionInfo = 0x1383,
};

/// How the value of a TLV is read.
enum class TlvKind : std::uint8_t { kOctets, kCString, kU8, kU16, kU32 };

/// One row of the TLV table. Lengths count the value's octets, a C-Octet String's NUL included.
struct TlvSpec {
  TlvTag tag;
  std::string_view name;
  TlvKind kind;
  std::uint16_t min_length;
  std::uint16_t max_length;
  Version since;
};

/// Sorted by tag.
inline constexpr std::array kTlvs = {
    TlvSpec{TlvTag::kDestAddrSubunit, "dest_addr_subunit", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kDestNetworkType, "dest_network_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kDestBearerType, "dest_bearer_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kDestTelematicsId, "dest_telematics_id", TlvKind::kU16, 2, 2, Version::k34},
    TlvSpec{TlvTag::kSourceAddrSubunit, "source_addr_subunit", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSourceNetworkType, "source_network_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSourceBearerType, "source_bearer_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSourceTelematicsId, "source_telematics_id", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kQosTimeToLive, "qos_time_to_live", TlvKind::kU32, 4, 4, Version::k34},
    TlvSpec{TlvTag::kPayloadType, "payload_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kAdditionalStatusInfoText, "additional_status_info_text", TlvKind::kCString, 1,
            256, Version::k34},
    TlvSpec{TlvTag::kReceiptedMessageId, "receipted_message_id", TlvKind::kCString, 1, 65,
            Version::k34},
    TlvSpec{TlvTag::kMsMsgWaitFacilities, "ms_msg_wait_facilities", TlvKind::kU8, 1, 1,
            Version::k34},
    TlvSpec{TlvTag::kPrivacyIndicator, "privacy_indicator", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSourceSubaddress, "source_subaddress", TlvKind::kOctets, 2, 23, Version::k34},
    TlvSpec{TlvTag::kDestSubaddress, "dest_subaddress", TlvKind::kOctets, 2, 23, Version::k34},
    TlvSpec{TlvTag::kUserMessageReference, "user_message_reference", TlvKind::kU16, 2, 2,
            Version::k34},
    TlvSpec{TlvTag::kUserResponseCode, "user_response_code", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSourcePort, "source_port", TlvKind::kU16, 2, 2, Version::k34},
    TlvSpec{TlvTag::kDestinationPort, "destination_port", TlvKind::kU16, 2, 2, Version::k34},
    TlvSpec{TlvTag::kSarMsgRefNum, "sar_msg_ref_num", TlvKind::kU16, 2, 2, Version::k34},
    TlvSpec{TlvTag::kLanguageIndicator, "language_indicator", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSarTotalSegments, "sar_total_segments", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSarSegmentSeqnum, "sar_segment_seqnum", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kScInterfaceVersion, "sc_interface_version", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kCallbackNumPresInd, "callback_num_pres_ind", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kCallbackNumAtag, "callback_num_atag", TlvKind::kOctets, 0, 65, Version::k34},
    TlvSpec{TlvTag::kNumberOfMessages, "number_of_messages", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kCallbackNum, "callback_num", TlvKind::kOctets, 4, 19, Version::k34},
    TlvSpec{TlvTag::kDpfResult, "dpf_result", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSetDpf, "set_dpf", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kMsAvailabilityStatus, "ms_availability_status", TlvKind::kU8, 1, 1,
            Version::k34},
    TlvSpec{TlvTag::kNetworkErrorCode, "network_error_code", TlvKind::kOctets, 3, 3, Version::k34},
    TlvSpec{TlvTag::kMessagePayload, "message_payload", TlvKind::kOctets, 0, 65535, Version::k34},
    TlvSpec{TlvTag::kDeliveryFailureReason, "delivery_failure_reason", TlvKind::kU8, 1, 1,
            Version::k34},
    TlvSpec{TlvTag::kMoreMessagesToSend, "more_messages_to_send", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kMessageState, "message_state", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kCongestionState, "congestion_state", TlvKind::kU8, 1, 1, Version::k50},
    TlvSpec{TlvTag::kUssdServiceOp, "ussd_service_op", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kBroadcastChannelIndicator, "broadcast_channel_indicator", TlvKind::kU8, 1, 1,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastContentType, "broadcast_content_type", TlvKind::kOctets, 3, 3,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastContentTypeInfo, "broadcast_content_type_info", TlvKind::kOctets, 0,
            255, Version::k50},
    TlvSpec{TlvTag::kBroadcastMessageClass, "broadcast_message_class", TlvKind::kU8, 1, 1,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastRepNum, "broadcast_rep_num", TlvKind::kU16, 2, 2, Version::k50},
    TlvSpec{TlvTag::kBroadcastFrequencyInterval, "broadcast_frequency_interval", TlvKind::kOctets,
            3, 3, Version::k50},
    TlvSpec{TlvTag::kBroadcastAreaIdentifier, "broadcast_area_identifier", TlvKind::kOctets, 0, 101,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastErrorStatus, "broadcast_error_status", TlvKind::kU32, 4, 4,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastAreaSuccess, "broadcast_area_success", TlvKind::kU8, 1, 1,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastEndTime, "broadcast_end_time", TlvKind::kOctets, 16, 17,
            Version::k50},
    TlvSpec{TlvTag::kBroadcastServiceGroup, "broadcast_service_group", TlvKind::kOctets, 0, 255,
            Version::k50},
    TlvSpec{TlvTag::kBillingIdentification, "billing_identification", TlvKind::kOctets, 1, 1024,
            Version::k50},
    TlvSpec{TlvTag::kSourceNetworkId, "source_network_id", TlvKind::kCString, 7, 65, Version::k50},
    TlvSpec{TlvTag::kDestNetworkId, "dest_network_id", TlvKind::kCString, 7, 65, Version::k50},
    TlvSpec{TlvTag::kSourceNodeId, "source_node_id", TlvKind::kOctets, 6, 6, Version::k50},
    TlvSpec{TlvTag::kDestNodeId, "dest_node_id", TlvKind::kOctets, 6, 6, Version::k50},
    TlvSpec{TlvTag::kDestAddrNpResolution, "dest_addr_np_resolution", TlvKind::kU8, 1, 1,
            Version::k50},
    TlvSpec{TlvTag::kDestAddrNpInformation, "dest_addr_np_information", TlvKind::kOctets, 10, 10,
            Version::k50},
    TlvSpec{TlvTag::kDestAddrNpCountry, "dest_addr_np_country", TlvKind::kOctets, 1, 5,
            Version::k50},
    TlvSpec{TlvTag::kDisplayTime, "display_time", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kSmsSignal, "sms_signal", TlvKind::kU16, 2, 2, Version::k34},
    TlvSpec{TlvTag::kMsValidity, "ms_validity", TlvKind::kOctets, 1, 4, Version::k34},
    TlvSpec{TlvTag::kAlertOnMessageDelivery, "alert_on_message_delivery", TlvKind::kOctets, 0, 1,
            Version::k34},
    TlvSpec{TlvTag::kItsReplyType, "its_reply_type", TlvKind::kU8, 1, 1, Version::k34},
    TlvSpec{TlvTag::kItsSessionInfo, "its_session_info", TlvKind::kOctets, 2, 2, Version::k34},
};

/// The table's row of a tag; nullptr where the tag is not in the table.
const TlvSpec* find_tlv_spec(TlvTag tag) noexcept;

/// "message_payload"; "vendor" for 0x1400 to 0x3FFF, "unknown" for the rest. Bounded vocabulary.
std::string_view to_string(TlvTag tag) noexcept;

}  // namespace smsfw::smpp
