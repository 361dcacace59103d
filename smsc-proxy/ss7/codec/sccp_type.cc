#include "smsc-proxy/ss7/codec/sccp_type.hh"

namespace smsfw::ss7 {

std::string_view sccp_type_name(std::uint8_t type) noexcept {
  // In the order of their codes, Q.713 table 1.
  static constexpr std::array<std::string_view, 0x15> kNames{
      "unknown", "CR", "CC",  "CREF", "RLSD", "RLC", "DT1",  "DT2",   "AK",   "UDT",   "UDTS",
      "ED",      "EA", "RSR", "RSC",  "ERR",  "IT",  "XUDT", "XUDTS", "LUDT", "LUDTS",
  };
  return type < kNames.size() ? kNames[type] : kNames[0];
}

}  // namespace smsfw::ss7
