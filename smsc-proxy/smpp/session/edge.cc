#include "smsc-proxy/smpp/session/edge.hh"

#include <algorithm>
#include <array>
#include <utility>

#include "smsc-proxy/smpp/codec/message_text.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/smpp/session/esme_session.hh"
#include "smsc-proxy/smpp/session/smsc_session.hh"
#include "smsc-proxy/smpp/session/upstream_pool.hh"

namespace smsfw::smpp {
namespace {

using namespace std::chrono_literals;
using app::Metric;

// A receipt of an absorbed message is given up after this many tries, one a minute.
constexpr int kReceiptTries = 24 * 60;
constexpr std::size_t kReceiptsATick = 1000;

}  // namespace

Edge::Edge(app::Worker& worker, RelayShared& shared, MessageJudge judge, app::MetricShard& metrics,
           events::EventProducer& events)
    : worker_(worker),
      shared_(shared),
      judge_(std::move(judge)),
      metrics_(metrics),
      events_(events),
      now_(app::Worker::moment()) {
  worker_.add_tick(*this);
  events_.set_ruleset(judge_.ruleset().version);
  metrics_.set<Metric::kRulesetGeneration>(static_cast<std::int64_t>(judge_.generation()));
}

Edge::~Edge() {
  worker_.forget(*this);
  worker_.remove_tick(*this);
}

// ---- connections ----

void Edge::accept(tcp::socket socket, Listener& listener) {
  auto* made = sessions_.add([&](SessionId id) {
    return std::make_unique<EsmeSession>(*this, std::move(socket), id, listener);
  });
  static_cast<void>(made);
}

void Edge::accept_outbind(tcp::socket socket, Listener& listener) {
  auto* made = sessions_.add([&](SessionId id) {
    return std::make_unique<SmscSession>(*this, std::move(socket), id, listener, nullptr, 0);
  });
  made->expect_outbind();
}

void Edge::connect(const std::string& address, std::chrono::milliseconds timeout,
                   UpstreamConnector::Done done) {
  connectors_.push_back(std::make_unique<UpstreamConnector>(worker_, std::move(done)));
  connectors_.back()->start(address, timeout);
}

UpstreamPool& Edge::pool(Listener& listener) {
  for (auto& [upstream, pool] : pools_) {
    if (upstream == &listener.upstream) return *pool;
  }
  pools_.emplace_back(&listener.upstream, std::make_unique<UpstreamPool>(*this, listener));
  pools_.back().second->tick(worker_.turn_time());
  return *pools_.back().second;
}

// ---- what sessions tell ----

void Edge::malformed(Session& session, const DecodeError& error, const PduHeader& header,
                     CommandStatus status) {
  metrics_.count<Metric::kDecodeErrors>(1, error.code, session.side());
  events::MalformedFacts facts;
  facts.smsc_side = session.side() == app::Side::kSmsc;
  if (facts.smsc_side) {
    facts.upstream = static_cast<SmscSession&>(session).config().name;
  } else {
    facts.listener = static_cast<EsmeSession&>(session).listener().config.name;
  }
  facts.session = session.id();
  facts.error = error;
  facts.command = static_cast<std::uint32_t>(header.command_id);
  facts.sequence = header.sequence_number;
  facts.status = static_cast<std::uint32_t>(status);
  refresh_turn();
  events_.malformed(now_.wall, facts);
}

void Edge::count_pause(Session& session, bool window_full) {
  if (window_full) {
    metrics_.count<Metric::kWindowFull>(1, session.side());
  } else {
    metrics_.count<Metric::kBackPressure>(1, session.side());
  }
}

void Edge::continue_later(SessionId id) {
  if (waiting_.empty() || waiting_.back() != id) waiting_.push_back(id);
  worker_.at_turn_end(*this);
}

void Edge::drained(Session& /*session*/) {
  sessions_.for_each([this](Session& one) { waiting_.push_back(one.id()); });
  worker_.at_turn_end(*this);
}

void Edge::bury(SessionId id) {
  buried_.push_back(id);
  worker_.at_turn_end(*this);
}

void Edge::session_event(const events::SessionFacts& facts) {
  refresh_turn();
  events_.session(now_.wall, facts);
}

// ---- time and overload ----

void Edge::refresh_turn() {
  if (turn_ == worker_.turn_time()) return;
  turn_ = worker_.turn_time();
  now_ = app::Worker::moment();
}

Moment Edge::message_moment() noexcept {
  if (turn_ != worker_.turn_time()) {
    refresh_turn();
  } else {
    const auto steady = app::Worker::steady_now();
    now_.wall += std::chrono::duration_cast<std::chrono::microseconds>(steady - now_.steady);
    now_.steady = steady;
  }
  return now_;
}

std::uint64_t Edge::since_message_ns() noexcept {
  return static_cast<std::uint64_t>((app::Worker::steady_now() - now_.steady).count());
}

ShedLevel Edge::shed_level(bool& throttle) noexcept {
  // What a message of this turn has waited: its time in the socket, for which the turns before
  // stand, and the messages before it in this turn.
  const auto in_turn = now_.steady - worker_.turn_time();
  const auto waited = std::max(worker_.expected_wait(), in_turn);
  throttle = waited > shared_.overload.throttle_after;
  const bool shed = waited > shared_.overload.budget;
  const std::uint32_t level = throttle ? 2 : shed ? 1 : 0;
  if (level != overload_level_) {
    events::OverloadFacts facts;
    facts.worker = worker_.index();
    facts.level = level;
    facts.previous = overload_level_;
    facts.reason = "wait for a verdict";
    events_.overload(now_.wall, facts);
    overload_level_ = level;
    metrics_.set<Metric::kOverloadLevel>(level);
  }
  return shed ? ShedLevel::kDepth : ShedLevel::kNone;
}

// ---- turns and ticks ----

void Edge::turn_end() {
  std::vector<SessionId> waiting;
  waiting.swap(waiting_);
  for (const SessionId id : waiting) {
    if (Session* session = sessions_.find(id)) session->continue_deferred();
  }
  std::vector<SessionId> buried;
  buried.swap(buried_);
  for (const SessionId id : buried)
    sessions_.remove(id);
  std::erase_if(connectors_, [](const auto& one) { return one->idle(); });
}

void Edge::take_ruleset() {
  if (!judge_.refresh()) return;
  events_.set_ruleset(judge_.ruleset().version);
  metrics_.set<Metric::kRulesetGeneration>(static_cast<std::int64_t>(judge_.generation()));
}

void Edge::tick(std::chrono::nanoseconds now) {
  refresh_turn();
  take_ruleset();
  metrics_.turn(now);
  sessions_.for_each([now](Session& session) { session.tick(now); });
  for (auto& [upstream, pool] : pools_)
    pool->tick(now);
  std::erase_if(connectors_, [](const auto& one) { return one->idle(); });
  if (overload_level_ != 0) {
    bool throttle = false;
    shed_level(throttle);
  }
  send_due_receipts(now);
  for (const HeldParts::Part& part : held_parts_.take_due(now))
    release_part(part);
  if (++ticks_ % 10 == 0) events_.flush_lost(now_.wall);
}

// ---- parts that wait for others ----

void Edge::release_part(const HeldParts::Part& part) {
  if (auto* session = static_cast<EsmeSession*>(sessions_.find(part.session))) {
    session->release(part);
  }
}

void Edge::release_parts_here(std::uint64_t message) {
  for (const HeldParts::Part& part : held_parts_.take_of_message(message))
    release_part(part);
}

void Edge::release_parts(std::uint64_t message) {
  release_parts_here(message);
  for (unsigned worker = 0; Edge* const edge = shared_.edge_of(worker); ++worker) {
    // A worker that takes nothing now lets them wait for their deadline.
    if (edge != this) edge->worker().post([edge, message] { edge->release_parts_here(message); });
  }
}

void Edge::unbind_all() {
  sessions_.for_each([](Session& session) {
    if (session.bound()) {
      std::array<std::byte, kHeaderSize> pdu;
      if (encode_header_only(CommandId::kUnbind, CommandStatus::kOk, 0, pdu)) {
        session.send_own_request(pdu, CommandId::kUnbind, Purpose::kOwn);
      }
    }
    session.shut(app::CloseReason::kShutdown);
  });
}

// ---- receipts of absorbed messages ----

void Edge::send_due_receipts(std::chrono::nanoseconds now) {
  // One worker looks after the receipts of all: they are few.
  if (worker_.index() != 0) return;
  for (AbsorbedMessage& message : shared_.absorbed.take_due(now, kReceiptsATick)) {
    bool sent = false;
    for (const auto& bind : shared_.directory.find(message.listener, message.system_id)) {
      Edge* edge = shared_.edge_of(bind.worker);
      if (edge == nullptr) continue;
      if (edge == this) {
        sent = send_absorb_receipt(message, bind.session);
      } else {
        sent = edge->worker().post([edge, message, session = bind.session, &shared = shared_] {
          if (!edge->send_absorb_receipt(message, session)) {
            shared.absorbed.retry(message, app::Worker::steady_now() + 1s);
          }
        });
      }
      if (sent) break;
    }
    if (!sent && message.tries < kReceiptTries)
      shared_.absorbed.retry(std::move(message), now + 60s);
  }
}

bool Edge::send_absorb_receipt(const AbsorbedMessage& message, SessionId id) {
  auto* session = static_cast<EsmeSession*>(sessions_.find(id));
  if (session == nullptr || !session->receives() || session->shutting()) return false;
  const auto submitted = receipt_date(std::chrono::floor<std::chrono::seconds>(message.submitted));
  refresh_turn();
  const auto done = receipt_date(std::chrono::floor<std::chrono::seconds>(now_.wall));
  ReceiptValues values;
  values.message_id = message.message_id;
  values.delivered = message.state == MessageState::kDelivered ? 1 : 0;
  values.submit_date = submitted.view();
  values.done_date = done.view();
  values.state = message.state;
  std::array<char, kReceiptTextMax> text;
  const std::size_t length = build_receipt_text(values, text);
  if (length == 0) return false;
  PduBuilder builder(CommandId::kDeliverSm, 0);
  builder.set_source(message.dest_ton, message.dest_npi, message.destination)
      .set_destination(message.source_ton, message.source_npi, message.source)
      .set_u8(FieldId::kEsmClass, static_cast<std::uint8_t>(MessageType::kDeliveryReceipt))
      .set_octets(FieldId::kShortMessage, std::as_bytes(std::span<const char>(text.data(), length)))
      .add_tlv_text(TlvTag::kReceiptedMessageId, message.message_id)
      .add_tlv_u8(TlvTag::kMessageState, static_cast<std::uint8_t>(message.state));
  std::array<std::byte, 512> pdu;
  const auto size = builder.encode(pdu);
  if (!size) return false;
  session->send_own_request(std::span<const std::byte>(pdu).first(*size), CommandId::kDeliverSm,
                            Purpose::kReceipt);
  return true;
}

}  // namespace smsfw::smpp
