#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <tuple>
#include <utility>

namespace smsfw {

/// Publishes immutable snapshots of T to many readers. Each reader keeps a SnapshotReader of its
/// own; a read compares one generation number (about 1 ns) and copies the pointer only after a
/// change. Any thread may publish. An idle reader pins the old snapshot until it reads again, so
/// the owner of the workers wakes them after publish().
template <class T>
class SnapshotHolder {
 public:
  SnapshotHolder() = default;
  explicit SnapshotHolder(std::shared_ptr<const T> first) : current_(std::move(first)) {}
  SnapshotHolder(const SnapshotHolder&) = delete;
  SnapshotHolder& operator=(const SnapshotHolder&) = delete;

  /// Makes `next` current. Returns its generation (the first published snapshot has 1 more than
  /// the one before).
  std::uint64_t publish(std::shared_ptr<const T> next) {
    std::shared_ptr<const T> old;  // freed outside the lock
    const std::lock_guard lock(mutex_);
    old = std::exchange(current_, std::move(next));
    return generation_.fetch_add(1, std::memory_order_release) + 1;
  }

  std::uint64_t generation() const noexcept { return generation_.load(std::memory_order_acquire); }

  /// The current snapshot and its generation, taken together.
  std::pair<std::shared_ptr<const T>, std::uint64_t> load() const {
    const std::lock_guard lock(mutex_);
    return {current_, generation_.load(std::memory_order_relaxed)};
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> current_;
  std::atomic<std::uint64_t> generation_{0};
};

/// One thread's view of a SnapshotHolder. Not shareable between threads.
template <class T>
class SnapshotReader {
 public:
  explicit SnapshotReader(const SnapshotHolder<T>& holder) : holder_(&holder) { refresh(); }

  /// The newest snapshot. The reference stays valid until the next call of get().
  const std::shared_ptr<const T>& get() {
    if (holder_->generation() != generation_) refresh();
    return mine_;
  }

  /// The generation of what get() returned last.
  std::uint64_t generation() const noexcept { return generation_; }

 private:
  void refresh() { std::tie(mine_, generation_) = holder_->load(); }

  const SnapshotHolder<T>* holder_;
  std::shared_ptr<const T> mine_;
  std::uint64_t generation_ = 0;
};

}  // namespace smsfw
