// From a limit's table to lines of the event file.
#include "smsc-proxy/events/block_events.hh"

#include "filters/volume/limits.hh"
#include "smsc-proxy/events/event_log.hh"
#include "tests/catch.hh"
#include "tests/unit/events/event_fixture.hh"

namespace smsfw::events {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using volume::LimitKey;
using volume::LimitSubject;
using volume::LimitTables;

// 2026-09-21T14:13:20Z, an hour after the steady clock began.
constexpr std::chrono::seconds kWallStart{1'790'000'000 - 3'600};
Moment moment(std::chrono::nanoseconds steady) {
  return {steady, kWallStart + std::chrono::duration_cast<std::chrono::microseconds>(steady)};
}

volume::LimitRates rates() {
  volume::LimitsSpec spec;
  volume::LimitSpec limit;
  limit.name = "l";
  limit.warn = {1, 1min};
  limit.block = {2, 1min, 10s, false};
  spec.limits.push_back(limit);
  auto built = volume::Limits::build(spec);
  if (!built) FAIL(built.error());
  return (*built)->all().front().rates;
}

LimitSubject::Party party(std::string_view text, AddressKind kind) {
  LimitSubject::Party made;
  made.text.assign(text);
  made.kind = kind;
  return made;
}

LimitSubject subject(LimitKey key_of, LimitSubject::Party one, LimitSubject::Party other = {}) {
  LimitSubject made;
  made.limit.assign("per_" + std::string(volume::to_string(key_of)));
  made.key_of = key_of;
  made.party = one;
  made.destination = other;
  return made;
}

struct Bench {
  explicit Bench(NumberPrivacy numbers = NumberPrivacy::kMasked) {
    EventLogConfig config;
    config.file = directory.file("e");
    config.privacy.numbers = numbers;
    log = std::make_unique<EventLog>(config);
    events = std::make_unique<BlockEvents>(tables, log->add_producer(1 << 20));
  }
  void send(std::uint64_t key, const LimitSubject& whom, std::chrono::nanoseconds now) {
    const auto taken = tables.take(key, limit, now);
    if (taken.warning_started) tables.note_warning(key, limit, now, whom);
    if (taken.block_started) tables.note_block(key, limit, now, whom);
  }
  std::vector<json> written() {
    log->drain(10s);
    return test::read_events(directory.file("e"));
  }

  const ScratchDirectory directory;
  LimitTables tables{LimitTables::kMinMemory, 1};
  const volume::LimitRates limit = rates();
  std::unique_ptr<EventLog> log;
  std::unique_ptr<BlockEvents> events;
};

TEST_CASE("warning, start and end of a block are one event each, at their own time") {
  Bench bench;
  const auto whom = subject(LimitKey::kSource, party("84912345678", AddressKind::kE164));
  for (const auto now : {3600s, 3601s, 3602s, 3603s, 3604s})
    bench.send(7, whom, now);
  bench.events->tell(moment(3604s));
  auto events = bench.written();
  REQUIRE(events.size() == 2);
  CHECK(events[0].at("what") == "warned");
  CHECK(events[0].at("ts") == "2026-09-21T14:13:21.000000Z");
  CHECK(events[0].at("limit") == "per_source");
  CHECK(events[0].at("key_of") == "source");
  CHECK(events[0].at("key") == "84*******78");
  CHECK(events[0].at("action") == "tag");
  CHECK(events[0].at("count") == 1);
  CHECK_FALSE(events[0].contains("until"));
  CHECK(events[1].at("what") == "started");
  CHECK(events[1].at("ts") == "2026-09-21T14:13:22.000000Z");
  CHECK(events[1].at("until") == "2026-09-21T14:13:32.000000Z");
  CHECK(events[1].at("key") == "84*******78");
  CHECK(events[1].at("action") == "reject");
  CHECK(events[1].at("enforced") == true);
  CHECK(events[1].at("count") == 2);
  CHECK_FALSE(events[1].contains("reason"));
  CHECK_FALSE(events[1].contains("to"));

  bench.events->tell(moment(3612s));  // over, but a message may still be under way
  CHECK(bench.written().size() == 2);
  bench.events->tell(moment(3613s));
  events = bench.written();
  REQUIRE(events.size() == 3);
  CHECK(events[2].at("what") == "ended");
  CHECK(events[2].at("ts") == "2026-09-21T14:13:32.000000Z");
  CHECK(events[2].at("reason") == "expired");
  CHECK(events[2].at("key") == "84*******78");
  CHECK(events[2].at("count") == 3);
  bench.events->tell(moment(4000s));
  CHECK(bench.written().size() == 3);
}

TEST_CASE("whom a block meets is shown as the privacy settings allow") {
  const auto shown = [](NumberPrivacy numbers, const LimitSubject& whom) {
    Bench bench(numbers);
    for (int i = 0; i < 3; ++i)
      bench.send(7, whom, 3600s);
    bench.events->tell(moment(3600s));
    const auto events = bench.written();
    REQUIRE(events.size() == 2);
    CHECK(events[0].at("key") == events[1].at("key"));
    const json& event = events[1];
    return event.at("key").get<std::string>() +
           (event.contains("to") ? " " + event.at("to").get<std::string>() : "");
  };
  const auto from = party("84912345678", AddressKind::kE164);
  const auto to = party("84900000001", AddressKind::kE164);
  using enum NumberPrivacy;
  CHECK(shown(kMasked, subject(LimitKey::kDestination, to)) == "84*******01");
  CHECK(shown(kFull, subject(LimitKey::kDestination, to)) == "84900000001");
  CHECK(shown(kMasked, subject(LimitKey::kSourceDestination, from, to)) ==
        "84*******78 84*******01");
  CHECK(shown(kMasked, subject(LimitKey::kSystemId, party("0900000001", AddressKind::kEmpty))) ==
        "0900000001");
  CHECK(shown(kMasked, subject(LimitKey::kSource, party("0900000001", AddressKind::kUnresolved))) ==
        "********01");
  CHECK(shown(kMasked, subject(LimitKey::kSource, party("mybank", AddressKind::kAlphanumeric))) ==
        "mybank");
  CHECK(shown(kMasked,
              subject(LimitKey::kSource, party("call 0900000001", AddressKind::kAlphanumeric))) ==
        "call ********01");
}

TEST_CASE("at the end of the process blocks that are on end") {
  Bench bench;
  LimitSubject whom = subject(LimitKey::kSource, party("84912345678", AddressKind::kE164));
  whom.enforced = false;
  for (int i = 0; i < 5; ++i)
    bench.send(7, whom, 3600s);
  bench.events->tell_last(moment(3601s));
  const auto events = bench.written();
  REQUIRE(events.size() == 3);
  CHECK(events[1].at("what") == "started");
  CHECK(events[2].at("what") == "ended");
  CHECK(events[2].at("reason") == "stopping");
  CHECK(events[2].at("ts") == "2026-09-21T14:13:21.000000Z");
  CHECK(events[2].at("until") == "2026-09-21T14:13:30.000000Z");
  CHECK(events[2].at("enforced") == false);
  CHECK(events[2].at("count") == 3);
}

}  // namespace
}  // namespace smsfw::events
