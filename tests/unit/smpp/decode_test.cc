#include "smsc-proxy/smpp/codec/decode.hh"

#include <vector>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

std::vector<std::byte> with_length(std::vector<std::byte> octets) {
  set_command_length(octets, static_cast<std::uint32_t>(octets.size()));
  return octets;
}

std::vector<std::byte> submit_sm(std::string_view text = "hello") {
  std::vector<std::byte> octets;
  REQUIRE(PduBuilder(CommandId::kSubmitSm, 9)
              .set_source(5, 0, "BANK")
              .set_destination(1, 1, "84900000001")
              .set_octets(FieldId::kShortMessage, bytes_of(text))
              .append_to(octets));
  return octets;
}

/// decode() refuses with this error and the standard's answer is `status`.
void check_refused(const std::vector<std::byte>& octets, DecodeCode code, std::size_t offset,
                   CommandStatus status) {
  const auto view = decode(octets);
  REQUIRE_FALSE(view);
  CHECK(view.error() == DecodeError{code, static_cast<std::uint32_t>(offset), true});
  const auto header = decode_header(octets);
  CHECK(status_for(view.error(), header->command_id, failed_field(octets)) == status);
}

}  // namespace

TEST_CASE("a wrong command_length breaks the frame", "[smpp]") {
  auto octets = submit_sm();
  set_command_length(octets, static_cast<std::uint32_t>(octets.size()) + 1);
  CHECK(decode(octets).error() == DecodeError{DecodeCode::kBadLength, 0, false});
  set_command_length(octets, static_cast<std::uint32_t>(octets.size()) - 1);
  CHECK(decode(octets).error() == DecodeError{DecodeCode::kBadLength, 0, false});
  CHECK(decode({}).error() == DecodeError{DecodeCode::kTruncated, 0, false});
}

TEST_CASE("unknown command ids are recoverable and named", "[smpp]") {
  for (const std::uint32_t id : {0x00000000U, 0x0000000AU, 0x00000110U, 0x00000114U, 0x00010200U,
                                 0x80000114U, 0x8000000BU, 0x80000102U, 0xFFFFFFFFU}) {
    std::vector<std::byte> octets(16);
    encode_header({16, static_cast<CommandId>(id), CommandStatus::kOk, 3}, octets);
    check_refused(octets, DecodeCode::kUnknownId, 4, CommandStatus::kInvCmdId);
    CHECK(to_string(static_cast<CommandId>(id)) == "unknown");
  }
}

TEST_CASE("sm_length that reaches behind the PDU is refused with 0x01", "[smpp]") {
  auto octets = submit_sm("hello");
  const auto at = decode(octets)->offset(FieldId::kShortMessage) - 1;
  octets[at] = std::byte{6};
  check_refused(octets, DecodeCode::kBadLength, at, CommandStatus::kInvMsgLen);
  octets[at] = std::byte{0xFF};
  check_refused(octets, DecodeCode::kBadLength, at, CommandStatus::kInvMsgLen);
  // Too small: the rest does not read as a TLV.
  octets[at] = std::byte{3};
  check_refused(octets, DecodeCode::kTrailingOctets, octets.size() - 2,
                CommandStatus::kInvTlvStream);
}

TEST_CASE("a string without NUL never reads on", "[smpp]") {
  // Body ends inside message_id.
  auto octets = with_length(from_hex("00000000 80000004 00000000 00000001 39"));
  check_refused(octets, DecodeCode::kUnterminated, 16, CommandStatus::kInvCmdLen);
  // 65 octets without NUL: the bound of message_id.
  octets.resize(16);
  octets.resize(16 + 65, std::byte{'9'});
  octets.push_back(std::byte{0});
  check_refused(with_length(octets), DecodeCode::kOversize, 16, CommandStatus::kInvMsgId);
}

TEST_CASE("a TLV that does not fit is refused with 0xC0", "[smpp]") {
  auto octets = submit_sm();
  const std::size_t at = octets.size();
  for (const char* tlv : {"0424", "042400", "04240001", "0424000201", "0424ffff00"}) {
    auto broken = octets;
    for (const std::byte octet : from_hex(tlv))
      broken.push_back(octet);
    broken = with_length(broken);
    const bool header = broken.size() - at >= 4;
    check_refused(broken, header ? DecodeCode::kBadLength : DecodeCode::kTrailingOctets, at,
                  CommandStatus::kInvTlvStream);
  }
}

TEST_CASE("more TLVs than the bound are refused", "[smpp]") {
  auto octets = submit_sm();
  for (std::size_t i = 0; i < kMaxTlvs; ++i) {
    for (const std::byte octet : from_hex("14540000"))
      octets.push_back(octet);
  }
  octets = with_length(octets);
  const auto view = decode(octets);
  REQUIRE(view);
  CHECK(view->tlvs().count(static_cast<TlvTag>(0x1454)) == kMaxTlvs);
  const std::size_t at = octets.size();
  for (const std::byte octet : from_hex("14540000"))
    octets.push_back(octet);
  check_refused(with_length(octets), DecodeCode::kTooMany, at, CommandStatus::kInvTlvStream);
}

TEST_CASE("octets behind a PDU without TLVs are a wrong length", "[smpp]") {
  check_refused(with_length(from_hex("00000000 00000015 00000000 00000001 00")),
                DecodeCode::kTrailingOctets, 16, CommandStatus::kInvCmdLen);
  // A whole TLV is carried, as 3.4 section 3.3 asks.
  CHECK(decode(with_length(from_hex("00000000 00000015 00000000 00000001 14000000"))));
}

TEST_CASE("unknown and repeated TLVs are kept in order", "[smpp]") {
  auto octets = submit_sm("");
  for (const std::byte octet : from_hex("3fff 0002 beef  0424 0001 41  1454 0000  0424 0001 42")) {
    octets.push_back(octet);
  }
  octets = with_length(octets);
  const auto view = decode(octets);
  REQUIRE(view);
  std::vector<std::uint16_t> tags;
  for (const Tlv& tlv : view->tlvs())
    tags.push_back(static_cast<std::uint16_t>(tlv.tag()));
  CHECK(tags == std::vector<std::uint16_t>{0x3FFF, 0x0424, 0x1454, 0x0424});
  CHECK(view->tlv(TlvTag::kMessagePayload)->text() == "A");
  CHECK(view->tlvs().count(TlvTag::kMessagePayload) == 2);
  CHECK_FALSE(view->tlv(TlvTag::kMessageState));
  std::vector<std::byte> again;
  REQUIRE(PduBuilder(*view).append_to(again));
  CHECK(again == octets);
}

TEST_CASE("a response may end behind its header", "[smpp]") {
  for (const char* hex :
       {"00000010 80000004 00000058 00000001", "00000010 80000009 0000000e 00000001",
        "00000010 80000021 00000045 00000001", "00000010 80000003 00000067 00000001",
        "00000010 80000103 000000fe 00000001",
        // ESME_ROK without a message_id: tolerated.
        "00000010 80000004 00000000 00000001"}) {
    const auto octets = from_hex(hex);
    const auto view = decode(octets);
    REQUIRE(view);
    CHECK(view->body_omitted());
    CHECK_FALSE(view->has(FieldId::kMessageId));
    CHECK(view->text(FieldId::kMessageId).empty());
    CHECK(view->offset(FieldId::kMessageId) == 0);
    CHECK(view->tlvs().empty());
  }
  // A request may not.
  check_refused(from_hex("00000010 00000004 00000000 00000001"), DecodeCode::kTruncated, 16,
                CommandStatus::kInvCmdLen);
  // A body that has begun must be whole: submit_multi_resp without no_unsuccess.
  check_refused(from_hex("00000011 80000021 00000000 00000001 00"), DecodeCode::kTruncated, 17,
                CommandStatus::kInvCmdLen);
}

TEST_CASE("any sequence number and status is carried", "[smpp]") {
  for (const std::uint32_t sequence : {0U, 0x80000000U, 0xA2859F22U, 0xFFFFFFFFU}) {
    std::vector<std::byte> octets(16);
    encode_header({16, CommandId::kEnquireLink, static_cast<CommandStatus>(34), sequence}, octets);
    const auto view = decode(octets);
    REQUIRE(view);
    CHECK(view->sequence_number() == sequence);
    CHECK(static_cast<std::uint32_t>(view->status()) == 34);
  }
}

TEST_CASE("submit_multi's list is bounded by its PDU", "[smpp]") {
  const Destination one{DestFlag::kSmeAddress, 1, 1, "1"};
  std::vector<std::byte> octets;
  REQUIRE(PduBuilder(CommandId::kSubmitMulti, 1).set_destinations({&one, 1}).append_to(octets));
  const auto view = decode(octets);
  REQUIRE(view);
  const std::size_t count = view->offset(FieldId::kDestAddresses) - 1;
  // The second entry would begin in esm_class: neither 1 nor 2.
  octets[count] = std::byte{2};
  check_refused(octets, DecodeCode::kBadValue, count + 1 + 5, CommandStatus::kInvDestFlag);
  // More entries than octets.
  auto many = octets;
  many[count] = std::byte{255};
  many.resize(count + 1);
  for (int i = 0; i < 5; ++i) {
    for (const std::byte octet : from_hex("0201 00"))
      many.push_back(octet);
  }
  check_refused(with_length(many), DecodeCode::kTruncated, many.size(),
                CommandStatus::kInvNumDests);
}

TEST_CASE("every field that the standard names has its own status", "[smpp]") {
  struct Row {
    CommandId id;
    FieldId field;
    CommandStatus status;
  };
  const Row rows[] = {
      {CommandId::kSubmitSm, FieldId::kServiceType, CommandStatus::kInvSerTyp},
      {CommandId::kSubmitSm, FieldId::kSourceAddr, CommandStatus::kInvSrcAdr},
      {CommandId::kSubmitSm, FieldId::kDestinationAddr, CommandStatus::kInvDstAdr},
      {CommandId::kSubmitSm, FieldId::kScheduleDeliveryTime, CommandStatus::kInvSched},
      {CommandId::kSubmitSm, FieldId::kValidityPeriod, CommandStatus::kInvExpiry},
      {CommandId::kQuerySm, FieldId::kMessageId, CommandStatus::kInvMsgId},
      {CommandId::kBindTransceiver, FieldId::kSystemId, CommandStatus::kInvSysId},
      {CommandId::kBindTransceiver, FieldId::kPassword, CommandStatus::kInvPaswd},
      {CommandId::kBindTransceiver, FieldId::kSystemType, CommandStatus::kInvSysTyp},
      {CommandId::kBindTransceiver, FieldId::kAddressRange, CommandStatus::kInvTlvLen},
  };
  for (const Row& row : rows) {
    INFO(to_string(row.field));
    std::vector<std::byte> octets;
    REQUIRE(PduBuilder(row.id, 1).append_to(octets));
    const std::size_t at = decode(octets)->offset(row.field);
    octets.insert(octets.begin() + static_cast<std::ptrdiff_t>(at), 80, std::byte{'x'});
    check_refused(with_length(octets), DecodeCode::kOversize, at, row.status);
  }
}

TEST_CASE("a refused PDU is answered as its kind allows", "[smpp]") {
  std::vector<std::byte> answer(16);
  const auto refuse = [&](const std::vector<std::byte>& pdu, DecodeError error) {
    const auto size = encode_refusal(pdu, error, answer);
    REQUIRE(size);
    return *size;
  };
  const auto answered = [&] { return *decode_header(answer); };

  auto broken = submit_sm();
  broken.pop_back();
  broken = with_length(broken);
  REQUIRE(refuse(broken, decode(broken).error()) == 16);
  CHECK(answered() == PduHeader{16, CommandId::kSubmitSmResp, CommandStatus::kInvMsgLen, 9});

  const auto unknown = from_hex("00000010 00010200 00000000 00000005");
  REQUIRE(refuse(unknown, decode(unknown).error()) == 16);
  CHECK(answered() == PduHeader{16, CommandId::kGenericNack, CommandStatus::kInvCmdId, 5});

  // outbind has no response.
  const auto outbind = from_hex("00000011 0000000b 00000000 00000006 41");
  REQUIRE(refuse(outbind, decode(outbind).error()) == 16);
  CHECK(answered() == PduHeader{16, CommandId::kGenericNack, CommandStatus::kInvCmdLen, 6});

  // A bad response is never answered.
  const auto response = from_hex("00000011 80000004 00000000 00000007 41");
  CHECK(refuse(response, decode(response).error()) == 0);

  // A broken frame: generic_nack 0x02 with the number that could be read, else 0.
  const auto info = from_hex("494e464f 00000004 00000000 00000008");
  REQUIRE(refuse(info, frame(info, 1000).error()) == 16);
  CHECK(answered() == PduHeader{16, CommandId::kGenericNack, CommandStatus::kInvCmdLen, 8});
  const auto shorter = from_hex("494e464f 0000");
  REQUIRE(refuse(shorter, frame(shorter, 1000).error()) == 16);
  CHECK(answered() == PduHeader{16, CommandId::kGenericNack, CommandStatus::kInvCmdLen, 0});

  std::vector<std::byte> small(15);
  CHECK(encode_refusal(unknown, decode(unknown).error(), small).error().code ==
        EncodeCode::kNoRoom);
}
