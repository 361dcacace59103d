#include "smsc-proxy/cli/rule_cost.hh"

#include <deque>
#include <memory>
#include <vector>

#include "filters/signature/signature_set.hh"
#include "smsc-proxy/cli/cost_messages.hh"
#include "tests/unit/signature/signature_fixture.hh"

using namespace smsfw;
using namespace smsfw::cli;
using smsfw::test::signature;

namespace {

// Alternatives with gaps between them, counted: hundreds of states live at once.
constexpr const char* kDear = "(?:(?:[aeiou].{2,25}[a-z]){4}[^a-z]){2,5}";
constexpr const char* kCheap = "khoa tai khoan";

std::vector<SmsContext> messages(std::size_t count) {
  std::vector<SmsContext> made(count);
  for (SmsContext& message : made) {
    test::Worker::fill(message,
                       "chao anh, toi nay minh an com o nha hang cu luc 7 gio nhe, em dat ban roi");
  }
  return made;
}

// A clock that makes the rounds of a measurement last as long as the test says. Rounds come in
// pairs, one without signatures and one with; the first pair only warms up.
class ScriptedClock {
 public:
  explicit ScriptedClock(std::deque<std::chrono::nanoseconds> rounds)
      : rounds_(std::make_shared<std::deque<std::chrono::nanoseconds>>(std::move(rounds))) {}

  std::chrono::nanoseconds operator()() {
    ends_ = !ends_;
    if (!ends_) return now_;
    ++*rounds_done_;
    // The last pair goes on for ever.
    if (rounds_->size() > 2) {
      now_ += rounds_->front();
      rounds_->pop_front();
    } else {
      now_ += (*rounds_)[last_];
      last_ = 1 - last_;
    }
    return now_;
  }

  std::shared_ptr<const int> rounds_done() const { return rounds_done_; }

 private:
  // Shared, since the meter keeps a copy of the clock.
  std::shared_ptr<int> rounds_done_ = std::make_shared<int>(0);
  std::shared_ptr<std::deque<std::chrono::nanoseconds>> rounds_;
  std::chrono::nanoseconds now_{0};
  bool ends_ = true;
  std::size_t last_ = 0;
};

constexpr std::size_t kMessages = 1000;  // 1 µs a round is 1 ns a message

struct Scripted {
  double cost;
  int pairs;  // of rounds, the warm-up included
};

Scripted scripted(double limit, std::deque<std::chrono::nanoseconds> rounds) {
  auto body = messages(kMessages);
  const std::vector<SignatureSpec> specs{signature(1, {kCheap})};
  const auto alone = rulesets_alone(specs);
  const ScriptedClock clock(std::move(rounds));
  const double cost = CostMeter(limit, clock).measure(*alone[0], body);
  return {cost, *clock.rounds_done() / 2};
}

}  // namespace

using namespace std::chrono_literals;

TEST_CASE("The quickest round counts, less the quickest without signatures", "[cli][cost]") {
  // Warm-up, then five pairs.
  CHECK(scripted(0, {1us, 1us, 20us, 500us, 15us, 90us, 10us, 70us, 30us, 60us, 12us, 80us, 10us,
                     1us, 10us, 1us})
            .cost == 50);
}

TEST_CASE("What costs less than nothing costs nothing", "[cli][cost]") {
  CHECK(scripted(0, {10us, 9us}).cost == 0);
}

TEST_CASE("A cost over the limit is measured again before it is believed", "[cli][cost]") {
  const std::deque<std::chrono::nanoseconds> slow_at_first{
      1us,  1us,   10us, 900us, 10us, 900us, 10us, 900us, 10us, 900us,
      10us, 900us, 10us, 900us, 10us, 900us, 10us, 60us,  10us, 900us};
  CHECK(scripted(100, slow_at_first).cost == 50);
  const Scripted no_limit = scripted(0, slow_at_first);
  CHECK(no_limit.cost == 890);
  CHECK(no_limit.pairs == 6);
  const Scripted below = scripted(1000, slow_at_first);
  CHECK(below.cost == 890);
  CHECK(below.pairs == 6);
  const Scripted stays_dear = scripted(100, {10us, 900us});
  CHECK(stays_dear.cost == 890);
  CHECK(stays_dear.pairs == 26);
}

TEST_CASE("What takes seconds is not measured for minutes", "[cli][cost]") {
  const Scripted slow = scripted(100, {10us, 1s});
  CHECK(slow.cost == 999'990);
  CHECK(slow.pairs == 11);
}

TEST_CASE("An expression that keeps many states alive costs a multiple of a literal",
          "[cli][cost]") {
  auto body = messages(100);
  const std::vector<SignatureSpec> specs{signature(1, {kCheap}), signature(2, {kDear}),
                                         signature(3, {kCheap, kDear})};
  const auto alone = rulesets_alone(specs);
  REQUIRE(alone.size() == 3);
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto entries = alone[i]->part<SignatureSet>()->entries();
    REQUIRE(entries.size() == 1);
    CHECK(entries[0].hit.sid == i + 1);
  }
  const CostMeter meter(0);
  const double cheap = meter.measure(*alone[0], body);
  const double dear = meter.measure(*alone[1], body);
  CHECK(dear > 4 * cheap);
  CHECK(meter.measure(*alone[2], body) > 4 * cheap);
}

TEST_CASE("The dearest condition is named", "[cli][cost]") {
  auto body = messages(100);
  const CostMeter meter(0);
  SignatureSpec spec = signature(1, {kCheap, kDear, "abc"});
  CHECK(meter.dearest_condition(spec, body).where == "match.all[1]");
  CHECK_FALSE(meter.dearest_condition(spec, body).confirmed);
  std::swap(spec.all[1], spec.all[2]);
  spec.not_any = {spec.all[2]};
  spec.all.pop_back();
  CHECK(meter.dearest_condition(spec, body).where == "match.not[0]");
  spec.any = std::move(spec.not_any);
  spec.not_any.clear();
  spec.except_lists = {"no such list"};
  CHECK(meter.dearest_condition(spec, body).where == "match.any[0]");
}

TEST_CASE("Rules are measured on the corpus, single and joined", "[cli][cost]") {
  const auto all = cost_messages();
  // deploy/corpus/README.md, held by tests/packs/corpus_test.py
  constexpr std::size_t kTexts = 383;
  REQUIRE(all.size() > kTexts);
  std::size_t singles = 0;
  std::size_t longs = 0;
  std::size_t near_full = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    INFO(all[i].text);
    CHECK_FALSE(all[i].text.empty());
    CHECK_FALSE(all[i].from.empty());
    if (i < kTexts) {
      singles += all[i].text.size();
    } else {
      longs += all[i].text.size();
      near_full += all[i].text.size() > kLongMessage / 2 ? 1 : 0;
    }
  }
  CHECK(all[0].text.find("{\"") == std::string::npos);
  // The joined ones hold each text once, with a space for each joint.
  CHECK(longs == singles + kTexts - (all.size() - kTexts));
  CHECK(near_full * 10 > (all.size() - kTexts) * 9);
}
