#pragma once

#include <array>
#include <bitset>
#include <cstddef>
#include <span>
#include <string_view>

#include "filters/core/finding_set.hh"
#include "filters/core/inline_vector.hh"
#include "smsc-proxy/ss7/codec/ber_finding.hh"
#include "smsc-proxy/ss7/codec/sccp_finding.hh"
#include "smsc-proxy/tpdu/tpdu_finding.hh"

namespace smsfw::ss7 {

inline constexpr std::size_t kCodecFindingCount =
    kBerFindingCount + kSccpFindingCount + tpdu::kTpduFindingCount;

/// Names of all findings of TCAP and MAP, SCCP, and TPDU, in that order.
inline constexpr auto kCodecFindingNames = [] {
  std::array<std::string_view, kCodecFindingCount> names{};
  std::size_t at = 0;
  for (const std::string_view name : kBerFindingNames)
    names[at++] = name;
  for (const std::string_view name : kSccpFindingNames)
    names[at++] = name;
  for (const std::string_view name : tpdu::kTpduFindingNames)
    names[at++] = name;
  return names;
}();

/// What all codecs noticed in one message.
class CodecFindings {
 public:
  void add(BerFindings found) noexcept { add(found, 0); }
  void add(SccpFindings found) noexcept { add(found, kBerFindingCount); }
  void add(tpdu::TpduFindings found) noexcept { add(found, kBerFindingCount + kSccpFindingCount); }

  bool any() const noexcept { return bits_.any(); }
  /// The names of what was found, written into `room`.
  std::span<const std::string_view> names(
      std::span<std::string_view, kCodecFindingCount> room) const noexcept {
    std::size_t count = 0;
    for (std::size_t i = 0; any() && i < kCodecFindingCount; ++i) {
      if (has(i)) room[count++] = kCodecFindingNames[i];
    }
    return room.first(count);
  }
  /// Index in kCodecFindingNames.
  bool has(std::size_t finding) const noexcept { return bits_.test(finding); }

 private:
  template <class Kind>
  void add(FindingSet<Kind> found, std::size_t first) noexcept {
    if (!found.any()) return;
    for (std::size_t i = 0; i < found.kKinds; ++i) {
      if (found.has(static_cast<Kind>(i))) bits_.set(first + i);
    }
  }

  std::bitset<kCodecFindingCount> bits_;
};

}  // namespace smsfw::ss7
