#include "smsc-proxy/smpp/session/pending_requests.hh"

#include <algorithm>

namespace smsfw::smpp {
namespace {

constexpr std::size_t kFirstCapacity = 16;

}  // namespace

PendingRequests::PendingRequests() : index_(kFirstCapacity * 2, kNone) {}

std::uint32_t PendingRequests::bucket(std::uint32_t sequence) const noexcept {
  const std::uint64_t mixed = sequence * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::uint32_t>(mixed >> 32U) & static_cast<std::uint32_t>(index_.size() - 1);
}

std::uint32_t PendingRequests::index_of(const PendingRequest& entry) const noexcept {
  // The request is the first member of its node.
  const auto* node = reinterpret_cast<const Node*>(&entry);
  return static_cast<std::uint32_t>(node - nodes_.data());
}

/// Place in index_ that holds `sequence`, or kNone.
std::uint32_t PendingRequests::locate(std::uint32_t sequence) const noexcept {
  const auto mask = static_cast<std::uint32_t>(index_.size() - 1);
  for (std::uint32_t at = bucket(sequence);; at = (at + 1) & mask) {
    if (index_[at] == kNone) return kNone;
    if (nodes_[index_[at]].request.sequence == sequence) return at;
  }
}

void PendingRequests::link(List& list, std::uint32_t at) noexcept {
  nodes_[at].before = list.last;
  nodes_[at].behind = kNone;
  (list.last == kNone ? list.first : nodes_[list.last].behind) = at;
  list.last = at;
}

void PendingRequests::unlink(List& list, std::uint32_t at) noexcept {
  const Node& node = nodes_[at];
  (node.before == kNone ? list.first : nodes_[node.before].behind) = node.behind;
  (node.behind == kNone ? list.last : nodes_[node.behind].before) = node.before;
}

void PendingRequests::grow() {
  const std::size_t wanted = std::max(kFirstCapacity, nodes_.size() * 2);
  const std::size_t before = nodes_.size();
  nodes_.resize(wanted);
  for (std::size_t i = wanted; i > before; --i)
    free_.push_back(static_cast<std::uint32_t>(i - 1));
  std::vector<std::uint32_t> old(wanted * 2, kNone);
  old.swap(index_);
  const auto mask = static_cast<std::uint32_t>(index_.size() - 1);
  for (const std::uint32_t node : old) {
    if (node == kNone) continue;
    std::uint32_t at = bucket(nodes_[node].request.sequence);
    while (index_[at] != kNone)
      at = (at + 1) & mask;
    index_[at] = node;
  }
}

PendingRequest* PendingRequests::add(std::uint32_t sequence, std::chrono::nanoseconds deadline) {
  if (free_.empty()) grow();
  const auto mask = static_cast<std::uint32_t>(index_.size() - 1);
  std::uint32_t at = bucket(sequence);
  for (; index_[at] != kNone; at = (at + 1) & mask) {
    if (nodes_[index_[at]].request.sequence == sequence) return nullptr;
  }
  const std::uint32_t node = free_.back();
  free_.pop_back();
  index_[at] = node;
  PendingRequest& request = nodes_[node].request;
  request.sequence = sequence;
  request.deadline = deadline;
  request.origin = 0;
  request.purpose = Purpose::kRelayed;
  request.multi = false;
  request.message = 0;
  request.reservations.clear();
  link(alive_, node);
  ++live_;
  return &request;
}

PendingRequest* PendingRequests::find(std::uint32_t sequence) noexcept {
  const std::uint32_t at = locate(sequence);
  return at == kNone ? nullptr : &nodes_[index_[at]].request;
}

void PendingRequests::remove(PendingRequest& entry) noexcept {
  const std::uint32_t node = index_of(entry);
  if (entry.purpose == Purpose::kExpired) {
    unlink(expired_, node);
    --dead_;
  } else {
    unlink(alive_, node);
    --live_;
  }
  const auto mask = static_cast<std::uint32_t>(index_.size() - 1);
  std::uint32_t hole = locate(entry.sequence);
  // Entries behind the hole move up as long as their own bucket allows it.
  for (std::uint32_t at = (hole + 1) & mask; index_[at] != kNone; at = (at + 1) & mask) {
    const std::uint32_t home = bucket(nodes_[index_[at]].request.sequence);
    if (((at - home) & mask) >= ((at - hole) & mask)) {
      index_[hole] = index_[at];
      hole = at;
    }
  }
  index_[hole] = kNone;
  free_.push_back(node);
}

PendingRequest* PendingRequests::oldest() noexcept {
  return alive_.first == kNone ? nullptr : &nodes_[alive_.first].request;
}

PendingRequest* PendingRequests::overdue(std::chrono::nanoseconds now) noexcept {
  if (alive_.first != kNone && nodes_[alive_.first].request.deadline <= now) {
    return &nodes_[alive_.first].request;
  }
  if (expired_.first != kNone && nodes_[expired_.first].request.deadline <= now) {
    return &nodes_[expired_.first].request;
  }
  return nullptr;
}

void PendingRequests::expire(PendingRequest& entry, std::chrono::nanoseconds until) noexcept {
  const std::uint32_t node = index_of(entry);
  unlink(alive_, node);
  --live_;
  entry.purpose = Purpose::kExpired;
  entry.origin = 0;
  entry.deadline = until;
  entry.reservations.clear();
  link(expired_, node);
  if (++dead_ > kMaxExpired) remove(nodes_[expired_.first].request);
}

}  // namespace smsfw::smpp
