#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_operations.hh"

// Errors of MAP's short message operations (3GPP TS 29.002 17.6.6, 17.7.7; ETS 300 599 for
// versions 1 and 2). One error has another parameter in each version.

namespace smsfw::ss7 {

/// What stands as the parameter of an error.
enum class MapErrorForm : std::uint8_t {
  kUnused,      ///< The version has no such error.
  kNothing,     ///< No parameter.
  kEnumerated,  ///< A bare ENUMERATED.
  kBoolean,     ///< A bare BOOLEAN (mwd-Set of version 1's absentSubscriber).
  kSequence,    ///< A SEQUENCE, extensible.
};

/// Which element of the SEQUENCE is the error's cause.
enum class MapErrorCause : std::uint8_t {
  kNone,
  kEnumerated,  ///< ENUMERATED in front: callBarred, sm-DeliveryFailure, systemFailure.
  kInteger,     ///< INTEGER in front: absentSubscriberDiagnosticSM.
  kContext0,    ///< [0] ENUMERATED: absentSubscriberReason.
};

struct MapErrorSpec {
  std::uint8_t code;
  std::string_view name;
  /// Forms in versions 1, 2 and 3.
  std::array<MapErrorForm, 3> forms;
  MapErrorCause cause = MapErrorCause::kNone;
  std::uint8_t max_cause = 0;
  /// The parameter may not be left out.
  bool parameter_mandatory = false;

  MapErrorForm form(MapVersion version) const noexcept {
    return forms[static_cast<std::size_t>(version) - 1];
  }
};

/// All rows, by code.
std::span<const MapErrorSpec> map_errors() noexcept;

/// The row of an error code; nullptr where the short message operations have none.
const MapErrorSpec* find_map_error(std::int32_t code) noexcept;

/// Name as events and metrics print it; "unknown" where there is none.
std::string_view map_error_name(std::int32_t code) noexcept;

/// SM-EnumeratedDeliveryFailureCause.
enum class SmDeliveryFailureCause : std::uint8_t {
  kMemoryCapacityExceeded = 0,
  kEquipmentProtocolError = 1,
  kEquipmentNotSmEquipped = 2,
  kUnknownServiceCentre = 3,
  kScCongestion = 4,
  kInvalidSmeAddress = 5,
  kSubscriberNotScSubscriber = 6,
};

/// An error with its parameter. Borrows.
struct MapError {
  std::int32_t code = 0;
  /// The cause by the table's row: failure cause, barring cause, network resource, diagnostic.
  std::optional<std::uint8_t> cause;
  /// sm-DeliveryFailure from version 2 on: the TPDU of the report, with its TP-FCS.
  std::span<const std::byte> diagnostic_info{};
  bool unauthorised_originator = false;                      ///< callBarred version 3.
  std::optional<std::uint8_t> additional_absent_diagnostic;  ///< absentSubscriberSM.
  std::optional<bool> waiting_data_set;                      ///< absentSubscriber version 1.
  BerFindings findings;
};

/// Reads the parameter of an error, empty where the component has none. A form that belongs to
/// another version is read with kOtherVersion; so is an error that the table does not know in this
/// version. Errors: kUnknownId where the table does not know the code at all; kTruncated for a
/// mandatory parameter or cause that is missing; those of the reader.
Expected<MapError, DecodeError> decode_map_error(std::int32_t code,
                                                 std::span<const std::byte> parameter,
                                                 MapVersion version) noexcept;

/// Writes the parameter of an error, 0 octets where its form has none or nothing is set. Checks
/// that `operation_code` allows the error in this version (kNotAllowed), that what is set belongs
/// to the error's form (kNotAllowed), and that a mandatory cause is there and in its bounds
/// (kBadValue).
BerEncoded encode_map_error(std::int32_t operation_code, const MapError& error, MapVersion version,
                            std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
