#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace smsfw::tpdu {

inline constexpr std::size_t kTimeStampSize = 7;

/// TP-SCTS, TP-DT and the absolute TP-VP, 3GPP TS 23.040 §9.2.3.11: local time and its zone.
struct TimeStamp {
  std::uint8_t year = 0;   ///< 0 to 99, without the century.
  std::uint8_t month = 0;  ///< 1 to 12.
  std::uint8_t day = 0;    ///< 1 to 31.
  std::uint8_t hour = 0;
  std::uint8_t minute = 0;
  std::uint8_t second = 0;
  /// Quarters of an hour that local time is ahead of GMT; negative behind.
  std::int8_t zone = 0;
  /// False: a semi-octet is no digit, or the fields are no moment (of a year 2000 to 2099). Fields
  /// whose digits cannot be read are 0 then.
  bool valid = false;

  friend bool operator==(const TimeStamp&, const TimeStamp&) = default;
};

/// Reads 7 octets; `octets` must have that size.
TimeStamp read_time_stamp(std::span<const std::byte, kTimeStampSize> octets) noexcept;

/// Writes what read_time_stamp() reads. `time` must be in the ranges named above.
std::array<std::byte, kTimeStampSize> write_time_stamp(const TimeStamp& time) noexcept;

}  // namespace smsfw::tpdu
