#include "smsc-proxy/ss7/edge/edge_figures.hh"

#include <algorithm>

namespace smsfw::ss7 {
namespace {

constexpr bool all_are_labels() noexcept {
  return std::all_of(kEdgeTableNames.begin(), kEdgeTableNames.end(), [](std::string_view name) {
    return std::find(app::kTableNames.begin(), app::kTableNames.end(), name) !=
           app::kTableNames.end();
  });
}
static_assert(all_are_labels());

TableSize size_of(const SegmentStore& segments) noexcept {
  return {segments.size(), segments.held_octets(), segments.evictions()};
}

TableSize size_of(const BridgeTable& dialogues) noexcept {
  return {dialogues.size(), {}, dialogues.evictions()};
}

}  // namespace

void TableFigure::set(const TableSize& size) noexcept {
  octets_ = packed(size.octets);
  evictions_ = packed(size.evictions);
  entries_ = size.entries;
}

std::optional<TableSize> TableFigure::get() const noexcept {
  const auto read = [](const std::atomic<std::uint64_t>& from) -> std::optional<std::uint64_t> {
    const std::uint64_t value = from;
    return value == kNone ? std::nullopt : std::optional(value);
  };
  const auto entries = read(entries_);
  if (!entries) return std::nullopt;
  return TableSize{*entries, read(octets_), read(evictions_)};
}

void EdgeFigures::take(const HopRelay& relay) noexcept {
  const DialogueTable& dialogues = relay.dialogues();
  set(EdgeTable::kDialogues, {dialogues.size(), dialogues.memory(), dialogues.evictions()});
  set(EdgeTable::kSegments, size_of(relay.segments()));
}

void EdgeFigures::take(const HomeRouter& router) noexcept {
  set(EdgeTable::kRouterSegments, size_of(router.segments()));
  set(EdgeTable::kHalfOpen, size_of(router.bridge().half_open()));
  set(EdgeTable::kHlrDialogues, size_of(router.bridge().queries()));
  set(EdgeTable::kDeliveries, size_of(router.bridge().deliveries()));
  set(EdgeTable::kCorrelationIds, {router.ids().size(), {}, router.ids().evictions()});
  set(EdgeTable::kGuessers, {router.guessers().size(), {}, router.guessers().evictions()});
  const HomeRouterCounters& counted = router.counters();
  const RecipientCounters& recipients = router.recipients();
  const std::array<std::uint64_t, app::kHomeRouterNames.size()> figures{
      counted.queries,        counted.deliveries,   counted.reports,   recipients.used_up,
      recipients.other_asker, recipients.not_given, recipients.misses, recipients.not_looked_up};
  for (std::size_t i = 0; i < figures.size(); ++i)
    home_router[i] = figures[i];
}

void EdgeFigures::take(const OriginFacts& facts) noexcept {
  if (const QueryHistory* queries = facts.queries()) {
    set(EdgeTable::kQueries, {queries->size(), queries->memory(), queries->evictions()});
  }
  const ServingMscLookup* const lookup = facts.lookup();
  if (lookup == nullptr) return;
  set(EdgeTable::kLookups, {lookup->cached(), {}, lookup->evictions()});
  set(EdgeTable::kParked, {lookup->parked().messages(), lookup->parked().octets(), {}});
  const ServingLookupCounters& counters = lookup->counters();
  const auto show = [&](app::LookupResult result, std::uint64_t count) {
    lookup_results[static_cast<std::size_t>(result)] = count;
  };
  const auto answers = [&](ServingLookup::State state) {
    return counters.answers[static_cast<std::size_t>(state)];
  };
  show(app::LookupResult::kFound, answers(ServingLookup::State::kFound));
  show(app::LookupResult::kNoSuchSubscriber, answers(ServingLookup::State::kNoSuchSubscriber));
  show(app::LookupResult::kError, answers(ServingLookup::State::kFailed) - counters.timeouts);
  show(app::LookupResult::kTimeout, counters.timeouts);
  show(app::LookupResult::kCached, counters.cache_hits);
  show(app::LookupResult::kRefused, counters.refused);
  show(app::LookupResult::kNotParked, counters.park_refused);
  show(app::LookupResult::kLate, counters.late);
}

}  // namespace smsfw::ss7
