#include "smsc-proxy/ss7/link/m3ua.hh"

#include <algorithm>
#include <random>
#include <vector>

#include "smsc-proxy/ss7/link/ipa.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

using namespace smsfw::ss7::link;
using smsfw::testing::from_hex;
using smsfw::testing::octets_of;

namespace {

// RFC 4666 3.3.1 by hand: routing context 7, OPC 10, DPC 20, SI 3, NI 2, MP 1, SLS 9, three octets.
const auto kDataOctets =
    from_hex("01000101 00000024 00060008 00000007 02100013 0000000a 00000014 03020109 09 01 02 00");

RoutingLabel label() {
  return {{10}, {20}, 3, 2, 1, 9};
}

bool same(std::span<const std::byte> a, std::span<const std::byte> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace

TEST_CASE("a DATA message is read", "[ss7][link]") {
  const auto message = m3ua::read_message(kDataOctets);
  REQUIRE(message);
  CHECK(message->is(m3ua::Class::kTransfer, m3ua::kData));
  const auto data = m3ua::read_data(*message);
  REQUIRE(data);
  CHECK(data->routing_context == 7U);
  CHECK(data->label == label());
  CHECK(same(data->octets, octets_of({9, 1, 2})));
}

TEST_CASE("a DATA message is written, padded", "[ss7][link]") {
  std::vector<std::byte> out;
  m3ua::write_data(out, 7, label(), octets_of({9, 1, 2}));
  CHECK(same(out, kDataOctets));
  // One after the other, without a routing context.
  m3ua::write_data(out, 0, label(), octets_of({9, 1, 2, 3}));
  const auto second = m3ua::read_message(std::span(out).subspan(kDataOctets.size()));
  REQUIRE(second);
  const auto data = m3ua::read_data(*second);
  REQUIRE(data);
  CHECK_FALSE(data->routing_context);
  CHECK(same(data->octets, octets_of({9, 1, 2, 3})));
}

TEST_CASE("every truncation of a DATA message is refused", "[ss7][link]") {
  for (std::size_t size = 0; size < kDataOctets.size(); ++size) {
    // The last octet is padding, which not every sender counts.
    const bool only_padding = size + 1 == kDataOctets.size();
    INFO(size);
    CHECK(m3ua::read_message(std::span(kDataOctets).first(size)).has_value() == only_padding);
  }
}

TEST_CASE("what is no M3UA gets the error of the standard", "[ss7][link]") {
  const auto error = [](std::string_view hex) {
    const auto octets = from_hex(hex);
    const auto message = m3ua::read_message(octets);
    return message ? m3ua::ErrorCode{} : message.error();
  };
  CHECK(error("02000101 00000008") == m3ua::ErrorCode::kInvalidVersion);
  CHECK(error("01000101 0000000c") == m3ua::ErrorCode::kProtocolError);
  CHECK(error("01000101 0000000c 00060003") == m3ua::ErrorCode::kParameterField);  // below 4
  CHECK(error("01000101 0000000c 00060008") == m3ua::ErrorCode::kParameterField);  // beyond
  CHECK(error("01000101 0000000c 00060004") == m3ua::ErrorCode::kParameterField);  // no number
  CHECK(error("01000001 00000010 000d0006 00010000") == m3ua::ErrorCode::kParameterField);
}

TEST_CASE("a DATA message without a whole routing label is refused", "[ss7][link]") {
  const auto error = [](std::string_view hex) {
    const auto octets = from_hex(hex);
    const auto message = m3ua::read_message(octets);
    REQUIRE(message);
    const auto data = m3ua::read_data(*message);
    return data ? m3ua::ErrorCode{} : data.error();
  };
  CHECK(error("01000101 00000010 00060008 00000007") == m3ua::ErrorCode::kMissingParameter);
  CHECK(error("01000101 00000010 02100008 0000000a") == m3ua::ErrorCode::kParameterField);
  CHECK(error("01000101 00000018 02100010 00004000 00000014 03020109") ==
        m3ua::ErrorCode::kParameterField);  // 15 bits of point code
  CHECK(error("01000101 00000024 0006000c 00000007 00000008 02100010 0000000a 00000014 03020109") ==
        m3ua::ErrorCode::kInvalidRoutingContext);
}

TEST_CASE("more parameters than a message has are refused, not cut off", "[ss7][link]") {
  std::vector<std::byte> out;
  const std::vector<m3ua::Parameter> many(17, {m3ua::Tag::kHeartbeatData, {}});
  m3ua::write_message(out, m3ua::Class::kState, m3ua::kHeartbeat, many);
  CHECK_FALSE(m3ua::read_message(out));
  out.clear();
  m3ua::write_message(out, m3ua::Class::kState, m3ua::kHeartbeat, std::span(many).first(16));
  CHECK(m3ua::read_message(out));
}

TEST_CASE("random octets behind a header are read within bounds", "[ss7][link]") {
  std::mt19937 random(7);  // NOLINT(cert-msc51-cpp): the same octets each time
  for (int n = 0; n < 20'000; ++n) {
    std::vector<std::byte> octets = from_hex("01000101 00000000");
    octets.resize(8 + random() % 64);
    for (std::size_t i = 8; i < octets.size(); ++i)
      octets[i] = static_cast<std::byte>(random() % (i % 4 == 0 ? 3 : 64));
    octets[7] = static_cast<std::byte>(octets.size());
    const auto message = m3ua::read_message(octets);
    if (!message) continue;
    for (const m3ua::Parameter& one : message->parameters) {
      CHECK(one.value.data() >= octets.data());
      CHECK(one.value.data() + one.value.size() <= octets.data() + octets.size());
    }
    if (const auto data = m3ua::read_data(*message)) CHECK(data->octets.size() < octets.size());
  }
}

TEST_CASE("a Registration Request has one routing key", "[ss7][link]") {
  std::vector<std::byte> out;
  m3ua::write_registration(out, {1, 2, {20}});
  // RFC 4666 3.6.1 by hand.
  CHECK(same(out, from_hex("01000901 00000024 0207001c 020a0008 00000001 000b0008 00000002 "
                           "020b0008 00000014")));
}

TEST_CASE("a Registration Response is read", "[ss7][link]") {
  const auto read = [](std::string_view hex) {
    const auto octets = from_hex(hex);
    const auto message = m3ua::read_message(octets);
    REQUIRE(message);
    return m3ua::read_registration(*message);
  };
  const auto done =
      read("01000902 00000024 0208001c 020a0008 00000001 02120008 00000000 00060008 00000141");
  REQUIRE(done);
  CHECK(done->local == 1);
  CHECK(done->registered());
  CHECK(done->routing_context == 0x141);
  const auto refused =
      read("01000902 00000024 0208001c 020a0008 00000001 02120008 00000005 00060008 00000000");
  REQUIRE(refused);
  CHECK(refused->status == 5);
  CHECK_FALSE(refused->registered());
  // Already registered: with a context as good as registered.
  CHECK(read("01000902 00000024 0208001c 020a0008 00000001 02120008 0000000c 00060008 00000009")
            ->registered());
  CHECK_FALSE(read("01000902 0000001c 02080014 020a0008 00000001 02120008 0000000c")->registered());
}

TEST_CASE("a hostile Registration Response is refused", "[ss7][link]") {
  struct Case {
    std::string_view hex;
    m3ua::ErrorCode error;
  };
  using enum m3ua::ErrorCode;
  const Case cases[] = {
      {"01000902 00000008", kMissingParameter},
      // The result's parameters without the result around them.
      {"01000902 00000020 020a0008 00000001 02120008 00000000 00060008 00000009",
       kMissingParameter},
      {"01000902 0000000c 02080004", kMissingParameter},  // an empty one
      {"01000902 0000001c 02080014 020a0008 00000001 00060008 00000009", kMissingParameter},
      {"01000902 0000001c 02080014 02120008 00000000 00060008 00000009", kMissingParameter},
      // Success without a context.
      {"01000902 0000001c 02080014 020a0008 00000001 02120008 00000000", kInvalidRoutingContext},
      {"01000902 00000024 0208001c 020a0008 00000001 02120008 00000000 00060008 00000000",
       kInvalidRoutingContext},
      {"01000902 00000028 02080020 020a0008 00000001 02120008 00000000 0006000c 00000009 0000000a",
       kInvalidRoutingContext},
      // An inner parameter longer than the result, one twice, a stranger, a result in a result.
      {"01000902 00000024 0208001c 020a0008 00000001 02120008 00000000 00060010 00000009",
       kParameterField},
      {"01000902 0000002c 02080024 020a0008 00000001 02120008 00000000 00060008 00000009 "
       "02120008 00000001",
       kParameterField},
      {"01000902 0000002c 02080024 020a0008 00000001 02120008 00000000 00060008 00000009 "
       "020b0008 00000014",
       kParameterField},
      {"01000902 00000028 02080020 0208001c 020a0008 00000001 02120008 00000000 00060008 00000009",
       kMissingParameter},
      {"01000902 00000010 02080006 020a0000", kParameterField},  // cut within a tag
      // Two results, though one key was asked for.
      {"01000902 00000040 0208001c 020a0008 00000001 02120008 00000000 00060008 00000009 "
       "0208001c 020a0008 00000001 02120008 00000000 00060008 0000000a",
       kParameterField},
  };
  for (const Case& one : cases) {
    INFO(one.hex);
    const auto octets = from_hex(one.hex);
    const auto message = m3ua::read_message(octets);
    REQUIRE(message);
    const auto result = m3ua::read_registration(*message);
    REQUIRE_FALSE(result);
    CHECK(result.error() == one.error);
  }
}

TEST_CASE("an affected point code is a mask and 24 bits", "[ss7][link]") {
  const auto octets = from_hex("03 00 1008");
  const auto one = m3ua::affected(std::span(octets).first<4>());
  CHECK(one.mask == 3);
  CHECK(one.value == 0x1008U);
}

TEST_CASE("IPA frames are read when they are whole", "[ss7][link]") {
  std::vector<std::byte> out;
  ipa::write_frame(out, ipa::kSccp, octets_of({9, 1, 2}));
  ipa::write_frame(out, ipa::kConnectionManagement, octets_of({0}));
  CHECK(same(out, from_hex("0003 fd 090102 0001 fe 00")));
  for (std::size_t size = 0; size < 6; ++size)
    CHECK_FALSE(ipa::read_frame(std::span(out).first(size)));
  const auto first = ipa::read_frame(out);
  REQUIRE(first);
  CHECK(first->protocol == ipa::kSccp);
  CHECK(same(first->octets, octets_of({9, 1, 2})));
  const auto second = ipa::read_frame(std::span(out).subspan(first->size));
  REQUIRE(second);
  CHECK(second->octets.front() == ipa::kPing);
}
