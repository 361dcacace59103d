#include "smsc-proxy/tools/load/histogram.hh"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "tests/catch.hh"

namespace {

using smsfw::load::Histogram;

TEST_CASE("an empty histogram answers zero", "[smpp-load]") {
  const Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.quantile(0.99) == 0);
  CHECK(histogram.max() == 0);
  CHECK(histogram.mean() == 0.0);
}

TEST_CASE("small values are exact", "[smpp-load]") {
  Histogram histogram;
  for (std::uint64_t value = 1; value <= 100; ++value)
    histogram.add(value);
  CHECK(histogram.quantile(0.5) == 50);
  CHECK(histogram.quantile(0.99) == 99);
  CHECK(histogram.quantile(1.0) == 100);
  CHECK(histogram.quantile(0.0) == 1);
  CHECK(histogram.mean() == Approx(50.5));
}

TEST_CASE("quantiles stay within one bucket of a sorted list", "[smpp-load]") {
  std::mt19937_64 random(7);
  std::lognormal_distribution<> draw(11, 2);
  Histogram histogram;
  std::vector<std::uint64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    values.push_back(static_cast<std::uint64_t>(draw(random)));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.01, 0.5, 0.9, 0.99, 0.999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * 20'000)) - 1;
    const auto exact = static_cast<double>(values[rank]);
    const auto found = static_cast<double>(histogram.quantile(share));
    CHECK(found >= exact);
    CHECK(found <= exact * (1.0 + 1.0 / 128) + 1);
  }
  CHECK(histogram.max() == values.back());
  CHECK(histogram.quantile(1.0) == values.back());
}

TEST_CASE("every octave's edges have their own buckets", "[smpp-load]") {
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t value = std::uint64_t{1} << bit;
    Histogram histogram;
    histogram.add(value);
    histogram.add(std::numeric_limits<std::uint64_t>::max());
    CHECK(histogram.quantile(0.5) >= value);
    CHECK(static_cast<double>(histogram.quantile(0.5)) <=
          static_cast<double>(value) * (1.0 + 1.0 / 128));
    CHECK(histogram.quantile(1.0) == std::numeric_limits<std::uint64_t>::max());
  }
}

TEST_CASE("sums of histograms are histograms of sums", "[smpp-load]") {
  Histogram first;
  Histogram second;
  Histogram both;
  for (std::uint64_t i = 0; i < 1000; ++i) {
    (i % 3 == 0 ? first : second).add(i * i);
    both.add(i * i);
  }
  first.add_all(second);
  CHECK(first.count() == both.count());
  CHECK(first.quantile(0.9) == both.quantile(0.9));
  CHECK(first.mean() == Approx(both.mean()));
  first.clear();
  CHECK(first.count() == 0);
  CHECK(first.quantile(0.9) == 0);
}

}  // namespace
