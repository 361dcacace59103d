#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "smsc-proxy/ss7/codec/ber_reader.hh"

// The object identifiers and tags that reading and writing a message share.

namespace smsfw::ss7 {

/// Contents octets of an object identifier.
template <std::size_t N>
using ObjectId = std::array<std::uint8_t, N>;

/// dialogue-as-id 0.0.17.773.1.1.1 (ITU-T Q.773 4.2.3).
inline constexpr ObjectId<7> kDialogueSyntax{0x00, 0x11, 0x86, 0x05, 0x01, 0x01, 0x01};
/// uniDialogue-as-id 0.0.17.773.1.2.1.
inline constexpr ObjectId<7> kUnidialogueSyntax{0x00, 0x11, 0x86, 0x05, 0x01, 0x02, 0x01};
/// map-DialogueAS 0.4.0.0.1.1.1.1 (3GPP TS 29.002 17.4).
inline constexpr ObjectId<7> kMapDialogueSyntax{0x04, 0x00, 0x00, 0x01, 0x01, 0x01, 0x01};
/// map-ac 0.4.0.0.1.0; context and version follow (3GPP TS 29.002 17.3.3).
inline constexpr ObjectId<5> kMapContextPrefix{0x04, 0x00, 0x00, 0x01, 0x00};

template <std::size_t N>
std::span<const std::byte> octets_of(const ObjectId<N>& id) noexcept {
  return std::as_bytes(std::span(id));
}

template <std::size_t N>
bool same_object_id(std::span<const std::byte> octets, const ObjectId<N>& id) noexcept {
  const auto wanted = octets_of(id);
  return std::equal(octets.begin(), octets.end(), wanted.begin(), wanted.end());
}

/// ITU-T Q.773 3.1: the elements of a transaction portion.
inline constexpr BerTag kOriginatingTag = 0x48;
inline constexpr BerTag kDestinationTag = 0x49;
inline constexpr BerTag kCauseTag = 0x4A;
inline constexpr BerTag kDialoguePortionTag = 0x6B;
inline constexpr BerTag kComponentPortionTag = 0x6C;
/// Q.773 3.2.2: the dialogue PDUs.
inline constexpr BerTag kDialogueRequestTag = 0x60;
inline constexpr BerTag kDialogueResponseTag = 0x61;
inline constexpr BerTag kDialogueAbortTag = 0x64;

}  // namespace smsfw::ss7
