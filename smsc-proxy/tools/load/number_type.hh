#pragma once

#include <cstdint>
#include <string_view>

namespace smsfw::load {

/// Digits, perhaps behind a '+'.
bool is_number(std::string_view address) noexcept;

/// The type of number (TON) that a sender or recipient most likely means, SMPP 3.4 section 5.2.5
/// and 3GPP TS 23.040 9.1.2.5: short codes are network specific (3), a leading 0 is national (2),
/// other numbers are international (1), names alphanumeric (5).
std::uint8_t number_type(std::string_view address) noexcept;

}  // namespace smsfw::load
