#include "smsc-proxy/ss7/codec/ber_reader.hh"

#include <array>

namespace smsfw::ss7 {
namespace {

constexpr unsigned kConstructedBit = 0x20;
constexpr unsigned kHighTagForm = 0x1F;
constexpr BerTag kMaxHighTagNumber = 0xFFFFFF;

/// Identifier and length octets.
struct Header {
  BerTag tag = 0;
  std::size_t size = 0;    ///< Octets of the header itself.
  std::size_t length = 0;  ///< Octets of the contents; 0 where indefinite.
  bool constructed = false;
  bool indefinite = false;
};

unsigned octet(std::span<const std::byte> in, std::size_t at) noexcept {
  return std::to_integer<unsigned>(in[at]);
}

bool read_tag(BerContext& context, std::span<const std::byte> in, Header& out) noexcept {
  const unsigned first = octet(in, 0);
  out.constructed = (first & kConstructedBit) != 0;
  out.tag = first;
  out.size = 1;
  if ((first & kHighTagForm) != kHighTagForm) return true;
  BerTag number = 0;
  bool more = true;
  while (more) {
    if (out.size == in.size()) return context.fail(DecodeCode::kTruncated, in.data());
    const unsigned septet = octet(in, out.size);
    if (out.size == 1 && septet == 0x80) context.add(BerFinding::kNonMinimalTag);
    if (number > (kMaxHighTagNumber >> 7U)) return context.fail(DecodeCode::kOversize, in.data());
    number = number << 7U | (septet & 0x7FU);
    more = (septet & 0x80U) != 0;
    ++out.size;
  }
  if (number < kHighTagForm) {
    context.add(BerFinding::kNonMinimalTag);
    out.tag = (first & ~kHighTagForm) | number;
  } else {
    out.tag = first << 24U | number;
  }
  return true;
}

bool read_length(BerContext& context, std::span<const std::byte> in, Header& out) noexcept {
  if (out.size == in.size()) return context.fail(DecodeCode::kTruncated, in.data());
  const unsigned first = octet(in, out.size);
  ++out.size;
  if (first < 0x80) {
    out.length = first;
  } else if (first == 0x80) {
    if (!out.constructed) return context.fail(DecodeCode::kBadLength, in.data());
    context.add(BerFinding::kIndefiniteLength);
    out.indefinite = true;
    return true;
  } else {
    const unsigned count = first & 0x7FU;
    if (first == 0xFF) return context.fail(DecodeCode::kBadLength, in.data());
    if (count > 4) return context.fail(DecodeCode::kOversize, in.data());
    if (in.size() - out.size < count) return context.fail(DecodeCode::kTruncated, in.data());
    const bool leading_zero = octet(in, out.size) == 0;
    for (unsigned i = 0; i < count; ++i) {
      out.length = out.length << 8U | octet(in, out.size);
      ++out.size;
    }
    if (leading_zero || out.length < 0x80) context.add(BerFinding::kNonMinimalLength);
  }
  if (out.length > in.size() - out.size) return context.fail(DecodeCode::kBadLength, in.data());
  return true;
}

/// `in` is not empty.
bool read_header(BerContext& context, std::span<const std::byte> in, Header& out) noexcept {
  return read_tag(context, in, out) && read_length(context, in, out);
}

constexpr std::size_t kEndOfContentsSize = 2;

/// 00 00 and nothing else: a length of more octets is no end-of-contents.
bool is_end_of_contents(const Header& header) noexcept {
  return header.tag == 0 && header.size == kEndOfContentsSize && header.length == 0;
}

/// Octets of the contents of an indefinite length at the start of `in`, without its
/// end-of-contents. Definite elements are stepped over whole.
bool find_end(BerContext& context, std::span<const std::byte> in, std::size_t& size) noexcept {
  std::size_t open = 1;
  std::size_t at = 0;
  while (at < in.size()) {
    Header header;
    if (!read_header(context, in.subspan(at), header)) return false;
    if (header.indefinite) {
      if (++open > kMaxBerDepth) return context.fail(DecodeCode::kTooMany, in.data() + at);
    } else if (is_end_of_contents(header) && --open == 0) {
      size = at;
      return true;
    }
    at += header.size + header.length;
  }
  return context.fail(DecodeCode::kUnterminated, in.data());
}

}  // namespace

bool BerContext::fail(DecodeCode code, const std::byte* where) noexcept {
  if (!failed_) {
    failed_ = true;
    error_ = DecodeError{code, static_cast<std::uint32_t>(where - base_), recoverable_};
  }
  return false;
}

bool BerReader::next(BerElement& out) noexcept {
  if (at_end()) return false;
  Header header;
  if (!read_header(*context_, rest_, header)) return false;
  // Inside an indefinite length its end-of-contents was taken off already.
  if (header.tag == 0) return fail(DecodeCode::kBadValue);
  std::size_t total = header.size + header.length;
  if (header.indefinite) {
    if (!find_end(*context_, rest_.subspan(header.size), header.length)) return false;
    total = header.size + header.length + kEndOfContentsSize;
  }
  out = {header.tag, rest_.subspan(header.size, header.length), rest_.first(total)};
  rest_ = rest_.subspan(total);
  return true;
}

bool BerReader::take(BerTag wanted, BerElement& out) noexcept {
  if (at_end()) return false;
  // The high-tag form may hide a low number; everything else shows in the first octet.
  const unsigned first = octet(rest_, 0);
  if ((first & kHighTagForm) != kHighTagForm && first != wanted) return false;
  BerReader ahead = *this;
  if (!ahead.next(out) || out.tag != wanted) return false;
  *this = ahead;
  return true;
}

std::optional<std::int64_t> ber_integer(std::span<const std::byte> content,
                                        BerFindings& findings) noexcept {
  if (content.empty() || content.size() > 8) return std::nullopt;
  const bool negative = (octet(content, 0) & 0x80U) != 0;
  if (content.size() > 1) {
    const unsigned first = octet(content, 0);
    const bool second_high = (octet(content, 1) & 0x80U) != 0;
    if ((first == 0 && !second_high) || (first == 0xFF && second_high)) {
      findings.add(BerFinding::kPaddedInteger);
    }
  }
  std::uint64_t value = negative ? ~std::uint64_t{0} : 0;
  for (const std::byte each : content) {
    value = value << 8U | std::to_integer<std::uint64_t>(each);
  }
  return static_cast<std::int64_t>(value);
}

std::optional<bool> ber_boolean(std::span<const std::byte> content) noexcept {
  if (content.size() != 1) return std::nullopt;
  return content[0] != std::byte{0};
}

BerFindings ber_check(std::span<const std::byte> octets) noexcept {
  BerContext context(octets);
  BerFindings findings;
  // What remains of each open element; the innermost one is last.
  std::array<std::span<const std::byte>, kMaxBerDepth> open;
  std::size_t depth = 1;
  open[0] = octets;
  while (depth != 0) {
    BerReader reader(context, open[depth - 1]);
    BerElement element;
    if (!reader.next(element)) {
      if (context.failed()) break;
      --depth;
      continue;
    }
    open[depth - 1] = reader.rest();
    if (!element.constructed() || element.content.empty()) continue;
    if (depth == kMaxBerDepth) {
      findings.add(BerFinding::kNestedTooDeep);
      continue;
    }
    open[depth++] = element.content;
  }
  findings.add(context.findings());
  if (context.failed()) {
    findings.add(context.error().code == DecodeCode::kTooMany ? BerFinding::kNestedTooDeep
                                                              : BerFinding::kBadNesting);
  }
  return findings;
}

}  // namespace smsfw::ss7
