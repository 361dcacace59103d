#include "smsc-proxy/control/ruleset_builder.hh"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>
#include <utility>

#include "filters/access/access_lists.hh"
#include "filters/access/control_numbers.hh"
#include "filters/access/numbering_plan.hh"
#include "filters/brand/brand_filter.hh"
#include "filters/model/model_filter.hh"
#include "filters/origin/origin_rules.hh"
#include "filters/score/decision.hh"
#include "filters/signature/re2_matcher.hh"
#include "filters/signature/signature_set_builder.hh"
#include "filters/text/host_lists.hh"
#include "filters/volume/limits.hh"
#include "smsc-proxy/control/brand_tables.hh"
#include "smsc-proxy/control/config_definition.hh"
#include "smsc-proxy/control/crypto.hh"
#include "smsc-proxy/control/host_list_file.hh"
#include "smsc-proxy/control/list_file.hh"
#include "smsc-proxy/control/model_loader.hh"
#include "smsc-proxy/control/pack_loader.hh"
#include "smsc-proxy/control/rule_keys.hh"
#include "smsc-proxy/control/yaml_document.hh"

namespace smsfw::control {
namespace {

// The work of one build.
class Build {
 public:
  Build(const Config& config, SignatureCache& cache, HostHitsByName& host_hits,
        std::uint64_t secret)
      : config_(config), cache_(cache), host_hits_(host_hits), secret_(secret) {}

  Expected<BuiltRuleset, Problems> run(std::chrono::microseconds now) {
    const auto started = std::chrono::steady_clock::now();
    ruleset_->monitor = config_.monitor;
    ruleset_->bypass = config_.bypass;
    ruleset_->built_at = now;
    for (std::size_t i = 0; i < config_.precedence.size(); ++i) {
      ruleset_->precedence.rank[static_cast<std::size_t>(config_.precedence[i])] =
          static_cast<std::uint8_t>(i);
    }
    add_addresses();
    add_host_lists();
    add("limits", volume::Limits::build(config_.limits));
    add("origin", origin::OriginRules::build(config_.origin, config_.networks));
    add_model();
    add("score", score::Score::build(config_.score));
    add_brands();
    add_signatures();
    if (!problems_.empty()) return Unexpected<Problems>(std::move(problems_));

    ruleset_->version = version();
    BuiltRuleset made;
    summary_.limits = config_.limits.limits.size();
    summary_.took = std::chrono::duration_cast<std::chrono::milliseconds>(
        std::chrono::steady_clock::now() - started);
    made.summary = summary_;
    keep_host_hits();
    made.ruleset = std::move(ruleset_);
    cache_.prune();
    made.remarks = cache_.take_remarks();
    return made;
  }

 private:
  // Puts a part into the ruleset, or its builder's words among the problems.
  template <class Part>
  const Part* add(const char* key, Expected<std::unique_ptr<const Part>, std::string> part) {
    if (!part) {
      problems_.push_back({"", 0, key, std::move(part.error())});
      return nullptr;
    }
    const Part* made = part->get();
    ruleset_->set<Part>(std::move(*part));
    return made;
  }

  void add_addresses() {
    const auto* plans =
        add("numbering_plans", access::NumberingPlans::build(config_.numbering_plans));
    std::vector<access::AccessListSpec> lists;
    for (const AccessListConfig& list : config_.access_lists)
      lists.push_back(complete(list));
    if (plans == nullptr || !problems_.empty()) return;
    add("control_numbers", access::ControlNumbers::build(config_.control_numbers, *plans));
    const signature::Re2Compiler compiler;
    lists_ = add("access_lists", access::AccessLists::build(lists, *plans, &compiler, secret_));
    if (lists_ == nullptr) return;
    summary_.lists = lists_->size();
    summary_.list_entries = lists_->entries();
  }

  // A list with its file's entries and its skips.
  access::AccessListSpec complete(const AccessListConfig& config) {
    access::AccessListSpec list = config.list;
    const auto skips = [&](ListSkip skip) {
      return std::find(config.skips.begin(), config.skips.end(), skip) != config.skips.end();
    };
    list.skip_limits = skips(ListSkip::kLimits);
    list.skip_score = skips(ListSkip::kScore);
    list.skip_signatures = skips(ListSkip::kSignatures);
    if (!config.file.empty()) {
      inputs_.push_back({config.file, {}});
      read_list_file(config.file, list.entries, inputs_.back().text, problems_);
    }
    return list;
  }

  void add_host_lists() {
    std::vector<HostListSource> sources;
    for (const HostListConfig& config : config_.host_lists) {
      auto opened = open_host_list(config.file);
      if (!opened) {
        problems_.push_back({config.file, 0, "", std::move(opened.error())});
        continue;
      }
      std::string checksum = std::to_string(opened->entries.checksum());
      inputs_.push_back({config.file, std::move(checksum)});
      sources.push_back({config.list, std::move(opened->entries), std::move(opened->octets),
                         hits_of(config.list.name)});
    }
    if (sources.size() != config_.host_lists.size()) return;
    add("host_lists", HostLists::build(std::move(sources)));
  }

  std::shared_ptr<HostListHits> hits_of(const std::string& list) const {
    const auto at = host_hits_.find(list);
    return at == host_hits_.end() ? nullptr : at->second;
  }

  void keep_host_hits() {
    host_hits_.clear();
    const auto* const part = ruleset_->part<HostLists>();
    if (part == nullptr) return;
    for (const HostListSource& source : part->lists())
      host_hits_.emplace(source.spec.name, source.hits);
  }

  void add_brands() {
    auto loaded = load_brands(config_.brands.tables);
    if (!loaded) {
      problems_.insert(problems_.end(), loaded.error().begin(), loaded.error().end());
      return;
    }
    loaded->tables.push_back(config_.brands.own);
    add("brands", brand::Brands::build(loaded->tables));
    inputs_.insert(inputs_.end(), loaded->sources.begin(), loaded->sources.end());
  }

  void add_model() {
    if (config_.model.file.empty()) return;
    inputs_.push_back({config_.model.file, {}});
    auto model = load_model(config_.model.file, &inputs_.back().text);
    if (!model) {
      problems_.push_back({config_.model.file, 0, "model.file", std::move(model.error())});
      return;
    }
    add("model", model::ModelRules::build(config_.model, std::move(*model)));
  }

  void add_signatures() {
    auto packs = load_packs(config_.packs, config_.classification, config_.signatures);
    if (!packs) {
      problems_.insert(problems_.end(), packs.error().begin(), packs.error().end());
      return;
    }
    // Without the lists each `except` would be a problem of its own.
    if (!problems_.empty()) return;
    SignatureSetBuilder builder([this](std::string_view name) -> std::optional<std::uint32_t> {
      return lists_->index_of(name);
    });
    for (const SignatureSpec& spec : packs->signatures()) {
      summary_.enforced_signatures += spec.enforce ? 1U : 0U;
      builder.add(spec);
    }
    summary_.signatures = packs->signatures().size();
    note(*packs, builder.check());
    if (!problems_.empty()) return;
    for (const DatabaseSource& source : builder.sources()) {
      auto database = cache_.get(source);
      if (!database) {
        note(*packs, builder.explain(source, database.error()));
        return;
      }
      builder.attach(std::move(*database));
    }
    auto set = builder.finish();
    summary_.patterns = set->patterns().size();
    summary_.database_octets = set->memory();
    ruleset_->set<SignatureSet>(std::move(set));
    inputs_.insert(inputs_.end(), packs->sources().begin(), packs->sources().end());
  }

  void note(const PackSet& packs, const std::vector<SignatureError>& errors) {
    for (const SignatureError& error : errors)
      problems_.push_back(packs.locate(error));
  }

  // The same inputs give the same version on every node, wherever their files stand.
  std::string version() const {
    Sha256Stream hash;
    const Document all = write_definition(config_, Secrets::kShown);
    for (const std::string_view key : kRuleKeys) {
      hash.add_piece(key);
      hash.add_piece(write_yaml(*all.find(key)));
    }
    std::vector<std::string_view> texts;
    for (const SourceText& input : inputs_)
      texts.push_back(input.text);
    std::sort(texts.begin(), texts.end());
    for (const std::string_view text : texts)
      hash.add_piece(text);
    const Sha256 digest = hash.finish();
    return hexadecimal(std::span(digest).first(6));
  }

  const Config& config_;
  SignatureCache& cache_;
  HostHitsByName& host_hits_;
  std::uint64_t secret_;
  std::shared_ptr<Ruleset> ruleset_ = std::make_shared<Ruleset>();
  const access::AccessLists* lists_ = nullptr;
  std::vector<SourceText> inputs_;
  RulesetSummary summary_;
  Problems problems_;
};

}  // namespace

RulesetBuilder::RulesetBuilder(std::string cache_dir, std::size_t cache_files, std::uint64_t secret)
    : cache_(std::move(cache_dir), cache_files), secret_(secret) {}

Expected<BuiltRuleset, Problems> RulesetBuilder::build(const Config& config,
                                                       std::chrono::microseconds now) {
  return Build(config, cache_, host_hits_, secret_).run(now);
}

}  // namespace smsfw::control
