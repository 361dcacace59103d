#include "filters/volume/volume_filter.hh"

#include <string>

#include "tests/catch.hh"

namespace smsfw::volume {
namespace {

using namespace std::chrono_literals;

LimitSpec limit(std::string name, LimitKey key, std::uint32_t throttle) {
  LimitSpec spec;
  spec.name = std::move(name);
  spec.key = key;
  spec.throttle = {throttle, 1h};
  return spec;
}

class Bench {
 public:
  explicit Bench(LimitsSpec spec) { load(std::move(spec)); }

  void load(LimitsSpec spec) {
    auto limits = Limits::build(spec);
    if (!limits) FAIL(limits.error());
    ruleset.set(std::move(*limits));
  }

  Verdict judge(std::string_view from, std::string_view to = "84987654321",
                std::string_view system_id = "esme") {
    SmsContext ctx;
    ctx.ingress = ingress;
    ctx.receipt = receipt;
    ctx.received.steady = now;
    ctx.oa.text = from;
    ctx.da.text = to;
    if (from.size() > 6 && from.find_first_not_of("0123456789") == std::string_view::npos) {
      ctx.oa.e164.assign(from);
      ctx.oa.kind = AddressKind::kE164;
    } else if (!from.empty()) {
      ctx.oa.kind = AddressKind::kAlphanumeric;
    }
    ctx.system_id = system_id;
    ctx.ss7 = ss7;
    Verdict verdict;
    verdict.control = control;
    verdict.skip_limits = skip;
    status = filter.judge(ctx, ruleset, verdict, need, 3);
    return verdict;
  }
  Action action(std::string_view from, std::string_view to = "84987654321",
                std::string_view system_id = "esme") {
    const Verdict verdict = judge(from, to, system_id);
    return verdict.has_terminal ? verdict.strongest.action : verdict.passing;
  }
  void settle(const Verdict& verdict, Outcome outcome) {
    for (const Reservation& reservation : verdict.reservations) {
      CHECK(reservation.filter == 3);
      filter.settle(reservation.value, outcome, now);
    }
  }

  LimitTables tables{1 << 20, 5};
  VolumeFilter filter{tables};
  Ruleset ruleset;
  Need need;
  FilterStatus status = FilterStatus::kContinue;
  Ingress ingress = Ingress::kSmppSubmit;
  std::chrono::nanoseconds now = 1s;
  bool control = false;
  bool skip = false;
  bool receipt = false;
  const Ss7Facts* ss7 = nullptr;
};

TEST_CASE("each key kind counts its own subject") {
  SECTION("source, in whatever case") {
    Bench bench({{limit("l", LimitKey::kSource, 1)}, {}});
    CHECK(bench.action("Promo", "1111111") == Action::kAllow);
    CHECK(bench.action("PROMO ", "2222222") == Action::kThrottle);
    CHECK(bench.action("Other", "1111111") == Action::kAllow);
    CHECK(bench.action("") == Action::kAllow);
    CHECK(bench.action("") == Action::kAllow);  // no key, not counted
  }
  SECTION("destination") {
    Bench bench({{limit("l", LimitKey::kDestination, 1)}, {}});
    CHECK(bench.action("a", "84911111111") == Action::kAllow);
    CHECK(bench.action("b", "84911111111") == Action::kThrottle);
    CHECK(bench.action("b", "84911111112") == Action::kAllow);
  }
  SECTION("system_id") {
    Bench bench({{limit("l", LimitKey::kSystemId, 1)}, {}});
    CHECK(bench.action("a", "1", "one") == Action::kAllow);
    CHECK(bench.action("b", "2", "one") == Action::kThrottle);
    CHECK(bench.action("b", "2", "two") == Action::kAllow);
    CHECK(bench.action("b", "2", "") == Action::kAllow);
    CHECK(bench.action("b", "2", "") == Action::kAllow);
  }
  SECTION("calling title, of what comes by SS7") {
    Bench bench({{limit("l", LimitKey::kCallingTitle, 1)}, {}});
    Ss7Facts facts;
    bench.ss7 = &facts;
    for (int i = 0; i < 3; ++i)
      CHECK(bench.action("a") == Action::kAllow);  // no title, not counted
    facts.calling.digits = "447700000001";
    CHECK(bench.action("a") == Action::kAllow);
    const Verdict over = bench.judge("b");
    CHECK(over.strongest.action == Action::kThrottle);
    CHECK(over.strongest.detail == "throttle by calling_title");
    facts.calling.digits = "447700000002";
    CHECK(bench.action("a") == Action::kAllow);
    bench.ss7 = nullptr;
    for (int i = 0; i < 3; ++i)
      CHECK(bench.action("a") == Action::kAllow);
  }
  SECTION("source and destination, not the other way round") {
    Bench bench({{limit("l", LimitKey::kSourceDestination, 1)}, {}});
    CHECK(bench.action("84911111111", "84922222222") == Action::kAllow);
    CHECK(bench.action("84922222222", "84911111111") == Action::kAllow);
    CHECK(bench.action("84911111111", "84933333333") == Action::kAllow);
    CHECK(bench.action("84911111111", "84922222222") == Action::kThrottle);
  }
}

TEST_CASE("hits say limit, stage and status; a flood ends the chain") {
  LimitSpec spec = limit("per_source", LimitKey::kSource, 2);
  spec.warn = {1, 1h};
  spec.block = {3, 1h, 10min, false};
  spec.status = 0x58;
  Bench bench({{spec}, {}});
  CHECK(bench.judge("a").hits.empty());
  Verdict verdict = bench.judge("a");
  CHECK(bench.status == FilterStatus::kContinue);
  REQUIRE(verdict.hits.size() == 1);
  CHECK(verdict.hits[0].action == Action::kTag);
  CHECK_FALSE(verdict.hits[0].terminal);
  CHECK(warns(verdict.hits[0]));
  CHECK(verdict.reservations.size() == 1);

  verdict = bench.judge("a");
  CHECK(bench.status == FilterStatus::kStop);
  REQUIRE(verdict.has_enforced_terminal);
  CHECK(verdict.strongest.action == Action::kThrottle);
  CHECK(verdict.strongest.precedence == Precedence::kBehaviour);
  CHECK(verdict.strongest.reason == "per_source");
  CHECK(verdict.strongest.detail == "throttle by source");
  CHECK(verdict.strongest.smpp_status == 0x58);
  CHECK(verdict.reservations.empty());

  verdict = bench.judge("a");
  CHECK(verdict.strongest.action == Action::kReject);
  CHECK(verdict.strongest.detail == "block by source");
  CHECK(bench.tables.blocks(bench.now, 10).size() == 1);
  bench.now += 10min;
  CHECK(bench.judge("a").strongest.action != Action::kReject);
}

TEST_CASE("what is noted of a block says whom it meets") {
  const auto noted = [](LimitKey key, bool enforce, bool monitor) {
    LimitSpec spec = limit("l", key, 0);
    spec.enforce = enforce;
    spec.throttle = {};
    spec.warn = {1, 1h};
    spec.block = {2, 1h, 10min, false};
    Bench bench({{spec}, {}});
    bench.ruleset.monitor = monitor;
    std::vector<LimitNote> notes;
    bench.judge("84911111111");
    bench.tables.collect(bench.now, notes);
    CHECK(notes.empty());  // no limit crossed, nothing noted
    for (int i = 0; i < 9; ++i)
      bench.judge("84911111111");
    bench.tables.collect(bench.now, notes);
    REQUIRE(notes.size() == 2);
    CHECK(notes[0].change == LimitChange::kWarned);
    CHECK(notes[0].count == 1);
    CHECK(notes[1].change == LimitChange::kBlockStarted);
    CHECK(notes[1].count == 2);
    CHECK(notes[0].subject.limit.view() == "l");
    CHECK(notes[0].subject.key_of == key);
    CHECK(notes[0].subject.party.text == notes[1].subject.party.text);
    return notes[0].subject;
  };
  LimitSubject subject = noted(LimitKey::kSource, true, false);
  CHECK(subject.party.text.view() == "84911111111");
  CHECK(subject.party.kind == AddressKind::kE164);
  CHECK(subject.destination.text.empty());
  CHECK(subject.enforced);
  subject = noted(LimitKey::kDestination, true, true);
  CHECK(subject.party.text.view() == "84987654321");
  CHECK_FALSE(subject.enforced);
  subject = noted(LimitKey::kSystemId, false, false);
  CHECK(subject.party.text.view() == "esme");
  CHECK_FALSE(subject.enforced);
  subject = noted(LimitKey::kSourceDestination, true, false);
  CHECK(subject.party.text.view() == "84911111111");
  CHECK(subject.destination.text.view() == "84987654321");
}

TEST_CASE("status pages see masked numbers only") {
  LimitSpec spec = limit("l", LimitKey::kSource, 1);
  spec.block = {1, 1h, 1h, false};
  Bench bench({{spec}, {}});
  for (int i = 0; i < 2; ++i) {
    bench.judge("84912345678");
    bench.judge("Promo");
  }
  std::string seen;
  for (const auto& block : bench.tables.blocks(bench.now, 10))
    seen += std::string(block.subject.view()) + ";";
  CHECK(seen.find("8491*****78;") != std::string::npos);
  CHECK(seen.find("promo;") != std::string::npos);
  CHECK(seen.find("12345") == std::string::npos);
}

TEST_CASE("tokens come back unless the message was delivered or absorbed") {
  for (const auto& [outcome, back] :
       {std::pair{Outcome::kDelivered, false}, std::pair{Outcome::kAbsorbed, false},
        std::pair{Outcome::kRefusedUpstream, true}, std::pair{Outcome::kTimedOut, true},
        std::pair{Outcome::kBlocked, true}}) {
    INFO(to_string(outcome));
    Bench bench({{limit("l", LimitKey::kSource, 1)}, {}});
    bench.settle(bench.judge("a"), outcome);
    CHECK((bench.action("a") == Action::kAllow) == back);
  }
}

TEST_CASE("what one limit refuses takes no token of another") {
  Bench bench({{limit("pair", LimitKey::kSystemId, 2), limit("one", LimitKey::kSource, 1)}, {}});
  CHECK(bench.action("a") == Action::kAllow);
  for (int i = 0; i < 5; ++i)
    CHECK(bench.action("a") == Action::kThrottle);
  CHECK(bench.judge("b").reservations.size() == 2);
  CHECK(bench.judge("c").strongest.reason == "pair");
}

TEST_CASE("a limit in monitor mode reports and lets pass") {
  LimitSpec watched = limit("watched", LimitKey::kSource, 1);
  watched.enforce = false;
  Bench bench({{watched, limit("real", LimitKey::kSystemId, 3)}, {}});
  bench.judge("a");
  const Verdict verdict = bench.judge("a");
  CHECK(bench.status == FilterStatus::kContinue);
  CHECK(verdict.has_terminal);
  CHECK_FALSE(verdict.has_enforced_terminal);
  CHECK(verdict.reservations.size() == 1);  // of the real one: the message passes
  bench.judge("b");
  CHECK(bench.judge("c").strongest_enforced.reason == "real");
  CHECK(bench.status == FilterStatus::kStop);
  // The whole system in monitor mode: all reasons are wanted.
  bench.ruleset.monitor = true;
  CHECK(bench.judge("c").has_enforced_terminal);
  CHECK(bench.status == FilterStatus::kContinue);
}

TEST_CASE("a limit may count numbers alone, or names alone") {
  LimitSpec numbers = limit("numbers", LimitKey::kSource, 1);
  numbers.sources = LimitSources::kNumbers;
  Bench bench({{numbers}, {}});
  CHECK(bench.action("84911111111") == Action::kAllow);
  CHECK(bench.action("84911111111") == Action::kThrottle);
  CHECK(bench.action("Bank") == Action::kAllow);
  CHECK(bench.action("Bank") == Action::kAllow);

  LimitSpec names = limit("names", LimitKey::kSource, 1);
  names.sources = LimitSources::kNames;
  Bench other({{names}, {}});
  CHECK(other.action("84911111111") == Action::kAllow);
  CHECK(other.action("84911111111") == Action::kAllow);
  CHECK(other.action("Bank") == Action::kAllow);
  CHECK(other.action("Bank") == Action::kThrottle);
}

TEST_CASE("direction, exemptions and receipts") {
  LimitSpec spec = limit("l", LimitKey::kSource, 1);
  spec.direction = Direction::kDeliver;
  Bench bench({{spec}, {}});
  CHECK(bench.action("a") == Action::kAllow);
  CHECK(bench.action("a") == Action::kAllow);
  bench.ingress = Ingress::kMapMt;
  bench.skip = true;
  CHECK(bench.judge("a").reservations.empty());
  bench.skip = false;
  bench.receipt = true;
  CHECK(bench.judge("a").reservations.empty());
  bench.receipt = false;
  CHECK(bench.action("a") == Action::kAllow);
  CHECK(bench.action("a") == Action::kThrottle);
}

TEST_CASE("control traffic has a limit of its own, which outranks its allow") {
  LimitsSpec spec{{limit("l", LimitKey::kSource, 1)}, {2, 1min}};
  Bench bench(spec);
  bench.control = true;
  bench.skip = true;
  CHECK(bench.action("a", "113") == Action::kAllow);
  CHECK(bench.action("a", "113") == Action::kAllow);
  const Verdict verdict = bench.judge("a", "113");
  CHECK(verdict.strongest.action == Action::kThrottle);
  CHECK(verdict.strongest.reason == Limits::kControlName);
  Hit allow;
  allow.precedence = Precedence::kControl;
  allow.terminal = true;
  CHECK(PrecedenceTable{}.before(verdict.strongest, allow));
  // Without a source the bind is counted, and others are not concerned.
  CHECK(bench.action("", "113") == Action::kAllow);
  CHECK(bench.action("", "113") == Action::kAllow);
  CHECK(bench.action("", "113") == Action::kThrottle);
  CHECK(bench.action("b", "113") == Action::kAllow);
  // It took nothing from the ordinary limit.
  bench.control = bench.skip = false;
  CHECK(bench.action("a") == Action::kAllow);

  spec.control = {};
  bench.load(spec);
  bench.control = bench.skip = true;
  for (int i = 0; i < 5; ++i)
    CHECK(bench.action("a", "113") == Action::kAllow);
}

TEST_CASE("state outlives a reload by name and key") {
  Bench bench({{limit("l", LimitKey::kSource, 1)}, {}});
  CHECK(bench.action("a") == Action::kAllow);
  bench.load({{limit("other", LimitKey::kSource, 1), limit("l", LimitKey::kSource, 1)}, {}});
  CHECK(bench.action("a") == Action::kThrottle);
  bench.load({{limit("l", LimitKey::kDestination, 1)}, {}});
  CHECK(bench.action("a") == Action::kAllow);
}

TEST_CASE("unsound limits are refused by name") {
  using Catch::Matchers::Contains;
  const auto error = [](LimitsSpec spec) {
    const auto built = Limits::build(spec);
    REQUIRE_FALSE(built);
    return built.error();
  };
  const auto changed = [](auto&& change) {
    LimitSpec spec = limit("mine", LimitKey::kSource, 1);
    change(spec);
    return LimitsSpec{{spec}, {}};
  };
  CHECK_THAT(error(changed([](auto& s) { s.name = ""; })), Contains("without a name"));
  CHECK_THAT(error(changed([](auto& s) { s.name = "control_limit"; })), Contains("control"));
  CHECK_THAT(error(changed([](auto& s) { s.throttle = {}; })), Contains("'mine': no stage"));
  CHECK_THAT(error(changed([](auto& s) {
               s.throttle = {1, 0s};
             })),
             Contains("'mine': throttle: per"));
  CHECK_THAT(error(changed([](auto& s) { s.throttle = {1, 32 * 24h}; })), Contains("throttle"));
  CHECK_THAT(error(changed([](auto& s) { s.warn = {0, 1s}; })), Contains("warn: count is 0"));
  CHECK_THAT(error(changed([](auto& s) { s.warn = {2'000'000, 1ms}; })), Contains("nanosecond"));
  CHECK_THAT(error(changed([](auto& s) { s.warn = {1'000'000'001, 1h}; })), Contains("count"));
  CHECK_THAT(error(changed([](auto& s) { s.block = {1, 1s, 0s, false}; })), Contains("block: for"));
  const LimitSpec twin = limit("twin", LimitKey::kSource, 1);
  CHECK_THAT(error({{twin, twin}, {}}), Contains("'twin'") && Contains("twice"));
  CHECK_THAT(error({std::vector<LimitSpec>(9, twin), {}}), Contains("9 limits"));
  CHECK_THAT(error({{}, {1, 0s}}), Contains("control_limit"));
}

}  // namespace
}  // namespace smsfw::volume
