// Messages laid out by hand from Q.713 tables 11, 12 and 19 to 22.
#include "smsc-proxy/ss7/codec/sccp_message.hh"

#include <array>
#include <string>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"
#include "tests/support/sccp_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using enum smsfw::ss7::SccpFinding;

namespace {

DecodeError refused(std::string_view hex) {
  const auto message = decode_sccp(keep(from_hex(hex)));
  INFO(hex);
  REQUIRE_FALSE(message);
  return message.error();
}

DecodeError error(DecodeCode code, std::uint32_t offset) {
  return {code, offset, true};
}

bool found(std::string_view hex, std::initializer_list<SccpFinding> wanted) {
  SccpFindings all;
  for (const SccpFinding each : wanted)
    all.add(each);
  return read_sccp(hex).findings == all;
}

std::string written(const SccpMessage& message) {
  std::array<std::byte, 8192> out;
  const auto size = encode_sccp(message, out);
  REQUIRE(size);
  return to_hex(std::span<const std::byte>(out).first(*size));
}

}  // namespace

TEST_CASE("UDT", "[ss7][sccp]") {
  const SccpMessage message = read_sccp("09 81 03 05 09 02 4208 04 43121006 03 62aabb");
  CHECK(message.type == SccpType::kUdt);
  CHECK(message.protocol_class == 1);
  CHECK(message.handling == kReturnOnError);
  CHECK(message.return_on_error());
  CHECK(message.called.subsystem == subsystem::kMsc);
  CHECK(message.calling.point_code == PointCode{0x1012});
  CHECK(message.calling.subsystem == subsystem::kHlr);
  CHECK(to_hex(message.data) == "62aabb");
  CHECK_FALSE(message.segmentation);
  CHECK_FALSE(message.importance);
  CHECK_FALSE(message.segmented());
  CHECK(message.optional_part.empty());
  CHECK_FALSE(message.findings.any());
}

TEST_CASE("UDTS", "[ss7][sccp]") {
  const SccpMessage message = read_sccp("0a 01 03 05 07 02 4208 02 4206 01 62");
  CHECK(message.type == SccpType::kUdts);
  CHECK(message.cause == ReturnCause::kNoTranslation);
  CHECK_FALSE(message.return_on_error());
  CHECK(to_hex(message.data) == "62");
  CHECK_FALSE(message.findings.any());
}

TEST_CASE("XUDT with segmentation and importance", "[ss7][sccp]") {
  const SccpMessage message = read_sccp(
      "11 81 0f 04 06 08 0a 02 4208 02 4206 02 62aa"
      "10 04 c2 010203 12 01 05 00");
  CHECK(message.type == SccpType::kXudt);
  CHECK(message.protocol_class == 1);
  CHECK(message.return_on_error());
  CHECK(message.hop_counter == 15);
  CHECK(message.called.subsystem == subsystem::kMsc);
  CHECK(message.calling.subsystem == subsystem::kHlr);
  CHECK(to_hex(message.data) == "62aa");
  CHECK(message.segmentation == Segmentation{true, true, 2, 0x030201});
  CHECK(message.importance == 5);
  CHECK(message.segmented());
  CHECK(to_hex(message.optional_part) == "1004c201020312010500");
  CHECK_FALSE(message.findings.any());

  const SccpMessage plain = read_sccp("11 00 01 04 06 08 00 02 4208 02 4206 02 62aa");
  CHECK(plain.hop_counter == 1);
  CHECK(plain.optional_part.empty());
  CHECK_FALSE(plain.findings.any());
  // The parameter of a single segment.
  CHECK_FALSE(
      read_sccp("11 01 0f 04 06 08 0a 02 4208 02 4206 02 62aa 10 04 80 010000 00").segmented());
  CHECK(read_sccp("11 01 0f 04 06 08 0a 02 4208 02 4206 02 62aa 10 04 00 010000 00").segmented());
}

TEST_CASE("XUDTS", "[ss7][sccp]") {
  const SccpMessage message =
      read_sccp("12 0e 0a 04 06 08 09 02 4208 02 4206 01 62 10 04 41 ffffff 00");
  CHECK(message.type == SccpType::kXudts);
  CHECK(message.cause == ReturnCause::kSegmentationFailure);
  CHECK(message.hop_counter == 10);
  CHECK(message.segmentation == Segmentation{false, true, 1, 0xFFFFFF});
  CHECK_FALSE(message.findings.any());
}

TEST_CASE("LUDT and LUDTS: pointers and the data's length have two octets", "[ss7][sccp]") {
  const SccpMessage message = read_sccp(
      "13 01 0f 0700 0800 0900 0c00 02 4208 02 4206 0300 62aabb"
      "12 01 07 00");
  CHECK(message.type == SccpType::kLudt);
  CHECK(message.hop_counter == 15);
  CHECK(message.called.subsystem == subsystem::kMsc);
  CHECK(message.calling.subsystem == subsystem::kHlr);
  CHECK(to_hex(message.data) == "62aabb");
  CHECK(message.importance == 7);
  CHECK_FALSE(message.findings.any());

  std::string hex = "14 0d 0f 0700 0800 0900 0000 02 4208 02 4206 2c01";
  for (int i = 0; i < 300; ++i)
    hex += "a5";
  const SccpMessage returned = read_sccp(hex);
  CHECK(returned.type == SccpType::kLudts);
  CHECK(returned.cause == ReturnCause::kSegmentationNotSupported);
  CHECK(returned.data.size() == 300);
  CHECK_FALSE(returned.findings.any());
}

TEST_CASE("types that are no connectionless message are unknown, and named", "[ss7][sccp]") {
  for (unsigned type = 0; type < 256; ++type) {
    if (find_sccp_type(static_cast<std::uint8_t>(type)) != nullptr) continue;
    Octets octets = from_hex("09 00 03 05 07 02 4208 02 4206 01 62");
    octets[0] = static_cast<std::byte>(type);
    const auto message = decode_sccp(octets);
    REQUIRE_FALSE(message);
    CHECK(message.error() == error(DecodeCode::kUnknownId, 0));
  }
  CHECK(refused("01") == error(DecodeCode::kUnknownId, 0));
  CHECK(sccp_type_name(0x01) == "CR");
  CHECK(sccp_type_name(0x06) == "DT1");
  CHECK(sccp_type_name(0x0B) == "ED");
  CHECK(sccp_type_name(0x0D) == "RSR");
  CHECK(sccp_type_name(0x10) == "IT");
  CHECK(sccp_type_name(0x00) == "unknown");
  CHECK(sccp_type_name(0x15) == "unknown");
  CHECK(sccp_type_name(0xFF) == "unknown");
  for (const SccpTypeSpec& spec : kSccpTypes)
    CHECK(sccp_type_name(static_cast<std::uint8_t>(spec.type)) == spec.name);
}

TEST_CASE("a message that ends early is refused wherever it ends", "[ss7][sccp]") {
  for (const SccpSample& sample : sccp_samples()) {
    const Octets whole = from_hex(sample.hex);
    INFO(sample.hex);
    REQUIRE(decode_sccp(whole));
    for (std::size_t size = 0; size < whole.size(); ++size) {
      // Memory of its own, so that reading behind it shows under a sanitizer.
      const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const auto message = decode_sccp(cut);
      INFO("cut to " << size);
      REQUIRE_FALSE(message);
      CHECK(message.error().recoverable);
      CHECK(message.error().offset <= size);
      CHECK((message.error().code == DecodeCode::kTruncated ||
             message.error().code == DecodeCode::kBadLength ||
             message.error().code == DecodeCode::kUnterminated));
    }
  }
  CHECK(refused("") == error(DecodeCode::kTruncated, 0));
  CHECK(refused("09") == error(DecodeCode::kTruncated, 1));
  CHECK(refused("09 00 03 05") == error(DecodeCode::kTruncated, 4));
  CHECK(refused("13 01 0f 0700 0800 0900 00") == error(DecodeCode::kTruncated, 10));
}

TEST_CASE("pointers", "[ss7][sccp]") {
  using enum DecodeCode;
  // Zero, where only the optional part may be left out.
  CHECK(refused("09 00 00 05 07 02 4208 02 4206 01 62") == error(kBadValue, 2));
  CHECK(refused("09 00 03 00 07 02 4208 02 4206 01 62") == error(kBadValue, 3));
  CHECK(refused("09 00 03 05 00 02 4208 02 4206 01 62") == error(kBadValue, 4));
  CHECK(refused("13 01 0f 0700 0800 0000 0000 02 4208 02 4206 0100 62") == error(kBadValue, 7));
  // Into the pointers.
  CHECK(refused("09 00 01 05 07 02 4208 02 4206 01 62") == error(kBadValue, 2));
  CHECK(refused("09 00 02 05 07 02 4208 02 4206 01 62") == error(kBadValue, 2));
  CHECK(refused("09 00 03 01 07 02 4208 02 4206 01 62") == error(kBadValue, 3));
  CHECK(refused("13 01 0f 0600 0800 0900 0000 02 4208 02 4206 0100 62") == error(kBadValue, 3));
  // Behind the end.
  CHECK(refused("09 00 03 05 08 02 4208 02 4206 01 62") == error(kBadLength, 12));
  CHECK(refused("09 00 03 05 0a 02 4208 02 4206 01 62") == error(kBadLength, 4));
  CHECK(refused("09 00 ff 05 07 02 4208 02 4206 01 62") == error(kBadLength, 2));
  CHECK(refused("11 00 01 04 06 08 ff 02 4208 02 4206 02 62aa") == error(kBadLength, 6));
  CHECK(refused("13 01 0f ffff 0800 0900 0000 02 4208 02 4206 0100 62") == error(kBadLength, 3));
  CHECK(refused("13 01 0f 0700 0800 0900 ffff 02 4208 02 4206 0100 62") == error(kBadLength, 9));
  // On the last octet, which is half of a length.
  CHECK(refused("13 01 0f 0700 0800 0b00 0000 02 4208 02 4206 0100 62") == error(kTruncated, 20));
}

TEST_CASE("lengths", "[ss7][sccp]") {
  using enum DecodeCode;
  CHECK(refused("09 00 03 05 07 02 4208 02 4206 02 62") == error(kBadLength, 11));
  CHECK(refused("09 00 03 05 07 ff 4208 02 4206 01 62") == error(kBadLength, 5));
  CHECK(refused("13 01 0f 0700 0800 0900 0000 02 4208 02 4206 0101 62") == error(kBadLength, 17));
  // No octet of an address, or too few for what its indicator says.
  CHECK(refused("09 00 03 03 05 00 02 4206 01 62") == error(kTruncated, 6));
  CHECK(refused("09 00 03 05 07 02 4308 02 4206 01 62") == error(kTruncated, 8));
  CHECK(refused("09 00 03 05 07 02 4208 02 5206 01 62") == error(kTruncated, 11));
  CHECK(found("09 00 03 05 07 02 4208 02 4206 00", {kEmptyData}));
}

TEST_CASE("parameters that share octets", "[ss7][sccp]") {
  // Both addresses the same octets.
  const SccpMessage twice = read_sccp("09 00 03 02 04 02 4208 01 62");
  CHECK(twice.findings.only(kSharedOctets));
  CHECK(twice.calling.subsystem == subsystem::kMsc);
  CHECK(written(twice) == "09000305070242080242080162");
  // The data begins inside the calling address.
  CHECK(found("09 00 03 05 06 02 4208 02 4201 62", {kSharedOctets}));
  CHECK(to_hex(read_sccp("09 00 03 05 06 02 4208 02 4201 62").data) == "62");
  CHECK(found("09 00 03 05 05 02 4208 02 0299 62", {kSharedOctets, kUnroutableAddress}));
  // The optional part inside the data, and the data around everything.
  CHECK(found("11 00 0f 04 06 08 09 02 4208 02 4206 02 6200", {kSharedOctets}));
  CHECK(found("09 00 04 06 01 06 02 4208 02 4206 62",
              {kReorderedParameter, kSharedOctets, kTrailingOctets}));
  // The optional part begins inside the called address.
  CHECK(refused("11 00 0f 04 06 08 01 02 4208 02 4206 02 62aa") ==
        error(DecodeCode::kBadLength, 8));
}

TEST_CASE("order, gaps and rests", "[ss7][sccp]") {
  // Calling address in front of the called one.
  const SccpMessage reordered = read_sccp("09 00 06 02 07 02 4206 02 4208 01 62");
  CHECK(reordered.called.subsystem == subsystem::kMsc);
  CHECK(reordered.calling.subsystem == subsystem::kHlr);
  CHECK(reordered.findings.only(kReorderedParameter));
  // Written in order.
  CHECK(written(reordered) == "09000305070242080242060162");

  CHECK(found("09 00 04 06 08 99 02 4208 02 4206 01 62", {kHiddenOctets}));
  CHECK(found("09 00 03 06 08 02 4208 99 02 4206 01 62", {kHiddenOctets}));
  CHECK(found("09 00 03 05 07 02 4208 02 4206 01 62 99", {kTrailingOctets}));
  CHECK(found("11 00 0f 04 06 08 09 02 4208 02 4206 01 62 00 99", {kTrailingOctets}));
  CHECK(found("11 00 0f 05 07 09 01 00 02 4208 02 4206 01 62", {kReorderedParameter}));
}

TEST_CASE("values of the fixed part", "[ss7][sccp]") {
  CHECK(found("09 02 03 05 07 02 4208 02 4206 01 62", {kReservedClass}));
  CHECK(found("09 0f 03 05 07 02 4208 02 4206 01 62", {kReservedClass}));
  CHECK(found("09 10 03 05 07 02 4208 02 4206 01 62", {kReservedHandling}));
  CHECK(found("09 c1 03 05 07 02 4208 02 4206 01 62", {kReservedHandling}));
  CHECK_FALSE(read_sccp("09 c1 03 05 07 02 4208 02 4206 01 62").return_on_error());
  CHECK(found("0a 0f 03 05 07 02 4208 02 4206 01 62", {kReservedCause}));
  CHECK(to_string(read_sccp("0a 0f 03 05 07 02 4208 02 4206 01 62").cause) == "reserved");
  CHECK(found("11 00 00 04 06 08 00 02 4208 02 4206 01 62", {kBadHopCounter}));
  CHECK(found("11 00 10 04 06 08 00 02 4208 02 4206 01 62", {kBadHopCounter}));
  CHECK(to_string(ReturnCause::kNoTranslationForNature) == "no_translation_for_nature");
  CHECK(to_string(ReturnCause::kHopCounterViolation) == "hop_counter_violation");
  CHECK(to_string(ReturnCause::kSegmentationFailure) == "segmentation_failure");
}

TEST_CASE("findings of addresses are those of their message", "[ss7][sccp]") {
  CHECK(found("09 00 03 05 07 02 c208 02 4206 01 62", {kNationalAddress}));
  CHECK(found("09 00 03 05 07 02 4208 02 0206 01 62", {kUnroutableAddress}));
  // Without a calling address a message may be, without a called one it goes nowhere.
  CHECK(found("09 00 03 05 06 02 4208 01 00 01 62", {}));
  CHECK(found("09 00 03 04 06 01 00 02 4206 01 62", {kUnroutableAddress}));
  CHECK(read_sccp("09 00 03 04 06 01 00 02 4206 01 62").called.findings.only(kUnroutableAddress));
}

TEST_CASE("optional parameters", "[ss7][sccp]") {
  using enum DecodeCode;
  const std::string head = "11 01 0f 04 06 08 09 02 4208 02 4206 01 62";  // 15 octets
  CHECK(found(head + "00", {}));
  CHECK(found(head + "12 01 00 10 04 80 010000 00", {}));  // in any order
  CHECK(found(head + "12 01 0d 00", {kSpareBits}));
  CHECK(read_sccp(head + "12 01 0d 00").importance == 5);
  CHECK(found(head + "10 04 b0 010000 00", {kSpareBits}));
  CHECK(found(head + "12 01 01 12 01 02 00", {kRepeatedParameter}));
  CHECK(read_sccp(head + "12 01 01 12 01 02 00").importance == 1);
  CHECK(found(head + "11 01 05 00", {kUnknownParameter}));
  CHECK(found(head + "fe 00 00", {kUnknownParameter}));
  CHECK(read_sccp(head + "11 01 05 00").hop_counter == 15);

  CHECK(refused(head + "10 04 80 010000 10 04 80 010000 00") == error(kTooMany, 21));
  CHECK(refused(head + "10 03 80 0100 00") == error(kBadLength, 16));
  CHECK(refused(head + "10 05 80 01000000 00") == error(kBadLength, 16));
  CHECK(refused(head + "12 02 0101 00") == error(kBadLength, 16));
  CHECK(refused(head + "12 00 00") == error(kBadLength, 16));
  CHECK(refused(head + "fe 05 00") == error(kBadLength, 16));
  CHECK(refused(head + "fe") == error(kTruncated, 16));
  CHECK(refused(head + "12 01 01") == error(kUnterminated, 18));
  CHECK(refused(head) == error(kBadLength, 6));
}
