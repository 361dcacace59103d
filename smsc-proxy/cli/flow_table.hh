#pragma once

#include <cstddef>
#include <list>
#include <map>
#include <utility>

namespace smsfw::cli {

/// What is remembered of flows, bounded: the one that was used longest ago goes first.
template <class Key, class Value>
class FlowTable {
 public:
  explicit FlowTable(std::size_t most) : most_(most) {}

  /// The value of `key`, made where there is none. Lives until it is evicted.
  Value& of(const Key& key) {
    const auto known = index_.find(key);
    if (known != index_.end()) {
      order_.splice(order_.begin(), order_, known->second);
    } else {
      if (order_.size() == most_) evict();
      order_.emplace_front(key, Value{});
      index_.emplace(key, order_.begin());
    }
    return order_.front().second;
  }

  /// Nullptr where there is none.
  Value* find(const Key& key) {
    const auto known = index_.find(key);
    return known == index_.end() ? nullptr : &known->second->second;
  }
  void erase(const Key& key) {
    const auto known = index_.find(key);
    if (known == index_.end()) return;
    order_.erase(known->second);
    index_.erase(known);
  }

  std::size_t size() const noexcept { return order_.size(); }
  /// The one that goes next; there must be one.
  Value& oldest() noexcept { return order_.back().second; }
  void evict() {
    index_.erase(order_.back().first);
    order_.pop_back();
  }

 private:
  using Order = std::list<std::pair<Key, Value>>;
  std::size_t most_;
  Order order_;  // the newest first
  std::map<Key, typename Order::iterator> index_;
};

}  // namespace smsfw::cli
