#include "smsc-proxy/cli/signature_check.hh"

#include <algorithm>
#include <set>
#include <utility>

#include "filters/signature/signature.hh"
#include "smsc-proxy/cli/classifier.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/pack_loader.hh"
#include "smsc-proxy/control/ruleset_builder.hh"

namespace smsfw::cli {
namespace {

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

class Runner {
 public:
  Runner(Classifier& classifier, SignatureCheck& check) : classifier_(classifier), check_(check) {}

  void run(const SignatureSpec& spec, const std::vector<SignatureExample>& examples, bool match) {
    for (std::size_t i = 0; i < examples.size(); ++i) {
      ++check_.examples;
      const auto verdict = classifier_.judge(message_of(spec, examples[i]));
      const bool hit = verdict && std::any_of((*verdict)->hits.begin(), (*verdict)->hits.end(),
                                              [&](const Hit& one) { return one.sid == spec.sid; });
      if (hit == match) continue;
      check_.failures.push_back({spec.sid, (match ? "match[" : "clean[") + std::to_string(i) +
                                               (match ? "] does not hit: " : "] hits: ") +
                                               examples[i].text});
    }
  }

 private:
  Classifier& classifier_;
  SignatureCheck& check_;
};

}  // namespace

Expected<SignatureCheck, Problems> check_signatures(const control::Config& config,
                                                    const std::string& cache_dir) {
  const auto packs = control::load_packs(config.packs, config.classification, config.signatures);
  if (!packs) return Unexpected<Problems>(packs.error());
  const control::Config plain = bare(config, *packs);
  control::RulesetBuilder builder(cache_dir, plain.cache_files, control::random_secret());
  auto built = builder.build(plain, std::chrono::microseconds{0});
  if (!built) return Unexpected<Problems>(std::move(built.error()));

  SignatureCheck check;
  check.signatures = packs->signatures().size();
  Classifier classifier(plain, built->ruleset);
  Runner runner(classifier, check);
  for (const SignatureSpec& spec : packs->signatures()) {
    runner.run(spec, spec.match_examples, true);
    runner.run(spec, spec.clean_examples, false);
  }
  return check;
}

}  // namespace smsfw::cli
