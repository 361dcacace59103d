#include "smsc-proxy/ss7/codec/tcap_message.hh"

#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

const char* const kInvoke = "a1 06 020101 02012e";
/// AARQ of shortMsgMT-Relay version 3.
const char* const kRequest =
    "6b 1e 28 1c 06 07 00118605010101 a0 11 60 0f 80 02 0780 a1 09 06 07 04000001001903";

Octets message(unsigned type, std::initializer_list<const char*> parts) {
  Octets content;
  for (const char* part : parts) {
    const auto octets = from_hex(part);
    content.insert(content.end(), octets.begin(), octets.end());
  }
  return wrap(type, content);
}

Octets portion(const char* components) {
  return wrap(0x6C, from_hex(components));
}

TcapMessage decoded(const Octets& octets) {
  const auto result = decode_tcap(keep(octets));
  REQUIRE(result);
  return *result;
}

DecodeError error_of(const Octets& octets) {
  const auto result = decode_tcap(octets);
  REQUIRE_FALSE(result);
  return result.error();
}

BerFindings findings_of(const Octets& octets) {
  return decoded(octets).findings;
}

}  // namespace

TEST_CASE("tcap: every message type with what it must have", "[ss7]") {
  const auto component = to_hex(portion(kInvoke));
  const auto begin = message(0x62, {"48 04 00000001", kRequest, component.c_str()});
  const auto view = decoded(begin);
  CHECK(view.type == TcapType::kBegin);
  CHECK(view.originating == TransactionId{1, 4});
  CHECK_FALSE(view.destination.present());
  CHECK(view.dialogue.kind == DialogueKind::kRequest);
  CHECK(view.dialogue.context == ApplicationContext{25, 3});
  CHECK(view.components.size() == 1);
  CHECK_FALSE(view.findings.any());

  const auto proceed = decoded(message(0x65, {"48 01 07", "49 02 0102"}));
  CHECK(proceed.type == TcapType::kContinue);
  CHECK(proceed.originating == TransactionId{7, 1});
  CHECK(proceed.destination == TransactionId{0x102, 2});
  CHECK(proceed.dialogue.kind == DialogueKind::kNone);
  CHECK(proceed.components.empty());

  CHECK(decoded(message(0x64, {"49 01 09"})).destination == TransactionId{9, 1});
  const auto abort = decoded(message(0x67, {"49 01 09", "4a 01 03"}));
  CHECK(abort.type == TcapType::kAbort);
  CHECK(abort.p_abort_cause == 3);
  CHECK(decoded(message(0x61, {component.c_str()})).type == TcapType::kUnidirectional);
  CHECK(to_string(TcapType::kUnidirectional) == "unidirectional");
}

TEST_CASE("tcap: what is missing or wrong in the transaction portion", "[ss7]") {
  CHECK(error_of({}) == DecodeError{DecodeCode::kTruncated, 0, false});
  CHECK(error_of(message(0x66, {"48 01 01"})) == DecodeError{DecodeCode::kUnknownId, 0, false});
  CHECK(error_of(message(0x62, {})).code == DecodeCode::kTruncated);
  CHECK(error_of(message(0x65, {"48 01 01"})) == DecodeError{DecodeCode::kTruncated, 5, true});
  CHECK(error_of(message(0x64, {})).code == DecodeCode::kTruncated);
  CHECK(error_of(message(0x61, {})).code == DecodeCode::kTruncated);
  CHECK(error_of(message(0x62, {"48 00"})) == DecodeError{DecodeCode::kBadValue, 2, false});
  CHECK(error_of(message(0x62, {"48 05 0102030405"})).code == DecodeCode::kBadValue);
  CHECK(error_of(message(0x67, {"49 01 01", "4a 01 80"})).code == DecodeCode::kBadValue);
  CHECK(error_of(message(0x62, {"48 01 01", "6c 00"})) ==
        DecodeError{DecodeCode::kTruncated, 5, true});
  // Twice: whoever reads the other one sees another message.
  CHECK(error_of(message(0x62, {"48 01 01", "48 01 02"})).code == DecodeCode::kTooMany);
  const auto component = to_hex(portion(kInvoke));
  CHECK(error_of(message(0x62, {"48 01 01", component.c_str(), component.c_str()})).code ==
        DecodeCode::kTooMany);
}

TEST_CASE("tcap: findings of the transaction portion", "[ss7]") {
  auto octets = message(0x62, {"48 01 01"});
  octets.push_back(std::byte{0});
  CHECK(findings_of(octets).only(BerFinding::kTrailingOctets));
  CHECK(findings_of(message(0x65, {"49 01 01", "48 01 02"})).only(BerFinding::kReorderedElement));
  CHECK(findings_of(message(0x62, {"48 01 01", "49 01 01"})).only(BerFinding::kUnknownElement));
  CHECK(findings_of(message(0x62, {"48 01 01", "85 01 01"})).only(BerFinding::kUnknownElement));
  CHECK(findings_of(message(0x67, {"49 01 01", "4a 02 0001"})).only(BerFinding::kPaddedInteger));
  CHECK(findings_of(from_hex("62 80 48 01 01 00 00")).only(BerFinding::kIndefiniteLength));
  CHECK(findings_of(from_hex("62 81 03 48 01 01")).only(BerFinding::kNonMinimalLength));
}

TEST_CASE("tcap: all components, in their order", "[ss7]") {
  const auto octets = message(0x65, {"48 01 01", "49 01 02",
                                     to_hex(portion("a1 11 0201fb 800102 02012e 3006 840191 820191"
                                                    "a2 0b 020101 3006 02012d 30 01 00"
                                                    "a7 03 020102"
                                                    "a3 09 020103 020120 0a0105"
                                                    "a4 06 020104 810102"
                                                    "a4 05 0500 800100"
                                                    "a9 02 0500"))
                                         .c_str()});
  const auto view = decoded(octets);
  CHECK(view.findings.only(BerFinding::kUnknownComponent));
  REQUIRE(view.components.size() == 7);
  auto at = view.components.begin();
  CHECK(at->kind == ComponentKind::kInvoke);
  CHECK(at->invoke_id == -5);
  CHECK(at->linked_id == 2);
  CHECK(at->code.local == 46);
  CHECK(to_hex(at->parameter) == "3006840191820191");
  ++at;
  CHECK(at->kind == ComponentKind::kReturnResultLast);
  CHECK(at->code.local == 45);
  CHECK(to_hex(at->parameter) == "300100");
  ++at;
  CHECK(at->kind == ComponentKind::kReturnResultNotLast);
  CHECK_FALSE(at->code.present());
  CHECK(at->parameter.empty());
  ++at;
  CHECK(at->kind == ComponentKind::kReturnError);
  CHECK(at->code.local == 32);
  CHECK(to_hex(at->parameter) == "0a0105");
  ++at;
  CHECK(at->kind == ComponentKind::kReject);
  CHECK(at->invoke_id == 4);
  CHECK(at->problem_kind == ProblemKind::kInvoke);
  CHECK(at->problem == 2);
  ++at;
  CHECK_FALSE(at->invoke_id);
  CHECK(at->problem_kind == ProblemKind::kGeneral);
  ++at;
  CHECK(at->kind == ComponentKind::kUnknown);
  CHECK(to_hex(at->octets) == "a9020500");
  ++at;
  CHECK(at == view.components.end());
}

TEST_CASE("tcap: findings of components", "[ss7]") {
  const auto begin = [](const char* components, unsigned type = 0x62) {
    const auto octets = to_hex(portion(components));
    return message(type, {type == 0x64 ? "49 01 01" : "48 01 01", octets.c_str()});
  };
  const auto global = decoded(begin("a1 06 020101 06012e"));
  CHECK(global.findings.only(BerFinding::kGlobalOperation));
  CHECK_FALSE(global.components.begin()->code.local);
  CHECK(to_hex(global.components.begin()->code.global) == "2e");

  const auto padded = decoded(begin("a1 07 020101 0202002e"));
  CHECK(padded.findings.only(BerFinding::kPaddedInteger));
  CHECK(padded.components.begin()->code.local == 46);

  CHECK(findings_of(begin("a1 0a 020101 02012e 0500 0500")).only(BerFinding::kTrailingOctets));
  CHECK(findings_of(begin("a2 05 020101 0500")).only(BerFinding::kTrailingOctets));
  CHECK(findings_of(begin("a4 08 020101 810100 0500")).only(BerFinding::kTrailingOctets));

  const auto twice = findings_of(begin("a1 06 020101 02012d a1 06 020101 02012e"));
  CHECK(twice.has(BerFinding::kSeveralInvokes));
  CHECK(twice.has(BerFinding::kDuplicateInvokeId));
  CHECK(findings_of(begin("a1 06 020101 02012d a1 06 020102 02012e"))
            .only(BerFinding::kSeveralInvokes));
  CHECK(findings_of(begin(kInvoke, 0x64)).only(BerFinding::kInvokeInEnd));
}

TEST_CASE("tcap: components that cannot be read", "[ss7]") {
  struct Case {
    const char* hex;
    DecodeCode code;
  };
  const auto row = GENERATE(values<Case>({
      {"a1 00", DecodeCode::kTruncated},
      {"a1 03 020101", DecodeCode::kTruncated},
      {"a1 06 020101 04012e", DecodeCode::kBadValue},
      {"a1 05 020101 0600", DecodeCode::kBadValue},
      {"a1 05 020101 0200", DecodeCode::kBadValue},
      {"a1 0a 020101 02050100000000", DecodeCode::kBadValue},
      {"a1 07 02020080 02012e", DecodeCode::kBadValue},
      {"a1 0a 020101 80020080 02012e", DecodeCode::kBadValue},
      {"a2 05 020101 3000", DecodeCode::kTruncated},
      {"a3 03 020101", DecodeCode::kTruncated},
      {"a4 03 020101", DecodeCode::kTruncated},
      {"a4 06 020101 840100", DecodeCode::kBadValue},
      {"a4 06 020101 810180", DecodeCode::kBadValue},
      {"a4 06 040101 810100", DecodeCode::kBadValue},
      {"a1 08 020101 02012e 0401", DecodeCode::kBadLength},
  }));
  INFO(row.hex);
  const auto octets = message(0x62, {"48 01 01", to_hex(portion(row.hex)).c_str()});
  const auto error = error_of(octets);
  CHECK(error.code == row.code);
  CHECK(error.recoverable);
  CHECK(tcap_return_id(octets) == TransactionId{1, 1});
  BerFindings findings;
  CHECK_FALSE(decode_component(from_hex(row.hex), findings));
}

TEST_CASE("tcap: components are bounded in number", "[ss7]") {
  std::string components;
  for (std::size_t i = 0; i < kMaxComponents; ++i)
    components += kInvoke;
  CHECK(decoded(message(0x62, {"48 01 01", to_hex(portion(components.c_str())).c_str()}))
            .components.size() == kMaxComponents);
  components += kInvoke;
  CHECK(error_of(message(0x62, {"48 01 01", to_hex(portion(components.c_str())).c_str()})).code ==
        DecodeCode::kTooMany);
}

TEST_CASE("tcap: answers to what cannot be read", "[ss7]") {
  CHECK(tcap_return_id(from_hex("62 10 48 02 0102 ff")) == TransactionId{0x102, 2});
  CHECK(tcap_return_id(from_hex("62 82 0010 48 01 07")) == TransactionId{7, 1});
  CHECK_FALSE(tcap_return_id(from_hex("64 03 49 01 01")).present());
  CHECK_FALSE(tcap_return_id(from_hex("62")).present());
  CHECK_FALSE(tcap_return_id(from_hex("62 88")).present());
  CHECK(p_abort_cause_for({DecodeCode::kUnknownId, 0, false}) ==
        PAbortCause::kUnrecognizedMessageType);
  CHECK(p_abort_cause_for({DecodeCode::kBadLength, 0, false}) == PAbortCause::kBadlyFormatted);
  CHECK(p_abort_cause_for({DecodeCode::kBadValue, 0, false}) == PAbortCause::kIncorrect);
}

TEST_CASE("tcap: cut anywhere, nothing behind the octets is read", "[ss7]") {
  const auto whole = message(
      0x65,
      {"48 04 00000001", "49 04 00000002",
       "6b 2a 28 28 06 07 00118605010101 a0 1d 61 1b 80 02 0780 a1 09 06 07 04000001001903"
       "a2 03 020100 a3 05 a1 03 020100",
       to_hex(portion("a1 0b 020101 02012c 3003 840191 a2 0b 020102 3006 02012d 300100")).c_str()});
  REQUIRE(decode_tcap(whole));
  for_each_cut(whole, 2, [](std::span<const std::byte> cut, bool must_fail) {
    const auto result = decode_tcap(cut);
    if (must_fail) CHECK_FALSE(result);
    if (result) {
      std::size_t seen = 0;
      for (const Component& component : result->components) {
        CHECK(component.kind != ComponentKind::kUnknown);
        ++seen;
      }
      CHECK(seen == result->components.size());
    }
    tcap_return_id(cut);
  });
}

TEST_CASE("tcap: dialogue PDUs", "[ss7]") {
  const auto response = decoded(message(
      0x65, {"48 01 01", "49 01 02",
             "6b 3a 28 38 06 07 00118605010101 a0 2d 61 2b 80 02 0780 a1 09 06 07 04000001001402"
             "a2 03 020101 a3 05 a2 03 020102 be 0e 28 0c 06 07 04000001010101 a0 01 00"}));
  CHECK(response.dialogue.kind == DialogueKind::kResponse);
  CHECK(response.dialogue.context == ApplicationContext{20, 2});
  CHECK(response.dialogue.result == kDialogueRejected);
  CHECK(response.dialogue.source == DialogueSource::kProvider);
  CHECK(response.dialogue.diagnostic == 2);
  CHECK(to_hex(response.dialogue.user_information) == "280c060704000001010101a00100");
  CHECK_FALSE(response.findings.any());

  const auto abort =
      decoded(message(0x67, {"49 01 02", "6b 12 28 10 06 07 00118605010101 a0 05 64 03 80 01 01"}));
  CHECK(abort.dialogue.kind == DialogueKind::kAbort);
  CHECK(abort.dialogue.source == DialogueSource::kProvider);

  const auto single = decoded(
      message(0x61, {"6b 1a 28 18 06 07 00118605010201 a0 0d 60 0b a1 09 06 07 04000001001702",
                     to_hex(portion("a1 06 020101 020140")).c_str()}));
  CHECK(single.dialogue.kind == DialogueKind::kUnidirectional);
  CHECK_FALSE(single.findings.any());
}

TEST_CASE("tcap: findings of a dialogue portion", "[ss7]") {
  const auto with = [](const char* dialogue, unsigned type = 0x62) {
    return message(type, {type == 0x62 ? "48 01 01" : "49 01 01", dialogue});
  };
  // Another abstract syntax, no object identifier, an unknown PDU, not an EXTERNAL.
  for (const char* unknown : {"6b 0d 28 0b 06 04 01020304 a0 03 020105", "6b 07 28 05 a0 03 020105",
                              "6b 12 28 10 06 07 00118605010101 a0 05 65 03 80 01 01", "6b 02 0500",
                              "6b 0e 28 0c 06 07 00118605010101 81 01 00"}) {
    INFO(unknown);
    const auto view = decoded(with(unknown));
    CHECK(view.findings.only(BerFinding::kUnknownDialogue));
    CHECK(view.dialogue.kind == DialogueKind::kUnknown);
    CHECK(to_hex(view.dialogue.octets) == to_hex(from_hex(unknown)));
  }
  CHECK(findings_of(with(kRequest, 0x64)).only(BerFinding::kMisplacedDialogue));
  CHECK(findings_of(with("6b 1e 28 1c 06 07 00118605010101 a0 11 60 0f 80 02 0640"
                         "a1 09 06 07 04000001001903"))
            .only(BerFinding::kDialogueVersion));
  const auto other =
      decoded(with("6b 1a 28 18 06 07 00118605010101 a0 0d 60 0b a1 09 06 07"
                   "04000002001903"));
  CHECK(other.findings.only(BerFinding::kUnknownContext));
  CHECK_FALSE(other.dialogue.context);
  CHECK(to_hex(other.dialogue.context_name) == "04000002001903");
  CHECK_FALSE(map_context(from_hex("040000010019")));
  CHECK_FALSE(map_context(from_hex("0400000100198103")));
  CHECK_FALSE(map_context(from_hex("04000001009903")));
}

TEST_CASE("tcap: dialogue portions that cannot be read", "[ss7]") {
  struct Case {
    const char* hex;
    DecodeCode code;
  };
  const auto row = GENERATE(values<Case>({
      {"6b 00", DecodeCode::kTruncated},
      {"6b 0d 28 0b 06 07 00118605010101 a0 00", DecodeCode::kTruncated},
      {"6b 0f 28 0d 06 07 00118605010101 a0 02 60 00", DecodeCode::kTruncated},
      {"6b 11 28 0f 06 07 00118605010101 a0 04 60 02 80 00", DecodeCode::kBadValue},
      {"6b 11 28 0f 06 07 00118605010101 a0 04 60 02 a1 00", DecodeCode::kTruncated},
      {"6b 12 28 10 06 07 00118605010101 a0 05 64 03 80 01 02", DecodeCode::kBadValue},
      {"6b 11 28 0f 06 07 00118605010101 a0 04 64 02 81 00", DecodeCode::kBadValue},
      {"6b 1f 28 1d 06 07 00118605010101 a0 12 61 10 a1 09 06 07 04000001001903 a2 03 020100",
       DecodeCode::kTruncated},
  }));
  INFO(row.hex);
  const auto error = error_of(message(0x62, {"48 01 01", row.hex}));
  CHECK(error.code == row.code);
  CHECK(error.recoverable);
}
