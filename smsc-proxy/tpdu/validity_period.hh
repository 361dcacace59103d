#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/tpdu/time_stamp.hh"

namespace smsfw::tpdu {

/// TP-VPF, 3GPP TS 23.040 §9.2.3.3: the values of bits 5 and 4 of the first octet.
enum class ValidityFormat : std::uint8_t { kNone = 0, kEnhanced = 1, kRelative = 2, kAbsolute = 3 };

constexpr ValidityFormat validity_format(std::uint8_t first_octet) noexcept {
  return static_cast<ValidityFormat>(first_octet >> 3 & 3);
}

/// Octets of a TP-VP.
constexpr std::size_t validity_size(ValidityFormat format) noexcept {
  switch (format) {
    case ValidityFormat::kNone:
      return 0;
    case ValidityFormat::kRelative:
      return 1;
    case ValidityFormat::kEnhanced:
    case ValidityFormat::kAbsolute:
      break;
  }
  return kTimeStampSize;
}

/// TP-VP, §9.2.3.12.
struct ValidityPeriod {
  ValidityFormat format = ValidityFormat::kNone;
  /// From submission; absent when there is none, or when it is a moment.
  std::optional<std::uint32_t> seconds;
  TimeStamp until;           ///< Of an absolute one.
  bool single_shot = false;  ///< Enhanced: the centre tries once.
  /// False: an absolute one that is no moment; an enhanced one with a reserved format, with digits
  /// that are none, or with a length of 0.
  bool valid = true;
};

/// Reads `octets`, which must have validity_size(format).
ValidityPeriod read_validity_period(ValidityFormat format,
                                    std::span<const std::byte> octets) noexcept;

}  // namespace smsfw::tpdu
