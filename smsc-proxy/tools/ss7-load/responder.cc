#include "smsc-proxy/tools/ss7-load/responder.hh"

#include <nlohmann/json.hpp>

#include "smsc-proxy/ss7/codec/map_errors.hh"
#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "smsc-proxy/tools/ss7-load/fixed_time.hh"
#include "smsc-proxy/tpdu/encode.hh"

namespace smsfw::ss7_load {
namespace {

using namespace ss7;  // NOLINT(google-build-using-namespace)

constexpr std::size_t kMaxOpen = 65'536;
/// How long a dialogue stays open that the peer does not go on with.
constexpr std::chrono::seconds kPatience{60};
/// Problems of an invoke, ITU-T Q.773 table 32.
constexpr std::uint8_t kUnrecognizedOperation = 1;
constexpr std::uint8_t kMistypedParameter = 2;
/// Diagnostic of a refused dialogue: application context name not supported (Q.773 3.2.2).
constexpr std::uint8_t kContextNotSupported = 2;

}  // namespace

Responder::Responder(const AnswerOptions& options, const SubscriberTable& subscribers,
                     Station& station)
    : options_(options), station_(station), subscribers_(subscribers), open_(kMaxOpen) {}

void Responder::on_message(const link::Msu& msu, Clock::time_point now) {
  ++counters_.messages;
  const auto received = receiver_.read(msu, now);
  if (!received) return;
  if (received->sccp.spec().service) {
    ++counters_.returned;
    return;
  }
  const auto tcap = decode_tcap(received->data);
  if (!tcap) {
    p_abort(msu, *received, tcap_return_id(received->data), p_abort_cause_for(tcap.error()));
    return;
  }
  Current current{msu, *received, *tcap};
  switch (tcap->type) {
    case TcapType::kBegin:
      on_begin(current, now);
      return;
    case TcapType::kContinue:
      on_continue(current, now);
      return;
    case TcapType::kAbort:
      ++counters_.aborts;
      [[fallthrough]];
    case TcapType::kEnd:
      if (tcap->destination.size == 4 && open_.find(tcap->destination.value) != nullptr) {
        open_.close(tcap->destination.value);
      }
      return;
    case TcapType::kUnidirectional:
      return;
  }
}

void Responder::on_begin(Current& current, Clock::time_point now) {
  ++counters_.dialogues;
  const TcapMessage& tcap = current.tcap;
  if (tcap.dialogue.kind != DialogueKind::kNone) {
    current.context = tcap.dialogue.context;
    const auto version = current.context ? version_of(*current.context) : std::nullopt;
    if (!version) {
      ++counters_.refused;
      if (!options_.silent) {
        send(current, TcapBuilder::abort(tcap.originating)
                          .refuse(tcap.dialogue.context_name, kContextNotSupported));
      }
      return;
    }
    current.version = *version;
  }
  auto answers = TcapBuilder::end(tcap.originating);
  answer_all(current, answers);
  const bool stays_open = current.more || tcap.components.empty();
  if (options_.silent || (!stays_open && current.answers == 0)) return;
  if (!stays_open) {
    add_context(current, answers);
    send(current, answers);
    return;
  }
  const std::uint32_t id = open_.open({tcap.originating, current.version, current.context, now});
  if (id == 0) {
    p_abort(current.msu, current.received, tcap.originating, PAbortCause::kResourceLimitation);
    return;
  }
  answers.keep_open({id, 4});
  add_context(current, answers);
  send(current, answers);
}

void Responder::on_continue(Current& current, Clock::time_point now) {
  const TransactionId own = current.tcap.destination;
  Open* open = own.size == 4 ? open_.find(own.value) : nullptr;
  if (open == nullptr) {
    p_abort(current.msu, current.received, current.tcap.originating,
            PAbortCause::kUnrecognizedTransactionId);
    return;
  }
  current.version = open->version;
  current.context = open->context;
  auto answers = TcapBuilder::end(open->peer);
  answer_all(current, answers);
  open->since = now;
  if (options_.silent) return;
  if (current.more) {
    answers.keep_open(own);
  } else {
    open_.close(own.value);
    if (current.answers == 0) return;
  }
  send(current, answers);
}

void Responder::add_context(const Current& current, TcapBuilder& builder) const {
  // The first message back names the context, where the request did.
  if (current.tcap.dialogue.kind == DialogueKind::kRequest) {
    builder.accept(current.tcap.dialogue.context_name);
  }
}

void Responder::answer_all(Current& current, TcapBuilder& builder) {
  if (current.tcap.components.empty()) {
    print(current, nullptr, nullptr, options_.silent ? "silent" : "continue");
    return;
  }
  for (const Component& component : current.tcap.components) {
    if (component.kind == ComponentKind::kInvoke) answer_one(current, component, builder);
  }
}

void Responder::answer_one(Current& current, const Component& invoke, TcapBuilder& builder) {
  const std::int32_t code = invoke.code.local.value_or(-1);
  const MapOperationSpec* row = find_operation(code);
  // What MAP has not is one row: the table must not grow with what a stranger sends.
  ++counters_.operations[{row != nullptr ? code : -1, static_cast<std::uint8_t>(current.version)}];
  const bool known = row != nullptr && has_version(row->versions, current.version);
  std::optional<OperationArgument> argument;
  if (known) argument = read_argument(code, current.version, invoke.parameter);
  if (argument) {
    if (const auto* message = std::get_if<ForwardSm>(&*argument)) {
      current.more = current.more || message->more_messages;
    }
  }
  std::string_view answer = "none";
  if (options_.silent) {
    ++counters_.unanswered;
    answer = "silent";
  } else if (current.answers == TcapBuilder::kMaxOwnComponents ||
             (known && row->with_result == 0)) {
    ++counters_.unanswered;
  } else {
    ++current.answers;
    if (!known) {
      answer = reject(invoke, kUnrecognizedOperation, builder);
    } else if (!argument) {
      answer = reject(invoke, kMistypedParameter, builder);
    } else {
      answer = answer_operation(current, invoke, *argument, builder);
    }
  }
  print(current, &invoke, argument ? &*argument : nullptr, answer);
}

std::string_view Responder::reject(const Component& invoke, std::uint8_t problem,
                                   TcapBuilder& builder) {
  ++counters_.rejects;
  builder.reject(invoke.invoke_id, ProblemKind::kInvoke, problem);
  return "reject";
}

std::string_view Responder::answer_operation(Current& current, const Component& invoke,
                                             const OperationArgument& argument,
                                             TcapBuilder& builder) {
  const std::int32_t code = *invoke.code.local;
  const Subscriber* subscriber = &subscribers_.by_imsi({});
  bool to_mobile = false;
  if (const auto* message = std::get_if<ForwardSm>(&argument)) {
    to_mobile = goes_to_mobile(code, *message, current.context);
    subscriber = to_mobile ? &subscribers_.by_imsi(message->destination.imsi().digits())
                           : &subscribers_.by_msisdn(message->origin.msisdn().digits());
  } else if (const auto* request = std::get_if<RoutingInfoRequest>(&argument)) {
    subscriber = &subscribers_.by_msisdn(request->msisdn.digits());
  } else if (const auto* report = std::get_if<DeliveryReport>(&argument)) {
    subscriber = &subscribers_.by_msisdn(report->msisdn.digits());
  } else if (const auto* alert = std::get_if<ServiceCentreAlert>(&argument)) {
    subscriber = &subscribers_.by_msisdn(alert->msisdn.digits());
  } else if (const auto* ready = std::get_if<ReadyForSm>(&argument)) {
    subscriber = &subscribers_.by_imsi(ready->imsi.digits());
  }
  if (subscriber->error && error_allowed(code, *subscriber->error, current.version)) {
    return answer_error(current, invoke, *subscriber->error, to_mobile, builder);
  }
  std::span<const std::byte> parameter;
  if (code == operation::kSendRoutingInfoForSm) {
    RoutingInfoResult result;
    result.imsi = Tbcd(subscriber->imsi);
    result.network_node = MapAddress(subscriber->msc.view());
    parameter = kept(current, encode_routing_info_result(result, current.version,
                                                         std::span(arena_).subspan(current.used)));
  }
  ++counters_.results;
  builder.result(invoke.invoke_id.value_or(0), code, parameter);
  return "result";
}

std::string_view Responder::answer_error(Current& current, const Component& invoke,
                                         std::int32_t code, bool to_mobile, TcapBuilder& builder) {
  const MapErrorSpec& spec = *find_map_error(code);
  const MapErrorForm form = spec.form(current.version);
  MapError error;
  error.code = code;
  if (form == MapErrorForm::kEnumerated || form == MapErrorForm::kSequence) {
    error.cause = options_.error_cause;
    if (!error.cause && spec.parameter_mandatory) error.cause = std::uint8_t{0};
  }
  std::array<std::byte, tpdu::kDeliverErrorReportSize> deliver{};
  std::array<std::byte, tpdu::kSubmitErrorReportSize> submit{};
  if (options_.failure_cause && code == map_error::kSmDeliveryFailure &&
      form == MapErrorForm::kSequence) {
    const auto cause = static_cast<tpdu::FailureCause>(*options_.failure_cause);
    deliver = tpdu::deliver_error_report(cause);
    submit = tpdu::submit_error_report(cause, kFixedTime);
    error.diagnostic_info =
        to_mobile ? std::span<const std::byte>(deliver) : std::span<const std::byte>(submit);
  }
  const auto size = encode_map_error(*invoke.code.local, error, current.version,
                                     std::span(arena_).subspan(current.used));
  ++counters_.errors;
  builder.error(invoke.invoke_id.value_or(0), code, kept(current, size));
  return spec.name;
}

std::span<const std::byte> Responder::kept(Current& current, const BerEncoded& size) {
  if (!size) return {};
  const auto out = std::span<const std::byte>(arena_).subspan(current.used, *size);
  current.used += *size;
  return out;
}

void Responder::send(const Current& current, const TcapBuilder& builder) {
  std::array<std::byte, 4096> tcap;
  const auto size = builder.encode(tcap);
  if (!size) {
    ++counters_.not_sent;
    return;
  }
  send_octets(current.msu, current.received, std::span(tcap).first(*size));
}

void Responder::p_abort(const link::Msu& msu, const Received& received, TransactionId to,
                        PAbortCause cause) {
  if (!to.present() || options_.silent) return;
  ++counters_.p_aborts;
  std::array<std::byte, 64> tcap;
  const auto size = TcapBuilder::provider_abort(to, cause).encode(tcap);
  if (size) send_octets(msu, received, std::span(tcap).first(*size));
}

void Responder::send_octets(const link::Msu& msu, const Received& received,
                            std::span<const std::byte> tcap) {
  SccpUnitdata answer = answer_to(received.sccp, tcap);
  next_reference_ = (next_reference_ + 1) & kMaxLocalReference;
  answer.local_reference = next_reference_;
  const auto plan = plan_unitdata(answer);
  const std::size_t count = plan ? plan->count : 0;
  if (count == 0) ++counters_.not_sent;
  const auto label = station_.label_back(msu.label);
  std::array<std::byte, kMaxSignalUnit> octets;
  for (std::size_t i = 0; i < count; ++i) {
    const auto size = encode_unitdata(answer, *plan, i, octets);
    if (!size || station_.send(label, std::span(octets).first(*size)) != link::SendResult::kSent) {
      ++counters_.not_sent;
    }
  }
}

void Responder::expire(Clock::time_point now) {
  receiver_.expire(now);
  open_.for_each([&](std::uint32_t id, Open& open) {
    if (now - open.since < kPatience) return;
    ++counters_.expired;
    open_.close(id);
  });
}

void Responder::print(const Current& current, const Component* invoke,
                      const OperationArgument* argument, std::string_view answer) {
  if (!options_.print) return;
  printed_ += operation_json({&current.msu, &current.received, &current.tcap, current.context,
                              current.version, invoke, argument, answer});
  printed_ += '\n';
}

std::string Responder::counters_json() const {
  nlohmann::ordered_json out;
  auto& counters = out["counters"];
  const ResponderCounters& c = counters_;
  counters["messages"] = c.messages;
  counters["dialogues"] = c.dialogues;
  auto& operations = counters["operations"] = nlohmann::ordered_json::object();
  for (const auto& [which, number] : c.operations) {
    operations[std::string(operation_name(which.first)) + " v" + std::to_string(which.second)] =
        number;
  }
  counters["results"] = c.results;
  counters["errors"] = c.errors;
  counters["rejects"] = c.rejects;
  counters["p_aborts"] = c.p_aborts;
  counters["refused_dialogues"] = c.refused;
  counters["unanswered"] = c.unanswered;
  counters["aborts"] = c.aborts;
  counters["returned"] = c.returned;
  counters["malformed"] = receiver_.malformed();
  counters["incomplete"] = receiver_.incomplete();
  counters["not_sent"] = c.not_sent;
  counters["expired"] = c.expired;
  counters["open"] = open_.size();
  counters["refused_by_link"] = station_.refused();
  return out.dump();
}

}  // namespace smsfw::ss7_load
