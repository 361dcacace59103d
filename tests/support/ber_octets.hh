#pragma once

#include <cstddef>
#include <deque>
#include <initializer_list>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/hex_octets.hh"

// Octets for the tests of BER, TCAP and MAP.

namespace smsfw::ss7::testing {

using Octets = std::vector<std::byte>;
using smsfw::testing::from_hex;

/// Octets that live to the end of the test program: what decoders return borrows them.
inline const Octets& keep(Octets octets) {
  static std::deque<Octets> kept;
  return kept.emplace_back(std::move(octets));
}

inline std::string to_hex(std::span<const std::byte> octets) {
  std::string out;
  for (const std::byte each : octets) {
    const auto value = std::to_integer<unsigned>(each);
    out += "0123456789abcdef"[value >> 4U];
    out += "0123456789abcdef"[value & 15U];
  }
  return out;
}

/// One element: identifier, minimal length, contents.
inline Octets wrap(unsigned identifier, std::span<const std::byte> content) {
  Octets out{static_cast<std::byte>(identifier)};
  if (content.size() >= 0x100) {
    out.push_back(std::byte{0x82});
    out.push_back(static_cast<std::byte>(content.size() >> 8U));
  } else if (content.size() >= 0x80) {
    out.push_back(std::byte{0x81});
  }
  out.push_back(static_cast<std::byte>(content.size()));
  out.insert(out.end(), content.begin(), content.end());
  return out;
}

inline Octets join(std::initializer_list<std::span<const std::byte>> parts) {
  Octets out;
  for (const auto part : parts)
    out.insert(out.end(), part.begin(), part.end());
  return out;
}

/// Calls `check` with every cut of an element: its octets without their end, and its contents
/// without theirs under a length that fits. Each cut has memory of its own, so that reading behind
/// it shows under a sanitizer. `header` is the size of identifier and length.
template <class Check>
void for_each_cut(std::span<const std::byte> element, std::size_t header, Check check) {
  for (std::size_t size = 0; size < element.size(); ++size) {
    const Octets cut(element.begin(), element.begin() + static_cast<std::ptrdiff_t>(size));
    check(std::span<const std::byte>(cut), true);
    if (size < header) continue;
    const Octets shorter =
        wrap(std::to_integer<unsigned>(element[0]), element.subspan(header, size - header));
    check(std::span<const std::byte>(shorter), false);
  }
}

}  // namespace smsfw::ss7::testing
