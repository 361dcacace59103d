#include "filters/core/filter_chain.hh"

#include <memory>
#include <string>
#include <vector>

#include "tests/catch.hh"

namespace smsfw {
namespace {

/// Notes that it ran, and does what the test tells it to.
class Recorder final : public Filter {
 public:
  Recorder(std::string name, Stage stage, std::string& log, FilterStatus status)
      : name_(std::move(name)), stage_(stage), log_(log), status_(status) {}

  std::string_view name() const noexcept override { return name_; }
  Stage stage() const noexcept override { return stage_; }
  bool sheddable() const noexcept override { return stage_ == Stage::kSignature; }
  FilterStatus judge(SmsContext&, const Ruleset& ruleset, Verdict& verdict, Need& need,
                     std::uint8_t self) noexcept override {
    log_ += name_;
    if (status_ == FilterStatus::kNeed && !asked_) {
      asked_ = true;
      need.fact = Fact::kOtherParts;
      need.key = 7;
      return FilterStatus::kNeed;
    }
    Hit hit;
    hit.reason = name_;
    hit.score = 1;
    add_hit(verdict, hit, ruleset.precedence);
    verdict.reservations.push_back({self, 40U + self});
    return status_ == FilterStatus::kStop ? FilterStatus::kStop : FilterStatus::kContinue;
  }
  void settle(std::uint64_t value, Outcome outcome, std::chrono::nanoseconds) noexcept override {
    settled.emplace_back(value, outcome);
  }
  std::vector<std::pair<std::uint64_t, Outcome>> settled;

 private:
  std::string name_;
  Stage stage_;
  std::string& log_;
  FilterStatus status_;
  bool asked_ = false;
};

struct Chain {
  std::string log;
  std::vector<Recorder*> recorders;
  std::unique_ptr<FilterChain> chain;

  explicit Chain(const std::vector<std::tuple<std::string, Stage, FilterStatus>>& filters) {
    std::vector<std::unique_ptr<Filter>> made;
    for (const auto& [name, stage, status] : filters) {
      auto one = std::make_unique<Recorder>(name, stage, log, status);
      recorders.push_back(one.get());
      made.push_back(std::move(one));
    }
    chain = std::make_unique<FilterChain>(std::move(made));
  }
};

constexpr auto kContinue = FilterStatus::kContinue;

TEST_CASE("filters run in stage order, whatever order they are given in") {
  Chain c({{"d", Stage::kDecision, kContinue},
           {"s", Stage::kSignature, kContinue},
           {"i", Stage::kIdentity, kContinue},
           {"t", Stage::kSignature, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  Verdict verdict;
  CHECK(c.chain->run(ctx, ruleset, verdict) == FilterChain::Status::kDecided);
  CHECK(c.log == "istd");
  CHECK(verdict.hits.size() == 4);
  CHECK(verdict.score == 4);
  CHECK_FALSE(verdict.truncated);
}

TEST_CASE("a stop leaves out all but the decision, and says so") {
  Chain c({{"i", Stage::kIdentity, FilterStatus::kStop},
           {"s", Stage::kSignature, kContinue},
           {"d", Stage::kDecision, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  Verdict verdict;
  CHECK(c.chain->run(ctx, ruleset, verdict) == FilterChain::Status::kDecided);
  CHECK(c.log == "id");
  CHECK(verdict.truncated);
}

TEST_CASE("a need parks the message and resumes at the filter that asked") {
  Chain c({{"i", Stage::kIdentity, kContinue},
           {"t", Stage::kText, FilterStatus::kNeed},
           {"d", Stage::kDecision, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  Verdict verdict;
  REQUIRE(c.chain->run(ctx, ruleset, verdict) == FilterChain::Status::kNeed);
  CHECK(c.chain->need().fact == Fact::kOtherParts);
  CHECK(c.chain->need().key == 7);
  CHECK(c.log == "it");
  CHECK(c.chain->resume(ctx, ruleset, verdict, c.chain->position()) ==
        FilterChain::Status::kDecided);
  CHECK(c.log == "ittd");
  CHECK(verdict.hits.size() == 3);
}

TEST_CASE("overload leaves out sheddable filters and marks the verdict") {
  Chain c({{"i", Stage::kIdentity, kContinue},
           {"s", Stage::kSignature, kContinue},
           {"d", Stage::kDecision, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  Verdict verdict;
  c.chain->run(ctx, ruleset, verdict, ShedLevel::kDepth);
  CHECK(c.log == "id");
  CHECK(verdict.shed);
  CHECK(ctx.findings.has(Finding::kOverBudget));
}

TEST_CASE("a bypassed ruleset judges nothing, and says so") {
  Chain c({{"i", Stage::kIdentity, kContinue}, {"d", Stage::kDecision, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  ruleset.bypass = true;
  Verdict verdict;
  CHECK(c.chain->run(ctx, ruleset, verdict) == FilterChain::Status::kDecided);
  CHECK(c.log.empty());
  CHECK(verdict.applied == Action::kAllow);
  REQUIRE(verdict.hits.size() == 1);
  CHECK(verdict.hits[0].reason == "bypass");
}

TEST_CASE("settle tells each filter what it reserved, and the outcome") {
  Chain c({{"v", Stage::kVolume, kContinue}, {"d", Stage::kDecision, kContinue}});
  SmsContext ctx;
  Ruleset ruleset;
  Verdict verdict;
  c.chain->run(ctx, ruleset, verdict);
  c.chain->settle(verdict.reservations, Outcome::kRefusedUpstream, std::chrono::nanoseconds{0});
  REQUIRE(c.recorders[0]->settled.size() == 1);
  CHECK(c.recorders[0]->settled[0] ==
        std::pair<std::uint64_t, Outcome>{40U, Outcome::kRefusedUpstream});
  REQUIRE(c.recorders[1]->settled.size() == 1);
  CHECK(c.recorders[1]->settled[0].first == 41U);
}

}  // namespace
}  // namespace smsfw
