#include "smsc-proxy/ss7/codec/map_correlation_id.hh"

#include <array>

namespace smsfw::ss7 {
namespace {

enum Field : std::uint8_t { kHlrId, kSipUriA, kSipUriB };

constexpr std::array kTable = {
    MapFieldSpec{tag::context(0), kHlrId, MapKind::kImsi, kV3, false},
    MapFieldSpec{tag::context(1), kSipUriA, MapKind::kOctets, kV3, false, 1, 0xFFFF},
    MapFieldSpec{tag::context(2), kSipUriB, MapKind::kOctets, kV3, false, 1, 0xFFFF},
};

}  // namespace

bool read_correlation_id(BerContext& context, std::span<const std::byte> content,
                         CorrelationId& out) noexcept {
  BerReader reader(context, content);
  MapFields fields;
  if (!read_sequence(reader, kTable, MapVersion::k3, fields)) return false;
  if (!fields.has(kSipUriB)) context.add(BerFinding::kValueOutOfRange);
  out = {fields.octets(kHlrId), fields.octets(kSipUriA), fields.octets(kSipUriB)};
  return true;
}

}  // namespace smsfw::ss7
