#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw::tpdu {

/// Which way a TPDU goes: TP-MTI means another type each way (3GPP TS 23.040 §9.2.3.1).
enum class Flow : std::uint8_t {
  kToCentre,  ///< MS to service centre: mobile originated, and reports of deliveries.
  kToMobile,  ///< Service centre to MS: mobile terminated, and reports of submissions.
};

enum class TpduType : std::uint8_t {
  kDeliver,
  kDeliverReport,
  kSubmit,
  kSubmitReport,
  kStatusReport,
  kCommand,
};

constexpr std::string_view to_string(TpduType type) noexcept {
  switch (type) {
    case TpduType::kDeliver:
      return "deliver";
    case TpduType::kDeliverReport:
      return "deliver_report";
    case TpduType::kSubmit:
      return "submit";
    case TpduType::kSubmitReport:
      return "submit_report";
    case TpduType::kStatusReport:
      return "status_report";
    case TpduType::kCommand:
      return "command";
  }
  return "unknown";
}

/// Reports have one form in an RP-ACK and another, with TP-FCS, in an RP-ERROR (§9.2.2.1a, .2a).
/// The octets do not say which; what carries them does.
enum class ReportForm : std::uint8_t {
  kAck,    ///< sm-RP-UI of a return result.
  kError,  ///< diagnosticInfo of sm-DeliveryFailure.
  /// Unknown: a second octet of 0x80 or above is a TP-FCS (§9.2.3.22), others are a TP-PI. Wrong
  /// for reserved causes and for a TP-PI with its extension bit.
  kGuess,
};

/// Bits of the first octet. Those of other types are not used in a type (§9.2.2).
namespace bits {
inline constexpr std::uint8_t kMessageType = 0x03;       ///< TP-MTI.
inline constexpr std::uint8_t kNoMoreMessages = 0x04;    ///< TP-MMS: DELIVER, STATUS-REPORT.
inline constexpr std::uint8_t kRejectDuplicates = 0x04;  ///< TP-RD: SUBMIT.
inline constexpr std::uint8_t kLoopPrevention = 0x08;    ///< TP-LP: DELIVER, STATUS-REPORT.
inline constexpr std::uint8_t kValidityFormat = 0x18;    ///< TP-VPF: SUBMIT.
/// TP-SRI of DELIVER, TP-SRR of SUBMIT and COMMAND, TP-SRQ of STATUS-REPORT.
inline constexpr std::uint8_t kStatusReport = 0x20;
inline constexpr std::uint8_t kUserDataHeader = 0x40;  ///< TP-UDHI.
inline constexpr std::uint8_t kReplyPath = 0x80;       ///< TP-RP: DELIVER, SUBMIT.
}  // namespace bits

}  // namespace smsfw::tpdu
