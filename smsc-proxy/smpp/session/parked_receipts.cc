#include "smsc-proxy/smpp/session/parked_receipts.hh"

#include "smsc-proxy/smpp/codec/decode.hh"

namespace smsfw::smpp {

bool ParkedReceipts::add(std::span<const std::byte> pdu, std::chrono::nanoseconds until) {
  if (waiting_.size() >= kMax) return false;
  waiting_.push_back({{pdu.begin(), pdu.end()}, until});
  return true;
}

void ParkedReceipts::retry(const std::function<bool(const PduView&)>& take) {
  for (std::size_t i = 0; i < waiting_.size();) {
    const auto view = decode(waiting_[i].pdu);
    if (view && !take(*view)) {
      ++i;
    } else {
      waiting_.erase(waiting_.begin() + static_cast<std::ptrdiff_t>(i));
    }
  }
}

void ParkedReceipts::expire(std::chrono::nanoseconds now,
                            const std::function<void(const PduView&)>& give_up) {
  while (!waiting_.empty() && waiting_.front().until <= now) {
    if (const auto view = decode(waiting_.front().pdu)) give_up(*view);
    waiting_.pop_front();
  }
}

}  // namespace smsfw::smpp
