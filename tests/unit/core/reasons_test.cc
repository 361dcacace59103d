#include "filters/core/reasons.hh"

#include "filters/core/precedence_table.hh"
#include "tests/catch.hh"

using namespace smsfw;

namespace {

Hit hit(std::string_view reason, Action action, bool terminal, float score = 0,
        std::uint32_t sid = 0) {
  Hit made;
  made.reason = reason;
  made.action = action;
  made.terminal = terminal;
  made.score = score;
  made.sid = sid;
  return made;
}

std::vector<std::string> names(const Reasons::Names& from) {
  return {from.begin(), from.end()};
}

}  // namespace

TEST_CASE("a message that the score keeps back names what made the score") {
  Verdict verdict;
  const PrecedenceTable table;
  add_hit(verdict, hit("FRAUD_PHISH", Action::kAllow, false, 6, 1), table);
  add_hit(verdict, hit("EVASION", Action::kAllow, false, 5, 2), table);
  add_hit(verdict, hit("per_source", Action::kTag, false), table);
  add_hit(verdict, hit("score", Action::kReject, true), table);
  verdict.action = Action::kReject;
  verdict.leading = 3;
  const Reasons made = reasons_of(verdict);
  CHECK(names(made.reasons) == std::vector<std::string>{"score", "FRAUD_PHISH", "EVASION"});
  CHECK(names(made.warnings) == std::vector<std::string>{"per_source"});
}

TEST_CASE("what decided stands first, each name once, and no reason is a warning too") {
  Verdict verdict;
  const PrecedenceTable table;
  add_hit(verdict, hit("X", Action::kAllow, false, 3, 1), table);
  add_hit(verdict, hit("X", Action::kReject, true, 3, 2), table);
  add_hit(verdict, hit("list", Action::kReject, true), table);
  verdict.action = Action::kReject;
  verdict.leading = 2;
  const Reasons made = reasons_of(verdict);
  CHECK(names(made.reasons) == std::vector<std::string>{"list", "X"});
  CHECK(made.warnings.empty());
}

TEST_CASE("a message that passes has warnings, and control traffic its reason") {
  Verdict verdict;
  const PrecedenceTable table;
  Hit control = hit("control", Action::kAllow, true);
  control.precedence = Precedence::kControl;
  add_hit(verdict, control, table);
  add_hit(verdict, hit("FRAUD_JOB", Action::kAllow, false, 4, 1), table);
  add_hit(verdict, hit("list", Action::kReject, true), table);
  verdict.leading = 0;
  const Reasons made = reasons_of(verdict);
  CHECK(names(made.reasons) == std::vector<std::string>{"control"});
  CHECK(names(made.warnings) == std::vector<std::string>{"FRAUD_JOB", "list"});
}
