#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "smsc-proxy/ss7/codec/sccp_unitdata.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/sccp_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

std::string plain(std::string hex) {
  hex.erase(std::remove(hex.begin(), hex.end(), ' '), hex.end());
  return hex;
}

Octets written(const SccpMessage& message) {
  Octets out(8192);
  const auto size = encode_sccp(message, out);
  REQUIRE(size);
  out.resize(*size);
  return out;
}

SccpEncodeCode refused(const SccpEncoded& result) {
  REQUIRE_FALSE(result);
  return result.error().code;
}

SccpMessage simple(SccpType type) {
  SccpMessage message;
  message.type = type;
  message.called.octets = keep(from_hex("4208"));
  message.calling.octets = keep(from_hex("4206"));
  message.data = keep(from_hex("62aabb"));
  return message;
}

SccpUnitdata unitdata(std::size_t size, std::size_t address_size = 11) {
  Octets data(size);
  for (std::size_t i = 0; i < size; ++i)
    data[i] = static_cast<std::byte>(i * 7);
  SccpUnitdata out;
  Octets address(address_size, std::byte{0x21});
  // A subsystem number; what stands behind it nobody reads.
  address[0] = address_size == 1 ? std::byte{0} : std::byte{0x42};
  out.called = keep(address);
  out.calling = keep(address);
  out.data = keep(std::move(data));
  return out;
}

struct Sent {
  SccpPlan plan;
  std::vector<SccpMessage> messages;
  std::vector<std::size_t> sizes;
  Octets joined;
};

Sent send(const SccpUnitdata& data, std::size_t max_size = kMaxSignalUnit) {
  const auto plan = plan_unitdata(data, max_size);
  REQUIRE(plan);
  Sent out;
  out.plan = *plan;
  for (std::size_t i = 0; i < plan->count; ++i) {
    Octets octets(max_size);
    const auto size = encode_unitdata(data, *plan, i, octets);
    REQUIRE(size);
    octets.resize(*size);
    const auto message = decode_sccp(keep(octets));
    REQUIRE(message);
    out.sizes.push_back(*size);
    out.messages.push_back(*message);
    out.joined.insert(out.joined.end(), message->data.begin(), message->data.end());
  }
  return out;
}

}  // namespace

TEST_CASE("what was read is written octet for octet", "[ss7][sccp]") {
  for (const SccpSample& sample : sccp_samples())
    CHECK(to_hex(written(read_sccp(sample.hex))) == plain(sample.hex));
}

TEST_CASE("messages are written from their fields", "[ss7][sccp]") {
  SccpMessage message = simple(SccpType::kUdt);
  message.protocol_class = 1;
  message.handling = kReturnOnError;
  CHECK(to_hex(written(message)) == plain("09 81 03 05 07 02 4208 02 4206 03 62aabb"));
  message.type = SccpType::kXudt;
  message.hop_counter = 9;
  CHECK(to_hex(written(message)) == plain("11 81 09 04 06 08 00 02 4208 02 4206 03 62aabb"));
  message.segmentation = Segmentation{true, false, 15, 0x0A0B0C};
  message.importance = 4;
  CHECK(to_hex(written(message)) ==
        plain("11 81 09 04 06 08 0b 02 4208 02 4206 03 62aabb 10 04 8f 0c0b0a 12 01 04 00"));
  message.type = SccpType::kLudts;
  message.cause = ReturnCause::kErrorInTransport;
  message.segmentation.reset();
  CHECK(to_hex(written(message)) ==
        plain("14 08 09 0700 0800 0900 0c00 02 4208 02 4206 0300 62aabb 12 01 04 00"));
}

TEST_CASE("what no message holds is refused", "[ss7][sccp]") {
  std::array<std::byte, 8192> out;
  const auto code = [&](const SccpMessage& message) { return refused(encode_sccp(message, out)); };
  SccpMessage message = simple(SccpType::kUdt);
  message.called.octets = {};
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(SccpType::kUdt);
  message.calling.octets = {};
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(static_cast<SccpType>(1));
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(SccpType::kUdt);
  message.protocol_class = 16;
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(SccpType::kUdt);
  message.handling = 16;
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(SccpType::kXudt);
  message.importance = 8;
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message.importance.reset();
  message.segmentation = Segmentation{true, true, 16, 1};
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message.segmentation = Segmentation{true, true, 15, 0x1000000};
  CHECK(code(message) == SccpEncodeCode::kBadValue);
  message = simple(SccpType::kUdt);
  message.importance = 1;
  CHECK(code(message) == SccpEncodeCode::kNotAllowed);
  message = simple(SccpType::kUdts);
  message.optional_part = keep(from_hex("00"));
  CHECK(code(message) == SccpEncodeCode::kNotAllowed);

  const Octets& many = keep(Octets(70000, std::byte{0x21}));
  const auto first = [&](std::size_t size) { return std::span<const std::byte>(many).first(size); };
  message = simple(SccpType::kUdt);
  message.data = first(255);
  CHECK(written(message).size() == 267);
  message.data = first(256);
  CHECK(code(message) == SccpEncodeCode::kTooLong);
  message = simple(SccpType::kLudt);
  message.called.octets = first(256);
  CHECK(code(message) == SccpEncodeCode::kTooLong);
  // Each address fits its length, but the data's pointer does not reach over both.
  message = simple(SccpType::kUdt);
  message.called.octets = message.calling.octets = first(126);
  CHECK(written(message).size() == 5 + 127 + 127 + 4);
  message.calling.octets = first(127);
  CHECK(code(message) == SccpEncodeCode::kTooLong);
  // The pointer to the optional part reaches over the data too.
  message = simple(SccpType::kXudt);
  message.data = first(255);
  CHECK(written(message).size() == 7 + 6 + 256);
  message.importance = 1;
  CHECK(code(message) == SccpEncodeCode::kTooLong);
  message.data = first(247);
  CHECK(written(message).size() == 7 + 6 + 248 + 4);
  message.data = first(248);
  CHECK(code(message) == SccpEncodeCode::kTooLong);
  message = simple(SccpType::kLudt);
  message.data = first(65536);
  CHECK(code(message) == SccpEncodeCode::kTooLong);
}

TEST_CASE("a span that is too small is refused, and nothing is written behind it", "[ss7][sccp]") {
  for (const SccpSample& sample : sccp_samples()) {
    const SccpMessage message = read_sccp(sample.hex);
    const std::size_t whole = written(message).size();
    for (std::size_t size = 0; size < whole; ++size) {
      Octets out(size);
      CHECK(refused(encode_sccp(message, out)) == SccpEncodeCode::kNoRoom);
    }
    Octets out(whole);
    CHECK(encode_sccp(message, out) == whole);
  }
}

TEST_CASE("a message that its sender wants back is returned", "[ss7][sccp]") {
  std::array<std::byte, 512> out;
  const auto returned = [&](std::string_view hex, ReturnCause cause) {
    const auto size = encode_sccp_return(read_sccp(hex), cause, out);
    REQUIRE(size);
    return to_hex(std::span<const std::byte>(out).first(*size));
  };
  CHECK(returned("09 80 03 05 08 02 4208 03 410200 02 62aa", ReturnCause::kNoTranslation) ==
        plain("0a 01 03 06 08 03 410200 02 4208 02 62aa"));
  // The hop counter anew, segmentation as it was, without importance.
  CHECK(returned("11 81 03 04 06 08 0a 02 4208 02 4206 02 62aa 10 04 c2 010203 12 01 05 00",
                 ReturnCause::kHopCounterViolation) ==
        plain("12 0c 0f 04 06 08 0a 02 4206 02 4208 02 62aa 10 04 c2 010203 00"));
  CHECK(returned("11 81 03 04 06 08 00 02 4208 02 4206 02 62aa", ReturnCause::kSccpFailure) ==
        plain("12 0b 0f 04 06 08 00 02 4206 02 4208 02 62aa"));
  CHECK(returned("13 80 0f 0700 0800 0900 0000 02 4208 02 4206 0300 62aabb",
                 ReturnCause::kCannotReassemble) ==
        plain("14 0a 0f 0700 0800 0900 0000 02 4206 02 4208 0300 62aabb"));
  CHECK(returned("09 80 03 05 06 02 4208 01 00 01 62", ReturnCause::kUnqualified) ==
        plain("0a 07 03 04 06 01 00 02 4208 01 62"));

  // Not asked for, and never of what is a return itself.
  const auto code = [&](std::string_view hex) {
    return refused(encode_sccp_return(read_sccp(hex), ReturnCause::kUnqualified, out));
  };
  CHECK(code("09 00 03 05 07 02 4208 02 4206 02 62aa") == SccpEncodeCode::kNotAllowed);
  CHECK(code("09 40 03 05 07 02 4208 02 4206 02 62aa") == SccpEncodeCode::kNotAllowed);
  CHECK(code("0a 80 03 05 07 02 4208 02 4206 02 62aa") == SccpEncodeCode::kNotAllowed);
  CHECK(code("12 80 0f 04 06 08 00 02 4208 02 4206 02 62aa") == SccpEncodeCode::kNotAllowed);
  CHECK(code("14 80 0f 0700 0800 0900 0000 02 4208 02 4206 0300 62aabb") ==
        SccpEncodeCode::kNotAllowed);
  CHECK(refused(encode_sccp_return(read_sccp("09 80 03 05 07 02 4208 02 4206 02 62aa"),
                                   ReturnCause::kUnqualified, std::span(out).first(13))) ==
        SccpEncodeCode::kNoRoom);
}

TEST_CASE("an answer goes back to who asked", "[ss7][sccp]") {
  const SccpMessage request =
      read_sccp("09 81 03 0e 19 0b 1208001104480900001001 0b 1206001104480900002002 01 62");
  const Octets data = from_hex("64aabb");
  const Sent answer = send(answer_to(request, data));
  REQUIRE(answer.messages.size() == 1);
  const SccpMessage& message = answer.messages[0];
  CHECK(message.type == SccpType::kUdt);
  CHECK(message.protocol_class == 1);
  CHECK_FALSE(message.return_on_error());
  CHECK(to_hex(message.called.octets) == "1206001104480900002002");
  CHECK(to_hex(message.calling.octets) == "1208001104480900001001");
  CHECK(to_hex(message.data) == "64aabb");
  CHECK_FALSE(message.findings.any());

  CHECK_FALSE(answer_to(read_sccp("09 00 03 05 07 02 4208 02 4206 01 62"), data).in_sequence);
  // The class of a segment is not that of its message.
  CHECK_FALSE(
      answer_to(read_sccp("11 01 0f 04 06 08 09 02 4208 02 4206 01 62 10 04 81 010000 00"), data)
          .in_sequence);
  CHECK(answer_to(read_sccp("11 01 0f 04 06 08 09 02 4208 02 4206 01 62 10 04 c1 010000 00"), data)
            .in_sequence);
}

TEST_CASE("data goes into one UDT as long as it fits", "[ss7][sccp]") {
  // With both addresses of 11 octets the signal unit is full first.
  CHECK(send(unitdata(238)).plan.type == SccpType::kUdt);
  CHECK(send(unitdata(238)).sizes == std::vector<std::size_t>{kMaxSignalUnit});
  CHECK(send(unitdata(239)).plan.type == SccpType::kXudt);
  // With short ones, the length octet is.
  CHECK(send(unitdata(255, 2)).plan.type == SccpType::kUdt);
  CHECK(send(unitdata(256, 2)).plan.type == SccpType::kXudt);
  CHECK(send(unitdata(255, 2), 4096).plan.count == 1);
  CHECK(send(unitdata(256, 2), 4096).plan.count == 2);
  SccpUnitdata important = unitdata(20);
  important.importance = 3;
  const Sent sent = send(important);
  CHECK(sent.plan.type == SccpType::kXudt);
  CHECK(sent.plan.count == 1);
  CHECK(sent.messages[0].importance == 3);
  CHECK_FALSE(sent.messages[0].segmentation);
}

TEST_CASE("longer data goes into segments", "[ss7][sccp]") {
  SccpUnitdata data = unitdata(600);
  data.return_on_error = true;
  data.importance = 2;
  data.local_reference = 0x0A0B0C;
  const Sent sent = send(data);
  REQUIRE(sent.messages.size() == 3);
  CHECK(std::equal(sent.joined.begin(), sent.joined.end(), data.data.begin(), data.data.end()));
  for (std::size_t i = 0; i < 3; ++i) {
    const SccpMessage& each = sent.messages[i];
    INFO(i);
    CHECK(each.type == SccpType::kXudt);
    CHECK(each.protocol_class == 1);
    CHECK(each.return_on_error() == (i == 0));
    CHECK(each.importance == 2);
    CHECK(each.segmentation ==
          Segmentation{i == 0, false, static_cast<std::uint8_t>(2 - i), 0x0A0B0C});
    CHECK_FALSE(each.findings.has(SccpFinding::kReorderedParameter));
    CHECK(each.data.size() <= sent.messages[0].data.size());
    CHECK(sent.sizes[i] <= kMaxSignalUnit);
  }
  data.in_sequence = true;
  CHECK(send(data).messages[1].segmentation->in_sequence);
}

TEST_CASE("all sizes and lengths of addresses: fits, joins, and uses no more than it must",
          "[ss7][sccp]") {
  for (const std::size_t address :
       {std::size_t{1}, std::size_t{5}, std::size_t{11}, std::size_t{23}, std::size_t{100}}) {
    for (std::size_t size = 1; size < 4200; size += size < 600 ? 1 : 97) {
      const SccpUnitdata data = unitdata(size, address);
      const auto plan = plan_unitdata(data);
      if (!plan) {
        // More than 16 full segments.
        CHECK(plan.error().code == SccpEncodeCode::kTooLong);
        CHECK(size > kMaxSegments * (kMaxSignalUnit - 10 - 7 - 2 * address - 11));
        continue;
      }
      const Sent sent = send(data);
      INFO(size << " octets, addresses of " << address);
      REQUIRE(sent.messages.size() <= kMaxSegments);
      REQUIRE(
          std::equal(sent.joined.begin(), sent.joined.end(), data.data.begin(), data.data.end()));
      REQUIRE(*std::max_element(sent.sizes.begin(), sent.sizes.end()) <= kMaxSignalUnit);
      // One fewer would not do.
      if (plan->count > 1) REQUIRE((plan->count - 1) * plan->segment_size < size);
    }
  }
  CHECK(plan_unitdata(unitdata(kMaxSegments * 229)));
  CHECK_FALSE(plan_unitdata(unitdata(kMaxSegments * 229 + 1)));
}

TEST_CASE("data that cannot be sent is refused", "[ss7][sccp]") {
  const auto code = [](const SccpUnitdata& data, std::size_t max_size = kMaxSignalUnit) {
    const auto plan = plan_unitdata(data, max_size);
    REQUIRE_FALSE(plan);
    return plan.error().code;
  };
  CHECK(code(unitdata(0)) == SccpEncodeCode::kBadValue);
  CHECK(code(unitdata(100000)) == SccpEncodeCode::kTooLong);
  CHECK(code(unitdata(300, 126)) == SccpEncodeCode::kTooLong);  // no room beside the addresses
  CHECK(send(unitdata(5, 126)).plan.type == SccpType::kUdt);
  CHECK(code(unitdata(5, 127)) == SccpEncodeCode::kTooLong);  // the data's pointer ends before it
  CHECK(code(unitdata(300), 39) == SccpEncodeCode::kTooLong);
  CHECK(code(unitdata(300), 0) == SccpEncodeCode::kTooLong);

  const SccpUnitdata data = unitdata(600);
  const auto plan = plan_unitdata(data);
  REQUIRE(plan);
  Octets out(300);
  CHECK(refused(encode_unitdata(data, *plan, 3, out)) == SccpEncodeCode::kBadValue);
  CHECK(refused(encode_unitdata(unitdata(300), *plan, 2, out)) == SccpEncodeCode::kBadValue);
  CHECK(refused(encode_unitdata(unitdata(3000), *plan, 2, out)) == SccpEncodeCode::kBadValue);
  CHECK(refused(encode_unitdata(data, SccpPlan{SccpType::kXudt, 1, 0}, 0, out)) ==
        SccpEncodeCode::kBadValue);
  CHECK(refused(encode_unitdata(data, *plan, 0, std::span(out).first(40))) ==
        SccpEncodeCode::kNoRoom);
}
