#include "smsc-proxy/events/event_ring.hh"

#include <random>
#include <string>
#include <thread>

#include "tests/catch.hh"

using smsfw::events::EventRing;

namespace {

constexpr std::size_t kBlock = EventRing::kBlock;

// At most `most` octets of what waits.
std::string take(EventRing& ring, std::size_t most = SIZE_MAX) {
  std::string out;
  for (auto piece = ring.peek(); !piece.empty() && out.size() < most; piece = ring.peek()) {
    piece = piece.substr(0, most - out.size());
    out += piece;
    ring.consume(piece.size());
  }
  return out;
}

}  // namespace

TEST_CASE("a ring has whole blocks, two at least") {
  CHECK(EventRing(0).capacity() == 2 * kBlock);
  CHECK(EventRing(5 * kBlock).capacity() == 5 * kBlock);
  CHECK(EventRing(5 * kBlock + kBlock / 2).capacity() == 5 * kBlock);
}

TEST_CASE("octets come out as they went in, over the blocks' ends too") {
  EventRing ring(3 * kBlock);
  std::mt19937 random(7);
  std::string in;
  std::string out;
  for (int i = 0; i < 16'000; ++i) {
    const std::string piece(random() % 900, static_cast<char>('a' + i % 26));
    if (ring.push(piece)) in += piece;
    if (random() % 3 == 0) out += take(ring, random() % 3'000);
    CHECK(ring.waiting() == in.size() - out.size());
  }
  out += take(ring);
  CHECK(in.size() > 10 * kBlock);
  CHECK(out == in);
}

TEST_CASE("a full ring refuses whole pieces, and takes them again when a block is free") {
  EventRing ring(2 * kBlock);
  // Six fit in a block, and none stands in two.
  const std::string piece(kBlock / 7 + 1, 'x');
  std::size_t taken = 0;
  while (ring.push(piece))
    ++taken;
  CHECK(taken == 12);
  CHECK(ring.waiting() == 12 * piece.size());
  const std::size_t almost = 6 * piece.size() - 1;
  CHECK(take(ring, almost).size() == almost);
  CHECK_FALSE(ring.push(piece));  // the first block still holds an octet
  CHECK(take(ring, 2).size() == 2);
  CHECK(ring.push(piece));
  CHECK(take(ring).size() == 7 * piece.size() - 1);
  CHECK(ring.waiting() == 0);
}

TEST_CASE("a piece of one block goes in, a larger one does not") {
  EventRing ring(2 * kBlock);
  CHECK_FALSE(ring.push(std::string(kBlock + 1, 'x')));
  CHECK(ring.push(std::string(kBlock, 'y')));
  CHECK(take(ring) == std::string(kBlock, 'y'));
}

TEST_CASE("each block that is filled is told once") {
  EventRing ring(8 * kBlock);
  const std::string half(kBlock / 2, 'x');
  CHECK(ring.push(half));
  CHECK(ring.push(half));
  CHECK_FALSE(ring.block_filled());
  CHECK(ring.push(half));
  CHECK(ring.block_filled());
  CHECK_FALSE(ring.block_filled());
}

TEST_CASE("what was emptied last is filled next") {
  EventRing ring(16 * kBlock);
  const std::string half(kBlock / 2, 'x');
  const char* before = nullptr;
  // The block that is being filled, and the one that was read last.
  for (int i = 0; i < 100; ++i) {
    REQUIRE(ring.push(half));
    const auto piece = ring.peek();
    if (i % 4 == 0) {
      if (before != nullptr) CHECK(piece.data() == before);
      before = piece.data();
    }
    ring.consume(piece.size());
  }
}

TEST_CASE("two threads agree", "[threads]") {
  EventRing ring(2 * kBlock);
  constexpr std::uint64_t kCount = 200'000;
  std::thread producer([&ring] {
    for (std::uint64_t i = 0; i < kCount;) {
      const std::string line = std::to_string(i) + "\n";
      if (ring.push(line))
        ++i;
      else
        std::this_thread::yield();
    }
  });
  std::string rest;
  std::uint64_t next = 0;
  bool in_order = true;
  while (next < kCount) {
    rest += take(ring);
    std::size_t from = 0;
    for (std::size_t end = 0; (end = rest.find('\n', from)) != std::string::npos; from = end + 1)
      in_order = in_order && rest.substr(from, end - from) == std::to_string(next++);
    rest.erase(0, from);
    if (!in_order) break;
  }
  producer.join();
  CHECK(in_order);
  CHECK(next == kCount);
}
