#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "smsc-proxy/ss7/codec/map_version.hh"
#include "smsc-proxy/ss7/codec/tcap_dialogue.hh"

// The one description of MAP's operations and application contexts (3GPP TS 29.002 17.3, 17.5,
// 17.6.6; for versions 1 and 2 ETS 300 599). What the firewall reads itself has its versions,
// contexts, errors and timer here; of all others it knows the name.

namespace smsfw::ss7 {

/// Local operation codes that the firewall reads.
namespace operation {
inline constexpr std::int32_t kMtForwardSmVgcs = 21;
inline constexpr std::int32_t kMtForwardSm = 44;
inline constexpr std::int32_t kSendRoutingInfoForSm = 45;
/// mo-forwardSM; in versions 1 and 2 forwardSM, in both directions.
inline constexpr std::int32_t kMoForwardSm = 46;
inline constexpr std::int32_t kReportSmDeliveryStatus = 47;
inline constexpr std::int32_t kNoteSubscriberPresent = 48;
inline constexpr std::int32_t kAlertServiceCentreWithoutResult = 49;
inline constexpr std::int32_t kInformServiceCentre = 63;
inline constexpr std::int32_t kAlertServiceCentre = 64;
inline constexpr std::int32_t kReadyForSm = 66;
}  // namespace operation

/// Local error codes (17.6.6); the forms of their parameters are in map_errors.hh.
namespace map_error {
inline constexpr std::int32_t kUnknownSubscriber = 1;
inline constexpr std::int32_t kUnidentifiedSubscriber = 5;
inline constexpr std::int32_t kAbsentSubscriberSm = 6;
inline constexpr std::int32_t kIllegalSubscriber = 9;
inline constexpr std::int32_t kTeleserviceNotProvisioned = 11;
inline constexpr std::int32_t kIllegalEquipment = 12;
inline constexpr std::int32_t kCallBarred = 13;
inline constexpr std::int32_t kFacilityNotSupported = 21;
inline constexpr std::int32_t kAbsentSubscriber = 27;
inline constexpr std::int32_t kSubscriberBusyForMtSms = 31;
inline constexpr std::int32_t kSmDeliveryFailure = 32;
inline constexpr std::int32_t kMessageWaitingListFull = 33;
inline constexpr std::int32_t kSystemFailure = 34;
inline constexpr std::int32_t kDataMissing = 35;
inline constexpr std::int32_t kUnexpectedDataValue = 36;
}  // namespace map_error

/// Application contexts of short messages, 17.3.3.
namespace context {
inline constexpr std::uint8_t kShortMsgGateway = 20;
/// In version 1 shortMsgRelay, for both directions.
inline constexpr std::uint8_t kShortMsgMoRelay = 21;
inline constexpr std::uint8_t kShortMsgAlert = 23;
inline constexpr std::uint8_t kMwdMngt = 24;
inline constexpr std::uint8_t kShortMsgMtRelay = 25;
inline constexpr std::uint8_t kShortMsgMtRelayVgcs = 41;
}  // namespace context

/// Operation timers, 17.1.3.
enum class MapTimer : std::uint8_t {
  kUnknown,     ///< Not an operation that the firewall reads.
  kShort,       ///< 3 to 10 seconds.
  kMedium,      ///< 15 to 30 seconds.
  kMediumLong,  ///< 1 to 10 minutes.
};

/// The longest time a timer of this class may run, in seconds; 0 for kUnknown.
constexpr unsigned max_seconds(MapTimer timer) noexcept {
  switch (timer) {
    case MapTimer::kShort:
      return 10;
    case MapTimer::kMedium:
      return 30;
    case MapTimer::kMediumLong:
      return 600;
    case MapTimer::kUnknown:
      break;
  }
  return 0;
}

/// Where an operation stands in this context, for these versions.
struct MapContextUse {
  std::uint8_t context;
  MapVersions versions;
};

/// An error that an operation may answer with, in these versions.
struct MapErrorUse {
  std::int32_t error;
  MapVersions versions;
};

struct MapOperationSpec {
  std::uint8_t code;
  std::string_view name;
  MapVersions versions = 0;  ///< 0: known by name only, and passed on.
  MapVersions with_result = 0;
  MapTimer timer = MapTimer::kUnknown;
  std::span<const MapContextUse> contexts{};
  std::span<const MapErrorUse> errors{};
};

/// All rows, by code.
std::span<const MapOperationSpec> map_operations() noexcept;

/// The row of a local operation code; nullptr where MAP has none.
const MapOperationSpec* find_operation(std::int32_t code) noexcept;

/// Name as events and metrics print it; "unknown" where MAP has none.
std::string_view operation_name(std::int32_t code) noexcept;

/// Name of an application context; "unknown" where MAP has none.
std::string_view context_name(std::uint8_t id) noexcept;

/// True where the operation is read (versions is not 0) and may stand in this context. An operation
/// known by name only may stand in every context that is not one of short messages.
bool operation_fits(std::int32_t code, ApplicationContext context) noexcept;

/// The context of a version 1 operation that comes without a dialogue portion (18.3.1); empty where
/// the operation has no version 1.
std::optional<ApplicationContext> version1_context(std::int32_t code) noexcept;

/// The version of a context; empty above 3 and for 0.
std::optional<MapVersion> version_of(ApplicationContext context) noexcept;

/// True where this operation may answer with this error in this version.
bool error_allowed(std::int32_t operation_code, std::int32_t error, MapVersion version) noexcept;

}  // namespace smsfw::ss7
