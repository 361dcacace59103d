#include "filters/core/snapshot_holder.hh"

#include <thread>
#include <vector>

#include "tests/catch.hh"

namespace smsfw {
namespace {

TEST_CASE("a reader sees the newest snapshot and its generation") {
  SnapshotHolder<int> holder(std::make_shared<const int>(1));
  SnapshotReader<int> reader(holder);
  CHECK(*reader.get() == 1);
  CHECK(reader.generation() == 0);
  CHECK(holder.publish(std::make_shared<const int>(2)) == 1);
  CHECK(*reader.get() == 2);
  CHECK(reader.generation() == 1);
}

TEST_CASE("a snapshot lives until its last reader has moved on") {
  auto first = std::make_shared<const int>(1);
  const std::weak_ptr<const int> watch = first;
  SnapshotHolder<int> holder(std::move(first));
  SnapshotReader<int> reader(holder);
  holder.publish(std::make_shared<const int>(2));
  CHECK_FALSE(watch.expired());
  reader.get();
  CHECK(watch.expired());
}

TEST_CASE("readers never go backwards while snapshots are published") {
  SnapshotHolder<int> holder(std::make_shared<const int>(0));
  constexpr int kSnapshots = 2000;
  std::vector<int> wrong(3, 0);
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([&, t] {
      SnapshotReader<int> reader(holder);
      int last = 0;
      while (last < kSnapshots) {
        const int now = *reader.get();
        if (now < last) ++wrong[t];
        last = now;
      }
    });
  }
  for (int i = 1; i <= kSnapshots; ++i)
    holder.publish(std::make_shared<const int>(i));
  for (auto& thread : threads)
    thread.join();
  CHECK(wrong == std::vector<int>(3, 0));
}

}  // namespace
}  // namespace smsfw
