#include "filters/core/value_text.hh"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>

namespace smsfw {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();

std::optional<std::int64_t> whole(std::string_view text, int base = 10) noexcept {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::int64_t> times(std::optional<std::int64_t> value, std::int64_t factor) noexcept {
  if (!value || *value < 0 || *value > kMax / factor) return std::nullopt;
  return *value * factor;
}

struct DurationUnit {
  std::string_view name;
  std::int64_t nanoseconds;
};
// Longest first, so that the first one which divides a value is the one to print. "ms" stands
// before "s" and "m", so that reading finds the whole unit.
constexpr std::array<DurationUnit, 6> kDurationUnits{{
    {"d", 86'400'000'000'000},
    {"h", 3'600'000'000'000},
    {"m", 60'000'000'000},
    {"s", 1'000'000'000},
    {"ms", 1'000'000},
    {"us", 1'000},
}};

// N digits at `at`, or -1.
int digits(std::string_view text, std::size_t at, std::size_t count) noexcept {
  if (text.size() < at + count) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

}  // namespace

std::optional<std::int64_t> parse_integer(std::string_view text) noexcept {
  if (text.size() > 2 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
    if (text[2] == '-') return std::nullopt;
    return whole(text.substr(2), 16);
  }
  return whole(text);
}

std::optional<std::int64_t> parse_octets(std::string_view text) noexcept {
  if (text.empty()) return std::nullopt;
  switch (text.back()) {
    case 'k':
      return times(whole(text.substr(0, text.size() - 1)), 1024);
    case 'M':
      return times(whole(text.substr(0, text.size() - 1)), 1024L * 1024);
    case 'G':
      return times(whole(text.substr(0, text.size() - 1)), 1024L * 1024 * 1024);
    default:
      return times(parse_integer(text), 1);
  }
}

std::optional<double> parse_real(std::string_view text) noexcept {
  double value = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

std::optional<nanoseconds> parse_duration(std::string_view text) noexcept {
  if (text == "0") return nanoseconds{0};
  const auto unit_at = text.find_first_not_of("0123456789");
  if (unit_at == std::string_view::npos || unit_at == 0) return std::nullopt;
  for (const DurationUnit& unit : kDurationUnits) {
    if (text.substr(unit_at) != unit.name) continue;
    const auto value = times(whole(text.substr(0, unit_at)), unit.nanoseconds);
    if (!value) return std::nullopt;
    return nanoseconds{*value};
  }
  return std::nullopt;
}

std::optional<microseconds> parse_time(std::string_view text) noexcept {
  // A date alone, or a date, a time and at least Z.
  if (text.size() != 10 && text.size() < 20) return std::nullopt;
  const int year = digits(text, 0, 4);
  const int month = digits(text, 5, 2);
  const int day = digits(text, 8, 2);
  if (year < 1970 || year > 2199 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  if (month < 1 || day < 1 || !date.ok()) return std::nullopt;
  microseconds result = std::chrono::sys_days{date}.time_since_epoch();
  if (text.size() == 10) return result;

  const int hour = digits(text, 11, 2);
  const int minute = digits(text, 14, 2);
  const int second = digits(text, 17, 2);
  if ((text[10] != 'T' && text[10] != 't' && text[10] != ' ') || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 60 || text[13] != ':' ||
      text[16] != ':') {
    return std::nullopt;
  }
  result += std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
  std::size_t at = 19;
  if (at < text.size() && text[at] == '.') {
    std::int64_t scale = 100'000;
    const std::size_t from = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
      result += microseconds{(text[at] - '0') * scale};  // digits beyond microseconds count 0
    }
    if (at == from) return std::nullopt;
  }
  const std::string_view zone = text.substr(at);
  if (zone == "Z" || zone == "z") return result;
  const int zone_hour = digits(zone, 1, 2);
  const int zone_minute = digits(zone, 4, 2);
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':' || zone_hour < 0 ||
      zone_hour > 23 || zone_minute < 0 || zone_minute > 59) {
    return std::nullopt;
  }
  const microseconds offset = std::chrono::hours{zone_hour} + std::chrono::minutes{zone_minute};
  return zone[0] == '+' ? result - offset : result + offset;
}

std::string octets_text(std::int64_t octets) {
  constexpr std::array<std::pair<char, std::int64_t>, 3> kUnits{
      {{'G', 1'073'741'824}, {'M', 1'048'576}, {'k', 1'024}}};
  for (const auto& [unit, size] : kUnits) {
    if (octets != 0 && octets % size == 0) return std::to_string(octets / size) + unit;
  }
  return std::to_string(octets);
}

std::string duration_text(nanoseconds duration) {
  const std::int64_t count = duration.count();
  if (count == 0) return "0";
  for (const DurationUnit& unit : kDurationUnits) {
    if (count % unit.nanoseconds == 0) {
      return std::to_string(count / unit.nanoseconds).append(unit.name);
    }
  }
  return std::to_string(count / 1'000) + "us";
}

std::string real_text(double number) {
  std::array<char, 64> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
  return error == std::errc{} ? std::string(buffer.data(), end) : std::string("0");
}

std::string time_text(microseconds since_epoch) {
  const auto days = std::chrono::floor<std::chrono::days>(since_epoch);
  const std::chrono::year_month_day date{std::chrono::sys_days{days}};
  const std::chrono::hh_mm_ss<microseconds> clock{since_epoch - days};
  std::array<char, 64> buffer{};
  int used = std::snprintf(
      buffer.data(), buffer.size(), "%04d-%02u-%02uT%02d:%02d:%02d", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()));
  std::string text(buffer.data(), static_cast<std::size_t>(used));
  if (clock.subseconds().count() != 0) {
    used = std::snprintf(buffer.data(), buffer.size(), ".%06d",
                         static_cast<int>(clock.subseconds().count()));
    text.append(buffer.data(), static_cast<std::size_t>(used));
  }
  return text + 'Z';
}

}  // namespace smsfw
