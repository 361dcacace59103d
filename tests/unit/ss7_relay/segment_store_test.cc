#include "smsc-proxy/ss7/relay/segment_store.hh"

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace std::chrono_literals;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using Outcome = SegmentStore::Outcome;

namespace {

constexpr std::uint32_t kOrigin = 10;

/// A message of `size` octets of data in segments, from the subsystem `from` to `to`.
std::vector<Octets> segments(std::size_t size, std::uint32_t reference = 1, unsigned from = 8,
                             unsigned to = 6) {
  Octets data(size);
  for (std::size_t i = 0; i < size; ++i)
    data[i] = static_cast<std::byte>(i * 11 + reference);
  const Octets called{std::byte{0x42}, static_cast<std::byte>(to)};
  const Octets calling{std::byte{0x42}, static_cast<std::byte>(from)};
  SccpUnitdata unitdata;
  unitdata.called = called;
  unitdata.calling = calling;
  unitdata.data = data;
  unitdata.local_reference = reference;
  const auto plan = plan_unitdata(unitdata);
  REQUIRE(plan);
  std::vector<Octets> out;
  for (std::size_t i = 0; i < plan->count; ++i) {
    Octets octets(kMaxSignalUnit);
    const auto written = encode_unitdata(unitdata, *plan, i, octets);
    REQUIRE(written);
    octets.resize(*written);
    out.push_back(std::move(octets));
  }
  return out;
}

struct Given {
  SegmentFault fault;
  std::vector<Octets> octets;
  std::vector<std::uint64_t> tags;
};

struct Bench {
  explicit Bench(SegmentLimits limits = {})
      : store(limits, 42, [this](const HeldMessage& held, SegmentFault fault) {
          Given given{fault, {}, {}};
          for (std::size_t i = 0; i < held.size(); ++i) {
            given.octets.emplace_back(held.octets(i).begin(), held.octets(i).end());
            given.tags.push_back(held.tag(i));
          }
          abandoned.push_back(std::move(given));
        }) {}

  SegmentStore::Added add(const Octets& octets, std::chrono::nanoseconds now = 0ns,
                          std::uint64_t tag = 0, std::uint32_t origin = kOrigin) {
    const auto message = decode_sccp(octets);
    REQUIRE(message);
    return store.add(origin, *message, octets, tag, now);
  }
  Outcome outcome(const Octets& octets, std::chrono::nanoseconds now = 0ns) {
    return add(octets, now).outcome;
  }
  SegmentFault refused(const Octets& octets) {
    const auto added = add(octets);
    REQUIRE(added.outcome == Outcome::kRefused);
    CHECK(added.message == nullptr);
    return added.fault;
  }

  std::vector<Given> abandoned;
  SegmentStore store;
};

Octets data_of(const std::vector<Octets>& all) {
  Octets out;
  for (const Octets& each : all) {
    const auto message = decode_sccp(each);
    REQUIRE(message);
    out.insert(out.end(), message->data.begin(), message->data.end());
  }
  return out;
}

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

/// The message that the last segment of `all` completes.
const HeldMessage& joined(Bench& bench, const std::vector<Octets>& all) {
  SegmentStore::Added added;
  for (std::size_t i = 0; i < all.size(); ++i) {
    added = bench.add(all[i], 0ns, 100 + i);
    CHECK(added.outcome == (i + 1 == all.size() ? Outcome::kJoined : Outcome::kHeld));
  }
  REQUIRE(added.message != nullptr);
  return *added.message;
}

}  // namespace

TEST_CASE("segments are held, joined, and kept as they came", "[ss7][sccp]") {
  Bench bench;
  const auto all = segments(600);
  REQUIRE(all.size() == 3);
  CHECK(bench.outcome(all[0], 5ns) == Outcome::kHeld);
  CHECK(bench.store.size() == 1);
  CHECK(bench.store.held_octets() == all[0].size());
  CHECK(bench.outcome(all[1]) == Outcome::kHeld);
  const auto added = bench.add(all[2]);
  REQUIRE(added.outcome == Outcome::kJoined);
  const HeldMessage& message = *added.message;
  CHECK(message.size() == 3);
  CHECK(message.expected() == 3);
  CHECK(message.begun() == 5ns);
  for (std::size_t i = 0; i < 3; ++i)
    CHECK(same(message.octets(i), all[i]));
  CHECK(same(message.data(), data_of(all)));
  CHECK(bench.store.size() == 0);
  CHECK(bench.store.held_octets() == 0);
  CHECK(bench.abandoned.empty());
  // Nothing is left that the last one could belong to.
  CHECK(bench.refused(all[2]) == SegmentFault::kNoFirst);
}

TEST_CASE("two and sixteen segments, and what the caller gave with each", "[ss7][sccp]") {
  Bench bench;
  const auto two = segments(300);
  REQUIRE(two.size() == 2);
  const HeldMessage& short_one = joined(bench, two);
  CHECK(short_one.tag(0) == 100);
  CHECK(short_one.tag(1) == 101);
  const auto sixteen = segments(3900);
  REQUIRE(sixteen.size() == 16);
  const HeldMessage& long_one = joined(bench, sixteen);
  CHECK(long_one.size() == 16);
  CHECK(long_one.tag(15) == 115);
  CHECK(same(long_one.data(), data_of(sixteen)));
}

TEST_CASE("a single segment is a message at once", "[ss7][sccp]") {
  Bench bench;
  const Octets one = from_hex("11 01 0f 04 06 08 09 02 4208 02 4206 01 62 10 04 80 010000 00");
  const auto added = bench.add(one);
  REQUIRE(added.outcome == Outcome::kJoined);
  CHECK(added.message->expected() == 1);
  CHECK(same(added.message->octets(0), one));
  CHECK(same(added.message->data(), from_hex("62")));
  CHECK(bench.store.size() == 0);
}

TEST_CASE("segments belong together by origin, calling address and reference", "[ss7][sccp]") {
  Bench bench;
  const auto a = segments(300, 1);
  const auto b = segments(300, 2);
  const auto c = segments(300, 1, 7);
  CHECK(bench.add(a[0]).outcome == Outcome::kHeld);
  CHECK(bench.add(b[0]).outcome == Outcome::kHeld);
  CHECK(bench.add(c[0]).outcome == Outcome::kHeld);
  CHECK(bench.add(a[0], 0ns, 0, 11).outcome == Outcome::kHeld);
  CHECK(bench.store.size() == 4);
  CHECK(bench.add(a[1], 0ns, 0, 12).fault == SegmentFault::kNoFirst);
  const auto of_b = bench.add(b[1]);
  REQUIRE(of_b.outcome == Outcome::kJoined);
  CHECK(same(of_b.message->data(), data_of(b)));
  const auto of_c = bench.add(c[1]);
  REQUIRE(of_c.outcome == Outcome::kJoined);
  CHECK(same(of_c.message->data(), data_of(c)));
  const auto of_11 = bench.add(a[1], 0ns, 0, 11);
  REQUIRE(of_11.outcome == Outcome::kJoined);
  const auto of_a = bench.add(a[1]);
  REQUIRE(of_a.outcome == Outcome::kJoined);
  CHECK(same(of_a.message->data(), data_of(a)));
  CHECK(bench.abandoned.empty());
}

TEST_CASE("what is out of sequence is refused and ends its message", "[ss7][sccp]") {
  const auto all = segments(900);
  REQUIRE(all.size() == 4);
  SECTION("a segment is missing") {
    Bench bench;
    bench.add(all[0], 0ns, 7);
    bench.add(all[1], 0ns, 8);
    CHECK(bench.refused(all[3]) == SegmentFault::kOutOfSequence);
    REQUIRE(bench.abandoned.size() == 1);
    CHECK(bench.abandoned[0].fault == SegmentFault::kOutOfSequence);
    CHECK(bench.abandoned[0].tags == std::vector<std::uint64_t>{7, 8});
    CHECK(bench.abandoned[0].octets == std::vector<Octets>{all[0], all[1]});
    CHECK(bench.store.held_octets() == 0);
    CHECK(bench.refused(all[2]) == SegmentFault::kNoFirst);
  }
  SECTION("a segment comes twice") {
    Bench bench;
    bench.add(all[0]);
    bench.add(all[1]);
    CHECK(bench.refused(all[1]) == SegmentFault::kOutOfSequence);
    CHECK(bench.abandoned.size() == 1);
    CHECK(bench.refused(all[2]) == SegmentFault::kNoFirst);
  }
  SECTION("a segment goes back") {
    Bench bench;
    bench.add(all[0]);
    bench.add(all[1]);
    bench.add(all[2]);
    CHECK(bench.refused(all[1]) == SegmentFault::kOutOfSequence);
  }
  SECTION("the first one does not come first") {
    Bench bench;
    CHECK(bench.refused(all[1]) == SegmentFault::kNoFirst);
    CHECK(bench.abandoned.empty());
    CHECK(bench.outcome(all[0]) == Outcome::kHeld);
    CHECK(bench.refused(all[2]) == SegmentFault::kOutOfSequence);
  }
}

TEST_CASE("a first segment begins anew", "[ss7][sccp]") {
  Bench bench;
  const auto all = segments(600);
  bench.add(all[0], 1ns, 7);
  bench.add(all[1], 1ns, 8);
  CHECK(bench.outcome(all[0], 9ns) == Outcome::kHeld);
  REQUIRE(bench.abandoned.size() == 1);
  CHECK(bench.abandoned[0].fault == SegmentFault::kNewFirst);
  CHECK(bench.abandoned[0].tags == std::vector<std::uint64_t>{7, 8});
  CHECK(bench.outcome(all[1]) == Outcome::kHeld);
  const auto added = bench.add(all[2]);
  REQUIRE(added.outcome == Outcome::kJoined);
  CHECK(added.message->begun() == 9ns);
  CHECK(same(added.message->data(), data_of(all)));
}

TEST_CASE("a segment to another called party ends the message", "[ss7][sccp]") {
  Bench bench;
  bench.add(segments(300, 1, 8, 6)[0]);
  CHECK(bench.refused(segments(300, 1, 8, 7)[1]) == SegmentFault::kOtherAddress);
  REQUIRE(bench.abandoned.size() == 1);
  CHECK(bench.abandoned[0].fault == SegmentFault::kOtherAddress);
  CHECK(bench.refused(segments(300, 1, 8, 6)[1]) == SegmentFault::kNoFirst);
}

TEST_CASE("only segments are taken", "[ss7][sccp]") {
  Bench bench;
  CHECK(bench.refused(from_hex("09 00 03 05 07 02 4208 02 4206 01 62")) ==
        SegmentFault::kNoSegment);
  CHECK(bench.refused(from_hex("11 00 0f 04 06 08 00 02 4208 02 4206 02 62aa")) ==
        SegmentFault::kNoSegment);
  // A returned segment is not put together again (Q.714 4.2).
  CHECK(bench.refused(from_hex("12 0e 0f 04 06 08 09 02 4208 02 4206 01 62 10 04 c1 010000 00")) ==
        SegmentFault::kNoSegment);
  CHECK(bench.store.size() == 0);
  CHECK(bench.outcome(
            from_hex("13 01 0f 0700 0800 0900 0a00 02 4208 02 4206 0100 62 10 04 c1 010000 00")) ==
        Outcome::kHeld);
}

TEST_CASE("the timer runs from the first segment", "[ss7][sccp]") {
  Bench bench(SegmentLimits{16, 1U << 20U, 20s});
  const auto all = segments(600, 1);
  CHECK_FALSE(bench.store.next_expiry());
  bench.add(all[0], 100s, 1);
  bench.add(segments(600, 2)[0], 105s, 2);
  bench.add(all[1], 119s, 3);
  CHECK(bench.store.next_expiry() == 120s);
  CHECK(bench.store.expire(120s - 1ns) == 0);
  CHECK(bench.store.expire(120s) == 1);
  REQUIRE(bench.abandoned.size() == 1);
  CHECK(bench.abandoned[0].fault == SegmentFault::kTimeout);
  CHECK(bench.abandoned[0].tags == std::vector<std::uint64_t>{1, 3});
  CHECK(bench.store.next_expiry() == 125s);
  CHECK(bench.refused(all[2]) == SegmentFault::kNoFirst);
  CHECK(bench.store.expire(300s) == 1);
  CHECK(bench.store.size() == 0);
  CHECK(bench.store.held_octets() == 0);
  CHECK_FALSE(bench.store.next_expiry());
  CHECK(bench.store.evictions() == 0);
}

TEST_CASE("beyond its bound of messages the oldest gives its place", "[ss7][sccp]") {
  Bench bench(SegmentLimits{3, 1U << 20U, 20s});
  for (std::uint32_t reference = 1; reference <= 4; ++reference)
    bench.add(segments(600, reference)[0], 0ns, reference);
  CHECK(bench.store.size() == 3);
  CHECK(bench.store.evictions() == 1);
  REQUIRE(bench.abandoned.size() == 1);
  CHECK(bench.abandoned[0].fault == SegmentFault::kEvicted);
  CHECK(bench.abandoned[0].tags == std::vector<std::uint64_t>{1});
  CHECK(bench.refused(segments(600, 1)[1]) == SegmentFault::kNoFirst);
  CHECK(bench.outcome(segments(600, 4)[1]) == Outcome::kHeld);
  // Later segments do not make one younger, nor take a place of their own.
  CHECK(bench.outcome(segments(600, 2)[1]) == Outcome::kHeld);
  CHECK(bench.store.evictions() == 1);
  bench.add(segments(600, 5)[0]);
  CHECK(bench.abandoned[1].tags.front() == 2);
}

TEST_CASE("beyond its bound of octets too", "[ss7][sccp]") {
  const auto a = segments(600, 1);
  const auto b = segments(600, 2);
  Bench bench(SegmentLimits{100, 2 * a[0].size() + 10, 20s});
  bench.add(a[0], 0ns, 1);
  bench.add(b[0], 0ns, 2);
  CHECK(bench.store.evictions() == 0);
  CHECK(bench.outcome(b[1]) == Outcome::kHeld);
  CHECK(bench.store.evictions() == 1);
  CHECK(bench.store.held_octets() == b[0].size() + b[1].size());
  CHECK(bench.abandoned[0].tags == std::vector<std::uint64_t>{1});
  // The oldest is the one that needs the room.
  CHECK(bench.refused(b[2]) == SegmentFault::kEvicted);
  CHECK(bench.store.size() == 0);
  CHECK(bench.store.held_octets() == 0);
  CHECK(bench.store.evictions() == 2);

  Bench tiny(SegmentLimits{100, 10, 20s});
  CHECK(tiny.refused(a[0]) == SegmentFault::kEvicted);
  CHECK(tiny.store.size() == 0);
  CHECK(tiny.abandoned.empty());
  // A later segment that there is never room for ends its message.
  Bench small(SegmentLimits{100, 40, 20s});
  const Octets first = from_hex("11 01 0f 04 06 08 09 02 4208 02 4206 01 62 10 04 c1 010000 00");
  Octets second = segments(300, 1, 6, 8)[1];
  REQUIRE(second.size() > 40);
  CHECK(small.outcome(first) == Outcome::kHeld);
  CHECK(small.refused(second) == SegmentFault::kEvicted);
  CHECK(small.store.size() == 0);
  REQUIRE(small.abandoned.size() == 1);
}

TEST_CASE("many messages at once, in any order between them: nothing is mixed or lost",
          "[ss7][sccp]") {
  // NOLINTNEXTLINE(cert-msc51-cpp): the same order in every run
  std::mt19937 random(7);
  Bench bench(SegmentLimits{64, 1U << 20U, 20s});
  std::vector<std::vector<Octets>> messages;
  for (std::uint32_t i = 0; i < 64; ++i)
    messages.push_back(segments(260 + i * 50, i + 1, i % 3 + 6));
  std::vector<std::size_t> next(messages.size());
  std::vector<std::size_t> open(messages.size());
  for (std::size_t i = 0; i < open.size(); ++i)
    open[i] = i;
  std::size_t done = 0;
  while (!open.empty()) {
    const std::size_t pick = random() % open.size();
    const std::size_t which = open[pick];
    const auto added = bench.add(messages[which][next[which]++]);
    if (next[which] < messages[which].size()) {
      REQUIRE(added.outcome == Outcome::kHeld);
      continue;
    }
    REQUIRE(added.outcome == Outcome::kJoined);
    CHECK(same(added.message->data(), data_of(messages[which])));
    ++done;
    open.erase(open.begin() + static_cast<std::ptrdiff_t>(pick));
  }
  CHECK(done == messages.size());
  CHECK(bench.abandoned.empty());
  CHECK(bench.store.held_octets() == 0);
}

TEST_CASE("whatever comes, the bounds hold", "[ss7][sccp]") {
  // NOLINTNEXTLINE(cert-msc51-cpp): the same order in every run
  std::mt19937 random(11);
  const SegmentLimits limits{8, 4000, 20s};
  Bench bench(limits);
  std::vector<std::vector<Octets>> messages;
  for (std::uint32_t i = 0; i < 20; ++i)
    messages.push_back(segments(260 + i * 150, i / 2 + 1));
  std::size_t given = 0;
  std::size_t came = 0;
  std::size_t joined_segments = 0;
  for (int i = 0; i < 20000; ++i) {
    const auto& message = messages[random() % messages.size()];
    // Mostly the beginning, so that some get through.
    const std::size_t at = random() % 3 == 0 ? random() % message.size() : 0;
    const auto added = bench.add(message[at], std::chrono::seconds(i / 10));
    if (added.outcome != Outcome::kRefused) ++came;
    if (added.outcome == Outcome::kJoined) joined_segments += added.message->size();
    bench.store.expire(std::chrono::seconds(i / 10));
    REQUIRE(bench.store.size() <= limits.max_messages);
    REQUIRE(bench.store.held_octets() <= limits.max_octets);
  }
  bench.store.expire(1h);
  for (const Given& each : bench.abandoned)
    given += each.octets.size();
  // Every segment that was taken came out exactly once.
  CHECK(joined_segments > 0);
  CHECK(came == given + joined_segments);
  CHECK(bench.store.held_octets() == 0);
}
