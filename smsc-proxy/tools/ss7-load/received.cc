#include "smsc-proxy/tools/ss7-load/received.hh"

#include <random>

namespace smsfw::ss7_load {

Receiver::Receiver()
    : store_(ss7::SegmentLimits{}, std::random_device{}(),
             [this](const ss7::HeldMessage&, ss7::SegmentFault) { ++incomplete_; }) {}

std::optional<Received> Receiver::read(const ss7::link::Msu& msu, Clock::time_point now) {
  const auto sccp = ss7::decode_sccp(msu.octets);
  if (!sccp) {
    ++malformed_;
    return std::nullopt;
  }
  Received out{*sccp, sccp->data, msu.octets, nullptr};
  if (!sccp->segmented() || sccp->spec().service) return out;
  const auto added = store_.add(msu.label.opc.value, *sccp, msu.octets, 0, now.time_since_epoch());
  if (added.outcome != ss7::SegmentStore::Outcome::kJoined) {
    if (added.outcome == ss7::SegmentStore::Outcome::kRefused &&
        added.fault == ss7::SegmentFault::kNoFirst) {
      ++incomplete_;
    }
    return std::nullopt;
  }
  out.segments = added.message;
  out.data = added.message->data();
  return out;
}

}  // namespace smsfw::ss7_load
