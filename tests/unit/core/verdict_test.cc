#include "filters/core/verdict.hh"

#include "filters/core/precedence_table.hh"
#include "tests/catch.hh"

namespace smsfw {
namespace {

Hit terminal(Precedence precedence, Action action, bool enforced = true) {
  Hit hit;
  hit.precedence = precedence;
  hit.action = action;
  hit.terminal = true;
  hit.enforced = enforced;
  return hit;
}

TEST_CASE("the precedence table decides before the strength of the action") {
  Verdict verdict;
  const PrecedenceTable table;
  add_hit(verdict, terminal(Precedence::kBehaviour, Action::kDrop), table);
  add_hit(verdict, terminal(Precedence::kSource, Action::kReject), table);
  add_hit(verdict, terminal(Precedence::kSource, Action::kAbsorb), table);
  CHECK(verdict.strongest.precedence == Precedence::kSource);
  CHECK(verdict.strongest.action == Action::kAbsorb);

  PrecedenceTable reversed;
  for (std::size_t i = 0; i < kPrecedenceCount; ++i) {
    reversed.rank[i] = static_cast<std::uint8_t>(kPrecedenceCount - i);
  }
  Verdict other;
  add_hit(other, terminal(Precedence::kSource, Action::kReject), reversed);
  add_hit(other, terminal(Precedence::kBehaviour, Action::kTag), reversed);
  CHECK(other.strongest.precedence == Precedence::kBehaviour);
}

TEST_CASE("a flood of hits cannot push the decision or the score out") {
  Verdict verdict;
  const PrecedenceTable table;
  Hit weak;
  weak.score = 0.5F;
  for (int i = 0; i < 1000; ++i)
    add_hit(verdict, weak, table);
  add_hit(verdict, terminal(Precedence::kProhibited, Action::kReject), table);
  CHECK(verdict.hits.size() == kMaxListedHits);
  CHECK(verdict.hits.dropped() == 1001 - kMaxListedHits);
  CHECK(verdict.score == Approx(500));
  CHECK(verdict.has_terminal);
  CHECK(verdict.strongest.action == Action::kReject);
}

TEST_CASE("monitored hits never become the enforced decision") {
  Verdict verdict;
  const PrecedenceTable table;
  add_hit(verdict, terminal(Precedence::kSource, Action::kReject, false), table);
  add_hit(verdict, terminal(Precedence::kBehaviour, Action::kThrottle, true), table);
  CHECK(verdict.strongest.action == Action::kReject);
  CHECK(verdict.strongest_enforced.action == Action::kThrottle);
  verdict.reset();
  CHECK_FALSE(verdict.has_terminal);
  CHECK(verdict.hits.empty());
  CHECK(verdict.score == 0);
}

}  // namespace
}  // namespace smsfw
