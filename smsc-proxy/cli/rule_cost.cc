#include "smsc-proxy/cli/rule_cost.hh"

#include <algorithm>
#include <atomic>
#include <ctime>
#include <future>
#include <limits>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "filters/signature/signature_filter.hh"
#include "filters/signature/signature_set_builder.hh"

namespace smsfw::cli {
namespace {

// Rounds of a measurement, and how many more a rule gets that is over the limit after them: a
// moment's noise refuses nothing. The few, where the rounds take long.
constexpr int kRounds = 5;
constexpr int kMoreRounds = 20;
constexpr int kFewMoreRounds = 5;
constexpr double kLong = 1e9;  // nanoseconds
// Messages of a round, at least: so that reading the clock does not count.
constexpr std::size_t kMessagesARound = 400;

std::unique_ptr<const Ruleset> ruleset_of(std::vector<SignatureSpec> specs) {
  const auto any_list = [](std::string_view) -> std::optional<std::uint32_t> { return 0; };
  auto set = build_signature_set(std::move(specs), any_list);
  if (!set) {
    const SignatureError& error = set.error().front();
    throw std::runtime_error("sid " + std::to_string(error.sid) + " alone: " + error.what);
  }
  auto ruleset = std::make_unique<Ruleset>();
  ruleset->set(std::move(*set));
  return ruleset;
}

// One filter with one ruleset, run over messages.
class Run {
 public:
  Run(const Ruleset& ruleset, std::span<SmsContext> messages, const CpuClock& clock)
      : ruleset_(ruleset),
        messages_(messages),
        clock_(clock),
        passes_(1 + (kMessagesARound - 1) / messages.size()) {
    if (!filter_.prepare(ruleset)) throw std::runtime_error("no memory for a rule's scratch");
    round();  // fills the caches, and does not count
    best_ = std::numeric_limits<double>::max();
  }

  void round() {
    const auto from = clock_();
    for (std::size_t pass = 0; pass < passes_; ++pass) {
      for (SmsContext& message : messages_) {
        verdict_.reset();
        filter_.judge(message, ruleset_, verdict_, need_, 0);
      }
    }
    const auto took = static_cast<double>((clock_() - from).count());
    spent_ += took;
    best_ = std::min(best_, took / static_cast<double>(passes_ * messages_.size()));
  }

  double best() const { return best_; }
  double spent() const { return spent_; }

 private:
  const Ruleset& ruleset_;
  std::span<SmsContext> messages_;
  const CpuClock& clock_;
  std::size_t passes_;
  SignatureFilter filter_;
  Verdict verdict_;
  Need need_;
  double spent_ = 0;
  double best_ = std::numeric_limits<double>::max();
};

}  // namespace

std::chrono::nanoseconds thread_cpu_time() noexcept {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
}

std::vector<std::unique_ptr<const Ruleset>> rulesets_alone(std::span<const SignatureSpec> specs) {
  std::vector<std::unique_ptr<const Ruleset>> made(specs.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < specs.size(); i = next++)
      made[i] = ruleset_of({specs[i]});
  };
  std::vector<std::future<void>> others;
  const std::size_t threads =
      std::min<std::size_t>(specs.size(), std::thread::hardware_concurrency());
  while (others.size() + 1 < threads)
    others.push_back(std::async(std::launch::async, work));
  work();
  for (auto& other : others)
    other.get();
  return made;
}

CostMeter::CostMeter(double limit, CpuClock clock) : limit_(limit), clock_(std::move(clock)) {}

double CostMeter::measure(const Ruleset& ruleset, std::span<SmsContext> messages) const {
  const auto nothing = ruleset_of({});
  Run base(*nothing, messages, clock_);
  Run run(ruleset, messages, clock_);
  const auto cost = [&] { return std::max(0.0, run.best() - base.best()); };
  const auto round = [&] {
    base.round();
    run.round();
  };
  for (int i = 0; i < kRounds; ++i)
    round();
  const auto again = [&](int i) {
    return i < (run.spent() < kLong ? kMoreRounds : kFewMoreRounds);
  };
  for (int i = 0; limit_ > 0 && cost() > limit_ && again(i); ++i)
    round();
  return cost();
}

CostMeter::Condition CostMeter::dearest_condition(const SignatureSpec& spec,
                                                  std::span<SmsContext> messages) const {
  Condition dearest;
  const auto look = [&](const char* list, const std::vector<PatternSpec>& patterns) {
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      SignatureSpec alone = spec;
      alone.all = {patterns[i]};
      alone.any.clear();
      alone.not_any.clear();
      const auto ruleset = ruleset_of({std::move(alone)});
      const double cost = measure(*ruleset, messages);
      if (!dearest.where.empty() && cost <= dearest.cost) continue;
      dearest.where = "match." + std::string(list) + '[' + std::to_string(i) + ']';
      dearest.cost = cost;
      dearest.confirmed = ruleset->part<SignatureSet>()->confirmed_patterns() != 0;
    }
  };
  look("all", spec.all);
  look("any", spec.any);
  look("not", spec.not_any);
  return dearest;
}

}  // namespace smsfw::cli
