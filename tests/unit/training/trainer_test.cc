#include "smsc-proxy/training/trainer.hh"

#include <set>
#include <string>

#include "filters/model/model_file.hh"
#include "smsc-proxy/training/random_order.hh"
#include "smsc-proxy/training/recall.hh"
#include "tests/catch.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::training {
namespace {

/// Texts of invented words: those of an unwanted one have two of `lures`, the others none.
Corpus corpus_of(std::size_t messages) {
  const std::vector<std::string> words{"lima", "koro", "vesa", "tumi", "pago", "rilo", "dena",
                                       "sobu", "mika", "jato", "feru", "goma", "hile", "nupa"};
  const std::vector<std::string> lures{"prizu", "bonuk", "winta"};
  Corpus made;
  made.languages.emplace_back("xx");
  made.sources.emplace_back("invented");
  RandomOrder random(3);
  SmsContext ctx;
  for (std::size_t i = 0; i < messages; ++i) {
    const bool unwanted = i % 3 == 0;
    std::string text;
    for (int word = 0; word < 8; ++word)
      text += words[random.below(words.size())] + ' ';
    if (unwanted) {
      text += lures[random.below(lures.size())] + ' ';
      text += lures[random.below(lures.size())];
    }
    model::fill(ctx, text, text);
    Example example = example_of(ctx);
    example.unwanted = unwanted;
    example.language = 1;
    made.examples.push_back(example);
    made.ids.push_back(std::to_string(i));
    made.labels.emplace_back(unwanted ? "spam" : "ham");
  }
  return made;
}

TEST_CASE("a model learns what tells both kinds apart, and its file judges as it did") {
  const Corpus corpus = corpus_of(300);
  const TrainingSetting setting;
  const auto scores = cross_scores(corpus, folds_of(corpus, 5, 1), setting);
  std::vector<Scored> scored;
  for (std::size_t i = 0; i < scores.size(); ++i)
    scored.push_back({scores[i], corpus.examples[i].unwanted});
  CHECK(recall_of(scored, 1)[0].recall > 0.95);

  const model::ModelContent content = train(corpus, scores, setting);
  const auto read = model::read_model(model::write_model(content));
  REQUIRE(read);
  const model::LinearModel model(*read);
  SmsContext ctx;
  model::fill(ctx, "koro vesa prizu winta", "koro vesa prizu winta");
  CHECK(model.judge(ctx).probability > 0.9);
  model::fill(ctx, "koro vesa dena sobu", "koro vesa dena sobu");
  CHECK(model.judge(ctx).probability < 0.1);
  // As training itself scores it with the weights of the file.
  const Weights weights = weights_of(*read);
  CHECK_THAT(model.judge(ctx).score,
             Catch::Matchers::WithinAbs(score_of(example_of(ctx), weights), 1e-4));
}

TEST_CASE("training is the same each time") {
  const Corpus corpus = corpus_of(120);
  const auto once = [&] {
    const TrainingSetting setting;
    const auto scores = cross_scores(corpus, folds_of(corpus, 4, 9), setting);
    return model::write_model(train(corpus, scores, setting));
  };
  CHECK(once() == once());
}

TEST_CASE("texts that differ in numbers alone share a fold") {
  Corpus corpus;
  SmsContext ctx;
  for (int i = 0; i < 40; ++i) {
    const std::string text = (i % 2 == 0 ? "code " : "parcel ") + std::to_string(i);
    model::fill(ctx, text, text);
    corpus.examples.push_back(example_of(ctx));
  }
  const auto fold = folds_of(corpus, 5, 1);
  for (std::size_t i = 2; i < fold.size(); ++i)
    CHECK(fold[i] == fold[i - 2]);
}

}  // namespace
}  // namespace smsfw::training
