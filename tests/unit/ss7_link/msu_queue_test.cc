#include "smsc-proxy/ss7/link/msu_queue.hh"

#include <algorithm>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

using namespace smsfw::ss7::link;
using smsfw::testing::octets_of;

namespace {

Msu msu(std::uint8_t sls, std::span<const std::byte> octets) {
  Msu made;
  made.label.sls = sls;
  made.octets = octets;
  return made;
}

}  // namespace

TEST_CASE("an MSU keeps its octets when the buffer that it came from is used again",
          "[ss7][link]") {
  MsuQueue queue(4, 100);
  auto octets = octets_of({1, 2, 3});
  REQUIRE(queue.push(msu(5, octets)));
  std::fill(octets.begin(), octets.end(), std::byte{0xff});
  const auto taken = queue.take();
  REQUIRE(taken.size() == 1);
  CHECK(taken[0].label.sls == 5);
  const auto expected = octets_of({1, 2, 3});
  CHECK(
      std::equal(taken[0].octets.begin(), taken[0].octets.end(), expected.begin(), expected.end()));
}

TEST_CASE("what was taken stays while the next ones come in", "[ss7][link]") {
  MsuQueue queue(4, 100);
  REQUIRE(queue.push(msu(1, octets_of({1}))));
  const auto first = queue.take();
  REQUIRE(queue.push(msu(2, octets_of({2}))));
  REQUIRE(queue.push(msu(3, octets_of({3}))));
  CHECK(first[0].octets[0] == std::byte{1});
  const auto second = queue.take();
  REQUIRE(second.size() == 2);
  CHECK(second[0].octets[0] == std::byte{2});
  CHECK(second[1].octets[0] == std::byte{3});
  CHECK(queue.take().empty());
}

TEST_CASE("the queue is bounded in messages and in octets", "[ss7][link]") {
  const std::vector<std::byte> ten(10);
  SECTION("messages") {
    MsuQueue queue(2, 1'000);
    CHECK(queue.push(msu(0, ten)));
    CHECK(queue.push(msu(1, ten)));
    CHECK_FALSE(queue.has_room(0));
    CHECK_FALSE(queue.push(msu(2, ten)));
    CHECK(queue.take().size() == 2);
    CHECK(queue.push(msu(3, ten)));
  }
  SECTION("octets") {
    MsuQueue queue(100, 25);
    CHECK(queue.push(msu(0, ten)));
    CHECK(queue.push(msu(1, ten)));
    CHECK(queue.has_room(5));
    CHECK_FALSE(queue.has_room(6));
    CHECK_FALSE(queue.push(msu(2, ten)));
    CHECK(queue.size() == 2);
    CHECK(queue.push(msu(3, std::span(ten).first(5))));
  }
}
