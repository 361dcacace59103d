#include "smsc-proxy/ss7/link/output_queue.hh"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "tests/catch.hh"

using smsfw::ss7::link::OutputQueue;
using Flushed = OutputQueue::Flushed;

namespace {

struct Pair {
  std::array<int, 2> ends{};
  Pair() { REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends.data()) == 0); }
  ~Pair() {
    for (const int end : ends)
      close(end);
  }
  Pair(const Pair&) = delete;
  Pair& operator=(const Pair&) = delete;

  std::vector<std::byte> drain() const {
    std::vector<std::byte> all;
    std::array<std::byte, 4'096> part{};
    for (;;) {
      const ssize_t count = recv(ends[1], part.data(), part.size(), 0);
      if (count <= 0) return all;
      all.insert(all.end(), part.begin(), part.begin() + count);
    }
  }
};

void add(OutputQueue& queue, std::size_t size, std::byte value) {
  queue.add(1, [&](std::vector<std::byte>& out) { out.insert(out.end(), size, value); });
}

}  // namespace

TEST_CASE("output is bounded in octets", "[ss7][link]") {
  OutputQueue queue(100);
  add(queue, 60, std::byte{1});
  CHECK(queue.has_room(40));
  CHECK_FALSE(queue.has_room(41));
  CHECK(queue.waiting() == 60);
  CHECK(queue.clear() == 1);
  CHECK(queue.has_room(100));
}

TEST_CASE("a socket that takes part of the output gets the rest later, in order", "[ss7][link]") {
  const Pair pair;
  OutputQueue queue(8UL * 1024 * 1024);
  std::vector<std::byte> expected;
  for (int n = 0; n < 4'000; ++n) {
    add(queue, 1'001, static_cast<std::byte>(n));
    expected.insert(expected.end(), 1'001, static_cast<std::byte>(n));
  }
  std::vector<std::byte> got;
  Flushed flushed = queue.flush_tcp(pair.ends[0]);
  REQUIRE(flushed == Flushed::kBlocked);
  CHECK(queue.waiting() < expected.size());
  while (flushed == Flushed::kBlocked) {
    const auto part = pair.drain();
    REQUIRE_FALSE(part.empty());
    got.insert(got.end(), part.begin(), part.end());
    flushed = queue.flush_tcp(pair.ends[0]);
  }
  REQUIRE(flushed == Flushed::kAll);
  const auto part = pair.drain();
  got.insert(got.end(), part.begin(), part.end());
  CHECK(got == expected);
  CHECK(queue.clear() == 0);
}

TEST_CASE("what is lost with a connection is counted, a message in part as well", "[ss7][link]") {
  const Pair pair;
  OutputQueue queue(8UL * 1024 * 1024);
  for (int n = 0; n < 4; ++n)
    add(queue, 500'000, std::byte{7});
  REQUIRE(queue.flush_tcp(pair.ends[0]) == Flushed::kBlocked);
  const std::size_t gone = pair.drain().size();
  CHECK(queue.clear() == 4 - gone / 500'000);
}

TEST_CASE("a connection that is gone fails and raises no signal", "[ss7][link]") {
  std::array<int, 2> ends{};
  REQUIRE(socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) == 0);
  close(ends[1]);
  OutputQueue queue(1'000);
  add(queue, 10, std::byte{1});
  CHECK(queue.flush_tcp(ends[0]) == Flushed::kFailed);
  close(ends[0]);
}
