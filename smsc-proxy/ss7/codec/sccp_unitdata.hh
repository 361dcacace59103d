#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "smsc-proxy/ss7/codec/sccp_message.hh"

// What a user of SCCP sends (N-UNITDATA), as one UDT or as XUDT segments: ITU-T Q.714 4.1.1.

namespace smsfw::ss7 {

/// Octets that a network of 64 kbit/s links carries behind the routing label: a signalling
/// information field of 272 (Q.703 2.3.8) without the label's 4.
inline constexpr std::size_t kMaxSignalUnit = 268;

/// Data to be sent. Borrows.
struct SccpUnitdata {
  std::span<const std::byte> called{};   ///< The address's octets, without their length.
  std::span<const std::byte> calling{};  ///< The same.
  std::span<const std::byte> data{};
  bool in_sequence = false;      ///< Class 1: the routing labels have the same SLS.
  bool return_on_error = false;  ///< Of several segments the first one says so, and returns once.
  std::optional<std::uint8_t> importance;  ///< Needs XUDT.
  /// What the segments have in common, 24 bits: not to be used again towards the same node before
  /// the timers of reassembly (20 seconds) have run out. Of one message alone it is not sent.
  std::uint32_t local_reference = 0;
};

/// The answer to a message: called and calling address swapped, octet for octet.
SccpUnitdata answer_to(const SccpMessage& request, std::span<const std::byte> data) noexcept;

/// In which messages data goes out.
struct SccpPlan {
  SccpType type = SccpType::kUdt;  ///< kUdt or kXudt.
  std::size_t count = 1;           ///< Messages, 1 to kMaxSegments.
  std::size_t segment_size = 0;    ///< Octets of data in each but the last, which has no more.
};

/// One UDT where everything fits into it, else one XUDT or as few XUDT segments as possible, the
/// first of which is none shorter than the others (Q.714 4.1.1.2.2). `max_size` bounds each
/// message, in octets. kTooLong: more than kMaxSegments, or addresses that leave no room for data.
/// kBadValue: no data.
Expected<SccpPlan, SccpEncodeError> plan_unitdata(const SccpUnitdata& unitdata,
                                                  std::size_t max_size = kMaxSignalUnit) noexcept;

/// Writes message `index` of a plan that plan_unitdata() made for this data, to the start of `out`.
/// Segments are of class 1 whatever the data is; what it was stands in the segmentation parameter.
/// kBadValue: no such message, or the plan is another's. The other errors are those of
/// encode_sccp().
SccpEncoded encode_unitdata(const SccpUnitdata& unitdata, const SccpPlan& plan, std::size_t index,
                            std::span<std::byte> out) noexcept;

}  // namespace smsfw::ss7
