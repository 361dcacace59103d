#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "smsc-proxy/ss7/codec/ber_reader.hh"
#include "smsc-proxy/ss7/codec/map_version.hh"

// How MAP's SEQUENCEs are read: each is a table of elements, and one walk serves them all.

namespace smsfw::ss7 {

/// What the walk itself checks of an element's contents.
enum class MapKind : std::uint8_t {
  kOctets,       ///< OCTET STRING of `min` to `max` octets; outside is a finding.
  kAddress,      ///< AddressString of at most `max` octets.
  kImsi,         ///< IMSI.
  kInteger,      ///< INTEGER or ENUMERATED of `min` to `max`; outside is a finding.
  kBoolean,      ///< BOOLEAN.
  kNull,         ///< NULL: contents are a finding.
  kConstructed,  ///< A SEQUENCE or CHOICE that the caller opens.
  kExtension,    ///< An ExtensionContainer: only its nesting is checked.
};

/// One element of a SEQUENCE. `field` is where its element lands in the result.
struct MapFieldSpec {
  BerTag tag;
  std::uint8_t field;
  MapKind kind;
  MapVersions versions;  ///< Others that carry it all the same are a finding.
  bool mandatory;
  std::uint16_t min = 0;
  std::uint16_t max = 0;
};

/// The elements of one SEQUENCE by field; an absent one has no octets.
class MapFields {
 public:
  static constexpr std::size_t kMaxFields = 20;

  bool has(std::size_t field) const noexcept { return !elements_[field].octets.empty(); }
  const BerElement& element(std::size_t field) const noexcept { return elements_[field]; }
  std::span<const std::byte> octets(std::size_t field) const noexcept {
    return elements_[field].content;
  }
  /// The value of a kInteger that is inside 0 to 65535.
  std::optional<std::uint16_t> number(std::size_t field) const noexcept;
  /// The value of a kBoolean; false where it is absent.
  bool boolean(std::size_t field) const noexcept;

 private:
  friend bool read_sequence(BerReader&, std::span<const MapFieldSpec>, MapVersion,
                            MapFields&) noexcept;

  std::array<BerElement, kMaxFields> elements_{};
};

/// Walks over the elements of a SEQUENCE by its table, to the end of `reader`. Elements that the
/// table does not know are skipped (kUnknownElement, the ellipsis of MAP's types). Two elements of
/// one tag land in the table's rows of this tag in their order; a further one is a
/// kDuplicateElement and is not read.
///
/// False, with an error in the context: kTruncated where a mandatory element of this version is
/// missing, kBadValue where contents are not of their type, and the errors of BerReader.
bool read_sequence(BerReader& reader, std::span<const MapFieldSpec> table, MapVersion version,
                   MapFields& out) noexcept;

/// Checks the contents of one element, as read_sequence() does: findings, or kBadValue.
bool read_value(BerContext& context, const BerElement& element, const MapFieldSpec& spec) noexcept;

/// Opens the parameter of a component: one element with the tag `wanted`, and nothing behind it.
/// False, with an error in the context, where it is another one.
bool open_parameter(BerContext& context, std::span<const std::byte> parameter, BerTag wanted,
                    BerElement& out) noexcept;

/// A parameter that is one SEQUENCE, read by its table.
bool read_parameter(BerContext& context, std::span<const std::byte> parameter,
                    std::span<const MapFieldSpec> table, MapVersion version,
                    MapFields& out) noexcept;

/// Reads `octets` by `read(context, value)`, which returns false with an error in the context. The
/// findings land in the value. All errors are recoverable: what carries the octets is sound.
template <class Value, class Read>
Expected<Value, DecodeError> decode_value(std::span<const std::byte> octets, Read read) noexcept {
  Expected<Value, DecodeError> result;
  BerContext context(octets);
  context.set_recoverable();
  if (read(context, *result)) {
    result->findings = context.findings();
  } else {
    result = Unexpected<DecodeError>(context.error());
  }
  return result;
}

}  // namespace smsfw::ss7
