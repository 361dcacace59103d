#include "smsc-proxy/cli/tcp_stream.hh"

#include <algorithm>

namespace smsfw::cli {

void TcpStream::append(std::span<const std::byte> octets) {
  if (consumed_ != 0) {
    octets_.erase(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(consumed_));
    consumed_ = 0;
  }
  octets_.insert(octets_.end(), octets.begin(), octets.end());
  next_ += static_cast<std::uint32_t>(octets.size());
  position_ += octets.size();
}

void TcpStream::take_waiting() {
  while (!waiting_.empty() && waiting_.begin()->first <= position_) {
    const auto first = waiting_.extract(waiting_.begin());
    const std::span<const std::byte> octets = first.mapped();
    waiting_octets_ -= octets.size() + kSegmentCost;
    const std::uint64_t old = position_ - first.key();
    if (old < octets.size()) append(octets.subspan(static_cast<std::size_t>(old)));
  }
}

bool TcpStream::skip_missing() {
  if (waiting_.empty()) return false;
  const std::uint64_t to = waiting_.begin()->first;
  next_ += static_cast<std::uint32_t>(to - position_);
  position_ = to;
  octets_.clear();
  consumed_ = 0;
  take_waiting();
  return true;
}

TcpStream::Taken TcpStream::add(const TcpSegment& segment) {
  std::span<const std::byte> payload = segment.payload;
  if (segment.syn || !started_) {
    *this = TcpStream();
    started_ = true;
    next_ = segment.sequence + (segment.syn ? 1U : 0U);
    append(payload);
    return Taken::kBroken;
  }
  if (payload.empty()) return Taken::kWaiting;
  const std::uint32_t ahead = segment.sequence - next_;
  if (ahead >= 0x80000000U) {  // it begins with octets that were there before
    const std::uint32_t old = 0U - ahead;
    if (old >= payload.size()) return Taken::kWaiting;
    payload = payload.subspan(old);
  } else if (ahead != 0) {
    const auto [at, added] = waiting_.try_emplace(position_ + ahead);
    auto& place = at->second;
    if (added) waiting_octets_ += kSegmentCost;
    if (place.size() < payload.size()) {
      waiting_octets_ += payload.size() - place.size();
      place.assign(payload.begin(), payload.end());
    }
    if (waiting_octets_ <= kMaxWaiting) return Taken::kWaiting;
    skip_missing();
    return Taken::kBroken;
  }
  append(payload);
  take_waiting();
  return Taken::kInOrder;
}

}  // namespace smsfw::cli
