#include "smsc-proxy/ss7/relay/dialogue_table.hh"

#include <xxhash.h>

#include <algorithm>
#include <utility>

namespace smsfw::ss7 {
namespace {

constexpr std::size_t kNotFound = SIZE_MAX;
constexpr std::size_t kMaxCapacity = std::size_t{1} << 24;
constexpr std::size_t kFirstIndex = 4096;  // slots

}  // namespace

struct DialogueTable::Node {
  OpenDialogue dialogue;
  std::uint64_t originator = 0;
  std::uint64_t responder = 0;  // 0: none
  std::chrono::nanoseconds seen{0};
  std::uint32_t number = 0;  // of this node
  std::uint32_t before = kNone;
  std::uint32_t behind = kNone;
};

DialogueTable::DialogueTable(std::size_t capacity, std::uint64_t secret, Forgotten forgotten)
    : capacity_(std::clamp<std::size_t>(capacity, 1, kMaxCapacity)),
      secret_(secret),
      forgotten_(std::move(forgotten)),
      index_(kFirstIndex, kNone),
      mask_(kFirstIndex - 1) {}

DialogueTable::~DialogueTable() = default;

std::uint64_t DialogueTable::key(std::string_view address, std::uint32_t tid) const noexcept {
  const std::uint64_t mixed =
      XXH3_64bits_withSeed(address.data(), address.size(), secret_ ^ (std::uint64_t{tid} << 17));
  const std::uint64_t made = mixed ^ (tid * 0x9E3779B97F4A7C15ULL);
  return made != 0 ? made : 1;  // 0 stands for no key
}

DialogueTable::Node& DialogueTable::node(std::uint32_t at) const noexcept {
  return chunks_[at / kChunk][at % kChunk];
}

std::uint32_t DialogueTable::index_of(const OpenDialogue& dialogue) const noexcept {
  // The dialogue is the first member of its node.
  return reinterpret_cast<const Node*>(&dialogue)->number;
}

// ---- the index ----

std::size_t DialogueTable::home(std::uint64_t key) const noexcept {
  return static_cast<std::size_t>(key >> 20U) & mask_;
}

std::uint64_t DialogueTable::key_of(std::uint32_t slot) const noexcept {
  const Node& one = node(slot / 2);
  return (slot & 1U) != 0 ? one.responder : one.originator;
}

std::size_t DialogueTable::locate(std::uint64_t key) const noexcept {
  for (std::size_t at = home(key); index_[at] != kNone; at = (at + 1) & mask_) {
    if (key_of(index_[at]) == key) return at;
  }
  return kNotFound;
}

void DialogueTable::insert(std::uint64_t key, std::uint32_t slot) noexcept {
  std::size_t at = home(key);
  while (index_[at] != kNone)
    at = (at + 1) & mask_;
  index_[at] = slot;
}

void DialogueTable::erase(std::uint64_t key) noexcept {
  std::size_t hole = locate(key);
  if (hole == kNotFound) return;
  // Entries behind the hole move up as long as their own place allows it.
  for (std::size_t at = (hole + 1) & mask_; index_[at] != kNone; at = (at + 1) & mask_) {
    if (((at - home(key_of(index_[at]))) & mask_) >= ((at - hole) & mask_)) {
      index_[hole] = index_[at];
      hole = at;
    }
  }
  index_[hole] = kNone;
}

// ---- age ----

void DialogueTable::unlink(std::uint32_t at) noexcept {
  const Node& one = node(at);
  (one.before == kNone ? oldest_ : node(one.before).behind) = one.behind;
  (one.behind == kNone ? newest_ : node(one.behind).before) = one.before;
}

void DialogueTable::link_newest(std::uint32_t at) noexcept {
  Node& one = node(at);
  one.before = newest_;
  one.behind = kNone;
  (newest_ == kNone ? oldest_ : node(newest_).behind) = at;
  newest_ = at;
}

// ---- dialogues ----

std::uint32_t DialogueTable::take_node() {
  if (size_ == capacity_) {
    ++evictions_;
    OpenDialogue& oldest = node(oldest_).dialogue;
    forgotten_(oldest);
    remove(oldest);
  }
  if (!free_.empty()) {
    const std::uint32_t at = free_.back();
    free_.pop_back();
    return at;
  }
  if (made_ % kChunk == 0) {
    chunks_.push_back(std::make_unique<Node[]>(kChunk));
    free_.reserve(chunks_.size() * kChunk);  // remove() never allocates
  }
  const auto at = static_cast<std::uint32_t>(made_++);
  node(at).number = at;
  // Two keys a node, at most half of the slots in use.
  if (made_ * 4 > index_.size()) {
    std::vector<std::uint32_t> old(index_.size() * 2, kNone);
    old.swap(index_);
    mask_ = index_.size() - 1;
    for (const std::uint32_t slot : old) {
      if (slot != kNone) insert(key_of(slot), slot);
    }
  }
  return at;
}

OpenDialogue& DialogueTable::begin(std::uint64_t originator, std::chrono::nanoseconds now) {
  if (const std::size_t found = locate(originator); found != kNotFound) {
    OpenDialogue& before = node(index_[found] / 2).dialogue;
    forgotten_(before);
    remove(before);
  }
  const std::uint32_t at = take_node();
  Node& made = node(at);
  made.dialogue = OpenDialogue{};
  made.dialogue.begun = now;
  made.originator = originator;
  made.responder = 0;
  made.seen = now;
  insert(originator, at * 2);
  link_newest(at);
  ++size_;
  return made.dialogue;
}

OpenDialogue* DialogueTable::find(std::uint64_t key, std::chrono::nanoseconds now) noexcept {
  const std::size_t found = locate(key);
  if (found == kNotFound) return nullptr;
  const std::uint32_t at = index_[found] / 2;
  unlink(at);
  link_newest(at);
  node(at).seen = now;
  return &node(at).dialogue;
}

void DialogueTable::set_responder(OpenDialogue& dialogue, std::uint64_t responder) {
  const std::uint32_t at = index_of(dialogue);
  Node& one = node(at);
  if (one.responder == responder) return;
  if (one.responder != 0) {
    erase(one.responder);
    one.responder = 0;
  }
  if (const std::size_t found = locate(responder); found != kNotFound) {
    const std::uint32_t slot = index_[found];
    // An originator's key is not taken away: that dialogue would be lost to its own side.
    if ((slot & 1U) == 0) return;
    erase(responder);
    node(slot / 2).responder = 0;
  }
  one.responder = responder;
  insert(responder, at * 2 + 1);
}

void DialogueTable::remove(OpenDialogue& dialogue) noexcept {
  const std::uint32_t at = index_of(dialogue);
  Node& one = node(at);
  erase(one.originator);
  if (one.responder != 0) erase(one.responder);
  unlink(at);
  one.originator = one.responder = 0;
  free_.push_back(at);
  --size_;
}

OpenDialogue* DialogueTable::silent_since(std::chrono::nanoseconds before) noexcept {
  if (oldest_ == kNone || node(oldest_).seen > before) return nullptr;
  return &node(oldest_).dialogue;
}

std::size_t DialogueTable::memory() const noexcept {
  return chunks_.size() * kChunk * sizeof(Node) + index_.size() * sizeof(std::uint32_t) +
         free_.capacity() * sizeof(std::uint32_t);
}

}  // namespace smsfw::ss7
