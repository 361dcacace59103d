#include "filters/volume/limit_tables.hh"

#include <algorithm>
#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "filters/volume/limits.hh"
#include "tests/catch.hh"

namespace smsfw::volume {
namespace {

using namespace std::chrono_literals;
using std::chrono::nanoseconds;

LimitRates rates(RateSpec warn, RateSpec throttle, BlockSpec block = {}) {
  LimitsSpec spec;
  LimitSpec limit;
  limit.name = "l";
  limit.warn = warn;
  limit.throttle = throttle;
  limit.block = block;
  spec.limits.push_back(limit);
  auto built = Limits::build(spec);
  if (!built) FAIL(built.error());
  return (*built)->all().front().rates;
}

LimitSubject number(std::string_view digits) {
  LimitSubject subject;
  subject.limit.assign("l");
  subject.party.text.assign(digits);
  subject.party.kind = AddressKind::kE164;
  return subject;
}

TEST_CASE("exactly the count fits at once, and comes back evenly") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {60, 1min});
  nanoseconds now = 5s;
  for (int i = 0; i < 60; ++i)
    REQUIRE(tables.take(7, limit, now).crossing == Crossing::kNone);
  CHECK(tables.take(7, limit, now).crossing == Crossing::kThrottle);
  CHECK(tables.take(7, limit, now + 1s - 1ns).crossing == Crossing::kThrottle);
  CHECK(tables.take(7, limit, now + 1s).crossing == Crossing::kNone);
  CHECK(tables.take(7, limit, now + 1s).crossing == Crossing::kThrottle);
  // What was refused took nothing: a minute later all are back, and no more than all.
  now += 10min;
  for (int i = 0; i < 60; ++i)
    REQUIRE(tables.take(7, limit, now).crossing == Crossing::kNone);
  CHECK(tables.take(7, limit, now).crossing == Crossing::kThrottle);
  // Other keys have tokens of their own.
  CHECK(tables.take(8, limit, now).crossing == Crossing::kNone);
}

TEST_CASE("odd rates allow neither one more nor one less") {
  for (const std::uint32_t count : {1U, 3U, 7U, 999'999U}) {
    LimitTables tables(LimitTables::kMinMemory, 1);
    const auto limit = rates({}, {count, 1s});
    std::uint32_t passed = 0;
    while (passed < 2'000'000 && tables.take(7, limit, 0ns).crossing == Crossing::kNone)
      ++passed;
    CHECK(passed == count);
  }
}

TEST_CASE("stages: warn, throttle, then a block for its time") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({2, 1min}, {4, 1min}, {6, 10min, 30min});
  const auto at = [&](nanoseconds now) { return tables.take(9, limit, now); };
  CHECK(at(0s).crossing == Crossing::kNone);
  CHECK(at(0s).crossing == Crossing::kNone);
  CHECK(at(0s).crossing == Crossing::kWarn);
  CHECK(at(0s).consumed);
  CHECK(at(0s).crossing == Crossing::kThrottle);
  CHECK_FALSE(at(0s).consumed);  // the sixth attempt; throttled ones count for the block
  const auto seventh = at(1s);
  CHECK(seventh.crossing == Crossing::kBlock);
  CHECK(seventh.block_started);
  CHECK_FALSE(seventh.consumed);
  tables.note_block(9, limit, 1s, number("84900000078"));

  const auto again = at(30min);
  CHECK(again.crossing == Crossing::kBlock);
  CHECK_FALSE(again.block_started);
  CHECK(at(30min + 1s - 1ns).crossing == Crossing::kBlock);
  auto blocks = tables.blocks(30min, 10);
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].limit.view() == "l");
  CHECK(blocks[0].subject.view() == "8490*****78");
  CHECK(blocks[0].until == 30min + 1s);
  CHECK(blocks[0].hits == 3);
  CHECK(tables.blocks(30min, 0).empty());
  CHECK(tables.blocks(30min + 1s, 10).empty());
  // The last instant of the block is free; attempts did not make it longer.
  CHECK(at(30min + 1s).crossing == Crossing::kNone);

  const LimitStats stats = tables.stats();
  CHECK(stats.warned == 2);
  CHECK(stats.throttled == 2);
  CHECK(stats.blocked == 3);
  CHECK(stats.blocks_started == 1);
}

TEST_CASE("extend: each attempt makes the block begin anew") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {}, {1, 1s, 10s, true});
  CHECK(tables.take(9, limit, 0s).crossing == Crossing::kNone);
  CHECK(tables.take(9, limit, 0s).crossing == Crossing::kBlock);
  CHECK(tables.take(9, limit, 9s).crossing == Crossing::kBlock);
  CHECK(tables.take(9, limit, 18s).crossing == Crossing::kBlock);
  CHECK(tables.take(9, limit, 28s).crossing == Crossing::kNone);
}

TEST_CASE("a token comes back once it is given back, and only to its own entry") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {2, 1h});
  const auto first = tables.take(5, limit, 1s);
  tables.take(5, limit, 1s);
  CHECK(tables.take(5, limit, 1s).crossing == Crossing::kThrottle);
  tables.give_back(first.token);
  CHECK(tables.take(5, limit, 1s).crossing == Crossing::kNone);
  CHECK(tables.take(5, limit, 1s).crossing == Crossing::kThrottle);
  CHECK(tables.stats().returned == 1);

  // A full bucket does not grow over its size.
  const auto lone = tables.take(6, limit, 1s);
  for (int i = 0; i < 10; ++i)
    tables.give_back(lone.token);
  CHECK(tables.take(6, limit, 2s).crossing == Crossing::kNone);
  CHECK(tables.take(6, limit, 2s).crossing == Crossing::kNone);
  CHECK(tables.take(6, limit, 2s).crossing == Crossing::kThrottle);

  // After eviction, and for any value, nothing happens.
  const auto before = tables.stats().returned;
  for (std::uint64_t i = 0; i < 10'000; ++i)
    tables.take(LimitTables::key(i, 99), limit, 3s + nanoseconds(i));
  tables.give_back(lone.token);
  tables.give_back(0);
  tables.give_back(~std::uint64_t{0});
  CHECK(tables.stats().returned == before);
}

TEST_CASE("a reload with smaller rates takes hold at once") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto slow = rates({}, {10, 24h}, {20, 24h, 24h});
  for (int i = 0; i < 30; ++i)
    tables.take(5, slow, 1s);
  CHECK(tables.take(5, slow, 1h).crossing == Crossing::kBlock);
  const auto quick = rates({}, {10, 1min}, {20, 1min, 1min});
  CHECK(tables.take(5, quick, 1h).crossing == Crossing::kBlock);
  CHECK(tables.take(5, quick, 1h + 1min - 1ns).crossing == Crossing::kBlock);
  CHECK(tables.take(5, quick, 1h + 1min).crossing == Crossing::kNone);
  // No block stage any more: nothing is blocked. What was used up comes back at the new rate.
  for (int i = 0; i < 30; ++i)
    tables.take(6, slow, 1h);
  const auto mild = rates({}, {10, 1min});
  CHECK(tables.take(6, mild, 1h).crossing == Crossing::kThrottle);
  CHECK(tables.take(6, mild, 1h + 6s - 1ns).crossing == Crossing::kThrottle);
  CHECK(tables.take(6, mild, 1h + 6s).crossing == Crossing::kNone);
  CHECK(tables.take(6, mild, 1h + 6s).crossing == Crossing::kThrottle);
}

TEST_CASE("the least recently used of a bucket goes first, blocked ones last") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  // Keys of one bucket: the low 32 bits choose it; the smallest table is one shard.
  const auto key = [](std::uint64_t i) { return i << 32 | 1; };
  const auto limit = rates({}, {1, 1h}, {3, 1h, 1h});
  tables.take(key(1), limit, 1s);
  tables.take(key(2), limit, 2s);
  tables.take(key(3), limit, 3s);
  for (int i = 0; i < 4; ++i)
    tables.take(key(4), limit, 0s);  // blocked, and used longest ago
  tables.take(key(1), limit, 4s);    // throttled, and used last
  CHECK(tables.size() == 4);
  CHECK(tables.stats().evictions == 0);

  CHECK(tables.take(key(5), limit, 5s).crossing == Crossing::kNone);  // in the place of 2
  CHECK(tables.stats().evictions == 1);
  CHECK(tables.take(key(3), limit, 6s).crossing == Crossing::kThrottle);
  CHECK(tables.take(key(1), limit, 6s).crossing == Crossing::kThrottle);
  CHECK(tables.take(key(4), limit, 6s).crossing == Crossing::kBlock);
  CHECK(tables.take(key(2), limit, 7s).crossing == Crossing::kNone);  // it was forgotten
  CHECK(tables.stats().evicted_blocks == 0);

  // Four blocks fill the bucket; a fifth key takes the place of the one that ends first.
  LimitTables full(LimitTables::kMinMemory, 1);
  for (std::uint64_t k = 1; k <= 4; ++k) {
    for (int i = 0; i < 4; ++i)
      full.take(key(k), limit, std::chrono::seconds(k));
  }
  full.take(key(9), limit, 10s);
  CHECK(full.stats().evicted_blocks == 1);
  CHECK(full.take(key(4), limit, 10s).crossing == Crossing::kBlock);
  CHECK(full.take(key(2), limit, 10s).crossing == Crossing::kBlock);
}

TEST_CASE("a million hostile keys stay within the memory, and a block outlives them") {
  constexpr std::size_t kMemory = 1 << 20;
  LimitTables tables(kMemory, 77);
  const auto limit = rates({}, {10, 1min}, {20, 1min, 1h});
  const std::uint64_t guarded = LimitTables::key(tables.hash("84912345678"), 3);
  for (int i = 0; i < 25; ++i)
    tables.take(guarded, limit, 1s);
  tables.note_block(guarded, limit, 1s, number("84912345678"));
  for (std::uint64_t i = 0; i < 1'000'000; ++i) {
    const std::string name = "k" + std::to_string(i);
    tables.take(LimitTables::key(tables.hash(name), 3), limit, 1s + nanoseconds(i * 1000));
  }
  const LimitStats stats = tables.stats();
  CHECK(stats.memory <= kMemory);
  CHECK(stats.memory > kMemory * 9 / 10);
  CHECK(stats.entries <= stats.capacity);
  CHECK(stats.entries > stats.capacity * 99 / 100);
  CHECK(stats.evictions + stats.entries == 1'000'001);
  CHECK(tables.take(guarded, limit, 3s).crossing == Crossing::kBlock);
  CHECK(tables.blocks(3s, 10).size() == 1);
}

TEST_CASE("memory is held to its range") {
  CHECK(LimitTables(0, 1).stats().memory <= LimitTables::kMinMemory);
  CHECK(LimitTables(0, 1).stats().capacity > 500);
  CHECK(LimitTables(64 << 20, 1).stats().capacity > 1'000'000);
}

TEST_CASE("the list of blocks is bounded and keeps the newest") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {}, {1, 1s, 1h});
  for (std::uint64_t i = 1; i <= 200; ++i) {
    const std::uint64_t key = LimitTables::key(i, 5);
    tables.take(key, limit, 1s);
    REQUIRE(tables.take(key, limit, 1s).block_started);
    tables.note_block(key, limit, 1s, number(std::to_string(i)));
  }
  const auto blocks = tables.blocks(2s, 1'000);
  CHECK(blocks.size() == 64);
  bool newest = false;
  for (const auto& block : blocks)
    newest = newest || block.subject.view() == "200";
  CHECK(newest);
  CHECK(tables.blocks(2s, 10).size() == 10);
  CHECK(tables.stats().evicted_notes == 136);
  std::vector<LimitNote> notes;
  tables.collect_last(2s, notes);
  CHECK(notes.size() == 128);  // start and end of those alone
}

/// What a table has to tell, in order of time.
std::vector<LimitNote> collected(LimitTables& tables, nanoseconds over) {
  std::vector<LimitNote> notes;
  tables.collect(over, notes);
  std::stable_sort(notes.begin(), notes.end(),
                   [](const LimitNote& a, const LimitNote& b) { return a.at < b.at; });
  return notes;
}

TEST_CASE("a block is told of once when it starts and once when it ends") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {}, {2, 1min, 10s});
  const auto at = [&](nanoseconds now) {
    const auto taken = tables.take(9, limit, now);
    if (taken.block_started) tables.note_block(9, limit, now, number("84900000078"));
    return taken.crossing;
  };
  at(1s);
  at(1s);
  CHECK(collected(tables, 1s).empty());
  CHECK(at(2s) == Crossing::kBlock);
  auto notes = collected(tables, 1s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].change == LimitChange::kBlockStarted);
  CHECK(notes[0].subject.limit.view() == "l");
  CHECK(notes[0].subject.party.text.view() == "84900000078");
  CHECK(notes[0].at == 2s);
  CHECK(notes[0].until == 12s);
  CHECK(notes[0].count == 2);
  CHECK(at(3s) == Crossing::kBlock);
  CHECK(at(12s - 1ns) == Crossing::kBlock);
  CHECK(collected(tables, 12s - 1ns).empty());
  notes = collected(tables, 12s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].change == LimitChange::kBlockEnded);
  CHECK(notes[0].end == BlockEnd::kExpired);
  CHECK(notes[0].at == 12s);
  CHECK(notes[0].count == 3);
  CHECK(collected(tables, 1h).empty());

  SECTION("both of a block that began and ended meanwhile, and of the one behind it") {
    at(20s);
    at(20s);
    CHECK(at(20s) == Crossing::kBlock);
    CHECK(at(21s) == Crossing::kBlock);
    at(31s);
    at(31s);
    CHECK(at(31s) == Crossing::kBlock);
    notes = collected(tables, 32s);
    REQUIRE(notes.size() == 3);
    CHECK(notes[0].change == LimitChange::kBlockStarted);
    CHECK(notes[1].change == LimitChange::kBlockEnded);
    CHECK(notes[1].at == 30s);
    CHECK(notes[1].count == 2);
    CHECK(notes[2].change == LimitChange::kBlockStarted);
    CHECK(notes[2].at == 31s);
    CHECK(collected(tables, 41s).at(0).count == 1);
  }
  SECTION("at the end of the process those that are on end") {
    for (int i = 0; i < 5; ++i)
      at(20s);
    notes.clear();
    tables.collect_last(21s, notes);
    REQUIRE(notes.size() == 2);
    CHECK(notes[1].change == LimitChange::kBlockEnded);
    CHECK(notes[1].end == BlockEnd::kStopping);
    CHECK(notes[1].at == 21s);
    CHECK(notes[1].until == 30s);
    CHECK(notes[1].count == 3);
  }
  SECTION("a reload that takes the block stage away ends it with the next message") {
    for (int i = 0; i < 3; ++i)
      at(20s);
    tables.take(9, rates({}, {10, 1min}), 22s);
    notes = collected(tables, 22s);
    REQUIRE(notes.size() == 2);
    CHECK(notes[1].at == 22s);
    CHECK(notes[1].end == BlockEnd::kExpired);
  }
  CHECK(tables.stats().evicted_notes == 0);
}

TEST_CASE("a block that begins anew with each attempt ends when it does") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({}, {}, {1, 1s, 10s, true});
  tables.take(9, limit, 0s);
  REQUIRE(tables.take(9, limit, 0s).block_started);
  tables.note_block(9, limit, 0s, number("84900000078"));
  tables.take(9, limit, 9s);
  auto notes = collected(tables, 18s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].until == 10s);
  notes = collected(tables, 19s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].at == 19s);
  CHECK(notes[0].count == 2);
}

TEST_CASE("a block whose place is taken is told of as evicted") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto key = [](std::uint64_t i) { return i << 32 | 1; };  // all of one bucket
  const auto limit = rates({}, {}, {1, 1h, 1h});
  for (std::uint64_t i = 1; i <= 4; ++i) {
    const nanoseconds now = std::chrono::seconds(i);
    tables.take(key(i), limit, now);
    REQUIRE(tables.take(key(i), limit, now).block_started);
    tables.note_block(key(i), limit, now, number("8490000000" + std::to_string(i)));
  }
  CHECK(collected(tables, 5s).size() == 4);
  tables.take(key(5), limit, 10s);
  const auto notes = collected(tables, 5s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].end == BlockEnd::kEvicted);
  CHECK(notes[0].subject.party.text.view() == "84900000001");
  CHECK(notes[0].at == 10s);
  CHECK(notes[0].until == 1s + 1h);
  CHECK(notes[0].count == 1);
  CHECK(tables.blocks(11s, 10).size() == 3);

  // Gone before it was noted: nothing to tell, and counted.
  tables.note_block(key(1), limit, 10s, number("84900000001"));
  CHECK(collected(tables, 5s).empty());
  CHECK(tables.stats().evicted_notes == 1);
}

TEST_CASE("reaching the warn stage is told of once, and anew after a quiet time") {
  LimitTables tables(LimitTables::kMinMemory, 1);
  const auto limit = rates({2, 10s}, {4, 1h});
  const auto starts = [&](nanoseconds now) { return tables.take(9, limit, now).warning_started; };
  CHECK_FALSE(starts(1s));
  CHECK_FALSE(starts(1s));
  CHECK(starts(1s));
  CHECK_FALSE(starts(2s));
  CHECK_FALSE(starts(3s));  // throttled by now, and beyond the warn stage all the same
  // One token each 5 s: from time to time a message fits, and the episode goes on.
  for (int i = 4; i < 60; ++i)
    CHECK_FALSE(starts(std::chrono::seconds(i)));
  CHECK_FALSE(starts(70s));
  CHECK_FALSE(starts(70s));
  CHECK(starts(70s));
  CHECK_FALSE(starts(69s));  // a worker that is behind
  CHECK_FALSE(starts(70s));

  tables.note_warning(9, limit, 70s, number("84900000078"));
  const auto notes = collected(tables, 0s);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].change == LimitChange::kWarned);
  CHECK(notes[0].at == 70s);
  CHECK(notes[0].count == 2);
  CHECK(collected(tables, 0s).empty());
}

TEST_CASE("threads on one table lose and invent no token and no block") {
  LimitTables tables(1 << 20, 1);
  const auto limit = rates({}, {1'000, 1h}, {100'000'000, 1h, 1h});
  constexpr int kKeys = 8;
  std::atomic<int> passed{0};
  const auto hammer = [&] {
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t key = LimitTables::key(static_cast<std::uint64_t>(i % kKeys), 1);
      tables.prefetch(key);
      const auto taken = tables.take(key, limit, 1s);
      if (!taken.consumed) continue;
      if (i % 3 == 0) {
        tables.give_back(taken.token);
      } else {
        ++passed;
      }
    }
  };
  std::thread other(hammer);
  const auto block_and_note = [&] {
    const auto quick = rates({1, 1s}, {}, {2, 1s, 1ms});
    for (int i = 0; i < 20'000; ++i) {
      const std::uint64_t key = LimitTables::key(static_cast<std::uint64_t>(i % 3), 1'000);
      const nanoseconds now = std::chrono::milliseconds(i);
      const auto taken = tables.take(key, quick, now);
      if (taken.warning_started) tables.note_warning(key, quick, now, number("84900000078"));
      if (taken.block_started) tables.note_block(key, quick, now, number("84900000078"));
    }
  };
  std::uint64_t started = 0;
  std::uint64_t ended = 0;
  const auto count = [&](const std::vector<LimitNote>& notes) {
    for (const LimitNote& note : notes) {
      if (note.change == LimitChange::kBlockStarted) ++started;
      if (note.change == LimitChange::kBlockEnded) ++ended;
    }
  };
  std::thread reader([&] {
    for (int i = 0; i < 200; ++i) {
      tables.stats();
      tables.blocks(1s, 10);
      count(collected(tables, std::chrono::milliseconds(i)));
    }
  });
  std::thread blocker(block_and_note);
  hammer();
  other.join();
  reader.join();
  blocker.join();
  count(collected(tables, 1h));
  CHECK(passed == kKeys * 1'000);
  CHECK(tables.size() == kKeys + 3);
  // Each block is told of whole, or counted as not told of.
  const LimitStats stats = tables.stats();
  CHECK(started > 0);
  CHECK(started >= ended);
  CHECK(started - ended <= stats.evicted_notes);
  CHECK(started + stats.evicted_notes >= stats.blocks_started);
}

}  // namespace
}  // namespace smsfw::volume
