#pragma once

#include <cstddef>
#include <span>

namespace smsfw::sms {

/// How many octets of a kind there are: what guesses at a coding begin with.
struct OctetCensus {
  std::size_t size = 0;
  std::size_t printable = 0;   ///< 0x20 to 0x7E, LF, CR, TAB.
  std::size_t high = 0;        ///< 0x80 and above.
  std::size_t even_zeros = 0;  ///< At offsets 0, 2, 4, ...
  std::size_t odd_zeros = 0;

  std::size_t zeros() const noexcept { return even_zeros + odd_zeros; }
  std::size_t controls() const noexcept { return size - printable - high; }
};

OctetCensus count_octets(std::span<const std::byte> octets) noexcept;

/// True where all octets are 0x20 to 0x7E, LF or CR: nothing that another coding would explain
/// better.
bool is_plain(std::span<const std::byte> octets) noexcept;

}  // namespace smsfw::sms
