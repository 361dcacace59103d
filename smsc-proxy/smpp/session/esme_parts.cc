// Parts of concatenated messages that wait for the others: that part of EsmeSession.
#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"

namespace smsfw::smpp {

/// The judge has asked for the other parts. With the last one all are judged, in the order in which
/// they came.
void EsmeSession::hold(const PduView& pdu) {
  MessageJudge& judge = edge_.judge();
  HeldParts::Part part;
  part.session = id();
  part.message = judge.context().part.message;
  part.deadline = judge.chain().need().deadline;
  part.tokens = judge.context().part.tokens;
  part.reservations = judge.verdict().reservations;
  part.pdu.assign(pdu.octets().begin(), pdu.octets().end());
  const bool complete = judge.context().part.complete;
  const std::uint64_t message = part.message;
  const auto tokens = part.tokens;
  if (!edge_.held_parts().hold(std::move(part))) {
    edge_.metrics().count<app::Metric::kUnheldParts>(1);
    return message_of_parts(pdu, tokens);
  }
  edge_.metrics().add<app::Metric::kHeldParts>(1);
  ++under_way_;
  if (complete) edge_.release_parts(message);
}

void EsmeSession::release(const HeldParts::Part& part) {
  message_done();
  edge_.metrics().add<app::Metric::kHeldParts>(-1);
  const auto view = decode(part.pdu);
  if (view) message_of_parts(*view, part.tokens);
}

/// Nobody waits for an answer any more.
void EsmeSession::forget_held() {
  for (const HeldParts::Part& part : edge_.held_parts().take_of_session(id())) {
    edge_.metrics().add<app::Metric::kHeldParts>(-1);
    edge_.judge().chain().settle(part.reservations, Outcome::kBlocked, edge_.worker().turn_time());
  }
}

}  // namespace smsfw::smpp
