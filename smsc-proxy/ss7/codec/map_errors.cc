#include "smsc-proxy/ss7/codec/map_errors.hh"

#include <algorithm>

#include "smsc-proxy/ss7/codec/map_forward_sm.hh"
#include "smsc-proxy/ss7/codec/map_sequence.hh"

namespace smsfw::ss7 {
namespace {

using enum MapErrorForm;
using Cause = MapErrorCause;

// Versions 1, 2, 3. ETS 300 599 says of each parameter which versions have it.
constexpr std::array kErrors = {
    MapErrorSpec{1, "unknownSubscriber", {kNothing, kNothing, kSequence}},
    MapErrorSpec{5, "unidentifiedSubscriber", {kNothing, kNothing, kSequence}},
    MapErrorSpec{6, "absentSubscriberSM", {kUnused, kUnused, kSequence}, Cause::kInteger, 255},
    MapErrorSpec{9, "illegalSubscriber", {kNothing, kNothing, kSequence}},
    MapErrorSpec{11, "teleserviceNotProvisioned", {kNothing, kNothing, kSequence}},
    MapErrorSpec{12, "illegalEquipment", {kUnused, kNothing, kSequence}},
    MapErrorSpec{13, "callBarred", {kEnumerated, kEnumerated, kSequence}, Cause::kEnumerated, 1},
    MapErrorSpec{21, "facilityNotSupported", {kNothing, kNothing, kSequence}},
    MapErrorSpec{27, "absentSubscriber", {kBoolean, kNothing, kSequence}, Cause::kContext0, 5},
    MapErrorSpec{31, "subscriberBusyForMT-SMS", {kUnused, kNothing, kSequence}},
    MapErrorSpec{
        32, "sm-DeliveryFailure", {kEnumerated, kSequence, kSequence}, Cause::kEnumerated, 6, true},
    MapErrorSpec{33, "messageWaitingListFull", {kNothing, kNothing, kSequence}},
    MapErrorSpec{34, "systemFailure", {kEnumerated, kEnumerated, kSequence}, Cause::kEnumerated, 7},
    MapErrorSpec{35, "dataMissing", {kNothing, kNothing, kSequence}},
    MapErrorSpec{36, "unexpectedDataValue", {kNothing, kNothing, kSequence}},
};

enum Field : std::uint8_t {
  kEnumeratedCause,
  kIntegerCause,
  kDiagnosticInfo,
  kExtension,
  kContext0Cause,
  kContext1,
  kContext2,
  kContext3,
  kNullField,
};

// The SEQUENCE of each error: its cause, an extension container, and what later releases added.
constexpr MapFieldSpec kExtensionRow{tag::kSequence, kExtension, MapKind::kExtension, kV3, false};

constexpr std::array kPlainTable = {
    kExtensionRow,
    // unknownSubscriberDiagnostic
    MapFieldSpec{tag::kEnumerated, kEnumeratedCause, MapKind::kInteger, kV3, false, 0, 2},
    // gprsConnectionSuspended
    MapFieldSpec{tag::kNull, kNullField, MapKind::kNull, kV3, false},
    // unexpectedSubscriber, shapeOfLocationEstimateNotSupported
    MapFieldSpec{tag::context(0), kContext0Cause, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(1), kContext1, MapKind::kNull, kV3, false},
};
constexpr std::array kCallBarredTable = {
    MapFieldSpec{tag::kEnumerated, kEnumeratedCause, MapKind::kInteger, kV3, false, 0, 1},
    kExtensionRow,
    MapFieldSpec{tag::context(1), kContext1, MapKind::kNull, kV3, false},
    MapFieldSpec{tag::context(2), kContext2, MapKind::kNull, kV3, false},
};
constexpr std::array kDeliveryFailureTable = {
    MapFieldSpec{tag::kEnumerated, kEnumeratedCause, MapKind::kInteger, kV23, true, 0, 6},
    MapFieldSpec{tag::kOctetString, kDiagnosticInfo, MapKind::kOctets, kV23, false, 1,
                 kMaxSignalInfo},
    kExtensionRow,
};
constexpr std::array kSystemFailureTable = {
    MapFieldSpec{tag::kEnumerated, kEnumeratedCause, MapKind::kInteger, kV3, false, 0, 7},
    kExtensionRow,
    MapFieldSpec{tag::context(0), kContext0Cause, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context(1), kContext1, MapKind::kInteger, kV3, false, 0, 255},
};
constexpr std::array kAbsentSmTable = {
    MapFieldSpec{tag::kInteger, kIntegerCause, MapKind::kInteger, kV3, false, 0, 255},
    kExtensionRow,
    MapFieldSpec{tag::context(0), kContext0Cause, MapKind::kInteger, kV3, false, 0, 255},
    MapFieldSpec{tag::context(1), kContext1, MapKind::kImsi, kV3, false},
    MapFieldSpec{tag::context(2), kContext2, MapKind::kOctets, kV3, false, 4, 4},
    MapFieldSpec{tag::context(3), kContext3, MapKind::kImsi, kV3, false},
};
constexpr std::array kAbsentTable = {
    kExtensionRow,
    MapFieldSpec{tag::context(0), kContext0Cause, MapKind::kInteger, kV3, false, 0, 5},
};

std::span<const MapFieldSpec> sequence_of(std::int32_t code) noexcept {
  switch (code) {
    case map_error::kCallBarred:
      return kCallBarredTable;
    case map_error::kSmDeliveryFailure:
      return kDeliveryFailureTable;
    case map_error::kSystemFailure:
      return kSystemFailureTable;
    case map_error::kAbsentSubscriberSm:
      return kAbsentSmTable;
    case map_error::kAbsentSubscriber:
      return kAbsentTable;
    default:
      return kPlainTable;
  }
}

std::optional<std::uint8_t> small(std::optional<std::uint16_t> value) noexcept {
  if (!value || *value > 255) return std::nullopt;
  return static_cast<std::uint8_t>(*value);
}

void take_fields(const MapFields& fields, const MapErrorSpec& spec, MapError& out) noexcept {
  switch (spec.cause) {
    case Cause::kEnumerated:
      out.cause = small(fields.number(kEnumeratedCause));
      break;
    case Cause::kInteger:
      out.cause = small(fields.number(kIntegerCause));
      out.additional_absent_diagnostic = small(fields.number(kContext0Cause));
      break;
    case Cause::kContext0:
      out.cause = small(fields.number(kContext0Cause));
      break;
    case Cause::kNone:
      break;
  }
  out.diagnostic_info = fields.octets(kDiagnosticInfo);
  out.unauthorised_originator = spec.code == map_error::kCallBarred && fields.has(kContext1);
}

MapErrorForm form_of(BerTag wanted) noexcept {
  switch (wanted) {
    case tag::kEnumerated:
      return kEnumerated;
    case tag::kBoolean:
      return kBoolean;
    case tag::kSequence:
      return kSequence;
    default:
      return kUnused;
  }
}

bool has_form(const MapErrorSpec& spec, MapErrorForm form) noexcept {
  return std::find(spec.forms.begin(), spec.forms.end(), form) != spec.forms.end();
}

bool read_error(BerContext& context, std::span<const std::byte> parameter, const MapErrorSpec& spec,
                MapVersion version, MapError& out) noexcept {
  const MapErrorForm wanted = spec.form(version);
  if (wanted == kUnused) context.add(BerFinding::kOtherVersion);
  BerReader reader(context, parameter);
  BerElement element;
  if (!reader.next(element)) {
    return !context.failed() && (!spec.parameter_mandatory || reader.fail(DecodeCode::kTruncated));
  }
  reader.finish();
  const MapErrorForm form = form_of(element.tag);
  // Some version must have this form, or nobody knows what it says.
  if (form == kUnused || !has_form(spec, form)) {
    return context.fail(DecodeCode::kBadValue, element.octets.data());
  }
  if (form != wanted) context.add(BerFinding::kOtherVersion);
  if (form == kBoolean) {
    const auto value = ber_boolean(element.content);
    if (!value) return context.fail(DecodeCode::kBadValue, element.octets.data());
    out.waiting_data_set = *value;
    return true;
  }
  if (form == kEnumerated) {
    const MapFieldSpec bare{tag::kEnumerated, 0, MapKind::kInteger, kV123, true, 0, spec.max_cause};
    if (!read_value(context, element, bare)) return false;
    BerFindings findings;
    const auto value = ber_integer(element.content, findings);
    if (value && *value >= 0 && *value <= 255) out.cause = static_cast<std::uint8_t>(*value);
    return true;
  }
  BerReader inside(context, element.content);
  MapFields fields;
  // Version 1 has no sequences: then it is read as the next version's, with the finding above.
  const MapVersion read_as = version == MapVersion::k1 ? MapVersion::k2 : version;
  if (!read_sequence(inside, sequence_of(spec.code), read_as, fields)) return false;
  take_fields(fields, spec, out);
  return true;
}

/// What is set, but has no place in this error and form.
bool misfits(const MapErrorSpec& spec, MapErrorForm form, const MapError& error) noexcept {
  const bool failure = spec.code == map_error::kSmDeliveryFailure && form == kSequence;
  const bool barred = spec.code == map_error::kCallBarred && form == kSequence;
  const bool absent = spec.code == map_error::kAbsentSubscriberSm && form == kSequence;
  const bool cause_fits = spec.cause != Cause::kNone && (form == kSequence || form == kEnumerated);
  return (error.cause && !cause_fits) || (!error.diagnostic_info.empty() && !failure) ||
         (error.unauthorised_originator && !barred) ||
         (error.additional_absent_diagnostic && !absent) ||
         (error.waiting_data_set && form != kBoolean);
}

void write_sequence(BerWriter& writer, const MapErrorSpec& spec, const MapError& error) noexcept {
  if (error.unauthorised_originator) writer.null(tag::context(1));
  if (error.additional_absent_diagnostic) {
    writer.integer(tag::context(0), *error.additional_absent_diagnostic);
  }
  if (!error.diagnostic_info.empty()) {
    writer.element(tag::kOctetString, error.diagnostic_info);
  }
  if (error.cause) {
    const BerTag cause = spec.cause == Cause::kInteger    ? tag::kInteger
                         : spec.cause == Cause::kContext0 ? tag::context(0)
                                                          : tag::kEnumerated;
    writer.integer(cause, *error.cause);
  }
  if (writer.mark() != 0) writer.close(tag::kSequence, 0);
}

}  // namespace

std::span<const MapErrorSpec> map_errors() noexcept {
  return kErrors;
}

const MapErrorSpec* find_map_error(std::int32_t code) noexcept {
  const auto* row = std::find_if(kErrors.begin(), kErrors.end(),
                                 [&](const MapErrorSpec& spec) { return spec.code == code; });
  return row != kErrors.end() ? row : nullptr;
}

std::string_view map_error_name(std::int32_t code) noexcept {
  const MapErrorSpec* spec = find_map_error(code);
  return spec != nullptr ? spec->name : "unknown";
}

Expected<MapError, DecodeError> decode_map_error(std::int32_t code,
                                                 std::span<const std::byte> parameter,
                                                 MapVersion version) noexcept {
  const MapErrorSpec* const spec = find_map_error(code);
  if (spec == nullptr) {
    return Unexpected<DecodeError>(DecodeError{DecodeCode::kUnknownId, 0, true});
  }
  return decode_value<MapError>(parameter, [&](BerContext& context, MapError& out) {
    out.code = code;
    return read_error(context, parameter, *spec, version, out);
  });
}

BerEncoded encode_map_error(std::int32_t operation_code, const MapError& error, MapVersion version,
                            std::span<std::byte> out) noexcept {
  const MapErrorSpec* const spec = find_map_error(error.code);
  if (spec == nullptr || !error_allowed(operation_code, error.code, version)) {
    return refuse(BerEncodeCode::kNotAllowed);
  }
  const MapErrorForm form = spec->form(version);
  if (misfits(*spec, form, error)) return refuse(BerEncodeCode::kNotAllowed);
  if ((error.cause && *error.cause > spec->max_cause) ||
      (spec->parameter_mandatory && !error.cause)) {
    return refuse(BerEncodeCode::kBadValue);
  }
  BerWriter writer(out);
  if (error.diagnostic_info.size() > kMaxSignalInfo) writer.fail(BerEncodeCode::kTooLong);
  if (form == kSequence) {
    write_sequence(writer, *spec, error);
  } else if (form == kEnumerated && error.cause) {
    writer.integer(tag::kEnumerated, *error.cause);
  } else if (form == kBoolean && error.waiting_data_set) {
    writer.boolean(tag::kBoolean, *error.waiting_data_set);
  }
  return writer.finish();
}

}  // namespace smsfw::ss7
