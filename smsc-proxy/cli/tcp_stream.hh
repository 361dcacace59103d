#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "smsc-proxy/cli/packet_layers.hh"

namespace smsfw::cli {

/// One direction of a TCP connection, put together in order from what was captured of it. Segments
/// that came early wait, for at most kMaxWaiting octets; then what is missing is given up.
class TcpStream {
 public:
  static constexpr std::size_t kMaxWaiting = 262'144;
  /// What a segment that waits costs besides its octets.
  static constexpr std::size_t kSegmentCost = 96;

  enum class Taken : std::uint8_t {
    kInOrder,
    kWaiting,  ///< Something before it is missing, or all of it was there before.
    /// The octets in ready() do not continue those before: the connection is new, or was captured
    /// from its middle, or something of it was lost.
    kBroken,
  };
  Taken add(const TcpSegment& segment);
  /// Gives up what is missing, where something waits for it. False: nothing does.
  bool skip_missing();

  /// In order and not consumed yet.
  std::span<const std::byte> ready() const noexcept {
    return std::span(octets_).subspan(consumed_);
  }
  void consume(std::size_t octets) noexcept { consumed_ += octets; }
  void drop_ready() noexcept { consumed_ = octets_.size(); }

  std::size_t held() const noexcept { return octets_.size() + waiting_octets_; }

 private:
  void append(std::span<const std::byte> octets);
  void take_waiting();

  bool started_ = false;
  std::uint32_t next_ = 0;
  std::uint64_t position_ = 0;  // of next_, in octets since the start: goes on where next_ wraps
  std::vector<std::byte> octets_;
  std::size_t consumed_ = 0;
  std::map<std::uint64_t, std::vector<std::byte>> waiting_;  // by position
  std::size_t waiting_octets_ = 0;
};

}  // namespace smsfw::cli
