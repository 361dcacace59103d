#pragma once

#include <cstddef>
#include <string_view>

namespace smsfw::events {

/// Most octets that one octet of input becomes.
inline constexpr std::size_t kEscapeGrowth = 6;

/// Writes `text` as the inside of a JSON string (RFC 8259 §7): quotes, backslashes and controls
/// escaped (DEL and U+2028/2029 too, which careless readers trip over), well-formed UTF-8 as it is,
/// each octet of anything else as U+FFFD. `out` has room for kEscapeGrowth * text.size() octets.
/// Returns the end of what was written.
char* escape_json(std::string_view text, char* out) noexcept;

/// Octets of the well-formed UTF-8 sequence that `text` begins with; 0 when it begins with none
/// (overlong forms, surrogates and values over U+10FFFF are none). `text` is not empty.
std::size_t utf8_sequence(std::string_view text) noexcept;

/// `text` cut to at most `octets`, never inside a UTF-8 sequence.
std::string_view cut_utf8(std::string_view text, std::size_t octets) noexcept;

}  // namespace smsfw::events
