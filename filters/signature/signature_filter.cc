#include "filters/signature/signature_filter.hh"

#include <hs.h>
#include <re2/re2.h>

#include <algorithm>

#include "filters/core/precedence_table.hh"
#include "filters/signature/signature.hh"

namespace smsfw {
namespace {

constexpr std::size_t kWord = 64;

void set_bit(std::vector<std::uint64_t>& bits, std::uint32_t at) noexcept {
  bits[at / kWord] |= std::uint64_t{1} << (at % kWord);
}

bool test_bit(const std::vector<std::uint64_t>& bits, std::uint32_t at) noexcept {
  return (bits[at / kWord] >> (at % kWord) & 1) != 0;
}

void clear_bits(std::vector<std::uint64_t>& bits, std::vector<std::uint32_t>& set) noexcept {
  for (const std::uint32_t at : set)
    bits[at / kWord] = 0;
  set.clear();
}

/// Where the callback writes.
struct Sink {
  std::vector<std::uint64_t>& bits;
  std::vector<std::uint32_t>& list;
  std::uint32_t first;
};

/// Nothing but a note: the scratch is in use, and the text may call this for every pattern.
int note(unsigned id, unsigned long long, unsigned long long, unsigned, void* context) {
  auto& sink = *static_cast<Sink*>(context);
  const std::uint32_t pattern = sink.first + id;
  if (!test_bit(sink.bits, pattern)) {
    set_bit(sink.bits, pattern);
    sink.list.push_back(pattern);  // room for every pattern was reserved
  }
  return 0;
}

bool in_scope(const SignatureSet::Entry& entry, const SmsContext& ctx) noexcept {
  if ((entry.ingress_mask >> static_cast<unsigned>(ctx.ingress) & 1) == 0) return false;
  if (entry.oa_type_mask != 0) {
    const auto type = oa_type_of(ctx.oa);
    if (!type || (entry.oa_type_mask >> static_cast<unsigned>(*type) & 1) == 0) return false;
  }
  return (entry.except_lists & ctx.lists) == 0;
}

bool in_force(const SignatureSet::Entry& entry, const Verdict& verdict) noexcept {
  return !verdict.skip_signatures ||
         (entry.hit.terminal && entry.hit.precedence == Precedence::kProhibited);
}

}  // namespace

bool SignatureFilter::prepare(const Ruleset& ruleset) noexcept {
  const auto* const set = ruleset.part<SignatureSet>();
  if (set == nullptr) return true;
  const auto fit = [](auto& bits, auto& list, std::size_t count) {
    if (bits.size() * kWord < count) bits.resize((count + kWord - 1) / kWord);
    list.reserve(count);
  };
  fit(reported_, candidates_, set->patterns().size());
  fit(seen_, looked_at_, set->entries().size());
  matches_.reserve(set->entries().size());
  return scratch_.grow(*set);
}

FilterStatus SignatureFilter::judge(SmsContext& ctx, const Ruleset& ruleset, Verdict& verdict,
                                    Need& /*need*/, std::uint8_t /*self*/) noexcept {
  const auto* const set = ruleset.part<SignatureSet>();
  if (set == nullptr || !ctx.text.ready) return FilterStatus::kContinue;
  ++counters_.messages;
  const bool whole = scan(ctx, *set);
  if (!whole) {
    ++counters_.failed;
    verdict.shed = true;
    ctx.findings.add(Finding::kOverBudget);
  }
  if (candidates_.empty()) return FilterStatus::kContinue;
  counters_.candidates += candidates_.size();
  if (set->confirmed_patterns() != 0) confirm(ctx, *set);
  evaluate(ctx, *set, verdict);
  std::sort(matches_.begin(), matches_.end());
  for (const std::uint32_t match : matches_)
    add_hit(verdict, set->entries()[match].hit, ruleset.precedence);
  counters_.matched += matches_.size();
  clear_bits(reported_, candidates_);
  clear_bits(seen_, looked_at_);
  matches_.clear();
  return FilterStatus::kContinue;
}

bool SignatureFilter::scan(const SmsContext& ctx, const SignatureSet& set) noexcept {
  // Without prepare() there would be no room for the candidates.
  if (reported_.size() * kWord < set.patterns().size() ||
      seen_.size() * kWord < set.entries().size()) {
    return false;
  }
  bool whole = true;
  for (const SignatureSet::Database& database : set.databases()) {
    const std::string_view text = ctx.text[database.compiled.buffer()];
    if (text.empty()) continue;
    Sink sink{reported_, candidates_, database.first_pattern};
    const auto result =
        hs_scan(database.compiled.handle(), text.data(), static_cast<unsigned>(text.size()), 0,
                scratch_.handle(), note, &sink);
    whole &= result == HS_SUCCESS;
  }
  return whole;
}

void SignatureFilter::confirm(const SmsContext& ctx, const SignatureSet& set) noexcept {
  for (const std::uint32_t candidate : candidates_) {
    const SignatureSet::Pattern& pattern = set.patterns()[candidate];
    if (pattern.confirm == nullptr) continue;
    ++counters_.confirms;
    const std::string_view text = ctx.text[pattern.buffer];
    if (re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *pattern.confirm)) {
      continue;
    }
    ++counters_.refuted;
    reported_[candidate / kWord] &= ~(std::uint64_t{1} << (candidate % kWord));
  }
}

void SignatureFilter::evaluate(const SmsContext& ctx, const SignatureSet& set,
                               const Verdict& verdict) noexcept {
  const auto references = set.references();
  const auto holds = [&](std::uint32_t r) { return test_bit(reported_, references[r]); };
  for (const std::uint32_t candidate : candidates_) {
    if (!test_bit(reported_, candidate)) continue;  // refuted
    const SignatureSet::Pattern& pattern = set.patterns()[candidate];
    for (std::uint32_t t = pattern.trigger_begin; t != pattern.trigger_end; ++t) {
      const std::uint32_t index = set.triggers()[t];
      const SignatureSet::Entry& entry = set.entries()[index];
      if (entry.first == entry.all_end) {  // by any of `any`, so perhaps looked at before
        if (test_bit(seen_, index)) continue;
        set_bit(seen_, index);
        looked_at_.push_back(index);
      }
      ++counters_.evaluated;
      bool match = true;
      std::uint32_t r = entry.first;
      for (; match && r != entry.all_end; ++r)
        match = holds(r);
      if (!match) continue;
      bool any = entry.all_end == entry.any_end;
      for (r = entry.all_end; !any && r != entry.any_end; ++r)
        any = holds(r);
      for (r = entry.any_end; match && r != entry.not_end; ++r)
        match = !holds(r);
      if (match && any && in_scope(entry, ctx) && in_force(entry, verdict)) {
        matches_.push_back(index);
      }
    }
  }
}

}  // namespace smsfw
