#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::tpdu {

/// What is odd about a TPDU that can be read all the same, because a handset or a service centre
/// would read it too. What they could not read is a DecodeError instead.
enum class TpduFinding : std::uint8_t {
  /// TP-MTI 11 toward an MS: processed as SMS-DELIVER (§9.2.3.1).
  kReservedMessageType,
  /// Bit 8 of the type-of-address is 0, or its type of number is 7 (§9.1.2.5).
  kReservedTypeOfAddress,
  kEmptyAddress,  ///< An address without a digit or character.
  /// More than 20 semi-octets (§9.1.2.5), which are also 11 characters.
  kLongAddress,
  /// A filler before the last digit: the number ends there for one receiver and not for another.
  kEarlyFiller,
  /// Something other than the filler behind the last digit.
  kHiddenDigits,
  /// A CR that fills up the last octet of an alphanumeric address; it is left out.
  kPaddedAddress,
  /// Septets of an alphanumeric address that are no characters.
  kBadAlphanumeric,
  kReservedDataCoding,  ///< A TP-DCS of a reserved value; the default alphabet is read.
  kCompressedText,      ///< TS 23.042; not decoded here, nor by handsets.
  kAssumedDataCoding,   ///< TP-PI has user data without TP-DCS: 0 is assumed (§9.2.3.27).
  kBadTimeStamp,        ///< TP-SCTS or TP-DT is no moment.
  kBadValidityPeriod,   ///< TP-VP is no moment, or has a reserved format.
  kLongUserData,       ///< More TP-UD or TP-CD than its type has room for: 140 octets of a message.
  kOddUserData,        ///< UCS-2 text of an odd number of octets.
  kBadUserDataHeader,  ///< TP-UDHI is set, but the header does not fit the user data.
  kIgnoredElement,     ///< An element of the header that a receiver has to ignore.
  kRepeatedElement,    ///< Elements that repeat or exclude each other; the last one holds.
  kExtendedParameters,  ///< TP-PI has its extension bit or reserved bits set.
  kTrailingOctets,      ///< Octets behind the last field; some handsets show them.
  kCount,
};

inline constexpr std::size_t kTpduFindingCount = static_cast<std::size_t>(TpduFinding::kCount);

/// Names as events and metrics print them, in the order of the enumeration.
inline constexpr std::array<std::string_view, kTpduFindingCount> kTpduFindingNames{
    "tpdu_reserved_type",       "tpdu_reserved_toa",
    "tpdu_empty_address",       "tpdu_long_address",
    "tpdu_early_filler",        "tpdu_hidden_digits",
    "tpdu_padded_address",      "tpdu_bad_alphanumeric",
    "tpdu_reserved_dcs",        "tpdu_compressed_text",
    "tpdu_assumed_dcs",         "tpdu_bad_time_stamp",
    "tpdu_bad_validity_period", "tpdu_long_user_data",
    "tpdu_odd_user_data",       "tpdu_bad_udh",
    "tpdu_ignored_element",     "tpdu_repeated_element",
    "tpdu_extended_parameters", "tpdu_trailing_octets",
};

constexpr std::string_view to_string(TpduFinding finding) noexcept {
  return kTpduFindingNames[static_cast<std::size_t>(finding)];
}

/// The findings of one TPDU.
class TpduFindings {
 public:
  void add(TpduFinding finding) noexcept { bits_.set(static_cast<std::size_t>(finding)); }
  void add(const TpduFindings& others) noexcept { bits_ |= others.bits_; }
  bool has(TpduFinding finding) const noexcept {
    return bits_.test(static_cast<std::size_t>(finding));
  }
  bool any() const noexcept { return bits_.any(); }
  std::size_t count() const noexcept { return bits_.count(); }

 private:
  std::bitset<kTpduFindingCount> bits_;
};

}  // namespace smsfw::tpdu
