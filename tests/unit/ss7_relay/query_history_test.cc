#include "smsc-proxy/ss7/relay/query_history.hh"

#include <map>
#include <random>
#include <string>
#include <utility>

#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace std::chrono_literals;

namespace {

using State = PrecedingQuery::State;

constexpr std::uint64_t kSecret = 0x1234567887654321ULL;
constexpr std::string_view kImsi = "001010900000001";
constexpr std::string_view kOtherImsi = "001010900000002";
constexpr std::string_view kCentre = "84900000099";
constexpr std::string_view kOtherCentre = "99900000001";

class Bench {
 public:
  /// A history that follows for long enough to say that there was no query.
  explicit Bench(QueryHistoryConfig config = {}) : history(config, kSecret) {
    query("001019999999999", kCentre);
    now += config.window + 30s;
    history.tick(now);
  }

  void query(std::string_view imsi, std::string_view calling, std::string_view centre = kCentre) {
    history.answered(history.asked(calling, centre, now), imsi, now);
  }
  State state(std::string_view imsi, std::string_view calling = kCentre,
              std::string_view centre = kCentre) const {
    return history.find(imsi, calling, centre, now).state;
  }
  std::string asker(std::string_view imsi, std::string_view calling = kCentre,
                    std::string_view centre = kCentre) const {
    return std::string(history.find(imsi, calling, centre, now).calling);
  }

  QueryHistory history;
  std::chrono::nanoseconds now = 1s;
};

}  // namespace

TEST_CASE("a query is found by the IMSI of its answer, for several messages, within its time") {
  Bench bench;
  bench.query(kImsi, "84900000010", "84900000098");
  for (int message = 0; message < 3; ++message) {
    const PrecedingQuery found = bench.history.find(kImsi, kCentre, kCentre, bench.now);
    CHECK(found.state == State::kFound);
    CHECK(found.calling == "84900000010");
    CHECK(found.service_centre == "84900000098");
  }
  CHECK(bench.state(kOtherImsi) == State::kNone);
  bench.now += 60s - 1ns;
  CHECK(bench.state(kImsi) == State::kFound);
  bench.now += 1ns;
  CHECK(bench.state(kImsi) == State::kNone);
}

TEST_CASE("before the first answer, and right after it, nothing is said of what is not there") {
  QueryHistory history({}, kSecret);
  const auto state = [&](std::chrono::nanoseconds now) {
    return history.find(kImsi, kCentre, kCentre, now).state;
  };
  CHECK(state(1s) == State::kNotFollowed);
  const auto first = history.asked(kCentre, kCentre, 1h);
  CHECK(state(2h) == State::kNotFollowed);  // queries pass, their answers go elsewhere
  history.answered(first, kOtherImsi, 2h);
  CHECK(state(2h) == State::kNotFollowed);  // too late to be one
  history.answered(history.asked(kCentre, kCentre, 3h), kOtherImsi, 3h);
  CHECK(history.find(kOtherImsi, kCentre, kCentre, 3h).state == State::kFound);
  CHECK(state(3h + 90s - 1ns) == State::kNotFollowed);
  CHECK(state(3h + 90s) == State::kNone);
}

TEST_CASE("a recipient without an IMSI can have no query") {
  Bench bench;
  bench.query("", kCentre);
  CHECK(bench.state("") == State::kNotFollowed);
}

TEST_CASE("a query without an answer is none, and its answer is waited for as long as one takes") {
  Bench bench;
  const auto query = bench.history.asked(kCentre, kCentre, bench.now);
  CHECK(bench.state(kImsi) == State::kNone);
  bench.now += 30s - 1ns;
  bench.history.answered(query, kImsi, bench.now);
  CHECK(bench.state(kImsi) == State::kFound);
  bench.now += 59s;
  CHECK(bench.state(kImsi) == State::kFound);

  const auto late = bench.history.asked(kCentre, kCentre, bench.now);
  bench.now += 30s;
  bench.history.answered(late, kOtherImsi, bench.now);
  CHECK(bench.state(kOtherImsi) == State::kNone);
}

TEST_CASE("an answer counts once") {
  Bench bench;
  const auto query = bench.history.asked(kCentre, kCentre, bench.now);
  bench.history.answered(query, kImsi, bench.now);
  bench.history.answered(query, kOtherImsi, bench.now);
  bench.history.answered(0, kOtherImsi, bench.now);
  bench.history.answered(query + 1, kOtherImsi, bench.now);
  CHECK(bench.state(kImsi) == State::kFound);
  CHECK(bench.state(kOtherImsi) == State::kNone);
}

TEST_CASE("of several askers the message's own is found, else the most alike, else the newest") {
  Bench bench;
  bench.query(kImsi, "447700000001", "447700000002");
  bench.query(kImsi, "84900000010", kCentre);
  bench.query(kImsi, "99900000001", "99900000002");
  CHECK(bench.asker(kImsi, "447700000001", "447700000002") == "447700000001");
  CHECK(bench.asker(kImsi, "84900000011", "84900000012") == "84900000010");
  CHECK(bench.asker(kImsi, "447799999999", "") == "447700000001");
  bench.now += 1s;
  bench.query(kImsi, "99900000003", "99900000004");
  CHECK(bench.asker(kImsi, "5", "6") == "99900000003");
}

TEST_CASE("who asks again is remembered once, from then on") {
  Bench bench;
  const std::size_t before = bench.history.size();
  for (int i = 0; i < 100; ++i) {
    bench.query(kImsi, kCentre);
    bench.now += 10s;
    bench.history.tick(bench.now);
  }
  CHECK(bench.history.size() <= before + 7);
  CHECK(bench.history.evictions() == 0);
  CHECK(bench.state(kImsi) == State::kFound);
  bench.now += 50s;
  CHECK(bench.state(kImsi) == State::kNone);
}

TEST_CASE("with too many askers for one subscriber nothing is said of those that are forgotten") {
  Bench bench;
  bench.query(kImsi, kCentre);
  bench.query(kOtherImsi, kCentre);
  bench.now += 1s;
  for (std::size_t i = 0; i < QueryHistory::kMaxAskers - 1; ++i)
    bench.query(kImsi, "9990000000" + std::to_string(i));
  CHECK(bench.state(kImsi) == State::kFound);
  CHECK(bench.asker(kImsi) == kCentre);
  bench.query(kImsi, "99900000100");  // the first one's place
  CHECK(bench.history.evictions() == 1);
  CHECK(bench.state(kImsi) == State::kNotFollowed);
  CHECK(bench.asker(kImsi, "99900000100") == "99900000100");
  CHECK(bench.state(kOtherImsi) == State::kFound);
  bench.now += 59s;  // the forgotten one would be over
  CHECK(bench.state(kImsi) == State::kFound);
  CHECK(bench.asker(kImsi) != kCentre);
}

TEST_CASE("beyond the capacity the oldest goes, and what is not there may have been it") {
  Bench bench({60s, 4});
  bench.query(kImsi, kCentre);
  bench.now += 10s;
  bench.query(kOtherImsi, kOtherCentre);
  bench.query("001010900000003", kCentre);
  bench.query("001010900000004", kCentre);
  CHECK(bench.history.evictions() == 0);
  CHECK(bench.state("001010900000009") == State::kNone);
  bench.query("001010900000005", kCentre);
  CHECK(bench.history.size() == 4);
  CHECK(bench.history.evictions() == 1);
  CHECK(bench.state(kImsi) == State::kNotFollowed);
  CHECK(bench.state("001010900000009") == State::kNotFollowed);
  // Somebody else's query proves nothing now, his own does.
  CHECK(bench.state(kOtherImsi) == State::kNotFollowed);
  CHECK(bench.state(kOtherImsi, kOtherCentre) == State::kFound);
  CHECK(bench.state("001010900000005") == State::kFound);
  bench.now += 50s;
  CHECK(bench.state(kImsi) == State::kNone);
  CHECK(bench.asker(kOtherImsi) == kOtherCentre);
}

TEST_CASE("a query that went before its answer came may have been anybody's") {
  Bench bench({60s, 2});
  const auto first = bench.history.asked(kCentre, kCentre, bench.now);
  bench.history.asked(kCentre, kCentre, bench.now);
  const auto third = bench.history.asked(kOtherCentre, kCentre, bench.now);
  bench.history.answered(first, kImsi, bench.now);  // its place is the third one's
  bench.history.answered(third, kOtherImsi, bench.now);
  CHECK(bench.state(kImsi) == State::kNotFollowed);
  CHECK(bench.asker(kOtherImsi, kOtherCentre) == kOtherCentre);
  bench.now += 90s - 1ns;
  CHECK(bench.state(kImsi) == State::kNotFollowed);
  bench.now += 1ns;
  CHECK(bench.state(kImsi) == State::kNone);
}

TEST_CASE("what is over gives its place without being counted") {
  Bench bench({60s, 4});
  for (int round = 0; round < 5; ++round) {
    for (int i = 0; i < 4; ++i)
      bench.query("00101090000000" + std::to_string(i), kCentre);
    CHECK(bench.history.size() == 4);
    bench.now += 60s;
  }
  CHECK(bench.history.evictions() == 0);
  bench.history.tick(bench.now);
  CHECK(bench.history.size() == 0);
}

TEST_CASE("a number too long for E.164 is none") {
  Bench bench;
  bench.query(kImsi, "8490000001012345", kCentre);
  CHECK(bench.state(kImsi) == State::kFound);
  CHECK(bench.asker(kImsi).empty());
}

TEST_CASE("many queries are found as a plain list finds them") {
  Bench bench({60s, 100'000});
  std::mt19937 random(20261128);
  std::map<std::pair<std::string, std::string>, std::chrono::nanoseconds> seen;
  const auto imsi = [&] { return std::to_string(100'000 + random() % 5'000); };
  const auto asker = [&] { return std::to_string(84'900 + random() % 4); };
  std::size_t found = 0;
  for (int i = 0; i < 50'000; ++i) {
    const auto key = std::pair(imsi(), asker());
    bench.query(key.first, key.second);
    seen[key] = bench.now;
    const auto wanted = std::pair(imsi(), asker());
    const auto known = seen.find(wanted);
    const bool there = known != seen.end() && known->second + 60s > bench.now;
    const auto answer = bench.history.find(wanted.first, wanted.second, kCentre, bench.now);
    if ((answer.state == State::kFound && answer.calling == wanted.second) != there) {
      FAIL("query " << i << " of " << wanted.second << " for " << wanted.first);
    }
    found += there ? 1 : 0;
    bench.now += 5ms;
  }
  CHECK(found > 1'000);
  CHECK(bench.history.evictions() == 0);
  CHECK(bench.history.size() <= 12'001);
  CHECK(bench.history.memory() < 5'000'000);
}
