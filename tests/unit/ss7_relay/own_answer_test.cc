#include "smsc-proxy/ss7/relay/own_answer.hh"

#include <array>
#include <iostream>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "tests/catch.hh"
#include "tests/support/map_octets.hh"
#include "tests/support/tshark.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

constexpr TransactionId kOriginator{0x00000A01, 4};
constexpr TransactionId kFarEnd{0x00000B02, 4};
constexpr tpdu::TimeStamp kNow{26, 11, 27, 23, 45, 0, 28, true};

struct Asked {
  AskedOperation operation;
  std::uint8_t context;
};

/// Each operation with a result that the firewall may refuse, in each version that has it.
std::vector<Asked> all_operations() {
  std::vector<Asked> all;
  for (const auto version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
    const bool v3 = version == MapVersion::k3;
    const auto add = [&](std::int32_t code, std::uint8_t id, ForwardDirection direction) {
      const auto* spec = find_operation(code);
      REQUIRE(spec != nullptr);
      if (has_version(spec->with_result, version))
        all.push_back({{code, version, 7, direction}, id});
    };
    add(v3 ? operation::kMtForwardSm : operation::kMoForwardSm, context::kShortMsgMtRelay,
        ForwardDirection::kMobileTerminated);
    add(operation::kMtForwardSmVgcs, context::kShortMsgMtRelayVgcs,
        ForwardDirection::kMobileTerminated);
    add(operation::kMoForwardSm, context::kShortMsgMoRelay, ForwardDirection::kMobileOriginated);
    for (const auto code : {operation::kSendRoutingInfoForSm, operation::kReportSmDeliveryStatus,
                            operation::kAlertServiceCentre, operation::kReadyForSm}) {
      add(code, context::kShortMsgGateway, ForwardDirection::kUnclear);
    }
  }
  return all;
}

/// What stands in an answer: its one component, and the error where it is one.
struct Read {
  TcapMessage message;
  Component component;
  std::optional<MapError> error;
};

Read read(const Octets& octets, MapVersion version) {
  Read out;
  const auto message = decode_tcap(keep(octets));
  REQUIRE(message);
  CHECK_FALSE(message->findings.any());
  out.message = *message;
  if (message->components.empty()) return out;
  CHECK(message->components.size() == 1);
  out.component = *message->components.begin();
  if (out.component.kind == ComponentKind::kReturnError) {
    const auto error =
        decode_map_error(*out.component.code.local, out.component.parameter, version);
    REQUIRE(error);
    CHECK_FALSE(error->findings.any());
    out.error = *error;
  }
  return out;
}

}  // namespace

TEST_CASE("every action has an answer that each operation allows in each version") {
  const auto all = all_operations();
  CHECK(all.size() > 12);
  for (const Asked& asked : all) {
    INFO(operation_name(asked.operation.code)
         << " version " << static_cast<int>(asked.operation.version) << " direction "
         << static_cast<int>(asked.operation.direction));
    const Octets name = context_name(asked.context, asked.operation.version);
    const bool has_dialogue = asked.operation.version != MapVersion::k1;
    const AskedDialogue dialogue{
        kOriginator,
        has_dialogue ? std::span<const std::byte>(name) : std::span<const std::byte>(),
        {}};
    for (const Action action : {Action::kReject, Action::kThrottle, Action::kAbsorb}) {
      const auto answer = default_answer(action, asked.operation);
      REQUIRE(answer);
      const auto got =
          read(written(encode_own_answer(*answer, asked.operation, dialogue, kNow, buffer)),
               asked.operation.version);
      CHECK(got.message.type == TcapType::kEnd);
      CHECK(got.message.destination == kOriginator);
      CHECK(got.message.dialogue.kind ==
            (has_dialogue ? DialogueKind::kResponse : DialogueKind::kNone));
      CHECK(got.component.invoke_id == 7);
      if (action == Action::kAbsorb) {
        CHECK(got.component.kind == ComponentKind::kReturnResultLast);
      } else {
        REQUIRE(got.error);
        CHECK(error_allowed(asked.operation.code, got.error->code, asked.operation.version));
      }
    }
  }
}

TEST_CASE("no refusal of a message makes an HLR wait for the subscriber") {
  // 3GPP TS 23.040 3.3.2: temporary errors, upon which a centre asks the HLR to tell it.
  const std::array temporary{map_error::kAbsentSubscriberSm, map_error::kAbsentSubscriber,
                             map_error::kFacilityNotSupported, map_error::kCallBarred,
                             map_error::kSystemFailure};
  for (const Asked& asked : all_operations()) {
    if (asked.operation.direction == ForwardDirection::kUnclear) continue;
    const auto answer = default_answer(Action::kReject, asked.operation);
    REQUIRE(answer);
    for (const auto code : temporary)
      CHECK(answer->error != code);
    for (const Action action : {Action::kReject, Action::kThrottle}) {
      const auto one = default_answer(action, asked.operation);
      const bool memory = one->error == map_error::kSmDeliveryFailure &&
                          one->error_cause == static_cast<std::uint8_t>(
                                                  SmDeliveryFailureCause::kMemoryCapacityExceeded);
      CHECK_FALSE(memory);
    }
  }
}

TEST_CASE("a refused submission tells the handset that its destination is barred") {
  for (const auto version : {MapVersion::k1, MapVersion::k2, MapVersion::k3}) {
    const AskedOperation asked{operation::kMoForwardSm, version, 1,
                               ForwardDirection::kMobileOriginated};
    const auto answer = default_answer(Action::kReject, asked);
    const auto got = read(
        written(encode_own_answer(*answer, asked, {kOriginator, {}, {}}, kNow, buffer)), version);
    REQUIRE(got.error);
    CHECK(got.error->code == map_error::kSmDeliveryFailure);
    CHECK(got.error->cause == 5);  // invalidSME-Address
    if (version == MapVersion::k1) {
      CHECK(got.error->diagnostic_info.empty());
    } else {
      CHECK(to_hex(got.error->diagnostic_info) == "01c40062117232540082");
    }
  }
}

TEST_CASE("a dialogue with more messages to come stays open, and is accepted once") {
  const AskedOperation asked{operation::kMtForwardSm, MapVersion::k3, 3,
                             ForwardDirection::kMobileTerminated};
  const auto answer = default_answer(Action::kAbsorb, asked);
  const Octets name = context_name(context::kShortMsgMtRelay, MapVersion::k3);
  const auto first =
      read(written(encode_own_answer(*answer, asked, {kOriginator, name, kFarEnd}, kNow, buffer)),
           MapVersion::k3);
  CHECK(first.message.type == TcapType::kContinue);
  CHECK(first.message.originating == kFarEnd);
  CHECK(first.message.destination == kOriginator);
  CHECK(first.message.dialogue.kind == DialogueKind::kResponse);
  const auto second =
      read(written(encode_own_answer(*answer, asked, {kOriginator, {}, kFarEnd}, kNow, buffer)),
           MapVersion::k3);
  CHECK(second.message.type == TcapType::kContinue);
  CHECK(second.message.dialogue.kind == DialogueKind::kNone);
}

TEST_CASE("an abort refuses a dialogue that was not accepted, and ends one that was") {
  const AskedOperation asked{operation::kMtForwardSm, MapVersion::k2, 1,
                             ForwardDirection::kMobileTerminated};
  const OwnAnswer abort{OwnAnswerKind::kUserAbort};
  const Octets name = context_name(context::kShortMsgMtRelay, MapVersion::k2);
  const auto refused =
      read(written(encode_own_answer(abort, asked, {kOriginator, name, {}}, kNow, buffer)),
           MapVersion::k2);
  CHECK(refused.message.type == TcapType::kAbort);
  CHECK(refused.message.dialogue.kind == DialogueKind::kResponse);
  CHECK(refused.message.dialogue.result == kDialogueRejected);
  const auto ended = read(written(encode_far_end_abort(kFarEnd, buffer)), MapVersion::k2);
  CHECK(ended.message.type == TcapType::kAbort);
  CHECK(ended.message.destination == kFarEnd);
  CHECK(ended.message.dialogue.kind == DialogueKind::kAbort);
  CHECK(ended.message.dialogue.source == DialogueSource::kUser);
}

TEST_CASE("an operation that nobody knows is aborted: its errors are not known either") {
  for (const std::int32_t code : {0, 2, 300}) {
    const AskedOperation asked{code, MapVersion::k3, 1, ForwardDirection::kUnclear};
    for (const Action action : {Action::kReject, Action::kThrottle}) {
      const auto answer = default_answer(action, asked);
      REQUIRE(answer);
      CHECK(answer->kind == OwnAnswerKind::kUserAbort);
      CHECK(encode_own_answer(*answer, asked, {kOriginator, {}, {}}, kNow, buffer));
    }
  }
}

TEST_CASE("actions that pass a message on, keep it or say nothing have no answer") {
  const AskedOperation asked{operation::kMtForwardSm, MapVersion::k3, 1,
                             ForwardDirection::kMobileTerminated};
  for (const Action action : {Action::kAllow, Action::kTag, Action::kRelabel, Action::kHold,
                              Action::kQuarantine, Action::kDrop}) {
    CHECK_FALSE(default_answer(action, asked));
  }
}

TEST_CASE("an error that the operation has not in this version is refused") {
  OwnAnswer answer{OwnAnswerKind::kError, map_error::kCallBarred};
  const AskedOperation asked{operation::kMtForwardSm, MapVersion::k3, 1,
                             ForwardDirection::kMobileTerminated};
  const auto done = encode_own_answer(answer, asked, {kOriginator, {}, {}}, kNow, buffer);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == BerEncodeCode::kNotAllowed);
  answer.error = map_error::kIllegalSubscriber;
  CHECK_FALSE(encode_own_answer(answer, asked, {{}, {}, {}}, kNow, buffer));
  CHECK_FALSE(
      encode_own_answer(answer, asked, {kOriginator, {}, {}}, kNow, std::span(buffer).first(10)));
}

TEST_CASE("tshark reads our answers", "[ss7][tshark]") {
  if (!smsfw::testing::has_tshark()) {
    std::cout << "tshark is not installed: our answers were not judged by it\n";
    return;
  }
  std::vector<Octets> messages;
  for (const Asked& asked : all_operations()) {
    const Octets name = context_name(asked.context, asked.operation.version);
    for (const Action action : {Action::kReject, Action::kThrottle, Action::kAbsorb}) {
      const auto answer = default_answer(action, asked.operation);
      const bool named = asked.operation.version != MapVersion::k1;
      const auto tcap = written(encode_own_answer(
          *answer, asked.operation,
          {kOriginator,
           named ? std::span<const std::byte>(name) : std::span<const std::byte>(),
           {}},
          kNow, buffer));
      messages.push_back(in_udt(tcap));
    }
  }
  const auto rows = smsfw::testing::tshark_fields(
      smsfw::testing::kLinkTypeSccp, messages,
      {"tcap.dtid", "gsm_old.invokeID", "_ws.malformed", "_ws.expert.message"});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(to_hex(messages[i]));
    CHECK(rows[i][0] == "00000a01");
    CHECK(rows[i][1] == "7");
    CHECK(smsfw::testing::sound(rows[i]));
  }
}
