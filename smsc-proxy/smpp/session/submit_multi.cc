// submit_multi, of which each destination is judged by itself: that part of EsmeSession.
#include <bitset>
#include <string>
#include <utility>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/rewrite.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/smsc_session.hh"

namespace smsfw::smpp {

using app::Metric;
using Kind = VerdictAnswer::Kind;

struct EsmeSession::JudgedDestinations {
  std::bitset<256> taken_out;  // by place in the PDU: refused or absorbed
  std::vector<RefusedDestination> refused;
  std::string absorbed_id;  // our id of the last one that was absorbed
  std::uint32_t passed = 0;
  // Several message_payload TLVs: the SMSC may show another one than we read.
  bool repeated_payload = false;
};

void EsmeSession::submit_multi(const PduView& pdu) {
  JudgedDestinations judged = judge_destinations(pdu);
  if (judged.repeated_payload) {
    answer(pdu.id(), pdu.sequence_number(), CommandStatus::kTlvNotAllwd);
  } else if (judged.passed == 0) {
    answer_none_passed(pdu, judged);
  } else {
    forward_passed(pdu, std::move(judged));
  }
}

EsmeSession::JudgedDestinations EsmeSession::judge_destinations(const PduView& pdu) {
  JudgedDestinations judged;
  MessageJudge& judge = edge_.judge();
  judge.read(
      pdu,
      {Ingress::kSmppSubmit, system_id_, listener_name_, listener_.submit_plan, default_alphabet()},
      edge_.message_moment());
  judged.repeated_payload = judge.context().findings.has(Finding::kDuplicateTlv);
  bool overloaded = false;
  const ShedLevel shed = edge_.shed_level(overloaded);
  std::size_t index = 0;
  for (const Destination& destination : pdu.destinations()) {
    const bool list = destination.flag == DestFlag::kDistributionList;
    judge.judge_destination(destination.ton, destination.npi,
                            list ? std::string_view{} : destination.address, shed);
    const Verdict& verdict = judge.verdict();
    if (list) judge.context().findings.add(Finding::kDistributionList);
    edge_.metrics().message(judge.context(), verdict, listener_.index);
    VerdictAnswer decided = answer_for(verdict, listener_.config.submit_answers);
    if (judged.repeated_payload) {
      decided = {Kind::kRespond, CommandStatus::kTlvNotAllwd};
    } else if (list && listener_.config.reject_distribution_lists) {
      decided = {Kind::kRespond, CommandStatus::kCntSubDl};
    } else if (overloaded && decided.kind == Kind::kForward && !verdict.control) {
      decided = {Kind::kRespond,
                 static_cast<CommandStatus>(listener_.config.submit_answers.throttle)};
    }
    Outcome outcome = Outcome::kDelivered;
    if (decided.kind != Kind::kForward) {
      judged.taken_out.set(index);
      outcome = decided.kind == Kind::kAbsorb ? Outcome::kAbsorbed : Outcome::kBlocked;
      std::string message_id;
      if (decided.kind == Kind::kAbsorb) {
        absorb(pdu, message_id);
        judged.absorbed_id = message_id;
      } else {
        const bool silent = decided.kind == Kind::kSilent;
        judged.refused.push_back({destination.ton, destination.npi,
                                  std::string(destination.address),
                                  silent ? CommandStatus::kSubmitFail : decided.status});
      }
      write_event(pdu, decided.status, message_id, 1);
      edge_.metrics().count<Metric::kOutcomes>(1, outcome, app::Direction::kSubmit);
    } else {
      write_event(pdu, CommandStatus::kOk, {}, 1);
      ++judged.passed;
    }
    // What one destination took is not held until the answer: one PDU may stand for 254 of them.
    judge.chain().settle(verdict.reservations, outcome, edge_.worker().turn_time());
    ++index;
  }
  return judged;
}

void EsmeSession::answer_none_passed(const PduView& pdu, const JudgedDestinations& judged) {
  std::vector<UnsuccessSme> failed;
  for (const auto& one : judged.refused)
    failed.push_back({one.ton, one.npi, one.address, one.status});
  const bool none = judged.absorbed_id.empty();
  PduBuilder builder(CommandId::kSubmitMultiResp, pdu.sequence_number(),
                     none ? static_cast<CommandStatus>(listener_.config.submit_answers.reject)
                          : CommandStatus::kOk);
  builder.set_text(FieldId::kMessageId, judged.absorbed_id).set_unsuccess(failed);
  std::vector<std::byte> response;
  if (builder.append_to(response)) send(response);
  edge_.metrics().count<Metric::kAnswers>(
      1, side(), app::AnswerOrigin::kOwn,
      none ? app::StatusClass::kRefused : app::StatusClass::kOk);
}

void EsmeSession::forward_passed(const PduView& pdu, JudgedDestinations judged) {
  const std::uint32_t sequence = pdu.sequence_number();
  std::vector<std::byte> reduced;
  std::span<const std::byte> out = pdu.octets();
  if (judged.taken_out.any()) {
    reduced.resize(pdu.octets().size());
    const auto size = remove_destinations(pdu, judged.taken_out, reduced);
    if (!size) {
      answer(pdu.id(), sequence, CommandStatus::kSysErr);
      return;
    }
    out = std::span<const std::byte>(reduced).first(*size);
  }
  SmscSession* to = route();
  if (to == nullptr) {
    answer(pdu.id(), sequence,
           static_cast<CommandStatus>(listener_.config.submit_answers.throttle));
    return;
  }
  ++under_way_;
  PendingRequest& request = to->forward_request(out, id(), sequence, pdu.id());
  if (!judged.refused.empty()) {
    request.multi = true;
    to->refused().remember(request.sequence, std::move(judged.refused));
  }
}

}  // namespace smsfw::smpp
