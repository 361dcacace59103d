#include "filters/concat/part_table.hh"

#include <malloc.h>

#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::concat;
using namespace std::chrono_literals;

namespace {

constexpr std::uint64_t kSecret = 0x1234567887654321ULL;

class Table {
 public:
  explicit Table(PartTableLimits limits = {}) : table(limits, kSecret) {}

  PartTable::Added add(std::uint8_t number, std::string_view text, std::uint8_t total = 3,
                       std::uint16_t reference = 7, std::string_view ends = "A to B",
                       bool wide = false) {
    const WholeKey key{table.hash(std::as_bytes(std::span(ends))), reference, wide, total};
    return table.add(key, number, {}, std::as_bytes(std::span(text)), now);
  }

  /// "1:one 2:two 2':other"
  std::string parts(const PartTable::Added& added) {
    PartsSoFar parts;
    table.parts(added.token, parts);
    std::string out;
    for (const auto& part : parts.parts) {
      const auto octets = part.in(parts.octets);
      out += out.empty() ? "" : " ";
      out += std::to_string(part.number) + (part.last_form ? "':" : ":");
      out.append(reinterpret_cast<const char*>(octets.data()), octets.size());
    }
    return out;
  }

  PartTable table;
  std::chrono::nanoseconds now{1h};
};

Stopped rejected() {
  Stopped how;
  how.action = Action::kReject;
  how.reason.assign("FRAUD");
  return how;
}

}  // namespace

TEST_CASE("parts come together in their order, whatever the order they came in") {
  Table table;
  const auto third = table.add(3, "three");
  CHECK(third.first);
  CHECK_FALSE(third.complete);
  const auto first = table.add(1, "one");
  CHECK_FALSE(first.first);
  CHECK(first.whole == third.whole);
  CHECK(table.parts(first) == "1:one 3:three");
  const auto second = table.add(2, "two");
  CHECK(second.complete);
  CHECK(table.parts(second) == "1:one 2:two 3:three");
  for (const auto& added : {first, second})
    table.table.settle(added.token, true);
  CHECK(table.table.stats().entries == 1);
  table.table.settle(third.token, true);
  const auto stats = table.table.stats();
  CHECK(stats.entries == 0);
  CHECK(stats.completed == 1);
  CHECK(stats.memory == 0);
  CHECK(table.parts(third).empty());
  // The reference is free for another message.
  const auto next = table.add(1, "again");
  CHECK(next.first);
  CHECK_FALSE(next.conflict);
  CHECK(next.whole != first.whole);
}

TEST_CASE("nothing joins that differs in an address, the reference, its width or the total") {
  Table table;
  const auto one = table.add(1, "one");
  CHECK(table.add(2, "two", 3, 8).first);
  CHECK(table.add(2, "two", 3, 7, "C to B").first);
  CHECK(table.add(2, "two", 3, 7, "A to B", true).first);
  const auto other = table.add(2, "two", 4);
  CHECK(other.first);
  CHECK(other.other_total);
  CHECK(table.parts(one) == "1:one");
  CHECK(table.table.stats().entries == 5);
  // Of another sender nobody says so.
  CHECK_FALSE(table.add(1, "one", 4, 7, "C to B", true).other_total);
}

TEST_CASE("a part that comes again is a repeat, and counted as a message of its own") {
  Table table;
  const auto one = table.add(1, "one");
  table.table.settle(one.token, true);
  const auto again = table.add(1, "one");
  CHECK(again.first);
  CHECK_FALSE(again.conflict);
  CHECK(again.token == one.token);
  CHECK(table.table.stats().repeats == 1);
  // It reaches nobody; the one before has.
  table.table.settle(again.token, false);
  CHECK(table.parts(table.add(2, "two")) == "1:one 2:two");
}

TEST_CASE("of copies that are on their way together one that arrives is enough") {
  Table table;
  const auto one = table.add(1, "one");
  const auto copy = table.add(1, "one");
  table.table.settle(one.token, false);
  table.table.settle(copy.token, true);
  CHECK(table.parts(table.add(2, "two")) == "1:one 2:two");
}

TEST_CASE("a part that comes with other content is kept in both forms") {
  Table table;
  const auto one = table.add(1, "one");
  table.add(2, "two");
  const auto other = table.add(2, "TWO");
  CHECK(other.conflict);
  CHECK(table.parts(one) == "1:one 2:two 2':TWO");
  // Of more forms the first and the last: nobody keeps another.
  const auto third = table.add(2, "Two");
  CHECK(third.conflict);
  CHECK(table.parts(one) == "1:one 2:two 2':Two");
  CHECK(table.table.stats().conflicts == 2);
  CHECK(table.add(3, "three").complete);

  SECTION("the last one is refused") {
    table.table.settle(third.token, false);
    CHECK(table.parts(one) == "1:one 2:two 3:three");
  }
  SECTION("the same octets by another coding are other content") {
    const WholeKey key{table.table.hash(std::as_bytes(std::span(std::string_view("A to B")))), 7,
                       false, 3};
    const std::string_view text = "one";
    CHECK(table.table.add(key, 1, {4, 0, 0}, std::as_bytes(std::span(text)), table.now).conflict);
  }
}

TEST_CASE("where the first form reaches nobody, the last one is the only one") {
  Table table;
  const auto one = table.add(1, "one");
  const auto other = table.add(1, "ONE");
  table.table.settle(one.token, false);
  CHECK(table.parts(other) == "1:ONE");
  table.table.settle(other.token, true);
  const auto two = table.add(2, "two", 3);
  CHECK(table.parts(two) == "1:ONE 2:two");
}

TEST_CASE("what does not reach the handset is forgotten, and counted anew when it comes again") {
  Table table;
  const auto one = table.add(1, "one");
  table.table.settle(one.token, false);
  CHECK(table.table.stats().entries == 0);
  const auto again = table.add(1, "one");
  CHECK(again.first);
  table.table.settle(again.token, true);
  const auto two = table.add(2, "two");
  table.table.settle(two.token, false);
  const auto retry = table.add(2, "two");
  CHECK_FALSE(retry.first);  // the message has been counted
  CHECK(table.parts(retry) == "1:one 2:two");
}

TEST_CASE("the rest of a message that was stopped goes the same way") {
  Table table;
  table.table.settle(table.add(1, "one").token, true);
  const auto two = table.add(2, "two");
  table.table.stop(two.token, rejected());
  table.table.settle(two.token, false);
  const auto three = table.add(3, "three");
  CHECK(three.stopped.action == Action::kReject);
  CHECK(three.stopped.reason.view() == "FRAUD");
  CHECK(table.table.stats().stopped == 1);
  table.table.settle(three.token, false);
  SECTION("also the part itself, when it is tried again") {
    CHECK(table.add(2, "two").stopped.action == Action::kReject);
  }
  SECTION("a first part that was stopped is counted each time that it comes") {
    const auto bad = table.add(1, "bad", 3, 8);
    table.table.stop(bad.token, rejected());
    table.table.settle(bad.token, false);
    const auto again = table.add(1, "bad", 3, 8);
    CHECK(again.stopped.action == Action::kReject);
    CHECK(again.first);
  }
  SECTION("another message under the same reference is judged for itself") {
    CHECK(table.add(1, "other").stopped.action == Action::kAllow);
    const auto last = table.add(3, "three");
    CHECK(last.stopped.action == Action::kAllow);
    // Yet with all that the handset may have.
    CHECK(table.parts(last) == "1:one 1':other 3:three");
  }
}

TEST_CASE("a message that stays incomplete is forgotten after its time") {
  PartTableLimits limits;
  limits.timeout = 10s;
  Table table(limits);
  const auto one = table.add(1, "one");
  table.now += 10s - 1ns;
  CHECK_FALSE(table.add(2, "two").first);
  table.now += 1ns;
  CHECK(table.add(3, "three").first);
  CHECK(table.table.stats().expired == 1);
  table.table.settle(one.token, true);  // of nobody any more
  table.now += 10s;
  table.table.expire(table.now);
  CHECK(table.table.stats().entries == 0);
  CHECK(table.table.stats().memory == 0);
}

TEST_CASE("messages that are never completed take no more memory than they may") {
  PartTableLimits limits;
  limits.memory = 4U << 20U;
  Table table(limits);
  const std::string part(134, 'x');
  const auto before = mallinfo2().uordblks;
  for (int i = 0; i < 100'000; ++i) {
    table.now += 1us;
    table.add(static_cast<std::uint8_t>(1 + i % 255), part, 255, static_cast<std::uint16_t>(i / 40),
              i % 2 != 0 ? "A to B" : "B to A", true);
  }
  const auto taken = mallinfo2().uordblks - before;
  const auto stats = table.table.stats();
  CHECK(stats.memory <= limits.memory);
  CHECK(stats.memory > limits.memory / 2);
  CHECK(stats.evictions > 1'000);
  INFO("octets from the heap: " << taken);
  CHECK(taken < limits.memory + limits.memory / 4);
}

TEST_CASE("one message alone may not take all of a shard") {
  PartTableLimits limits;
  limits.memory = PartTable::kMinMemory;
  Table table(limits);
  const std::string part(1'024, 'x');
  std::size_t kept = 0;
  for (int i = 1; i <= 255; ++i) {
    const auto added = table.add(static_cast<std::uint8_t>(i), part, 255);
    kept += added.token != 0 ? 1U : 0U;
  }
  CHECK(kept > 10);
  CHECK(kept < 20);
  CHECK(table.table.stats().memory <= limits.memory / 16);
}

TEST_CASE("many threads use one table", "[threads]") {
  PartTableLimits limits;
  limits.memory = PartTable::kMinMemory;
  PartTable table(limits, kSecret);
  std::vector<std::thread> threads;
  for (int id = 0; id < 4; ++id) {
    threads.emplace_back([&table, id] {
      PartsSoFar parts;
      const std::string text(100, static_cast<char>('a' + id));
      for (int i = 0; i < 3'000; ++i) {
        const WholeKey key{static_cast<std::uint64_t>(i % 50) * 77, 1, false, 4};
        const auto added = table.add(key, static_cast<std::uint8_t>(1 + (i + id) % 4), {},
                                     std::as_bytes(std::span(text)), std::chrono::nanoseconds(i));
        table.parts(added.token, parts);
        if (i % 7 == 0) table.stop(added.token, rejected());
        table.settle(added.token, i % 3 != 0);
      }
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  CHECK(table.stats().memory <= limits.memory);
  CHECK(table.stats().completed > 0);
}
