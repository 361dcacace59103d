#include "smsc-proxy/tools/ss7-load/open_dialogues.hh"

#include <set>

#include "tests/catch.hh"

using smsfw::ss7_load::OpenDialogues;

TEST_CASE("open dialogues: a bounded number, each found by its id", "[ss7-load]") {
  for (const std::size_t capacity : {1U, 2U, 3U, 64U, 65U}) {
    OpenDialogues<int> open(capacity);
    std::set<std::uint32_t> ids;
    for (int i = 0; i < static_cast<int>(capacity); ++i)
      ids.insert(open.open(i));
    CHECK(ids.size() == capacity);
    CHECK(ids.count(0) == 0);
    CHECK(open.full());
    CHECK(open.open(7) == 0);
    std::set<int> values;
    for (const std::uint32_t id : ids)
      values.insert(*open.find(id));
    CHECK(values.size() == capacity);
    CHECK(open.find(0xFFFFFFFF) == nullptr);
  }
}

TEST_CASE("open dialogues: an id that was closed finds nothing, nor who took its place",
          "[ss7-load]") {
  OpenDialogues<int> open(4);
  const auto first = open.open(1);
  open.close(first);
  CHECK(open.find(first) == nullptr);
  CHECK(open.size() == 0);
  std::set<std::uint32_t> ids{first};
  for (int i = 0; i < 1000; ++i) {
    const auto next = open.open(i);
    CHECK(ids.insert(next).second);
    CHECK(open.find(first) == nullptr);
    open.close(next);
  }
}

TEST_CASE("open dialogues: what is looked through may be closed", "[ss7-load]") {
  OpenDialogues<int> open(8);
  for (int i = 0; i < 8; ++i)
    open.open(i);
  open.for_each([&](std::uint32_t id, int value) {
    if (value % 2 == 0) open.close(id);
  });
  int sum = 0;
  open.for_each([&](std::uint32_t, int value) { sum += value; });
  CHECK(open.size() == 4);
  CHECK(sum == 1 + 3 + 5 + 7);
}
