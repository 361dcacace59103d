#include "filters/origin/origin_filter.hh"

#include "tests/unit/origin/origin_fixture.hh"

namespace smsfw::origin {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

TEST_CASE("what did not come by SS7 is not looked at, nor without rules") {
  OriginBench bench;
  bench.ctx.ss7 = nullptr;
  Verdict verdict;
  Need need;
  CHECK(bench.filter.judge(bench.ctx, bench.ruleset, verdict, need, 0) == FilterStatus::kContinue);
  CHECK(verdict.hits.empty());
  bench.ctx.ss7 = &bench.facts;
  const Ruleset none;
  CHECK(bench.filter.judge(bench.ctx, none, verdict, need, 0) == FilterStatus::kContinue);
  for (const CheckRow& one : kCheckTable) {
    for (std::size_t i = 0; i < kAnswerKindCount; ++i)
      CHECK(bench.state.counted(one.id, static_cast<AnswerKind>(i)) == 0);
  }
}

TEST_CASE("nothing is said of what nothing is wrong with") {
  OriginBench bench;
  CHECK(bench.judge().hits.empty());
  bench.from_handset();
  CHECK(bench.judge().hits.empty());
  bench.query();
  CHECK(bench.judge().hits.empty());
  for (const CheckRow& one : kCheckTable)
    CHECK(bench.state.counted(one.id, AnswerKind::kMismatch) == 0);
}

TEST_CASE("each finding has its action, reason and place among the others") {
  OriginBench bench;
  bench.facts.query.calling = "99900000001";
  const Hit& hit = bench.judge().hits[0];
  CHECK(bench.verdict.hits.size() == 1);
  CHECK(hit.reason == "fake_sccp");
  CHECK(hit.detail == "calling titles of query and message are of different operators");
  CHECK(hit.action == Action::kAbsorb);
  CHECK(hit.precedence == Precedence::kSource);
  CHECK(hit.terminal);
  CHECK_FALSE(hit.enforced);

  bench.policy(Check::kFakeSccp) = {Action::kTag, Action::kReject, true, {Trust::kPartner}};
  bench.load();
  CHECK_FALSE(bench.judge().has_terminal);
  CHECK(bench.verdict.passing_enforced == Action::kTag);
  bench.facts.query.calling = "";
  CHECK(bench.judge().strongest_enforced.reason == "fake_sccp_unknown");
  CHECK(bench.verdict.strongest_enforced.action == Action::kReject);

  bench.policy(Check::kFakeSccp).unknown = Action::kAllow;
  bench.load();
  CHECK(bench.judge().hits.empty());
  CHECK(bench.state.counted(Check::kFakeSccp, AnswerKind::kUnknown) == 2);
}

TEST_CASE("a listed title skips what it was listed for, and nothing else") {
  OriginBench bench;
  bench.facts.service_centre = "99900000001";
  bench.facts.query.service_centre = "99900000001";
  bench.judge();
  CHECK(bench.reasons() == Names{"fake_forward"});
  bench.networks[1].exempt = {Check::kFakeForward};
  bench.load();
  CHECK(bench.judge().hits.empty());
  for (const CheckRow& one : kCheckTable) {
    if (one.id == Check::kFakeForward) continue;
    bench.to_handset();
    bench.facts.service_centre = "99900000001";
    bench.facts.query.service_centre = "99900000001";
    INFO(one.name);
    // A check that answered before still answers.
    bench.networks[1].exempt = {};
    bench.load();
    const std::string before = bench.answer(one.id);
    bench.networks[1].exempt = {Check::kFakeForward};
    bench.load();
    CHECK(bench.answer(one.id) == before);
  }
  bench.networks[1].expires = 1s;  // the message's moment
  bench.load();
  bench.to_handset();
  bench.facts.service_centre = "99900000001";
  CHECK(bench.answer(Check::kFakeForward) == "mismatch");
}

TEST_CASE("trust: the peer's inside, the worse of peer and network outside") {
  OriginBench bench;
  const auto covered = [&](Trust trust) {
    bench.policy(Check::kSilent).trust = {trust};
    bench.load();
    return bench.answer(Check::kSilent) != "none";
  };
  CHECK(covered(Trust::kPartner));
  CHECK_FALSE(covered(Trust::kUnlisted));
  bench.facts.trust = Trust::kSuspect;
  CHECK(covered(Trust::kSuspect));
  bench.facts.trust = Trust::kPartner;
  bench.facts.calling.digits = "99900000001";
  CHECK(covered(Trust::kUnlisted));
  bench.facts.calling.digits = "15550001";  // claims to be ours
  CHECK(covered(Trust::kSuspect));
  bench.facts.side = PeerSide::kInside;
  bench.facts.trust = Trust::kOwn;
  CHECK(covered(Trust::kOwn));
  CHECK_FALSE(covered(Trust::kSuspect));
}

TEST_CASE("operation code, components and context are checked from inside too") {
  OriginBench bench;
  bench.facts.side = PeerSide::kInside;
  bench.facts.trust = Trust::kOwn;
  bench.facts.findings.add(Ss7Finding::kGlobalOperation);
  bench.facts.findings.add(Ss7Finding::kSeveralInvokes);
  bench.facts.context = 21;
  bench.judge();
  CHECK(bench.reasons() == Names{"operation_code", "components", "context"});
}

TEST_CASE("the relay is told whether anybody wants the serving MSC") {
  OriginBench bench;
  const auto wants = [&] {
    bench.load();
    return bench.ruleset.part<OriginRules>()->wants_serving_lookup();
  };
  CHECK(wants());
  bench.policy(Check::kMoServing).mismatch = Action::kAllow;
  CHECK(wants());
  bench.policy(Check::kMoImsi).mismatch = Action::kAllow;
  CHECK_FALSE(wants());
  bench.policy(Check::kMoServing).unknown = Action::kTag;
  CHECK(wants());
}

TEST_CASE("a serving MSC is looked up for our own numbers, where a check would read it") {
  OriginBench bench;
  bench.from_handset();
  bench.ctx.ss7 = &bench.facts;
  const auto needs = [&] {
    bench.load();
    return needs_serving_lookup(bench.ctx, *bench.ruleset.part<OriginRules>());
  };
  CHECK(needs());
  bench.facts.msisdn = "447700000123";
  CHECK_FALSE(needs());
  bench.facts.msisdn = "";
  CHECK_FALSE(needs());
  bench.facts.msisdn = "15550123";

  bench.facts.side = PeerSide::kInside;
  bench.facts.trust = Trust::kOwn;
  CHECK_FALSE(needs());
  bench.policy(Check::kMoServing).trust = {Trust::kOwn};
  CHECK(needs());
  bench.facts.side = PeerSide::kOutside;
  bench.facts.trust = Trust::kPartner;
  CHECK(needs());  // the IMSI's check covers it still
  bench.facts.imsi = "";
  CHECK_FALSE(needs());
  bench.policy(Check::kMoServing).trust = {Trust::kPartner};
  CHECK(needs());
  bench.networks[1].exempt = {Check::kMoServing};
  CHECK_FALSE(needs());
  bench.networks[1].exempt = {};
  bench.policy(Check::kMoServing).mismatch = Action::kAllow;
  CHECK_FALSE(needs());
  bench.policy(Check::kMoServing).unknown = Action::kTag;
  CHECK(needs());

  bench.to_handset();
  bench.facts.msisdn = "15550123";
  CHECK_FALSE(needs());
  bench.ctx.ss7 = nullptr;
  CHECK_FALSE(needs());
}

TEST_CASE("rules that cannot hold are refused with their key") {
  OriginBench bench;
  const auto refusal = [&] {
    const auto made = OriginRules::build(bench.spec, bench.networks);
    return made ? std::string() : made.error();
  };
  CHECK(refusal().empty());
  bench.spec.own_imsis = {"001-01"};
  CHECK(refusal() == "origin: own_imsis: '001-01' is not 1 to 15 digits; write digits alone");
  bench.spec.own_imsis = {};
  bench.policy(Check::kFlash).mismatch = Action::kHold;
  CHECK(refusal() ==
        "origin: checks: flash_message: hold is no action of a check; take allow, tag, throttle, "
        "reject, absorb or drop");
  bench.policy(Check::kFlash).mismatch = Action::kTag;
  bench.spec.scanning.titles = 801;
  CHECK(refusal() == "origin: scanning: titles is over 800; lower it");
  bench.spec.scanning.titles = 50;
  bench.spec.harvesting.window = 0s;
  CHECK(refusal() == "origin: harvesting: window must be from 1s to 31d");
  bench.spec.harvesting.window = 1h;
  bench.spec.harvesting.min_share = 1.5;
  CHECK(refusal() == "origin: harvesting: min_share must be from 0 to 1");
  bench.spec.harvesting.min_share = 0;
  bench.networks.push_back({"twin", {"447"}, Trust::kPartner, {}, {}, ""});
  CHECK(refusal() == "networks: 'twin': prefix '447' stands in 'partner' too; remove one of them");
}

TEST_CASE("harvesting and scanning remember over messages, by operator and by title") {
  OriginBench bench;
  bench.spec.harvesting = {1h, 4, 0.5, 0, 1, 0, 1h};
  bench.spec.scanning = {1min, 3, 1h};
  bench.load();
  const auto ask = [&](std::string_view title) {
    bench.query();
    bench.facts.calling.digits = title;
    return bench.answer(Check::kHarvesting);
  };
  for (int i = 0; i < 3; ++i) {
    CHECK(ask("99900000001") == "unknown");
    CHECK(ask("447700000001") == "unknown");
    bench.to_handset();
    bench.facts.calling.digits = "353850000001";  // the same operator's other title
    CHECK(bench.answer(Check::kHarvesting) == "none");
  }
  CHECK(ask("99900000001") == "mismatch");
  CHECK(ask("447700000001") == "match");
  CHECK(ask("") == "unknown");

  bench.from_handset();
  for (const std::string_view called : {"15550001", "15550002"}) {
    bench.facts.called.digits = called;
    CHECK(bench.answer(Check::kScanning) == "match");
  }
  bench.facts.called.digits = "15550004";
  const std::string third = bench.answer(Check::kScanning);
  bench.facts.called.digits = "15550005";
  const std::string fourth = bench.answer(Check::kScanning);
  bench.facts.called.digits = "15550006";
  CHECK((third == "mismatch" || fourth == "mismatch" ||
         bench.answer(Check::kScanning) == "mismatch"));
  bench.facts.called.digits = "";
  CHECK(bench.answer(Check::kScanning) == "unknown");
}

}  // namespace
}  // namespace smsfw::origin
