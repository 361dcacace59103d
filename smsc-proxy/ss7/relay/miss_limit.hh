#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <list>
#include <string_view>
#include <unordered_map>

namespace smsfw::ss7 {

/// Counts how often somebody guessed wrong, in windows of a minute that begin with the first miss.
/// Bounded: the one whose window is oldest is forgotten first.
///
/// Time is the caller's and must not run backwards. Not shareable between threads.
class MissLimit {
 public:
  static constexpr std::chrono::nanoseconds kWindow = std::chrono::minutes(1);

  /// `secret`: random, drawn at start, so that a stranger cannot aim at a bucket.
  MissLimit(unsigned per_window, std::size_t capacity, std::uint64_t secret)
      : per_window_(per_window), capacity_(capacity), secret_(secret) {}

  /// True where `who` has missed as often as he may in the window that is open.
  bool over(std::string_view who, std::chrono::nanoseconds now) const;
  void miss(std::string_view who, std::chrono::nanoseconds now);
  void expire(std::chrono::nanoseconds now);

  std::size_t size() const noexcept { return open_.size(); }
  /// Those that were forgotten before their window was over, for want of room.
  std::uint64_t evictions() const noexcept { return evictions_; }

 private:
  struct Window {
    std::uint64_t key = 0;
    std::chrono::nanoseconds begun{0};
    unsigned misses = 0;
  };
  using Windows = std::list<Window>;

  std::uint64_t key(std::string_view who) const noexcept;
  void forget_oldest();

  const unsigned per_window_;
  const std::size_t capacity_;
  const std::uint64_t secret_;
  Windows open_;  // the oldest first
  std::unordered_map<std::uint64_t, Windows::iterator> index_;
  std::uint64_t evictions_ = 0;
};

}  // namespace smsfw::ss7
