#include "smsc-proxy/ss7/codec/map_dialogue.hh"

#include <array>

#include "smsc-proxy/ss7/codec/map_sequence.hh"
#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"

namespace smsfw::ss7 {
namespace {

enum Field : std::uint8_t {
  kDestination,
  kOrigination,
  kReason,
  kAlternative,
  kExtension,
  kUserChoice0,
  kUserChoice1,
  kUserChoice2,
  kUserChoice3,
};

constexpr MapFieldSpec kExtensionRow{tag::kSequence, kExtension, MapKind::kExtension, kV3, false};

constexpr std::array kOpenTable = {
    MapFieldSpec{tag::context(0), kDestination, MapKind::kAddress, kV123, false, 0,
                 kMaxAddressString},
    MapFieldSpec{tag::context(1), kOrigination, MapKind::kAddress, kV123, false, 0,
                 kMaxAddressString},
    kExtensionRow,
};
constexpr std::array kEmptyTable = {kExtensionRow};
constexpr std::array kRefuseTable = {
    MapFieldSpec{tag::kEnumerated, kReason, MapKind::kInteger, kV123, true, 0, 2},
    kExtensionRow,
    MapFieldSpec{tag::kObjectId, kAlternative, MapKind::kOctets, kV3, false, 1, 0xFFFF},
};
constexpr std::array kUserAbortTable = {
    MapFieldSpec{tag::context(0), kUserChoice0, MapKind::kNull, kV123, false},
    MapFieldSpec{tag::context(1), kUserChoice1, MapKind::kNull, kV123, false},
    MapFieldSpec{tag::context(2), kUserChoice2, MapKind::kInteger, kV123, false, 0, 1},
    MapFieldSpec{tag::context(3), kUserChoice3, MapKind::kInteger, kV123, false, 0, 6},
    kExtensionRow,
};
constexpr std::array kProviderAbortTable = {
    MapFieldSpec{tag::kEnumerated, kReason, MapKind::kInteger, kV123, true, 0, 1},
    kExtensionRow,
};

std::span<const MapFieldSpec> table_of(MapDialogueKind kind) noexcept {
  switch (kind) {
    case MapDialogueKind::kOpen:
      return kOpenTable;
    case MapDialogueKind::kRefuse:
      return kRefuseTable;
    case MapDialogueKind::kUserAbort:
      return kUserAbortTable;
    case MapDialogueKind::kProviderAbort:
      return kProviderAbortTable;
    case MapDialogueKind::kNone:
    case MapDialogueKind::kAccept:
    case MapDialogueKind::kClose:
      break;
  }
  return kEmptyTable;
}

std::uint8_t reason_of(const MapFields& fields, Field field) noexcept {
  const auto value = fields.number(field).value_or(0);
  return static_cast<std::uint8_t>(value > 255 ? 255 : value);
}

bool read_pdu(BerContext& context, const BerElement& pdu, MapDialogue& out) noexcept {
  out.kind = static_cast<MapDialogueKind>(pdu.tag);
  BerReader reader(context, pdu.content);
  MapFields fields;
  if (!read_sequence(reader, table_of(out.kind), MapVersion::k3, fields)) return false;
  out.destination_reference = MapAddress(fields.octets(kDestination));
  out.origination_reference = MapAddress(fields.octets(kOrigination));
  if (out.kind != MapDialogueKind::kUserAbort) {
    out.reason = reason_of(fields, kReason);
    return true;
  }
  for (unsigned choice = 0; choice < 4; ++choice) {
    const auto field = static_cast<Field>(kUserChoice0 + choice);
    if (!fields.has(field)) continue;
    out.user_abort = static_cast<MapUserAbort>(choice);
    if (choice >= 2) out.reason = reason_of(fields, field);
    return true;
  }
  return reader.fail(DecodeCode::kTruncated);
}

bool read_user_information(BerContext& context, std::span<const std::byte> octets,
                           MapDialogue& out) noexcept {
  if (octets.empty()) return true;
  BerReader reader(context, octets);
  BerElement external;
  BerElement syntax;
  BerElement wrapped;
  BerElement pdu;
  if (!reader.next(external)) return false;
  reader.finish();
  BerReader inside(context, external.content);
  if (external.tag == tag::kExternal && inside.take(tag::kObjectId, syntax) &&
      same_object_id(syntax.content, kMapDialogueSyntax) &&
      inside.take(tag::context_constructed(0), wrapped)) {
    inside.finish();
    BerReader value(context, wrapped.content);
    if (!value.next(pdu)) return value.fail(DecodeCode::kTruncated);
    value.finish();
    if (pdu.tag >= static_cast<BerTag>(MapDialogueKind::kOpen) &&
        pdu.tag <= static_cast<BerTag>(MapDialogueKind::kProviderAbort)) {
      return read_pdu(context, pdu, out);
    }
  }
  if (context.failed()) return false;
  context.add(BerFinding::kUnknownUserInfo);
  return true;
}

}  // namespace

Expected<MapDialogue, DecodeError> decode_map_dialogue(
    std::span<const std::byte> user_information) noexcept {
  return decode_value<MapDialogue>(user_information, [&](BerContext& context, MapDialogue& out) {
    return read_user_information(context, user_information, out);
  });
}

BerEncoded encode_map_dialogue(const MapDialogue& dialogue, std::span<std::byte> out) noexcept {
  BerWriter writer(out);
  switch (dialogue.kind) {
    case MapDialogueKind::kOpen:
      if (dialogue.origination_reference.present()) {
        writer.element(tag::context(1), dialogue.origination_reference.octets());
      }
      if (dialogue.destination_reference.present()) {
        writer.element(tag::context(0), dialogue.destination_reference.octets());
      }
      break;
    case MapDialogueKind::kAccept:
    case MapDialogueKind::kClose:
      break;
    case MapDialogueKind::kRefuse:
    case MapDialogueKind::kProviderAbort:
      writer.integer(tag::kEnumerated, dialogue.reason);
      break;
    case MapDialogueKind::kUserAbort:
      if (dialogue.user_abort > MapUserAbort::kUserResourceLimitation) {
        writer.fail(BerEncodeCode::kBadValue);
      }
      writer.null(tag::context(static_cast<unsigned>(dialogue.user_abort)));
      break;
    case MapDialogueKind::kNone:
      writer.fail(BerEncodeCode::kBadValue);
      break;
  }
  writer.close(static_cast<BerTag>(dialogue.kind), 0);
  writer.close(tag::context_constructed(0), 0);
  writer.element(tag::kObjectId, octets_of(kMapDialogueSyntax));
  writer.close(tag::kExternal, 0);
  return writer.finish();
}

}  // namespace smsfw::ss7
