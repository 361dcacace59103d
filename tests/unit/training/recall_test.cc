#include "smsc-proxy/training/recall.hh"

#include "tests/catch.hh"

namespace smsfw::training {
namespace {

using Catch::Matchers::WithinAbs;

TEST_CASE("recall counts what lies above the allowed share of wanted messages") {
  std::vector<Scored> scored;
  for (int i = 0; i < 1'000; ++i)
    scored.push_back({static_cast<double>(i), false});
  // Ten of a hundred unwanted ones lie among the highest wanted: 990.5, 991.5, … 999.5.
  for (int i = 0; i < 10; ++i)
    scored.push_back({990.5 + i, true});
  for (int i = 0; i < 90; ++i)
    scored.push_back({2'000.0, true});
  const auto recall = recall_of(scored, 1);
  CHECK_THAT(recall[0].recall, WithinAbs(0.92, 1e-9));  // one may be above: threshold 998
  CHECK_THAT(recall[1].recall, WithinAbs(0.93, 1e-9));
  CHECK_THAT(recall[3].recall, WithinAbs(1.0, 1e-9));
  CHECK(recall[0].low <= recall[0].recall);
  CHECK(recall[0].high >= recall[0].recall);
  CHECK(recall[0].threshold == 998);
}

TEST_CASE("an unwanted message at the threshold is not above it") {
  const auto recall = recall_of({{1, false}, {1, true}}, 1);
  CHECK(recall[0].recall == 0);
}

TEST_CASE("one kind alone has no recall") {
  CHECK(recall_of({{1, true}}, 1)[3].recall == 0);
  CHECK(recall_of({}, 1)[3].high == 0);
}

}  // namespace
}  // namespace smsfw::training
