#include "smsc-proxy/tools/ss7-load/driver.hh"

#include <algorithm>
#include <array>
#include <limits>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/tcap_builder.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)
using link::SendResult;

std::uint64_t key_of(TransactionId id) noexcept {
  return std::uint64_t{id.value} << 8U | id.size;
}

Clock::duration seconds(double value) {
  return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(value));
}

std::uint64_t limit_of(const DriveOptions& options, std::size_t lines) {
  if (options.count != 0) return options.count;
  return options.seconds > 0 ? std::numeric_limits<std::uint64_t>::max() : lines;
}

}  // namespace

Driver::Driver(const DriveOptions& options, const std::vector<Message>& messages, Station& station,
               Clock::time_point now)
    : options_(options),
      messages_(messages),
      station_(station),
      limit_(limit_of(options, messages.size())),
      pacer_(options.rate, now),
      started_(now),
      last_answer_(now),
      open_(options.window) {}

bool Driver::all_opened(Clock::time_point now) const noexcept {
  return stopped_ || results_.dialogues >= limit_ ||
         (options_.seconds > 0 && now - started_ >= seconds(options_.seconds));
}

void Driver::fill(Clock::time_point now) {
  if (all_opened(now)) return;
  const std::uint64_t due = std::min(limit_, pacer_.due_count(now));
  while (results_.dialogues < due && !open_.full()) {
    const std::uint64_t number = results_.dialogues;
    const Message& message = messages_[number % messages_.size()];
    if (!open_one(message, pacer_.paced() ? pacer_.due(number) : now)) return;
  }
}

bool Driver::open_one(const Message& message, Clock::time_point since) {
  const std::uint64_t number = results_.dialogues;
  const Step& first = message.steps.front();
  const auto sls = static_cast<std::uint8_t>(number & 15U);
  const bool followed = first.awaited != 0 || message.empty_begin || message.steps.size() > 1;
  std::uint32_t id = 0;
  if (followed) {
    Open open;
    open.number = number;
    open.message = &message;
    open.since = since;
    open.awaited = static_cast<std::uint16_t>(first.awaited);
    open.first_waits = message.empty_begin;
    id = open_.open(open);
  }
  if (!send_begin(message, id, sls)) {
    if (followed) open_.close(id);
    return false;
  }
  if (message.id.present()) foreign_[key_of(message.id)] = id;
  ++results_.dialogues;
  results_.sent += first.awaited;
  if (first.awaited == 0) ++results_.one_way;
  return true;
}

bool Driver::send_begin(const Message& message, std::uint32_t id, std::uint8_t sls) {
  const auto label = station_.label(sls);
  if (message.begin.front().reference_at != 0) {
    next_reference_ = (next_reference_ + 1) & kMaxLocalReference;
  }
  bool first = true;
  for (const Outgoing& each : message.begin) {
    std::span<const std::byte> octets = each.octets;
    if (each.id_at != 0 || each.reference_at != 0) {
      scratch_ = each.octets;
      for (unsigned i = 0; i < 4 && each.id_at != 0; ++i)
        scratch_[each.id_at + i] = static_cast<std::byte>(id >> (24U - 8U * i) & 0xFFU);
      for (unsigned i = 0; i < 3 && each.reference_at != 0; ++i)
        scratch_[each.reference_at + i] = static_cast<std::byte>(next_reference_ >> 8U * i & 0xFFU);
      octets = scratch_;
    }
    if (station_.send(label, octets) != SendResult::kSent) {
      if (first) return false;
      ++results_.not_sent;
    }
    first = false;
  }
  return true;
}

void Driver::send_tcap(const Open& open, std::span<const std::byte> tcap) {
  const Message& message = *open.message;
  SccpUnitdata unitdata;
  unitdata.called = message.called;
  unitdata.calling = message.calling;
  unitdata.data = tcap;
  unitdata.return_on_error = true;
  next_reference_ = (next_reference_ + 1) & kMaxLocalReference;
  unitdata.local_reference = next_reference_;
  // An end has too little to be cut into many.
  const std::size_t segments = tcap.size() > 4 * message.segments ? message.segments : 0;
  const SccpPlan plan = plan_segments(unitdata, segments);
  const auto label = station_.label(static_cast<std::uint8_t>(open.number & 15U));
  std::array<std::byte, kMaxSignalUnit + 64> octets;
  for (std::size_t i = 0; i < plan.count; ++i) {
    const auto size = encode_unitdata(unitdata, plan, i, octets);
    if (!size || station_.send(label, std::span(octets).first(*size)) != SendResult::kSent) {
      ++results_.not_sent;
    }
  }
}

void Driver::send_step(std::uint32_t id, Open& open, Clock::time_point now) {
  auto builder = TcapBuilder::proceed({id, 4}, open.peer);
  std::int8_t invoke_id = 0;
  for (const Invoke& invoke : open.message->steps[open.step].invokes)
    builder.invoke(++invoke_id, invoke.code, invoke.parameter);
  std::array<std::byte, 4096> tcap;
  const auto size = builder.encode(tcap);
  if (!size) return;  // cannot be: each part was encoded when it was read
  send_tcap(open, std::span(tcap).first(*size));
  if (!open.first_waits) open.since = now;
}

void Driver::send_end(const Open& open) {
  std::array<std::byte, 64> tcap;
  const auto size = TcapBuilder::end(open.peer).encode(tcap);
  if (size) send_tcap(open, std::span(tcap).first(*size));
}

std::uint32_t Driver::find(TransactionId id) const noexcept {
  if (!foreign_.empty()) {
    const auto found = foreign_.find(key_of(id));
    if (found != foreign_.end()) return found->second;
  }
  return id.size == 4 ? id.value : 0;
}

void Driver::on_message(const link::Msu& msu, Clock::time_point now) {
  const auto received = receiver_.read(msu, now);
  if (!received) return;
  if (received->sccp.spec().service) return on_returned(*received, now);
  const auto tcap = decode_tcap(received->data);
  if (!tcap) {
    ++results_.malformed;
    return;
  }
  const std::uint32_t id = find(tcap->destination);
  if (!tcap->destination.present() || open_.find(id) == nullptr) {
    ++results_.strays;
    return;
  }
  on_tcap(*received, *tcap, id, now);
}

void Driver::on_returned(const Received& received, Clock::time_point now) {
  const std::uint32_t id = find(tcap_return_id(received.data));
  Open* open = open_.find(id);
  if (open == nullptr) {
    ++results_.strays;
    return;
  }
  Answer answer;
  answer.outcome = Outcome::kReturned;
  answer.code = static_cast<std::int32_t>(received.sccp.cause);
  answer.octets = received.octets;
  settle_all(*open, answer, now);
  close(id, *open);
}

void Driver::on_tcap(const Received& received, const TcapMessage& tcap, std::uint32_t id,
                     Clock::time_point now) {
  Open& open = *open_.find(id);
  Answer rest;
  rest.tcap = tcap.type;
  rest.accepted = tcap.dialogue.result;
  if (received.segments == nullptr) rest.octets = received.octets;
  if (tcap.type == TcapType::kAbort) {
    rest.outcome = tcap.p_abort_cause ? Outcome::kPAbort : Outcome::kAbort;
    if (tcap.p_abort_cause) rest.code = *tcap.p_abort_cause;
    settle_all(open, rest, now);
    close(id, open);
    return;
  }
  for (const Component& component : tcap.components)
    on_component(received, tcap, component, open, now);
  if (tcap.type == TcapType::kEnd) {
    rest.outcome = Outcome::kClosed;
    settle_all(open, rest, now);
    close(id, open);
    return;
  }
  if (tcap.type != TcapType::kContinue) return;
  open.peer = tcap.originating;
  if (open.message->steps[open.step].invokes.empty() && open.awaited != 0) {
    rest.outcome = Outcome::kContinued;
    settle_all(open, rest, now);
  }
  go_on(id, open, now);
}

void Driver::on_component(const Received& received, const TcapMessage& tcap,
                          const Component& component, Open& open, Clock::time_point now) {
  Answer answer;
  switch (component.kind) {
    case ComponentKind::kReturnResultLast:
      answer.outcome = Outcome::kResult;
      break;
    case ComponentKind::kReturnError:
      answer.outcome = Outcome::kError;
      answer.code = component.code.local;
      break;
    case ComponentKind::kReject:
      answer.outcome = Outcome::kReject;
      answer.code = component.problem;
      break;
    default:
      return;  // an operation of the peer's, such as informServiceCentre; more of a result
  }
  if (open.awaited == 0 || open.first_waits) {
    ++results_.strays;
    return;
  }
  const auto& invokes = open.message->steps[open.step].invokes;
  const auto id = static_cast<std::size_t>(std::max<int>(component.invoke_id.value_or(1), 1));
  if (!invokes.empty()) answer.operation = invokes[std::min(id, invokes.size()) - 1].code;
  answer.parameter = component.parameter;
  answer.tcap = tcap.type;
  answer.accepted = tcap.dialogue.result;
  if (received.segments == nullptr) answer.octets = received.octets;
  settle(open, answer, now);
}

void Driver::go_on(std::uint32_t id, Open& open, Clock::time_point now) {
  if (open.first_waits) {
    send_step(id, open, now);
    open.first_waits = false;
    // An operation without result: the dialogue ends by itself (3GPP TS 29.002, prearranged end).
    if (open.awaited == 0) close(id, open);
    return;
  }
  if (open.awaited != 0) return;
  if (open.step + 1U < open.message->steps.size()) {
    ++open.step;
    open.awaited = static_cast<std::uint16_t>(open.message->steps[open.step].awaited);
    results_.sent += open.awaited;
    send_step(id, open, now);
    return;
  }
  send_end(open);
  close(id, open);
}

void Driver::settle(Open& open, Answer answer, Clock::time_point now) {
  --open.awaited;
  ++results_.outcomes[static_cast<std::size_t>(answer.outcome)];
  if (answer.outcome == Outcome::kError) {
    // What MAP has not is one row.
    const std::int32_t code = answer.code.value_or(-1);
    ++results_.errors[find_map_error(code) != nullptr ? code : -1];
  }
  answer.latency = std::max(Clock::duration{0}, now - open.since);
  if (answer.outcome != Outcome::kTimeout) {
    results_.latency_ns.add(static_cast<std::uint64_t>(answer.latency.count()));
    last_answer_ = now;
  }
  if (!options_.print) return;
  answer.dialogue = open.number;
  answer.place = open.message->place;
  answer.operation_name = open.message->operation;
  answer.version = open.message->version;
  printed_ += answer_json(answer);
  printed_ += '\n';
}

void Driver::settle_all(Open& open, const Answer& answer, Clock::time_point now) {
  Answer each = answer;
  const auto& invokes = open.message->steps[open.step].invokes;
  if (!invokes.empty()) each.operation = invokes.front().code;
  while (open.awaited != 0)
    settle(open, each, now);
}

void Driver::close(std::uint32_t id, const Open& open) {
  for (std::size_t i = open.step + 1U; i < open.message->steps.size(); ++i)
    results_.unsent += open.message->steps[i].awaited;
  if (open.message->id.present()) {
    const auto found = foreign_.find(key_of(open.message->id));
    if (found != foreign_.end() && found->second == id) foreign_.erase(found);
  }
  open_.close(id);
}

void Driver::expire(Clock::time_point now) {
  receiver_.expire(now);
  const auto oldest = now - seconds(options_.timeout);
  open_.for_each([&](std::uint32_t id, Open& open) {
    if (open.since > oldest) return;
    Answer answer;
    answer.outcome = Outcome::kTimeout;
    settle_all(open, answer, now);
    close(id, open);
  });
}

Results Driver::results() const {
  Results out = results_;
  out.malformed += receiver_.malformed() + receiver_.incomplete();
  out.refused = station_.refused();
  out.seconds = std::chrono::duration<double>(last_answer_ - started_).count();
  return out;
}

}  // namespace smsfw::ss7_load
