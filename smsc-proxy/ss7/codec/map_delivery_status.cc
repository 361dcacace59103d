#include "smsc-proxy/ss7/codec/map_delivery_status.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_sequence.hh"

namespace smsfw::ss7 {
namespace {

constexpr MapFieldSpec isdn(std::uint8_t field, bool mandatory) noexcept {
  return {tag::kOctetString, field, MapKind::kAddress, kV123, mandatory, 0, kMaxIsdnAddressString};
}
constexpr MapFieldSpec service_centre(std::uint8_t field) noexcept {
  return {tag::kOctetString, field, MapKind::kAddress, kV123, true, 0, kMaxAddressString};
}

enum ReportField : std::uint8_t {
  kMsisdn,
  kServiceCentre,
  kOutcome,
  kDiagnostic,
  kExtension,
  kGprsSupport,
  kOutcomeIsGprs,
  kAdditionalOutcome,
  kAdditionalDiagnostic,
  kIpIndicator,
  kIpOutcome,
  kIpDiagnostic,
  kImsi,
  kSingleAttempt,
  kCorrelationId,
};

constexpr std::array kReportTable = {
    isdn(kMsisdn, true),
    service_centre(kServiceCentre),
    MapFieldSpec{tag::kEnumerated, kOutcome, MapKind::kInteger, kV23, false, 0, 2},
    MapFieldSpec{tag::context(0), kDiagnostic, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context_constructed(1), kExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context(2), kGprsSupport, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(3), kOutcomeIsGprs, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(4), kAdditionalOutcome, MapKind::kInteger, kV3, false, 0, 2},
    MapFieldSpec{tag::context(5), kAdditionalDiagnostic, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context(6), kIpIndicator, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(7), kIpOutcome, MapKind::kInteger, kV3, false, 0, 2},
    MapFieldSpec{tag::context(8), kIpDiagnostic, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context(9), kImsi, MapKind::kImsi, kV3, false},
    MapFieldSpec{tag::context(10), kSingleAttempt, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context_constructed(11), kCorrelationId, MapKind::kConstructed, kV3, false},
};

constexpr std::array kReportResultTable = {
    isdn(kMsisdn, false),
    MapFieldSpec{tag::kSequence, kExtension, MapKind::kExtension, kV3, false},
};

enum InformField : std::uint8_t {
  kStored,
  kStatus,
  kInformExtension,
  kInformDiagnostic,
  kInformAdditional,
};

constexpr std::array kInformTable = {
    isdn(kStored, false),
    MapFieldSpec{tag::kBitString, kStatus, MapKind::kOctets, kV23, false, 2, 3},
    MapFieldSpec{tag::kSequence, kInformExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::kInteger, kInformDiagnostic, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context(0), kInformAdditional, MapKind::kInteger, kV3, false, 0, 255},
};

enum AlertField : std::uint8_t { kAlertMsisdn, kAlertCentre, kAlertImsi, kAlertCorrelation };

constexpr std::array kAlertTable = {
    isdn(kAlertMsisdn, true),
    service_centre(kAlertCentre),
    MapFieldSpec{tag::kOctetString, kAlertImsi, MapKind::kImsi, kV12, false},
    MapFieldSpec{tag::kSequence, kAlertCorrelation, MapKind::kConstructed, kV12, false},
};

enum ReadyField : std::uint8_t {
  kReadyImsi,
  kReason,
  kReadyGprs,
  kReadyExtension,
  kReadyIp,
  kReadyTime,
};

constexpr std::array kReadyTable = {
    MapFieldSpec{tag::context(0), kReadyImsi, MapKind::kImsi, kV23, true},
    MapFieldSpec{tag::kEnumerated, kReason, MapKind::kInteger, kV23, true, 0, 1},
    MapFieldSpec{tag::kNull, kReadyGprs, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::kSequence, kReadyExtension, MapKind::kExtension, kV3, false},
    MapFieldSpec{tag::context(1), kReadyIp, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::kOctetString, kReadyTime, MapKind::kOctets, kV3, false, 4, 4},
};

bool read_report(BerContext& context, std::span<const std::byte> parameter, MapVersion version,
                 DeliveryReport& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kReportTable, version, fields)) return false;
  // In version 2 it may be missing by the letter of its OPTIONAL, but shall not.
  if (!fields.has(kOutcome) && version != MapVersion::k1) {
    context.add(BerFinding::kValueOutOfRange);
  }
  out.msisdn = MapAddress(fields.octets(kMsisdn));
  out.service_centre = MapAddress(fields.octets(kServiceCentre));
  out.outcome = fields.number(kOutcome);
  out.absent_diagnostic = fields.number(kDiagnostic);
  out.gprs_support = fields.has(kGprsSupport);
  out.outcome_is_gprs = fields.has(kOutcomeIsGprs);
  out.additional_outcome = fields.number(kAdditionalOutcome);
  out.additional_absent_diagnostic = fields.number(kAdditionalDiagnostic);
  out.imsi = Tbcd(fields.octets(kImsi));
  out.single_attempt = fields.has(kSingleAttempt);
  out.extension = fields.element(kExtension).octets;
  if (fields.has(kCorrelationId)) {
    return read_correlation_id(context, fields.octets(kCorrelationId),
                               out.correlation_id.emplace());
  }
  return true;
}

bool read_report_result(BerContext& context, std::span<const std::byte> parameter,
                        MapVersion version, DeliveryReportResult& out) noexcept {
  if (parameter.empty()) return true;
  BerReader reader(context, parameter);
  BerElement element;
  if (reader.take(tag::kOctetString, element)) {
    reader.finish();
    if (version == MapVersion::k3) context.add(BerFinding::kOtherVersion);
    out.stored_msisdn = MapAddress(element.content);
    return read_value(context, element, isdn(kMsisdn, true));
  }
  MapFields fields;
  if (version != MapVersion::k3) context.add(BerFinding::kOtherVersion);
  if (!read_parameter(context, parameter, kReportResultTable, version, fields)) return false;
  out.stored_msisdn = MapAddress(fields.octets(kMsisdn));
  out.extension = fields.element(kExtension).octets;
  return true;
}

bool read_inform(BerContext& context, std::span<const std::byte> parameter, MapVersion version,
                 ServiceCentreInfo& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kInformTable, version, fields)) return false;
  out.stored_msisdn = MapAddress(fields.octets(kStored));
  out.status_present = fields.has(kStatus);
  const auto status = fields.octets(kStatus);
  if (status.size() > 1) {
    const auto bits = std::to_integer<unsigned>(status[1]);
    out.address_not_included = (bits & 0x80U) != 0;
    out.not_reachable = (bits & 0x40U) != 0;
    out.memory_exceeded = (bits & 0x20U) != 0;
    out.not_reachable_gprs = (bits & 0x10U) != 0;
  }
  out.absent_diagnostic = fields.number(kInformDiagnostic);
  out.additional_absent_diagnostic = fields.number(kInformAdditional);
  out.extension = fields.element(kInformExtension).octets;
  return true;
}

bool read_alert(BerContext& context, std::span<const std::byte> parameter,
                ServiceCentreAlert& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kAlertTable, MapVersion::k2, fields)) return false;
  out.msisdn = MapAddress(fields.octets(kAlertMsisdn));
  out.service_centre = MapAddress(fields.octets(kAlertCentre));
  out.imsi = Tbcd(fields.octets(kAlertImsi));
  if (fields.has(kAlertCorrelation)) {
    return read_correlation_id(context, fields.octets(kAlertCorrelation),
                               out.correlation_id.emplace());
  }
  return true;
}

bool read_ready(BerContext& context, std::span<const std::byte> parameter, MapVersion version,
                ReadyForSm& out) noexcept {
  MapFields fields;
  if (!read_parameter(context, parameter, kReadyTable, version, fields)) return false;
  out.imsi = Tbcd(fields.octets(kReadyImsi));
  out.reason = fields.number(kReason).value_or(0);
  out.gprs = fields.has(kReadyGprs);
  out.ip_gateway = fields.has(kReadyIp);
  out.extension = fields.element(kReadyExtension).octets;
  return true;
}

}  // namespace

Expected<DeliveryReport, DecodeError> decode_delivery_report(std::span<const std::byte> parameter,
                                                             MapVersion version) noexcept {
  return decode_value<DeliveryReport>(parameter, [&](BerContext& context, DeliveryReport& out) {
    return read_report(context, parameter, version, out);
  });
}

Expected<DeliveryReportResult, DecodeError> decode_delivery_report_result(
    std::span<const std::byte> parameter, MapVersion version) noexcept {
  return decode_value<DeliveryReportResult>(
      parameter, [&](BerContext& context, DeliveryReportResult& out) {
        return read_report_result(context, parameter, version, out);
      });
}

Expected<ServiceCentreInfo, DecodeError> decode_service_centre_info(
    std::span<const std::byte> parameter, MapVersion version) noexcept {
  return decode_value<ServiceCentreInfo>(parameter,
                                         [&](BerContext& context, ServiceCentreInfo& out) {
                                           return read_inform(context, parameter, version, out);
                                         });
}

Expected<ServiceCentreAlert, DecodeError> decode_service_centre_alert(
    std::span<const std::byte> parameter) noexcept {
  return decode_value<ServiceCentreAlert>(parameter,
                                          [&](BerContext& context, ServiceCentreAlert& out) {
                                            return read_alert(context, parameter, out);
                                          });
}

Expected<ReadyForSm, DecodeError> decode_ready_for_sm(std::span<const std::byte> parameter,
                                                      MapVersion version) noexcept {
  return decode_value<ReadyForSm>(parameter, [&](BerContext& context, ReadyForSm& out) {
    return read_ready(context, parameter, version, out);
  });
}

Expected<Tbcd, DecodeError> decode_subscriber_present(std::span<const std::byte> parameter,
                                                      BerFindings& findings) noexcept {
  BerContext context(parameter);
  context.set_recoverable();
  BerElement element;
  if (!open_parameter(context, parameter, tag::kOctetString, element)) {
    return Unexpected<DecodeError>(context.error());
  }
  findings.add(context.findings());
  check_imsi(Tbcd(element.content), findings);
  return Tbcd(element.content);
}

BerEncoded encode_delivery_report(const DeliveryReport& report, MapVersion version,
                                  std::span<std::byte> out) noexcept {
  const bool old = version == MapVersion::k1;
  if (!report.msisdn.present() || !report.service_centre.present() ||
      (!old && !report.outcome.has_value())) {
    return refuse(BerEncodeCode::kBadValue);
  }
  const bool since3 = report.absent_diagnostic || report.gprs_support || report.outcome_is_gprs ||
                      report.additional_outcome || report.additional_absent_diagnostic;
  const bool unlisted = !report.imsi.empty() || report.single_attempt || report.correlation_id ||
                        !report.extension.empty();
  if (unlisted || (since3 && version != MapVersion::k3) || (old && report.outcome.has_value())) {
    return refuse(BerEncodeCode::kNotAllowed);
  }
  BerWriter writer(out);
  if (report.additional_absent_diagnostic) {
    writer.integer(tag::context(5), *report.additional_absent_diagnostic);
  }
  if (report.additional_outcome) writer.integer(tag::context(4), *report.additional_outcome);
  if (report.outcome_is_gprs) writer.null(tag::context(3));
  if (report.gprs_support) writer.null(tag::context(2));
  if (report.absent_diagnostic) writer.integer(tag::context(0), *report.absent_diagnostic);
  if (report.outcome) writer.integer(tag::kEnumerated, *report.outcome);
  writer.element(tag::kOctetString, report.service_centre.octets());
  writer.element(tag::kOctetString, report.msisdn.octets());
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

BerEncoded encode_service_centre_alert(MapAddress msisdn, MapAddress centre,
                                       std::span<std::byte> out) noexcept {
  if (!msisdn.present() || !centre.present()) return refuse(BerEncodeCode::kBadValue);
  BerWriter writer(out);
  writer.element(tag::kOctetString, centre.octets());
  writer.element(tag::kOctetString, msisdn.octets());
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

BerEncoded encode_ready_for_sm(const ReadyForSm& ready, MapVersion version,
                               std::span<std::byte> out) noexcept {
  if (ready.imsi.empty()) return refuse(BerEncodeCode::kBadValue);
  if (version == MapVersion::k1 || ready.gprs || ready.ip_gateway || !ready.extension.empty()) {
    return refuse(BerEncodeCode::kNotAllowed);
  }
  BerWriter writer(out);
  writer.integer(tag::kEnumerated, ready.reason);
  writer.element(tag::context(0), ready.imsi.octets());
  writer.close(tag::kSequence, 0);
  return writer.finish();
}

}  // namespace smsfw::ss7
