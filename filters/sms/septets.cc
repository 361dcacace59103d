#include "filters/sms/septets.hh"

#include <algorithm>

#include "filters/sms/alphabet.hh"
#include "filters/sms/gsm7_alphabet.hh"

namespace smsfw::sms {
namespace {

/// The septet that begins at bit `bit`; it must lie whole within `packed`.
std::byte septet_at(std::span<const std::byte> packed, std::size_t bit) noexcept {
  const std::size_t octet = bit / 8;
  unsigned pair = std::to_integer<unsigned>(packed[octet]);
  if (octet + 1 < packed.size()) pair |= std::to_integer<unsigned>(packed[octet + 1]) << 8;
  return static_cast<std::byte>(pair >> bit % 8 & 0x7F);
}

/// True where the last septet is an escape that belongs to the septet behind it: of a run of them,
/// two are one character.
bool ends_in_escape(std::span<const std::byte> septets) noexcept {
  std::size_t run = 0;
  while (run < septets.size() && septets[septets.size() - 1 - run] == std::byte{kGsm7Escape})
    ++run;
  return run % 2 != 0;
}

}  // namespace

std::size_t unpack_septets(std::span<const std::byte> packed, std::size_t first, std::size_t count,
                           std::span<std::byte> out) noexcept {
  const std::size_t held = septets_in(packed.size());
  if (first >= held) return 0;
  count = std::min({count, held - first, out.size()});
  std::size_t done = 0;
  // To a place where a septet begins an octet, then 8 septets from 7 octets at a time.
  for (; done < count && (first + done) % 8 != 0; ++done)
    out[done] = septet_at(packed, (first + done) * 7);
  for (; count - done >= 8; done += 8) {
    const std::byte* const from = packed.data() + (first + done) * 7 / 8;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < 7; ++i)
      bits |= std::to_integer<std::uint64_t>(from[i]) << 8 * i;
    for (std::size_t i = 0; i < 8; ++i)
      out[done + i] = static_cast<std::byte>(bits >> 7 * i & 0x7F);
  }
  for (; done < count; ++done)
    out[done] = septet_at(packed, (first + done) * 7);
  return count;
}

std::size_t pack_septets(std::span<const std::byte> septets, std::size_t first,
                         std::span<std::byte> out) noexcept {
  const std::size_t size = packed_size(first + septets.size());
  if (size > out.size()) return 0;
  std::size_t bit = first * 7;
  // The octets that no septet before these has a bit in.
  std::fill(out.begin() + static_cast<std::ptrdiff_t>(std::min((bit + 7) / 8, size)),
            out.begin() + static_cast<std::ptrdiff_t>(size), std::byte{0});
  for (const std::byte septet : septets) {
    const unsigned value = (std::to_integer<unsigned>(septet) & 0x7FU) << bit % 8;
    out[bit / 8] |= static_cast<std::byte>(value & 0xFF);
    if (value > 0xFF) out[bit / 8 + 1] |= static_cast<std::byte>(value >> 8);
    bit += 7;
  }
  return size;
}

std::size_t append_packed_text(std::span<const std::byte> packed, std::size_t first,
                               std::size_t count, std::string& out,
                               const Gsm7Tables& tables) noexcept {
  SeptetBuffer septets;
  std::size_t invalid = 0;
  while (count != 0) {
    std::size_t size = unpack_septets(packed, first, count, septets);
    if (size == 0) break;
    if (size < count && size == septets.size() && ends_in_escape(septets)) --size;
    invalid += append_gsm7(std::span(septets).first(size), tables, out);
    first += size;
    count -= size;
  }
  return invalid;
}

}  // namespace smsfw::sms
