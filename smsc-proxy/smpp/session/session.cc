#include "smsc-proxy/smpp/session/session.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/codec/pdu_table.hh"
#include "smsc-proxy/smpp/codec/refusal.hh"
#include "smsc-proxy/smpp/session/edge.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;
using app::CloseReason;
using app::Flow;
using app::Metric;

// Octets of requests that wait for room before we stop reading.
constexpr std::size_t kMaxDeferred = 64UL * 1024;
// How long the last octets may take to leave.
constexpr auto kLinger = 5s;
// A late response is recognised for this long.
constexpr auto kRememberExpired = 300s;
// Our own requests count from here, far from where clients start.
constexpr std::uint32_t kFirstOwnSequence = 0x40000000U;

constexpr bool carries_message(CommandId id) noexcept {
  return id != CommandId::kEnquireLink && id != CommandId::kEnquireLinkResp;
}

}  // namespace

Session::Session(Edge& edge, tcp::socket socket, SessionId id, app::Side side,
                 const SessionTimers& timers, const SessionLimits& limits)
    : edge_(edge),
      id_(id),
      side_(side),
      timers_(timers),
      limits_(limits),
      connection_(edge.worker(), std::move(socket), *this, limits.max_output),
      opened_(app::Worker::steady_now()),
      next_own_(kFirstOwnSequence),
      last_received_(opened_),
      last_message_(opened_),
      stall_(timers.stall) {}

Session::~Session() = default;

void Session::set_bound(BindKind kind) {
  kind_ = kind;
  state_ = SessionState::kBound;
  last_message_ = last_received_ = edge_.worker().turn_time();
}

events::SessionFacts Session::event_facts(events::SessionWhat what) const noexcept {
  events::SessionFacts facts;
  facts.what = what;
  facts.smsc_side = side_ == app::Side::kSmsc;
  facts.session = id_;
  facts.system_id = system_id_;
  facts.remote = connection_.peer();
  return facts;
}

events::SessionFacts Session::closed_facts() const noexcept {
  events::SessionFacts facts = event_facts(events::SessionWhat::kClosed);
  facts.reason = app::kCloseReasonNames[static_cast<std::size_t>(close_reason_)];
  facts.took =
      std::chrono::duration_cast<std::chrono::milliseconds>(edge_.worker().turn_time() - opened_);
  return facts;
}

std::uint32_t Session::own_sequence() noexcept {
  const std::uint32_t sequence = next_own_;
  next_own_ = next_own_ >= kMaxSequenceNumber ? kFirstOwnSequence : next_own_ + 1;
  return sequence;
}

void Session::count_out(CommandId id, std::size_t octets) noexcept {
  edge_.metrics().count<Metric::kPdus>(1, app::command_label(static_cast<std::uint32_t>(id)), side_,
                                       Flow::kOut);
  edge_.metrics().count<Metric::kBytes>(octets, side_, Flow::kOut);
}

// ---- in ----

std::size_t Session::on_octets(std::span<const std::byte> octets) {
  std::size_t done = 0;
  while (!connection_.closing()) {
    const auto rest = octets.subspan(done);
    const auto next = frame(rest, limits_.max_pdu);
    if (!next) {
      PduHeader header{};
      if (const auto read = decode_header(rest)) header = *read;
      edge_.malformed(*this, next.error(), header, CommandStatus::kInvCmdLen);
      answer(CommandId::kGenericNack, header.sequence_number, CommandStatus::kInvCmdLen);
      shut(CloseReason::kProtocolErrors, "the stream has no next PDU");
      return octets.size();
    }
    if (!next->complete) break;
    edge_.metrics().count<Metric::kBytes>(next->length, side_, Flow::kIn);
    handle(rest.first(next->length), false);
    done += next->length;
    if (deferred_.size() - deferred_done_ > kMaxDeferred) {
      connection_.pause();
      break;
    }
  }
  return connection_.closing() ? octets.size() : done;
}

bool Session::handle(std::span<const std::byte> pdu, bool deferred) {
  const auto view = decode(pdu);
  const auto now = edge_.worker().turn_time();
  if (!deferred) last_received_ = now;
  if (!view) {
    undecodable(view.error(), pdu, deferred);
    return true;
  }
  const CommandId id = view->id();
  if (!deferred) {
    edge_.metrics().count<Metric::kPdus>(1, app::command_label(static_cast<std::uint32_t>(id)),
                                         side_, Flow::kIn);
    if (carries_message(id)) last_message_ = now;
  }
  if (is_response(id)) {
    handle_response(pdu, view->header(), &*view);
  } else {
    handle_request(*view, deferred);
  }
  return true;
}

void Session::handle_request(const PduView& view, bool deferred) {
  const CommandId id = view.id();
  if (id == CommandId::kEnquireLink) {
    // At once, past whatever waits; but not without end to a peer that does not read the answers.
    if (!deferred && connection_.over_limit()) return defer(view.octets());
    answer(id, view.sequence_number(), CommandStatus::kOk);
    return;
  }
  if (!may_issue(sender(), state_, kind_, id)) {
    const bool bind_again = bind_kind(id) && state_ != SessionState::kOpen;
    const auto status = bind_again ? CommandStatus::kAlyBnd : CommandStatus::kInvBndSts;
    answer(id, view.sequence_number(), status);
    protocol_error({DecodeCode::kBadValue, 4, true}, view.header(), status);
    return;
  }
  if (!deferred && (deferred_.size() > deferred_done_ || must_wait())) {
    defer(view.octets());
    return;
  }
  on_request(view);
}

void Session::handle_response(std::span<const std::byte> pdu, const PduHeader& header,
                              const PduView* view) {
  PendingRequest* request = pending_.find(header.sequence_number);
  if (request == nullptr) {
    edge_.metrics().count<Metric::kLateResponses>(1, side_);
    return;
  }
  if (request->purpose == Purpose::kExpired) {
    edge_.metrics().count<Metric::kLateResponses>(1, side_);
    pending_.remove(*request);
    return;
  }
  if (header.command_id != CommandId::kGenericNack &&
      header.command_id != response_id(request->command)) {
    // An answer to something else under a number that is in use: not to be believed.
    protocol_error({DecodeCode::kBadValue, 4, true}, header, CommandStatus::kInvCmdId);
    return;
  }
  if (request->purpose == Purpose::kOwn && request->command == CommandId::kEnquireLink) {
    enquiring_ = false;
  }
  finish(*request, pdu, header, view);
}

void Session::finish(PendingRequest& entry, std::span<const std::byte> pdu, const PduHeader& header,
                     const PduView* view) {
  // Taken out first: dealing with the answer may send, or end the session.
  PendingRequest request = entry;
  pending_.remove(entry);
  edge_.metrics().add<Metric::kInFlight>(-1, side_);
  on_response(pdu, header, view, request);
}

void Session::undecodable(const DecodeError& error, std::span<const std::byte> pdu, bool deferred) {
  PduHeader header{};
  if (const auto read = decode_header(pdu)) header = *read;
  if (error.code == DecodeCode::kUnknownId) {
    if (is_response(header.command_id) && takes_vendor(request_id(header.command_id))) {
      handle_response(pdu, header, nullptr);
      return;
    }
    if (!is_response(header.command_id) && takes_vendor(header.command_id)) {
      if (!deferred) {
        edge_.metrics().count<Metric::kPdus>(1, app::kCommandVendor, side_, Flow::kIn);
      }
      if (!may_issue(sender(), state_, kind_, header.command_id)) {
        answer(CommandId::kGenericNack, header.sequence_number, CommandStatus::kInvBndSts);
        protocol_error({DecodeCode::kBadValue, 4, true}, header, CommandStatus::kInvBndSts);
      } else if (!deferred && (deferred_.size() > deferred_done_ || must_wait())) {
        defer(pdu);
      } else {
        on_vendor_request(header, pdu);
      }
      return;
    }
  }
  if (!deferred) {
    edge_.metrics().count<Metric::kPdus>(
        1, app::command_label(static_cast<std::uint32_t>(header.command_id)), side_, Flow::kIn);
  }
  const CommandStatus status = status_for(error, header.command_id, failed_field(pdu));
  if (!is_response(header.command_id)) {
    const bool nack = !has_response(header.command_id) || error.code == DecodeCode::kUnknownId;
    answer(nack ? CommandId::kGenericNack : header.command_id, header.sequence_number, status);
  } else if (PendingRequest* request = pending_.find(header.sequence_number);
             request != nullptr && request->purpose != Purpose::kExpired) {
    // A broken answer is still an answer: the request must not hang.
    finish(*request, {}, header, nullptr);
  }
  protocol_error(error, header, status);
}

void Session::protocol_error(const DecodeError& error, const PduHeader& header,
                             CommandStatus status) {
  edge_.malformed(*this, error, header, status);
  if (!error.recoverable || ++protocol_errors_ >= limits_.max_protocol_errors) {
    shut(CloseReason::kProtocolErrors, "too many protocol errors");
  }
}

// ---- waiting ----

void Session::defer(std::span<const std::byte> pdu) {
  if (!waiting_) {
    waiting_ = true;
    edge_.count_pause(*this, window_full());
  }
  deferred_.insert(deferred_.end(), pdu.begin(), pdu.end());
}

void Session::continue_deferred() {
  while (deferred_done_ < deferred_.size() && !connection_.closing() && !must_wait()) {
    const auto rest = std::span<const std::byte>(deferred_).subspan(deferred_done_);
    const auto next = frame(rest, limits_.max_pdu);
    if (!next || !next->complete) break;  // cannot be: only whole PDUs are kept
    // Counted before it is handled, so that a nested call goes on behind it.
    deferred_done_ += next->length;
    handle(rest.first(next->length), true);
  }
  if (deferred_done_ == deferred_.size()) {
    deferred_.clear();
    deferred_done_ = 0;
    waiting_ = false;
    connection_.resume();
  } else if (deferred_done_ > kMaxDeferred) {
    deferred_.erase(deferred_.begin(),
                    deferred_.begin() + static_cast<std::ptrdiff_t>(deferred_done_));
    deferred_done_ = 0;
  }
}

void Session::message_done() {
  if (under_way_ > 0) --under_way_;
  if (deferred_done_ < deferred_.size()) edge_.continue_later(id_);
}

void Session::on_drained() {
  edge_.drained(*this);
}

// ---- out ----

PendingRequest& Session::forward_request(std::span<const std::byte> pdu, SessionId origin,
                                         std::uint32_t origin_sequence, CommandId command) {
  const auto now = edge_.worker().turn_time();
  std::uint32_t sequence = origin_sequence;
  PendingRequest* entry = pending_.add(sequence, now + timers_.response);
  while (entry == nullptr) {
    sequence = own_sequence();
    entry = pending_.add(sequence, now + timers_.response);
  }
  entry->origin = origin;
  entry->origin_sequence = origin_sequence;
  entry->command = command;
  entry->sent_at = now;
  const auto out = connection_.send(pdu);
  if (sequence != origin_sequence) set_sequence_number(out, sequence);
  count_out(command, pdu.size());
  edge_.metrics().add<Metric::kInFlight>(1, side_);
  return *entry;
}

PendingRequest& Session::send_own_request(std::span<const std::byte> pdu, CommandId command,
                                          Purpose purpose) {
  const auto now = edge_.worker().turn_time();
  PendingRequest* entry = nullptr;
  std::uint32_t sequence = 0;
  do {
    sequence = own_sequence();
    entry = pending_.add(sequence, now + timers_.response);
  } while (entry == nullptr);
  entry->purpose = purpose;
  entry->origin_sequence = sequence;
  entry->command = command;
  entry->sent_at = now;
  set_sequence_number(connection_.send(pdu), sequence);
  count_out(command, pdu.size());
  edge_.metrics().add<Metric::kInFlight>(1, side_);
  return *entry;
}

void Session::relay_response(std::span<const std::byte> pdu, std::uint32_t sequence) {
  const auto header = decode_header(pdu);
  if (!header) return;
  const auto out = connection_.send(pdu);
  if (header->sequence_number != sequence) set_sequence_number(out, sequence);
  count_out(header->command_id, pdu.size());
  edge_.metrics().count<Metric::kAnswers>(
      1, side_, app::AnswerOrigin::kRelayed,
      app::status_class(static_cast<std::uint32_t>(header->command_status)));
}

void Session::answer(CommandId request, std::uint32_t sequence, CommandStatus status,
                     std::string_view message_id) {
  std::array<std::byte, 128> buffer;
  const CommandId response =
      request == CommandId::kGenericNack ? CommandId::kGenericNack : response_id(request);
  const bool error = status != CommandStatus::kOk;
  Expected<std::size_t, EncodeError> size{0};
  if (error || response == CommandId::kGenericNack) {
    size = encode_header_only(response, status, sequence, buffer);
  } else {
    PduBuilder builder(response, sequence, status);
    if (!message_id.empty()) builder.set_text(FieldId::kMessageId, message_id);
    size = builder.encode(buffer);
  }
  if (!size) return;
  send(std::span<const std::byte>(buffer).first(*size));
  edge_.metrics().count<Metric::kAnswers>(1, side_, app::AnswerOrigin::kOwn,
                                          app::status_class(static_cast<std::uint32_t>(status)));
}

void Session::send(std::span<const std::byte> pdu) {
  const auto header = decode_header(pdu);
  if (!header) return;
  connection_.send(pdu);
  count_out(header->command_id, pdu.size());
}

// ---- timers and the end ----

void Session::check_enquire(std::chrono::nanoseconds now) {
  if (timers_.enquire_link.count() == 0 || !bound() || enquiring_ ||
      now - last_received_ < timers_.enquire_link) {
    return;
  }
  std::array<std::byte, kHeaderSize> pdu;
  if (!encode_header_only(CommandId::kEnquireLink, CommandStatus::kOk, 0, pdu)) return;
  enquiring_ = true;
  send_own_request(pdu, CommandId::kEnquireLink, Purpose::kOwn);
}

void Session::tick(std::chrono::nanoseconds now) {
  if (connection_.closing()) {
    if (closing_since_.count() == 0) closing_since_ = now;
    if (!connection_.closed() && now - closing_since_ > kLinger) {
      connection_.close("the peer does not read");
    }
    return;
  }
  while (PendingRequest* request = pending_.overdue(now)) {
    if (request->purpose == Purpose::kExpired) {
      pending_.remove(*request);
      continue;
    }
    edge_.metrics().count<Metric::kResponseTimeouts>(1, side_);
    edge_.metrics().add<Metric::kInFlight>(-1, side_);
    if (request->purpose == Purpose::kOwn && request->command == CommandId::kEnquireLink) {
      shut(CloseReason::kEnquireTimeout, "no answer to enquire_link");
      return;
    }
    const std::uint32_t sequence = request->sequence;
    on_timeout(*request);
    if (connection_.closing()) return;
    if (PendingRequest* again = pending_.find(sequence)) {
      pending_.expire(*again, now + kRememberExpired);
    }
  }
  if (timers_.session_init.count() != 0 && !bound() && state_ != SessionState::kUnbinding &&
      now - opened_ > timers_.session_init) {
    shut(CloseReason::kInitTimeout, "no completed bind in time");
    return;
  }
  if (timers_.inactivity.count() != 0 && bound() && now - last_message_ > timers_.inactivity) {
    shut(CloseReason::kInactivity, "no messages");
    return;
  }
  if (stall_.expired(
          now, connection_.over_limit() ? std::optional(connection_.taken()) : std::nullopt)) {
    close_reason_ = CloseReason::kOutputOverflow;
    close_reason_set_ = true;
    connection_.close("the peer does not read");
    return;
  }
  check_enquire(now);
  if (deferred_done_ < deferred_.size()) continue_deferred();
}

void Session::shut(CloseReason reason, std::string_view words) {
  if (!close_reason_set_) {
    close_reason_ = reason;
    close_reason_set_ = true;
  }
  state_ = SessionState::kClosed;
  connection_.close_after_flush(
      words.empty() ? app::kCloseReasonNames[static_cast<std::size_t>(reason)] : words);
}

void Session::on_closed(std::string_view reason) {
  if (!close_reason_set_) {
    close_reason_ = reason == "peer closed the connection" ? CloseReason::kPeerClosed
                                                           : CloseReason::kNetworkError;
    close_reason_set_ = true;
  }
  on_gone();
  edge_.metrics().add<Metric::kInFlight>(-static_cast<std::int64_t>(pending_.size()), side_);
  state_ = SessionState::kClosed;
  edge_.bury(id_);
}

}  // namespace smsfw::smpp
