#include "filters/signature/signature_set_builder.hh"

#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>
#include <utility>

#include "filters/signature/confirm_expression.hh"
#include "filters/signature/expression.hh"

namespace smsfw {
namespace {

constexpr std::uint32_t kLists = 64;  // bits of SmsContext::lists

using Key = std::pair<Buffer, std::string_view>;

/// Calls use(list name, index, pattern) for each condition, in the order of references.
template <class Use>
void for_each_condition(const SignatureSpec& spec, Use use) {
  const std::pair<std::string_view, const std::vector<PatternSpec>*> lists[] = {
      {"all", &spec.all}, {"any", &spec.any}, {"not", &spec.not_any}};
  for (const auto& [name, list] : lists) {
    for (std::size_t i = 0; i < list->size(); ++i)
      use(name, i, (*list)[i]);
  }
}

std::string place(std::string_view list, std::size_t i) {
  return "match." + std::string(list) + "[" + std::to_string(i) + "]";
}

template <class Value>
std::uint8_t mask_of(const std::vector<Value>& values) {
  unsigned mask = 0;
  for (const Value value : values)
    mask |= 1U << static_cast<unsigned>(value);
  return static_cast<std::uint8_t>(mask);
}

}  // namespace

struct SignatureSetBuilder::Work {
  ListResolver resolve;
  std::vector<SignatureSpec> specs;
  std::vector<std::uint64_t> except_lists;  // one a spec
  std::map<Key, std::uint32_t> patterns;    // views into specs
  std::vector<DatabaseSource> sources;
  std::vector<PatternDatabase> databases;
  bool checked = false;

  void check_fields(const SignatureSpec& spec, std::vector<SignatureError>& errors) const;
  std::uint64_t check_lists(const SignatureSpec& spec, std::vector<SignatureError>& errors) const;
  void number_patterns();
};

SignatureSetBuilder::SignatureSetBuilder(ListResolver lists) : work_(std::make_unique<Work>()) {
  work_->resolve = std::move(lists);
}

SignatureSetBuilder::~SignatureSetBuilder() = default;

void SignatureSetBuilder::add(SignatureSpec spec) {
  work_->specs.push_back(std::move(spec));
}

void SignatureSetBuilder::Work::check_fields(const SignatureSpec& spec,
                                             std::vector<SignatureError>& errors) const {
  const auto refuse = [&](std::string where, std::string what, std::string hint) {
    errors.push_back({spec.sid, std::move(where), std::move(what), std::move(hint)});
  };
  if (spec.sid == 0) refuse("sid", "missing or 0", "number it within your range");
  if (spec.rev == 0) refuse("rev", "missing or 0", "start with 1, raise it at each change");
  if (spec.class_name.empty()) refuse("class", "missing", "name a class of the classification");
  if (!std::isfinite(spec.score)) refuse("score", "not a number", "");
  if (blocks(spec.action) ? spec.action == Action::kHold : spec.action == Action::kRelabel) {
    refuse("action", "a signature cannot " + std::string(to_string(spec.action)),
           "one of score, tag, throttle, quarantine, reject, absorb, drop");
  }
  if (spec.all.empty() && spec.any.empty()) {
    refuse("match", "has neither `all` nor `any`",
           "with `not` alone it would match nearly every message");
  }
  for_each_condition(spec, [&](std::string_view list, std::size_t i, const PatternSpec& pattern) {
    if (auto fault = find_fault(pattern.regex)) {
      refuse(place(list, i), std::move(fault->what), std::move(fault->hint));
    }
    if (list != "not") return;
    const auto same = [&](const PatternSpec& other) {
      return other.buffer == pattern.buffer && other.regex == pattern.regex;
    };
    if (std::any_of(spec.all.begin(), spec.all.end(), same)) {
      refuse(place(list, i), "the same condition stands in `all`", "it can never match");
    }
  });
}

std::uint64_t SignatureSetBuilder::Work::check_lists(const SignatureSpec& spec,
                                                     std::vector<SignatureError>& errors) const {
  std::uint64_t bits = 0;
  for (const std::string& name : spec.except_lists) {
    const auto index = resolve ? resolve(name) : std::nullopt;
    if (!index) {
      errors.push_back({spec.sid, "except.list", "no access list is called '" + name + "'",
                        "name one of access_lists"});
    } else if (*index >= kLists) {
      errors.push_back({spec.sid, "except.list", "list '" + name + "' is beyond the first 64",
                        "move it up in access_lists"});
    } else {
      bits |= std::uint64_t{1} << *index;
    }
  }
  return bits;
}

void SignatureSetBuilder::Work::number_patterns() {
  for (const SignatureSpec& spec : specs) {
    for_each_condition(spec, [&](std::string_view, std::size_t, const PatternSpec& pattern) {
      patterns.emplace(Key{pattern.buffer, pattern.regex}, 0);
    });
  }
  // The map's order: by buffer, then by expression. So a source depends on nothing else.
  std::uint32_t next = 0;
  for (auto& [key, number] : patterns) {
    if (sources.empty() || sources.back().buffer != key.first) {
      sources.push_back({key.first, {}});
    }
    sources.back().expressions.emplace_back(key.second);
    number = next++;
  }
}

std::vector<SignatureError> SignatureSetBuilder::check() {
  Work& work = *work_;
  std::stable_sort(work.specs.begin(), work.specs.end(),
                   [](const auto& a, const auto& b) { return a.sid < b.sid; });
  std::vector<SignatureError> errors;
  for (std::size_t i = 0; i < work.specs.size(); ++i) {
    const SignatureSpec& spec = work.specs[i];
    if (i != 0 && spec.sid == work.specs[i - 1].sid && spec.sid != 0) {
      errors.push_back({spec.sid, "sid",
                        "used twice ('" + work.specs[i - 1].msg + "', '" + spec.msg + "')",
                        "give each signature its own"});
    }
    work.check_fields(spec, errors);
    work.except_lists.push_back(work.check_lists(spec, errors));
  }
  if (errors.empty()) {
    work.number_patterns();
    work.checked = true;
  }
  return errors;
}

std::span<const DatabaseSource> SignatureSetBuilder::sources() const noexcept {
  return work_->sources;
}

std::vector<SignatureError> SignatureSetBuilder::explain(
    const DatabaseSource& source, std::span<const DatabaseError> database_errors) const {
  std::map<std::string_view, const DatabaseError*> by_regex;
  std::vector<SignatureError> errors;
  for (const DatabaseError& error : database_errors) {
    if (error.expression < source.expressions.size()) {
      by_regex.emplace(source.expressions[error.expression], &error);
    } else {
      errors.push_back(
          {0, "buffer " + std::string(to_string(source.buffer)), error.what, error.hint});
    }
  }
  for (const SignatureSpec& spec : work_->specs) {
    for_each_condition(spec, [&](std::string_view list, std::size_t i, const PatternSpec& pattern) {
      if (pattern.buffer != source.buffer) return;
      const auto found = by_regex.find(pattern.regex);
      if (found == by_regex.end()) return;
      errors.push_back({spec.sid, place(list, i), found->second->what, found->second->hint});
    });
  }
  return errors;
}

void SignatureSetBuilder::attach(PatternDatabase database) {
  work_->databases.push_back(std::move(database));
}

std::unique_ptr<const SignatureSet> SignatureSetBuilder::finish() {
  Work& work = *work_;
  if (!work.checked || work.databases.size() != work.sources.size()) return nullptr;
  std::unique_ptr<SignatureSet> set(new SignatureSet);
  set->patterns_.resize(work.patterns.size());

  std::uint32_t first = 0;
  for (std::size_t i = 0; i < work.sources.size(); ++i) {
    const DatabaseSource& source = work.sources[i];
    PatternDatabase& database = work.databases[i];
    if (database.content_hash() != source.content_hash()) return nullptr;
    for (std::size_t k = 0; k < source.expressions.size(); ++k)
      set->patterns_[first + k].buffer = source.buffer;
    for (const std::uint32_t k : database.confirmed()) {
      std::string error;
      auto confirm = make_confirmation(source.expressions[k], error);
      if (confirm == nullptr) return nullptr;
      set->patterns_[first + k].confirm = std::move(confirm);
      ++set->confirmed_patterns_;
    }
    set->databases_.push_back({std::move(database), first});
    first += static_cast<std::uint32_t>(source.expressions.size());
  }

  std::vector<std::uint32_t> sharing(set->patterns_.size(), 0);
  for (std::size_t i = 0; i < work.specs.size(); ++i) {
    SignatureSpec& spec = work.specs[i];
    SignatureSet::Entry& entry = set->entries_.emplace_back();
    entry.hit.sid = spec.sid;
    entry.hit.rev = spec.rev;
    entry.hit.buffer = (spec.all.empty() ? spec.any : spec.all).front().buffer;
    entry.hit.action = spec.action;
    entry.hit.precedence = spec.precedence;
    entry.hit.terminal = spec.action != Action::kAllow;
    entry.hit.enforced = spec.enforce;
    entry.hit.score = spec.score;
    entry.hit.smpp_status = spec.smpp_status;
    entry.severity = spec.severity;
    entry.ingress_mask = spec.directions.empty() ? 0xFF : mask_of(spec.directions);
    entry.oa_type_mask = mask_of(spec.oa_types);
    entry.except_lists = work.except_lists[i];
    entry.first = static_cast<std::uint32_t>(set->references_.size());
    for_each_condition(spec, [&](std::string_view, std::size_t, const PatternSpec& pattern) {
      set->references_.push_back(work.patterns.at(Key{pattern.buffer, pattern.regex}));
    });
    entry.all_end = entry.first + static_cast<std::uint32_t>(spec.all.size());
    entry.any_end = entry.all_end + static_cast<std::uint32_t>(spec.any.size());
    entry.not_end = entry.any_end + static_cast<std::uint32_t>(spec.not_any.size());
    for (std::uint32_t r = entry.first; r < entry.all_end; ++r)
      ++sharing[set->references_[r]];
  }

  // The rarest of `all` is looked at; a link pattern that every signature shares would wake all.
  std::vector<std::vector<std::uint32_t>> triggered(set->patterns_.size());
  for (std::uint32_t i = 0; i < set->entries_.size(); ++i) {
    const SignatureSet::Entry& entry = set->entries_[i];
    const auto begin = set->references_.begin();
    if (entry.first != entry.all_end) {
      const auto rarest = std::min_element(begin + entry.first, begin + entry.all_end,
                                           [&](auto a, auto b) { return sharing[a] < sharing[b]; });
      triggered[*rarest].push_back(i);
      continue;
    }
    for (std::uint32_t r = entry.all_end; r < entry.any_end; ++r)
      triggered[set->references_[r]].push_back(i);
  }
  for (std::size_t p = 0; p < triggered.size(); ++p) {
    set->patterns_[p].trigger_begin = static_cast<std::uint32_t>(set->triggers_.size());
    set->triggers_.insert(set->triggers_.end(), triggered[p].begin(), triggered[p].end());
    set->patterns_[p].trigger_end = static_cast<std::uint32_t>(set->triggers_.size());
  }

  // Last, when nothing moves any more: the hits' views. The specs' texts are not needed again.
  for (std::size_t i = 0; i < work.specs.size(); ++i) {
    SignatureSet::Entry& entry = set->entries_[i];
    entry.class_name = work.specs[i].class_name;
    entry.msg = work.specs[i].msg;
    entry.hit.reason = entry.class_name;
    entry.hit.detail = entry.msg;
  }
  work.checked = false;
  return set;
}

Expected<std::unique_ptr<const SignatureSet>, std::vector<SignatureError>> build_signature_set(
    std::vector<SignatureSpec> specs, ListResolver lists) {
  using Errors = std::vector<SignatureError>;
  SignatureSetBuilder builder(std::move(lists));
  for (SignatureSpec& spec : specs)
    builder.add(std::move(spec));
  if (Errors errors = builder.check(); !errors.empty()) {
    return Unexpected<Errors>(std::move(errors));
  }
  for (const DatabaseSource& source : builder.sources()) {
    const auto compiled = compile_database(source);
    if (!compiled) return Unexpected<Errors>(builder.explain(source, compiled.error()));
    auto database = PatternDatabase::load(*compiled, source);
    if (!database) {
      return Unexpected<Errors>(Errors{{0, "", database.error().what, database.error().hint}});
    }
    builder.attach(std::move(*database));
  }
  return builder.finish();
}

}  // namespace smsfw
