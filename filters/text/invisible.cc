#include <algorithm>
#include <array>

#include "filters/text/normaliser.hh"

namespace smsfw {
namespace {

struct Range {
  char32_t first;
  char32_t last;
};

/// Default_Ignorable_Code_Point of Unicode, and the controls without White_Space. In order.
constexpr std::array kInvisible{
    Range{0x0000, 0x0008},   Range{0x000E, 0x001F},   Range{0x007F, 0x0084},
    Range{0x0086, 0x009F},   Range{0x00AD, 0x00AD},   Range{0x034F, 0x034F},
    Range{0x061C, 0x061C},   Range{0x115F, 0x1160},   Range{0x17B4, 0x17B5},
    Range{0x180B, 0x180F},   Range{0x200B, 0x200F},   Range{0x202A, 0x202E},
    Range{0x2060, 0x206F},   Range{0x3164, 0x3164},   Range{0xFE00, 0xFE0F},
    Range{0xFEFF, 0xFEFF},   Range{0xFFA0, 0xFFA0},   Range{0xFFF0, 0xFFF8},
    Range{0x1BCA0, 0x1BCA3}, Range{0x1D173, 0x1D17A}, Range{0xE0000, 0xE0FFF},
};

}  // namespace

bool is_invisible(char32_t c) noexcept {
  if (c >= ' ' && c < 0x7F) return false;
  const auto* const range = std::lower_bound(
      kInvisible.begin(), kInvisible.end(), c,
      [](const Range& candidate, char32_t wanted) { return candidate.last < wanted; });
  return range != kInvisible.end() && range->first <= c;
}

}  // namespace smsfw
