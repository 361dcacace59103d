#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "filters/core/expected.hh"
#include "filters/core/inline_string.hh"

namespace smsfw::ss7 {

/// A signalling point code of ITU-T Q.704 2.2.3: 14 bits.
struct PointCode {
  std::uint16_t value = 0;
  friend constexpr bool operator==(const PointCode&, const PointCode&) = default;
};

inline constexpr std::uint16_t kMaxPointCode = 0x3FFF;

/// How people write one: as one number, or as zone, area and point of ITU-T Q.708 (3, 8 and 3
/// bits, the zone in the upper ones).
enum class PointCodeForm : std::uint8_t { kPlain, k383 };

enum class PointCodeProblem : std::uint8_t {
  kNoNumber,    ///< Something other than a digit stands where a number should.
  kOutOfRange,  ///< A number is larger than its bits.
  kParts,       ///< Neither one number nor three.
};

/// What to write instead, as the end of a message.
constexpr std::string_view to_string(PointCodeProblem problem) noexcept {
  switch (problem) {
    case PointCodeProblem::kNoNumber:
      return "expected a decimal number";
    case PointCodeProblem::kOutOfRange:
      return "out of range: write 0 to 16383, or 0-0-0 to 7-255-7";
    case PointCodeProblem::kParts:
      return "write one number (0 to 16383) or three with dashes (0-0-0 to 7-255-7)";
  }
  return "unknown";
}

struct PointCodeError {
  PointCodeProblem problem;
  std::size_t offset;  ///< Characters in front of the number or character that is wrong.
  friend bool operator==(const PointCodeError&, const PointCodeError&) = default;
};

/// Reads "4114" or "2-2-2". Decimal, also with leading zeros; no sign, no space.
Expected<PointCode, PointCodeError> parse_point_code(std::string_view text) noexcept;

using PointCodeText = InlineString<7>;

/// "4114" or "2-2-2". Bits above 14 are left out.
PointCodeText format_point_code(PointCode code, PointCodeForm form) noexcept;

}  // namespace smsfw::ss7
