#include "filters/origin/operation_matrix.hh"

#include "smsc-proxy/ss7/codec/map_operations.hh"
#include "tests/catch.hh"

namespace smsfw::origin {
namespace {

Ss7Facts facts(int operation, int context, int version, int called = 0, int calling = 0) {
  Ss7Facts made;
  made.operation = static_cast<std::uint8_t>(operation);
  made.context = static_cast<std::uint8_t>(context);
  made.version = static_cast<std::uint8_t>(version);
  made.called.subsystem = static_cast<std::uint8_t>(called);
  made.calling.subsystem = static_cast<std::uint8_t>(calling);
  return made;
}

AnswerKind check(const Ss7Facts& given, bool to_handset) {
  const Answer answer = check_context(given, to_handset, Subsystems());
  CHECK(answer.applies);
  CHECK(answer.detail.empty() == (answer.kind == AnswerKind::kMatch));
  return answer.kind;
}

TEST_CASE("every operation, context and version agrees with the codec's table") {
  std::size_t fitting = 0;
  for (const ss7::MapOperationSpec& spec : ss7::map_operations()) {
    if (spec.versions == 0) continue;  // known by name only
    for (int context = 1; context < 256; ++context) {
      for (int version = 1; version <= 4; ++version) {
        bool in_codec = false;
        for (const ss7::MapContextUse& use : spec.contexts) {
          in_codec = in_codec || (use.context == context && version <= 3 &&
                                  (use.versions >> (version - 1) & 1) != 0);
        }
        const Ss7Facts given = facts(spec.code, context, version);
        const bool here =
            check(given, true) == AnswerKind::kMatch || check(given, false) == AnswerKind::kMatch;
        INFO(int(spec.code) << " in " << context << " version " << version);
        CHECK(here == in_codec);
        fitting += here ? 1 : 0;
      }
    }
  }
  CHECK(fitting > 15);
}

TEST_CASE("version 1 has no context, and only operations that have a version 1 may go without") {
  for (const ss7::MapOperationSpec& spec : ss7::map_operations()) {
    if (spec.versions == 0) continue;
    const bool has = ss7::version1_context(spec.code).has_value();
    const Ss7Facts given = facts(spec.code, 0, 0);
    const bool unknown =
        check(given, true) == AnswerKind::kUnknown || check(given, false) == AnswerKind::kUnknown;
    INFO(spec.name);
    CHECK(unknown == has);
  }
}

TEST_CASE("the way of a message tells forwardSM's contexts apart") {
  CHECK(check(facts(46, 21, 3), false) == AnswerKind::kMatch);
  CHECK(check(facts(46, 21, 3), true) == AnswerKind::kMismatch);
  CHECK(check(facts(46, 21, 1), true) == AnswerKind::kMatch);
  CHECK(check(facts(46, 25, 2), true) == AnswerKind::kMatch);
  CHECK(check(facts(46, 25, 2), false) == AnswerKind::kMismatch);
  CHECK(check(facts(44, 25, 3), true) == AnswerKind::kMatch);
  CHECK(check(facts(44, 25, 3), false) == AnswerKind::kMismatch);
}

TEST_CASE("subsystem numbers of both ends, and those by agreement") {
  CHECK(check(facts(45, 20, 3, 6, 8), false) == AnswerKind::kMatch);
  CHECK(check(facts(45, 20, 3, 8, 8), false) == AnswerKind::kMismatch);
  CHECK(check(facts(45, 20, 3, 6, 7), false) == AnswerKind::kMismatch);
  CHECK(check(facts(44, 25, 3, 149, 8), true) == AnswerKind::kMatch);
  CHECK(check(facts(44, 25, 3, 6, 8), true) == AnswerKind::kMismatch);
  CHECK(check_context(facts(45, 20, 3, 250, 8), false, Subsystems(250)).kind == AnswerKind::kMatch);
  CHECK(check_context(facts(45, 20, 3, 251, 8), false, Subsystems(250)).kind ==
        AnswerKind::kMismatch);
}

TEST_CASE("what is not of short messages") {
  CHECK(check(facts(0, 20, 3), false) == AnswerKind::kUnknown);
  CHECK(check(facts(71, 29, 3), false) == AnswerKind::kUnknown);
  CHECK(check(facts(71, 20, 3), false) == AnswerKind::kMismatch);
}

}  // namespace
}  // namespace smsfw::origin
