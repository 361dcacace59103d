#include "smsc-proxy/smpp/codec/message_text.hh"

namespace smsfw::smpp {
namespace {

/// What the TLV part says, in one pass.
struct SarReader {
  std::optional<std::uint16_t> reference;
  std::optional<std::uint8_t> total;
  std::optional<std::uint8_t> number;
  bool seen = false;
  bool bad = false;

  template <class T>
  void take(std::optional<T>& into, std::optional<T> value) noexcept {
    seen = true;
    if (into || !value) bad = true;
    if (!into) into = value;
  }

  void finish(MessageText& text) noexcept {
    if (!seen) return;
    if (!reference || !total || !number) {
      text.anomalies.bad_sar = true;
      return;
    }
    // 3.4 section 5.3.2.23: total and number run from 1 to 255. A single segment is legal and odd.
    if (bad || *total == 0 || *number == 0 || *number > *total) text.anomalies.bad_sar = true;
    text.sar = SarSegment{*reference, *total, *number};
  }
};

}  // namespace

bool carries_text(CommandId id) noexcept {
  switch (id) {
    case CommandId::kSubmitSm:
    case CommandId::kSubmitMulti:
    case CommandId::kDeliverSm:
    case CommandId::kDataSm:
    case CommandId::kReplaceSm:
    case CommandId::kBroadcastSm:
      return true;
    default:
      return false;
  }
}

MessageText message_text(const PduView& view) noexcept {
  MessageText text;
  if (!carries_text(view.id())) return text;
  if (view.has(FieldId::kDataCoding)) text.data_coding = view.u8(FieldId::kDataCoding);
  text.udhi = (view.u8(FieldId::kEsmClass) & kEsmUdhi) != 0;

  const auto short_message = view.octets(FieldId::kShortMessage);
  if (!short_message.empty()) {
    text.parts.push_back({TextSource::kShortMessage, short_message});
  }
  SarReader sar;
  bool payload = false;
  for (const Tlv& tlv : view.tlvs()) {
    switch (tlv.tag()) {
      case TlvTag::kMessagePayload:
        if (payload) text.anomalies.repeated_payload = true;
        payload = true;
        if (!tlv.value().empty()) {
          if (!short_message.empty()) text.anomalies.both_fields = true;
          text.parts.push_back({TextSource::kMessagePayload, tlv.value()});
        }
        break;
      case TlvTag::kSarMsgRefNum:
        sar.take(sar.reference, tlv.u16());
        break;
      case TlvTag::kSarTotalSegments:
        sar.take(sar.total, tlv.u8());
        break;
      case TlvTag::kSarSegmentSeqnum:
        sar.take(sar.number, tlv.u8());
        break;
      default:
        break;
    }
  }
  sar.finish(text);
  text.anomalies.udhi_without_text = text.udhi && text.parts.empty();
  text.anomalies.sar_and_udhi = text.udhi && sar.seen;
  return text;
}

}  // namespace smsfw::smpp
