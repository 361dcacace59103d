#include "smsc-proxy/cli/sctp_chunks.hh"

#include <algorithm>

namespace smsfw::cli {
namespace {

constexpr std::size_t kPacketHeader = 12;
constexpr std::size_t kChunkHeader = 4;
constexpr std::size_t kDataHeader = 16;  // with the chunk's
constexpr std::byte kDataChunk{0};
constexpr std::byte kBeginAndEnd{3};  // flags B and E

std::uint32_t load(std::span<const std::byte> octets, std::size_t at, std::size_t size) noexcept {
  std::uint32_t value = 0;
  for (const std::byte octet : octets.subspan(at, size))
    value = value << 8U | static_cast<std::uint32_t>(octet);
  return value;
}

}  // namespace

SctpChunks::SctpChunks(std::span<const std::byte> packet) noexcept {
  if (packet.size() < kPacketHeader) return;
  flow_ = SctpFlow{static_cast<std::uint16_t>(load(packet, 0, 2)),
                   static_cast<std::uint16_t>(load(packet, 2, 2)), load(packet, 4, 4)};
  rest_ = packet.subspan(kPacketHeader);
}

std::optional<SctpData> SctpChunks::next() noexcept {
  while (rest_.size() >= kChunkHeader) {
    const std::span chunk = rest_;
    const std::size_t length = load(chunk, 2, 2);
    if (length < kChunkHeader || length > chunk.size()) break;
    rest_ = chunk.subspan(std::min((length + 3) / 4 * 4, chunk.size()));
    if (chunk[0] != kDataChunk || length < kDataHeader) continue;
    return SctpData{load(chunk, 4, 4), load(chunk, 12, 4),
                    (chunk[1] & kBeginAndEnd) == kBeginAndEnd,
                    chunk.subspan(kDataHeader, length - kDataHeader)};
  }
  rest_ = {};
  return std::nullopt;
}

bool SeenTsns::add(std::uint32_t tsn) noexcept {
  // Numbers of 32 bits go round (RFC 9260 1.6).
  const std::uint32_t ahead = tsn - highest_;
  if (!started_) {
    started_ = true;
    highest_ = tsn;
    seen_.set(0);
    return true;
  }
  if (ahead != 0 && ahead < 0x80000000U) {
    seen_ = ahead < kWindow ? seen_ << ahead : std::bitset<kWindow>();
    seen_.set(0);
    highest_ = tsn;
    return true;
  }
  const std::uint32_t behind = highest_ - tsn;
  if (behind >= kWindow || seen_.test(behind)) return false;
  seen_.set(behind);
  return true;
}

}  // namespace smsfw::cli
