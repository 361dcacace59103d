#include <algorithm>
#include <cstdint>
#include <string_view>

#include "smsc-proxy/smpp/codec/command_id.hh"
#include "smsc-proxy/smpp/codec/command_status.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/tlv.hh"

namespace smsfw::smpp {

std::string_view to_string(CommandId id) noexcept {
  const PduSpec* spec = find_pdu_spec(id);
  return spec != nullptr ? spec->name : "unknown";
}

std::string_view to_string(CommandStatus status) noexcept {
  const auto* row = std::find_if(kStatuses.begin(), kStatuses.end(),
                                 [&](const StatusSpec& spec) { return spec.status == status; });
  if (row != kStatuses.end()) return row->name;
  const auto raw = static_cast<std::uint32_t>(status);
  return raw >= 0x400 && raw <= 0x4FF ? "vendor" : "reserved";
}

const TlvSpec* find_tlv_spec(TlvTag tag) noexcept {
  const auto* row =
      std::lower_bound(kTlvs.begin(), kTlvs.end(), tag,
                       [](const TlvSpec& spec, TlvTag wanted) { return spec.tag < wanted; });
  return row != kTlvs.end() && row->tag == tag ? row : nullptr;
}

std::string_view to_string(TlvTag tag) noexcept {
  const TlvSpec* spec = find_tlv_spec(tag);
  if (spec != nullptr) return spec->name;
  const auto raw = static_cast<std::uint16_t>(tag);
  return raw >= 0x1400 && raw <= 0x3FFF ? "vendor" : "unknown";
}

}  // namespace smsfw::smpp
