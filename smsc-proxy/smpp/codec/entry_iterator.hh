#pragma once

#include <cstddef>
#include <iterator>
#include <span>

namespace smsfw::smpp {

/// Walks over entries that stand one behind the other in octets: TLVs, addresses of a list.
/// Borrows.
///
/// `Entry` has a function `std::size_t read_entry(std::span<const std::byte>, Entry&) noexcept` in
/// its namespace, which reads one entry and returns its octets, 0 where it does not fit: the walk
/// ends there.
template <class Entry>
class EntryIterator {
 public:
  using iterator_category = std::forward_iterator_tag;
  using value_type = Entry;
  using difference_type = std::ptrdiff_t;
  using pointer = const Entry*;
  using reference = const Entry&;

  EntryIterator() noexcept = default;
  explicit EntryIterator(std::span<const std::byte> rest) noexcept : rest_(rest) { read(); }

  reference operator*() const noexcept { return current_; }
  pointer operator->() const noexcept { return &current_; }
  /// All octets of this entry.
  std::span<const std::byte> octets() const noexcept { return rest_.first(length_); }
  EntryIterator& operator++() noexcept {
    rest_ = rest_.subspan(length_);
    read();
    return *this;
  }
  EntryIterator operator++(int) noexcept {
    EntryIterator before = *this;
    ++*this;
    return before;
  }
  /// Iterators of one range only.
  friend bool operator==(const EntryIterator& a, const EntryIterator& b) noexcept {
    return a.rest_.size() == b.rest_.size();
  }

 private:
  void read() noexcept {
    length_ = rest_.empty() ? 0 : read_entry(rest_, current_);
    if (length_ == 0) rest_ = {};
  }

  std::span<const std::byte> rest_{};
  std::size_t length_ = 0;
  Entry current_{};
};

}  // namespace smsfw::smpp
