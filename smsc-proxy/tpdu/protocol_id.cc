#include "smsc-proxy/tpdu/protocol_id.hh"

namespace smsfw::tpdu {

ProtocolKind protocol_kind(std::uint8_t pid) noexcept {
  if (pid == 0) return ProtocolKind::kPlain;
  if (pid < 0x20) return ProtocolKind::kOtherProtocol;
  if (pid < 0x40) return ProtocolKind::kTelematic;
  if (pid >= 0xC0) return ProtocolKind::kCentreSpecific;
  if (replace_type(pid)) return ProtocolKind::kReplace;
  switch (pid) {
    case 0x40:
      return ProtocolKind::kSilent;
    case 0x48:
      return ProtocolKind::kDeviceTriggering;
    case 0x5E:
      return ProtocolKind::kEnhancedMessage;
    case 0x5F:
      return ProtocolKind::kReturnCall;
    case 0x7C:
      return ProtocolKind::kAnsi136;
    case 0x7D:
      return ProtocolKind::kDataDownload;
    case 0x7E:
      return ProtocolKind::kDepersonalisation;
    case 0x7F:
      return ProtocolKind::kSimDataDownload;
    default:
      return ProtocolKind::kReserved;
  }
}

std::string_view to_string(ProtocolKind kind) noexcept {
  switch (kind) {
    case ProtocolKind::kPlain:
      return "plain";
    case ProtocolKind::kOtherProtocol:
      return "other_protocol";
    case ProtocolKind::kTelematic:
      return "telematic";
    case ProtocolKind::kSilent:
      return "silent";
    case ProtocolKind::kReplace:
      return "replace";
    case ProtocolKind::kDeviceTriggering:
      return "device_triggering";
    case ProtocolKind::kEnhancedMessage:
      return "enhanced_message";
    case ProtocolKind::kReturnCall:
      return "return_call";
    case ProtocolKind::kAnsi136:
      return "ansi_136";
    case ProtocolKind::kDataDownload:
      return "data_download";
    case ProtocolKind::kDepersonalisation:
      return "depersonalisation";
    case ProtocolKind::kSimDataDownload:
      return "sim_data_download";
    case ProtocolKind::kCentreSpecific:
      return "centre_specific";
    case ProtocolKind::kReserved:
      return "reserved";
  }
  return "unknown";
}

}  // namespace smsfw::tpdu
