#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"

#include <algorithm>

namespace smsfw::ss7 {
namespace {

constexpr std::size_t kMaxData = 255;     // what a length octet counts
constexpr std::size_t kMaxPointer = 255;  // what a pointer reaches
/// What a message has beside addresses, data and optional part.
struct Form {
  std::size_t overhead;  ///< Type, class, hop counter, pointers, and the three lengths.
  std::size_t to_data;   ///< What the data's pointer counts beside the addresses.
};
constexpr Form kUdtForm{2 + 3 + 3, 1 + 2};
constexpr Form kXudtForm{3 + 4 + 3, 1 + 1 + 2};
constexpr std::size_t kSegmentationOctets = 6;
constexpr std::size_t kImportanceOctets = 3;
constexpr std::size_t kEndOctets = 1;
// What stands between the optional pointer and its parameter beside addresses and data.
constexpr std::size_t kToOptional = 1 + 3;

/// Octets of data that fit into one message with this optional part; 0 for none.
std::size_t room(const Form& form, std::size_t addresses, std::size_t optional,
                 std::size_t max_size) noexcept {
  const std::size_t taken = form.overhead + addresses + optional;
  if (taken >= max_size || form.to_data + addresses > kMaxPointer) return 0;
  std::size_t octets = std::min(max_size - taken, kMaxData);
  if (optional != 0) {
    if (kToOptional + addresses >= kMaxPointer) return 0;
    octets = std::min(octets, kMaxPointer - kToOptional - addresses);
  }
  return octets;
}

}  // namespace

SccpUnitdata answer_to(const SccpMessage& request, std::span<const std::byte> data) noexcept {
  SccpUnitdata out;
  out.called = request.calling.octets;
  out.calling = request.called.octets;
  out.data = data;
  // Segments are always in sequence; what the message was before stands in the parameter.
  out.in_sequence =
      request.segmentation ? request.segmentation->in_sequence : request.protocol_class == 1;
  return out;
}

Expected<SccpPlan, SccpEncodeError> plan_unitdata(const SccpUnitdata& unitdata,
                                                  std::size_t max_size) noexcept {
  const std::size_t size = unitdata.data.size();
  const std::size_t addresses = unitdata.called.size() + unitdata.calling.size();
  if (size == 0) return refuse(SccpEncodeCode::kBadValue);
  const std::size_t importance = unitdata.importance ? kImportanceOctets : 0;
  SccpPlan plan;
  plan.segment_size = size;
  if (importance == 0 && size <= room(kUdtForm, addresses, 0, max_size)) return plan;
  plan.type = SccpType::kXudt;
  const std::size_t alone = importance == 0 ? 0 : importance + kEndOctets;
  if (size <= room(kXudtForm, addresses, alone, max_size)) return plan;
  const std::size_t optional = kSegmentationOctets + importance + kEndOctets;
  plan.segment_size = room(kXudtForm, addresses, optional, max_size);
  if (plan.segment_size == 0) return refuse(SccpEncodeCode::kTooLong);
  plan.count = (size + plan.segment_size - 1) / plan.segment_size;
  if (plan.count > kMaxSegments) return refuse(SccpEncodeCode::kTooLong);
  return plan;
}

SccpEncoded encode_unitdata(const SccpUnitdata& unitdata, const SccpPlan& plan, std::size_t index,
                            std::span<std::byte> out) noexcept {
  const std::size_t begin = index * plan.segment_size;
  const bool last = index + 1 == plan.count;
  if (index >= plan.count || plan.count > kMaxSegments || begin >= unitdata.data.size() ||
      last != (unitdata.data.size() - begin <= plan.segment_size)) {
    return refuse(SccpEncodeCode::kBadValue);
  }
  SccpMessage message;
  message.type = plan.type;
  message.called.octets = unitdata.called;
  message.calling.octets = unitdata.calling;
  message.data =
      unitdata.data.subspan(begin, std::min(plan.segment_size, unitdata.data.size() - begin));
  message.protocol_class = unitdata.in_sequence || plan.count > 1 ? 1 : 0;
  message.handling = unitdata.return_on_error && index == 0 ? kReturnOnError : 0;
  message.importance = unitdata.importance;
  if (plan.count > 1) {
    message.segmentation =
        Segmentation{index == 0, unitdata.in_sequence,
                     static_cast<std::uint8_t>(plan.count - 1 - index), unitdata.local_reference};
  }
  return encode_sccp(message, out);
}

}  // namespace smsfw::ss7
