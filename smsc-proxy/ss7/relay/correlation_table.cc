#include "smsc-proxy/ss7/relay/correlation_table.hh"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace smsfw::ss7 {

CorrelationTable::CorrelationTable(CorrelationLimits limits, SecretRandom random,
                                   SameNetwork same_network)
    : limits_(limits), random_(std::move(random)), same_network_(std::move(same_network)) {}

ImsiDigits CorrelationTable::draw() const {
  const std::size_t size = kImsiDigits - limits_.prefix.size();
  std::uint64_t range = 1;
  for (std::size_t i = 0; i < size; ++i)
    range *= 10;
  // Numbers of the last, shorter run would make its digits likelier.
  const std::uint64_t end = UINT64_MAX - UINT64_MAX % range;
  std::uint64_t number = random_();
  while (number >= end)
    number = random_();
  number %= range;
  std::array<char, kImsiDigits> digits;
  for (std::size_t i = size; i != 0; --i, number /= 10)
    digits[i - 1] = static_cast<char>('0' + number % 10);
  ImsiDigits out = limits_.prefix;
  out.append({digits.data(), size});
  return out;
}

void CorrelationTable::forget_oldest() {
  index_.erase(ids_.front().digits.view());
  ids_.pop_front();
}

ImsiDigits CorrelationTable::give(const CorrelatedSubscriber& subscriber,
                                  std::chrono::nanoseconds now) {
  while (!ids_.empty() && ids_.size() >= limits_.max_ids) {
    ++evictions_;
    forget_oldest();
  }
  ImsiDigits digits = draw();
  while (index_.find(digits.view()) != index_.end())
    digits = draw();
  ids_.push_back({digits, subscriber, now, 0});
  index_.emplace(ids_.back().digits.view(), std::prev(ids_.end()));
  ++given_;
  return digits;
}

CorrelationTable::Found CorrelationTable::find(std::string_view imsi, std::string_view asker,
                                               std::chrono::nanoseconds now) const {
  const auto found = index_.find(imsi);
  if (found == index_.end()) return {};
  const Id& id = *found->second;
  // Another network learns no more than that, whether or not the id is over.
  if (asker.empty() || !same_network_(id.subscriber.asker, asker))
    return {CorrelationState::kOtherAsker, nullptr};
  const bool over = now - id.begun >= limits_.lifetime || id.deliveries >= limits_.deliveries;
  return {over ? CorrelationState::kUsedUp : CorrelationState::kLive, &id.subscriber};
}

void CorrelationTable::use(std::string_view imsi) {
  const auto found = index_.find(imsi);
  if (found != index_.end()) ++found->second->deliveries;
}

void CorrelationTable::expire(std::chrono::nanoseconds now) {
  while (!ids_.empty() && now - ids_.front().begun >= 2 * limits_.lifetime)
    forget_oldest();
}

}  // namespace smsfw::ss7
