#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace smsfw::sms {

/// Who defines what an information element means.
enum class ElementKind : std::uint8_t {
  kControl,   ///< SMS control: says how the message is read, or where it goes.
  kEnhanced,  ///< Enhanced messaging: formatting, pictures, sounds.
  kPrivate,   ///< Between two SMEs, or of one service centre.
  kReserved,  ///< Nobody yet; receivers pass over it.
};

/// Information elements `first` to `last`, 3GPP TS 23.040 §9.2.3.24.
struct ElementRow {
  std::uint8_t first;
  std::uint8_t last;
  ElementKind kind;
  std::string_view name;
  std::string_view clause;
  bool repeats;           ///< May stand more than once; of others the last one holds.
  std::uint8_t shortest;  ///< Octets of its data; a receiver ignores an element outside.
  std::uint8_t longest;
};

/// Data of one element in a header that fits a message: 140 octets less three lengths and its id.
inline constexpr std::uint8_t kLongestElement = 137;

/// The one description of each, in the order of their ids, without gaps.
inline constexpr std::array kElementTable{
    ElementRow{0x00, 0x00, ElementKind::kControl, "concatenation, 8-bit reference", "§9.2.3.24.1",
               false, 3, 3},
    ElementRow{0x01, 0x01, ElementKind::kControl, "special SMS message indication", "§9.2.3.24.2",
               true, 2, 2},
    ElementRow{0x02, 0x03, ElementKind::kReserved, "reserved", "§9.2.3.24", true, 0,
               kLongestElement},
    ElementRow{0x04, 0x04, ElementKind::kControl, "application ports, 8-bit", "§9.2.3.24.3", false,
               2, 2},
    ElementRow{0x05, 0x05, ElementKind::kControl, "application ports, 16-bit", "§9.2.3.24.4", false,
               4, 4},
    ElementRow{0x06, 0x06, ElementKind::kControl, "SMSC control parameters", "§9.2.3.24.5", false,
               1, 1},
    ElementRow{0x07, 0x07, ElementKind::kControl, "UDH source indicator", "§9.2.3.24.6", true, 1,
               1},
    ElementRow{0x08, 0x08, ElementKind::kControl, "concatenation, 16-bit reference", "§9.2.3.24.8",
               false, 4, 4},
    ElementRow{0x09, 0x09, ElementKind::kControl, "wireless control message protocol",
               "§9.2.3.24.9", false, 1, kLongestElement},
    ElementRow{0x0A, 0x0A, ElementKind::kEnhanced, "text formatting", "§9.2.3.24.10", true, 3, 4},
    ElementRow{0x0B, 0x0B, ElementKind::kEnhanced, "predefined sound", "§9.2.3.24.10", true, 2, 2},
    ElementRow{0x0C, 0x0C, ElementKind::kEnhanced, "user defined sound", "§9.2.3.24.10", true, 2,
               129},
    ElementRow{0x0D, 0x0D, ElementKind::kEnhanced, "predefined animation", "§9.2.3.24.10", true, 2,
               2},
    ElementRow{0x0E, 0x0E, ElementKind::kEnhanced, "large animation", "§9.2.3.24.10", true, 129,
               129},
    ElementRow{0x0F, 0x0F, ElementKind::kEnhanced, "small animation", "§9.2.3.24.10", true, 33, 33},
    ElementRow{0x10, 0x10, ElementKind::kEnhanced, "large picture", "§9.2.3.24.10", true, 129, 129},
    ElementRow{0x11, 0x11, ElementKind::kEnhanced, "small picture", "§9.2.3.24.10", true, 33, 33},
    ElementRow{0x12, 0x12, ElementKind::kEnhanced, "variable picture", "§9.2.3.24.10", true, 4,
               kLongestElement},
    ElementRow{0x13, 0x13, ElementKind::kEnhanced, "user prompt indicator", "§9.2.3.24.10", true, 1,
               1},
    ElementRow{0x14, 0x14, ElementKind::kEnhanced, "extended object", "§9.2.3.24.10", true, 1,
               kLongestElement},
    ElementRow{0x15, 0x15, ElementKind::kEnhanced, "reused extended object", "§9.2.3.24.10", true,
               3, 3},
    ElementRow{0x16, 0x16, ElementKind::kEnhanced, "compression control", "§9.2.3.24.10", false, 1,
               kLongestElement},
    ElementRow{0x17, 0x17, ElementKind::kEnhanced, "object distribution indicator", "§9.2.3.24.10",
               true, 2, 2},
    ElementRow{0x18, 0x18, ElementKind::kEnhanced, "standard WVG object", "§9.2.3.24.10", true, 2,
               kLongestElement},
    ElementRow{0x19, 0x19, ElementKind::kEnhanced, "character size WVG object", "§9.2.3.24.10",
               true, 2, kLongestElement},
    ElementRow{0x1A, 0x1A, ElementKind::kEnhanced, "extended object data request", "§9.2.3.24.10",
               false, 0, 0},
    ElementRow{0x1B, 0x1F, ElementKind::kReserved, "reserved for enhanced messaging", "§9.2.3.24",
               true, 0, kLongestElement},
    ElementRow{0x20, 0x20, ElementKind::kControl, "RFC 5322 e-mail header", "§9.2.3.24.11", false,
               1, 1},
    ElementRow{0x21, 0x21, ElementKind::kControl, "hyperlink format", "§9.2.3.24.12", true, 4, 4},
    ElementRow{0x22, 0x22, ElementKind::kControl, "reply address", "§9.2.3.24.13", false, 2, 12},
    ElementRow{0x23, 0x23, ElementKind::kControl, "enhanced voice mail information", "§9.2.3.24.14",
               false, 1, kLongestElement},
    ElementRow{0x24, 0x24, ElementKind::kControl, "national language single shift", "§9.2.3.24.15",
               false, 1, 1},
    ElementRow{0x25, 0x25, ElementKind::kControl, "national language locking shift", "§9.2.3.24.16",
               false, 1, 1},
    ElementRow{0x26, 0x6F, ElementKind::kReserved, "reserved", "§9.2.3.24", true, 0,
               kLongestElement},
    ElementRow{0x70, 0x7F, ElementKind::kControl, "(U)SIM toolkit security header", "§9.2.3.24.7",
               false, 0, kLongestElement},
    ElementRow{0x80, 0x9F, ElementKind::kPrivate, "SME to SME specific", "§9.2.3.24", true, 0,
               kLongestElement},
    ElementRow{0xA0, 0xBF, ElementKind::kReserved, "reserved", "§9.2.3.24", true, 0,
               kLongestElement},
    ElementRow{0xC0, 0xDF, ElementKind::kPrivate, "service centre specific", "§9.2.3.24", true, 0,
               kLongestElement},
    ElementRow{0xE0, 0xFF, ElementKind::kReserved, "reserved", "§9.2.3.24", true, 0,
               kLongestElement},
};

namespace detail {

constexpr bool covers_all_ids() {
  unsigned next = 0;
  for (const ElementRow& row : kElementTable) {
    if (row.first != next || row.last < row.first || row.shortest > row.longest) return false;
    next = row.last + 1U;
  }
  return next == 256;
}
static_assert(covers_all_ids());

inline constexpr auto kRowOfElement = [] {
  std::array<std::uint8_t, 256> rows{};
  for (std::size_t row = 0; row < kElementTable.size(); ++row) {
    for (unsigned id = kElementTable[row].first; id <= kElementTable[row].last; ++id)
      rows[id] = static_cast<std::uint8_t>(row);
  }
  return rows;
}();

}  // namespace detail

constexpr const ElementRow& element_row(std::uint8_t id) noexcept {
  return kElementTable[detail::kRowOfElement[id]];
}

}  // namespace smsfw::sms
