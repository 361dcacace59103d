#include "smsc-proxy/ss7/codec/tcap_message.hh"

#include <array>
#include <bitset>

#include "smsc-proxy/ss7/codec/tcap_object_ids.hh"

namespace smsfw::ss7 {
namespace {

/// The elements of a transaction portion in the order in which they stand.
enum Part : std::uint8_t { kOriginating, kDestination, kCause, kDialogue, kComponents, kPartCount };

constexpr std::array<BerTag, kPartCount> kPartTags{kOriginatingTag, kDestinationTag, kCauseTag,
                                                   kDialoguePortionTag, kComponentPortionTag};

constexpr unsigned part_bit(Part part) noexcept {
  return 1U << part;
}

/// Which elements a message must and may have. The one description of Q.773 table 4 to 8.
struct TypeSpec {
  TcapType type;
  unsigned mandatory;
  unsigned optional;
};

constexpr std::array kTypes = {
    TypeSpec{TcapType::kUnidirectional, part_bit(kComponents), part_bit(kDialogue)},
    TypeSpec{TcapType::kBegin, part_bit(kOriginating), part_bit(kDialogue) | part_bit(kComponents)},
    TypeSpec{TcapType::kEnd, part_bit(kDestination), part_bit(kDialogue) | part_bit(kComponents)},
    TypeSpec{TcapType::kContinue, part_bit(kOriginating) | part_bit(kDestination),
             part_bit(kDialogue) | part_bit(kComponents)},
    TypeSpec{TcapType::kAbort, part_bit(kDestination), part_bit(kCause) | part_bit(kDialogue)},
};

const TypeSpec* find_type(BerTag wanted) noexcept {
  for (const TypeSpec& spec : kTypes) {
    if (static_cast<BerTag>(spec.type) == wanted) return &spec;
  }
  return nullptr;
}

bool read_id(std::span<const std::byte> content, TransactionId& out) noexcept {
  if (content.empty() || content.size() > kMaxTransactionIdSize) return false;
  out = {0, static_cast<std::uint8_t>(content.size())};
  for (const std::byte each : content) {
    out.value = out.value << 8U | std::to_integer<std::uint32_t>(each);
  }
  return true;
}

bool read_components(BerContext& context, const BerElement& portion, TcapMessage& out) noexcept {
  BerReader reader(context, portion.content);
  std::bitset<256> invoke_ids;
  std::size_t invokes = 0;
  std::size_t count = 0;
  Component component;
  while (detail::read_component(reader, component)) {
    if (++count > kMaxComponents) {
      return context.fail(DecodeCode::kTooMany, component.octets.data());
    }
    if (component.kind != ComponentKind::kInvoke) continue;
    ++invokes;
    const auto id = static_cast<std::uint8_t>(*component.invoke_id);
    if (invoke_ids.test(id)) context.add(BerFinding::kDuplicateInvokeId);
    invoke_ids.set(id);
  }
  if (context.failed()) return false;
  // The portion may be left out, but not be empty (Q.773 table 14).
  if (count == 0) return context.fail(DecodeCode::kTruncated, portion.octets.data());
  if (invokes > 1) context.add(BerFinding::kSeveralInvokes);
  if (invokes > 0 && out.type == TcapType::kEnd) context.add(BerFinding::kInvokeInEnd);
  out.components = ComponentRange(portion.content, count);
  return true;
}

bool belongs(DialogueKind kind, TcapType type) noexcept {
  switch (kind) {
    case DialogueKind::kNone:
    case DialogueKind::kUnknown:
      return true;
    case DialogueKind::kRequest:
      return type == TcapType::kBegin;
    case DialogueKind::kUnidirectional:
      return type == TcapType::kUnidirectional;
    case DialogueKind::kResponse:
      // In an Abort it refuses the dialogue (Q.774 3.2.1.4).
      return type == TcapType::kContinue || type == TcapType::kEnd || type == TcapType::kAbort;
    case DialogueKind::kAbort:
      return type == TcapType::kAbort;
  }
  return false;
}

bool read_part(BerContext& context, Part part, const BerElement& element,
               TcapMessage& out) noexcept {
  switch (part) {
    case kOriginating:
    case kDestination: {
      TransactionId& id = part == kOriginating ? out.originating : out.destination;
      if (!read_id(element.content, id)) {
        return context.fail(DecodeCode::kBadValue, element.octets.data());
      }
      // An answer goes to the originating id; to End and Abort there is none.
      if (part == kOriginating) context.set_recoverable();
      return true;
    }
    case kCause: {
      BerFindings findings;
      const auto cause = ber_integer(element.content, findings);
      if (findings.any()) context.add(BerFinding::kPaddedInteger);
      if (!cause || *cause < 0 || *cause > 127) {
        return context.fail(DecodeCode::kBadValue, element.octets.data());
      }
      out.p_abort_cause = static_cast<std::uint8_t>(*cause);
      return true;
    }
    case kDialogue:
      if (!detail::read_dialogue(context, element, out.dialogue)) return false;
      if (!belongs(out.dialogue.kind, out.type)) context.add(BerFinding::kMisplacedDialogue);
      return true;
    case kComponents:
      return read_components(context, element, out);
    case kPartCount:
      break;
  }
  return false;
}

bool read_message(BerContext& context, std::span<const std::byte> in, TcapMessage& out) noexcept {
  BerReader reader(context, in);
  BerElement message;
  if (!reader.next(message)) return reader.fail(DecodeCode::kTruncated);
  const TypeSpec* const spec = find_type(message.tag);
  if (spec == nullptr) return context.fail(DecodeCode::kUnknownId, in.data());
  reader.finish();
  out.type = spec->type;
  unsigned seen = 0;
  BerReader inside(context, message.content);
  BerElement element;
  while (inside.next(element)) {
    unsigned part = 0;
    while (part < kPartCount && kPartTags[part] != element.tag)
      ++part;
    if (part == kPartCount || ((spec->mandatory | spec->optional) & 1U << part) == 0) {
      context.add(BerFinding::kUnknownElement);
      continue;
    }
    // Two of them read differently by whom they reach: not for us to choose.
    if ((seen & 1U << part) != 0) return context.fail(DecodeCode::kTooMany, element.octets.data());
    if (seen >> part != 0) context.add(BerFinding::kReorderedElement);
    seen |= 1U << part;
    if (!read_part(context, static_cast<Part>(part), element, out)) return false;
  }
  if ((seen & spec->mandatory) != spec->mandatory) return inside.fail(DecodeCode::kTruncated);
  return !context.failed();
}

}  // namespace

Expected<TcapMessage, DecodeError> decode_tcap(std::span<const std::byte> in) noexcept {
  Expected<TcapMessage, DecodeError> result;
  BerContext context(in);
  if (read_message(context, in, *result)) {
    result->findings = context.findings();
  } else {
    result = Unexpected<DecodeError>(context.error());
  }
  return result;
}

TransactionId tcap_return_id(std::span<const std::byte> in) noexcept {
  BerContext context(in);
  BerReader outer(context, in);
  BerElement message;
  TransactionId id;
  // The outermost length may be what is wrong: the id is looked for behind it all the same.
  std::span<const std::byte> inside;
  if (outer.next(message)) {
    inside = message.content;
  } else if (in.size() > 2) {
    const auto length = std::to_integer<unsigned>(in[1]);
    const std::size_t header = 2 + (length > 0x80 ? length & 0x7FU : 0U);
    inside = in.subspan(header < in.size() ? header : in.size());
  }
  BerContext inner(in);
  BerReader reader(inner, inside);
  BerElement element;
  if (!reader.take(kPartTags[kOriginating], element) || !read_id(element.content, id)) return {};
  return id;
}

PAbortCause p_abort_cause_for(const DecodeError& error) noexcept {
  switch (error.code) {
    case DecodeCode::kUnknownId:
      return PAbortCause::kUnrecognizedMessageType;
    case DecodeCode::kBadValue:
    case DecodeCode::kTooMany:
      return PAbortCause::kIncorrect;
    default:
      return PAbortCause::kBadlyFormatted;
  }
}

}  // namespace smsfw::ss7
