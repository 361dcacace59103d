#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace smsfw {

/// A string of at most N octets in place. Longer input is refused, never cut.
template <std::size_t N>
class InlineString {
  static_assert(N <= 255);

 public:
  InlineString() = default;

  /// False, and unchanged, when `text` is longer than N.
  bool assign(std::string_view text) noexcept {
    if (text.size() > N) return false;
    std::memcpy(data_.data(), text.data(), text.size());
    size_ = static_cast<std::uint8_t>(text.size());
    return true;
  }
  /// False, and unchanged, when there is no room for `text` behind what stands here.
  bool append(std::string_view text) noexcept {
    if (text.size() > N - size_) return false;
    std::memcpy(data_.data() + size_, text.data(), text.size());
    size_ = static_cast<std::uint8_t>(size_ + text.size());
    return true;
  }
  void clear() noexcept { size_ = 0; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t size() const noexcept { return size_; }
  std::string_view view() const noexcept { return {data_.data(), size_}; }
  // NOLINTNEXTLINE(google-explicit-constructor): taken wherever a view is, as std::string is
  operator std::string_view() const noexcept { return view(); }

  friend bool operator==(const InlineString& a, const InlineString& b) noexcept {
    return a.view() == b.view();
  }

 private:
  std::array<char, N> data_{};
  std::uint8_t size_ = 0;
};

}  // namespace smsfw
