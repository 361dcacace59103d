#include "smsc-proxy/smpp/session/session_state.hh"

namespace smsfw::smpp {

bool may_issue(Sender sender, SessionState state, BindKind kind, CommandId request) noexcept {
  const bool bound = state == SessionState::kBound;
  const bool sends = bound && kind != BindKind::kReceiver;
  const bool receives = bound && kind != BindKind::kTransmitter;
  switch (request) {
    case CommandId::kBindReceiver:
    case CommandId::kBindTransmitter:
    case CommandId::kBindTransceiver:
      return sender == Sender::kEsme &&
             (state == SessionState::kOpen || state == SessionState::kOutbound);
    case CommandId::kOutbind:
      return sender == Sender::kSmsc && state == SessionState::kOpen;
    // Both sides in any state that has a connection.
    case CommandId::kEnquireLink:
      return state != SessionState::kClosed;
    case CommandId::kUnbind:
      return bound || state == SessionState::kUnbinding;
    case CommandId::kSubmitSm:
    case CommandId::kSubmitMulti:
    case CommandId::kQuerySm:
    case CommandId::kReplaceSm:
    case CommandId::kCancelSm:
    case CommandId::kBroadcastSm:
    case CommandId::kQueryBroadcastSm:
    case CommandId::kCancelBroadcastSm:
      return sender == Sender::kEsme && sends;
    case CommandId::kDeliverSm:
    case CommandId::kAlertNotification:
      return sender == Sender::kSmsc && receives;
    // Both ways, each in the direction that the bind is for.
    case CommandId::kDataSm:
      return sender == Sender::kEsme ? sends : receives;
    // Vendor commands that a listener lists.
    default:
      return bound;
  }
}

}  // namespace smsfw::smpp
