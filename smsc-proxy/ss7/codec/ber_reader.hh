#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "filters/core/decode_error.hh"
#include "smsc-proxy/ss7/codec/ber_finding.hh"

// A strict reader of BER (ITU-T X.690), as far as Q.773 and 3GPP TS 29.002 need it. It walks over
// the caller's octets, never behind them, allocates nothing, and does not call itself.

namespace smsfw::ss7 {

/// How deep constructed elements may nest. MAP's own types reach 12.
inline constexpr std::size_t kMaxBerDepth = 24;

/// Identifier octets as one number: for tag numbers below 31 the octet itself (30 is SEQUENCE, A0
/// is [0] constructed), for others the first octet in bits 24-31 and the number below.
using BerTag = std::uint32_t;

namespace tag {
inline constexpr BerTag kBoolean = 0x01;
inline constexpr BerTag kInteger = 0x02;
inline constexpr BerTag kBitString = 0x03;
inline constexpr BerTag kOctetString = 0x04;
inline constexpr BerTag kNull = 0x05;
inline constexpr BerTag kObjectId = 0x06;
inline constexpr BerTag kExternal = 0x28;
inline constexpr BerTag kEnumerated = 0x0A;
inline constexpr BerTag kSequence = 0x30;
/// [number] of a primitive type, number below 31.
constexpr BerTag context(unsigned number) noexcept {
  return 0x80U | number;
}
/// [number] of a constructed type, number below 31.
constexpr BerTag context_constructed(unsigned number) noexcept {
  return 0xA0U | number;
}
}  // namespace tag

/// One element. Borrows the input.
struct BerElement {
  BerTag tag = 0;
  /// The contents octets, without the end-of-contents of an indefinite length.
  std::span<const std::byte> content{};
  /// All octets: identifier, length, contents, end-of-contents.
  std::span<const std::byte> octets{};

  bool constructed() const noexcept {
    return !octets.empty() && (std::to_integer<unsigned>(octets[0]) & 0x20U) != 0;
  }
};

/// What the readers of one input share: where offsets count from, what was found, and the first
/// error. Once an error stands here, all its readers are at their end.
class BerContext {
 public:
  explicit BerContext(std::span<const std::byte> input) noexcept : base_(input.data()) {}

  bool failed() const noexcept { return failed_; }
  const DecodeError& error() const noexcept { return error_; }
  /// Keeps the first error. Always false, so that callers can return it.
  bool fail(DecodeCode code, const std::byte* where) noexcept;
  /// Errors from here on are recoverable: enough is known to answer.
  void set_recoverable() noexcept { recoverable_ = true; }

  void add(BerFinding finding) noexcept { findings_.add(finding); }
  void add(BerFindings findings) noexcept { findings_.add(findings); }
  BerFindings findings() const noexcept { return findings_; }

 private:
  const std::byte* base_;
  DecodeError error_{};
  BerFindings findings_;
  bool failed_ = false;
  bool recoverable_ = false;
};

/// Walks over elements that stand side by side.
class BerReader {
 public:
  BerReader(BerContext& context, std::span<const std::byte> octets) noexcept
      : context_(&context), rest_(octets) {}

  bool at_end() const noexcept { return rest_.empty() || context_->failed(); }
  /// What has not been read yet.
  std::span<const std::byte> rest() const noexcept { return rest_; }

  /// The next element. False at the end, or with an error in the context: kTruncated (ends inside
  /// identifier or length), kBadLength (the length reaches behind the octets, a primitive of
  /// indefinite length, the reserved length octet FF), kOversize (a length of more than four
  /// octets, a tag number above 2^24), kUnterminated (no end-of-contents), kBadValue (an
  /// end-of-contents that closes nothing), kTooMany (nested too deep to find its end).
  bool next(BerElement& out) noexcept;

  /// The next element where its tag is `wanted`; else false, and nothing moves.
  bool take(BerTag wanted, BerElement& out) noexcept;

  /// Identifier octet of the next element; 0 at the end.
  std::uint8_t peek() const noexcept {
    return rest_.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(rest_[0]);
  }

  /// Ends the walk: a finding where something is left over.
  void finish() noexcept {
    if (!at_end()) context_->add(BerFinding::kTrailingOctets);
  }

  bool fail(DecodeCode code) noexcept { return context_->fail(code, rest_.data()); }
  BerContext& context() const noexcept { return *context_; }

 private:
  BerContext* context_;
  std::span<const std::byte> rest_;
};

/// The contents of an INTEGER or ENUMERATED as a signed number; empty for none or more than eight
/// octets. Sets kPaddedInteger.
std::optional<std::int64_t> ber_integer(std::span<const std::byte> content,
                                        BerFindings& findings) noexcept;

/// The contents of a BOOLEAN: any octet but 0 is true (X.690 8.2.2). Empty unless it is one octet.
std::optional<bool> ber_boolean(std::span<const std::byte> content) noexcept;

/// What is odd inside an element that nobody reads (an extension container, the argument of an
/// operation that is passed on): all findings of the reader, kBadNesting where the inside of a
/// constructed element is not BER, kNestedTooDeep. `octets` are elements side by side.
BerFindings ber_check(std::span<const std::byte> octets) noexcept;

}  // namespace smsfw::ss7
