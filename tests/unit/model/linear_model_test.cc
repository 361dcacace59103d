#include "filters/model/linear_model.hh"

#include <cmath>

#include "tests/catch.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::model {
namespace {

using Catch::Matchers::WithinAbs;

TEST_CASE("the score is the mean of the n-grams' weights by the root of their number, and facts") {
  ModelContent content = blank_model();
  teach(content, "ab", 10);  // " a" "ab" " ab" "b " "ab " " ab "
  const float known = 0.25F;
  content.facts[row_of(FactGroup::kAlways).first] = known;
  const LinearModel model(content);
  SmsContext ctx;
  fill(ctx, "ab", "ab");
  CHECK_THAT(model.judge(ctx).score, WithinAbs(0.5 * 10 * 6 / std::sqrt(6.0) + 0.25, 1e-6));
  // A repeat tells nothing new.
  fill(ctx, "ab ab", "ab ab");
  const double twice = model.judge(ctx).score;
  CHECK(twice > 0.25);
  CHECK(twice < 0.5 * 10 * 6 / std::sqrt(6.0) + 0.25);
}

TEST_CASE("the probability is calibrated by the language that the trigrams vote for") {
  ModelContent content = blank_model();
  content.facts[row_of(FactGroup::kAlways).first] = 1;
  content.calibrations.resize(2);
  content.calibrations[1].language.assign("vi");
  content.calibrations[1].slope = 2;
  content.calibrations[1].shift = -1;
  walk_ngrams("nguyen", [&](const Ngram& ngram) {
    if (ngram.size == 3) content.votes[vote_slot(ngram.index)] = {1, 10};
  });
  const LinearModel model(content);
  SmsContext ctx;
  fill(ctx, "nguyen", "nguyen");
  CHECK(model.judge(ctx).language == 1);
  CHECK_THAT(model.judge(ctx).probability, WithinAbs(1 / (1 + std::exp(-1.0)), 1e-9));
  fill(ctx, "zzzzz", "zzzzz");
  CHECK(model.judge(ctx).language == 0);
}

TEST_CASE("of the variants of a text the worst counts") {
  ModelContent content = blank_model();
  teach(content, "bad", 100);
  const LinearModel model(content);
  SmsContext alone;
  fill(alone, "bad", "bad");
  SmsContext hidden;
  fill(hidden, "good", std::string("good") + kVariantSeparator + "bad");
  CHECK_THAT(model.judge(hidden).score, WithinAbs(model.judge(alone).score, 1e-9));
}

TEST_CASE("explain names what weighed most, with the characters") {
  ModelContent content = blank_model();
  walk_ngrams("xy q", [&](const Ngram& ngram) {
    if (ngram.size != 2) return;
    const std::size_t weight = ngram.end * 20 + (ngram.behind ? 0 : 1);
    content.ngrams[ngram.index] = static_cast<std::int8_t>(weight);
  });
  content.facts[row_of(FactGroup::kLinks).first + 1] = -90;
  const LinearModel model(content);
  SmsContext ctx;
  fill(ctx, "xy q", "xy q");
  ctx.text[Buffer::kUrlHost] = "bank.example";
  const ModelReasons reasons = model.explain(ctx);
  REQUIRE(reasons.size() == kMaxReasons);
  CHECK(reasons[0].fact);
  CHECK(reasons[0].what.view() == "links");
  CHECK(reasons[0].weight == -90);
  CHECK(reasons[1].what.view() == " q");
  CHECK(reasons[2].what.view() == "q ");
}

TEST_CASE("an empty text has a score: the facts'") {
  ModelContent content = blank_model();
  content.facts[row_of(FactGroup::kAlways).first] = 3;
  SmsContext ctx;
  fill(ctx, "", "");
  CHECK_THAT(LinearModel(content).judge(ctx).score, WithinAbs(3, 1e-6));
}

}  // namespace
}  // namespace smsfw::model
