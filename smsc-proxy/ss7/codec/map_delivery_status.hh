#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "smsc-proxy/ss7/codec/map_address.hh"
#include "smsc-proxy/ss7/codec/map_correlation_id.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"

// What HLR, SMSC and MSC tell each other about waiting messages: reportSM-DeliveryStatus,
// informServiceCentre, alertServiceCentre (and version 1's without result), readyForSM,
// noteSubscriberPresent (3GPP TS 29.002 12.3 to 12.6, 17.7.6).

namespace smsfw::ss7 {

/// SM-DeliveryOutcome.
enum class DeliveryOutcome : std::uint8_t {
  kMemoryCapacityExceeded = 0,
  kAbsentSubscriber = 1,
  kSuccessfulTransfer = 2,
};

/// reportSM-DeliveryStatus. Borrows.
struct DeliveryReport {
  MapAddress msisdn;
  MapAddress service_centre;
  /// Empty in version 1, where every report means absence. See DeliveryOutcome.
  std::optional<std::uint16_t> outcome;
  std::optional<std::uint16_t> absent_diagnostic;
  bool gprs_support = false;
  bool outcome_is_gprs = false;  ///< deliveryOutcomeIndicator
  std::optional<std::uint16_t> additional_outcome;
  std::optional<std::uint16_t> additional_absent_diagnostic;
  Tbcd imsi;
  bool single_attempt = false;
  std::optional<CorrelationId> correlation_id;
  std::span<const std::byte> extension{};
  BerFindings findings;
};

Expected<DeliveryReport, DecodeError> decode_delivery_report(std::span<const std::byte> parameter,
                                                             MapVersion version) noexcept;

/// Writes msisdn, service_centre, outcome (from version 2 on; kBadValue without), in version 3 also
/// absent_diagnostic, gprs_support, outcome_is_gprs, additional_outcome and
/// additional_absent_diagnostic. kNotAllowed for what the version has not, and for what is not
/// listed.
BerEncoded encode_delivery_report(const DeliveryReport& report, MapVersion version,
                                  std::span<std::byte> out) noexcept;

/// Its result: versions 1 and 2 a bare ISDN-AddressString, version 3 a SEQUENCE. Borrows.
struct DeliveryReportResult {
  MapAddress stored_msisdn;
  std::span<const std::byte> extension{};
  BerFindings findings;
};

/// `parameter` may be empty. The form of the other version is a kOtherVersion finding.
Expected<DeliveryReportResult, DecodeError> decode_delivery_report_result(
    std::span<const std::byte> parameter, MapVersion version) noexcept;

/// informServiceCentre: bits of MW-Status by X.680's numbering, bit 0 first.
struct ServiceCentreInfo {
  MapAddress stored_msisdn;
  bool status_present = false;
  bool address_not_included = false;  ///< bit 0
  bool not_reachable = false;         ///< bit 1, mnrf-Set
  bool memory_exceeded = false;       ///< bit 2, mcef-Set
  bool not_reachable_gprs = false;    ///< bit 3, mnrg-Set
  std::optional<std::uint16_t> absent_diagnostic;
  std::optional<std::uint16_t> additional_absent_diagnostic;
  std::span<const std::byte> extension{};
  BerFindings findings;
};

Expected<ServiceCentreInfo, DecodeError> decode_service_centre_info(
    std::span<const std::byte> parameter, MapVersion version) noexcept;

/// alertServiceCentre, with result and without. Borrows.
struct ServiceCentreAlert {
  MapAddress msisdn;
  MapAddress service_centre;
  Tbcd imsi;
  std::optional<CorrelationId> correlation_id;
  BerFindings findings;
};

/// The context has versions 1 and 2 only; later additions are known by their ellipsis.
Expected<ServiceCentreAlert, DecodeError> decode_service_centre_alert(
    std::span<const std::byte> parameter) noexcept;

BerEncoded encode_service_centre_alert(MapAddress msisdn, MapAddress service_centre,
                                       std::span<std::byte> out) noexcept;

/// AlertReason of readyForSM.
enum class AlertReason : std::uint8_t { kMsPresent = 0, kMemoryAvailable = 1 };

/// readyForSM. Borrows.
struct ReadyForSm {
  Tbcd imsi;
  std::uint16_t reason = 0;  ///< See AlertReason.
  bool gprs = false;         ///< alertReasonIndicator
  bool ip_gateway = false;   ///< additionalAlertReasonIndicator
  std::span<const std::byte> extension{};
  BerFindings findings;
};

Expected<ReadyForSm, DecodeError> decode_ready_for_sm(std::span<const std::byte> parameter,
                                                      MapVersion version) noexcept;

/// Writes imsi and reason. kNotAllowed in version 1, which has no such operation, and for what is
/// not listed; kBadValue without an imsi.
BerEncoded encode_ready_for_sm(const ReadyForSm& ready, MapVersion version,
                               std::span<std::byte> out) noexcept;

/// noteSubscriberPresent (version 1): a bare IMSI.
Expected<Tbcd, DecodeError> decode_subscriber_present(std::span<const std::byte> parameter,
                                                      BerFindings& findings) noexcept;

}  // namespace smsfw::ss7
