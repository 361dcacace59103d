#include "filters/score/decision.hh"

#include <limits>
#include <vector>

#include "tests/catch.hh"

namespace smsfw::score {
namespace {

Hit scored(float score, bool enforced = true) {
  Hit hit;
  hit.reason = "rule";
  hit.score = score;
  hit.enforced = enforced;
  return hit;
}

Hit terminal(Precedence precedence, Action action, bool enforced = true, std::uint32_t status = 0) {
  Hit hit;
  hit.reason = "rule";
  hit.precedence = precedence;
  hit.action = action;
  hit.terminal = true;
  hit.enforced = enforced;
  hit.smpp_status = status;
  return hit;
}

class Bench {
 public:
  explicit Bench(const ScoreSpec& spec = {}) {
    auto score = Score::build(spec);
    if (!score) FAIL(score.error());
    ruleset.set(std::move(*score));
  }

  Verdict decide(const std::vector<Hit>& hits) {
    Verdict verdict = start;
    for (const Hit& hit : hits)
      add_hit(verdict, hit, ruleset.precedence);
    Need need;
    DecisionFilter filter;
    filter.judge(ctx, ruleset, verdict, need, 0);
    return verdict;
  }

  Ruleset ruleset;
  SmsContext ctx;
  Verdict start;
};

TEST_CASE("a message without hits is allowed, enforced") {
  const Verdict verdict = Bench().decide({});
  CHECK(verdict.action == Action::kAllow);
  CHECK(verdict.applied == Action::kAllow);
  CHECK(verdict.enforced);
  CHECK(verdict.leading == -1);
}

TEST_CASE("thresholds are reached, not passed") {
  Bench bench;
  CHECK(bench.decide({scored(4.75F)}).action == Action::kAllow);
  const Verdict tagged = bench.decide({scored(2), scored(3)});
  CHECK(tagged.action == Action::kTag);
  CHECK(tagged.applied == Action::kTag);
  REQUIRE(tagged.leading == 2);
  CHECK(tagged.hits[2].reason == "score");
  CHECK(bench.decide({scored(9.75F)}).action == Action::kTag);
  const Verdict rejected = bench.decide({scored(6), scored(4)});
  CHECK(rejected.action == Action::kReject);
  CHECK(rejected.applied == Action::kReject);
  CHECK(rejected.strongest.precedence == Precedence::kBehaviour);
  CHECK(rejected.score == 10);
}

TEST_CASE("action and status of the score are the ruleset's") {
  for (const Action action :
       {Action::kReject, Action::kAbsorb, Action::kQuarantine, Action::kThrottle}) {
    ScoreSpec spec;
    spec.action = action;
    spec.status = 0x99;
    const Verdict verdict = Bench(spec).decide({scored(10)});
    CHECK(verdict.applied == action);
    CHECK(verdict.smpp_status == 0x99);
  }
  ScoreSpec off;
  off.tag = off.reject = 0;
  CHECK(Bench(off).decide({scored(1000)}).action == Action::kAllow);
}

TEST_CASE("monitored hits count for what would be, enforced ones for what is") {
  Bench bench;
  Verdict verdict = bench.decide({scored(6), scored(4, false)});
  CHECK(verdict.action == Action::kReject);
  CHECK(verdict.applied == Action::kTag);
  CHECK_FALSE(verdict.enforced);
  CHECK(verdict.smpp_status == 0);

  verdict = bench.decide({scored(10, false)});
  CHECK(verdict.action == Action::kReject);
  CHECK(verdict.applied == Action::kAllow);
  CHECK_FALSE(verdict.enforced);

  verdict = bench.decide({terminal(Precedence::kSource, Action::kDrop, false),
                          terminal(Precedence::kBehaviour, Action::kThrottle, true, 0x58)});
  CHECK(verdict.action == Action::kDrop);
  CHECK(verdict.leading == 0);
  CHECK(verdict.applied == Action::kThrottle);
  CHECK(verdict.smpp_status == 0x58);
  CHECK_FALSE(verdict.enforced);
}

TEST_CASE("monitor mode of the system decides and applies nothing") {
  Bench bench;
  bench.ruleset.monitor = true;
  Verdict verdict = bench.decide({terminal(Precedence::kSource, Action::kReject, true, 0x45)});
  CHECK(verdict.action == Action::kReject);
  CHECK(verdict.applied == Action::kAllow);
  CHECK_FALSE(verdict.enforced);
  CHECK(verdict.smpp_status == 0);
  verdict = bench.decide({scored(5)});
  CHECK(verdict.action == Action::kTag);
  CHECK(verdict.applied == Action::kAllow);
  CHECK_FALSE(verdict.enforced);
}

TEST_CASE("the precedence table decides between terminal hits and the score") {
  Bench bench;
  Verdict verdict =
      bench.decide({scored(20), terminal(Precedence::kProhibited, Action::kAbsorb, true, 0)});
  CHECK(verdict.action == Action::kAbsorb);
  CHECK(verdict.leading == 1);

  // Control traffic passes whatever else was found.
  bench.start.skip_score = true;
  verdict = bench.decide({terminal(Precedence::kControl, Action::kAllow),
                          terminal(Precedence::kSource, Action::kReject), scored(50)});
  CHECK(verdict.action == Action::kAllow);
  CHECK(verdict.applied == Action::kAllow);
  CHECK(verdict.enforced);
  CHECK(verdict.leading == 0);
  // Its own limit outranks that.
  verdict = bench.decide({terminal(Precedence::kControl, Action::kAllow),
                          terminal(Precedence::kControl, Action::kThrottle)});
  CHECK(verdict.applied == Action::kThrottle);
  CHECK(verdict.leading == 1);

  // Another order is data.
  Bench other;
  other.ruleset.precedence.rank = {6, 5, 4, 3, 2, 1, 0};
  verdict = other.decide({terminal(Precedence::kSource, Action::kDrop), scored(10)});
  CHECK(verdict.strongest.reason == "score");
  CHECK(verdict.action == Action::kReject);
}

TEST_CASE("findings weigh what the ruleset says") {
  ScoreSpec spec;
  spec.findings = {};
  spec.findings[static_cast<std::size_t>(Finding::kInvisibleCharacters)] = 5;
  Bench bench(spec);
  bench.ctx.findings.add(Finding::kUserDataHeader);
  CHECK(bench.decide({}).hits.empty());
  bench.ctx.findings.add(Finding::kInvisibleCharacters);
  Verdict verdict = bench.decide({});
  CHECK(verdict.action == Action::kTag);
  REQUIRE(verdict.hits.size() == 2);
  CHECK(verdict.hits[0].reason == "invisible_characters");
  CHECK(verdict.hits[0].score == 5);
  bench.start.skip_score = true;
  verdict = bench.decide({});
  CHECK(verdict.hits.empty());
  CHECK(verdict.score == 0);

  // As shipped: one oddity alone neither tags nor refuses, a heap of them does. A host that poses
  // as a brand's is more than an oddity, and tags.
  for (std::size_t i = 0; i < kFindingCount; ++i) {
    const auto finding = static_cast<Finding>(i);
    const bool poses =
        finding == Finding::kHostBrandLookalike || finding == Finding::kHostBrandToken;
    Bench shipped;
    shipped.ctx.findings.add(finding);
    CHECK(shipped.decide({}).action == (poses ? Action::kTag : Action::kAllow));
  }
  Bench all;
  for (std::size_t i = 0; i < kFindingCount; ++i)
    all.ctx.findings.add(static_cast<Finding>(i));
  CHECK(all.decide({}).action == Action::kReject);
}

TEST_CASE("tags of rules lead where nothing decides, also behind a flood of hits") {
  Bench bench;
  Hit tag = scored(0);
  tag.action = Action::kTag;
  std::vector<Hit> hits(100, scored(0));
  hits.push_back(tag);
  Verdict verdict = bench.decide(hits);
  CHECK(verdict.action == Action::kTag);
  CHECK(verdict.leading == -1);  // the bounded list has no place for it
  hits.push_back(terminal(Precedence::kProhibited, Action::kReject));
  verdict = bench.decide(hits);
  CHECK(verdict.action == Action::kReject);
  REQUIRE(verdict.leading == static_cast<int>(kMaxListedHits) - 1);
  CHECK(verdict.hits[kMaxListedHits - 1].action == Action::kReject);
  // A hit that only scores does not decide by its action.
  Hit mild = scored(1);
  mild.action = Action::kReject;
  CHECK(bench.decide({mild}).action == Action::kAllow);
}

TEST_CASE("a ruleset without a score still decides") {
  Ruleset ruleset;
  SmsContext ctx;
  Verdict verdict;
  Need need;
  add_hit(verdict, scored(1000), ruleset.precedence);
  add_hit(verdict, terminal(Precedence::kSource, Action::kReject), ruleset.precedence);
  DecisionFilter().judge(ctx, ruleset, verdict, need, 0);
  CHECK(verdict.applied == Action::kReject);
  CHECK(verdict.leading == 1);
}

TEST_CASE("unsound scores are refused") {
  using Catch::Matchers::Contains;
  const auto error = [](auto&& change) {
    ScoreSpec spec;
    change(spec);
    const auto built = Score::build(spec);
    REQUIRE_FALSE(built);
    return built.error();
  };
  CHECK_THAT(error([](auto& s) { s.tag = -1; }), Contains("tag"));
  CHECK_THAT(error([](auto& s) { s.reject = std::numeric_limits<float>::infinity(); }),
             Contains("reject"));
  CHECK_THAT(error([](auto& s) { s.tag = std::numeric_limits<float>::quiet_NaN(); }),
             Contains("tag"));
  CHECK_THAT(error([](auto& s) { s.tag = 11; }), Contains("above reject"));
  CHECK_THAT(error([](auto& s) { s.action = Action::kDrop; }), Contains("drop"));
  CHECK_THAT(error([](auto& s) { s.findings[0] = -1; }), Contains("both_payload_carriers"));
}

}  // namespace
}  // namespace smsfw::score
