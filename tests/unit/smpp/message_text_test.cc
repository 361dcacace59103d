#include "smsc-proxy/smpp/codec/message_text.hh"

#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

struct Read {
  std::vector<std::byte> octets;
  MessageText text;

  explicit Read(const PduBuilder& builder) {
    REQUIRE(builder.append_to(octets));
    const auto view = decode(octets);
    REQUIRE(view);
    text = message_text(*view);
  }
  std::string part(std::size_t i) const {
    const auto value = text.parts[i].octets;
    return {reinterpret_cast<const char*>(value.data()), value.size()};
  }
};

PduBuilder submit() {
  return PduBuilder(CommandId::kSubmitSm, 1);
}

}  // namespace

TEST_CASE("short_message and message_payload are read the same", "[smpp]") {
  const Read in_short(submit()
                          .set_octets(FieldId::kShortMessage, bytes_of("hello"))
                          .set_u8(FieldId::kDataCoding, 8));
  REQUIRE(in_short.text.parts.size() == 1);
  CHECK(in_short.part(0) == "hello");
  CHECK(in_short.text.parts[0].source == TextSource::kShortMessage);
  CHECK(in_short.text.data_coding == 8);
  CHECK_FALSE(in_short.text.anomalies.any());

  const Read in_payload(submit().add_tlv(TlvTag::kMessagePayload, bytes_of("hello")));
  REQUIRE(in_payload.text.parts.size() == 1);
  CHECK(in_payload.part(0) == "hello");
  CHECK(in_payload.text.parts[0].source == TextSource::kMessagePayload);
  CHECK_FALSE(in_payload.text.anomalies.any());
}

TEST_CASE("both texts are handed out, as a finding", "[smpp]") {
  const Read both(submit()
                      .set_octets(FieldId::kShortMessage, bytes_of("harmless"))
                      .add_tlv(TlvTag::kMessagePayload, bytes_of("evil")));
  REQUIRE(both.text.parts.size() == 2);
  CHECK(both.part(0) == "harmless");
  CHECK(both.part(1) == "evil");
  CHECK(both.text.anomalies.both_fields);

  // An empty payload shows nothing.
  const Read empty(submit()
                       .set_octets(FieldId::kShortMessage, bytes_of("harmless"))
                       .add_tlv(TlvTag::kMessagePayload, {}));
  CHECK(empty.text.parts.size() == 1);
  CHECK_FALSE(empty.text.anomalies.any());

  PduBuilder repeated = submit();
  for (int i = 0; i < 6; ++i)
    repeated.add_tlv(TlvTag::kMessagePayload, bytes_of("evil"));
  const Read many(repeated);
  CHECK(many.text.parts.size() == MessageText::kMaxParts);
  CHECK(many.text.parts.dropped() == 2);
  CHECK(many.text.anomalies.repeated_payload);
}

TEST_CASE("sar TLVs are one finding or one segment", "[smpp]") {
  const auto sar = [](std::uint16_t reference, std::uint8_t total, std::uint8_t number) {
    PduBuilder builder = submit();
    builder.set_octets(FieldId::kShortMessage, bytes_of("part"))
        .add_tlv_u16(TlvTag::kSarMsgRefNum, reference)
        .add_tlv_u8(TlvTag::kSarTotalSegments, total)
        .add_tlv_u8(TlvTag::kSarSegmentSeqnum, number);
    return builder;
  };
  const Read good(sar(0x1234, 3, 2));
  REQUIRE(good.text.sar);
  CHECK(good.text.sar->reference == 0x1234);
  CHECK(good.text.sar->total == 3);
  CHECK(good.text.sar->number == 2);
  CHECK_FALSE(good.text.anomalies.any());

  CHECK(Read(sar(1, 3, 4)).text.anomalies.bad_sar);
  CHECK(Read(sar(1, 3, 0)).text.anomalies.bad_sar);
  CHECK(Read(sar(1, 0, 0)).text.anomalies.bad_sar);
  CHECK(Read(sar(1, 3, 2).add_tlv_u8(TlvTag::kSarTotalSegments, 3)).text.anomalies.bad_sar);
  const Read partial(submit().add_tlv_u16(TlvTag::kSarMsgRefNum, 1));
  CHECK(partial.text.anomalies.bad_sar);
  CHECK_FALSE(partial.text.sar);
  const Read wrong_size(submit()
                            .add_tlv_u8(TlvTag::kSarMsgRefNum, 1)
                            .add_tlv_u8(TlvTag::kSarTotalSegments, 2)
                            .add_tlv_u8(TlvTag::kSarSegmentSeqnum, 1));
  CHECK(wrong_size.text.anomalies.bad_sar);
  CHECK(Read(sar(1, 3, 1).set_u8(FieldId::kEsmClass, kEsmUdhi)).text.anomalies.sar_and_udhi);
}

TEST_CASE("UDHI without octets is a finding", "[smpp]") {
  const Read none(submit().set_u8(FieldId::kEsmClass, kEsmUdhi));
  CHECK(none.text.udhi);
  CHECK(none.text.anomalies.udhi_without_text);
  const Read some(submit()
                      .set_u8(FieldId::kEsmClass, kEsmUdhi | 0x03)
                      .set_octets(FieldId::kShortMessage, bytes_of("\x05")));
  CHECK(some.text.udhi);
  CHECK_FALSE(some.text.anomalies.any());
}

TEST_CASE("every PDU with a text is read, no other", "[smpp]") {
  for (const PduSpec& spec : kPdus) {
    INFO(spec.name);
    const Read read(PduBuilder(spec.id, 1).add_tlv(TlvTag::kMessagePayload, bytes_of("x")));
    CHECK(read.text.parts.size() == (carries_text(spec.id) ? 1 : 0));
  }
  // replace_sm keeps the data_coding of what it replaces.
  const Read replace(PduBuilder(CommandId::kReplaceSm, 1)
                         .set_octets(FieldId::kShortMessage, bytes_of("bait and switch")));
  CHECK(replace.part(0) == "bait and switch");
  CHECK_FALSE(replace.text.data_coding);
}
