#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "filters/core/expected.hh"
#include "filters/core/inline_string.hh"
#include "smsc-proxy/ss7/codec/ber_finding.hh"
#include "smsc-proxy/ss7/codec/ber_writer.hh"

namespace smsfw::ss7 {

/// Nature of address, 3GPP TS 29.002 17.7.8 (AddressString, bits 7 to 5 of the first octet).
enum class MapNature : std::uint8_t {
  kUnknown = 0,
  kInternational = 1,
  kNational = 2,
  kNetworkSpecific = 3,
  kSubscriber = 4,
  kReserved = 5,
  kAbbreviated = 6,
  kReservedForExtension = 7,
};

/// Numbering plan, bits 4 to 1 of the first octet.
enum class MapPlan : std::uint8_t {
  kUnknown = 0,
  kIsdn = 1,
  kSpare2 = 2,
  kData = 3,
  kTelex = 4,
  kSpare5 = 5,
  kLandMobile = 6,
  kSpare7 = 7,
  kNational = 8,
  kPrivate = 9,
};

/// Bounds in octets: AddressString, ISDN-AddressString and IMSI of TS 29.002 17.7.8.
inline constexpr std::size_t kMaxAddressString = 20;
inline constexpr std::size_t kMaxIsdnAddressString = 9;
inline constexpr std::size_t kMinImsi = 3;
inline constexpr std::size_t kMaxImsi = 8;
inline constexpr std::size_t kLmsiSize = 4;

/// Digits of the longest AddressString.
inline constexpr std::size_t kMaxMapDigits = 2 * (kMaxAddressString - 1);
using MapDigits = InlineString<kMaxMapDigits>;

/// Semi-octets, low one first; F in the last high one is a filler (TBCD-STRING). Borrows.
class Tbcd {
 public:
  Tbcd() noexcept = default;
  explicit Tbcd(std::span<const std::byte> octets) noexcept : octets_(octets) {}

  std::span<const std::byte> octets() const noexcept { return octets_; }
  bool empty() const noexcept { return octets_.empty(); }
  /// The digits, with `*`, `#`, `a`, `b` and `c` for 10 to 14. Ends at the first filler, and after
  /// as many as MapDigits holds.
  MapDigits digits() const noexcept;
  /// False where a filler stands before the last semi-octet, or where one is none of 0 to 9.
  bool plain() const noexcept;

 private:
  std::span<const std::byte> octets_{};
};

/// An AddressString or ISDN-AddressString: nature, plan and digits. Borrows.
class MapAddress {
 public:
  MapAddress() noexcept = default;
  explicit MapAddress(std::span<const std::byte> octets) noexcept : octets_(octets) {}

  bool present() const noexcept { return !octets_.empty(); }
  MapNature nature() const noexcept {
    return static_cast<MapNature>(present() ? first() >> 4U & 7U : 0U);
  }
  MapPlan plan() const noexcept { return static_cast<MapPlan>(present() ? first() & 15U : 0U); }
  /// The extension bit is 1 where no further octet of nature and plan follows, as it always should.
  bool extended() const noexcept { return present() && (first() & 0x80U) == 0; }
  Tbcd number() const noexcept { return present() ? Tbcd(octets_.subspan(1)) : Tbcd(); }
  MapDigits digits() const noexcept { return number().digits(); }
  /// As received.
  std::span<const std::byte> octets() const noexcept { return octets_; }

 private:
  unsigned first() const noexcept { return std::to_integer<unsigned>(octets_[0]); }

  std::span<const std::byte> octets_{};
};

/// Findings of an address: kValueOutOfRange where it is longer than `max` octets, empty, or has an
/// extension; kBadDigits.
void check_address(MapAddress address, std::size_t max, BerFindings& findings) noexcept;

/// Findings of an IMSI: kValueOutOfRange outside 3 to 8 octets, kBadDigits.
void check_imsi(Tbcd imsi, BerFindings& findings) noexcept;

/// Writes digits (0 to 9, `*`, `#`, `a`, `b`, `c`) as semi-octets. kBadValue for others.
BerEncoded encode_tbcd(std::string_view digits, std::span<std::byte> out) noexcept;

/// Octets of an address to be sent: borrowed ones of a decoded message, or written here.
class MapAddressOctets {
 public:
  /// kBadValue for other digits, kTooLong above kMaxAddressString octets.
  static Expected<MapAddressOctets, BerEncodeError> make(MapNature nature, MapPlan plan,
                                                         std::string_view digits) noexcept;
  std::span<const std::byte> view() const noexcept { return {octets_.data(), size_}; }

 private:
  std::array<std::byte, kMaxAddressString> octets_{};
  std::size_t size_ = 0;
};

}  // namespace smsfw::ss7
