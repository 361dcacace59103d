#include "smsc-proxy/tpdu/failure_cause.hh"

#include <array>

namespace smsfw::tpdu {
namespace {

struct CauseName {
  FailureCause cause;
  std::string_view name;
};

constexpr std::array kNames = {
    CauseName{FailureCause::kTelematicNotSupported, "telematic_not_supported"},
    CauseName{FailureCause::kType0NotSupported, "type_0_not_supported"},
    CauseName{FailureCause::kCannotReplace, "cannot_replace"},
    CauseName{FailureCause::kProtocolIdError, "pid_error"},
    CauseName{FailureCause::kAlphabetNotSupported, "alphabet_not_supported"},
    CauseName{FailureCause::kClassNotSupported, "class_not_supported"},
    CauseName{FailureCause::kDataCodingError, "dcs_error"},
    CauseName{FailureCause::kCommandNotActioned, "command_not_actioned"},
    CauseName{FailureCause::kCommandNotSupported, "command_not_supported"},
    CauseName{FailureCause::kCommandError, "command_error"},
    CauseName{FailureCause::kTpduNotSupported, "tpdu_not_supported"},
    CauseName{FailureCause::kCentreBusy, "centre_busy"},
    CauseName{FailureCause::kNoSubscription, "no_subscription"},
    CauseName{FailureCause::kCentreFailure, "centre_failure"},
    CauseName{FailureCause::kInvalidAddress, "invalid_address"},
    CauseName{FailureCause::kDestinationBarred, "destination_barred"},
    CauseName{FailureCause::kDuplicate, "duplicate"},
    CauseName{FailureCause::kValidityFormatNotSupported, "validity_format_not_supported"},
    CauseName{FailureCause::kValidityNotSupported, "validity_not_supported"},
    CauseName{FailureCause::kSimStorageFull, "sim_storage_full"},
    CauseName{FailureCause::kNoSimStorage, "no_sim_storage"},
    CauseName{FailureCause::kMobileError, "mobile_error"},
    CauseName{FailureCause::kMemoryExceeded, "memory_exceeded"},
    CauseName{FailureCause::kToolkitBusy, "toolkit_busy"},
    CauseName{FailureCause::kSimDataDownloadError, "sim_data_download_error"},
    CauseName{FailureCause::kUnspecified, "unspecified"},
};

}  // namespace

std::string_view to_string(FailureCause cause) noexcept {
  for (const CauseName& row : kNames) {
    if (row.cause == cause) return row.name;
  }
  const auto raw = static_cast<std::uint8_t>(cause);
  return raw >= 0xE0 && raw <= 0xFE ? "application" : "reserved";
}

}  // namespace smsfw::tpdu
