#include "smsc-proxy/ss7/codec/tcap_dialogue.hh"

#include <algorithm>
#include <array>

#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"

namespace smsfw::ss7 {
namespace {

constexpr BerTag kProtocolVersion = tag::context(0);
constexpr BerTag kContextName = tag::context_constructed(1);
constexpr BerTag kResult = tag::context_constructed(2);
constexpr BerTag kDiagnostic = tag::context_constructed(3);
constexpr BerTag kUserInformation = tag::context_constructed(30);
constexpr BerTag kAbortSource = tag::context(0);
constexpr BerTag kSingleType = tag::context_constructed(0);

bool missing(BerReader& reader) noexcept {
  return reader.fail(reader.at_end() ? DecodeCode::kTruncated : DecodeCode::kBadValue);
}

/// One INTEGER alone, 0 to 255.
bool read_number(BerContext& context, std::span<const std::byte> octets, BerTag wanted,
                 std::uint8_t& out) noexcept {
  BerReader reader(context, octets);
  BerElement element;
  if (!reader.take(wanted, element)) return missing(reader);
  BerFindings findings;
  const auto value = ber_integer(element.content, findings);
  if (findings.any()) context.add(BerFinding::kPaddedInteger);
  if (!value || *value < 0 || *value > 255) {
    return context.fail(DecodeCode::kBadValue, element.octets.data());
  }
  out = static_cast<std::uint8_t>(*value);
  reader.finish();
  return !context.failed();
}

/// BIT STRING whose bit 0 is version 1: absent means version 1.
bool read_version(BerReader& reader) noexcept {
  BerElement element;
  if (!reader.take(kProtocolVersion, element)) return !reader.context().failed();
  if (element.content.empty()) {
    return reader.context().fail(DecodeCode::kBadValue, element.octets.data());
  }
  const bool version1 =
      element.content.size() > 1 && (std::to_integer<unsigned>(element.content[1]) & 0x80U) != 0;
  if (!version1) reader.context().add(BerFinding::kDialogueVersion);
  return true;
}

bool read_context_name(BerReader& reader, Dialogue& out) noexcept {
  BerElement element;
  if (!reader.take(kContextName, element)) return missing(reader);
  BerReader inside(reader.context(), element.content);
  BerElement name;
  if (!inside.take(tag::kObjectId, name)) return missing(inside);
  inside.finish();
  out.context_name = name.content;
  out.context = map_context(name.content);
  if (!out.context) reader.context().add(BerFinding::kUnknownContext);
  return !reader.context().failed();
}

bool read_result(BerReader& reader, Dialogue& out) noexcept {
  BerContext& context = reader.context();
  BerElement element;
  if (!reader.take(kResult, element)) return missing(reader);
  std::uint8_t value = 0;
  if (!read_number(context, element.content, tag::kInteger, value)) return false;
  out.result = value;
  if (!reader.take(kDiagnostic, element)) return missing(reader);
  BerReader inside(context, element.content);
  BerElement choice;
  if (!inside.next(choice)) return missing(inside);
  if (choice.tag == tag::context_constructed(1)) {
    out.source = DialogueSource::kUser;
  } else if (choice.tag == tag::context_constructed(2)) {
    out.source = DialogueSource::kProvider;
  } else {
    return context.fail(DecodeCode::kBadValue, choice.octets.data());
  }
  inside.finish();
  return read_number(context, choice.content, tag::kInteger, out.diagnostic);
}

bool read_abort_source(BerReader& reader, Dialogue& out) noexcept {
  BerElement element;
  if (!reader.take(kAbortSource, element)) return missing(reader);
  BerFindings findings;
  const auto value = ber_integer(element.content, findings);
  if (findings.any()) reader.context().add(BerFinding::kPaddedInteger);
  if (!value || *value < 0 || *value > 1) {
    return reader.context().fail(DecodeCode::kBadValue, element.octets.data());
  }
  out.source = *value == 0 ? DialogueSource::kUser : DialogueSource::kProvider;
  return true;
}

bool read_user_information(BerReader& reader, Dialogue& out) noexcept {
  BerElement element;
  if (reader.take(kUserInformation, element)) out.user_information = element.content;
  reader.finish();
  return !reader.context().failed();
}

bool read_pdu(BerReader& reader, Dialogue& out) noexcept {
  switch (out.kind) {
    case DialogueKind::kRequest:
    case DialogueKind::kUnidirectional:
      return read_version(reader) && read_context_name(reader, out) &&
             read_user_information(reader, out);
    case DialogueKind::kResponse:
      return read_version(reader) && read_context_name(reader, out) && read_result(reader, out) &&
             read_user_information(reader, out);
    case DialogueKind::kAbort:
      return read_abort_source(reader, out) && read_user_information(reader, out);
    case DialogueKind::kNone:
    case DialogueKind::kUnknown:
      break;
  }
  return true;
}

DialogueKind kind_of(std::span<const std::byte> syntax, BerTag pdu) noexcept {
  if (same_object_id(syntax, kUnidialogueSyntax)) {
    return pdu == kDialogueRequestTag ? DialogueKind::kUnidirectional : DialogueKind::kUnknown;
  }
  if (!same_object_id(syntax, kDialogueSyntax)) return DialogueKind::kUnknown;
  switch (pdu) {
    case kDialogueRequestTag:
      return DialogueKind::kRequest;
    case kDialogueResponseTag:
      return DialogueKind::kResponse;
    case kDialogueAbortTag:
      return DialogueKind::kAbort;
    default:
      return DialogueKind::kUnknown;
  }
}

}  // namespace

std::optional<ApplicationContext> map_context(std::span<const std::byte> object_id) noexcept {
  const std::size_t prefix = kMapContextPrefix.size();
  if (object_id.size() != prefix + 2 ||
      !same_object_id(object_id.first(prefix), kMapContextPrefix)) {
    return std::nullopt;
  }
  const auto id = std::to_integer<std::uint8_t>(object_id[prefix]);
  const auto version = std::to_integer<std::uint8_t>(object_id[prefix + 1]);
  if (id > 0x7F || version > 0x7F) return std::nullopt;  // numbers of several octets
  return ApplicationContext{id, version};
}

namespace detail {

bool read_dialogue(BerContext& context, const BerElement& portion, Dialogue& out) noexcept {
  out = Dialogue{};
  out.octets = portion.octets;
  out.kind = DialogueKind::kUnknown;
  BerReader reader(context, portion.content);
  BerElement external;
  BerElement syntax;
  BerElement wrapped;
  BerElement pdu;
  if (!reader.next(external)) return missing(reader);
  reader.finish();
  BerReader inside(context, external.content);
  if (external.tag == tag::kExternal && inside.take(tag::kObjectId, syntax) &&
      inside.take(kSingleType, wrapped)) {
    inside.finish();
    BerReader value(context, wrapped.content);
    if (!value.next(pdu)) return missing(value);
    value.finish();
    out.kind = kind_of(syntax.content, pdu.tag);
  }
  if (context.failed()) return false;
  if (out.kind == DialogueKind::kUnknown) {
    context.add(BerFinding::kUnknownDialogue);
    return true;
  }
  BerReader body(context, pdu.content);
  return read_pdu(body, out);
}

}  // namespace detail
}  // namespace smsfw::ss7
