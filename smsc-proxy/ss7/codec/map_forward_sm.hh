#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/map_correlation_id.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"

// The operations that carry a short message: mo-forwardSM, mt-forwardSM, forwardSM of versions 1
// and 2, mt-ForwardSM-VGCS (3GPP TS 29.002 12.2, 12.9, 12.10, 17.7.6).

namespace smsfw::ss7 {

/// Most octets of a SignalInfo, 17.7.8.
inline constexpr std::size_t kMaxSignalInfo = 200;

/// SM-RP-DA by its tags.
enum class RpDestinationKind : std::uint8_t {
  kImsi = 0,
  kLmsi = 1,
  kServiceCentre = 4,
  kNone = 5,       ///< noSM-RP-DA: a further message of the dialogue, to the same destination.
  kGroupCall = 6,  ///< asciCallReference of mt-ForwardSM-VGCS; no tag of SM-RP-DA.
};

/// SM-RP-OA by its tags.
enum class RpOriginKind : std::uint8_t {
  kMsisdn = 2,
  kServiceCentre = 4,
  kNone = 5,  ///< noSM-RP-OA: a further message of the dialogue, or an MS without MSISDN.
};

struct RpDestination {
  RpDestinationKind kind = RpDestinationKind::kNone;
  /// Contents of the choice; empty for kNone.
  std::span<const std::byte> octets{};

  Tbcd imsi() const noexcept { return kind == RpDestinationKind::kImsi ? Tbcd(octets) : Tbcd(); }
  MapAddress service_centre() const noexcept {
    return kind == RpDestinationKind::kServiceCentre ? MapAddress(octets) : MapAddress();
  }
};

struct RpOrigin {
  RpOriginKind kind = RpOriginKind::kNone;
  std::span<const std::byte> octets{};

  MapAddress msisdn() const noexcept {
    return kind == RpOriginKind::kMsisdn ? MapAddress(octets) : MapAddress();
  }
  MapAddress service_centre() const noexcept {
    return kind == RpOriginKind::kServiceCentre ? MapAddress(octets) : MapAddress();
  }
};

/// The argument of one forwardSM. Borrows.
struct ForwardSm {
  RpDestination destination;
  RpOrigin origin;
  /// sm-RP-UI: the TPDU.
  std::span<const std::byte> user_data{};
  bool more_messages = false;
  Tbcd imsi;  ///< mo-forwardSM version 3: the sender's, from its VLR.
  std::optional<CorrelationId> correlation_id;
  std::optional<std::uint16_t> delivery_timer;  ///< smDeliveryTimer, 30 to 600 seconds.
  MapAddress gmsc_address;                      ///< smsGmscAddress of mt-forwardSM.
  std::span<const std::byte> extension{};       ///< extensionContainer with its tag.
  BerFindings findings;
};

/// Which way a short message goes.
enum class ForwardDirection : std::uint8_t {
  kMobileOriginated,
  kMobileTerminated,
  kUnclear,  ///< The addresses say neither, or contradict operation and context.
};

/// Reads the argument of operation 21, 44 or 46, `parameter` being the component's.
///
/// Errors: kTruncated where sm-RP-DA, sm-RP-OA or sm-RP-UI is missing; kBadValue where the first
/// two elements are not of these choices; those of read_sequence; kUnknownId for other operations.
Expected<ForwardSm, DecodeError> decode_forward_sm(std::span<const std::byte> parameter,
                                                   std::int32_t operation_code,
                                                   MapVersion version) noexcept;

/// MO or MT, by operation, application context (empty for version 1 without dialogue) and choice of
/// addresses: MO has [4] and [2], MT has [0] or [1] and [4]. A further message of a dialogue has
/// neither; then operation and context decide alone.
ForwardDirection forward_direction(const ForwardSm& message, std::int32_t operation_code,
                                   std::optional<ApplicationContext> wanted) noexcept;

/// The result of a forwardSM: version 3 may carry the TPDU of a report. Borrows.
struct ForwardSmResult {
  std::span<const std::byte> user_data{};
  std::span<const std::byte> extension{};
  BerFindings findings;
};

/// Reads a result's parameter, which may be empty.
Expected<ForwardSmResult, DecodeError> decode_forward_sm_result(
    std::span<const std::byte> parameter, std::int32_t operation_code, MapVersion version) noexcept;

/// Writes the argument of operation 44 or 46 from destination, origin, user_data, more_messages
/// (not in version 1, nor in mo-forwardSM) and imsi (mo-forwardSM version 3). Octets of addresses
/// are written as they are. kNotAllowed for what the operation has not in this version.
BerEncoded encode_forward_sm(const ForwardSm& message, std::int32_t operation_code,
                             MapVersion version, std::span<std::byte> out) noexcept;

/// Writes the result of version 3 with a TPDU. In versions 1 and 2 a result has no parameter:
/// kNotAllowed.
BerEncoded encode_forward_sm_result(std::span<const std::byte> user_data, MapVersion version,
                                    std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
