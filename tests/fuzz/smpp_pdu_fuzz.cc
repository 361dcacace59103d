// Any octets as a PDU. Holds: no view leaves the input; decode, encode, decode is a fixed point;
// what is refused names an offset inside and gets an answer.
#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/dump.hh"
#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/receipt.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"
#include "smsc-proxy/smpp/codec/rewrite.hh"
#include "tests/fuzz/require.hh"

namespace {

using namespace smsfw;
using namespace smsfw::smpp;
using smsfw::fuzz::require;
using smsfw::fuzz::require_inside;

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

void check_refusal(std::span<const std::byte> pdu, const DecodeError& error) {
  require(error.offset <= pdu.size());
  std::array<std::byte, kHeaderSize> answer{};
  const auto size = encode_refusal(pdu, error, answer);
  require(size.has_value());
  if (*size != 0) require(decode(answer).has_value());
}

void check_views(const PduView& view, std::span<const std::byte> pdu) {
  for (std::size_t i = 0; i < kFieldCount; ++i) {
    require_inside(view.octets(static_cast<FieldId>(i)), pdu);
  }
  std::size_t entries = 0;
  for (const Destination& entry : view.destinations()) {
    require_inside(bytes_of(entry.address), pdu);
    ++entries;
  }
  require(entries == view.destinations().size());
  entries = 0;
  for (const UnsuccessSme& entry : view.unsuccess()) {
    require_inside(bytes_of(entry.address), pdu);
    ++entries;
  }
  require(entries == view.unsuccess().size());
  std::size_t tlv_octets = 0;
  for (const Tlv& tlv : view.tlvs()) {
    require_inside(tlv.value(), pdu);
    tlv_octets += kTlvHeaderSize + tlv.value().size();
  }
  require(view.tlv_offset() + tlv_octets == pdu.size());
  for (const TextPart& part : message_text(view).parts) {
    require(!part.octets.empty());
    require_inside(part.octets, pdu);
  }
  if (const auto receipt = read_receipt(view)) {
    require_inside(bytes_of(receipt->tlv_id), pdu);
    require(!receipt->message_id().empty());
  }
  require(!dump(view).empty());
}

void check_rewrites(const PduView& view) {
  std::vector<std::byte> out(view.octets().size() + 512);
  const auto check = [&](const Expected<std::size_t, EncodeError>& size) {
    if (!size) return;
    const auto again = decode(std::span<const std::byte>(out.data(), *size));
    require(again.has_value());
    require(again->id() == view.id());
  };
  check(replace_source(view, 5, 0, "SENDER", out));
  check(replace_message_id(view, "0a1b2c", out));
  check(replace_short_message(view, bytes_of("another text"), out));
  check(replace_tlv(view, TlvTag::kMessagePayload, bytes_of("another text"), out));
  check(remove_destinations(view, std::bitset<256>(0x5), out));
  const std::array ours = {UnsuccessSme{1, 1, "123", CommandStatus::kSubmitFail}};
  check(merge_unsuccess(view, ours, out));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = std::as_bytes(std::span(data, size));
  const auto framed = frame(in, kDefaultMaxPduLength);
  if (!framed) {
    check_refusal(in, framed.error());
    return 0;
  }
  // A copy whose length is right, so that the search is not spent on guessing it.
  std::vector<std::byte> pdu(in.begin(), in.end());
  if (framed->complete) pdu.resize(framed->length);
  if (!framed->complete) set_command_length(pdu, static_cast<std::uint32_t>(pdu.size()));
  const auto view = decode(pdu);
  if (!view) {
    check_refusal(pdu, view.error());
    return 0;
  }
  check_views(*view, pdu);
  std::vector<std::byte> again;
  require(PduBuilder(*view).append_to(again).has_value());
  require(again == pdu);
  check_rewrites(*view);
  return 0;
}
