#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace smsfw::ss7_load {

/// Dialogues that are open, found by transaction ids of its own: the lower bits of an id are the
/// place, the others count how often it was taken, so that an answer that comes too late finds
/// nothing. Bounded; allocates once. Ids are 32 bits and never 0.
template <class T>
class OpenDialogues {
 public:
  /// `capacity` from 1 to 2^20.
  explicit OpenDialogues(std::size_t capacity)
      : slots_(capacity), bits_(static_cast<unsigned>(std::bit_width(capacity - 1))) {
    free_.reserve(capacity);
    for (std::size_t i = capacity; i > 0; --i)
      free_.push_back(static_cast<std::uint32_t>(i - 1));
  }

  std::size_t size() const noexcept { return slots_.size() - free_.size(); }
  bool full() const noexcept { return free_.empty(); }

  /// The id of a new one; 0 where it is full.
  std::uint32_t open(const T& value) noexcept {
    if (free_.empty()) return 0;
    const std::uint32_t place = free_.back();
    free_.pop_back();
    Slot& slot = slots_[place];
    slot.id = next_turn(slot) << bits_ | place;
    slot.open = true;
    slot.value = value;
    return slot.id;
  }
  T* find(std::uint32_t id) noexcept {
    const std::size_t place = id & ((std::uint64_t{1} << bits_) - 1);
    if (place >= slots_.size()) return nullptr;
    Slot& slot = slots_[place];
    return slot.open && slot.id == id ? &slot.value : nullptr;
  }
  /// `id` of one that is open.
  void close(std::uint32_t id) noexcept {
    const std::size_t place = id & ((std::uint64_t{1} << bits_) - 1);
    slots_[place].open = false;
    free_.push_back(static_cast<std::uint32_t>(place));
  }
  /// Calls `use(id, value)` for each; it may close that one.
  template <class Use>
  void for_each(Use&& use) {
    if (size() == 0) return;
    for (Slot& slot : slots_) {
      if (slot.open) use(slot.id, slot.value);
    }
  }

 private:
  struct Slot {
    T value{};
    std::uint32_t id = 0;
    bool open = false;
  };

  std::uint32_t next_turn(const Slot& slot) const noexcept {
    const std::uint32_t most = ~std::uint32_t{0} >> bits_;
    const std::uint32_t last = slot.id >> bits_;
    return last == most ? 1 : last + 1;
  }

  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  unsigned bits_;
};

}  // namespace smsfw::ss7_load
