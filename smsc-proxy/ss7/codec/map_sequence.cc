#include "smsc-proxy/ss7/codec/map_sequence.hh"

#include "smsc-proxy/ss7/codec/map_address.hh"

namespace smsfw::ss7 {

std::optional<std::uint16_t> MapFields::number(std::size_t field) const noexcept {
  BerFindings findings;
  const auto value = ber_integer(octets(field), findings);
  if (!value || *value < 0 || *value > 0xFFFF) return std::nullopt;
  return static_cast<std::uint16_t>(*value);
}

bool MapFields::boolean(std::size_t field) const noexcept {
  return ber_boolean(octets(field)).value_or(false);
}

bool read_value(BerContext& context, const BerElement& element, const MapFieldSpec& spec) noexcept {
  const std::span<const std::byte> content = element.content;
  BerFindings findings;
  switch (spec.kind) {
    case MapKind::kOctets:
      if (content.size() < spec.min || content.size() > spec.max) {
        findings.add(BerFinding::kValueOutOfRange);
      }
      break;
    case MapKind::kAddress:
      check_address(MapAddress(content), spec.max, findings);
      break;
    case MapKind::kImsi:
      check_imsi(Tbcd(content), findings);
      break;
    case MapKind::kInteger: {
      const auto value = ber_integer(content, findings);
      if (!value) return context.fail(DecodeCode::kBadValue, element.octets.data());
      if (*value < spec.min || *value > spec.max) findings.add(BerFinding::kValueOutOfRange);
      break;
    }
    case MapKind::kBoolean:
      if (!ber_boolean(content)) {
        return context.fail(DecodeCode::kBadValue, element.octets.data());
      }
      break;
    case MapKind::kNull:
      if (!content.empty()) findings.add(BerFinding::kValueOutOfRange);
      break;
    case MapKind::kConstructed:
      break;
    case MapKind::kExtension:
      findings = ber_check(content);
      break;
  }
  context.add(findings);
  return true;
}

bool read_sequence(BerReader& reader, std::span<const MapFieldSpec> table, MapVersion version,
                   MapFields& out) noexcept {
  BerContext& context = reader.context();
  std::size_t next = 0;  // rows before this one have been passed
  BerElement element;
  while (reader.next(element)) {
    std::size_t row = next;
    while (row < table.size() && table[row].tag != element.tag)
      ++row;
    if (row == table.size()) {
      // Not at or behind this place: perhaps in front of it.
      row = 0;
      while (row < next && (table[row].tag != element.tag || out.has(table[row].field)))
        ++row;
      if (row == next) {
        bool known = false;
        for (const MapFieldSpec& spec : table)
          known = known || spec.tag == element.tag;
        context.add(known ? BerFinding::kDuplicateElement : BerFinding::kUnknownElement);
        continue;
      }
      context.add(BerFinding::kReorderedElement);
    } else {
      next = row + 1;
    }
    const MapFieldSpec& spec = table[row];
    if (!has_version(spec.versions, version)) context.add(BerFinding::kOtherVersion);
    if (!read_value(context, element, spec)) return false;
    out.elements_[spec.field] = element;
  }
  if (context.failed()) return false;
  for (const MapFieldSpec& spec : table) {
    if (spec.mandatory && has_version(spec.versions, version) && !out.has(spec.field)) {
      return reader.fail(DecodeCode::kTruncated);
    }
  }
  return true;
}

bool open_parameter(BerContext& context, std::span<const std::byte> parameter, BerTag wanted,
                    BerElement& out) noexcept {
  BerReader reader(context, parameter);
  if (!reader.take(wanted, out)) {
    return reader.fail(reader.at_end() ? DecodeCode::kTruncated : DecodeCode::kBadValue);
  }
  reader.finish();
  return !context.failed();
}

bool read_parameter(BerContext& context, std::span<const std::byte> parameter,
                    std::span<const MapFieldSpec> table, MapVersion version,
                    MapFields& out) noexcept {
  BerElement sequence;
  if (!open_parameter(context, parameter, tag::kSequence, sequence)) return false;
  BerReader reader(context, sequence.content);
  return read_sequence(reader, table, version, out);
}

}  // namespace smsfw::ss7
