#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace smsfw::tpdu {

/// What a TP-PID asks for, 3GPP TS 23.040 §9.2.3.9, as far as checks tell it apart.
enum class ProtocolKind : std::uint8_t {
  kPlain,              ///< 0x00: no interworking.
  kOtherProtocol,      ///< 0x01-0x1F: between SMEs, another protocol.
  kTelematic,          ///< 0x20-0x3F: telefax, X.400, internet mail and so on.
  kSilent,             ///< 0x40, short message type 0: acknowledged and thrown away unseen.
  kReplace,            ///< 0x41-0x47: takes the place of an earlier message of the same type.
  kDeviceTriggering,   ///< 0x48
  kEnhancedMessage,    ///< 0x5E, obsolete EMS.
  kReturnCall,         ///< 0x5F: replaces too.
  kAnsi136,            ///< 0x7C: to an application on the (U)SIM.
  kDataDownload,       ///< 0x7D: to the ME.
  kDepersonalisation,  ///< 0x7E: unlocks the ME.
  kSimDataDownload,    ///< 0x7F: to the (U)SIM, past the subscriber.
  kCentreSpecific,     ///< 0xC0-0xFF
  kReserved,
};

ProtocolKind protocol_kind(std::uint8_t pid) noexcept;

/// 1 to 7 of a kReplace; nothing for others.
constexpr std::optional<std::uint8_t> replace_type(std::uint8_t pid) noexcept {
  if (pid < 0x41 || pid > 0x47) return std::nullopt;
  return static_cast<std::uint8_t>(pid - 0x40);
}

/// "silent", "replace", …: a bounded vocabulary.
std::string_view to_string(ProtocolKind kind) noexcept;

}  // namespace smsfw::tpdu
