#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw::tpdu {

/// TP-FCS, 3GPP TS 23.040 §9.2.3.22. Other values are possible and are carried unchanged.
enum class FailureCause : std::uint8_t {
  kTelematicNotSupported = 0x80,
  kType0NotSupported = 0x81,
  kCannotReplace = 0x82,
  kProtocolIdError = 0x8F,
  kAlphabetNotSupported = 0x90,
  kClassNotSupported = 0x91,
  kDataCodingError = 0x9F,
  kCommandNotActioned = 0xA0,
  kCommandNotSupported = 0xA1,
  kCommandError = 0xAF,
  kTpduNotSupported = 0xB0,
  kCentreBusy = 0xC0,
  kNoSubscription = 0xC1,
  kCentreFailure = 0xC2,
  kInvalidAddress = 0xC3,
  kDestinationBarred = 0xC4,
  kDuplicate = 0xC5,
  kValidityFormatNotSupported = 0xC6,
  kValidityNotSupported = 0xC7,
  kSimStorageFull = 0xD0,
  kNoSimStorage = 0xD1,
  kMobileError = 0xD2,
  kMemoryExceeded = 0xD3,
  kToolkitBusy = 0xD4,
  kSimDataDownloadError = 0xD5,
  kUnspecified = 0xFF,
};

/// "destination_barred"; "application" for 0xE0 to 0xFE, "reserved" for what the table does not
/// have. Bounded vocabulary: usable as a metric label.
std::string_view to_string(FailureCause cause) noexcept;

}  // namespace smsfw::tpdu
