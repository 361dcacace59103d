#include "smsc-proxy/ss7/codec/tcap_builder.hh"

#include "smsc-proxy/ss7/codec/map_dialogue.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

const Octets& written(const TcapBuilder& builder) {
  return ss7::testing::written(builder.encode(buffer));
}

TcapMessage read(const TcapBuilder& builder) {
  const auto message = decode_tcap(written(builder));
  REQUIRE(message);
  CHECK_FALSE(message->findings.any());
  return *message;
}

constexpr TransactionId kOurs{0x01020304, 4};
constexpr TransactionId kTheirs{0x0A, 1};

}  // namespace

TEST_CASE("tcap builder: octets of the answers", "[ss7]") {
  CHECK(to_hex(written(TcapBuilder::begin(kOurs))) == "6206480401020304");
  CHECK(to_hex(written(TcapBuilder::end(kTheirs).result(1, 44))) == "640a49010a6c05a203020101");
  CHECK(to_hex(written(TcapBuilder::end(kTheirs).error(-1, 32, from_hex("0a0105")))) ==
        "641049010a6c0ba3090201ff0201200a0105");
  CHECK(to_hex(written(TcapBuilder::end(kTheirs).reject(std::nullopt, ProblemKind::kGeneral, 2))) ==
        "640c49010a6c07a4050500800102");
  CHECK(to_hex(written(TcapBuilder::end(kTheirs).result(1, 44).keep_open(kOurs))) ==
        "6510480401020304"
        "49010a6c05a203020101");
  CHECK(to_hex(written(TcapBuilder::provider_abort(kTheirs, PAbortCause::kIncorrect))) ==
        "670649010a4a0103");
  CHECK(to_hex(written(TcapBuilder::abort(kTheirs))) == "670349010a");
}

TEST_CASE("tcap builder: user information is carried", "[ss7]") {
  MapDialogue open;
  open.kind = MapDialogueKind::kOpen;
  const auto reference = from_hex("9109000000f1");
  open.origination_reference = MapAddress(reference);
  std::array<std::byte, 64> information;
  const auto size = encode_map_dialogue(open, information);
  REQUIRE(size);
  const auto begin = read(TcapBuilder::begin(kOurs).request(
      {25, 3}, std::span<const std::byte>(information).first(*size)));
  const auto dialogue = decode_map_dialogue(begin.dialogue.user_information);
  REQUIRE(dialogue);
  CHECK(to_hex(dialogue->origination_reference.octets()) == "9109000000f1");
}

TEST_CASE("tcap builder: requests and answers are read back", "[ss7]") {
  const auto parameter = from_hex("3003 840191");
  const auto begin = read(TcapBuilder::begin(kOurs).request({25, 3}).invoke(1, 44, parameter));
  CHECK(begin.originating == kOurs);
  CHECK(begin.dialogue.context == ApplicationContext{25, 3});
  CHECK(begin.components.begin()->code.local == 44);
  CHECK(to_hex(begin.components.begin()->parameter) == "3003840191");

  const auto proceed = read(TcapBuilder::proceed(kTheirs, kOurs)
                                .accept(begin.dialogue.context_name)
                                .result(1, 44, from_hex("3000")));
  CHECK(proceed.destination == kOurs);
  CHECK(proceed.dialogue.kind == DialogueKind::kResponse);
  CHECK(proceed.dialogue.context == ApplicationContext{25, 3});
  CHECK(proceed.dialogue.result == kDialogueAccepted);
  CHECK(proceed.components.begin()->code.local == 44);

  const auto refused = read(TcapBuilder::abort(kOurs).refuse(begin.dialogue.context_name, 2));
  CHECK(refused.dialogue.result == kDialogueRejected);
  CHECK(refused.dialogue.source == DialogueSource::kUser);
  CHECK(refused.dialogue.diagnostic == 2);

  const auto aborted = read(TcapBuilder::abort(kOurs).user_abort());
  CHECK(aborted.dialogue.kind == DialogueKind::kAbort);
  CHECK(aborted.dialogue.source == DialogueSource::kUser);
}

TEST_CASE("tcap builder: what another message had is carried octet for octet", "[ss7]") {
  const auto from = read(TcapBuilder::begin(kTheirs)
                             .request({25, 3})
                             .invoke(1, 44, from_hex("3003840191"))
                             .error(2, 34));
  auto builder = TcapBuilder::begin(kOurs).carry_dialogue(from.dialogue.octets);
  for (const Component& each : from.components)
    builder.carry(each.octets);
  const auto to = read(builder);
  CHECK(to.originating == kOurs);
  CHECK(to_hex(to.dialogue.octets) == to_hex(from.dialogue.octets));
  CHECK(to_hex(to.components.octets()) == to_hex(from.components.octets()));
  const auto alone = encode_invoke(1, 44, from_hex("3003840191"), buffer);
  REQUIRE(alone);
  CHECK(to_hex(std::span<const std::byte>(buffer).first(*alone)) ==
        to_hex(from.components.begin()->octets));
  CHECK(read(TcapBuilder::end(kOurs).carry_dialogue({})).dialogue.kind == DialogueKind::kNone);
}

TEST_CASE("tcap builder: what it refuses", "[ss7]") {
  const auto code = [](const TcapBuilder& builder, std::span<std::byte> out) {
    const auto size = builder.encode(out);
    REQUIRE_FALSE(size);
    return size.error().code;
  };
  CHECK(code(TcapBuilder::begin({}), buffer) == BerEncodeCode::kBadValue);
  CHECK(code(TcapBuilder::end({0, 5}), buffer) == BerEncodeCode::kBadValue);
  CHECK(code(TcapBuilder::abort(kOurs).result(1, 44), buffer) == BerEncodeCode::kBadValue);
  CHECK(code(TcapBuilder::end(kOurs).accept({}), buffer) == BerEncodeCode::kBadValue);
  auto many = TcapBuilder::end(kOurs);
  for (std::size_t i = 0; i <= TcapBuilder::kMaxOwnComponents; ++i)
    many.result(1, 44);
  CHECK(code(many, buffer) == BerEncodeCode::kTooLong);
  const auto builder = TcapBuilder::begin(kOurs).request({25, 3}).invoke(1, 44, {});
  const std::size_t size = written(builder).size();
  for (std::size_t room = 0; room < size; ++room) {
    Octets small(room);
    CHECK(code(builder, small) == BerEncodeCode::kNoRoom);
  }
}

TEST_CASE("map dialogue: every PDU is read", "[ss7]") {
  const auto pdu = [](const char* content) {
    const auto wrapped = wrap(0xA0, from_hex(content));
    const auto id = from_hex("06 07 04000001010101");
    const auto result = decode_map_dialogue(keep(wrap(0x28, join({id, wrapped}))));
    REQUIRE(result);
    return *result;
  };
  const auto open = pdu("a008 80029121 81029131");
  CHECK(open.kind == MapDialogueKind::kOpen);
  CHECK(open.destination_reference.digits().view() == "12");
  CHECK(open.origination_reference.digits().view() == "13");
  CHECK_FALSE(open.findings.any());
  CHECK(pdu("a100").kind == MapDialogueKind::kAccept);
  CHECK(pdu("a200").kind == MapDialogueKind::kClose);
  const auto refused = pdu("a3030a0102");
  CHECK(refused.kind == MapDialogueKind::kRefuse);
  CHECK(refused.reason == 2);
  CHECK(pdu("a4028100").user_abort == MapUserAbort::kUserResourceLimitation);
  CHECK(pdu("a403830106").reason == 6);
  CHECK(pdu("a5030a0101").kind == MapDialogueKind::kProviderAbort);
  CHECK(pdu("a0038201ff").findings.only(BerFinding::kUnknownElement));
  CHECK(pdu("a600").findings.only(BerFinding::kUnknownUserInfo));
  CHECK(decode_map_dialogue({})->kind == MapDialogueKind::kNone);
  CHECK(decode_map_dialogue(from_hex("280a 0604 01020304 8202 0490"))
            ->findings.only(BerFinding::kUnknownUserInfo));
  CHECK_FALSE(decode_map_dialogue(from_hex("280f 0607 04000001010101 a004 a302 0a00")));
  CHECK_FALSE(decode_map_dialogue(from_hex("280d 0607 04000001010101 a002 a400")));
}

TEST_CASE("map dialogue: what is written is read", "[ss7]") {
  for (const auto kind :
       {MapDialogueKind::kAccept, MapDialogueKind::kClose, MapDialogueKind::kRefuse,
        MapDialogueKind::kUserAbort, MapDialogueKind::kProviderAbort, MapDialogueKind::kOpen}) {
    MapDialogue dialogue;
    dialogue.kind = kind;
    const auto reference = from_hex("912143");
    if (kind == MapDialogueKind::kOpen) dialogue.destination_reference = MapAddress(reference);
    if (kind == MapDialogueKind::kRefuse) dialogue.reason = 1;
    const auto size = encode_map_dialogue(dialogue, buffer);
    REQUIRE(size);
    const auto read_back = decode_map_dialogue(std::span<const std::byte>(buffer).first(*size));
    REQUIRE(read_back);
    CHECK(read_back->kind == kind);
    CHECK(read_back->reason == dialogue.reason);
    CHECK(to_hex(read_back->destination_reference.octets()) ==
          to_hex(dialogue.destination_reference.octets()));
    CHECK_FALSE(read_back->findings.any());
  }
  CHECK_FALSE(encode_map_dialogue({}, buffer));
  MapDialogue abort;
  abort.kind = MapDialogueKind::kUserAbort;
  abort.user_abort = MapUserAbort::kProcedureCancellation;
  CHECK_FALSE(encode_map_dialogue(abort, buffer));
}

TEST_CASE("map address: digits", "[ss7]") {
  const auto digits = [](const char* hex) {
    return std::string(Tbcd(keep(from_hex(hex))).digits().view());
  };
  CHECK(digits("2143f5") == "12345");
  CHECK(digits("a1cbed") == "1*#abc");
  CHECK(digits("21f3") == "123");
  CHECK(digits("2f13") == "");
  CHECK(Tbcd(keep(from_hex("2143f5"))).plain());
  CHECK_FALSE(Tbcd(keep(from_hex("2f43"))).plain());
  CHECK_FALSE(Tbcd(keep(from_hex("a143"))).plain());
  const Octets large(30, std::byte{0x11});
  CHECK(Tbcd(large).digits().size() == 38);
  const MapAddress none;
  CHECK_FALSE(none.present());
  CHECK(none.digits().empty());
  CHECK(MapAddressOctets::make(MapNature::kNational, MapPlan::kIsdn, "1x").error().code ==
        BerEncodeCode::kBadValue);
  CHECK(MapAddressOctets::make(MapNature::kNational, MapPlan::kIsdn, std::string(39, '1'))
            .error()
            .code == BerEncodeCode::kTooLong);
  const auto made = MapAddressOctets::make(MapNature::kNational, MapPlan::kPrivate, "123");
  REQUIRE(made);
  CHECK(to_hex(made->view()) == "a921f3");
}
