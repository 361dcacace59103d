#pragma once

#include <string>
#include <vector>

#include "smsc-proxy/smpp/session/edge.hh"
#include "smsc-proxy/smpp/session/session.hh"
#include "smsc-proxy/smpp/session/verdict_answer.hh"

namespace smsfw::smpp {

/// The session with an ESME: they are the client. Takes the bind, judges what is submitted, passes
/// it on to an SmscSession (its own in transparent mode, one of the pool in terminated mode).
class EsmeSession final : public Session {
 public:
  EsmeSession(Edge& edge, tcp::socket socket, SessionId id, Listener& listener);
  ~EsmeSession() override;

  Listener& listener() noexcept { return listener_; }
  Account* account() noexcept { return account_; }
  /// Of its account, or else of its listener.
  DefaultAlphabet default_alphabet() const noexcept;
  bool terminated() const noexcept { return listener_.config.mode == ListenerMode::kTerminated; }

  /// The partner of a transparent bind.
  SmscSession* upstream() const noexcept;

  /// Transparent: the connection to the SMSC is there, or is not.
  void upstream_connected(SmscSession& upstream);
  void upstream_failed(const std::string& error);
  /// Transparent: the SMSC's answer to the bind.
  void bind_answered(std::span<const std::byte> pdu, const PduHeader& header);
  /// Terminated: the password has been checked.
  void bind_checked(bool good);
  /// The SMSC opened this session with outbind; `upstream` is its connection.
  void pass_outbind(std::span<const std::byte> pdu, SmscSession& upstream);

  /// Judges a part that was held.
  void release(const HeldParts::Part& part);

  /// Passes a message of the SMSC on. False when this session cannot take it now.
  bool can_take() noexcept;

 protected:
  void on_request(const PduView& pdu) override;
  void on_vendor_request(const PduHeader& header, std::span<const std::byte> pdu) override;
  bool takes_vendor(CommandId id) const noexcept override;
  void on_response(std::span<const std::byte> pdu, const PduHeader& header, const PduView* view,
                   PendingRequest& request) override;
  void on_timeout(PendingRequest& request) override;
  bool must_wait() noexcept override;
  bool window_full() noexcept override;
  void on_gone() override;

 private:
  void bind(const PduView& pdu);
  void bind_transparent(const PduView& pdu);
  void bind_terminated(const PduView& pdu);
  void refuse_bind(CommandStatus status, app::BindRefusal why, std::string_view words);
  void accept_bind(BindKind kind);
  void unbind(const PduView& pdu);

  void message(const PduView& pdu) { message_of_parts(pdu, {}); }
  /// `waited`: of a part that was held, see SmsContext::waited.
  void message_of_parts(const PduView& pdu, const std::array<std::uint64_t, kMaxConcats>& waited);
  void hold(const PduView& pdu);
  void forget_held();
  void submit_multi(const PduView& pdu);
  struct JudgedDestinations;
  JudgedDestinations judge_destinations(const PduView& pdu);
  void answer_none_passed(const PduView& pdu, const JudgedDestinations& judged);
  void forward_passed(const PduView& pdu, JudgedDestinations judged);
  bool allowed_here(const PduView& pdu);
  bool own_id_request(const PduView& pdu);
  bool absorbed_request(const PduView& pdu);
  void relay(std::span<const std::byte> pdu, CommandId command, std::uint32_t sequence);
  SmscSession* route() noexcept;
  PendingRequest* pass_on(std::span<const std::byte> pdu, CommandId command,
                          std::uint32_t sequence);
  /// Answers a blocked message, settles it, writes its event. Returns false for "pass it on".
  bool stop(const PduView& pdu, const VerdictAnswer& answer);
  void absorb(const PduView& pdu, std::string& message_id);
  std::uint64_t write_event(const PduView& pdu, CommandStatus status, std::string_view message_id,
                            std::uint32_t recipients);
  /// False: the part waits for others, and has no verdict.
  bool judge_and_count(const PduView& pdu, const std::array<std::uint64_t, kMaxConcats>& waited);
  void throttle_unjudged(const PduView& pdu, app::ThrottleCause cause);

  Listener& listener_;
  SessionId upstream_id_ = 0;
  Account* account_ = nullptr;
  bool counted_bound_ = false;
  bool holds_bind_ = false;
  CommandId bind_command_{};
  std::uint32_t bind_sequence_ = 0;
  std::vector<std::byte> bind_pdu_;
};

}  // namespace smsfw::smpp
