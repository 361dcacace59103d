#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace smsfw::smpp {

/// Tells a peer that has stopped reading from one that is only slow. The first holds its output
/// over the limit and takes nothing in; the second may be over the limit for hours.
class StallTimer {
 public:
  /// `longest`: how long a peer may take nothing in; zero: for ever.
  explicit StallTimer(std::chrono::nanoseconds longest) noexcept : longest_(longest) {}

  /// To be called every tick. `taken`: octets that the peer has taken in since the start, while its
  /// output is over the limit; nothing while it is not. True when that has stood still for too
  /// long, as far as the ticks show.
  bool expired(std::chrono::nanoseconds now, std::optional<std::uint64_t> taken) noexcept {
    if (taken != taken_) {
      taken_ = taken;
      since_ = now;
    }
    return taken_ && longest_.count() != 0 && now - since_ > longest_;
  }

 private:
  std::chrono::nanoseconds longest_;
  std::optional<std::uint64_t> taken_;
  std::chrono::nanoseconds since_{0};
};

}  // namespace smsfw::smpp
