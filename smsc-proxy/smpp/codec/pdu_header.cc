#include "smsc-proxy/smpp/codec/pdu_header.hh"

#include "smsc-proxy/smpp/codec/big_endian.hh"

namespace smsfw::smpp {

Expected<PduHeader, DecodeError> decode_header(std::span<const std::byte> pdu) noexcept {
  if (pdu.size() < kHeaderSize) {
    return Unexpected<DecodeError>(
        DecodeError{DecodeCode::kTruncated, static_cast<std::uint32_t>(pdu.size()), false});
  }
  const std::byte* at = pdu.data();
  return PduHeader{detail::load_u32(at), static_cast<CommandId>(detail::load_u32(at + 4)),
                   static_cast<CommandStatus>(detail::load_u32(at + 8)), detail::load_u32(at + 12)};
}

bool encode_header(const PduHeader& header, std::span<std::byte> out) noexcept {
  if (out.size() < kHeaderSize) return false;
  detail::store_u32(out.data(), header.command_length);
  detail::store_u32(out.data() + 4, static_cast<std::uint32_t>(header.command_id));
  detail::store_u32(out.data() + 8, static_cast<std::uint32_t>(header.command_status));
  detail::store_u32(out.data() + 12, header.sequence_number);
  return true;
}

bool set_sequence_number(std::span<std::byte> pdu, std::uint32_t sequence_number) noexcept {
  if (pdu.size() < kHeaderSize) return false;
  detail::store_u32(pdu.data() + 12, sequence_number);
  return true;
}

bool set_command_status(std::span<std::byte> pdu, CommandStatus status) noexcept {
  if (pdu.size() < kHeaderSize) return false;
  detail::store_u32(pdu.data() + 8, static_cast<std::uint32_t>(status));
  return true;
}

bool set_command_length(std::span<std::byte> pdu, std::uint32_t command_length) noexcept {
  if (pdu.size() < kHeaderSize) return false;
  detail::store_u32(pdu.data(), command_length);
  return true;
}

}  // namespace smsfw::smpp
