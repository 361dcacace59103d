#include "smsc-proxy/cli/capture_file.hh"

#include "tests/catch.hh"
#include "tests/support/capture_octets.hh"
#include "tests/support/hex_octets.hh"

using namespace smsfw;
using namespace smsfw::cli;
using smsfw::testing::from_hex;
using smsfw::testing::Octets;
using smsfw::testing::octets_of;
using smsfw::testing::OctetWriter;
using smsfw::testing::pcap;
using std::chrono::microseconds;

namespace {

Octets octets(std::span<const std::byte> view) {
  return {view.begin(), view.end()};
}

/// A block of pcapng.
Octets block(std::uint32_t type, const Octets& body, bool big_endian) {
  const std::size_t padded = (body.size() + 3) / 4 * 4;
  OctetWriter made{big_endian};
  made.number(type, 4).number(12 + padded, 4).octets(body);
  made.number(0, static_cast<unsigned>(padded - body.size())).number(12 + padded, 4);
  return made.out;
}

Octets section(bool big_endian) {
  return block(0x0A0D0D0A,
               OctetWriter{big_endian}.number(0x1A2B3C4D, 4).number(1, 2).number(0, 10).out,
               big_endian);
}

Octets interface(std::uint16_t link_type, int resolution, bool big_endian) {
  OctetWriter body{big_endian};
  body.number(link_type, 2).number(0, 2).number(0, 4);
  body.number(9, 2).number(1, 2).number(static_cast<unsigned>(resolution), 1).number(0, 3);
  return block(1, body.number(0, 4).out, big_endian);
}

Octets packet(std::uint32_t on, std::uint64_t stamp, const Octets& data, bool big_endian) {
  OctetWriter body{big_endian};
  body.number(on, 4).number(stamp >> 32U, 4).number(stamp & 0xFFFFFFFF, 4);
  body.number(data.size(), 4).number(data.size(), 4).octets(data);
  return block(6, body.out, big_endian);
}

Octets joined(std::initializer_list<Octets> parts) {
  Octets made;
  for (const Octets& part : parts)
    made.insert(made.end(), part.begin(), part.end());
  return made;
}

}  // namespace

TEST_CASE("a pcap file is read in both byte orders and precisions") {
  const Octets first = octets_of({1, 2, 3});
  const Octets second = octets_of({4});
  for (const bool big_endian : {false, true}) {
    for (const bool nanoseconds : {false, true}) {
      const Octets file = pcap(142, {first, second}, {big_endian, nanoseconds});
      REQUIRE(CaptureFile::recognises(file));
      auto capture = CaptureFile::open(file);
      REQUIRE(capture);
      auto got = capture->next();
      REQUIRE(got);
      CHECK(got->link_type == 142);
      CHECK(got->time == microseconds(100'000'005));
      CHECK(octets(got->octets) == first);
      CHECK(got->offset == 40);
      got = capture->next();
      REQUIRE(got);
      CHECK(octets(got->octets) == second);
      CHECK_FALSE(capture->next());
      CHECK_FALSE(capture->error());
    }
  }
}

TEST_CASE("a pcap file that breaks off gives what is whole, and says where it ends") {
  const Octets file = pcap(142, {octets_of({1, 2, 3}), octets_of({4})});
  for (std::size_t size = 0; size < file.size(); ++size) {
    const std::span part = std::span(file).first(size);
    auto capture = CaptureFile::open(part);
    CHECK(capture.has_value() == (size >= 24));
    if (!capture) continue;
    std::size_t packets = 0;
    while (capture->next())
      ++packets;
    CHECK(packets == (size >= 43 ? 1 : 0));
    CHECK(capture->error().has_value() == (size != 24 && size != 43));
  }
  Octets huge = file;
  huge[24 + 8 + 3] = std::byte{0x7F};
  auto capture = CaptureFile::open(huge);
  REQUIRE(capture);
  CHECK_FALSE(capture->next());
  REQUIRE(capture->error());
  CHECK(capture->error()->offset == 32);
  CHECK_FALSE(capture->next());
}

TEST_CASE("a pcapng file is read with each interface's link type and resolution") {
  const Octets data = octets_of({1, 2, 3});
  for (const bool big : {false, true}) {
    const Octets file = joined({section(big), interface(1, 6, big), interface(141, 9, big),
                                interface(142, 0x80 | 10, big), block(5, octets_of({1, 2}), big),
                                packet(1, 7'000'000'123'456, data, big),
                                packet(2, 5 * 1024 + 512, data, big), packet(0, 9, data, big)});
    REQUIRE(CaptureFile::recognises(file));
    auto capture = CaptureFile::open(file);
    REQUIRE(capture);
    auto got = capture->next();
    REQUIRE(got);
    CHECK(got->link_type == 141);
    CHECK(got->time == microseconds(7'000'000'123));
    CHECK(octets(got->octets) == data);
    got = capture->next();
    REQUIRE(got);
    CHECK(got->link_type == 142);
    CHECK(got->time == microseconds(5'500'000));
    got = capture->next();
    REQUIRE(got);
    CHECK(got->link_type == 1);
    CHECK(got->time == microseconds(9));
    CHECK_FALSE(capture->next());
    CHECK_FALSE(capture->error());
  }
}

TEST_CASE("a pcapng block that cannot be is an error at its place") {
  const auto error_of = [](const Octets& file) {
    auto capture = CaptureFile::open(file);
    REQUIRE(capture);
    while (capture->next()) {
    }
    REQUIRE(capture->error());
    return *capture->error();
  };
  const Octets head = section(true);
  const auto at = [&](std::size_t offset) { return head.size() + offset; };
  CHECK(error_of(joined({head, packet(0, 0, {}, true)})).offset == at(8));
  CHECK(error_of(joined({head, from_hex("00000001 00000007 00000000")})).offset == at(4));
  CHECK(error_of(joined({head, from_hex("00000001 00000010 00000000")})).offset == at(0));
  Octets no_order = head;
  no_order[8] = std::byte{0};
  CHECK(error_of(no_order).offset == 8);
}

TEST_CASE("other files are no captures") {
  for (const Octets& file : {Octets{}, octets_of({0xD4, 0xC3, 0xB2}), from_hex("303930300a")}) {
    CHECK_FALSE(CaptureFile::recognises(file));
    CHECK_FALSE(CaptureFile::open(file));
  }
}
