#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "filters/core/decode_error.hh"
#include "filters/core/expected.hh"
#include "filters/core/inline_string.hh"
#include "smsc-proxy/ss7/codec/point_code.hh"
#include "smsc-proxy/ss7/codec/sccp_encode_error.hh"
#include "smsc-proxy/ss7/codec/sccp_finding.hh"

// Called and calling party addresses, ITU-T Q.713 3.4 and 3.5.

namespace smsfw::ss7 {

/// Subsystem numbers, Q.713 3.4.2.2 and 3GPP TS 23.003 8.1.
namespace subsystem {
inline constexpr std::uint8_t kUnknown = 0;
inline constexpr std::uint8_t kManagement = 1;  ///< SCCP management: never a user's.
inline constexpr std::uint8_t kHlr = 6;
inline constexpr std::uint8_t kVlr = 7;
inline constexpr std::uint8_t kMsc = 8;
inline constexpr std::uint8_t kEir = 9;
inline constexpr std::uint8_t kAuc = 10;
inline constexpr std::uint8_t kGmlc = 145;
inline constexpr std::uint8_t kCap = 146;
inline constexpr std::uint8_t kGsmScf = 147;
inline constexpr std::uint8_t kSgsn = 149;
}  // namespace subsystem

/// The Global Title indicator: what a title consists of beside its digits. 5 to 15 are reserved.
enum class TitleKind : std::uint8_t {
  kNone = 0,
  kNature = 1,           ///< Nature of address, and whether the number of digits is odd.
  kTranslation = 2,      ///< Translation type.
  kTranslationPlan = 3,  ///< Translation type, numbering plan, encoding scheme.
  kFull = 4,             ///< Translation type, numbering plan, encoding scheme, nature of address.
};

/// Nature of address, Q.713 3.4.2.3.1. 112 to 126 are for national use.
enum class TitleNature : std::uint8_t {
  kUnknown = 0,
  kSubscriber = 1,
  kReservedNational = 2,
  kNational = 3,
  kInternational = 4,
};

/// Numbering plan, Q.713 3.4.2.3.3.
enum class TitlePlan : std::uint8_t {
  kUnknown = 0,
  kIsdn = 1,  ///< E.164.
  kGeneric = 2,
  kData = 3,
  kTelex = 4,
  kMaritime = 5,
  kLandMobile = 6,  ///< E.212.
  kIsdnMobile = 7,  ///< E.214.
  kPrivate = 14,
};

/// Encoding scheme, Q.713 3.4.2.3.3.
enum class TitleEncoding : std::uint8_t { kUnknown = 0, kOddBcd = 1, kEvenBcd = 2, kNational = 3 };

/// Digits of the longest number of E.164, E.212 and E.214.
inline constexpr std::size_t kMaxNumberDigits = 15;
/// Digits that are kept: what is longer is a finding, and its end is left out.
inline constexpr std::size_t kMaxTitleDigits = 32;
using TitleDigits = InlineString<kMaxTitleDigits>;

/// A party address as it was read. Borrows the octets that it was read from.
struct SccpAddress {
  /// As received, from the address indicator on, without the length octet.
  std::span<const std::byte> octets{};
  /// The address information of the title: the digits' octets, or everything behind the subsystem
  /// number where the kind is reserved.
  std::span<const std::byte> signals{};
  std::optional<PointCode> point_code;
  std::optional<std::uint8_t> subsystem;
  TitleKind title = TitleKind::kNone;
  std::uint8_t translation_type = 0;                 ///< Of kinds 2 to 4.
  TitlePlan plan = TitlePlan::kUnknown;              ///< Of kinds 3 and 4; may be a reserved value.
  TitleEncoding encoding = TitleEncoding::kUnknown;  ///< Kind 1: from its odd/even indicator.
  TitleNature nature = TitleNature::kUnknown;        ///< Of kinds 1 and 4; may be a reserved value.
  bool route_on_subsystem = false;  ///< Routing indicator; else on the Global Title.
  bool national = false;            ///< The bit reserved for national use.
  SccpFindings findings;

  /// The indicator alone, all zero: Q.713 3.5's way to say that there is no calling party address.
  bool absent() const noexcept {
    return octets.size() == 1 && (octets[0] & std::byte{0x7F}) == std::byte{0};
  }
  /// The digits can be read: the title says BCD, or is of the kind that leaves it open.
  bool has_digits() const noexcept {
    return encoding == TitleEncoding::kOddBcd || encoding == TitleEncoding::kEvenBcd;
  }
  /// The digits, 10 to 15 as `a` to `f`, without an ST at the end. Empty where they cannot be read;
  /// at most kMaxTitleDigits.
  TitleDigits digits() const noexcept;
};

/// Reads an address from its indicator to its end. kTruncated: ends inside point code, subsystem
/// number or the fixed part of the title, or is empty; the offset is the octet that is missing.
Expected<SccpAddress, DecodeError> decode_sccp_address(std::span<const std::byte> octets) noexcept;

/// What an address to be sent consists of.
struct SccpAddressFields {
  std::optional<PointCode> point_code;
  std::optional<std::uint8_t> subsystem;
  TitleKind title = TitleKind::kNone;
  std::uint8_t translation_type = 0;
  TitlePlan plan = TitlePlan::kUnknown;
  TitleNature nature = TitleNature::kUnknown;
  std::string_view digits{};  ///< 0 to 9 and a to e.
  bool route_on_subsystem = false;
  bool national = false;
};

/// Octets of an address to be sent, written here.
class SccpAddressOctets {
 public:
  /// kBadValue: a digit that none of the address signals is, a title without a digit or digits
  /// without a title, an odd number of digits of kind 2 (which cannot say so), a reserved kind, a
  /// value of more bits than its field. kTooLong: more than kMaxTitleDigits.
  static Expected<SccpAddressOctets, SccpEncodeError> make(
      const SccpAddressFields& fields) noexcept;
  /// Routed by an international number of E.164, translation type 0, with a subsystem number.
  static Expected<SccpAddressOctets, SccpEncodeError> title(std::string_view digits,
                                                            std::uint8_t subsystem) noexcept;
  std::span<const std::byte> view() const noexcept { return {octets_.data(), size_}; }

 private:
  void put(unsigned octet) noexcept { octets_[size_++] = static_cast<std::byte>(octet); }

  std::array<std::byte, 7 + kMaxTitleDigits / 2> octets_{};
  std::size_t size_ = 0;
};

}  // namespace smsfw::ss7
