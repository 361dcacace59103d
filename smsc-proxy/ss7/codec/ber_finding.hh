#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::ss7 {

/// Oddities of a TCAP or MAP message that could still be read in one way only. A decoder sets them
/// beside the value; what becomes of the message is the caller's policy. What could be read in two
/// ways is a DecodeError instead.
enum class BerFinding : std::uint8_t {
  kIndefiniteLength,  ///< Length octet 80 and an end-of-contents (X.690 8.1.3.6).
  kNonMinimalLength,  ///< The long form, or leading zeros in it, where fewer octets do.
  kNonMinimalTag,     ///< The high-tag form for a number below 31, or leading zeros in it.
  kPaddedInteger,     ///< The first nine bits of an integer are equal (X.690 8.3.2 forbids it).
  kTrailingOctets,    ///< Octets behind the last element of a message, component or value.
  kDuplicateElement,  ///< An element that may stand once stands twice; the first one counts.
  kReorderedElement,  ///< An element stands before one that its type puts in front of it.
  kUnknownElement,    ///< An element that the type does not name; left alone, as its ellipsis says.
  kOtherVersion,      ///< An element or a form that belongs to another version of the protocol.
  kValueOutOfRange,   ///< A size or a value outside the bounds of its type.
  kBadDigits,         ///< A filler inside a number, or a number that no dialling gives.
  kBadNesting,        ///< An opaque element whose inside is not BER.
  kNestedTooDeep,     ///< An opaque element nests deeper than kMaxBerDepth.
  kGlobalOperation,   ///< The operation code is an OBJECT IDENTIFIER (tag 06), never one of MAP's.
  kUnknownComponent,  ///< A component whose tag is none of Q.773's five.
  kDuplicateInvokeId,  ///< Two invokes of one message share their invoke id.
  kSeveralInvokes,     ///< More than one invoke in one message.
  kInvokeInEnd,        ///< An invoke in TC-END, which nobody could answer.
  kUnknownDialogue,    ///< A dialogue portion that is not Q.773's; kept as octets.
  kMisplacedDialogue,  ///< A dialogue PDU that does not belong into this kind of message.
  kDialogueVersion,    ///< The protocol version of the dialogue PDU leaves out version 1.
  kUnknownContext,     ///< An application context that is none of MAP's (0.4.0.0.1.0.*.*).
  kUnknownUserInfo,    ///< User information that is not a MAP dialogue PDU.
  kCount,
};

inline constexpr std::size_t kBerFindingCount = static_cast<std::size_t>(BerFinding::kCount);

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr std::array<std::string_view, kBerFindingCount> kBerFindingNames{
    "indefinite_length", "non_minimal_length", "non_minimal_tag",   "padded_integer",
    "trailing_octets",   "duplicate_element",  "reordered_element", "unknown_element",
    "other_version",     "value_out_of_range", "bad_digits",        "bad_nesting",
    "nested_too_deep",   "global_operation",   "unknown_component", "duplicate_invoke_id",
    "several_invokes",   "invoke_in_end",      "unknown_dialogue",  "misplaced_dialogue",
    "dialogue_version",  "unknown_context",    "unknown_user_info",
};

constexpr std::string_view to_string(BerFinding finding) noexcept {
  return kBerFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message or value.
class BerFindings {
 public:
  constexpr void add(BerFinding finding) noexcept { bits_ |= bit(finding); }
  constexpr void add(BerFindings other) noexcept { bits_ |= other.bits_; }
  constexpr bool has(BerFinding finding) const noexcept { return (bits_ & bit(finding)) != 0; }
  constexpr bool any() const noexcept { return bits_ != 0; }
  /// True where nothing but `finding` was found.
  constexpr bool only(BerFinding finding) const noexcept { return bits_ == bit(finding); }
  friend constexpr bool operator==(const BerFindings&, const BerFindings&) = default;

 private:
  static constexpr std::uint32_t bit(BerFinding finding) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(finding);
  }
  static_assert(kBerFindingCount <= 32);

  std::uint32_t bits_ = 0;
};

}  // namespace smsfw::ss7
