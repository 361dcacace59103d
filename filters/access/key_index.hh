#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace smsfw::access {

/// A read-only hash table from keys to the lists that hold them: open addressing over entries
/// sorted by hash, so that one look-up is one probe and a walk over equal keys. The hash is keyed
/// (xxHash with a secret seed); keys are compared in full. Internal to filters/access.
class KeyIndex {
 public:
  struct Entry {
    std::uint64_t hash = 0;
    std::chrono::microseconds expires{0};
    std::uint32_t offset = 0;  // of the key in keys_
    std::uint32_t reason = 0;  // index into reasons_, 0: none
    std::uint8_t size = 0;
    std::uint8_t list = 0;
  };

  KeyIndex() : reasons_(1) {}

  /// Only before seal(). `key` has 1 to 255 octets.
  void add(std::string_view key, std::uint8_t list, std::chrono::microseconds expires,
           std::string_view reason);
  /// Sorts and builds the table. Call once, also when nothing was added.
  void seal(std::uint64_t secret);

  std::size_t size() const noexcept { return entries_.size(); }
  std::string_view reason(const Entry& entry) const noexcept { return reasons_[entry.reason]; }

  /// Calls found(entry) for each entry whose key is `key`.
  template <class Found>
  void find(std::string_view key, Found&& found) const {
    if (entries_.empty()) return;
    const std::uint64_t hash = hash_of(key);
    for (std::uint32_t i = first(hash); i < entries_.size() && entries_[i].hash == hash; ++i) {
      if (key_of(entries_[i]) == key) found(entries_[i]);
    }
  }

  /// Calls found(entry) for each entry whose key is a start of `text`, shortest first.
  template <class Found>
  void find_prefixes(std::string_view text, Found&& found) const {
    for (const std::uint8_t size : sizes_) {
      if (size > text.size()) break;
      find(text.substr(0, size), found);
    }
  }

 private:
  std::uint64_t hash_of(std::string_view key) const noexcept;
  /// Index of the first entry with `hash`, or entries_.size().
  std::uint32_t first(std::uint64_t hash) const noexcept;
  std::string_view key_of(const Entry& entry) const noexcept {
    return std::string_view(keys_).substr(entry.offset, entry.size);
  }

  std::uint64_t secret_ = 0;
  std::string keys_;
  std::vector<std::string> reasons_;
  std::vector<Entry> entries_;        // sorted by hash
  std::vector<std::uint32_t> slots_;  // index into entries_ + 1, 0: empty; size is a power of two
  std::vector<std::uint8_t> sizes_;   // lengths that keys have, ascending
};

}  // namespace smsfw::access
