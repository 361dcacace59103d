#include "smsc-proxy/training/calibrate.hh"

#include <cmath>

#include "smsc-proxy/training/random_order.hh"
#include "tests/catch.hh"

namespace smsfw::training {
namespace {

using Catch::Matchers::WithinAbs;

TEST_CASE("the fit finds the slope and shift that the labels were drawn with") {
  RandomOrder random(7);
  const auto uniform = [&] { return static_cast<double>(random.next() >> 11) * 0x1p-53; };
  std::vector<Scored> scored;
  for (int i = 0; i < 40'000; ++i) {
    const double score = 4 * uniform() - 2;
    const double p = 1 / (1 + std::exp(-(3 * score - 1)));
    scored.push_back({score, uniform() < p});
  }
  const LogisticFit fit = fit_logistic(scored);
  CHECK_THAT(fit.slope, WithinAbs(3, 0.15));
  CHECK_THAT(fit.shift, WithinAbs(-1, 0.1));
}

TEST_CASE("scores that part both kinds wholly give a finite fit") {
  const LogisticFit fit = fit_logistic({{-1, false}, {-2, false}, {1, true}, {2, true}});
  CHECK(std::isfinite(fit.slope));
  CHECK(fit.slope > 0);
}

}  // namespace
}  // namespace smsfw::training
