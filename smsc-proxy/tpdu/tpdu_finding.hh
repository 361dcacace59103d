#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "filters/core/finding_row.hh"
#include "filters/core/finding_set.hh"

namespace smsfw::tpdu {

/// What is odd about a TPDU that can be read all the same, because a handset or a service centre
/// would read it too. What they could not read is a DecodeError instead.
enum class TpduFinding : std::uint8_t {
  kReservedMessageType,
  kReservedTypeOfAddress,
  kEmptyAddress,
  kLongAddress,
  kEarlyFiller,
  kHiddenDigits,
  kPaddedAddress,
  kBadAlphanumeric,
  kReservedDataCoding,
  kCompressedText,
  kAssumedDataCoding,
  kBadTimeStamp,
  kBadValidityPeriod,
  kLongUserData,
  kOddUserData,
  kBadUserDataHeader,
  kIgnoredElement,
  kRepeatedElement,
  kExtendedParameters,
  kTrailingOctets,
  kCount,
};

inline constexpr std::size_t kTpduFindingCount = static_cast<std::size_t>(TpduFinding::kCount);

/// The one description of each.
inline constexpr std::array kTpduFindingTable{
    FindingRow<TpduFinding>{TpduFinding::kReservedMessageType, "tpdu_reserved_type",
                            "TP-MTI 11 toward an MS: processed as SMS-DELIVER (§9.2.3.1)."},
    FindingRow<TpduFinding>{
        TpduFinding::kReservedTypeOfAddress, "tpdu_reserved_toa",
        "Bit 8 of the type-of-address is 0, or its type of number is 7 (§9.1.2.5)."},
    FindingRow<TpduFinding>{TpduFinding::kEmptyAddress, "tpdu_empty_address",
                            "An address without a digit or character."},
    FindingRow<TpduFinding>{TpduFinding::kLongAddress, "tpdu_long_address",
                            "More than 20 semi-octets (§9.1.2.5), which are also 11 characters."},
    FindingRow<TpduFinding>{TpduFinding::kEarlyFiller, "tpdu_early_filler",
                            "A filler before the last digit: the number ends there for one "
                            "receiver and not for another."},
    FindingRow<TpduFinding>{TpduFinding::kHiddenDigits, "tpdu_hidden_digits",
                            "Something other than the filler behind the last digit."},
    FindingRow<TpduFinding>{
        TpduFinding::kPaddedAddress, "tpdu_padded_address",
        "A CR that fills up the last octet of an alphanumeric address; it is left out."},
    FindingRow<TpduFinding>{TpduFinding::kBadAlphanumeric, "tpdu_bad_alphanumeric",
                            "Septets of an alphanumeric address that are no characters."},
    FindingRow<TpduFinding>{TpduFinding::kReservedDataCoding, "tpdu_reserved_dcs",
                            "A TP-DCS of a reserved value; the default alphabet is read."},
    FindingRow<TpduFinding>{TpduFinding::kCompressedText, "tpdu_compressed_text",
                            "TS 23.042; not decoded here, nor by handsets."},
    FindingRow<TpduFinding>{TpduFinding::kAssumedDataCoding, "tpdu_assumed_dcs",
                            "TP-PI has user data without TP-DCS: 0 is assumed (§9.2.3.27)."},
    FindingRow<TpduFinding>{TpduFinding::kBadTimeStamp, "tpdu_bad_time_stamp",
                            "TP-SCTS or TP-DT is no moment."},
    FindingRow<TpduFinding>{TpduFinding::kBadValidityPeriod, "tpdu_bad_validity_period",
                            "TP-VP is no moment, or has a reserved format."},
    FindingRow<TpduFinding>{
        TpduFinding::kLongUserData, "tpdu_long_user_data",
        "More TP-UD or TP-CD than its type has room for: 140 octets of a message."},
    FindingRow<TpduFinding>{TpduFinding::kOddUserData, "tpdu_odd_user_data",
                            "UCS-2 text of an odd number of octets."},
    FindingRow<TpduFinding>{TpduFinding::kBadUserDataHeader, "tpdu_bad_udh",
                            "TP-UDHI is set, but the header does not fit the user data."},
    FindingRow<TpduFinding>{TpduFinding::kIgnoredElement, "tpdu_ignored_element",
                            "An element of the header that a receiver has to ignore."},
    FindingRow<TpduFinding>{TpduFinding::kRepeatedElement, "tpdu_repeated_element",
                            "Elements that repeat or exclude each other; the last one holds."},
    FindingRow<TpduFinding>{TpduFinding::kExtendedParameters, "tpdu_extended_parameters",
                            "TP-PI has its extension bit or reserved bits set."},
    FindingRow<TpduFinding>{TpduFinding::kTrailingOctets, "tpdu_trailing_octets",
                            "Octets behind the last field; some handsets show them."},
};
static_assert(in_order(kTpduFindingTable));

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr auto kTpduFindingNames = names_of(kTpduFindingTable);

constexpr std::string_view to_string(TpduFinding finding) noexcept {
  return kTpduFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one TPDU.
using TpduFindings = FindingSet<TpduFinding>;

}  // namespace smsfw::tpdu
