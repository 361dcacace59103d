#include "smsc-proxy/tpdu/validity_period.hh"

#include <array>

#include "filters/sms/semi_octets.hh"

namespace smsfw::tpdu {
namespace {

constexpr std::uint32_t kMinute = 60;
constexpr std::uint32_t kHour = 60 * kMinute;
constexpr std::uint32_t kDay = 24 * kHour;

/// §9.2.3.12.1.
std::uint32_t relative_seconds(std::uint32_t value) noexcept {
  if (value <= 143) return (value + 1) * 5 * kMinute;
  if (value <= 167) return 12 * kHour + (value - 143) * 30 * kMinute;
  if (value <= 196) return (value - 166) * kDay;
  return (value - 192) * 7 * kDay;
}

/// §9.2.3.12.3: hours, minutes and seconds in semi-octets. Nothing when they are none.
std::optional<std::uint32_t> clock_seconds(std::span<const std::byte> octets) noexcept {
  std::array<std::uint32_t, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto value = sms::two_digits(octets[i]);
    if (!value) return std::nullopt;
    parts[i] = *value;
  }
  if (parts[1] >= 60 || parts[2] >= 60) return std::nullopt;
  return parts[0] * kHour + parts[1] * kMinute + parts[2];
}

void read_enhanced(std::span<const std::byte> octets, ValidityPeriod& period) noexcept {
  const auto indicator = std::to_integer<unsigned>(octets[0]);
  period.single_shot = (indicator & 0x40) != 0;
  // With the extension bit another indicator would follow, and none is defined.
  if ((indicator & 0x80) != 0) {
    period.valid = false;
    return;
  }
  const auto value = std::to_integer<std::uint32_t>(octets[1]);
  switch (indicator & 0x07) {
    case 0:
      return;
    case 1:
      period.seconds = relative_seconds(value);
      return;
    case 2:
      period.seconds = value;
      break;
    case 3:
      period.seconds = clock_seconds(octets.subspan(1, 3));
      break;
    default:
      break;
  }
  if (!period.seconds || *period.seconds == 0) period.valid = false;
}

}  // namespace

ValidityPeriod read_validity_period(ValidityFormat format,
                                    std::span<const std::byte> octets) noexcept {
  ValidityPeriod period;
  period.format = format;
  switch (format) {
    case ValidityFormat::kNone:
      break;
    case ValidityFormat::kRelative:
      period.seconds = relative_seconds(std::to_integer<std::uint32_t>(octets[0]));
      break;
    case ValidityFormat::kAbsolute:
      period.until = read_time_stamp(octets.first<kTimeStampSize>());
      period.valid = period.until.valid;
      break;
    case ValidityFormat::kEnhanced:
      read_enhanced(octets, period);
      break;
  }
  return period;
}

}  // namespace smsfw::tpdu
