#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/finding_row.hh"
#include "filters/core/finding_set.hh"

namespace smsfw::ss7 {

/// Oddities of a TCAP or MAP message that could still be read in one way only. A decoder sets them
/// beside the value; what becomes of the message is the caller's policy. What could be read in two
/// ways is a DecodeError instead.
enum class BerFinding : std::uint8_t {
  kIndefiniteLength,
  kNonMinimalLength,
  kNonMinimalTag,
  kPaddedInteger,
  kTrailingOctets,
  kDuplicateElement,
  kReorderedElement,
  kUnknownElement,
  kOtherVersion,
  kValueOutOfRange,
  kBadDigits,
  kBadNesting,
  kNestedTooDeep,
  kGlobalOperation,
  kUnknownComponent,
  kDuplicateInvokeId,
  kSeveralInvokes,
  kInvokeInEnd,
  kUnknownDialogue,
  kMisplacedDialogue,
  kDialogueVersion,
  kUnknownContext,
  kUnknownUserInfo,
  kCount,
};

inline constexpr std::size_t kBerFindingCount = static_cast<std::size_t>(BerFinding::kCount);

/// The one description of each.
inline constexpr std::array kBerFindingTable{
    FindingRow<BerFinding>{BerFinding::kIndefiniteLength, "indefinite_length",
                           "Length octet 80 and an end-of-contents (X.690 8.1.3.6)."},
    FindingRow<BerFinding>{BerFinding::kNonMinimalLength, "non_minimal_length",
                           "The long form, or leading zeros in it, where fewer octets do."},
    FindingRow<BerFinding>{BerFinding::kNonMinimalTag, "non_minimal_tag",
                           "The high-tag form for a number below 31, or leading zeros in it."},
    FindingRow<BerFinding>{BerFinding::kPaddedInteger, "padded_integer",
                           "The first nine bits of an integer are equal (X.690 8.3.2 forbids it)."},
    FindingRow<BerFinding>{BerFinding::kTrailingOctets, "trailing_octets",
                           "Octets behind the last element of a message, component or value."},
    FindingRow<BerFinding>{BerFinding::kDuplicateElement, "duplicate_element",
                           "An element that may stand once stands twice; the first one counts."},
    FindingRow<BerFinding>{BerFinding::kReorderedElement, "reordered_element",
                           "An element stands before one that its type puts in front of it."},
    FindingRow<BerFinding>{
        BerFinding::kUnknownElement, "unknown_element",
        "An element that the type does not name; left alone, as its ellipsis says."},
    FindingRow<BerFinding>{BerFinding::kOtherVersion, "other_version",
                           "An element or a form that belongs to another version of the protocol."},
    FindingRow<BerFinding>{BerFinding::kValueOutOfRange, "value_out_of_range",
                           "A size or a value outside the bounds of its type."},
    FindingRow<BerFinding>{BerFinding::kBadDigits, "bad_digits",
                           "A filler inside a number, or a number that no dialling gives."},
    FindingRow<BerFinding>{BerFinding::kBadNesting, "bad_nesting",
                           "An opaque element whose inside is not BER."},
    FindingRow<BerFinding>{BerFinding::kNestedTooDeep, "nested_too_deep",
                           "An opaque element nests deeper than kMaxBerDepth."},
    FindingRow<BerFinding>{
        BerFinding::kGlobalOperation, "global_operation",
        "The operation code is an OBJECT IDENTIFIER (tag 06), never one of MAP's."},
    FindingRow<BerFinding>{BerFinding::kUnknownComponent, "unknown_component",
                           "A component whose tag is none of Q.773's five."},
    FindingRow<BerFinding>{BerFinding::kDuplicateInvokeId, "duplicate_invoke_id",
                           "Two invokes of one message share their invoke id."},
    FindingRow<BerFinding>{BerFinding::kSeveralInvokes, "several_invokes",
                           "More than one invoke in one message."},
    FindingRow<BerFinding>{BerFinding::kInvokeInEnd, "invoke_in_end",
                           "An invoke in TC-END, which nobody could answer."},
    FindingRow<BerFinding>{BerFinding::kUnknownDialogue, "unknown_dialogue",
                           "A dialogue portion that is not Q.773's; kept as octets."},
    FindingRow<BerFinding>{BerFinding::kMisplacedDialogue, "misplaced_dialogue",
                           "A dialogue PDU that does not belong into this kind of message."},
    FindingRow<BerFinding>{BerFinding::kDialogueVersion, "dialogue_version",
                           "The protocol version of the dialogue PDU leaves out version 1."},
    FindingRow<BerFinding>{BerFinding::kUnknownContext, "unknown_context",
                           "An application context that is none of MAP's (0.4.0.0.1.0.*.*)."},
    FindingRow<BerFinding>{BerFinding::kUnknownUserInfo, "unknown_user_info",
                           "User information that is not a MAP dialogue PDU."},
};
static_assert(in_order(kBerFindingTable));

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr auto kBerFindingNames = names_of(kBerFindingTable);

constexpr std::string_view to_string(BerFinding finding) noexcept {
  return kBerFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message or value.
using BerFindings = FindingSet<BerFinding>;

}  // namespace smsfw::ss7
