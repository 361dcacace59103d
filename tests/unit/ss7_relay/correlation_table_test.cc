#include "smsc-proxy/ss7/relay/correlation_table.hh"

#include <array>
#include <deque>
#include <random>
#include <set>
#include <string>

#include "smsc-proxy/ss7/relay/miss_limit.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace std::chrono_literals;

namespace {

constexpr auto kNow = std::chrono::nanoseconds(1h);

bool same_country(std::string_view a, std::string_view b) {
  return a.substr(0, 3) == b.substr(0, 3);
}

CorrelationLimits limits(std::size_t max_ids = 1000) {
  CorrelationLimits out;
  out.prefix.assign("00101");
  out.lifetime = 60s;
  out.max_ids = max_ids;
  return out;
}

CorrelatedSubscriber subscriber(std::string_view imsi, std::string_view asker = "4470000001") {
  CorrelatedSubscriber out;
  out.imsi.assign(imsi);
  out.node.assign("84900000077");
  out.asker.assign(asker);
  return out;
}

struct Bench {
  explicit Bench(CorrelationLimits of = limits())
      : table(
            of, [this] { return random(); }, same_country) {}

  CorrelationState state(std::string_view id, std::string_view asker = "4470000009",
                         std::chrono::nanoseconds now = kNow) {
    return table.find(id, asker, now).state;
  }

  std::mt19937_64 random{7};
  CorrelationTable table;
};

}  // namespace

TEST_CASE("ids are IMSIs of our network, each digit behind the prefix equally likely") {
  Bench bench(limits(20'000));
  std::set<std::string, std::less<>> all;
  std::array<std::array<int, 10>, kImsiDigits> seen{};
  constexpr int kIds = 20'000;
  for (int i = 0; i < kIds; ++i) {
    const ImsiDigits id = bench.table.give(subscriber("001010000000001"), kNow);
    REQUIRE(id.size() == kImsiDigits);
    REQUIRE(id.view().substr(0, 5) == "00101");
    all.emplace(id.view());
    for (std::size_t at = 5; at < kImsiDigits; ++at)
      ++seen[at][static_cast<std::size_t>(id.view()[at] - '0')];
  }
  CHECK(all.size() == kIds);
  for (std::size_t at = 5; at < kImsiDigits; ++at) {
    double chi = 0;
    for (const int count : seen[at]) {
      const double off = count - kIds / 10.0;
      chi += off * off / (kIds / 10.0);
    }
    CHECK(chi < 33.7);  // 9 degrees of freedom, one in ten thousand
  }
}

TEST_CASE("a number that would make digits likelier is drawn again, and so is one that is given") {
  // 10^10 does not divide 2^64; the last run is short.
  std::deque<std::uint64_t> drawn{UINT64_MAX, 42, 42, 10'000'000'042U, 43};
  CorrelationTable table(
      limits(),
      [&] {
        const auto next = drawn.front();
        drawn.pop_front();
        return next;
      },
      same_country);
  CHECK(table.give(subscriber("1"), kNow).view() == "001010000000042");
  CHECK(table.give(subscriber("2"), kNow).view() == "001010000000043");
  CHECK(table.find("001010000000042", "447", kNow).subscriber->imsi.view() == "1");
}

TEST_CASE("an id is bound to the network that asked") {
  Bench bench;
  const ImsiDigits id = bench.table.give(subscriber("001010000000001"), kNow);
  const auto found = bench.table.find(id.view(), "4470000009", kNow);
  CHECK(found.state == CorrelationState::kLive);
  REQUIRE(found.subscriber != nullptr);
  CHECK(found.subscriber->imsi.view() == "001010000000001");
  const auto other = bench.table.find(id.view(), "99900000001", kNow);
  CHECK(other.state == CorrelationState::kOtherAsker);
  CHECK(other.subscriber == nullptr);
  CHECK(bench.state(id.view(), "") == CorrelationState::kOtherAsker);
  CHECK(bench.state("001010000000001") == CorrelationState::kNotGiven);
  CHECK(bench.state("") == CorrelationState::kNotGiven);
}

TEST_CASE("an id is used up by its deliveries, or by its timer, and then forgotten") {
  Bench bench;
  const ImsiDigits id = bench.table.give(subscriber("001010000000001"), kNow);
  for (int i = 0; i < 7; ++i)
    bench.table.use(id.view());
  CHECK(bench.state(id.view()) == CorrelationState::kLive);
  bench.table.use(id.view());
  CHECK(bench.state(id.view()) == CorrelationState::kUsedUp);
  CHECK(bench.state(id.view(), "99900000001") == CorrelationState::kOtherAsker);

  const ImsiDigits late = bench.table.give(subscriber("001010000000002"), kNow);
  CHECK(bench.state(late.view(), "447", kNow + 60s - 1ns) == CorrelationState::kLive);
  CHECK(bench.state(late.view(), "447", kNow + 60s) == CorrelationState::kUsedUp);
  bench.table.expire(kNow + 120s - 1ns);
  CHECK(bench.state(late.view(), "447", kNow + 120s - 1ns) == CorrelationState::kUsedUp);
  bench.table.expire(kNow + 120s);
  CHECK(bench.state(late.view(), "447", kNow + 120s) == CorrelationState::kNotGiven);
  CHECK(bench.table.size() == 0);
}

TEST_CASE("beyond the cap the oldest id gives its place, and is counted") {
  Bench bench(limits(2));
  const ImsiDigits first = bench.table.give(subscriber("1"), kNow);
  const ImsiDigits second = bench.table.give(subscriber("2"), kNow);
  bench.table.give(subscriber("3"), kNow);
  CHECK(bench.table.size() == 2);
  CHECK(bench.table.evictions() == 1);
  CHECK(bench.table.given() == 3);
  CHECK(bench.state(first.view()) == CorrelationState::kNotGiven);
  CHECK(bench.state(second.view()) == CorrelationState::kLive);
}

TEST_CASE("misses are limited within a minute, for each title alone") {
  MissLimit misses(2, 2, 99);
  misses.miss("4470000001", kNow);
  CHECK_FALSE(misses.over("4470000001", kNow));
  misses.miss("4470000001", kNow + 59s);
  CHECK(misses.over("4470000001", kNow + 60s - 1ns));
  CHECK_FALSE(misses.over("4470000002", kNow + 59s));
  CHECK_FALSE(misses.over("4470000001", kNow + 60s));
  misses.miss("4470000001", kNow + 60s);  // a new window
  CHECK_FALSE(misses.over("4470000001", kNow + 60s));
  misses.miss("4470000002", kNow + 60s);
  misses.miss("4470000003", kNow + 60s);
  CHECK(misses.size() == 2);
  misses.expire(kNow + 120s);
  CHECK(misses.size() == 0);
}
