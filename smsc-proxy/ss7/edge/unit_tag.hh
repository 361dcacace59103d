#pragma once

#include <cstdint>

#include "smsc-proxy/ss7/link/msu.hh"

namespace smsfw::ss7 {

/// What of a unit's origin and routing label is needed again when it leaves, as RelayedUnit::tag.
struct UnitTag {
  link::PeerId peer = 0;  ///< That it came from.
  std::uint8_t sls = 0;
  std::uint8_t ni = 0;
  std::uint8_t mp = 0;
  PointCode opc;
  PointCode dpc;

  static UnitTag of(const link::Msu& msu) noexcept {
    return {msu.peer, msu.label.sls, msu.label.ni, msu.label.mp, msu.label.opc, msu.label.dpc};
  }
  static UnitTag unpack(std::uint64_t tag) noexcept {
    const auto octet = [tag](unsigned at) { return static_cast<std::uint8_t>(tag >> at & 0xFFU); };
    const auto code = [tag](unsigned at) {
      return PointCode{static_cast<std::uint16_t>(tag >> at & kMaxPointCode)};
    };
    return {octet(0),
            octet(8),
            static_cast<std::uint8_t>(tag >> 16U & 3U),
            static_cast<std::uint8_t>(tag >> 18U & 3U),
            code(20),
            code(34)};
  }
  std::uint64_t pack() const noexcept {
    return std::uint64_t{peer} | std::uint64_t{sls} << 8U | std::uint64_t{ni & 3U} << 16U |
           std::uint64_t{mp & 3U} << 18U | std::uint64_t{opc.value} << 20U |
           std::uint64_t{dpc.value} << 34U;
  }
  friend bool operator==(const UnitTag&, const UnitTag&) = default;
};

}  // namespace smsfw::ss7
