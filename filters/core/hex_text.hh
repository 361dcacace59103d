#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace smsfw {

/// Appends the octets of hexadecimal digits to `out`; spaces, tabs and a CR may stand anywhere.
/// Returns nothing, or the offset of the first character that is wrong: `text.size()` where half an
/// octet is missing at the end. `out` then holds what stands before it.
std::optional<std::size_t> append_hex(std::string_view text, std::vector<std::byte>& out);

}  // namespace smsfw
