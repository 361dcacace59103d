#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "smsc-proxy/events/event_privacy.hh"
#include "smsc-proxy/events/json_escape.hh"

namespace smsfw::events {

/// Most octets of one event, its newline included. Fields are bounded so that this is not reached;
/// an event that would reach it is refused and counted.
inline constexpr std::size_t kMaxEventBytes = 65'536;
/// Most octets of text that an event shows: ten parts of a concatenated message.
inline constexpr std::size_t kMaxEventText = 2'000;

/// One event being formatted into kMaxEventBytes of room. Only text(), masked() and the like check
/// the room: all fixed words of an event together fit into kSlack.
class EventLine {
 public:
  EventLine() = default;

  void start(char* room) noexcept {
    begin_ = at_ = room;
    limit_ = room + kMaxEventBytes - kSlack;
    overflow_ = false;
  }
  char* begin() const noexcept { return begin_; }
  std::size_t size() const noexcept { return static_cast<std::size_t>(at_ - begin_); }
  bool overflow() const noexcept { return overflow_; }

  /// Fixed words.
  template <std::size_t N>
  void add(const char (&words)[N]) noexcept {
    std::memcpy(at_, words, N - 1);
    at_ += N - 1;
  }
  /// Short words of ours (names of enumerations) that need no escaping.
  void bytes(std::string_view words) noexcept {
    std::memcpy(at_, words.data(), words.size());
    at_ += words.size();
  }
  /// Anything else, escaped, at most `most` octets of it.
  void text(std::string_view value, std::size_t most) noexcept {
    value = cut_utf8(value, most);
    if (room(value.size() * kEscapeGrowth)) at_ = escape_json(value, at_);
  }
  /// Escaped, with long runs of digits masked.
  void text_without_numbers(std::string_view value, std::size_t most) noexcept {
    std::array<char, 128> copy;
    value = cut_utf8(value, std::min(most, copy.size()));
    mask_runs(value, copy.data());
    text({copy.data(), value.size()}, copy.size());
  }
  /// A number of at most 64 octets, masked.
  void masked(std::string_view number, bool country_code) noexcept {
    if (room(number.size())) at_ = mask_number(number, country_code, at_);
  }
  void number(std::uint64_t value) noexcept {
    const fmt::format_int digits(value);
    bytes({digits.data(), digits.size()});
  }
  void hex(std::uint64_t value) noexcept {
    std::array<char, 16> digits;
    std::size_t i = digits.size();
    do {
      digits[--i] = "0123456789abcdef"[value & 0xf];
      value >>= 4;
    } while (value != 0);
    bytes({digits.data() + i, digits.size() - i});
  }
  /// A finite number; two decimals are exact enough for scores.
  /// Of 0 to 1, with four digits.
  void probability(double value) noexcept {
    const auto parts = static_cast<unsigned>(std::llround(std::clamp(value, 0.0, 1.0) * 1e4));
    *at_++ = parts == 10'000 ? '1' : '0';
    *at_++ = '.';
    for (unsigned unit = 1'000; unit != 0; unit /= 10)
      *at_++ = static_cast<char>('0' + parts / unit % 10);
  }
  void decimal(float value) noexcept {
    if (std::fabs(value) >= 1e9F) {
      at_ = fmt::format_to(at_, "{}", value);
      return;
    }
    auto hundredths = std::llround(static_cast<double>(value) * 100);
    if (hundredths < 0) {
      *at_++ = '-';
      hundredths = -hundredths;
    }
    number(static_cast<std::uint64_t>(hundredths / 100));
    const auto rest = static_cast<unsigned>(hundredths % 100);
    if (rest == 0) return;
    *at_++ = '.';
    *at_++ = static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) *at_++ = static_cast<char>('0' + rest % 10);
  }

  // `,"key":"` or `,"key":` and a value; field() leaves out what says nothing.
  template <std::size_t N>
  void field_always(const char (&key)[N], std::string_view value) noexcept {
    add(key);
    text(value, 256);
    add("\"");
  }
  template <std::size_t N>
  void field(const char (&key)[N], std::string_view value) noexcept {
    if (!value.empty()) field_always(key, value);
  }
  template <std::size_t N>
  void field_always(const char (&key)[N], std::uint64_t value) noexcept {
    add(key);
    number(value);
  }
  template <std::size_t N>
  void field(const char (&key)[N], std::uint64_t value) noexcept {
    if (value != 0) field_always(key, value);
  }
  template <std::size_t N>
  void field(const char (&key)[N], std::chrono::milliseconds value) noexcept {
    if (value.count() > 0) field_always(key, static_cast<std::uint64_t>(value.count()));
  }
  template <std::size_t N>
  void boolean(const char (&key)[N], bool value) noexcept {
    add(key);
    bytes(value ? "true" : "false");
  }

 private:
  // 24 hits of about 120 octets of fixed words, and the event's own.
  static constexpr std::size_t kSlack = 8'192;

  bool room(std::size_t bytes) noexcept {
    if (static_cast<std::size_t>(limit_ - at_) >= bytes) return true;
    overflow_ = true;
    return false;
  }

  char* begin_ = nullptr;
  char* at_ = nullptr;
  char* limit_ = nullptr;
  bool overflow_ = false;
};

/// Writes RFC 3339 times without the Z, and remembers the second that it wrote last.
class EventClock {
 public:
  void write(EventLine& line, std::chrono::microseconds wall) noexcept {
    const auto second = std::chrono::floor<std::chrono::seconds>(wall);
    if (second.count() != second_) show(second);
    line.bytes({text_.data(), text_.size()});
    auto micro = static_cast<std::uint32_t>((wall - second).count());
    std::array<char, 6> digits;
    for (std::size_t i = digits.size(); i-- > 0; micro /= 10)
      digits[i] = static_cast<char>('0' + micro % 10);
    line.bytes({digits.data(), digits.size()});
  }

 private:
  void show(std::chrono::seconds second) noexcept;

  std::int64_t second_ = INT64_MIN;
  std::array<char, 20> text_{};  // `2026-01-31T23:59:59.`
};

}  // namespace smsfw::events
