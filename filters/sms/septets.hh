#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "filters/sms/national_languages.hh"

namespace smsfw::sms {

/// Septets that one length octet can count: no user data and no address has more.
inline constexpr std::size_t kMaxSeptets = 255;
/// Room for them, unpacked.
using SeptetBuffer = std::array<std::byte, kMaxSeptets>;

/// Octets that `septets` take when packed (3GPP TS 23.038 §6.1.2.1).
constexpr std::size_t packed_size(std::size_t septets) noexcept {
  return (septets * 7 + 7) / 8;
}
/// Septets that `octets` hold. Of 7 octets these are 8, although 7 septets fill them too, with
/// seven bits to spare: only a count of septets tells the one from the other.
constexpr std::size_t septets_in(std::size_t octets) noexcept {
  return octets * 8 / 7;
}
/// Septets that a header of `octets` takes, fill bits included: text begins at the next septet
/// (3GPP TS 23.040 §9.2.3.24).
constexpr std::size_t header_septets(std::size_t octets) noexcept {
  return (octets * 8 + 6) / 7;
}

/// Septets `first` to `first + count` of `packed`, one an octet, as append_text() reads them with
/// Alphabet::kGsm7Unpacked. Reads as many as `packed` holds whole and `out` has room for, and
/// returns how many that was.
std::size_t unpack_septets(std::span<const std::byte> packed, std::size_t first, std::size_t count,
                           std::span<std::byte> out) noexcept;

/// Packs `septets` (the lower 7 bits of each octet) as septets `first` and following of `out`. Bits
/// before septet `first` stay as they are, except that fill bits behind the last whole octet of
/// them must be 0 in `out`, as in one that was cleared. Returns the octets of `out` in use up to
/// the last septet; 0, and nothing written, when there is no room.
std::size_t pack_septets(std::span<const std::byte> septets, std::size_t first,
                         std::span<std::byte> out) noexcept;

/// True when the last of `septets` is a CR that only fills the last octet up: where octets are all
/// that is known, seven spare bits would read as '@', and a CR stands in them (3GPP TS 23.038
/// §6.1.2.3.1).
constexpr bool ends_in_padding(std::span<const std::byte> septets) noexcept {
  return !septets.empty() && septets.size() % 8 == 0 && septets.back() == std::byte{0x0D};
}

/// Appends septets `first` to `first + count` of `packed`, as many as it holds, to `out` as UTF-8,
/// by the tables. Returns how many characters could not be read, as append_gsm7() does.
std::size_t append_packed_text(std::span<const std::byte> packed, std::size_t first,
                               std::size_t count, std::string& out,
                               const Gsm7Tables& tables = {}) noexcept;

}  // namespace smsfw::sms
