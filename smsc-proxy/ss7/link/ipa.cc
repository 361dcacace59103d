#include "smsc-proxy/ss7/link/ipa.hh"

namespace smsfw::ss7::link::ipa {

std::optional<Frame> read_frame(std::span<const std::byte> octets) noexcept {
  if (octets.size() < kHeaderSize) return std::nullopt;
  const std::size_t length =
      static_cast<std::size_t>(octets[0]) << 8U | static_cast<std::size_t>(octets[1]);
  if (octets.size() - kHeaderSize < length) return std::nullopt;
  return Frame{octets[2], octets.subspan(kHeaderSize, length), kHeaderSize + length};
}

void write_frame(std::vector<std::byte>& out, std::byte protocol,
                 std::span<const std::byte> octets) {
  out.push_back(static_cast<std::byte>(octets.size() >> 8U));
  out.push_back(static_cast<std::byte>(octets.size()));
  out.push_back(protocol);
  out.insert(out.end(), octets.begin(), octets.end());
}

}  // namespace smsfw::ss7::link::ipa
