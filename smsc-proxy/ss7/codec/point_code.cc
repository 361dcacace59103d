#include "smsc-proxy/ss7/codec/point_code.hh"

#include <array>
#include <charconv>

namespace smsfw::ss7 {
namespace {

/// Bits and place of zone, area and point.
struct Part {
  unsigned bits;
  unsigned shift;
};

constexpr std::array kParts{Part{3, 11}, Part{8, 3}, Part{3, 0}};

constexpr unsigned largest(unsigned bits) noexcept {
  return (1U << bits) - 1U;
}

Unexpected<PointCodeError> refuse_text(PointCodeProblem problem, std::size_t offset) noexcept {
  return Unexpected<PointCodeError>(PointCodeError{problem, offset});
}

}  // namespace

Expected<PointCode, PointCodeError> parse_point_code(std::string_view text) noexcept {
  std::array<unsigned, kParts.size()> numbers{};
  std::array<std::size_t, kParts.size()> offsets{};
  std::size_t count = 0;
  const char* at = text.data();
  const char* const end = at + text.size();
  const auto offset = [&] { return static_cast<std::size_t>(at - text.data()); };
  while (true) {
    if (count == numbers.size()) return refuse_text(PointCodeProblem::kParts, offset());
    offsets[count] = offset();
    const auto read = std::from_chars(at, end, numbers[count]);
    if (read.ec == std::errc::result_out_of_range) {
      return refuse_text(PointCodeProblem::kOutOfRange, offset());
    }
    if (read.ec != std::errc()) return refuse_text(PointCodeProblem::kNoNumber, offset());
    at = read.ptr;
    ++count;
    if (at == end) break;
    if (*at != '-') return refuse_text(PointCodeProblem::kNoNumber, offset());
    ++at;
  }
  if (count == 1) {
    if (numbers[0] > kMaxPointCode) return refuse_text(PointCodeProblem::kOutOfRange, 0);
    return PointCode{static_cast<std::uint16_t>(numbers[0])};
  }
  if (count != kParts.size()) return refuse_text(PointCodeProblem::kParts, text.size());
  unsigned value = 0;
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    if (numbers[i] > largest(kParts[i].bits)) {
      return refuse_text(PointCodeProblem::kOutOfRange, offsets[i]);
    }
    value |= numbers[i] << kParts[i].shift;
  }
  return PointCode{static_cast<std::uint16_t>(value)};
}

PointCodeText format_point_code(PointCode code, PointCodeForm form) noexcept {
  std::array<char, 7> text{};
  char* at = text.data();
  char* const end = at + text.size();
  // Seven characters hold every code of 14 bits in both forms.
  if (form == PointCodeForm::kPlain) {
    at = std::to_chars(at, end, code.value & unsigned{kMaxPointCode}).ptr;
  } else {
    for (std::size_t i = 0; i < kParts.size(); ++i) {
      if (i != 0) *at++ = '-';
      at = std::to_chars(at, end, code.value >> kParts[i].shift & largest(kParts[i].bits)).ptr;
    }
  }
  PointCodeText out;
  out.assign({text.data(), static_cast<std::size_t>(at - text.data())});
  return out;
}

}  // namespace smsfw::ss7
