#include "smsc-proxy/ss7/relay/serving_cache.hh"

#include <xxhash.h>

#include <iterator>

namespace smsfw::ss7 {

std::uint64_t ServingCache::key(std::string_view msisdn) const noexcept {
  return XXH3_64bits_withSeed(msisdn.data(), msisdn.size(), secret_);
}

const ServingNode* ServingCache::find(std::string_view msisdn,
                                      std::chrono::nanoseconds now) const noexcept {
  const auto found = index_.find(key(msisdn));
  if (found == index_.end()) return nullptr;
  const Entry& entry = *found->second;
  return entry.msisdn.view() == msisdn && now < entry.until ? &entry.node : nullptr;
}

void ServingCache::put(const Msisdn& msisdn, const ServingNode& node,
                       std::chrono::nanoseconds until) {
  const std::uint64_t made = key(msisdn.view());
  if (const auto found = index_.find(made); found != index_.end()) {
    entries_.splice(entries_.end(), entries_, found->second);
  } else {
    if (entries_.size() >= capacity_) {
      index_.erase(entries_.front().key);
      entries_.pop_front();
      ++evictions_;
    }
    entries_.emplace_back();
    index_.emplace(made, std::prev(entries_.end()));
  }
  entries_.back() = {made, msisdn, node, until};
}

}  // namespace smsfw::ss7
