#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/link/msu.hh"
#include "smsc-proxy/ss7/relay/segment_store.hh"

namespace smsfw::ss7_load {

using Clock = std::chrono::steady_clock;

/// One whole message that came in. Borrows the MSU, and segments until the next read().
struct Received {
  ss7::SccpMessage sccp;            ///< Of segments, the last one.
  std::span<const std::byte> data;  ///< Of all segments.
  std::span<const std::byte> octets;
  const ss7::HeldMessage* segments = nullptr;  ///< Where it came in several.
};

/// Reads SCCP and puts segments together.
class Receiver {
 public:
  Receiver();

  /// Nothing where it cannot be read, or where segments are missing still.
  std::optional<Received> read(const ss7::link::Msu& msu, Clock::time_point now);
  /// Gives up segments whose others did not come.
  void expire(Clock::time_point now) { store_.expire(now.time_since_epoch()); }

  std::uint64_t malformed() const noexcept { return malformed_; }
  /// Messages whose segments did not come together.
  std::uint64_t incomplete() const noexcept { return incomplete_; }

 private:
  std::uint64_t malformed_ = 0;
  std::uint64_t incomplete_ = 0;
  ss7::SegmentStore store_;
};

}  // namespace smsfw::ss7_load
