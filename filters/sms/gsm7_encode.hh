#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace smsfw::sms {

/// Writes `text` (UTF-8) in the GSM 7-bit default alphabet and its extension table (3GPP TS 23.038
/// §6.2.1) to `out`, one septet an octet, and returns their number. Nothing when a character is in
/// neither table, when `text` is no UTF-8, or when `out` is too small. Looks characters up one by
/// one: for tools, senders' names and tests.
std::optional<std::size_t> encode_gsm7(std::string_view text, std::span<std::byte> out) noexcept;

}  // namespace smsfw::sms
