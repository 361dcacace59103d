#include "smsc-proxy/smpp/session/pending_requests.hh"

#include <map>
#include <random>

#include "tests/catch.hh"

namespace smsfw::smpp {
namespace {

using std::chrono::nanoseconds;

TEST_CASE("a number that is under way is refused, and free again afterwards") {
  PendingRequests pending;
  PendingRequest* first = pending.add(7, nanoseconds{10});
  REQUIRE(first != nullptr);
  CHECK(pending.add(7, nanoseconds{11}) == nullptr);
  CHECK(pending.size() == 1);
  pending.remove(*pending.find(7));
  CHECK(pending.find(7) == nullptr);
  CHECK(pending.add(7, nanoseconds{12}) != nullptr);
}

TEST_CASE("requests become overdue oldest first, at their deadline and not before") {
  PendingRequests pending;
  for (std::uint32_t i = 1; i <= 100; ++i)
    pending.add(i * 1000, nanoseconds{i});
  CHECK(pending.overdue(nanoseconds{0}) == nullptr);
  for (std::uint32_t i = 1; i <= 100; ++i) {
    PendingRequest* due = pending.overdue(nanoseconds{i});
    REQUIRE(due != nullptr);
    CHECK(due->sequence == i * 1000);
    pending.remove(*due);
    CHECK(pending.overdue(nanoseconds{i}) == nullptr);
  }
  CHECK(pending.empty());
}

TEST_CASE("an expired request keeps its number until its late response or its own end") {
  PendingRequests pending;
  pending.add(5, nanoseconds{1});
  pending.expire(*pending.find(5), nanoseconds{100});
  CHECK(pending.empty());
  REQUIRE(pending.find(5) != nullptr);
  CHECK(pending.find(5)->purpose == Purpose::kExpired);
  CHECK(pending.add(5, nanoseconds{2}) == nullptr);
  CHECK(pending.overdue(nanoseconds{99}) == nullptr);
  PendingRequest* due = pending.overdue(nanoseconds{100});
  REQUIRE(due != nullptr);
  pending.remove(*due);
  CHECK(pending.add(5, nanoseconds{200}) != nullptr);
}

TEST_CASE("remembered late responses are bounded, the oldest goes first") {
  PendingRequests pending;
  for (std::uint32_t i = 1; i <= 5000; ++i) {
    pending.add(i, nanoseconds{1});
    pending.expire(*pending.find(i), nanoseconds{1'000'000});
  }
  CHECK(pending.find(1) == nullptr);
  CHECK(pending.find(5000) != nullptr);
  std::size_t kept = 0;
  for (std::uint32_t i = 1; i <= 5000; ++i)
    kept += pending.find(i) != nullptr ? 1 : 0;
  CHECK(kept == 1024);
}

TEST_CASE("a long random history agrees with std::map") {
  std::mt19937 random(20261123);
  PendingRequests pending;
  std::map<std::uint32_t, std::uint32_t> model;
  nanoseconds now{0};
  for (int step = 0; step < 200'000; ++step) {
    // Few distinct numbers, so that collisions and reuse happen all the time.
    const auto sequence = static_cast<std::uint32_t>(random() % 600 * 64);
    if (random() % 2 == 0) {
      now += nanoseconds{1};
      PendingRequest* entry = pending.add(sequence, now);
      CHECK((entry == nullptr) == model.contains(sequence));
      if (entry != nullptr) {
        entry->origin_sequence = static_cast<std::uint32_t>(step);
        model[sequence] = static_cast<std::uint32_t>(step);
      }
    } else if (PendingRequest* entry = pending.find(sequence)) {
      REQUIRE(model.contains(sequence));
      CHECK(entry->origin_sequence == model[sequence]);
      pending.remove(*entry);
      model.erase(sequence);
    } else {
      CHECK_FALSE(model.contains(sequence));
    }
    if (pending.size() != model.size()) FAIL("sizes differ at step " << step);
  }
}

}  // namespace
}  // namespace smsfw::smpp
