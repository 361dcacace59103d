#include "smsc-proxy/ss7/edge/origin_facts.hh"

#include "filters/origin/origin_filter.hh"
#include "smsc-proxy/ss7/codec/map_routing_info.hh"
#include "smsc-proxy/ss7/edge/route_table.hh"

namespace smsfw::ss7 {
namespace {

ServingLookupConfig lookup_config(const LookupConfig& config) {
  ServingLookupConfig made;
  made.own_title = config.own_title;
  made.service_centre = config.service_centre;
  made.side = side_index(config.side);
  made.version = static_cast<MapVersion>(config.version);
  made.timeout = config.timeout;
  made.lifetime = config.lifetime;
  made.failure_lifetime = config.failure_lifetime;
  made.capacity = config.capacity;
  made.max_pending = config.max_pending;
  made.parking = {config.max_parked, config.parked_memory};
  return made;
}

}  // namespace

OriginFacts::OriginFacts(const Parts& parts) {
  const Ss7Config& config = parts.config;
  if (config.queries.follow) {
    queries_.emplace(QueryHistoryConfig{config.queries.window, config.queries.capacity},
                     parts.secret);
  }
  if (config.serving_lookup && config.mode != RelayMode::kMonitor && parts.random) {
    lookup_.emplace(
        lookup_config(*config.serving_lookup), parts.secret, parts.exits,
        [random = parts.random] { return static_cast<std::uint32_t>(random() >> 32U); },
        parts.resume);
  }
}

bool OriginFacts::add(const MapQuestion& question, MapContext& read, const Ruleset& ruleset,
                      std::chrono::nanoseconds now) {
  const Ss7Facts& facts = read.facts();
  if (queries_ && read.context().operation == Operation::kMtForwardSm &&
      facts.query.state == PrecedingQuery::State::kNotFollowed) {
    read.know(queries_->find(facts.imsi, facts.calling.international(), facts.service_centre, now));
  }
  const auto* rules = ruleset.part<origin::OriginRules>();
  const bool wanted =
      lookup_ && rules != nullptr && origin::needs_serving_lookup(read.context(), *rules);
  return !wanted || look_up(question, read, now);
}

bool OriginFacts::look_up(const MapQuestion& question, MapContext& read,
                          std::chrono::nanoseconds now) {
  const std::string_view sender = read.facts().msisdn;
  ServingAnswer answer = lookup_->ask(sender, now);
  if (answer.pending) {
    if (question.may_wait && lookup_->park(sender, question.unit, question.held)) return false;
    answer.lookup.state = ServingLookup::State::kFailed;
  }
  read.know(answer.lookup);
  return true;
}

std::uint32_t OriginFacts::passed(const SmsContext& operation, std::chrono::nanoseconds now) {
  // Of a query that gets a correlation id the home router knows who asked.
  if (!queries_ || operation.operation != Operation::kSendRoutingInfoForSm ||
      operation.ss7->home_routing) {
    return 0;
  }
  return queries_->asked(operation.ss7->calling.international(), operation.ss7->service_centre,
                         now);
}

void OriginFacts::query_answered(std::uint32_t query, const Component& result, MapVersion version,
                                 std::chrono::nanoseconds now) {
  const auto read = decode_routing_info_result(result.parameter, version);
  if (read && queries_) queries_->answered(query, read->imsi.digits().view(), now);
}

bool OriginFacts::take(const RelayedUnit& unit, std::chrono::nanoseconds now) {
  return lookup_ && lookup_->take(unit, now);
}

void OriginFacts::tick(std::chrono::nanoseconds now) {
  if (queries_) queries_->tick(now);
  if (lookup_) lookup_->tick(now);
}

void OriginFacts::release_all(std::chrono::nanoseconds now) {
  if (lookup_) lookup_->release_all(now);
}

}  // namespace smsfw::ss7
