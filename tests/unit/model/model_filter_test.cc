#include "filters/model/model_filter.hh"

#include "tests/catch.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::model {
namespace {

struct Bench {
  explicit Bench(const ModelSpec& spec = {}) {
    ModelContent content = blank_model();
    teach(content, "bad", 100);
    content.calibrations[0].shift = -20;
    auto rules = ModelRules::build(spec, std::make_shared<const LinearModel>(content));
    REQUIRE(rules);
    ruleset.set(std::move(*rules));
  }
  const Verdict& judge(std::string_view text) {
    fill(ctx, text, text);
    verdict.reset();
    Need need;
    ModelFilter().judge(ctx, ruleset, verdict, need, 0);
    return verdict;
  }
  Ruleset ruleset;
  SmsContext ctx;
  Verdict verdict;
};

TEST_CASE("the step that is reached gives the score, as advice") {
  Bench bench;
  const Verdict& bad = bench.judge("bad");
  CHECK(bad.model > 0.999);
  REQUIRE(bad.hits.size() == 1);
  CHECK(bad.hits[0].reason == "model");
  CHECK(bad.score == 3);
  CHECK(bad.enforced_score == 0);
  const Verdict& good = bench.judge("zz");
  CHECK(good.model >= 0);
  CHECK(good.model < 0.1);
  CHECK(good.hits.empty());
}

TEST_CASE("enforced, the score may keep messages back") {
  ModelSpec spec;
  spec.enforce = true;
  CHECK(Bench(spec).judge("bad").enforced_score == 3);
}

TEST_CASE("what an allow list skips, and what has no text, is not asked") {
  Bench bench;
  fill(bench.ctx, "bad", "bad");
  Need need;
  Verdict skipped;
  skipped.skip_score = true;
  ModelFilter().judge(bench.ctx, bench.ruleset, skipped, need, 0);
  CHECK(skipped.model < 0);
  bench.ctx.text.ready = false;
  Verdict receipt;
  ModelFilter().judge(bench.ctx, bench.ruleset, receipt, need, 0);
  CHECK(receipt.model < 0);
}

TEST_CASE("steps have to rise") {
  ModelSpec spec;
  spec.steps = {{0.9F, 2}, {0.8F, 3}};
  CHECK_FALSE(ModelRules::build(spec, nullptr));
  spec.steps = {{0.8F, 2}, {0.9F, 2}};
  CHECK_FALSE(ModelRules::build(spec, nullptr));
}

}  // namespace
}  // namespace smsfw::model
