#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace smsfw::cli {

/// What says which association, and which direction of it, a packet belongs to. Not the addresses:
/// an association may have several.
struct SctpFlow {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;
  std::uint32_t tag = 0;
  friend auto operator<=>(const SctpFlow&, const SctpFlow&) = default;
};

/// One DATA chunk, RFC 9260 3.3.1.
struct SctpData {
  std::uint32_t tsn = 0;
  std::uint32_t protocol = 0;  ///< Payload protocol identifier.
  bool whole = true;           ///< Not one of several fragments of a message.
  std::span<const std::byte> payload{};
};

/// The DATA chunks of one SCTP packet, one after the other; a chunk that reaches behind the packet
/// ends them.
class SctpChunks {
 public:
  explicit SctpChunks(std::span<const std::byte> packet) noexcept;
  /// Nothing where the packet is too short for a header.
  const std::optional<SctpFlow>& flow() const noexcept { return flow_; }
  std::optional<SctpData> next() noexcept;

 private:
  std::span<const std::byte> rest_;
  std::optional<SctpFlow> flow_;
};

/// Which chunks of one direction were seen, so that one that is sent again counts once. Remembers
/// the last 1024; one that is older than those counts as seen.
class SeenTsns {
 public:
  /// True the first time.
  bool add(std::uint32_t tsn) noexcept;

 private:
  static constexpr std::size_t kWindow = 1024;
  bool started_ = false;
  std::uint32_t highest_ = 0;
  std::bitset<kWindow> seen_;  // bit n: highest_ - n
};

}  // namespace smsfw::cli
