#include "filters/brand/confusable_form.hh"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/catch.hh"

namespace smsfw::brand {
namespace {

/// Optimal string alignment as textbooks have it.
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        cost[i][j] = i + j;
        continue;
      }
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

TEST_CASE("confusable form: what looks alike within ASCII is one") {
  const auto same = [](std::string_view a, std::string_view b) {
    return confusable_form(a).view() == confusable_form(b).view();
  };
  CHECK(same("royalmail", "royalmaii"));
  CHECK(same("royalmail", "r0yalma1l"));
  CHECK(same("techcombank", "techcornbank"));
  CHECK(same("westernunion", "vvesternunion"));
  CHECK(same("dhl", "clhl"));
  CHECK(same("sacombank", "54c0mb4nk"));
  CHECK_FALSE(same("sacombank", "sacommbank"));
  CHECK_FALSE(same("vietcombank", "vietconbank"));
  // No more than is compared.
  CHECK(confusable_form(std::string(300, 'a')).size == kMaxName);
  CHECK(confusable_form("").size == 0);
  CHECK(confusable_form("ab-").letters == (1U << 0 | 1U << 1 | 1U << 26));
}

TEST_CASE("distance: the same as the whole table gives") {
  CHECK(within_distance("abcd", "abdc", 1));
  CHECK(within_distance("abcde", "abde", 1));
  CHECK_FALSE(within_distance("abcd", "badc", 1));
  CHECK(within_distance("abcd", "badc", 2));
  CHECK(within_distance("", "ab", 2));
  CHECK_FALSE(within_distance("", "abc", 2));
  std::mt19937 random(7);
  const auto pick = [&](unsigned below) { return static_cast<unsigned>(random() % below); };
  unsigned near = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string a;
    for (unsigned i = pick(12); i > 0; --i)
      a.push_back(static_cast<char>('a' + pick(4)));
    std::string b = a;
    for (unsigned edits = pick(5); edits > 0 && !b.empty(); --edits) {
      const std::size_t at = pick(static_cast<unsigned>(b.size()));
      switch (pick(4)) {
        case 0:
          b[at] = static_cast<char>('a' + pick(4));
          break;
        case 1:
          b.erase(at, 1);
          break;
        case 2:
          b.insert(at, 1, static_cast<char>('a' + pick(4)));
          break;
        default:
          if (at + 1 < b.size()) std::swap(b[at], b[at + 1]);
      }
    }
    CAPTURE(a, b);
    const std::size_t truth = distance(a, b);
    near += truth == 1 || truth == 2;
    REQUIRE(within_distance(a, b, 1) == (truth <= 1));
    REQUIRE(within_distance(a, b, 2) == (truth <= 2));
    REQUIRE(within_distance(b, a, 2) == (truth <= 2));
  }
  CHECK(near > 5'000);
}

}  // namespace
}  // namespace smsfw::brand
