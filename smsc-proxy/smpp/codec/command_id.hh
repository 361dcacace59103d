#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw::smpp {

/// SMPP 3.4 section 5.1.2.1 and SMPP 5.0 section 4.7.5. A value that is not named here is possible
/// (it comes from the wire); decode() answers kUnknownId for it.
enum class CommandId : std::uint32_t {
  kBindReceiver = 0x00000001,
  kBindTransmitter = 0x00000002,
  kQuerySm = 0x00000003,
  kSubmitSm = 0x00000004,
  kDeliverSm = 0x00000005,
  kUnbind = 0x00000006,
  kReplaceSm = 0x00000007,
  kCancelSm = 0x00000008,
  kBindTransceiver = 0x00000009,
  kOutbind = 0x0000000B,
  kEnquireLink = 0x00000015,
  kSubmitMulti = 0x00000021,
  kAlertNotification = 0x00000102,
  kDataSm = 0x00000103,
  kBroadcastSm = 0x00000111,
  kQueryBroadcastSm = 0x00000112,
  kCancelBroadcastSm = 0x00000113,
  kGenericNack = 0x80000000,
  kBindReceiverResp = 0x80000001,
  kBindTransmitterResp = 0x80000002,
  kQuerySmResp = 0x80000003,
  kSubmitSmResp = 0x80000004,
  kDeliverSmResp = 0x80000005,
  kUnbindResp = 0x80000006,
  kReplaceSmResp = 0x80000007,
  kCancelSmResp = 0x80000008,
  kBindTransceiverResp = 0x80000009,
  kEnquireLinkResp = 0x80000015,
  kSubmitMultiResp = 0x80000021,
  kDataSmResp = 0x80000103,
  kBroadcastSmResp = 0x80000111,
  kQueryBroadcastSmResp = 0x80000112,
  kCancelBroadcastSmResp = 0x80000113,
};

/// Bit 31 of a command id: set in every response and in generic_nack.
inline constexpr std::uint32_t kResponseBit = 0x80000000U;

/// True for responses and generic_nack, also for ids that the table does not know.
constexpr bool is_response(CommandId id) noexcept {
  return (static_cast<std::uint32_t>(id) & kResponseBit) != 0;
}

/// The response id of a request, by the rule of SMPP 3.4 section 5.1.2.1 (request id plus bit 31).
/// Whether that response exists is has_response()'s question (outbind and alert_notification have
/// none).
constexpr CommandId response_id(CommandId request) noexcept {
  return static_cast<CommandId>(static_cast<std::uint32_t>(request) | kResponseBit);
}

/// The request id of a response.
constexpr CommandId request_id(CommandId response) noexcept {
  return static_cast<CommandId>(static_cast<std::uint32_t>(response) & ~kResponseBit);
}

/// The name that the specification prints ("submit_sm"); "unknown" for ids outside the table.
/// Bounded vocabulary: usable as a metric label.
std::string_view to_string(CommandId id) noexcept;

}  // namespace smsfw::smpp
