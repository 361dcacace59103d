#include "filters/access/key_index.hh"

#include <xxhash.h>

#include <algorithm>
#include <cassert>

namespace smsfw::access {

void KeyIndex::add(std::string_view key, std::uint8_t list, std::chrono::microseconds expires,
                   std::string_view reason) {
  assert(!key.empty() && key.size() <= 255);
  Entry entry;
  entry.expires = expires;
  entry.offset = static_cast<std::uint32_t>(keys_.size());
  entry.size = static_cast<std::uint8_t>(key.size());
  entry.list = list;
  // Neighbours mostly share one reason; only a change is stored.
  if (!reason.empty()) {
    if (reasons_.size() == 1 || reasons_.back() != reason) reasons_.emplace_back(reason);
    entry.reason = static_cast<std::uint32_t>(reasons_.size() - 1);
  }
  keys_ += key;
  entries_.push_back(entry);
}

void KeyIndex::seal(std::uint64_t secret) {
  secret_ = secret;
  for (Entry& entry : entries_)
    entry.hash = hash_of(key_of(entry));
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.hash < b.hash; });
  entries_.shrink_to_fit();
  keys_.shrink_to_fit();
  std::size_t size = 16;
  while (size < entries_.size() * 2)
    size *= 2;
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (i > 0 && entries_[i].hash == entries_[i - 1].hash) continue;
    std::size_t slot = entries_[i].hash & (size - 1);
    while (slots_[slot] != 0)
      slot = (slot + 1) & (size - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
  bool seen[256] = {};
  for (const Entry& entry : entries_)
    seen[entry.size] = true;
  sizes_.clear();
  for (std::size_t i = 1; i < 256; ++i) {
    if (seen[i]) sizes_.push_back(static_cast<std::uint8_t>(i));
  }
}

std::uint64_t KeyIndex::hash_of(std::string_view key) const noexcept {
  return XXH3_64bits_withSeed(key.data(), key.size(), secret_);
}

std::uint32_t KeyIndex::first(std::uint64_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t slot = hash & mask; slots_[slot] != 0; slot = (slot + 1) & mask) {
    const std::uint32_t i = slots_[slot] - 1;
    if (entries_[i].hash == hash) return i;
  }
  return static_cast<std::uint32_t>(entries_.size());
}

}  // namespace smsfw::access
