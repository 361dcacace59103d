#pragma once

#include <cstddef>
#include <string_view>

#include "filters/core/inline_vector.hh"
#include "filters/core/verdict.hh"

namespace smsfw {

/// What a decided verdict reports: `reasons` are why it is as it is, `warnings` what was noticed
/// without keeping the message back. Each name once; what decided stands first. The views live as
/// long as the ruleset.
struct Reasons {
  using Names = InlineVector<std::string_view, kMaxListedHits>;
  Names reasons;
  Names warnings;
};

/// Events and `smsfw classify` say the same:
/// - A message that is kept back: reasons are all hits that would keep it back, and where the sum
///   of scores does, the hits that make the sum.
/// - A message that passes: its reason is that it is control traffic, where it is; all else is a
///   warning, also what would have kept it back.
inline Reasons reasons_of(const Verdict& verdict) noexcept {
  Reasons made;
  const auto has = [](const Reasons::Names& names, std::string_view name) {
    for (const std::string_view other : names) {
      if (other == name) return true;
    }
    return false;
  };
  const auto add = [&](Reasons::Names& names, std::string_view name) {
    if (!has(names, name)) names.push_back(name);
  };
  const bool kept_back = blocks(verdict.action);
  const Hit* leading =
      verdict.leading < 0 ? nullptr : &verdict.hits[static_cast<std::size_t>(verdict.leading)];
  const bool by_score =
      leading != nullptr && kept_back && leading->sid == 0 && leading->reason == "score";
  if (leading != nullptr && kept_back) add(made.reasons, leading->reason);
  const auto is_reason = [&](const Hit& hit) {
    if (!kept_back) return hit.terminal && !blocks(hit.action) && !warns(hit);
    return blocks(hit.action) || (by_score && hit.score > 0);
  };
  for (const Hit& hit : verdict.hits) {
    if (is_reason(hit)) add(made.reasons, hit.reason);
  }
  for (const Hit& hit : verdict.hits) {
    const bool noticed = warns(hit) || (!kept_back && blocks(hit.action));
    if (noticed && !is_reason(hit) && !has(made.reasons, hit.reason)) {
      add(made.warnings, hit.reason);
    }
  }
  return made;
}

}  // namespace smsfw
