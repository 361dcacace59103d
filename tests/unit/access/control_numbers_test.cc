#include "filters/access/control_numbers.hh"

#include "tests/catch.hh"

namespace smsfw::access {
namespace {

std::unique_ptr<const NumberingPlans> plans() {
  const NumberingPlanSpec specs[] = {vietnam()};
  return std::move(*NumberingPlans::build(specs));
}

Verdict judged(const Ruleset& ruleset, std::string_view destination, Ingress ingress) {
  SmsContext ctx;
  ctx.ingress = ingress;
  ctx.da.text = destination;
  Verdict verdict;
  Need need;
  IdentityFilter identity;
  ControlFilter control;
  identity.judge(ctx, ruleset, verdict, need, 0);
  control.judge(ctx, ruleset, verdict, need, 1);
  return verdict;
}

TEST_CASE("control traffic is a terminal allow that skips limits, signatures and score") {
  Ruleset ruleset;
  ControlNumbersSpec spec;
  spec.destinations.push_back("0901234567");
  auto numbers = ControlNumbers::build(spec, *plans());
  REQUIRE(numbers);
  ruleset.set(std::move(*numbers));
  ruleset.set(plans());

  for (const char* number :
       {"112", "113", "114", "115", "156", "1909", "5656", "7726", "0901234567", "+84901234567"}) {
    for (const Ingress ingress : {Ingress::kSmppSubmit, Ingress::kSmppDeliver}) {
      INFO(number);
      const Verdict verdict = judged(ruleset, number, ingress);
      CHECK(verdict.control);
      CHECK(verdict.skip_limits);
      CHECK(verdict.skip_score);
      CHECK(verdict.skip_signatures);
      REQUIRE(verdict.has_enforced_terminal);
      CHECK(verdict.strongest.action == Action::kAllow);
      CHECK(verdict.strongest.precedence == Precedence::kControl);
      CHECK_FALSE(warns(verdict.strongest));
    }
  }
  for (const char* number :
       {"", "116", "1133", "11 3", "+113", "113x", "0084113", "84113", "0901234568"}) {
    INFO(number);
    const Verdict verdict = judged(ruleset, number, Ingress::kSmppSubmit);
    CHECK_FALSE(verdict.control);
    CHECK_FALSE(verdict.skip_limits);
    CHECK(verdict.hits.empty());
  }
}

TEST_CASE("control numbers that are none are refused by name") {
  using Catch::Matchers::Contains;
  const auto error = [](std::vector<std::string> numbers) {
    const auto built = ControlNumbers::build({std::move(numbers)}, *plans());
    REQUIRE_FALSE(built);
    return built.error();
  };
  CHECK_THAT(error({"113", "police"}), Contains("'police'"));
  CHECK_THAT(error({""}), Contains("''"));
  CHECK_THAT(error({"1"}), Contains("'1'"));
  CHECK_THAT(error({"113", "113"}), Contains("'113' stands twice"));
  CHECK_THAT(error(std::vector<std::string>(257, "113")), Contains("257"));
}

}  // namespace
}  // namespace smsfw::access
