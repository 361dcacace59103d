#include "filters/model/model_facts.hh"

#include <algorithm>

#include "tests/catch.hh"
#include "tests/unit/model/model_fixture.hh"

namespace smsfw::model {
namespace {

/// The step of the group that a message has, or nothing.
std::optional<std::size_t> step(const FactList& facts, FactGroup group) {
  const FactGroupRow& row = row_of(group);
  for (const std::uint16_t fact : facts) {
    if (fact >= row.first && fact < row.first + row.size) return fact - row.first;
  }
  return std::nullopt;
}

TEST_CASE("groups are in order, without gaps, and each fact finds its own") {
  std::size_t next = 0;
  for (const FactGroupRow& row : kFactGroups) {
    CHECK(row.first == next);
    CHECK(&group_of(next) == &row_of(row.group));
    CHECK(&group_of(next + row.size - 1) == &row_of(row.group));
    next += row.size;
  }
  CHECK(next == kFactCount);
}

TEST_CASE("facts of a text") {
  SmsContext ctx;
  fill(ctx, "CALL Now 09", "call now 09");
  ctx.text[Buffer::kUrlHost] = "a.example\nb.example";
  const FactList facts = facts_of(ctx, {30, 7, 5});
  CHECK(step(facts, FactGroup::kLength) == 2);
  CHECK(step(facts, FactGroup::kDigits) == 2);
  CHECK(step(facts, FactGroup::kNumber) == 5);
  CHECK(step(facts, FactGroup::kCapitals) == 7);  // 5 of 7
  CHECK(step(facts, FactGroup::kLinks) == 2);
  CHECK_FALSE(step(facts, FactGroup::kSender));
  CHECK_FALSE(step(facts, FactGroup::kForms));
}

TEST_CASE("beyond its last step a fact stays there") {
  SmsContext ctx;
  fill(ctx, "", "");
  const FactList facts = facts_of(ctx, {100'000, 100'000, 100'000});
  CHECK(step(facts, FactGroup::kLength) == 15);
  CHECK(step(facts, FactGroup::kNumber) == kNumberSteps - 1);
  CHECK_FALSE(step(facts, FactGroup::kCapitals));
}

TEST_CASE("facts of the sender, alone and with links and numbers") {
  SmsContext ctx;
  fill(ctx, "x", "x");
  ctx.text[Buffer::kUrlHost] = "a.example";
  ctx.oa.kind = AddressKind::kE164;
  ctx.oa.home_country = true;
  FactList facts = facts_of(ctx, {1, 0, 3});
  CHECK(step(facts, FactGroup::kSender) == 2);
  CHECK(step(facts, FactGroup::kSenderLinks) == 5);
  CHECK(step(facts, FactGroup::kSenderNumber) == 2 * kNumberSteps + 3);
  ctx.oa.home_country = false;
  CHECK(step(facts_of(ctx, {}), FactGroup::kSender) == 3);
  ctx.oa.kind = AddressKind::kAlphanumeric;
  CHECK(step(facts_of(ctx, {}), FactGroup::kSender) == 0);
}

TEST_CASE("each measure of obfuscation is a fact of its own, a little or much") {
  SmsContext ctx;
  fill(ctx, "x", "x");
  ctx.obfuscation.look_alikes = 1;
  ctx.obfuscation.leet = 9;
  const FactList facts = facts_of(ctx, {});
  const std::uint16_t first = row_of(FactGroup::kForms).first;
  CHECK(std::count(facts.begin(), facts.end(), first) == 1);
  CHECK(std::count(facts.begin(), facts.end(), first + 13) == 1);
  CHECK(facts.dropped() == 0);
}

}  // namespace
}  // namespace smsfw::model
