#include "smsc-proxy/cli/signature_check.hh"

#include <algorithm>
#include <cmath>
#include <deque>
#include <set>
#include <span>
#include <tuple>
#include <utility>

#include "filters/signature/signature.hh"
#include "smsc-proxy/cli/classifier.hh"
#include "smsc-proxy/cli/cost_messages.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/pack_loader.hh"
#include "smsc-proxy/control/ruleset_builder.hh"

namespace smsfw::cli {
namespace {

// Rules that are compiled for measuring before they are measured: bounds the memory.
constexpr std::size_t kBatch = 64;

// A source address of a kind, in the plan of the embedded configuration.
std::string sender_of(OaType type) {
  switch (type) {
    case OaType::kAlphanumeric:
      return "EXAMPLE";
    case OaType::kInternational:
      return "+12025550123";
    case OaType::kNational:
      return "0900000001";
    case OaType::kShortCode:
      return "1234";
  }
  return {};
}

// Only what signatures need: no list or limit may keep an example from its signature.
control::Config bare(const control::Config& config, const control::PackSet& packs) {
  control::Config made;
  made.packs = config.packs;
  made.classification = config.classification;
  made.signatures = config.signatures;
  made.limits.limits.clear();
  std::set<std::string> names;
  for (const SignatureSpec& spec : packs.signatures())
    names.insert(spec.except_lists.begin(), spec.except_lists.end());
  for (const std::string& name : names) {
    control::AccessListConfig list;
    list.list.name = name;
    list.list.action = access::ListAction::kAllow;
    made.access_lists.push_back(std::move(list));
  }
  return made;
}

ClassifyMessage message_of(const SignatureSpec& spec, const SignatureExample& example) {
  ClassifyMessage message;
  message.text = example.text;
  message.from = example.from;
  if (message.from.empty() && !spec.oa_types.empty()) message.from = sender_of(spec.oa_types[0]);
  if (example.ingress) {
    message.ingress = *example.ingress;
  } else if (!spec.directions.empty()) {
    message.ingress = spec.directions[0];
  }
  return message;
}

// Messages as the signature filter gets them, ready to be measured on.
class JudgedMessages {
 public:
  /// Nothing when the message cannot be judged. The result is valid until the next call.
  const Verdict* judge(Classifier& classifier, ClassifyMessage message) {
    // The context borrows from the message, which must not move any more.
    messages_.push_back(std::move(message));
    const auto verdict = classifier.judge(messages_.back());
    if (!verdict) return nullptr;
    contexts_.push_back(classifier.context());
    return *verdict;
  }

  std::span<SmsContext> contexts() { return contexts_; }

 private:
  std::deque<ClassifyMessage> messages_;
  std::vector<SmsContext> contexts_;
};

// The work of one check, on packs that compile.
class Check {
 public:
  Check(const control::PackSet& packs, const CheckSettings& settings, const control::Config& config,
        std::shared_ptr<const Ruleset> ruleset)
      : packs_(packs),
        settings_(settings),
        ruleset_(std::move(ruleset)),
        classifier_(config, ruleset_),
        meter_(settings.max_cost, settings.clock) {}

  SignatureCheck run() {
    const std::span<const SignatureSpec> specs = packs_.signatures();
    check_.signatures = specs.size();
    own_.resize(specs.size());
    for (std::size_t i = 0; i < specs.size(); ++i) {
      run_examples(specs[i], specs[i].match_examples, true, own_[i]);
      run_examples(specs[i], specs[i].clean_examples, false, own_[i]);
    }
    if (settings_.costs) measure(specs);
    return std::move(check_);
  }

 private:
  void run_examples(const SignatureSpec& spec, const std::vector<SignatureExample>& examples,
                    bool match, JudgedMessages& own) {
    for (std::size_t i = 0; i < examples.size(); ++i) {
      ++check_.examples;
      const Verdict* verdict = own.judge(classifier_, message_of(spec, examples[i]));
      const bool hit =
          verdict != nullptr && std::any_of(verdict->hits.begin(), verdict->hits.end(),
                                            [&](const Hit& one) { return one.sid == spec.sid; });
      if (hit == match) continue;
      check_.failures.push_back({spec.sid, (match ? "match[" : "clean[") + std::to_string(i) +
                                               (match ? "] does not hit: " : "] hits: ") +
                                               examples[i].text});
    }
  }

  void measure(std::span<const SignatureSpec> specs) {
    for (ClassifyMessage& message : cost_messages())
      corpus_.judge(classifier_, std::move(message));
    check_.cost_messages = corpus_.contexts().size();
    check_.cost_together = CostMeter(0, settings_.clock).measure(*ruleset_, corpus_.contexts());
    // Compiled many at once, then measured one by one with nothing else going on.
    for (std::size_t from = 0; from < specs.size(); from += kBatch) {
      const auto batch = specs.subspan(from, std::min(kBatch, specs.size() - from));
      const auto alone = rulesets_alone(batch);
      for (std::size_t i = 0; i < batch.size(); ++i)
        measure(batch[i], *alone[i], own_[from + i].contexts());
    }
    std::sort(check_.costs.begin(), check_.costs.end(), [](const RuleCost& a, const RuleCost& b) {
      return std::tuple(-a.most(), a.sid) < std::tuple(-b.most(), b.sid);
    });
  }

  void measure(const SignatureSpec& spec, const Ruleset& alone, std::span<SmsContext> own) {
    const Problem place = packs_.locate({spec.sid, "sid", {}, {}});
    RuleCost cost{spec.sid, place.file, place.line, 0, 0};
    cost.corpus = meter_.measure(alone, corpus_.contexts());
    if (!own.empty()) cost.own = meter_.measure(alone, own);
    if (settings_.max_cost > 0 && cost.most() > settings_.max_cost) {
      const bool on_own = cost.own > cost.corpus;
      refuse(spec, cost.most(), on_own ? own : corpus_.contexts(),
             on_own ? "on its own examples" : "on the corpus");
    }
    check_.costs.push_back(std::move(cost));
  }

  void refuse(const SignatureSpec& spec, double cost, std::span<SmsContext> messages,
              const char* where) {
    const auto ns = [](double value) { return std::to_string(std::llround(value)); };
    const CostMeter::Condition dearest = meter_.dearest_condition(spec, messages);
    std::string what = "costs " + ns(cost) + " ns a message " + where + ", over the limit of " +
                       ns(settings_.max_cost) + "; this condition costs most, " + ns(dearest.cost) +
                       " alone";
    if (dearest.confirmed) what += ": too complex for Hyperscan, RE2 has to confirm it";
    const SignatureError error{
        spec.sid, dearest.where, std::move(what),
        "start it with a literal of three letters or more, lower its repeats, or split it at its "
        "gaps into several under `all`"};
    check_.too_dear.push_back({spec.sid, packs_.locate(error)});
  }

  const control::PackSet& packs_;
  const CheckSettings& settings_;
  std::shared_ptr<const Ruleset> ruleset_;
  Classifier classifier_;
  CostMeter meter_;
  JudgedMessages corpus_;
  std::vector<JudgedMessages> own_;  // examples, one a signature
  SignatureCheck check_;
};

}  // namespace

Expected<SignatureCheck, Problems> check_signatures(const control::Config& config,
                                                    const CheckSettings& settings) {
  const auto packs = control::load_packs(config.packs, config.classification, config.signatures);
  if (!packs) return Unexpected<Problems>(packs.error());
  const control::Config plain = bare(config, *packs);
  control::RulesetBuilder builder(settings.cache_dir, plain.cache_files, control::random_secret());
  auto built = builder.build(plain, std::chrono::microseconds{0});
  if (!built) return Unexpected<Problems>(std::move(built.error()));
  return Check(*packs, settings, plain, built->ruleset).run();
}

}  // namespace smsfw::cli
