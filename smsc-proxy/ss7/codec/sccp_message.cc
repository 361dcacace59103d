#include "smsc-proxy/ss7/codec/sccp_message.hh"

#include <algorithm>
#include <array>

#include "smsc-proxy/ss7/codec/sccp_parameter.hh"

namespace smsfw::ss7 {
namespace {

/// What pointers point to, in their order.
enum Part : std::uint8_t { kCalled, kCalling, kData, kOptional, kPartCount };

/// Where a parameter stands, its length octets included.
struct Extent {
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Reads one message from its start to its end. Each step is false once an error stands.
class SccpReader {
 public:
  explicit SccpReader(std::span<const std::byte> in) noexcept : in_(in) {}

  bool read(SccpMessage& out) noexcept {
    if (!read_fixed(out)) return false;
    for (unsigned part = 0; part < pointers_; ++part) {
      if (!read_part(static_cast<Part>(part), out)) return false;
    }
    check_layout(out.findings);
    // Nobody can be sent to who is not named; no calling party is the sender's right.
    if (out.called.absent()) out.called.findings.add(SccpFinding::kUnroutableAddress);
    out.findings.add(out.called.findings);
    out.findings.add(out.calling.findings);
    return true;
  }

  const DecodeError& error() const noexcept { return error_; }

 private:
  bool fail(DecodeCode code, std::size_t offset) noexcept {
    error_ = {code, static_cast<std::uint32_t>(offset), true};
    return false;
  }

  std::size_t octet(std::size_t at) const noexcept { return std::to_integer<std::size_t>(in_[at]); }
  /// One octet, or two with the lower one first.
  std::size_t number(std::size_t at, std::size_t size) const noexcept {
    return size == 1 ? octet(at) : octet(at + 1) << 8U | octet(at);
  }

  bool read_fixed(SccpMessage& out) noexcept {
    if (in_.empty()) return fail(DecodeCode::kTruncated, 0);
    spec_ = find_sccp_type(std::to_integer<std::uint8_t>(in_[0]));
    if (spec_ == nullptr) return fail(DecodeCode::kUnknownId, 0);
    out.type = spec_->type;
    pointer_size_ = spec_->wide ? 2 : 1;
    pointers_ = spec_->optional ? kPartCount : kOptional;
    first_pointer_ = spec_->hop_counter ? 3 : 2;
    body_ = first_pointer_ + pointers_ * pointer_size_;
    if (in_.size() < body_) return fail(DecodeCode::kTruncated, in_.size());
    const auto second = static_cast<std::uint8_t>(octet(1));
    if (spec_->service) {
      out.cause = static_cast<ReturnCause>(second);
      if (second >= kReturnCauseNames.size()) out.findings.add(SccpFinding::kReservedCause);
    } else {
      out.protocol_class = second & 15U;
      out.handling = second >> 4U;
      if (out.protocol_class > 1) out.findings.add(SccpFinding::kReservedClass);
      if (out.handling != 0 && out.handling != kReturnOnError) {
        out.findings.add(SccpFinding::kReservedHandling);
      }
    }
    if (spec_->hop_counter) {
      out.hop_counter = static_cast<std::uint8_t>(octet(2));
      if (out.hop_counter == 0 || out.hop_counter > kMaxHopCounter) {
        out.findings.add(SccpFinding::kBadHopCounter);
      }
    }
    return true;
  }

  /// Where the pointer of a part points. A pointer counts from its own last octet.
  bool follow(Part part, std::size_t& target) noexcept {
    const std::size_t pointer = first_pointer_ + part * pointer_size_;
    const std::size_t value = number(pointer, pointer_size_);
    target = 0;
    if (value == 0) return part == kOptional || fail(DecodeCode::kBadValue, pointer);
    target = pointer + pointer_size_ - 1 + value;
    if (target < body_) return fail(DecodeCode::kBadValue, pointer);
    return target < in_.size() || fail(DecodeCode::kBadLength, pointer);
  }

  bool read_part(Part part, SccpMessage& out) noexcept {
    std::size_t begin = 0;
    if (!follow(part, begin)) return false;
    if (begin == 0) return true;
    if (part == kOptional) return read_optional(begin, out);
    const std::size_t length_size = part == kData && spec_->wide ? 2 : 1;
    if (in_.size() - begin < length_size) return fail(DecodeCode::kTruncated, in_.size());
    const std::size_t length = number(begin, length_size);
    const std::size_t content = begin + length_size;
    if (length > in_.size() - content) return fail(DecodeCode::kBadLength, begin);
    extents_[extent_count_++] = {begin, content + length};
    const auto octets = in_.subspan(content, length);
    if (part == kData) {
      out.data = octets;
      if (octets.empty()) out.findings.add(SccpFinding::kEmptyData);
      return true;
    }
    const auto address = decode_sccp_address(octets);
    if (!address) return fail(address.error().code, content + address.error().offset);
    (part == kCalled ? out.called : out.calling) = *address;
    return true;
  }

  bool read_optional(std::size_t begin, SccpMessage& out) noexcept {
    std::size_t at = begin;
    while (at < in_.size() && octet(at) != parameter::kEnd) {
      const std::size_t name = at;
      if (in_.size() - at < 2) return fail(DecodeCode::kTruncated, in_.size());
      const std::size_t length = octet(at + 1);
      at += 2;
      if (length > in_.size() - at) return fail(DecodeCode::kBadLength, name + 1);
      if (!read_parameter(name, in_.subspan(at, length), out)) return false;
      at += length;
    }
    if (at == in_.size()) return fail(DecodeCode::kUnterminated, at);
    ++at;
    out.optional_part = in_.subspan(begin, at - begin);
    extents_[extent_count_++] = {begin, at};
    return true;
  }

  bool read_parameter(std::size_t name, std::span<const std::byte> content,
                      SccpMessage& out) noexcept {
    switch (octet(name)) {
      case parameter::kSegmentation:
        // Which one holds decides which message the segment belongs to: not for us to choose.
        if (out.segmentation) return fail(DecodeCode::kTooMany, name);
        if (content.size() != parameter::kSegmentationSize) {
          return fail(DecodeCode::kBadLength, name + 1);
        }
        out.segmentation = parameter::read_segmentation(content, out.findings);
        return true;
      case parameter::kImportance:
        if (content.size() != 1) return fail(DecodeCode::kBadLength, name + 1);
        if (out.importance) {
          out.findings.add(SccpFinding::kRepeatedParameter);
          return true;
        }
        out.importance = std::to_integer<std::uint8_t>(content[0]) & kMaxImportance;
        if (std::to_integer<unsigned>(content[0]) > kMaxImportance) {
          out.findings.add(SccpFinding::kSpareBits);
        }
        return true;
      default:
        out.findings.add(SccpFinding::kUnknownParameter);
        return true;
    }
  }

  /// Parameters may stand anywhere behind the pointers, and every receiver follows those. But what
  /// stands otherwise than a sender would put it is suspicious.
  void check_layout(SccpFindings& findings) noexcept {
    const auto begin = extents_.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(extent_count_);
    const auto before = [](const Extent& a, const Extent& b) { return a.begin < b.begin; };
    if (!std::is_sorted(begin, end, before)) {
      findings.add(SccpFinding::kReorderedParameter);
      std::sort(begin, end, before);
    }
    std::size_t covered = body_;
    for (auto each = begin; each != end; ++each) {
      if (each->begin < covered) findings.add(SccpFinding::kSharedOctets);
      if (each->begin > covered) findings.add(SccpFinding::kHiddenOctets);
      covered = std::max(covered, each->end);
    }
    if (covered < in_.size()) findings.add(SccpFinding::kTrailingOctets);
  }

  std::span<const std::byte> in_;
  const SccpTypeSpec* spec_ = nullptr;
  std::size_t pointer_size_ = 1;
  std::size_t pointers_ = 0;
  std::size_t first_pointer_ = 0;
  std::size_t body_ = 0;
  std::array<Extent, kPartCount> extents_{};
  std::size_t extent_count_ = 0;
  DecodeError error_{};
};

}  // namespace

Expected<SccpMessage, DecodeError> decode_sccp(std::span<const std::byte> in) noexcept {
  Expected<SccpMessage, DecodeError> result;
  SccpReader reader(in);
  if (!reader.read(*result)) result = Unexpected<DecodeError>(reader.error());
  return result;
}

}  // namespace smsfw::ss7
