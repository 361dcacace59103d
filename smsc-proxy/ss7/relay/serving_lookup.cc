#include "smsc-proxy/ss7/relay/serving_lookup.hh"

#include <algorithm>
#include <span>
#include <utility>

#include "smsc-proxy/ss7/codec/sccp_message.hh"
#include "smsc-proxy/ss7/codec/tcap_message.hh"

namespace smsfw::ss7 {
namespace {

constexpr std::uint8_t kIdSize = 4;
// Numbers that are drawn before a query is given up: that many in use in a row are no chance.
constexpr int kDraws = 4;
// The operation's timer at most (m, 3GPP TS 29.002 17.1.3): nothing comes later.
constexpr std::chrono::nanoseconds kLatest = std::chrono::seconds(30);
constexpr std::chrono::nanoseconds kShortestLife = std::chrono::seconds(1);

ServingLookupConfig checked(ServingLookupConfig config) {
  config.max_pending = std::max<std::size_t>(config.max_pending, 1);
  config.capacity = std::max(config.capacity, config.max_pending);
  config.lifetime = std::max(config.lifetime, kShortestLife);
  config.failure_lifetime = std::max(config.failure_lifetime, kShortestLife);
  return config;
}

bool is_number(std::string_view digits) noexcept {
  return !digits.empty() && digits.size() <= kMaxNumberDigits &&
         digits.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

ServingMscLookup::ServingMscLookup(ServingLookupConfig config, std::uint64_t secret,
                                   RelayExits& exits, Random random, Resume resume)
    : config_(checked(std::move(config))),
      exits_(exits),
      random_(std::move(random)),
      resume_(std::move(resume)),
      cache_(config_.capacity, secret),
      parked_(config_.parking) {}

ServingAnswer ServingMscLookup::ask(std::string_view msisdn, std::chrono::nanoseconds now) {
  if (const ServingNode* known = cache_.find(msisdn, now)) {
    ++counters_.cache_hits;
    return {false, known->facts()};
  }
  if (by_number_.contains(cache_.key(msisdn)) || start(msisdn, now)) return {true, {}};
  ++counters_.refused;
  return {false, ServingNode{}.facts()};
}

bool ServingMscLookup::start(std::string_view msisdn, std::chrono::nanoseconds now) {
  if (closed_ || open_.size() >= config_.max_pending || !is_number(msisdn)) return false;
  std::uint32_t id = random_();
  for (int draw = 1; draw < kDraws && by_id_.contains(id); ++draw)
    id = random_();
  if (by_id_.contains(id)) return false;
  std::array<std::byte, kMaxSignalUnit> octets;
  const std::size_t size = encode_serving_query(
      {msisdn, config_.own_title, config_.service_centre, config_.version, {id, kIdSize}}, octets);
  if (size == 0) return false;

  Queries fresh(1);
  Query& query = fresh.front();
  query.msisdn.assign(msisdn);
  query.id = id;
  query.begun = now;
  by_number_.emplace(cache_.key(msisdn), fresh.begin());
  by_id_.emplace(id, fresh.begin());
  open_.splice(open_.end(), fresh);
  ++counters_.queries;
  exits_.originate(config_.side, static_cast<std::uint8_t>(id & 15U),
                   std::span(octets).first(size));
  return true;
}

bool ServingMscLookup::park(std::string_view msisdn, const RelayedUnit& unit,
                            const HeldMessage* held) {
  const auto found = by_number_.find(cache_.key(msisdn));
  if (found == by_number_.end()) return false;
  const bool kept = parked_.park(found->second->waiting, unit, held);
  ++(kept ? counters_.parked : counters_.park_refused);
  return kept;
}

bool ServingMscLookup::take(const RelayedUnit& unit, std::chrono::nanoseconds now) {
  if (by_id_.empty() || unit.side != config_.side) return false;
  const auto sccp = decode_sccp(unit.octets);
  if (!sccp || sccp->segmented() || sccp->called.digits().view() != config_.own_title) return false;
  const auto tcap = decode_tcap(sccp->data);
  if (!tcap) return false;
  // What a network could not deliver comes back as it was sent.
  const bool returned = sccp->spec().service;
  const TransactionId id = returned ? tcap->originating : tcap->destination;
  const auto found = id.size == kIdSize ? by_id_.find(id.value) : by_id_.end();
  if (found == by_id_.end()) return false;

  bool over = true;
  ServingNode node;
  if (!returned) node = read_serving_answer(*tcap, config_.version, over);
  if (!over) return true;
  const Queries::iterator which = found->second;
  if (!which->given_up) {
    finish(which, node, now);
    return true;
  }
  ++counters_.late;
  if (node.state != ServingLookup::State::kFailed) keep(which->msisdn, node, now);
  by_id_.erase(found);
  late_.erase(which);
  return true;
}

void ServingMscLookup::keep(const Msisdn& msisdn, const ServingNode& node,
                            std::chrono::nanoseconds now) {
  const bool failed = node.state == ServingLookup::State::kFailed;
  cache_.put(msisdn, node, now + (failed ? config_.failure_lifetime : config_.lifetime));
}

/// The answer stands in the cache before the first message goes on: it asks again.
void ServingMscLookup::finish(Queries::iterator which, const ServingNode& node,
                              std::chrono::nanoseconds now) {
  ++counters_.answers[static_cast<std::size_t>(node.state)];
  keep(which->msisdn, node, now);
  ParkedMessages::Queue waiting;
  waiting.swap(which->waiting);
  by_number_.erase(cache_.key(which->msisdn.view()));
  if (which->given_up) {
    late_.splice(late_.end(), open_, which);
  } else {
    by_id_.erase(which->id);
    open_.erase(which);
  }
  parked_.release(waiting, resume_);
}

void ServingMscLookup::give_up(Queries::iterator which, std::chrono::nanoseconds now) {
  ++counters_.timeouts;
  while (late_.size() >= config_.max_pending)
    forget_late();
  which->given_up = true;
  finish(which, {}, now);
}

void ServingMscLookup::forget_late() {
  by_id_.erase(late_.front().id);
  late_.pop_front();
}

void ServingMscLookup::tick(std::chrono::nanoseconds now) {
  // One after the other: whoever goes on may ask about others.
  while (!open_.empty() && open_.front().begun + config_.timeout <= now)
    give_up(open_.begin(), now);
  while (!late_.empty() && late_.front().begun + kLatest <= now)
    forget_late();
}

void ServingMscLookup::release_all(std::chrono::nanoseconds now) {
  closed_ = true;
  while (!open_.empty())
    finish(open_.begin(), {}, now);
}

}  // namespace smsfw::ss7
