#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace smsfw {

/// Whole numbers as people write them: decimal, or hexadecimal after 0x. Empty on anything else and
/// on overflow.
std::optional<std::int64_t> parse_integer(std::string_view text) noexcept;

/// Octets: a whole number, or one followed by k, M or G (powers of 1024).
std::optional<std::int64_t> parse_octets(std::string_view text) noexcept;

/// A number with an optional fraction; no infinities, no hexadecimal.
std::optional<double> parse_real(std::string_view text) noexcept;

/// A whole number and a unit: us, ms, s, m, h, d. `0` needs none. Never negative.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) noexcept;

/// RFC 3339 date and time with an offset or Z, up to microseconds; a bare date is its midnight in
/// UTC. Years 1970 to 2199.
std::optional<std::chrono::microseconds> parse_time(std::string_view text) noexcept;

/// The shortest text that the functions above read back as the same value.
std::string octets_text(std::int64_t octets);
std::string duration_text(std::chrono::nanoseconds duration);
std::string real_text(double number);
/// `2026-11-23T15:42:00Z`, with a fraction only where there is one.
std::string time_text(std::chrono::microseconds since_epoch);

}  // namespace smsfw
