#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "filters/core/expected.hh"

namespace smsfw::smpp {

/// The map (SMSC, message_id) → account that receipts, queries and cancels are routed by in
/// terminated mode. Kept in a mapped file, so that it outlives the process; bounded: where a bucket
/// is full, the entry that ends first leaves. Ids match as text, in decimal and in hexadecimal.
///
/// Any thread. An entry holds keyed hashes, no id and no account in clear.
class ReceiptRoutes {
 public:
  /// Opens or makes the file. A file of another size, version or capacity is begun anew. An empty
  /// path keeps the map in memory alone. The error says what is wrong with the path.
  static Expected<std::unique_ptr<ReceiptRoutes>, std::string> open(const std::string& path,
                                                                    std::uint32_t capacity);
  ~ReceiptRoutes();
  ReceiptRoutes(const ReceiptRoutes&) = delete;
  ReceiptRoutes& operator=(const ReceiptRoutes&) = delete;

  /// Remembers whose message this is until `until` (wall clock, seconds).
  void add(std::string_view upstream, std::string_view message_id, std::string_view account,
           std::chrono::seconds until, std::chrono::seconds now);

  /// Hash of the account (see account_hash) that owns the id, in any of its forms.
  std::optional<std::uint64_t> find(std::string_view upstream, std::string_view message_id,
                                    std::chrono::seconds now) const;

  /// True when the id is the account's own.
  bool owns(std::string_view upstream, std::string_view message_id, std::string_view account,
            std::chrono::seconds now) const;

  std::uint64_t account_hash(std::string_view account) const noexcept;

  std::size_t size() const noexcept { return entries_.load(std::memory_order_relaxed); }
  std::size_t bytes() const noexcept { return length_; }
  std::uint64_t evictions() const noexcept { return evictions_.load(std::memory_order_relaxed); }

 private:
  struct FileHeader;
  struct Entry;

  ReceiptRoutes() = default;
  std::uint64_t key(std::string_view upstream, std::string_view form, char kind) const noexcept;
  void put(std::uint64_t key, std::uint64_t account, std::uint32_t until, std::uint32_t now);
  const Entry* get(std::uint64_t key, std::uint32_t now) const;

  mutable std::mutex mutex_;
  void* map_ = nullptr;
  std::size_t length_ = 0;
  Entry* entries_at_ = nullptr;
  std::uint64_t buckets_ = 0;
  std::uint64_t secret_ = 0;
  std::atomic<std::size_t> entries_{0};
  std::atomic<std::uint64_t> evictions_{0};
};

}  // namespace smsfw::smpp
