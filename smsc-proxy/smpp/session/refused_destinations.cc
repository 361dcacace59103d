#include "smsc-proxy/smpp/session/refused_destinations.hh"

#include <utility>

#include "smsc-proxy/smpp/codec/rewrite.hh"

namespace smsfw::smpp {

void RefusedDestinations::remember(std::uint32_t sequence,
                                   std::vector<RefusedDestination> refused) {
  by_sequence_[sequence] = std::move(refused);
}

std::span<const std::byte> RefusedDestinations::merged(std::span<const std::byte> pdu,
                                                       const PduView* view, std::uint32_t sequence,
                                                       std::vector<std::byte>& room) {
  const auto refused = by_sequence_.extract(sequence);
  if (refused.empty() || view == nullptr || view->id() != CommandId::kSubmitMultiResp) return pdu;
  std::vector<UnsuccessSme> ours;
  for (const auto& one : refused.mapped())
    ours.push_back({one.ton, one.npi, one.address, one.status});
  // Each entry: ton, npi, address with NUL, status.
  room.resize(pdu.size() + ours.size() * 48 + 16);
  const auto size = merge_unsuccess(*view, ours, room);
  return size ? std::span<const std::byte>(room).first(*size) : pdu;
}

}  // namespace smsfw::smpp
