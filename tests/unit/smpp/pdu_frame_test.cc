#include <array>
#include <cstddef>
#include <vector>

#include "smsc-proxy/smpp/codec/pdu_header.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::smpp;

namespace {

std::vector<std::byte> header_octets(std::uint32_t length, std::size_t size = 16) {
  std::vector<std::byte> octets(16);
  encode_header({length, CommandId::kEnquireLink, CommandStatus::kOk, 7}, octets);
  octets.resize(size);
  return octets;
}

}  // namespace

TEST_CASE("frame waits until it knows a length, then until the PDU is whole", "[smpp]") {
  const auto octets = header_octets(20, 20);
  for (std::size_t have = 0; have < 4; ++have) {
    const auto framed = frame(std::span(octets).first(have), kDefaultMaxPduLength);
    REQUIRE(framed);
    CHECK(framed->length == 0);
    CHECK_FALSE(framed->complete);
  }
  for (std::size_t have = 4; have < 20; ++have) {
    const auto framed = frame(std::span(octets).first(have), kDefaultMaxPduLength);
    REQUIRE(framed);
    CHECK(framed->length == 20);
    CHECK_FALSE(framed->complete);
  }
  const auto framed = frame(octets, kDefaultMaxPduLength);
  REQUIRE(framed);
  CHECK(framed->complete);
  // Octets of the next PDU do not matter.
  auto more = octets;
  more.resize(50);
  CHECK(frame(more, kDefaultMaxPduLength)->length == 20);
}

TEST_CASE("frame refuses a length outside its bounds from four octets", "[smpp]") {
  for (const std::uint32_t length : {0U, 1U, 15U}) {
    const auto octets = header_octets(length, 4);
    const auto framed = frame(octets, kDefaultMaxPduLength);
    REQUIRE_FALSE(framed);
    CHECK(framed.error() == DecodeError{DecodeCode::kBadLength, 0, false});
  }
  // 0x494E464F is "INFO": a log line written into the link.
  for (const std::uint32_t length : {1001U, 0x494E464FU, 0xFFFFFFFFU}) {
    const auto octets = header_octets(length, 4);
    const auto framed = frame(octets, 1000);
    REQUIRE_FALSE(framed);
    CHECK(framed.error() == DecodeError{DecodeCode::kOversize, 0, false});
  }
  CHECK(frame(header_octets(1000, 4), 1000));
  CHECK(frame(header_octets(16, 4), 1000));
}

TEST_CASE("a header comes back as it was written, and can be patched in place", "[smpp]") {
  const PduHeader header{16, CommandId::kSubmitSmResp, CommandStatus::kThrottled, 0x7FFFFFFF};
  std::array<std::byte, 16> octets{};
  REQUIRE(encode_header(header, octets));
  CHECK(*decode_header(octets) == header);
  REQUIRE(set_sequence_number(octets, 5));
  REQUIRE(set_command_status(octets, CommandStatus::kSubmitFail));
  REQUIRE(set_command_length(octets, 17));
  CHECK(*decode_header(octets) ==
        PduHeader{17, CommandId::kSubmitSmResp, CommandStatus::kSubmitFail, 5});
}

TEST_CASE("fewer than sixteen octets are no header", "[smpp]") {
  std::array<std::byte, 15> octets{};
  const auto header = decode_header(octets);
  REQUIRE_FALSE(header);
  CHECK(header.error() == DecodeError{DecodeCode::kTruncated, 15, false});
  CHECK_FALSE(encode_header({}, octets));
  CHECK_FALSE(set_sequence_number(octets, 1));
  CHECK_FALSE(set_command_status(octets, CommandStatus::kOk));
  CHECK_FALSE(set_command_length(octets, 16));
}

TEST_CASE("sequence numbers run from 1 to 0x7FFFFFFF and around", "[smpp]") {
  CHECK_FALSE(sequence_in_range(0));
  CHECK(sequence_in_range(1));
  CHECK(sequence_in_range(0x7FFFFFFF));
  CHECK_FALSE(sequence_in_range(0x80000000));
  CHECK(next_sequence_number(0) == 1);
  CHECK(next_sequence_number(1) == 2);
  CHECK(next_sequence_number(0x7FFFFFFE) == 0x7FFFFFFF);
  CHECK(next_sequence_number(0x7FFFFFFF) == 1);
  CHECK(next_sequence_number(0xFFFFFFFF) == 1);
}
