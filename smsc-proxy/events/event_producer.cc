#include "smsc-proxy/events/event_producer.hh"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <exception>

#include "filters/model/model_filter.hh"

namespace smsfw::events {

namespace {

// Names of an enumeration that only events use.
constexpr std::array<std::string_view, 6> kSessionWhat{
    "connected", "bound", "bind_refused", "closed", "connect_failed", "outbind"};
constexpr std::array<std::string_view, 3> kBlockWhat{"started", "ended", "warned"};

constexpr std::array<std::string_view, 3> kLinkWhat{"asp", "application_server", "peer"};

constexpr std::string_view side_name(bool smsc_side) {
  return smsc_side ? "smsc" : "esme";
}

}  // namespace

EventProducer::EventProducer(std::size_t ring_bytes, std::string_view node, std::uint64_t epoch,
                             std::uint32_t number, const EventPrivacy& privacy, EventWake& wake)
    : ring_(ring_bytes),
      privacy_(privacy),
      wake_(wake),
      scratch_(std::make_unique_for_overwrite<char[]>(kMaxEventBytes)),
      id_(fmt::format("{:x}-{}-", epoch, number)) {
  std::string escaped(node.size() * kEscapeGrowth, '\0');
  escaped.resize(static_cast<std::size_t>(escape_json(node, escaped.data()) - escaped.data()));
  // The node's name is the operator's; a line must still hold it.
  if (escaped.size() > 512) escaped = "too-long";
  head_ = R"(Z","node":")" + escaped + R"(","id":")" + id_;
}

EventProducer::~EventProducer() = default;

void EventProducer::set_ruleset(std::string_view version) {
  ruleset_ = version;
}

void EventProducer::begin(EventLine& line, EventType type, Wall wall,
                          std::string_view ruleset) noexcept {
  line.start(scratch_.get());
  line.add(R"({"ts":")");
  clock_.write(line, wall);
  line.bytes(head_);
  line.hex(++counter_);
  line.add(R"(","event":")");
  line.bytes(to_string(type));
  line.add(R"(","ruleset":")");
  line.text(ruleset, 128);
  line.add("\"");
}

bool EventProducer::end(EventLine& line) noexcept {
  line.add("}\n");
  const bool taken = !line.overflow() && ring_.push({line.begin(), line.size()});
  std::atomic<std::uint64_t>& counter = taken ? accepted_ : refused_;
  counter.store(counter.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  if (!taken) ++unreported_;
  if (ring_.block_filled()) wake_.ask();
  return taken;
}

void EventProducer::write_lost(Wall wall) noexcept {
  // Cleared first: when this event is refused too, end() counts one more and the rest is added.
  const std::uint64_t lost = unreported_;
  unreported_ = 0;
  EventLine line;
  begin(line, EventType::kLost, wall, ruleset_);
  line.add(R"(,"count":)");
  line.number(lost);
  if (!end(line)) {
    // The refused report itself is no event that anybody misses.
    refused_.store(refused_.load(std::memory_order_relaxed) - 1, std::memory_order_relaxed);
    unreported_ = lost;
  }
}

void EventProducer::flush_lost(Wall wall) noexcept {
  if (unreported_ != 0) write_lost(wall);
}

void EventProducer::write_number(EventLine& line, std::string_view number, bool e164,
                                 NumberPrivacy privacy) noexcept {
  if (privacy == NumberPrivacy::kFull) {
    line.text(number, 64);
    return;
  }
  if (privacy == NumberPrivacy::kHash && privacy_.hash) {
    try {
      const std::string hash = privacy_.hash(number);
      line.add("h:");
      line.text(hash, 64);
      return;
    } catch (const std::exception&) {
      // Out of memory, or the library refused: masked below, which shows no more.
    }
  }
  line.masked(number.substr(0, 64), e164);
}

void EventProducer::write_party(EventLine& line, std::string_view text, AddressKind kind) noexcept {
  switch (kind) {
    case AddressKind::kE164:
      write_number(line, text, true, privacy_.numbers);
      break;
    case AddressKind::kUnresolved:
    case AddressKind::kEmpty:
      write_number(line, text, false, privacy_.numbers);
      break;
    case AddressKind::kAlphanumeric:
    case AddressKind::kShortCode:
      // Names and service codes are nobody's number, unless somebody writes one there.
      if (privacy_.numbers == NumberPrivacy::kFull) {
        line.text(text, 64);
      } else {
        line.text_without_numbers(text, 64);
      }
      break;
  }
}

void EventProducer::write_address(EventLine& line, const Address& address, bool from) noexcept {
  if (!address.text.empty()) {
    if (from) {
      line.add(R"(,"from":")");
    } else {
      line.add(R"(,"to":")");
    }
    write_party(line, address.kind == AddressKind::kE164 ? address.e164.view() : address.text,
                address.kind);
    line.add("\"");
  }
  if (from) {
    line.add(R"(,"from_kind":")");
  } else {
    line.add(R"(,"to_kind":")");
  }
  line.bytes(to_string(address.kind));
  line.add("\"");
}

void EventProducer::write_ss7(EventLine& line, Operation operation,
                              const Ss7Facts& facts) noexcept {
  const auto title = [&](std::string_view digits, bool e164) {
    write_number(line, digits, e164, privacy_.titles);
    line.add("\"");
  };
  const auto subscriber = [&](std::string_view digits, bool e164) {
    write_number(line, digits, e164, privacy_.numbers);
    line.add("\"");
  };
  if (!facts.calling.digits.empty()) {
    line.add(R"(,"calling":")");
    title(facts.calling.digits, !facts.calling.international().empty());
  }
  if (!facts.called.digits.empty()) {
    line.add(R"(,"called":")");
    title(facts.called.digits, !facts.called.international().empty());
  }
  if (!facts.service_centre.empty()) {
    line.add(R"(,"service_centre":")");
    title(facts.service_centre, true);
  }
  if (!facts.imsi.empty()) {
    line.add(R"(,"imsi":")");
    subscriber(facts.imsi, false);
  }
  if (!facts.msisdn.empty()) {
    line.add(R"(,"msisdn":")");
    subscriber(facts.msisdn, true);
  }
  line.field(R"(,"context":)", std::uint64_t{facts.context});
  line.field(R"(,"map_version":)", std::uint64_t{facts.version});
  if (facts.home_routing && operation == Operation::kMtForwardSm) {
    const auto state = static_cast<std::size_t>(facts.correlation);
    line.field(R"(,"correlation":")", kCorrelationStateNames[state]);
  }
}

void EventProducer::write_part(EventLine& line, const PartFacts& part) noexcept {
  line.field_always(R"(,"part":)", part.concat.number);
  line.field_always(R"(,"parts":)", part.concat.total);
  line.add(R"(,"whole":")");
  line.hex(part.message);
  line.add("\"");
  if (part.complete) line.add(R"(,"complete":true)");
}

void EventProducer::write_hits(EventLine& line, const Verdict& verdict) noexcept {
  // Reasons keep the message back, warnings do not; each is told once, what decided first.
  const Hit* decided = nullptr;
  if (verdict.leading >= 0 && static_cast<std::size_t>(verdict.leading) < verdict.hits.size()) {
    decided = &verdict.hits[static_cast<std::size_t>(verdict.leading)];
  } else if (verdict.has_terminal) {
    decided = &verdict.strongest;  // decided by a hit that the list has no place for
  }
  const auto list = [&](bool blocking) {
    bool first = true;
    const auto tell = [&](const Hit& hit) {
      line.bytes(first ? "\"" : ",\"");
      line.text(hit.reason, 128);
      line.add("\"");
      first = false;
    };
    if (decided != nullptr && blocks(decided->action) == blocking && !decided->reason.empty()) {
      tell(*decided);
    }
    for (const Hit& hit : verdict.hits) {
      if (blocks(hit.action) != blocking || hit.reason.empty()) continue;
      const auto same = [&hit, blocking](const Hit& earlier) {
        return blocks(earlier.action) == blocking && earlier.reason == hit.reason;
      };
      if ((decided != nullptr && same(*decided)) || std::any_of(verdict.hits.begin(), &hit, same)) {
        continue;
      }
      tell(hit);
    }
  };
  const auto warns = [](const Hit& hit) { return !blocks(hit.action) && !hit.reason.empty(); };
  line.add(R"(,"reasons":[)");
  list(true);
  line.add("]");
  if ((decided != nullptr && warns(*decided)) ||
      std::any_of(verdict.hits.begin(), verdict.hits.end(), warns)) {
    line.add(R"(,"warnings":[)");
    list(false);
    line.add("]");
  }
  if (verdict.score != 0 && std::isfinite(verdict.score)) {
    line.add(R"(,"score":)");
    line.decimal(verdict.score);
  }
  if (verdict.hits.empty()) return;
  line.add(R"(,"hits":[)");
  for (std::size_t i = 0; i < verdict.hits.size(); ++i) {
    const Hit& hit = verdict.hits[i];
    line.bytes(i == 0 ? R"({"reason":")" : R"(,{"reason":")");
    line.text(hit.reason, 128);
    line.add(R"(","action":")");
    line.bytes(to_string(hit.action));
    line.add("\"");
    if (hit.sid != 0) {
      line.add(R"(,"sid":)");
      line.number(hit.sid);
      line.add(R"(,"rev":)");
      line.number(hit.rev);
      line.add(R"(,"buffer":")");
      line.bytes(to_string(hit.buffer));
      line.add("\"");
    }
    if (hit.score != 0 && std::isfinite(hit.score)) {
      line.add(R"(,"score":)");
      line.decimal(hit.score);
    }
    if (!hit.enforced) line.add(R"(,"enforced":false)");
    if (!hit.detail.empty()) {
      line.add(R"(,"detail":")");
      if (privacy_.numbers == NumberPrivacy::kFull) {
        line.text(hit.detail, 128);
      } else {
        line.text_without_numbers(hit.detail, 128);
      }
      line.add("\"");
    }
    line.add("}");
  }
  line.add("]");
  if (verdict.hits.dropped() != 0) {
    line.add(R"(,"hits_dropped":)");
    line.number(verdict.hits.dropped());
  }
}

void EventProducer::write_model(EventLine& line, const SmsContext& ctx, const Verdict& verdict,
                                const Ruleset& ruleset, bool show_text) noexcept {
  line.add(R"(,"model":)");
  line.probability(verdict.model);
  const auto* rules = ruleset.part<model::ModelRules>();
  const bool counted = std::any_of(verdict.hits.begin(), verdict.hits.end(), [](const Hit& hit) {
    return hit.reason == model::kModelReason;
  });
  if (rules == nullptr || (!counted && !blocks(verdict.action))) return;
  bool first = true;
  for (const model::ModelReason& reason : rules->model().explain(ctx)) {
    if (!reason.fact && !show_text) continue;
    line.bytes(first ? R"(,"model_reasons":[")" : R"(,")");
    line.text(reason.what.view(), 32);
    line.add(" ");
    line.decimal(reason.weight);
    line.add("\"");
    first = false;
  }
  if (!first) line.add("]");
}

std::uint64_t EventProducer::message(const SmsContext& ctx, const Verdict& verdict,
                                     const Ruleset& ruleset, const MessageFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(ctx.received.wall);
  EventLine line;
  begin(line, EventType::kMessage, ctx.received.wall, ruleset.version);
  line.add(R"(,"ingress":")");
  line.bytes(to_string(ctx.ingress));
  line.add(R"(","operation":")");
  line.bytes(to_string(ctx.operation));
  line.add("\"");
  line.field(R"(,"listener":")", ctx.listener);
  line.field(R"(,"upstream":")", facts.upstream);
  line.field(R"(,"session":)", facts.session);
  line.field(R"(,"system_id":")", ctx.system_id);
  line.field(R"(,"sequence":)", facts.sequence);
  line.field(R"(,"message_id":")", facts.message_id);
  write_address(line, ctx.oa, true);
  write_address(line, ctx.da, false);
  if (ctx.ss7 != nullptr) write_ss7(line, ctx.operation, *ctx.ss7);
  if (facts.recipients != 1) line.field_always(R"(,"recipients":)", facts.recipients);
  line.field_always(R"(,"data_coding":)", ctx.data_coding);
  line.field_always(R"(,"size":)", ctx.ud.size() + ctx.second_ud.size());
  if (ctx.part.concat.total != 0) write_part(line, ctx.part);
  if (ctx.receipt) line.add(R"(,"receipt":true)");
  line.add(R"(,"action":")");
  line.bytes(to_string(verdict.action));
  if (verdict.enforced) {
    line.add(R"(","enforced":true)");
  } else {
    line.add(R"(","enforced":false)");
  }
  if (verdict.applied != verdict.action) {
    line.add(R"(,"applied":")");
    line.bytes(to_string(verdict.applied));
    line.add("\"");
  }
  if (verdict.hits.empty() && !verdict.has_terminal) {
    line.add(R"(,"reasons":[])");
  } else {
    write_hits(line, verdict);
  }
  const bool show = privacy_.text == TextPrivacy::kAlways ||
                    (privacy_.text == TextPrivacy::kBlocked && blocks(verdict.action));
  if (verdict.model >= 0) write_model(line, ctx, verdict, ruleset, show);
  if (ctx.findings.any()) {
    line.add(R"(,"findings":[)");
    bool first = true;
    for (std::size_t i = 0; i < kFindingCount; ++i) {
      if (!ctx.findings.has(static_cast<Finding>(i))) continue;
      line.bytes(first ? "\"" : ",\"");
      line.bytes(kFindingNames[i]);
      line.add("\"");
      first = false;
    }
    line.add("]");
  }
  if (!facts.codec_findings.empty()) {
    line.add(R"(,"codec_findings":[)");
    for (std::size_t i = 0; i < facts.codec_findings.size(); ++i) {
      line.bytes(i == 0 ? "\"" : ",\"");
      line.bytes(facts.codec_findings[i]);
      line.add("\"");
    }
    line.add("]");
  }
  line.field(R"(,"answer":")", facts.answer);
  if (verdict.truncated) line.add(R"(,"truncated":true)");
  if (verdict.shed) line.add(R"(,"shed":true)");
  line.field(R"(,"status":)", facts.status);
  line.field_always(R"(,"latency_ns":)", facts.latency_ns);
  if (show && ctx.text.ready) {
    const std::string_view text = ctx.text[Buffer::kRaw];
    line.add(R"(,"text":")");
    line.text(text, kMaxEventText);
    line.add("\"");
    if (text.size() > kMaxEventText) line.add(R"(,"text_cut":true)");
  }
  end(line);
  return counter_;
}

void EventProducer::outcome(Wall wall, const OutcomeFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kOutcome, wall, ruleset_);
  line.add(R"(,"message":")");
  line.bytes(id_);
  line.hex(facts.message);
  line.add(R"(","outcome":")");
  line.bytes(to_string(facts.outcome));
  line.add("\"");
  line.field(R"(,"answer":")", facts.answer);
  line.field(R"(,"listener":")", facts.listener);
  line.field(R"(,"upstream":")", facts.upstream);
  line.field(R"(,"session":)", facts.session);
  line.field(R"(,"system_id":")", facts.system_id);
  line.field(R"(,"message_id":")", facts.message_id);
  line.field(R"(,"status":)", facts.status);
  line.field(R"(,"took_ms":)", facts.took);
  end(line);
}

void EventProducer::session(Wall wall, const SessionFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kSession, wall, ruleset_);
  line.field(R"(,"what":")", kSessionWhat[static_cast<std::size_t>(facts.what)]);
  line.field(R"(,"side":")", side_name(facts.smsc_side));
  line.field(R"(,"listener":")", facts.listener);
  line.field(R"(,"upstream":")", facts.upstream);
  line.field(R"(,"session":)", facts.session);
  line.field(R"(,"system_id":")", facts.system_id);
  line.field(R"(,"bind":")", facts.bind);
  line.field(R"(,"remote":")", facts.remote);
  line.field(R"(,"reason":")", facts.reason);
  line.field(R"(,"status":)", facts.status);
  line.field(R"(,"took_ms":)", facts.took);
  line.field(R"(,"received":)", facts.received);
  line.field(R"(,"sent":)", facts.sent);
  end(line);
}

void EventProducer::malformed(Wall wall, const MalformedFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kMalformed, wall, ruleset_);
  line.field(R"(,"layer":")", kLayerNames[static_cast<std::size_t>(facts.layer)]);
  line.field(R"(,"side":")",
             facts.peer_side.empty() ? side_name(facts.smsc_side) : facts.peer_side);
  line.field(R"(,"listener":")", facts.listener);
  line.field(R"(,"upstream":")", facts.upstream);
  line.field(R"(,"session":)", facts.session);
  line.field(R"(,"command":)", facts.command);
  line.field(R"(,"sequence":)", facts.sequence);
  line.field(R"(,"error":")", to_string(facts.error.code));
  line.field_always(R"(,"offset":)", facts.error.offset);
  line.boolean(R"(,"recoverable":)", facts.error.recoverable);
  line.field(R"(,"status":)", facts.status);
  end(line);
}

void EventProducer::link(Wall wall, const LinkFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kLink, wall, ruleset_);
  line.field(R"(,"what":")", kLinkWhat[static_cast<std::size_t>(facts.what)]);
  line.field_always(R"(,"name":")", facts.name);
  line.field_always(R"(,"state":")", facts.state);
  line.field(R"(,"active":)", facts.active);
  end(line);
}

void EventProducer::block(Wall wall, const BlockFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kBlock, wall, ruleset_);
  line.field(R"(,"what":")", kBlockWhat[static_cast<std::size_t>(facts.what)]);
  line.field_always(R"(,"limit":")", facts.limit);
  line.field_always(R"(,"key_of":")", facts.key_of);
  line.add(R"(,"key":")");
  if (facts.key_of == "system_id") {
    line.text(facts.key, 64);
  } else {
    write_party(line, facts.key, facts.key_kind);
  }
  line.add("\"");
  if (!facts.to.empty()) {
    line.add(R"(,"to":")");
    write_party(line, facts.to, facts.to_kind);
    line.add("\"");
  }
  line.field(R"(,"action":")", to_string(facts.action));
  line.boolean(R"(,"enforced":)", facts.enforced);
  line.field_always(R"(,"count":)", facts.count);
  if (facts.until.count() > 0) {
    line.add(R"(,"until":")");
    EventClock{}.write(line, facts.until);
    line.add("Z\"");
  }
  line.field(R"(,"reason":")", facts.reason);
  end(line);
}

void EventProducer::ruleset(Wall wall, const RulesetFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kRuleset, wall, ruleset_);
  line.field(R"(,"what":")", facts.loaded ? "loaded" : "refused");
  line.field(R"(,"previous":")", facts.previous);
  line.field(R"(,"error":")", facts.error);
  line.field(R"(,"actor":")", facts.actor);
  line.field(R"(,"generation":)", facts.generation);
  line.field(R"(,"signatures":)", facts.signatures);
  line.field(R"(,"took_ms":)", facts.took);
  end(line);
}

void EventProducer::overload(Wall wall, const OverloadFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kOverload, wall, ruleset_);
  line.field(R"(,"what":")", facts.level > facts.previous ? "raised" : "lowered");
  line.field_always(R"(,"worker":)", facts.worker);
  line.field_always(R"(,"level":)", facts.level);
  line.field(R"(,"listener":")", facts.listener);
  line.field(R"(,"reason":")", facts.reason);
  end(line);
}

void EventProducer::audit(Wall wall, const AuditFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kAudit, wall, ruleset_);
  line.field(R"(,"actor":")", facts.actor);
  line.field_always(R"(,"act":")", facts.act);
  line.field(R"(,"target":")", facts.target);
  line.field_always(R"(,"result":")", facts.result);
  line.field(R"(,"remote":")", facts.remote);
  end(line);
}

void EventProducer::process(Wall wall, const ProcessFacts& facts) noexcept {
  if (unreported_ != 0) write_lost(wall);
  EventLine line;
  begin(line, EventType::kProcess, wall, ruleset_);
  line.field(R"(,"what":")", facts.started ? "starting" : "stopping");
  line.field_always(R"(,"version":")", facts.version);
  line.field_always(R"(,"pid":)", static_cast<std::uint64_t>(facts.pid));
  line.field(R"(,"reason":")", facts.reason);
  line.field(R"(,"actor":")", facts.actor);
  end(line);
}

}  // namespace smsfw::events
