#pragma once

#include <chrono>
#include <cstdint>
#include <limits>

namespace smsfw::load {

/// An open-loop schedule: message n is due n / rate seconds after the start, however late the ones
/// before it went out. With rate 0 everything is due at once.
class Pacer {
 public:
  using Clock = std::chrono::steady_clock;

  Pacer(double rate, Clock::time_point start) noexcept : rate_(rate), start_(start) {}

  bool paced() const noexcept { return rate_ > 0; }

  /// When message `n` (from 0) is due.
  Clock::time_point due(std::uint64_t n) const noexcept {
    if (!paced()) return start_;
    const std::chrono::duration<double> after(static_cast<double>(n) / rate_);
    return start_ + std::chrono::duration_cast<Clock::duration>(after);
  }

  /// How many messages are due at `now`.
  std::uint64_t due_count(Clock::time_point now) const noexcept {
    if (!paced()) return std::numeric_limits<std::uint64_t>::max();
    if (now < start_) return 0;
    const std::chrono::duration<double> passed = now - start_;
    auto count = static_cast<std::uint64_t>(passed.count() * rate_) + 1;
    // Rounding of the product must not disagree with due().
    while (count > 0 && due(count - 1) > now)
      --count;
    while (due(count) <= now)
      ++count;
    return count;
  }

 private:
  double rate_;
  Clock::time_point start_;
};

}  // namespace smsfw::load
