#include "smsc-proxy/cli/capture_reader.hh"

#include <string>

#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "smsc-proxy/ss7/link/ipa.hh"
#include "smsc-proxy/ss7/link/m3ua.hh"
#include "tests/catch.hh"
#include "tests/support/capture_octets.hh"
#include "tests/support/hex_octets.hh"

using namespace smsfw;
using namespace smsfw::cli;
using namespace smsfw::testing;
using std::chrono::microseconds;

namespace {

constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kSctp = 132;
constexpr std::uint32_t kEthernet = 1;
constexpr std::uint32_t kRawIp = 101;

/// What the reader gave, one line each.
class Told final : public CaptureSink {
 public:
  std::vector<std::string> lines;
  std::vector<microseconds> times;

  void sccp(microseconds time, const std::optional<UnitLabel>& label,
            std::span<const std::byte> octets) override {
    std::string line = "sccp ";
    if (label)
      line += std::to_string(label->opc.value) + ">" + std::to_string(label->dpc.value) + " ";
    lines.push_back(line + std::to_string(octets.size()));
    times.push_back(time);
  }
  void smpp(microseconds time, std::uint64_t connection, bool from_client,
            std::span<const std::byte> pdu) override {
    lines.push_back("smpp " + std::to_string(connection) + (from_client ? " client " : " server ") +
                    std::to_string(std::to_integer<int>(pdu[15])));
    times.push_back(time);
  }
  void smpp_over(std::uint64_t connection) override { over.push_back(connection); }
  void unreadable(microseconds, CaptureLayer layer, bool, const DecodeError&) override {
    lines.push_back(layer == CaptureLayer::kM3ua ? "bad m3ua" : "bad smpp");
  }
  std::vector<std::uint64_t> over;
};

struct Read {
  std::vector<std::string> lines;
  std::vector<microseconds> times;
  std::vector<std::uint64_t> over;
  CaptureResult result;
};

Read read(std::uint32_t link_type, const std::vector<Octets>& packets) {
  Told told;
  const auto result = read_capture(pcap(link_type, packets), CapturePorts{}, told);
  CHECK_FALSE(result.error);
  return {told.lines, told.times, told.over, result};
}

/// An enquire_link, whose last octet is its number.
Octets pdu(std::uint32_t number) {
  Octets made;
  REQUIRE(smpp::PduBuilder(smpp::CommandId::kEnquireLink, number).append_to(made));
  return made;
}

Octets pdus(std::initializer_list<std::uint32_t> numbers) {
  Octets made;
  for (const std::uint32_t number : numbers) {
    const Octets one = pdu(number);
    made.insert(made.end(), one.begin(), one.end());
  }
  return made;
}

Octets part(const Octets& whole, std::size_t from, std::size_t size) {
  const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(from);
  return {begin, begin + static_cast<std::ptrdiff_t>(size)};
}

Octets segment(std::uint32_t sequence, const Octets& payload, bool syn = false) {
  return ipv4(kTcp, 1, 2, tcp({40'000, 2775, sequence, syn}, payload));
}

const Octets kUnit = from_hex("09 00 03 05 07 02 4208 02 4206 01 62");

Octets m3ua_data(std::uint16_t opc, std::uint16_t dpc, std::uint8_t si = 3) {
  ss7::link::RoutingLabel label;
  label.opc.value = opc;
  label.dpc.value = dpc;
  label.si = si;
  Octets made;
  ss7::link::m3ua::write_data(made, 7, label, kUnit);
  return made;
}

/// Q.704's label: DPC 14 bits, OPC 14, SLS 4, the lowest octet first.
Octets mtp3(std::uint32_t opc, std::uint32_t dpc, unsigned si = 3) {
  OctetWriter made{false};
  return made.number(0x80U | si, 1).number(dpc | opc << 14U | 5U << 28U, 4).octets(kUnit).out;
}

}  // namespace

TEST_CASE("SS7's own link types give units, with the label where there is one") {
  CHECK(read(142, {kUnit}).lines == std::vector<std::string>{"sccp 13"});
  CHECK(read(141, {mtp3(6149, 16383), mtp3(1, 2, 5)}).lines ==
        std::vector<std::string>{"sccp 6149>16383 13"});
  const Octets unit = mtp3(4, 5);
  Octets msu = OctetWriter{}.number(0x8081, 2).number(unit.size(), 1).octets(unit).out;
  const Octets checked = OctetWriter{}.octets(msu).number(0xFFFF, 2).out;  // with its checksum
  const Octets status = from_hex("80810100");
  const auto got = read(140, {msu, checked, status});
  CHECK(got.lines == std::vector<std::string>{"sccp 4>5 13", "sccp 4>5 13"});
  CHECK(got.times == std::vector{microseconds(100'000'005), microseconds(101'000'005)});
  CHECK(got.result.counts.others == 1);
}

TEST_CASE("M3UA is found under every link and network layer") {
  const Octets ip = ipv4(kSctp, 1, 2, sctp(1, m3ua_data(6149, 6150)));
  const std::vector<std::string> wanted{"sccp 6149>6150 13"};
  CHECK(read(kRawIp, {ip}).lines == wanted);
  CHECK(read(kEthernet, {ethernet(0x0800, ip)}).lines == wanted);
  const Octets tagged = OctetWriter{}.number(100, 2).number(0x0800, 2).octets(ip).out;
  CHECK(read(kEthernet, {ethernet(0x8100, tagged)}).lines == wanted);
  const Octets cooked = OctetWriter{}.number(0, 8).number(0, 6).number(0x0800, 2).octets(ip).out;
  CHECK(read(113, {cooked}).lines == wanted);
  const Octets cooked2 =
      OctetWriter{}.number(0x0800, 2).number(0, 8).number(0, 8).number(0, 2).octets(ip).out;
  CHECK(read(276, {cooked2}).lines == wanted);
  const Octets payload = sctp(1, m3ua_data(6149, 6150));
  OctetWriter ip6;
  ip6.number(0x60000000, 4).number(payload.size() + 8, 2).number(60, 1).number(64, 1);
  ip6.number(0, 8).number(1, 8).number(0, 8).number(2, 8);
  ip6.number(kSctp, 1).number(0, 7).octets(payload);  // destination options in front
  CHECK(read(229, {ip6.out}).lines == wanted);
}

TEST_CASE("of M3UA only whole DATA of SCCP is read, once") {
  const Octets data = m3ua_data(1, 2);
  Octets beat;
  ss7::link::m3ua::write_message(beat, ss7::link::m3ua::Class::kState, ss7::link::m3ua::kHeartbeat);
  const auto ip = [](const Octets& payload) { return ipv4(kSctp, 1, 2, payload); };
  const auto got =
      read(kRawIp, {ip(sctp(7, data)), ip(sctp(9, data)), ip(sctp(7, data)), ip(sctp(8, data)),
                    ip(sctp(10, beat)), ip(sctp(11, m3ua_data(1, 2, 5))), ip(sctp(12, data, 2)),
                    ip(sctp(13, data, 3, 46)), ip(sctp(14, part(data, 0, 20))),
                    ipv4(kSctp, 1, 2, sctp(15, data), 0x2000)});
  CHECK(got.lines ==
        std::vector<std::string>{"sccp 1>2 13", "sccp 1>2 13", "sccp 1>2 13", "bad m3ua"});
  CHECK(got.result.counts.repeated == 1);
  CHECK(got.result.counts.fragments == 2);
  CHECK(got.result.counts.unreadable == 1);
}

TEST_CASE("SMPP is put together from segments, in order") {
  const Octets stream = pdus({1, 2, 3});
  const auto got = read(kRawIp, {segment(99, {}, true), segment(100, part(stream, 0, 5)),
                                 segment(120, part(stream, 20, 28)),  // early
                                 segment(100, part(stream, 0, 5)),    // again
                                 segment(103, part(stream, 3, 17))});
  CHECK(got.lines ==
        std::vector<std::string>{"smpp 1 client 1", "smpp 1 client 2", "smpp 1 client 3"});
  CHECK(got.times.back() == microseconds(104'000'005));
  CHECK(got.result.counts.gaps == 0);
}

TEST_CASE("sequence numbers go round") {
  const Octets stream = pdus({1, 2});
  const auto got =
      read(kRawIp, {segment(0xFFFFFFFB, {}, true), segment(0xFFFFFFFC, part(stream, 0, 10)),
                    segment(6, part(stream, 10, 22))});
  CHECK(got.lines == std::vector<std::string>{"smpp 1 client 1", "smpp 1 client 2"});
}

TEST_CASE("both directions of a connection have its number, others another") {
  const auto got =
      read(kRawIp, {segment(1, pdu(1)), ipv4(kTcp, 2, 1, tcp({2775, 40'000, 50}, pdu(2))),
                    ipv4(kTcp, 1, 2, tcp({40'001, 2775, 1}, pdu(3))),
                    ipv4(kTcp, 1, 2, tcp({40'001, 80, 1}, pdu(4)))});
  CHECK(got.lines ==
        std::vector<std::string>{"smpp 1 client 1", "smpp 1 server 2", "smpp 2 client 3"});
  CHECK(got.result.counts.others == 1);
  CHECK(got.over == std::vector<std::uint64_t>{1, 2});
}

TEST_CASE("a stream that is joined in its middle, or misses octets, goes on at the next PDU") {
  const Octets stream = pdus({1, 2, 3});
  const auto joined =
      read(kRawIp, {segment(100, part(stream, 4, 12)), segment(112, part(stream, 16, 32))});
  CHECK(joined.lines == std::vector<std::string>{"smpp 1 client 2", "smpp 1 client 3"});
  // Octets 24 to 31 were never captured: PDU 3 is given when the capture ends.
  const auto lost =
      read(kRawIp, {segment(100, part(stream, 0, 24)), segment(132, part(stream, 32, 16))});
  CHECK(lost.lines == std::vector<std::string>{"smpp 1 client 1", "smpp 1 client 3"});
  CHECK(lost.result.counts.gaps == 1);
}

TEST_CASE("what waits for lost octets is bounded") {
  std::vector<Octets> packets{segment(0, pdu(1))};
  // A hole behind the first PDU, then more than is kept.
  for (std::uint32_t i = 0; i < 5'000; ++i)
    packets.push_back(segment(32 + 16 * i, pdu(2)));
  const auto got = read(kRawIp, packets);
  CHECK(got.lines.size() == 5'001);
  CHECK(got.result.counts.gaps == 1);
  // They came before the capture's end.
  CHECK(got.times[1] < microseconds(3'000'000'000));
}

TEST_CASE("a length that cannot be ends the stream until a PDU begins again") {
  const Octets wrong = from_hex("00000003 00000015 00000000 00000009");
  const auto got = read(kRawIp, {segment(0, {}, true), segment(1, wrong), segment(17, pdu(2))});
  CHECK(got.lines == std::vector<std::string>{"bad smpp", "smpp 1 client 2"});
}

TEST_CASE("SCCP over IPA is read from its stream") {
  Octets stream;
  ss7::link::ipa::write_frame(stream, ss7::link::ipa::kConnectionManagement, from_hex("00"));
  ss7::link::ipa::write_frame(stream, ss7::link::ipa::kSccp, kUnit);
  const auto at = [&](std::uint32_t sequence, const Octets& payload) {
    return ipv4(kTcp, 1, 2, tcp({40'000, 5000, sequence}, payload));
  };
  const auto got =
      read(kRawIp, {at(0, part(stream, 0, 9)), at(9, part(stream, 9, stream.size() - 9))});
  CHECK(got.lines == std::vector<std::string>{"sccp 13"});
}
