#include "filters/origin/title_history.hh"

#include <string>

#include "tests/catch.hh"

namespace smsfw::origin {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t kSecret = 0x5eed;

HarvestRules share_only() {
  HarvestRules rules;
  rules.min_queries = 10;
  rules.min_share = 0.5;
  rules.sweep = 0;
  rules.announced = 0;
  rules.window = 1h;
  rules.hold = 10min;
  return rules;
}

HarvestRules sweep_only() {
  HarvestRules rules = share_only();
  rules.min_queries = 0;
  rules.sweep = 5;
  rules.near = 2;
  return rules;
}

std::string number(std::uint64_t value) {
  return std::to_string(84'900'000'000 + value);
}

TEST_CASE("queries without messages: few, usual, none") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const HarvestRules rules = share_only();
  const auto ask = [&](std::string_view who, std::uint64_t n, std::chrono::nanoseconds now) {
    return history.query(who, who, number(n * 1'000), false, rules, now);
  };
  for (std::uint64_t i = 0; i < 9; ++i) {
    CHECK(ask("99900000001", i, 1s) == Asking::kFew);
    CHECK(ask("447700000001", i, 1s) == Asking::kFew);
    history.message("447700000001", rules, 1s);
  }
  CHECK(ask("99900000001", 9, 2s) == Asking::kNoMessage);
  CHECK(ask("447700000001", 9, 2s) == Asking::kUsual);
  // It stands for its time, whatever comes meanwhile, and then counting begins anew.
  for (int i = 0; i < 100; ++i)
    history.message("99900000001", rules, 3s);
  CHECK(ask("99900000001", 10, 2s + 10min - 1ns) == Asking::kNoMessage);
  CHECK(ask("99900000001", 10, 2s + 10min) == Asking::kFew);
}

TEST_CASE("exactly the share that is wanted is enough") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const HarvestRules rules = share_only();
  for (int i = 0; i < 5; ++i)
    history.message("4477", rules, 1s);
  for (std::uint64_t i = 0; i < 9; ++i)
    CHECK(history.query("4477", "4477", number(i * 1'000), false, rules, 1s) == Asking::kFew);
  CHECK(history.query("4477", "4477", number(9'000), false, rules, 1s) == Asking::kUsual);
  CHECK(history.query("4477", "4477", number(10'000), false, rules, 1s) == Asking::kNoMessage);
}

TEST_CASE("a window that is over begins anew") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const HarvestRules rules = share_only();
  for (std::uint64_t i = 0; i < 30; ++i) {
    const auto now = 1s + i * 10min;
    CHECK(history.query("999", "999", number(i * 1'000), false, rules, now) == Asking::kFew);
  }
}

TEST_CASE("messages of one title count for all of its operator") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const HarvestRules rules = share_only();
  for (std::uint64_t i = 0; i < 40; ++i) {
    history.message("partner", rules, 1s);
    CHECK(history.query("partner", "447700000001", number(i * 1'000), false, rules, 1s) !=
          Asking::kNoMessage);
  }
}

TEST_CASE("numbers in a row, with others between them") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const HarvestRules rules = sweep_only();
  const auto ask = [&](std::string_view who, std::uint64_t n) {
    return history.query(who, who, number(n), false, rules, 1s);
  };
  for (const std::uint64_t n : {100U, 101U, 103U, 102U})
    CHECK(ask("down-and-up", n) == Asking::kUsual);
  CHECK(ask("down-and-up", 104) == Asking::kSweep);
  CHECK(ask("down-and-up", 90'000) == Asking::kSweep);
  for (std::uint64_t n = 0; n < 100; ++n)
    CHECK(ask("too-far", n * 3) == Asking::kUsual);
  for (int n = 0; n < 100; ++n)
    CHECK(ask("one-number", 7) == Asking::kUsual);
  Asking last = Asking::kUsual;
  for (std::uint64_t n = 0; n < 60; ++n)
    last = ask("mixed", n % 4 == 3 ? 50'000 : n - n / 4);
  CHECK(last == Asking::kSweep);
}

TEST_CASE("queries that say that no message will follow") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  HarvestRules rules = sweep_only();
  rules.sweep = 0;
  rules.announced = 3;
  const auto ask = [&](bool announced, std::uint64_t n) {
    return history.query("999", "999", number(n * 1'000), announced, rules, 1s);
  };
  CHECK(ask(true, 1) == Asking::kUsual);
  CHECK(ask(false, 2) == Asking::kUsual);
  CHECK(ask(true, 3) == Asking::kUsual);
  CHECK(ask(true, 4) == Asking::kAnnounced);
  CHECK(ask(false, 5) == Asking::kAnnounced);
}

TEST_CASE("called titles are told apart within a tenth, and the finding stands for its time") {
  const ScanRules rules{1min, 50, 10min};
  for (std::uint64_t secret = 1; secret <= 20; ++secret) {
    TitleHistory history(TitleHistory::kMinMemory, secret);
    int first = 0;
    for (int i = 1; i <= 100 && first == 0; ++i) {
      if (history.scans("999", number(static_cast<std::uint64_t>(i)), rules, 1s)) first = i;
    }
    CHECK(first >= 43);
    CHECK(first <= 60);
    CHECK(history.scans("999", number(1), rules, 1s + 10min - 1ns));
    CHECK_FALSE(history.scans("999", number(1), rules, 1s + 10min));
  }
}

TEST_CASE("one called title, however often, and many in many windows, are no scan") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const ScanRules rules{1min, 5, 10min};
  for (int i = 0; i < 1'000; ++i)
    CHECK_FALSE(history.scans("4477", "15550001", rules, 1s));
  for (std::uint64_t i = 0; i < 100; ++i)
    CHECK_FALSE(history.scans("4478", number(i), rules, 1s + i * 30s));
  CHECK_FALSE(history.scans("4479", number(1), {1min, 0, 10min}, 1s));
}

TEST_CASE("strangers cannot make the table grow, nor push a finding out") {
  TitleHistory history(TitleHistory::kMinMemory, kSecret);
  const std::size_t memory = history.stats().memory;
  CHECK(memory <= TitleHistory::kMinMemory);
  const ScanRules rules{1min, 2, 1h};
  for (std::uint64_t i = 0; i < 50; ++i)
    history.scans("held", number(i), rules, 1s);
  REQUIRE(history.scans("held", number(1), rules, 1s));
  const ScanRules wide{1min, 50, 1h};
  for (std::uint64_t i = 0; i < 20'000; ++i)
    history.scans(number(i), number(1), wide, 2s);
  const TitleHistoryStats stats = history.stats();
  CHECK(stats.memory == memory);
  CHECK(stats.entries <= stats.capacity);
  CHECK(stats.entries + stats.evictions == 20'001);
  CHECK(history.scans("held", number(1), rules, 3s));
}

TEST_CASE("memory is held to its bounds") {
  CHECK(TitleHistory(0, kSecret).stats().memory == TitleHistory::kMinMemory);
  CHECK(TitleHistory(1 << 20, kSecret).stats().memory == 1 << 20);
}

}  // namespace
}  // namespace smsfw::origin
