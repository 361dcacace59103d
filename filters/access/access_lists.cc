#include "filters/access/access_lists.hh"

#include <limits>

#include "filters/core/address_key.hh"

namespace smsfw::access {
namespace {

constexpr std::chrono::microseconds kNever = std::chrono::microseconds::max();

std::string where(const AccessListSpec& spec, std::size_t entry) {
  return "access_lists: '" + spec.name + "': entry " + std::to_string(entry + 1) + " ('" +
         spec.entries[entry].value + "'): ";
}

/// The key that an entry of an exact list stands for.
AddressKey exact_key(const AccessListSpec& spec, const ListEntrySpec& entry,
                     const NumberingPlan& plan) {
  AddressKey key;
  if (spec.of == ListSubject::kSystemId) {
    key.assign(entry.value);
    return key;
  }
  Address address;
  address.text = entry.value;
  plan.resolve(address);
  return address_key(address);
}

AddressKey prefix_key(const AccessListSpec& spec, const ListEntrySpec& entry,
                      const NumberingPlan& plan) {
  AddressKey key;
  if (spec.of == ListSubject::kSystemId) {
    key.assign(entry.value);
    return key;
  }
  if (entry.value.find_first_not_of("+0123456789") != std::string::npos) {
    return fold_name(entry.value);
  }
  if (const auto prefix = plan.prefix(entry.value)) key.assign(*prefix);
  return key;
}

}  // namespace

Expected<std::unique_ptr<const AccessLists>, std::string> AccessLists::build(
    std::span<const AccessListSpec> specs, const NumberingPlans& plans,
    const TextMatcherCompiler* compiler, std::uint64_t secret) {
  if (specs.size() > kMaxLists) {
    return Unexpected<std::string>("access_lists: " + std::to_string(specs.size()) +
                                   " lists; at most " + std::to_string(kMaxLists) +
                                   " fit, join some of them");
  }
  auto part = std::make_unique<AccessLists>();
  const NumberingPlan& plan = plans.at(0);
  for (const AccessListSpec& spec : specs) {
    const auto refuse = [&](const std::string& why) {
      return Unexpected<std::string>("access_lists: '" + spec.name + "': " + why);
    };
    if (spec.name.empty()) {
      return Unexpected<std::string>("access_lists: a list without a name; give it one");
    }
    if (part->index_of(spec.name)) return refuse("the name stands twice; rename one of them");
    if (spec.action == ListAction::kDeny && spec.deny_with != Action::kReject &&
        spec.deny_with != Action::kAbsorb && spec.deny_with != Action::kDrop) {
      return refuse("deny_with must be reject, absorb or drop, not " +
                    std::string(to_string(spec.deny_with)));
    }
    const auto index = static_cast<std::uint8_t>(part->lists_.size());
    List list{spec.name,    spec.reason,      spec.action,     spec.deny_with,       spec.direction,
              spec.enforce, spec.skip_limits, spec.skip_score, spec.skip_signatures, spec.status};
    part->lists_.push_back(std::move(list));
    part->entries_ += spec.entries.size();

    Subject& subject = part->subjects_[static_cast<std::size_t>(spec.of)];
    std::vector<std::string> patterns;
    Expressions expressions{index, spec.of, nullptr, {}};
    for (std::size_t i = 0; i < spec.entries.size(); ++i) {
      const ListEntrySpec& entry = spec.entries[i];
      const auto expires = entry.expires.value_or(kNever);
      if (entry.value.empty()) return Unexpected<std::string>(where(spec, i) + "empty; remove it");
      if (spec.match == ListMatch::kRegex) {
        patterns.push_back(entry.value);
        expressions.entries.push_back({expires, entry.reason});
        continue;
      }
      if (entry.value.size() > kMaxAddressKey) {
        return Unexpected<std::string>(where(spec, i) + "longer than " +
                                       std::to_string(kMaxAddressKey) +
                                       " octets, no address is; shorten or remove it");
      }
      const bool exact = spec.match == ListMatch::kExact;
      const AddressKey key = exact ? exact_key(spec, entry, plan) : prefix_key(spec, entry, plan);
      if (key.empty()) {
        return Unexpected<std::string>(where(spec, i) +
                                       "nothing is left of it to compare; write a number, a name "
                                       "or a longer prefix");
      }
      (exact ? subject.exact : subject.prefix).add(key, index, expires, entry.reason);
    }
    if (patterns.empty()) continue;
    if (compiler == nullptr) {
      return refuse("this build has no regular expressions; use match exact or prefix");
    }
    auto matcher = compiler->compile(patterns, spec.of != ListSubject::kSystemId);
    if (!matcher) {
      return Unexpected<std::string>(where(spec, matcher.error().pattern) +
                                     matcher.error().message + "; correct the expression");
    }
    expressions.matcher = std::move(*matcher);
    part->expressions_.push_back(std::move(expressions));
  }
  for (Subject& subject : part->subjects_) {
    subject.exact.seal(secret);
    subject.prefix.seal(secret);
  }
  return part;
}

std::optional<std::uint8_t> AccessLists::index_of(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < lists_.size(); ++i) {
    if (lists_[i].name == name) return static_cast<std::uint8_t>(i);
  }
  return std::nullopt;
}

FilterStatus AccessFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                 Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* part = ruleset.part<AccessLists>();
  if (part == nullptr || part->lists_.empty()) return FilterStatus::kContinue;

  // The first entry of a list that is in force speaks for the list.
  const auto met = [&](std::uint8_t index, std::chrono::microseconds expires,
                       std::string_view reason) {
    if (ctx.received.wall >= expires) return;
    const std::uint64_t bit = std::uint64_t{1} << index;
    const AccessLists::List& list = part->lists_[index];
    if ((ctx.lists & bit) != 0 || !goes(ctx.ingress, list.direction)) return;
    ctx.lists |= bit;
    if (list.action == ListAction::kAllow) {
      if (!list.enforce) return;
      verdict.skip_limits = verdict.skip_limits || list.skip_limits;
      verdict.skip_score = verdict.skip_score || list.skip_score;
      verdict.skip_signatures = verdict.skip_signatures || list.skip_signatures;
      return;
    }
    Hit hit;
    hit.reason = list.name;
    hit.detail = reason.empty() ? std::string_view(list.reason) : reason;
    hit.action = list.deny_with;
    hit.precedence = Precedence::kSource;
    hit.terminal = true;
    hit.enforced = list.enforce;
    hit.smpp_status = list.status;
    add_hit(verdict, hit, ruleset.precedence);
  };

  AddressKey keys[kListSubjectCount] = {address_key(ctx.oa), address_key(ctx.da), {}};
  for (std::size_t i = 0; i < kListSubjectCount; ++i) {
    const std::string_view key =
        i == static_cast<std::size_t>(ListSubject::kSystemId) ? ctx.system_id : keys[i].view();
    if (key.empty()) continue;
    const AccessLists::Subject& subject = part->subjects_[i];
    subject.exact.find(key, [&](const KeyIndex::Entry& entry) {
      met(entry.list, entry.expires, subject.exact.reason(entry));
    });
    subject.prefix.find_prefixes(key.substr(0, kMaxAddressKey), [&](const KeyIndex::Entry& entry) {
      met(entry.list, entry.expires, subject.prefix.reason(entry));
    });
    for (const AccessLists::Expressions& expressions : part->expressions_) {
      if (static_cast<std::size_t>(expressions.of) != i) continue;
      if (!expressions.matcher->match(key, matched_)) continue;
      for (const int at : matched_) {
        const auto& entry = expressions.entries[static_cast<std::size_t>(at)];
        met(expressions.list, entry.expires, entry.reason);
      }
    }
  }
  return FilterStatus::kContinue;
}

}  // namespace smsfw::access
