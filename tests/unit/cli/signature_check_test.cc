#include "smsc-proxy/cli/signature_check.hh"

#include <algorithm>
#include <cmath>

#include "smsc-proxy/control/config_file.hh"
#include "tests/catch.hh"
#include "tests/support/scratch_directory.hh"

using namespace smsfw;
using namespace smsfw::cli;

namespace {

// Sid 1000001 looks for a literal, 1000002 for one and for what keeps many states alive.
constexpr const char* kPack = R"(signatures:
  - sid: 1000001
    rev: 1
    msg: 'cheap'
    class: spam
    severity: 2
    score: 1
    action: score
    match: { all: [{ buffer: folded, regex: 'khoa tai khoan' }] }
    examples: { match: ['Khoá tài khoản'], clean: ['an com'] }
    meta: { created: 2026-11-23, author: t }
  - sid: 1000002
    rev: 1
    msg: 'dear'
    class: spam
    severity: 2
    score: 1
    action: score
    match:
      all: [{ buffer: folded, regex: 'vay' }]
      any:
        - { buffer: folded, regex: 'lai suat' }
        - { buffer: folded, regex: '(?:(?:[aeiou].{2,25}[a-z]){4}[^a-z]){2,5}' }
    examples: { match: ['Vay tien lai suat thap'], clean: ['an com'] }
    meta: { created: 2026-11-23, author: t }
)";
constexpr std::uint32_t kLineOfCheap = 2;
constexpr std::uint32_t kLineOfDear = 12;
constexpr std::uint32_t kLineOfDearest = 23;

class Site {
 public:
  Site() {
    config_ = control::embedded_default_config();
    config_.packs = {directory_.write("pack.yaml", kPack)};
    config_.classification =
        directory_.write("classes.yaml", "classes: [{ name: spam, title: Spam }]\n");
  }
  SignatureCheck check(const CheckSettings& settings) const {
    auto result = check_signatures(config_, settings);
    if (!result) FAIL(control::problems_text(result.error()));
    return std::move(*result);
  }
  std::string pack() const { return config_.packs[0]; }

 private:
  ScratchDirectory directory_;
  control::Config config_;
};

const RuleCost& cost_of(const SignatureCheck& check, std::uint32_t sid) {
  const auto at = std::find_if(check.costs.begin(), check.costs.end(),
                               [&](const RuleCost& cost) { return cost.sid == sid; });
  REQUIRE(at != check.costs.end());
  return *at;
}

}  // namespace

TEST_CASE("A check measures each rule, and refuses what is over the limit", "[cli][cost]") {
  const Site site;
  CheckSettings settings;
  settings.max_cost = 0;
  const SignatureCheck free = site.check(settings);
  CHECK(free.failures.empty());
  CHECK(free.too_dear.empty());
  CHECK(free.examples == 4);
  CHECK(free.cost_messages > 383);
  REQUIRE(free.costs.size() == 2);
  CHECK(free.costs[0].sid == 1000002);
  const RuleCost& cheap = cost_of(free, 1000001);
  const RuleCost& dear = cost_of(free, 1000002);
  CHECK(cheap.file == site.pack());
  CHECK(cheap.line == kLineOfCheap);
  CHECK(dear.line == kLineOfDear);
  CHECK(cheap.own > 0);
  CHECK(dear.corpus > 4 * cheap.most());
  CHECK(free.cost_together > dear.corpus / 2);

  // Half way between, as factors go: whatever the machine does meanwhile.
  settings.max_cost = std::sqrt(cheap.most() * dear.most());
  const SignatureCheck limited = site.check(settings);
  CHECK(limited.failures.empty());
  CHECK(limited.costs.size() == 2);
  REQUIRE(limited.too_dear.size() == 1);
  CHECK(limited.too_dear[0].sid == 1000002);
  const Problem& problem = limited.too_dear[0].problem;
  CHECK(problem.file == site.pack());
  CHECK(problem.line == kLineOfDearest);
  CHECK(problem.path == "sid 1000002: match.any[1]");
  const std::string limit = std::to_string(std::llround(settings.max_cost));
  CHECK_THAT(problem.text, Catch::Contains(" ns a message on the corpus") &&
                               Catch::Contains("over the limit of " + limit));

  settings.max_cost = 1e9;
  CHECK(site.check(settings).too_dear.empty());
}

TEST_CASE("A check without costs measures nothing", "[cli][cost]") {
  const Site site;
  CheckSettings settings;
  settings.costs = false;
  settings.max_cost = 0.001;
  settings.clock = []() -> std::chrono::nanoseconds {
    FAIL("the clock was read");
    return {};
  };
  const SignatureCheck check = site.check(settings);
  CHECK(check.signatures == 2);
  CHECK(check.examples == 4);
  CHECK(check.cost_messages == 0);
  CHECK(check.costs.empty());
  CHECK(check.too_dear.empty());
}
