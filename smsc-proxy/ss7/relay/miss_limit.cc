#include "smsc-proxy/ss7/relay/miss_limit.hh"

#include <xxhash.h>

#include <iterator>

namespace smsfw::ss7 {

std::uint64_t MissLimit::key(std::string_view who) const noexcept {
  return XXH3_64bits_withSeed(who.data(), who.size(), secret_);
}

bool MissLimit::over(std::string_view who, std::chrono::nanoseconds now) const {
  const auto found = index_.find(key(who));
  return found != index_.end() && now - found->second->begun < kWindow &&
         found->second->misses >= per_window_;
}

void MissLimit::miss(std::string_view who, std::chrono::nanoseconds now) {
  expire(now);
  const std::uint64_t made = key(who);
  if (const auto found = index_.find(made); found != index_.end()) {
    ++found->second->misses;
    return;
  }
  while (!open_.empty() && open_.size() >= capacity_) {
    forget_oldest();
    ++evictions_;
  }
  open_.push_back({made, now, 1});
  index_.emplace(made, std::prev(open_.end()));
}

void MissLimit::forget_oldest() {
  index_.erase(open_.front().key);
  open_.pop_front();
}

void MissLimit::expire(std::chrono::nanoseconds now) {
  while (!open_.empty() && now - open_.front().begun >= kWindow)
    forget_oldest();
}

}  // namespace smsfw::ss7
