#include "smsc-proxy/smpp/codec/pdu_builder.hh"

#include <array>
#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

TEST_CASE("an empty builder writes every PDU with zero fields", "[smpp]") {
  for (const PduSpec& spec : kPdus) {
    INFO(spec.name);
    std::array<std::byte, 64> out{};
    const auto size = PduBuilder(spec.id, 4).encode(out);
    REQUIRE(size);
    CHECK(*size == kHeaderSize + spec.fields.size());
    const auto view = decode(std::span(out).first(*size));
    REQUIRE(view);
    for (const FieldSpec& field : spec.fields)
      CHECK(view->has(field.id));
  }
}

TEST_CASE("the builder refuses what can not be read back", "[smpp]") {
  std::vector<std::byte> out;
  const auto code = [&](const PduBuilder& builder) {
    const auto size = builder.append_to(out);
    return size ? EncodeError{EncodeCode::kNoRoom, FieldId::kServiceType} : size.error();
  };
  const std::string long_text(256, 'x');
  CHECK(code(PduBuilder(static_cast<CommandId>(0x10200), 1)) ==
        EncodeError{EncodeCode::kUnknownId, FieldId::kNone});
  CHECK(code(PduBuilder(CommandId::kEnquireLink, 1).set_u8(FieldId::kEsmClass, 1)) ==
        EncodeError{EncodeCode::kNotInPdu, FieldId::kEsmClass});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1)
                 .set_octets(FieldId::kShortMessage, bytes_of(long_text))) ==
        EncodeError{EncodeCode::kTooLong, FieldId::kShortMessage});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1)
                 .set_text(FieldId::kSourceAddr, std::string_view("a\0b", 3))) ==
        EncodeError{EncodeCode::kEmbeddedNul, FieldId::kSourceAddr});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1).set_u8(FieldId::kSourceAddr, 1)) ==
        EncodeError{EncodeCode::kBadKind, FieldId::kSourceAddr});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1).set_text(FieldId::kEsmClass, "1")) ==
        EncodeError{EncodeCode::kBadKind, FieldId::kEsmClass});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1).carry_tlvs(bytes_of("no"))) ==
        EncodeError{EncodeCode::kBadKind, FieldId::kNone});
  const std::string payload(65536, 'x');
  CHECK(
      code(PduBuilder(CommandId::kDataSm, 1).add_tlv(TlvTag::kMessagePayload, bytes_of(payload))) ==
      EncodeError{EncodeCode::kTooLong, FieldId::kNone});
  CHECK(code(PduBuilder(CommandId::kDataSm, 1)
                 .add_tlv_text(TlvTag::kReceiptedMessageId, std::string_view("a\0b", 3))) ==
        EncodeError{EncodeCode::kEmbeddedNul, FieldId::kNone});
  PduBuilder crowded(CommandId::kDataSm, 1);
  for (std::size_t i = 0; i <= PduBuilder::kMaxOwnTlvs; ++i) {
    crowded.add_tlv_u8(TlvTag::kMessageState, 1);
  }
  CHECK(code(crowded) == EncodeError{EncodeCode::kTooMany, FieldId::kNone});

  const std::vector<Destination> many(256, Destination{DestFlag::kSmeAddress, 1, 1, "1"});
  CHECK(code(PduBuilder(CommandId::kSubmitMulti, 1).set_destinations(many)) ==
        EncodeError{EncodeCode::kTooMany, FieldId::kDestAddresses});
  const Destination wide{DestFlag::kSmeAddress, 1, 1, "123456789012345678901"};
  CHECK(code(PduBuilder(CommandId::kSubmitMulti, 1).set_destinations({&wide, 1})) ==
        EncodeError{EncodeCode::kTooLong, FieldId::kDestAddresses});
  CHECK(code(PduBuilder(CommandId::kSubmitSm, 1).omit_body()) ==
        EncodeError{EncodeCode::kBadKind, FieldId::kNone});
  CHECK(
      code(
          PduBuilder(CommandId::kSubmitSmResp, 1).set_text(FieldId::kMessageId, "1").omit_body()) ==
      EncodeError{EncodeCode::kNotInPdu, FieldId::kNone});
  CHECK(out.empty());
}

TEST_CASE("a PDU needs exactly the room that it says", "[smpp]") {
  PduBuilder builder(CommandId::kSubmitSm, 1);
  builder.set_octets(FieldId::kShortMessage, bytes_of("hello"))
      .add_tlv_u32(TlvTag::kQosTimeToLive, 7);
  const auto size = builder.size();
  REQUIRE(size);
  std::vector<std::byte> out(*size);
  CHECK(builder.encode(out));
  for (std::size_t room = 0; room < *size; ++room) {
    std::vector<std::byte> small(room);
    const auto failed = builder.encode(small);
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == EncodeCode::kNoRoom);
  }
}

TEST_CASE("TLVs of every type come back", "[smpp]") {
  std::vector<std::byte> out;
  const auto carried = from_hex("14540002 0102");
  REQUIRE(PduBuilder(CommandId::kDataSm, 1)
              .add_tlv_u8(TlvTag::kMessageState, 2)
              .add_tlv_u16(TlvTag::kSarMsgRefNum, 0x1234)
              .add_tlv_u32(TlvTag::kQosTimeToLive, 0x12345678)
              .add_tlv_text(TlvTag::kReceiptedMessageId, "abc")
              .add_tlv(TlvTag::kMessagePayload, bytes_of("text"))
              .carry_tlvs(carried)
              .append_to(out));
  const auto view = decode(out);
  REQUIRE(view);
  CHECK(view->tlv(TlvTag::kMessageState)->u8() == 2);
  CHECK(view->tlv(TlvTag::kSarMsgRefNum)->u16() == 0x1234);
  CHECK(view->tlv(TlvTag::kQosTimeToLive)->u32() == 0x12345678U);
  CHECK(view->tlv(TlvTag::kReceiptedMessageId)->value().size() == 4);
  CHECK(view->tlv(TlvTag::kReceiptedMessageId)->text() == "abc");
  CHECK(view->tlv(TlvTag::kMessagePayload)->text() == "text");
  CHECK((*view->tlvs().begin()).tag() == static_cast<TlvTag>(0x1454));
  // Integers are only given at their own size.
  CHECK_FALSE(view->tlv(TlvTag::kSarMsgRefNum)->u8());
  CHECK_FALSE(view->tlv(TlvTag::kSarMsgRefNum)->u32());
  CHECK_FALSE(view->tlv(TlvTag::kMessageState)->u16());
}

TEST_CASE("the quick message_id response equals the builder's", "[smpp]") {
  for (const CommandId id : {CommandId::kSubmitSmResp, CommandId::kDeliverSmResp,
                             CommandId::kDataSmResp, CommandId::kBroadcastSmResp}) {
    for (const std::string_view message_id : {"", "1", "0123456789abcdef"}) {
      std::array<std::byte, 128> out{};
      const auto size = encode_message_id_response(id, CommandStatus::kOk, 77, message_id, out);
      REQUIRE(size);
      std::vector<std::byte> expected;
      REQUIRE(PduBuilder(id, 77).set_text(FieldId::kMessageId, message_id).append_to(expected));
      CHECK(std::vector<std::byte>(out.begin(), out.begin() + static_cast<long>(*size)) ==
            expected);
    }
  }
  std::array<std::byte, 128> out{};
  CHECK(encode_message_id_response(CommandId::kSubmitSmResp, CommandStatus::kSubmitFail, 1, "",
                                   out) == std::size_t{16});
  CHECK(encode_message_id_response(CommandId::kSubmitMultiResp, CommandStatus::kOk, 1, "1", out)
            .error()
            .code == EncodeCode::kBadKind);
  CHECK(encode_message_id_response(CommandId::kSubmitSmResp, CommandStatus::kOk, 1,
                                   std::string(65, '1'), out)
            .error()
            .code == EncodeCode::kTooLong);
  CHECK(encode_message_id_response(CommandId::kSubmitSmResp, CommandStatus::kOk, 1, "1",
                                   std::span(out).first(17))
            .error()
            .code == EncodeCode::kNoRoom);
}
