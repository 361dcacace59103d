#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/finding_row.hh"
#include "filters/core/finding_set.hh"

namespace smsfw::ss7 {

/// Oddities of an SCCP message or address that could still be read in one way only. A decoder sets
/// them beside the value; what becomes of the message is the caller's policy. What could be read in
/// two ways is a DecodeError instead.
enum class SccpFinding : std::uint8_t {
  kReservedClass,
  kReservedHandling,
  kReservedCause,
  kBadHopCounter,
  kEmptyData,
  kReorderedParameter,
  kSharedOctets,
  kHiddenOctets,
  kTrailingOctets,
  kUnknownParameter,
  kRepeatedParameter,
  kSpareBits,
  kNationalAddress,
  kUnroutableAddress,
  kAddressRest,
  kReservedTitle,
  kEmptyTitle,
  kLongTitle,
  kBadFiller,
  kBadSignal,
  kEndOfPulsing,
  kUnknownEncoding,
  kAssumedEncoding,
  kReservedNature,
  kReservedPlan,
  kCount,
};

inline constexpr std::size_t kSccpFindingCount = static_cast<std::size_t>(SccpFinding::kCount);

/// The one description of each.
inline constexpr std::array kSccpFindingTable{
    FindingRow<SccpFinding>{SccpFinding::kReservedClass, "sccp_reserved_class",
                            "A protocol class that has no connectionless message (Q.713 3.6)."},
    FindingRow<SccpFinding>{SccpFinding::kReservedHandling, "sccp_reserved_handling",
                            "Message handling other than \"none\" and \"return on error\"."},
    FindingRow<SccpFinding>{SccpFinding::kReservedCause, "sccp_reserved_cause",
                            "A return cause that Q.713 3.12 does not name."},
    FindingRow<SccpFinding>{SccpFinding::kBadHopCounter, "sccp_bad_hop_counter",
                            "Outside 1 to 15 (Q.713 3.18)."},
    FindingRow<SccpFinding>{SccpFinding::kEmptyData, "sccp_empty_data",
                            "The message carries no data."},
    FindingRow<SccpFinding>{SccpFinding::kReorderedParameter, "sccp_reordered_parameter",
                            "Parameters stand in another order than their pointers."},
    FindingRow<SccpFinding>{SccpFinding::kSharedOctets, "sccp_shared_octets",
                            "Parameters overlap: the same octets are read as two."},
    FindingRow<SccpFinding>{SccpFinding::kHiddenOctets, "sccp_hidden_octets",
                            "Octets in front of or between parameters that no pointer reaches."},
    FindingRow<SccpFinding>{SccpFinding::kTrailingOctets, "sccp_trailing_octets",
                            "Octets behind the last parameter."},
    FindingRow<SccpFinding>{SccpFinding::kUnknownParameter, "sccp_unknown_parameter",
                            "An optional parameter that this message does not have; left alone."},
    FindingRow<SccpFinding>{SccpFinding::kRepeatedParameter, "sccp_repeated_parameter",
                            "An optional parameter stands twice; the first one counts."},
    FindingRow<SccpFinding>{SccpFinding::kSpareBits, "sccp_spare_bits",
                            "Bits that are spare in Q.713 are not 0."},
    FindingRow<SccpFinding>{SccpFinding::kNationalAddress, "sccp_national_address",
                            "The bit reserved for national use: not for international traffic."},
    FindingRow<SccpFinding>{SccpFinding::kUnroutableAddress, "sccp_unroutable_address",
                            "The routing indicator names what the address does not have."},
    FindingRow<SccpFinding>{SccpFinding::kAddressRest, "sccp_address_rest",
                            "Octets behind an address without a Global Title."},
    FindingRow<SccpFinding>{SccpFinding::kReservedTitle, "sccp_reserved_title",
                            "A Global Title indicator above 4; its octets stay unread."},
    FindingRow<SccpFinding>{SccpFinding::kEmptyTitle, "sccp_empty_title",
                            "A Global Title without a digit."},
    FindingRow<SccpFinding>{SccpFinding::kLongTitle, "sccp_long_title",
                            "More than 15 digits, the most of E.164, E.212 and E.214."},
    FindingRow<SccpFinding>{SccpFinding::kBadFiller, "sccp_bad_filler",
                            "The half octet behind an odd number of digits is not 0."},
    FindingRow<SccpFinding>{SccpFinding::kBadSignal, "sccp_bad_signal",
                            "An address signal other than 0 to 9 (and ST at the end)."},
    FindingRow<SccpFinding>{SccpFinding::kEndOfPulsing, "sccp_end_of_pulsing",
                            "The signal ST ends the digits; it is left out."},
    FindingRow<SccpFinding>{SccpFinding::kUnknownEncoding, "sccp_unknown_encoding",
                            "An encoding scheme other than BCD; the digits stay unread."},
    FindingRow<SccpFinding>{SccpFinding::kAssumedEncoding, "sccp_assumed_encoding",
                            "A translation type alone: BCD, even, is assumed (Q.713 3.4.2.3.2)."},
    FindingRow<SccpFinding>{SccpFinding::kReservedNature, "sccp_reserved_nature",
                            "A nature of address that Q.713 3.4.2.3.1 does not name."},
    FindingRow<SccpFinding>{SccpFinding::kReservedPlan, "sccp_reserved_plan",
                            "A numbering plan that Q.713 3.4.2.3.3 does not name."},
};
static_assert(in_order(kSccpFindingTable));

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr auto kSccpFindingNames = names_of(kSccpFindingTable);

constexpr std::string_view to_string(SccpFinding finding) noexcept {
  return kSccpFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message or address.
using SccpFindings = FindingSet<SccpFinding>;

}  // namespace smsfw::ss7
