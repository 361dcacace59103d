#include "smsc-proxy/ss7/relay/dialogue_table.hh"

#include <map>
#include <random>
#include <vector>

#include "tests/catch.hh"

using namespace std::chrono_literals;
using smsfw::ss7::DialogueTable;
using smsfw::ss7::OpenDialogue;

namespace {

struct Bench {
  explicit Bench(std::size_t capacity)
      : table(capacity, 42,
              [this](OpenDialogue& one) { forgotten.push_back(one.originator_tid); }) {}

  OpenDialogue& begin(std::uint32_t tid, std::chrono::nanoseconds now = 0ns) {
    OpenDialogue& made = table.begin(table.key("84900000001", tid), now);
    made.originator_tid = tid;
    return made;
  }
  OpenDialogue* find(std::uint32_t tid, std::chrono::nanoseconds now = 0ns) {
    return table.find(table.key("84900000001", tid), now);
  }
  std::uint64_t responder(std::uint32_t tid) const { return table.key("4470000001", tid); }

  std::vector<std::uint32_t> forgotten;
  DialogueTable table;
};

}  // namespace

TEST_CASE("a dialogue is found by either side's number", "[ss7]") {
  Bench bench(10);
  OpenDialogue& made = bench.begin(7);
  CHECK(bench.find(7) == &made);
  CHECK(bench.find(8) == nullptr);
  CHECK(bench.table.find(bench.responder(900), 0ns) == nullptr);
  bench.table.set_responder(made, bench.responder(900));
  CHECK(bench.table.find(bench.responder(900), 0ns) == &made);
  CHECK(bench.find(7) == &made);
  bench.table.remove(made);
  CHECK(bench.find(7) == nullptr);
  CHECK(bench.table.find(bench.responder(900), 0ns) == nullptr);
  CHECK(bench.table.size() == 0);
}

TEST_CASE("the same number of another node is another dialogue", "[ss7]") {
  Bench bench(10);
  bench.begin(7);
  CHECK(bench.table.find(bench.table.key("84900000002", 7), 0ns) == nullptr);
  CHECK(bench.table.find(bench.table.key("8490000000", 17), 0ns) == nullptr);
}

TEST_CASE("a number that is given anew ends the dialogue before", "[ss7]") {
  Bench bench(10);
  bench.table.set_responder(bench.begin(7), bench.responder(1));
  OpenDialogue& again = bench.begin(7);
  CHECK(bench.forgotten == std::vector<std::uint32_t>{7});
  CHECK(bench.table.size() == 1);
  CHECK(bench.find(7) == &again);
  CHECK_FALSE(again.answered);
  CHECK(bench.table.find(bench.responder(1), 0ns) == nullptr);
  CHECK(bench.table.evictions() == 0);
}

TEST_CASE("a responder's key goes to the newest, an originator's stays", "[ss7]") {
  Bench bench(10);
  OpenDialogue& first = bench.begin(1);
  OpenDialogue& second = bench.begin(2);
  bench.table.set_responder(first, bench.responder(5));
  bench.table.set_responder(second, bench.responder(5));
  CHECK(bench.table.find(bench.responder(5), 0ns) == &second);
  bench.table.remove(first);
  CHECK(bench.table.find(bench.responder(5), 0ns) == &second);
  // Somebody claims to answer under the number of an open dialogue's originator.
  bench.begin(3);
  bench.table.set_responder(second, bench.table.key("84900000001", 3));
  CHECK(bench.find(3)->originator_tid == 3);
}

TEST_CASE("a full table forgets who was silent longest", "[ss7]") {
  Bench bench(3);
  bench.begin(1, 1s);
  bench.begin(2, 2s);
  bench.begin(3, 3s);
  CHECK(bench.find(1, 4s) != nullptr);  // a sign of life
  bench.begin(4, 5s);
  CHECK(bench.forgotten == std::vector<std::uint32_t>{2});
  CHECK(bench.table.evictions() == 1);
  CHECK(bench.table.size() == 3);
  CHECK(bench.find(2, 6s) == nullptr);
  CHECK(bench.find(1, 6s) != nullptr);
}

TEST_CASE("silence is measured from the last sign of life", "[ss7]") {
  Bench bench(10);
  bench.begin(1, 10s);
  bench.begin(2, 11s);
  CHECK(bench.table.silent_since(9s) == nullptr);
  CHECK(bench.table.silent_since(10s)->originator_tid == 1);
  bench.find(1, 20s);
  CHECK(bench.table.silent_since(11s)->originator_tid == 2);
  bench.table.remove(*bench.find(2, 20s));
  CHECK(bench.table.silent_since(19s) == nullptr);
}

TEST_CASE("many dialogues come and go as a map says", "[ss7]") {
  Bench bench(100'000);
  std::map<std::uint64_t, std::uint32_t> model;  // key, originator's number
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    const auto tid = static_cast<std::uint32_t>(random() % 1'000);
    const std::uint64_t key = bench.table.key("84900000001", tid);
    switch (random() % 4) {
      case 0:
      case 1: {
        std::erase_if(model, [tid](const auto& one) { return one.second == tid; });
        bench.begin(tid);
        model[key] = tid;
        break;
      }
      case 2:
        if (OpenDialogue* found = bench.table.find(key, 0ns)) {
          const std::uint64_t responder = bench.responder(tid);
          bench.table.set_responder(*found, responder);
          model[responder] = tid;
        }
        break;
      default:
        if (OpenDialogue* found = bench.table.find(key, 0ns)) {
          bench.table.remove(*found);
          std::erase_if(model, [tid](const auto& one) { return one.second == tid; });
        }
    }
    if (i % 500 != 0) continue;
    for (const auto& [one, number] : model) {
      OpenDialogue* found = bench.table.find(one, 0ns);
      REQUIRE(found != nullptr);
      REQUIRE(found->originator_tid == number);
    }
  }
  CHECK(bench.table.size() > 100);
}

TEST_CASE("a million open dialogues fit into 400 MB, and no more are kept", "[ss7]") {
  constexpr std::size_t kMillion = 1'000'000;
  Bench bench(kMillion);
  for (std::uint32_t tid = 0; tid < kMillion; ++tid)
    bench.table.set_responder(bench.begin(tid), bench.responder(tid));
  CHECK(bench.table.size() == kMillion);
  CHECK(bench.table.evictions() == 0);
  CHECK(bench.table.memory() < 400'000'000);
  const std::size_t full = bench.table.memory();
  for (std::uint32_t tid = kMillion; tid < kMillion + 1000; ++tid)
    bench.begin(tid);
  CHECK(bench.table.size() == kMillion);
  CHECK(bench.table.evictions() == 1000);
  CHECK(bench.table.memory() == full);
}
