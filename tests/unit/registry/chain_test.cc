#include <string>
#include <vector>

#include "filters/access/access_lists.hh"
#include "filters/access/control_numbers.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/origin/origin_rules.hh"
#include "filters/registry.hh"
#include "filters/score/decision.hh"
#include "filters/volume/limits.hh"
#include "tests/catch.hh"

namespace smsfw {
namespace {

using namespace std::chrono_literals;

/// All filters, as the daemon has them, without packs.
class Bench {
 public:
  Bench() {
    const access::NumberingPlanSpec plan[] = {access::vietnam()};
    auto plans = std::move(*access::NumberingPlans::build(plan));
    access::AccessListSpec denied;
    denied.name = "denied";
    denied.entries.push_back({"0911111111", {}, {}});
    access::AccessListSpec trusted;
    trusted.name = "trusted";
    trusted.action = access::ListAction::kAllow;
    trusted.entries.push_back({"Bank", {}, {}});
    const std::vector<access::AccessListSpec> lists{denied, trusted};
    volume::LimitSpec limit;
    limit.name = "per_source";
    limit.throttle = {2, 1h};
    ruleset.set(std::move(*access::ControlNumbers::build({}, *plans)));
    ruleset.set(std::move(*access::AccessLists::build(lists, *plans, nullptr, 7)));
    ruleset.set(std::move(*volume::Limits::build({{limit}, {3, 1h}})));
    origin::OriginSpec origins;
    origins.checks[static_cast<std::size_t>(origin::Check::kUnsolicited)].enforce = true;
    ruleset.set(std::move(*origin::OriginRules::build(origins, {})));
    ruleset.set(std::move(*score::Score::build({})));
    ruleset.set(std::move(plans));
    REQUIRE(chain->prepare(ruleset));
  }

  const Verdict& run(std::string_view from, std::string_view to = "0987654321") {
    ctx.reset();
    ctx.received.steady = 1s;
    ctx.oa.text = from;
    ctx.da.text = to;
    ctx.decoded_text = "xin chao";
    ctx.ss7 = ss7;
    REQUIRE(chain->run(ctx, ruleset, verdict) == FilterChain::Status::kDecided);
    return verdict;
  }

  FilterStates states{{1 << 20, 7}};
  std::unique_ptr<FilterChain> chain = make_chain(states);
  Ruleset ruleset;
  const Ss7Facts* ss7 = nullptr;
  SmsContext ctx;
  Verdict verdict;
};

TEST_CASE("the chain has its filters in the order of their stages") {
  Bench bench;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < bench.chain->size(); ++i) {
    names.emplace_back(bench.chain->at(i).name());
    if (i > 0) CHECK(bench.chain->at(i - 1).stage() <= bench.chain->at(i).stage());
  }
  CHECK(names == std::vector<std::string>{"identity", "control", "concat", "access", "origin",
                                          "volume", "join", "text", "signature", "hosts", "brand",
                                          "model", "decision", "stop"});
}

TEST_CASE("one number in three forms fills one limit, and chains of two workers share it") {
  Bench bench;
  CHECK(bench.run("0912345678").applied == Action::kAllow);
  auto other = make_chain(bench.states);
  bench.chain.swap(other);
  CHECK(bench.run("84912345678").applied == Action::kAllow);
  const Verdict& third = bench.run("+84912345678");
  CHECK(third.applied == Action::kThrottle);
  CHECK(third.truncated);
  REQUIRE(third.leading >= 0);
  CHECK(third.hits[static_cast<std::size_t>(third.leading)].reason == "per_source");
}

TEST_CASE("a token taken in one run comes back by settle") {
  Bench bench;
  for (int i = 0; i < 10; ++i) {
    CHECK(bench.run("0912345678").applied == Action::kAllow);
    bench.chain->settle(bench.verdict.reservations, Outcome::kRefusedUpstream, 2s);
  }
  for (int i = 0; i < 2; ++i) {
    CHECK(bench.run("0912345678").applied == Action::kAllow);
    bench.chain->settle(bench.verdict.reservations, Outcome::kDelivered, 2s);
  }
  CHECK(bench.run("0912345678").applied == Action::kThrottle);
}

TEST_CASE("lists, control traffic and limits together") {
  Bench bench;
  CHECK(bench.run("+84911111111").applied == Action::kReject);
  CHECK(bench.verdict.hits[0].reason == "denied");
  CHECK(bench.ctx.lists == 1);
  for (int i = 0; i < 10; ++i)
    CHECK(bench.run("BANK").applied == Action::kAllow);
  // A denied sender reaches the emergency number, as often as the control limit lets him.
  for (int i = 0; i < 3; ++i) {
    CHECK(bench.run("0911111111", "113").applied == Action::kAllow);
    CHECK(bench.verdict.enforced);
  }
  CHECK(bench.run("0911111111", "113").applied == Action::kThrottle);
}

TEST_CASE("a fake by SS7 is kept back, and later stages still give their reasons") {
  Bench bench;
  Ss7Facts facts;
  facts.calling.digits = "447700000001";
  facts.query.state = PrecedingQuery::State::kNone;
  bench.ss7 = &facts;
  const auto run = [&](std::string_view from, std::string_view to = "0987654321") {
    bench.ctx.reset();
    bench.ctx.ingress = Ingress::kMapMt;
    bench.ctx.operation = Operation::kMtForwardSm;
    bench.ctx.received.steady = 1s;
    bench.ctx.oa.text = from;
    bench.ctx.da.text = to;
    bench.ctx.ss7 = &facts;
    REQUIRE(bench.chain->run(bench.ctx, bench.ruleset, bench.verdict) ==
            FilterChain::Status::kDecided);
    return bench.verdict.applied;
  };
  for (int i = 0; i < 2; ++i)
    CHECK(run("0912345678") == Action::kAbsorb);
  CHECK(run("0912345678") == Action::kAbsorb);  // and over the limit
  REQUIRE(bench.verdict.hits.size() == 2);
  CHECK(bench.verdict.hits[0].reason == "unsolicited");
  CHECK(bench.verdict.hits[1].reason == "per_source");
  CHECK(run("0922222222", "113") == Action::kAllow);  // control traffic, whoever sends it
  facts.query.state = PrecedingQuery::State::kFound;
  CHECK(run("0933333333") == Action::kAllow);
}

TEST_CASE("monitor mode of the system lets all of it pass") {
  Bench bench;
  bench.ruleset.monitor = true;
  CHECK(bench.run("0911111111").action == Action::kReject);
  CHECK(bench.verdict.applied == Action::kAllow);
  CHECK_FALSE(bench.verdict.enforced);
  for (int i = 0; i < 3; ++i)
    bench.run("0912345678");
  CHECK(bench.verdict.action == Action::kThrottle);
  CHECK(bench.verdict.applied == Action::kAllow);
  CHECK_FALSE(bench.verdict.truncated);
}

}  // namespace
}  // namespace smsfw
