#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// IPA multiplex over TCP, as Osmocom's STP speaks it: two octets of length, one of protocol.
namespace smsfw::ss7::link::ipa {

inline constexpr std::size_t kHeaderSize = 3;
inline constexpr std::byte kSccp{0xfd};
inline constexpr std::byte kConnectionManagement{0xfe};
/// First octet of a connection management message.
inline constexpr std::byte kPing{0x00};
inline constexpr std::byte kPong{0x01};

struct Frame {
  std::byte protocol{};
  std::span<const std::byte> octets;
  std::size_t size = 0;  ///< With the header.
};

/// The frame at the beginning, or nothing where octets are still missing.
std::optional<Frame> read_frame(std::span<const std::byte> octets) noexcept;

/// Appends a frame. At most 65,535 octets.
void write_frame(std::vector<std::byte>& out, std::byte protocol,
                 std::span<const std::byte> octets);

}  // namespace smsfw::ss7::link::ipa
