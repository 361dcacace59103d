#pragma once

#include <array>
#include <cstdint>

#include "filters/core/verdict.hh"

namespace smsfw {

/// Rank of each Precedence, lowest first. Data: the ruleset may bring another order.
struct PrecedenceTable {
  std::array<std::uint8_t, kPrecedenceCount> rank{0, 1, 2, 3, 4, 5, 6};

  std::uint8_t operator[](Precedence precedence) const noexcept {
    return rank[static_cast<std::size_t>(precedence)];
  }
  /// True when `a` is to be reported before `b`: by rank, then by the stronger action.
  bool before(const Hit& a, const Hit& b) const noexcept {
    const auto ra = (*this)[a.precedence];
    const auto rb = (*this)[b.precedence];
    return ra != rb ? ra < rb : a.action > b.action;
  }
};

/// Adds a hit to a verdict: score, list, the strongest terminal hit by the table's order, and the
/// strongest passing action of the others.
inline void add_hit(Verdict& verdict, const Hit& hit, const PrecedenceTable& table) noexcept {
  verdict.score += hit.score;
  if (hit.enforced) verdict.enforced_score += hit.score;
  if (hit.terminal) {
    if (!verdict.has_terminal || table.before(hit, verdict.strongest)) verdict.strongest = hit;
    verdict.has_terminal = true;
    if (hit.enforced) {
      if (!verdict.has_enforced_terminal || table.before(hit, verdict.strongest_enforced)) {
        verdict.strongest_enforced = hit;
      }
      verdict.has_enforced_terminal = true;
    }
  } else if (!blocks(hit.action)) {
    if (hit.action > verdict.passing) verdict.passing = hit.action;
    if (hit.enforced && hit.action > verdict.passing_enforced)
      verdict.passing_enforced = hit.action;
  }
  verdict.hits.push_back(hit);
}

}  // namespace smsfw
