#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <utility>
#include <vector>

namespace smsfw::events {

/// A bounded queue of octets between one producer and one consumer thread, in blocks. What the
/// consumer sees is always whole push()es; it may take octets in portions of its own.
///
/// A block that the consumer has emptied is the next one to be filled: while the consumer keeps up,
/// the same few blocks go to and fro and stay in the processors' caches, however large the queue
/// may grow when it does not. Blocks are allocated at their first use.
class EventRing {
 public:
  /// The consumer is woken once a block: of 64 KiB, its wake-ups took 4 % of the daemon's CPU.
  static constexpr std::size_t kBlock = 262'144;

  /// `bytes` is rounded down to whole blocks, at least two.
  explicit EventRing(std::size_t bytes)
      : blocks_(std::max<std::size_t>(bytes / kBlock, 2)),
        order_(std::make_unique<Place[]>(blocks_)),
        returned_(std::make_unique<std::uint32_t[]>(blocks_)),
        data_(blocks_) {
    free_.reserve(blocks_);
    for (std::size_t i = blocks_; i > 0; --i)
      free_.push_back(static_cast<std::uint32_t>(i - 1));
  }
  EventRing(const EventRing&) = delete;
  EventRing& operator=(const EventRing&) = delete;

  std::size_t capacity() const noexcept { return blocks_ * kBlock; }

  // ---- the producer's side ----

  /// Copies `octets` in, all of them or none. At most kBlock octets, all in one block.
  bool push(std::string_view octets) noexcept {
    if (octets.size() > room_ && !next_block(octets.size())) return false;
    std::memcpy(at_, octets.data(), octets.size());
    at_ += octets.size();
    room_ -= octets.size();
    pushed_own_ += octets.size();
    pushed_.store(pushed_own_, std::memory_order_release);
    return true;
  }
  /// True once for each block that has been filled: a good moment to wake the consumer.
  bool block_filled() noexcept { return std::exchange(filled_, false); }

  // ---- the consumer's side ----

  /// What waits, as far as it stands in one piece. Empty: nothing waits.
  std::string_view peek() noexcept {
    for (;;) {
      const std::uint64_t pushed = pushed_.load(std::memory_order_acquire);
      const std::uint64_t started = started_.load(std::memory_order_acquire);
      if (started == reading_) return {};  // not even the first block
      const Place& place = order_[reading_ % blocks_];
      // A block that has a successor ends where that begins; nothing is added to it any more.
      const bool last = started == reading_ + 1;
      const std::uint64_t end = last ? pushed : order_[(reading_ + 1) % blocks_].begin;
      const std::uint64_t taken = taken_.load(std::memory_order_relaxed);
      if (taken != end) return {data_[place.block].get() + (taken - place.begin), end - taken};
      if (last) return {};
      const std::uint64_t given = given_back_.load(std::memory_order_relaxed);
      returned_[given % blocks_] = place.block;
      given_back_.store(given + 1, std::memory_order_release);
      ++reading_;
    }
  }
  /// Takes the first `bytes` octets of what peek() gave.
  void consume(std::size_t bytes) noexcept {
    taken_.store(taken_.load(std::memory_order_relaxed) + bytes, std::memory_order_release);
  }

  /// Octets waiting; any thread may ask.
  std::size_t waiting() const noexcept {
    const std::uint64_t taken = taken_.load(std::memory_order_acquire);
    return pushed_.load(std::memory_order_acquire) - taken;
  }

 private:
  struct Place {
    std::uint64_t begin = 0;  // of the block, in octets since the start
    std::uint32_t block = 0;
  };

  bool next_block(std::size_t bytes) noexcept {
    const std::uint64_t given = given_back_.load(std::memory_order_acquire);
    for (; fetched_ != given; ++fetched_)
      free_.push_back(returned_[fetched_ % blocks_]);
    if (bytes > kBlock || free_.empty()) return false;
    const std::uint32_t block = free_.back();
    if (!data_[block]) {
      data_[block].reset(new (std::nothrow) char[kBlock]);
      if (!data_[block]) return false;
    }
    free_.pop_back();
    const std::uint64_t started = started_.load(std::memory_order_relaxed);
    filled_ = started != 0;
    order_[started % blocks_] = {pushed_own_, block};
    started_.store(started + 1, std::memory_order_release);
    at_ = data_[block].get();
    room_ = kBlock;
    return true;
  }

  const std::size_t blocks_;
  // Written by the producer before started_, by the consumer before given_back_. A block is in one
  // of them or in free_, so neither is ever overrun.
  const std::unique_ptr<Place[]> order_;
  const std::unique_ptr<std::uint32_t[]> returned_;
  std::vector<std::unique_ptr<char[]>> data_;
  // Producer and consumer each on cache lines of their own.
  alignas(64) std::vector<std::uint32_t> free_;
  char* at_ = nullptr;
  std::size_t room_ = 0;
  std::uint64_t pushed_own_ = 0;
  std::uint64_t fetched_ = 0;
  bool filled_ = false;
  alignas(64) std::atomic<std::uint64_t> pushed_{0};
  std::atomic<std::uint64_t> started_{0};
  alignas(64) std::atomic<std::uint64_t> taken_{0};
  std::atomic<std::uint64_t> given_back_{0};
  std::uint64_t reading_ = 0;
};

}  // namespace smsfw::events
