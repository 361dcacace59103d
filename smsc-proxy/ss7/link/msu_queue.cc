#include "smsc-proxy/ss7/link/msu_queue.hh"

#include <algorithm>
#include <utility>

namespace smsfw::ss7::link {

MsuQueue::MsuQueue(std::size_t max_messages, std::size_t max_octets)
    : max_messages_(max_messages), max_octets_(max_octets) {
  for (Half* half : {&filling_, &taken_}) {
    half->msus.reserve(max_messages);
    half->octets.resize(max_octets);
  }
}

bool MsuQueue::push(const Msu& msu) {
  if (!has_room(msu.octets.size())) return false;
  const std::span room = std::span(filling_.octets).subspan(filling_.used, msu.octets.size());
  std::copy(msu.octets.begin(), msu.octets.end(), room.begin());
  filling_.used += msu.octets.size();
  filling_.msus.push_back(msu);
  filling_.msus.back().octets = room;
  return true;
}

std::span<const Msu> MsuQueue::take() noexcept {
  std::swap(filling_, taken_);
  filling_.msus.clear();
  filling_.used = 0;
  return taken_.msus;
}

}  // namespace smsfw::ss7::link
