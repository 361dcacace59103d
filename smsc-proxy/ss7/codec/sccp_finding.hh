#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::ss7 {

/// Oddities of an SCCP message or address that could still be read in one way only. A decoder sets
/// them beside the value; what becomes of the message is the caller's policy. What could be read in
/// two ways is a DecodeError instead.
enum class SccpFinding : std::uint8_t {
  kReservedClass,     ///< A protocol class that has no connectionless message (Q.713 3.6).
  kReservedHandling,  ///< Message handling other than "none" and "return on error".
  kReservedCause,     ///< A return cause that Q.713 3.12 does not name.
  kBadHopCounter,     ///< Outside 1 to 15 (Q.713 3.18).
  kEmptyData,
  kReorderedParameter,  ///< Parameters stand in another order than their pointers.
  kSharedOctets,        ///< Parameters overlap: the same octets are read as two.
  kHiddenOctets,        ///< Octets in front of or between parameters that no pointer reaches.
  kTrailingOctets,      ///< Octets behind the last parameter.
  kUnknownParameter,    ///< An optional parameter that this message does not have; left alone.
  kRepeatedParameter,   ///< An optional parameter stands twice; the first one counts.
  kSpareBits,           ///< Bits that are spare in Q.713 are not 0.
  kNationalAddress,     ///< The bit reserved for national use: not for international traffic.
  kUnroutableAddress,   ///< The routing indicator names what the address does not have.
  kAddressRest,         ///< Octets behind an address without a Global Title.
  kReservedTitle,       ///< A Global Title indicator above 4; its octets stay unread.
  kEmptyTitle,          ///< A Global Title without a digit.
  kLongTitle,           ///< More than 15 digits, the most of E.164, E.212 and E.214.
  kBadFiller,           ///< The half octet behind an odd number of digits is not 0.
  kBadSignal,           ///< An address signal other than 0 to 9 (and ST at the end).
  kEndOfPulsing,        ///< The signal ST ends the digits; it is left out.
  kUnknownEncoding,     ///< An encoding scheme other than BCD; the digits stay unread.
  kAssumedEncoding,     ///< A translation type alone: BCD, even, is assumed (Q.713 3.4.2.3.2).
  kReservedNature,      ///< A nature of address that Q.713 3.4.2.3.1 does not name.
  kReservedPlan,        ///< A numbering plan that Q.713 3.4.2.3.3 does not name.
  kCount,
};

inline constexpr std::size_t kSccpFindingCount = static_cast<std::size_t>(SccpFinding::kCount);

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr std::array<std::string_view, kSccpFindingCount> kSccpFindingNames{
    "sccp_reserved_class",    "sccp_reserved_handling",  "sccp_reserved_cause",
    "sccp_bad_hop_counter",   "sccp_empty_data",         "sccp_reordered_parameter",
    "sccp_shared_octets",     "sccp_hidden_octets",      "sccp_trailing_octets",
    "sccp_unknown_parameter", "sccp_repeated_parameter", "sccp_spare_bits",
    "sccp_national_address",  "sccp_unroutable_address", "sccp_address_rest",
    "sccp_reserved_title",    "sccp_empty_title",        "sccp_long_title",
    "sccp_bad_filler",        "sccp_bad_signal",         "sccp_end_of_pulsing",
    "sccp_unknown_encoding",  "sccp_assumed_encoding",   "sccp_reserved_nature",
    "sccp_reserved_plan",
};

constexpr std::string_view to_string(SccpFinding finding) noexcept {
  return kSccpFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one message or address.
class SccpFindings {
 public:
  constexpr void add(SccpFinding finding) noexcept { bits_ |= bit(finding); }
  constexpr void add(SccpFindings other) noexcept { bits_ |= other.bits_; }
  constexpr bool has(SccpFinding finding) const noexcept { return (bits_ & bit(finding)) != 0; }
  constexpr bool any() const noexcept { return bits_ != 0; }
  /// True where nothing but `finding` was found.
  constexpr bool only(SccpFinding finding) const noexcept { return bits_ == bit(finding); }
  friend constexpr bool operator==(const SccpFindings&, const SccpFindings&) = default;

 private:
  static constexpr std::uint32_t bit(SccpFinding finding) noexcept {
    return std::uint32_t{1} << static_cast<unsigned>(finding);
  }
  static_assert(kSccpFindingCount <= 32);

  std::uint32_t bits_ = 0;
};

}  // namespace smsfw::ss7
