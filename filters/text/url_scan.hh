#pragma once

#include <cstddef>
#include <string_view>

namespace smsfw {

/// The first place from `from` on where an address may have its dot, its scheme's end or its www:
/// '.', ':', '\\', two slashes, an opening bracket, UrlText's bullet, the letters of "dot", "cham",
/// "chấm" or "www" in any case. text.size() when there is none. Sixteen octets at a time.
std::size_t find_url_sign(std::string_view text, std::size_t from) noexcept;

}  // namespace smsfw
