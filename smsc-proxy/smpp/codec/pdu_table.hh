#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "smsc-proxy/smpp/codec/command_id.hh"
#include "smsc-proxy/smpp/codec/field_id.hh"
#include "smsc-proxy/smpp/codec/version.hh"

// The one description of every PDU's mandatory body. decode, encode, the size checks, the fuzz
// dictionary and docs/reference/smpp-pdus.md are made from it.

namespace smsfw::smpp {

/// How the octets of a mandatory field are laid out.
enum class FieldKind : std::uint8_t {
  kU8,            ///< One octet.
  kCString,       ///< C-Octet String: text up to a NUL; the bound counts the NUL.
  kOctets8,       ///< One length octet, then that many octets (sm_length and short_message).
  kDestinations,  ///< One count octet, then dest_address entries (3.4 section 4.5.1.1).
  kUnsuccess,     ///< One count octet, then unsuccess_sme entries (3.4 section 4.5.2.1).
};

/// One mandatory field. `max` is the bound of a C-Octet String with its NUL, of kOctets8 the most
/// octets behind the length, of the lists the most entries; 1 for kU8.
struct FieldSpec {
  FieldId id;
  FieldKind kind;
  std::uint16_t max;
};

/// Where the specification lists TLVs for a PDU. It is documentation: TLVs are carried behind any
/// body, because 3.4 section 3.3 tells a receiver to tolerate those that it does not expect.
enum class TlvUse : std::uint8_t { kNone, kSince34, kSince50 };

/// One PDU.
struct PduSpec {
  CommandId id;
  std::string_view name;
  std::span<const FieldSpec> fields;
  TlvUse tlvs;
  Version since;
  std::string_view clause;  ///< Section of SMPP 3.4, or of 5.0 where it says so.
};

/// Bounds of address entries inside the lists, with their NUL (3.4 sections 4.5.1.1 and 4.5.2.1).
inline constexpr std::size_t kListAddressMax = 21;

namespace fields {

inline constexpr std::array kBind = {
    FieldSpec{FieldId::kSystemId, FieldKind::kCString, 16},
    FieldSpec{FieldId::kPassword, FieldKind::kCString, 9},
    FieldSpec{FieldId::kSystemType, FieldKind::kCString, 13},
    FieldSpec{FieldId::kInterfaceVersion, FieldKind::kU8, 1},
    FieldSpec{FieldId::kAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kAddressRange, FieldKind::kCString, 41},
};

inline constexpr std::array kBindResp = {
    FieldSpec{FieldId::kSystemId, FieldKind::kCString, 16},
};

inline constexpr std::array kOutbind = {
    FieldSpec{FieldId::kSystemId, FieldKind::kCString, 16},
    FieldSpec{FieldId::kPassword, FieldKind::kCString, 9},
};

inline constexpr std::array kSubmitSm = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kDestAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestinationAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kEsmClass, FieldKind::kU8, 1},
    FieldSpec{FieldId::kProtocolId, FieldKind::kU8, 1},
    FieldSpec{FieldId::kPriorityFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kScheduleDeliveryTime, FieldKind::kCString, 17},
    FieldSpec{FieldId::kValidityPeriod, FieldKind::kCString, 17},
    FieldSpec{FieldId::kRegisteredDelivery, FieldKind::kU8, 1},
    FieldSpec{FieldId::kReplaceIfPresentFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDataCoding, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSmDefaultMsgId, FieldKind::kU8, 1},
    FieldSpec{FieldId::kShortMessage, FieldKind::kOctets8, 255},
};

inline constexpr std::array kSubmitMulti = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kDestAddresses, FieldKind::kDestinations, 255},
    FieldSpec{FieldId::kEsmClass, FieldKind::kU8, 1},
    FieldSpec{FieldId::kProtocolId, FieldKind::kU8, 1},
    FieldSpec{FieldId::kPriorityFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kScheduleDeliveryTime, FieldKind::kCString, 17},
    FieldSpec{FieldId::kValidityPeriod, FieldKind::kCString, 17},
    FieldSpec{FieldId::kRegisteredDelivery, FieldKind::kU8, 1},
    FieldSpec{FieldId::kReplaceIfPresentFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDataCoding, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSmDefaultMsgId, FieldKind::kU8, 1},
    FieldSpec{FieldId::kShortMessage, FieldKind::kOctets8, 255},
};

inline constexpr std::array kSubmitMultiResp = {
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kUnsuccessSmes, FieldKind::kUnsuccess, 255},
};

inline constexpr std::array kMessageIdOnly = {
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
};

inline constexpr std::array kDataSm = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 65},
    FieldSpec{FieldId::kDestAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestinationAddr, FieldKind::kCString, 65},
    FieldSpec{FieldId::kEsmClass, FieldKind::kU8, 1},
    FieldSpec{FieldId::kRegisteredDelivery, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDataCoding, FieldKind::kU8, 1},
};

inline constexpr std::array kQuerySm = {
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
};

inline constexpr std::array kQuerySmResp = {
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kFinalDate, FieldKind::kCString, 17},
    FieldSpec{FieldId::kMessageState, FieldKind::kU8, 1},
    FieldSpec{FieldId::kErrorCode, FieldKind::kU8, 1},
};

inline constexpr std::array kCancelSm = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kDestAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDestinationAddr, FieldKind::kCString, 21},
};

inline constexpr std::array kReplaceSm = {
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kScheduleDeliveryTime, FieldKind::kCString, 17},
    FieldSpec{FieldId::kValidityPeriod, FieldKind::kCString, 17},
    FieldSpec{FieldId::kRegisteredDelivery, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSmDefaultMsgId, FieldKind::kU8, 1},
    FieldSpec{FieldId::kShortMessage, FieldKind::kOctets8, 255},
};

inline constexpr std::array kAlertNotification = {
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 65},
    FieldSpec{FieldId::kEsmeAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kEsmeAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kEsmeAddr, FieldKind::kCString, 65},
};

inline constexpr std::array kBroadcastSm = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kPriorityFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kScheduleDeliveryTime, FieldKind::kCString, 17},
    FieldSpec{FieldId::kValidityPeriod, FieldKind::kCString, 17},
    FieldSpec{FieldId::kReplaceIfPresentFlag, FieldKind::kU8, 1},
    FieldSpec{FieldId::kDataCoding, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSmDefaultMsgId, FieldKind::kU8, 1},
};

inline constexpr std::array kCancelBroadcastSm = {
    FieldSpec{FieldId::kServiceType, FieldKind::kCString, 6},
    FieldSpec{FieldId::kMessageId, FieldKind::kCString, 65},
    FieldSpec{FieldId::kSourceAddrTon, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddrNpi, FieldKind::kU8, 1},
    FieldSpec{FieldId::kSourceAddr, FieldKind::kCString, 21},
};

}  // namespace fields

inline constexpr std::array kPdus = {
    PduSpec{CommandId::kBindReceiver, "bind_receiver", fields::kBind, TlvUse::kNone, Version::k34,
            "4.1.3"},
    PduSpec{CommandId::kBindReceiverResp, "bind_receiver_resp", fields::kBindResp, TlvUse::kSince34,
            Version::k34, "4.1.4"},
    PduSpec{CommandId::kBindTransmitter, "bind_transmitter", fields::kBind, TlvUse::kNone,
            Version::k34, "4.1.1"},
    PduSpec{CommandId::kBindTransmitterResp, "bind_transmitter_resp", fields::kBindResp,
            TlvUse::kSince34, Version::k34, "4.1.2"},
    PduSpec{CommandId::kQuerySm, "query_sm", fields::kQuerySm, TlvUse::kNone, Version::k34,
            "4.8.1"},
    PduSpec{CommandId::kQuerySmResp, "query_sm_resp", fields::kQuerySmResp, TlvUse::kSince50,
            Version::k34, "4.8.2"},
    PduSpec{CommandId::kSubmitSm, "submit_sm", fields::kSubmitSm, TlvUse::kSince34, Version::k34,
            "4.4.1"},
    PduSpec{CommandId::kSubmitSmResp, "submit_sm_resp", fields::kMessageIdOnly, TlvUse::kSince50,
            Version::k34, "4.4.2"},
    PduSpec{CommandId::kDeliverSm, "deliver_sm", fields::kSubmitSm, TlvUse::kSince34, Version::k34,
            "4.6.1"},
    PduSpec{CommandId::kDeliverSmResp, "deliver_sm_resp", fields::kMessageIdOnly, TlvUse::kSince50,
            Version::k34, "4.6.2"},
    PduSpec{CommandId::kUnbind, "unbind", {}, TlvUse::kNone, Version::k34, "4.2.1"},
    PduSpec{CommandId::kUnbindResp, "unbind_resp", {}, TlvUse::kNone, Version::k34, "4.2.2"},
    PduSpec{CommandId::kReplaceSm, "replace_sm", fields::kReplaceSm, TlvUse::kSince50, Version::k34,
            "4.10.1"},
    PduSpec{
        CommandId::kReplaceSmResp, "replace_sm_resp", {}, TlvUse::kNone, Version::k34, "4.10.2"},
    PduSpec{CommandId::kCancelSm, "cancel_sm", fields::kCancelSm, TlvUse::kNone, Version::k34,
            "4.9.1"},
    PduSpec{CommandId::kCancelSmResp, "cancel_sm_resp", {}, TlvUse::kNone, Version::k34, "4.9.2"},
    PduSpec{CommandId::kBindTransceiver, "bind_transceiver", fields::kBind, TlvUse::kNone,
            Version::k34, "4.1.5"},
    PduSpec{CommandId::kBindTransceiverResp, "bind_transceiver_resp", fields::kBindResp,
            TlvUse::kSince34, Version::k34, "4.1.6"},
    PduSpec{CommandId::kOutbind, "outbind", fields::kOutbind, TlvUse::kNone, Version::k34,
            "4.1.7.1"},
    PduSpec{CommandId::kEnquireLink, "enquire_link", {}, TlvUse::kNone, Version::k34, "4.11.1"},
    PduSpec{CommandId::kEnquireLinkResp,
            "enquire_link_resp",
            {},
            TlvUse::kNone,
            Version::k34,
            "4.11.2"},
    PduSpec{CommandId::kSubmitMulti, "submit_multi", fields::kSubmitMulti, TlvUse::kSince34,
            Version::k34, "4.5.1"},
    PduSpec{CommandId::kSubmitMultiResp, "submit_multi_resp", fields::kSubmitMultiResp,
            TlvUse::kSince50, Version::k34, "4.5.2"},
    PduSpec{CommandId::kAlertNotification, "alert_notification", fields::kAlertNotification,
            TlvUse::kSince34, Version::k34, "4.12.1"},
    PduSpec{CommandId::kDataSm, "data_sm", fields::kDataSm, TlvUse::kSince34, Version::k34,
            "4.7.1"},
    PduSpec{CommandId::kDataSmResp, "data_sm_resp", fields::kMessageIdOnly, TlvUse::kSince34,
            Version::k34, "4.7.2"},
    PduSpec{CommandId::kBroadcastSm, "broadcast_sm", fields::kBroadcastSm, TlvUse::kSince50,
            Version::k50, "5.0 4.4.1"},
    PduSpec{CommandId::kBroadcastSmResp, "broadcast_sm_resp", fields::kMessageIdOnly,
            TlvUse::kSince50, Version::k50, "5.0 4.4.1"},
    PduSpec{CommandId::kQueryBroadcastSm, "query_broadcast_sm", fields::kQuerySm, TlvUse::kSince50,
            Version::k50, "5.0 4.6.1"},
    PduSpec{CommandId::kQueryBroadcastSmResp, "query_broadcast_sm_resp", fields::kMessageIdOnly,
            TlvUse::kSince50, Version::k50, "5.0 4.6.1"},
    PduSpec{CommandId::kCancelBroadcastSm, "cancel_broadcast_sm", fields::kCancelBroadcastSm,
            TlvUse::kSince50, Version::k50, "5.0 4.6.2"},
    PduSpec{CommandId::kCancelBroadcastSmResp,
            "cancel_broadcast_sm_resp",
            {},
            TlvUse::kNone,
            Version::k50,
            "5.0 4.6.2"},
    PduSpec{CommandId::kGenericNack, "generic_nack", {}, TlvUse::kNone, Version::k34, "4.3.1"},
};

inline constexpr std::size_t kPduCount = kPdus.size();

namespace detail {

/// Index into kPdus by command id: requests first, responses behind; kPduCount where none is known.
inline constexpr std::size_t kIdSpan = 0x114;
inline constexpr std::array<std::uint8_t, 2 * kIdSpan> kPduIndex = [] {
  std::array<std::uint8_t, 2 * kIdSpan> index{};
  for (auto& entry : index)
    entry = static_cast<std::uint8_t>(kPduCount);
  for (std::size_t i = 0; i < kPduCount; ++i) {
    const auto id = static_cast<std::uint32_t>(kPdus[i].id);
    const std::size_t low = id & ~kResponseBit;
    index[(id & kResponseBit) != 0 ? kIdSpan + low : low] = static_cast<std::uint8_t>(i);
  }
  return index;
}();

}  // namespace detail

/// The row number of a command id in kPdus; kPduCount where the id is not in the table.
constexpr std::size_t pdu_index(CommandId id) noexcept {
  const auto raw = static_cast<std::uint32_t>(id);
  const std::size_t low = raw & ~kResponseBit;
  if (low >= detail::kIdSpan) return kPduCount;
  return detail::kPduIndex[(raw & kResponseBit) != 0 ? detail::kIdSpan + low : low];
}

/// The table's row of a command id; nullptr where the id is not in the table.
constexpr const PduSpec* find_pdu_spec(CommandId id) noexcept {
  const std::size_t index = pdu_index(id);
  return index < kPduCount ? &kPdus[index] : nullptr;
}

/// True where the table holds a response to this request (false for outbind, alert_notification,
/// responses and unknown ids).
constexpr bool has_response(CommandId request) noexcept {
  return !is_response(request) && find_pdu_spec(request) != nullptr &&
         find_pdu_spec(response_id(request)) != nullptr;
}

}  // namespace smsfw::smpp
