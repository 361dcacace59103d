#pragma once

#include <cstddef>
#include <span>

#include "smsc-proxy/ss7/codec/ber_writer.hh"

namespace smsfw::ss7 {

/// Writes the constructed element `whole` to the start of `out` with other contents in one of its
/// elements; all others leave octet for octet. `replaced`: the contents of that element, a span of
/// `whole` as a decoder gave it.
///
/// kBadValue: `whole` is not one constructed element with a tag below 31, or none of its elements
/// has these contents. kNoRoom.
BerEncoded replace_content(std::span<const std::byte> whole, std::span<const std::byte> replaced,
                           std::span<const std::byte> content, std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
