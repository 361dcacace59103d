#include "smsc-proxy/ss7/codec/tcap_component.hh"

#include <limits>

namespace smsfw::ss7 {
namespace {

constexpr BerTag kLinkedId = tag::context(0);

bool read_number(BerContext& context, const BerElement& element, std::int64_t min, std::int64_t max,
                 std::int64_t& out) noexcept {
  BerFindings findings;
  const auto value = ber_integer(element.content, findings);
  if (findings.has(BerFinding::kPaddedInteger)) context.add(BerFinding::kPaddedInteger);
  if (!value || *value < min || *value > max) {
    return context.fail(DecodeCode::kBadValue, element.octets.data());
  }
  out = *value;
  return true;
}

bool read_invoke_id(BerContext& context, const BerElement& element,
                    std::optional<std::int8_t>& out) noexcept {
  std::int64_t value = 0;
  if (!read_number(context, element, -128, 127, value)) return false;
  out = static_cast<std::int8_t>(value);
  return true;
}

/// INTEGER or OBJECT IDENTIFIER.
bool read_code(BerReader& reader, ComponentCode& out) noexcept {
  BerElement element;
  if (reader.take(tag::kInteger, element)) {
    std::int64_t value = 0;
    if (!read_number(reader.context(), element, std::numeric_limits<std::int32_t>::min(),
                     std::numeric_limits<std::int32_t>::max(), value)) {
      return false;
    }
    out.local = static_cast<std::int32_t>(value);
    return true;
  }
  if (reader.take(tag::kObjectId, element)) {
    if (element.content.empty()) {
      return reader.context().fail(DecodeCode::kBadValue, element.octets.data());
    }
    reader.context().add(BerFinding::kGlobalOperation);
    out.global = element.content;
    return true;
  }
  return reader.fail(reader.at_end() ? DecodeCode::kTruncated : DecodeCode::kBadValue);
}

bool read_parameter(BerReader& reader, Component& out) noexcept {
  BerElement element;
  if (reader.next(element)) out.parameter = element.octets;
  reader.finish();
  return !reader.context().failed();
}

bool read_result(BerReader& reader, Component& out) noexcept {
  BerElement sequence;
  if (!reader.take(tag::kSequence, sequence)) {
    reader.finish();
    return !reader.context().failed();
  }
  BerReader inside(reader.context(), sequence.content);
  if (!read_code(inside, out.code) || !read_parameter(inside, out)) return false;
  reader.finish();
  return !reader.context().failed();
}

bool read_reject(BerReader& reader, Component& out) noexcept {
  BerElement element;
  if (reader.take(tag::kInteger, element)) {
    if (!read_invoke_id(reader.context(), element, out.invoke_id)) return false;
  } else if (!reader.take(tag::kNull, element)) {
    return reader.fail(reader.at_end() ? DecodeCode::kTruncated : DecodeCode::kBadValue);
  }
  if (!reader.next(element)) return reader.fail(DecodeCode::kTruncated);
  if (element.tag < tag::context(0) || element.tag > tag::context(3)) {
    return reader.context().fail(DecodeCode::kBadValue, element.octets.data());
  }
  out.problem_kind = static_cast<ProblemKind>(element.tag);
  std::int64_t value = 0;
  if (!read_number(reader.context(), element, 0, 127, value)) return false;
  out.problem = static_cast<std::int32_t>(value);
  reader.finish();
  return !reader.context().failed();
}

bool read_inside(BerReader& reader, Component& out) noexcept {
  if (out.kind == ComponentKind::kReject) return read_reject(reader, out);
  BerElement element;
  if (!reader.take(tag::kInteger, element)) {
    return reader.fail(reader.at_end() ? DecodeCode::kTruncated : DecodeCode::kBadValue);
  }
  if (!read_invoke_id(reader.context(), element, out.invoke_id)) return false;
  if (out.kind == ComponentKind::kReturnResultLast ||
      out.kind == ComponentKind::kReturnResultNotLast) {
    return read_result(reader, out);
  }
  if (out.kind == ComponentKind::kInvoke && reader.take(kLinkedId, element) &&
      !read_invoke_id(reader.context(), element, out.linked_id)) {
    return false;
  }
  return read_code(reader, out.code) && read_parameter(reader, out);
}

}  // namespace

namespace detail {

bool read_component(BerReader& reader, Component& out) noexcept {
  BerElement element;
  if (!reader.next(element)) return false;
  out = Component{};
  out.octets = element.octets;
  switch (element.tag) {
    case 0xA1:
    case 0xA2:
    case 0xA3:
    case 0xA4:
    case 0xA7:
      out.kind = static_cast<ComponentKind>(element.tag);
      break;
    default:
      reader.context().add(BerFinding::kUnknownComponent);
      return true;
  }
  BerReader inside(reader.context(), element.content);
  return read_inside(inside, out);
}

}  // namespace detail

void ComponentRange::Iterator::read() noexcept {
  BerContext context(rest_);
  BerReader reader(context, rest_);
  if (!detail::read_component(reader, current_)) rest_ = {};
}

Expected<Component, DecodeError> decode_component(std::span<const std::byte> octets,
                                                  BerFindings& findings) noexcept {
  BerContext context(octets);
  BerReader reader(context, octets);
  Component component;
  if (!detail::read_component(reader, component)) {
    reader.fail(DecodeCode::kTruncated);
    return Unexpected<DecodeError>(context.error());
  }
  reader.finish();
  findings.add(context.findings());
  return component;
}

}  // namespace smsfw::ss7
