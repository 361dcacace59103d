#pragma once

#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <span>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_view.hh"

namespace smsfw::smpp {

/// Receipts that an SMSC sent before the response that says whose message they are about. They wait
/// for it, unanswered, in the order in which they came; at most kMax.
class ParkedReceipts {
 public:
  static constexpr std::size_t kMax = 1'000;

  bool empty() const noexcept { return waiting_.empty(); }
  std::size_t size() const noexcept { return waiting_.size(); }

  /// False, and nothing kept, when there are kMax.
  bool add(std::span<const std::byte> pdu, std::chrono::nanoseconds until);
  /// Offers each; one that is taken (true) is gone. `take` may add none.
  void retry(const std::function<bool(const PduView&)>& take);
  /// Gives up those whose time is over at `now`.
  void expire(std::chrono::nanoseconds now, const std::function<void(const PduView&)>& give_up);

 private:
  struct Receipt {
    std::vector<std::byte> pdu;
    std::chrono::nanoseconds until;
  };
  std::deque<Receipt> waiting_;
};

}  // namespace smsfw::smpp
