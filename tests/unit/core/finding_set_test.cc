#include "filters/core/finding_set.hh"

#include "tests/catch.hh"

using namespace smsfw;

namespace {

enum class Few : unsigned { kFirst, kSecond, kLast = 31, kCount };
enum class Many : unsigned { kFirst, kThirtySecond = 32, kLast = 63, kCount };

template <class Kind>
void check_ends(Kind first, Kind last) {
  FindingSet<Kind> set;
  CHECK_FALSE(set.any());
  set.add(last);
  CHECK(set.only(last));
  CHECK_FALSE(set.has(first));

  FindingSet<Kind> other;
  other.add(first);
  CHECK_FALSE(other == set);
  other.add(set);
  CHECK(other.has(first));
  CHECK(other.has(last));
  CHECK_FALSE(other.only(first));
  CHECK(other.count() == 2);
  other.clear();
  CHECK(other == FindingSet<Kind>());
}

}  // namespace

TEST_CASE("a set of findings holds each apart, the last one too") {
  check_ends(Few::kFirst, Few::kLast);
  check_ends(Few::kSecond, Few::kLast);
  check_ends(Many::kFirst, Many::kLast);
  check_ends(Many::kFirst, Many::kThirtySecond);
}
