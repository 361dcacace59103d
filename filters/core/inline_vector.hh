#pragma once

#include <array>
#include <cstddef>

namespace smsfw {

/// Up to N values in place, never on the heap. push_back on a full one is refused and counted, so
/// that nothing is lost unseen. T must be default constructible.
template <class T, std::size_t N>
class InlineVector {
 public:
  /// False, and dropped() grows, when there is no room.
  bool push_back(const T& value) {
    if (size_ == N) {
      ++dropped_;
      return false;
    }
    items_[size_++] = value;
    return true;
  }
  void clear() noexcept {
    size_ = 0;
    dropped_ = 0;
  }
  std::size_t size() const noexcept { return size_; }
  bool empty() const noexcept { return size_ == 0; }
  std::size_t dropped() const noexcept { return dropped_; }
  static constexpr std::size_t capacity() noexcept { return N; }

  T& operator[](std::size_t i) noexcept { return items_[i]; }
  const T& operator[](std::size_t i) const noexcept { return items_[i]; }
  T* begin() noexcept { return items_.data(); }
  T* end() noexcept { return items_.data() + size_; }
  const T* begin() const noexcept { return items_.data(); }
  const T* end() const noexcept { return items_.data() + size_; }

 private:
  std::array<T, N> items_{};
  std::size_t size_ = 0;
  std::size_t dropped_ = 0;
};

}  // namespace smsfw
