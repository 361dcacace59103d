#include "smsc-proxy/ss7/relay/segment_store.hh"

#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace smsfw::ss7 {
namespace {

bool same(std::span<const std::byte> a, std::span<const std::byte> b) noexcept {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

SegmentStore::Added refused(SegmentFault fault) noexcept {
  return {SegmentStore::Outcome::kRefused, fault, nullptr};
}

}  // namespace

SegmentStore::SegmentStore(SegmentLimits limits, std::uint64_t secret, Abandoned abandoned)
    : limits_(limits), secret_(secret), abandoned_(std::move(abandoned)) {}

std::uint64_t SegmentStore::key(std::uint32_t origin, const SccpMessage& message) const noexcept {
  const std::uint64_t both = std::uint64_t{origin} << 24U | message.segmentation->local_reference;
  const auto calling = message.calling.octets;
  return XXH3_64bits_withSeed(calling.data(), calling.size(),
                              secret_ ^ (both * 0x9E3779B97F4A7C15ULL));
}

bool SegmentStore::belongs(const HeldMessage& to, std::uint32_t origin,
                           const SccpMessage& message) noexcept {
  return to.origin_ == origin && to.local_reference_ == message.segmentation->local_reference &&
         same(to.slice(to.calling_), message.calling.octets);
}

void SegmentStore::abandon(Open::iterator which, SegmentFault fault) {
  // Out of the tables first: the caller's policy may throw.
  Open gone;
  gone.splice(gone.end(), open_, which);
  index_.erase(which->key_);
  octets_ -= which->octets_.size();
  abandoned_(*which, fault);
}

void SegmentStore::evict(Open::iterator which) {
  ++evictions_;
  abandon(which, SegmentFault::kEvicted);
}

bool SegmentStore::make_room(std::size_t octets, std::size_t messages, Open::iterator wanted) {
  if (octets > limits_.max_octets) {
    if (wanted != open_.end()) evict(wanted);
    return false;
  }
  const std::size_t max_messages = std::max<std::size_t>(limits_.max_messages, 1);
  while (octets_ + octets > limits_.max_octets || open_.size() + messages > max_messages) {
    const bool itself = open_.begin() == wanted;
    evict(open_.begin());
    if (itself) return false;
  }
  return true;
}

void SegmentStore::append(HeldMessage& to, const SccpMessage& message,
                          std::span<const std::byte> octets, std::uint64_t tag) {
  const std::size_t begin = to.octets_.size();
  const auto at = [&](std::span<const std::byte> part) {
    return part.empty() ? begin : begin + static_cast<std::size_t>(part.data() - octets.data());
  };
  to.octets_.insert(to.octets_.end(), octets.begin(), octets.end());
  to.segments_.push_back({begin, octets.size(), at(message.data), message.data.size(), tag});
  to.remaining_ = message.segmentation->remaining;
  if (begin == 0) {
    to.called_ = {at(message.called.octets), message.called.octets.size()};
    to.calling_ = {at(message.calling.octets), message.calling.octets.size()};
  }
}

SegmentStore::Added SegmentStore::join(Open::iterator which) {
  for (const HeldMessage::Segment& each : which->segments_) {
    const auto part = which->slice({each.data_begin, each.data_size});
    which->data_.insert(which->data_.end(), part.begin(), part.end());
  }
  index_.erase(which->key_);
  octets_ -= which->octets_.size();
  joined_.splice(joined_.end(), open_, which);
  return {Outcome::kJoined, SegmentFault::kNoSegment, &joined_.back()};
}

SegmentStore::Added SegmentStore::add(std::uint32_t origin, const SccpMessage& message,
                                      std::span<const std::byte> octets, std::uint64_t tag,
                                      std::chrono::nanoseconds now) {
  joined_.clear();
  if (!message.segmentation || message.spec().service) return refused(SegmentFault::kNoSegment);
  const Segmentation& segment = *message.segmentation;
  const std::uint64_t made = key(origin, message);
  const auto found = index_.find(made);
  if (segment.first) {
    if (found != index_.end()) abandon(found->second, SegmentFault::kNewFirst);
    if (!make_room(octets.size(), 1, open_.end())) return refused(SegmentFault::kEvicted);
    Open fresh(1);
    HeldMessage& held = fresh.front();
    held.key_ = made;
    held.origin_ = origin;
    held.local_reference_ = segment.local_reference;
    held.expected_ = std::size_t{segment.remaining} + 1;
    held.begun_ = now;
    append(held, message, octets, tag);
    index_.emplace(made, fresh.begin());
    open_.splice(open_.end(), fresh);
    octets_ += octets.size();
    return segment.remaining == 0 ? join(std::prev(open_.end())) : Added{Outcome::kHeld, {}, {}};
  }
  if (found == index_.end() || !belongs(*found->second, origin, message)) {
    return refused(SegmentFault::kNoFirst);
  }
  const auto which = found->second;
  const bool in_sequence = segment.remaining + 1 == which->remaining_;
  if (!in_sequence || !same(which->slice(which->called_), message.called.octets)) {
    const auto fault = in_sequence ? SegmentFault::kOtherAddress : SegmentFault::kOutOfSequence;
    abandon(which, fault);
    return refused(fault);
  }
  if (!make_room(octets.size(), 0, which)) return refused(SegmentFault::kEvicted);
  append(*which, message, octets, tag);
  octets_ += octets.size();
  return segment.remaining == 0 ? join(which) : Added{Outcome::kHeld, {}, {}};
}

std::size_t SegmentStore::expire(std::chrono::nanoseconds now) {
  std::size_t count = 0;
  while (!open_.empty() && open_.front().begun_ + limits_.timeout <= now) {
    abandon(open_.begin(), SegmentFault::kTimeout);
    ++count;
  }
  return count;
}

std::optional<std::chrono::nanoseconds> SegmentStore::next_expiry() const noexcept {
  if (open_.empty()) return std::nullopt;
  return open_.front().begun_ + limits_.timeout;
}

}  // namespace smsfw::ss7
