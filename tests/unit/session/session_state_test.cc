#include "smsc-proxy/smpp/session/session_state.hh"

#include <array>

#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

constexpr std::array kKinds{BindKind::kReceiver, BindKind::kTransmitter, BindKind::kTransceiver};

// SMPP v3.4 §2.3, table 2-1, one row each: who may send it as receiver, transmitter, transceiver.
struct Row {
  CommandId command;
  std::array<bool, 3> esme;
  std::array<bool, 3> smsc;
};

constexpr std::array kTable{
    Row{CommandId::kSubmitSm, {false, true, true}, {false, false, false}},
    Row{CommandId::kSubmitMulti, {false, true, true}, {false, false, false}},
    Row{CommandId::kDataSm, {false, true, true}, {true, false, true}},
    Row{CommandId::kDeliverSm, {false, false, false}, {true, false, true}},
    Row{CommandId::kQuerySm, {false, true, true}, {false, false, false}},
    Row{CommandId::kCancelSm, {false, true, true}, {false, false, false}},
    Row{CommandId::kReplaceSm, {false, true, true}, {false, false, false}},
    Row{CommandId::kAlertNotification, {false, false, false}, {true, false, true}},
    Row{CommandId::kBroadcastSm, {false, true, true}, {false, false, false}},
    Row{CommandId::kEnquireLink, {true, true, true}, {true, true, true}},
    Row{CommandId::kUnbind, {true, true, true}, {true, true, true}},
    Row{CommandId::kBindTransceiver, {false, false, false}, {false, false, false}},
};

TEST_CASE("bound sessions follow the table of operations") {
  for (const Row& row : kTable) {
    for (std::size_t i = 0; i < kKinds.size(); ++i) {
      CAPTURE(static_cast<std::uint32_t>(row.command), to_string(kKinds[i]));
      CHECK(may_issue(Sender::kEsme, SessionState::kBound, kKinds[i], row.command) == row.esme[i]);
      CHECK(may_issue(Sender::kSmsc, SessionState::kBound, kKinds[i], row.command) == row.smsc[i]);
    }
  }
}

TEST_CASE("nothing but binds, enquire_link and outbind before a bind") {
  for (const Row& row : kTable) {
    const bool allowed =
        row.command == CommandId::kEnquireLink || row.command == CommandId::kBindTransceiver;
    CHECK(may_issue(Sender::kEsme, SessionState::kOpen, BindKind::kTransceiver, row.command) ==
          allowed);
  }
  CHECK(may_issue(Sender::kSmsc, SessionState::kOpen, BindKind::kReceiver, CommandId::kOutbind));
  CHECK_FALSE(
      may_issue(Sender::kEsme, SessionState::kOpen, BindKind::kReceiver, CommandId::kOutbind));
  CHECK(may_issue(Sender::kEsme, SessionState::kOutbound, BindKind::kReceiver,
                  CommandId::kBindReceiver));
}

TEST_CASE("a session that is being unbound or closed takes no messages") {
  for (const auto state : {SessionState::kUnbinding, SessionState::kClosed}) {
    CHECK_FALSE(may_issue(Sender::kEsme, state, BindKind::kTransceiver, CommandId::kSubmitSm));
    CHECK_FALSE(may_issue(Sender::kSmsc, state, BindKind::kTransceiver, CommandId::kDeliverSm));
  }
  CHECK_FALSE(may_issue(Sender::kEsme, SessionState::kClosed, BindKind::kTransceiver,
                        CommandId::kEnquireLink));
}

}  // namespace
}  // namespace smsfw::smpp
