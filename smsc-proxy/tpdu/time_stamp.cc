#include "smsc-proxy/tpdu/time_stamp.hh"

#include "filters/sms/semi_octets.hh"

namespace smsfw::tpdu {
namespace {

constexpr std::uint8_t kZoneSign = 0x08;  // bit 4 of the zone's first semi-octet
constexpr unsigned kMaxZone = 14 * 4;     // the easternmost zone is 14 hours ahead

/// `good` becomes false where they are no digits.
std::uint8_t two_digits(std::byte octet, bool& good) noexcept {
  const auto value = sms::two_digits(octet);
  good = good && value.has_value();
  return value.value_or(0);
}

std::byte semi_octets(unsigned value) noexcept {
  return static_cast<std::byte>(value / 10 % 10 | value % 10 << 4);
}

unsigned days_of(unsigned month, unsigned year) noexcept {
  if (month == 2) return year % 4 == 0 ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

}  // namespace

TimeStamp read_time_stamp(std::span<const std::byte, kTimeStampSize> octets) noexcept {
  TimeStamp time;
  bool good = true;
  time.year = two_digits(octets[0], good);
  time.month = two_digits(octets[1], good);
  time.day = two_digits(octets[2], good);
  time.hour = two_digits(octets[3], good);
  time.minute = two_digits(octets[4], good);
  time.second = two_digits(octets[5], good);
  const std::byte sign{kZoneSign};
  const std::uint8_t zone = two_digits(octets[6] & ~sign, good);
  time.zone = static_cast<std::int8_t>((octets[6] & sign) != std::byte{0} ? -zone : zone);
  time.valid = good && time.month >= 1 && time.month <= 12 && time.day >= 1 &&
               time.day <= days_of(time.month, time.year) && time.hour < 24 && time.minute < 60 &&
               time.second < 60 && zone <= kMaxZone;
  return time;
}

std::array<std::byte, kTimeStampSize> write_time_stamp(const TimeStamp& time) noexcept {
  const auto zone = static_cast<unsigned>(time.zone < 0 ? -time.zone : time.zone);
  const std::byte sign{time.zone < 0 ? kZoneSign : std::uint8_t{0}};
  return {semi_octets(time.year),  semi_octets(time.month),  semi_octets(time.day),
          semi_octets(time.hour),  semi_octets(time.minute), semi_octets(time.second),
          semi_octets(zone) | sign};
}

}  // namespace smsfw::tpdu
