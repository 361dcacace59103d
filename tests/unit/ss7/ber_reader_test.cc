#include "smsc-proxy/ss7/codec/ber_reader.hh"

#include <limits>
#include <set>

#include "smsc-proxy/ss7/codec/ber_writer.hh"
#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;

namespace {

struct Read {
  bool ok = false;
  BerElement element;
  BerFindings findings;
  DecodeError error{};
  std::size_t left = 0;
};

Read read_one(const Octets& given) {
  const Octets& octets = keep(given);
  BerContext context(octets);
  BerReader reader(context, octets);
  Read result;
  result.ok = reader.next(result.element);
  result.findings = context.findings();
  result.error = context.error();
  result.left = reader.rest().size();
  return result;
}

BerFindings only(BerFinding finding) {
  BerFindings findings;
  findings.add(finding);
  return findings;
}

}  // namespace

TEST_CASE("ber: findings have names of their own", "[ss7]") {
  std::set<std::string_view> names;
  for (const std::string_view name : kBerFindingNames) {
    CHECK_FALSE(name.empty());
    names.insert(name);
  }
  CHECK(names.size() == kBerFindingCount);
  CHECK(to_string(BerFinding::kUnknownUserInfo) == "unknown_user_info");
}

TEST_CASE("ber: minimal elements have no finding", "[ss7]") {
  const auto octets = from_hex("30 03 020105 ff");
  const auto read = read_one(octets);
  REQUIRE(read.ok);
  CHECK(read.element.tag == tag::kSequence);
  CHECK(read.element.constructed());
  CHECK(to_hex(read.element.content) == "020105");
  CHECK(to_hex(read.element.octets) == "3003020105");
  CHECK_FALSE(read.findings.any());
  CHECK(read.left == 1);

  const auto high = read_one(from_hex("bf8148 01 00"));
  REQUIRE(high.ok);
  CHECK(high.element.tag == (0xBFU << 24U | 200U));
  CHECK_FALSE(high.findings.any());

  Octets large = from_hex("04 8180");
  large.resize(3 + 128);
  REQUIRE(read_one(large).ok);
  CHECK_FALSE(read_one(large).findings.any());
}

TEST_CASE("ber: odd lengths and tags are read with their finding", "[ss7]") {
  const auto padded =
      GENERATE(as<std::string>{}, "04 8101 aa", "04 820001 aa", "04 84000000 01 aa");
  const auto read = read_one(from_hex(padded));
  REQUIRE(read.ok);
  CHECK(to_hex(read.element.content) == "aa");
  CHECK(read.findings == only(BerFinding::kNonMinimalLength));

  const auto tagged = read_one(from_hex("1f04 01 aa"));
  REQUIRE(tagged.ok);
  CHECK(tagged.element.tag == tag::kOctetString);
  CHECK(tagged.findings == only(BerFinding::kNonMinimalTag));
  const auto zeros = read_one(from_hex("bf8048 00"));
  REQUIRE(zeros.ok);
  CHECK(zeros.element.tag == (0xBFU << 24U | 72U));
  CHECK(zeros.findings == only(BerFinding::kNonMinimalTag));
}

TEST_CASE("ber: indefinite lengths end at their own end-of-contents", "[ss7]") {
  // The inner one is indefinite too, and holds octets that look like an end.
  const auto read = read_one(from_hex("30 80 04 02 0000 a0 80 020105 0000 0000 ff"));
  REQUIRE(read.ok);
  CHECK(to_hex(read.element.content) == "04020000a0800201050000");
  CHECK(read.left == 1);
  CHECK(read.findings == only(BerFinding::kIndefiniteLength));
}

TEST_CASE("ber: what cannot be read says where", "[ss7]") {
  struct Case {
    const char* hex;
    DecodeCode code;
  };
  const auto row = GENERATE(values<Case>({
      {"30", DecodeCode::kTruncated},
      {"1f", DecodeCode::kTruncated},
      {"1f81", DecodeCode::kTruncated},
      {"30 82 01", DecodeCode::kTruncated},
      {"30 02 00", DecodeCode::kBadLength},
      {"04 80 00 00", DecodeCode::kBadLength},
      {"04 ff", DecodeCode::kBadLength},
      {"30 85 0000000001 00", DecodeCode::kOversize},
      {"1f ff ff ff ff 7f 00", DecodeCode::kOversize},
      {"30 80 04 01 00", DecodeCode::kUnterminated},
      {"30 80 04 01 00 00", DecodeCode::kTruncated},
      {"30 80 a0 80 00 00", DecodeCode::kUnterminated},
      {"00 00", DecodeCode::kBadValue},
      {"00 81 00", DecodeCode::kBadValue},
  }));
  INFO(row.hex);
  const auto read = read_one(from_hex(row.hex));
  CHECK_FALSE(read.ok);
  CHECK(read.error.code == row.code);
  CHECK_FALSE(read.error.recoverable);
}

TEST_CASE("ber: a long form of the end-of-contents closes nothing", "[ss7]") {
  const auto octets = from_hex("30 80 00 81 00 00 00");
  BerContext context(octets);
  BerReader reader(context, octets);
  BerElement element;
  REQUIRE(reader.next(element));
  BerReader inside(context, element.content);
  CHECK_FALSE(inside.next(element));
  CHECK(context.error() == DecodeError{DecodeCode::kBadValue, 2, false});
}

TEST_CASE("ber: take moves only over the wanted tag", "[ss7]") {
  const auto octets = from_hex("02 01 05 04 00 1f04 00");
  BerContext context(octets);
  BerReader reader(context, octets);
  BerElement element;
  CHECK_FALSE(reader.take(tag::kNull, element));
  CHECK(reader.peek() == 0x02);
  CHECK(reader.take(tag::kInteger, element));
  CHECK(reader.take(tag::kOctetString, element));
  // The high-tag form cannot hide an element.
  CHECK_FALSE(reader.take(tag::kInteger, element));
  CHECK(reader.take(tag::kOctetString, element));
  CHECK(reader.at_end());
  CHECK(reader.peek() == 0);
  reader.finish();
  CHECK(context.findings() == only(BerFinding::kNonMinimalTag));
}

TEST_CASE("ber: the first error stays, and ends every reader", "[ss7]") {
  const auto octets = from_hex("30 02 00");
  BerContext context(octets);
  BerReader first(context, octets);
  BerReader second(context, std::span(octets).subspan(1));
  BerElement element;
  CHECK_FALSE(first.next(element));
  CHECK(second.at_end());
  CHECK_FALSE(context.fail(DecodeCode::kTooMany, octets.data() + 2));
  CHECK(context.error().code == DecodeCode::kBadLength);
  BerContext answered(octets);
  answered.set_recoverable();
  CHECK_FALSE(answered.fail(DecodeCode::kTooMany, octets.data() + 2));
  CHECK(answered.error() == DecodeError{DecodeCode::kTooMany, 2, true});
}

TEST_CASE("ber: integers and booleans", "[ss7]") {
  BerFindings findings;
  CHECK(ber_integer(from_hex("2e"), findings) == 46);
  CHECK(ber_integer(from_hex("80"), findings) == -128);
  CHECK(ber_integer(from_hex("0080"), findings) == 128);
  CHECK(ber_integer(from_hex("ff7f"), findings) == -129);
  CHECK(ber_integer(from_hex("8000000000000000"), findings) ==
        std::numeric_limits<std::int64_t>::min());
  CHECK_FALSE(ber_integer({}, findings));
  CHECK_FALSE(ber_integer(from_hex("000000000000000001"), findings));
  CHECK_FALSE(findings.any());
  CHECK(ber_integer(from_hex("002e"), findings) == 46);
  CHECK(findings.only(BerFinding::kPaddedInteger));
  BerFindings negative;
  CHECK(ber_integer(from_hex("ff80"), negative) == -128);
  CHECK(negative.only(BerFinding::kPaddedInteger));
  CHECK(ber_boolean(from_hex("ff")) == true);
  CHECK(ber_boolean(from_hex("01")) == true);
  CHECK(ber_boolean(from_hex("00")) == false);
  CHECK_FALSE(ber_boolean({}));
  CHECK_FALSE(ber_boolean(from_hex("0000")));
}

TEST_CASE("ber: opaque elements are checked to a bounded depth", "[ss7]") {
  CHECK_FALSE(ber_check(from_hex("30 05 a0 03 020105 0500")).any());
  CHECK(ber_check(from_hex("30 03 a0 03 02")) == only(BerFinding::kBadNesting));
  CHECK(ber_check(from_hex("30 02 a0 04")) == only(BerFinding::kBadNesting));
  Octets nested;
  for (std::size_t i = 0; i < kMaxBerDepth; ++i)
    nested = wrap(0x30, nested);
  CHECK_FALSE(ber_check(nested).any());
  CHECK(ber_check(wrap(0x30, nested)) == only(BerFinding::kNestedTooDeep));

  Octets open;
  for (std::size_t i = 0; i < 1000; ++i) {
    open.push_back(std::byte{0x30});
    open.push_back(std::byte{0x80});
  }
  const auto findings = ber_check(open);
  CHECK(findings.has(BerFinding::kNestedTooDeep));
  CHECK(read_one(open).error.code == DecodeCode::kTooMany);
}

TEST_CASE("ber: the writer is minimal and bounded", "[ss7]") {
  std::array<std::byte, 300> out;
  for (const std::int64_t value :
       {0L, 1L, 127L, 128L, 255L, 256L, -1L, -128L, -129L, 65535L, -32768L, -32769L,
        std::numeric_limits<long>::max(), std::numeric_limits<long>::min()}) {
    BerWriter writer(out);
    writer.integer(tag::kInteger, value);
    const auto size = writer.finish();
    REQUIRE(size);
    BerFindings findings;
    CHECK(ber_integer(std::span(out).subspan(2, *size - 2), findings) == value);
    CHECK_FALSE(findings.any());
  }
  for (const std::size_t length : {0U, 1U, 127U, 128U, 255U, 256U}) {
    const Octets content(length, std::byte{0xAA});
    BerWriter writer(out);
    writer.element(tag::kOctetString, content);
    const auto size = writer.finish();
    REQUIRE(size);
    CHECK(Octets(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(*size)) ==
          wrap(0x04, content));
    BerWriter small{std::span<std::byte>(out).first(*size - 1)};
    small.element(tag::kOctetString, content);
    CHECK(small.failed());
    CHECK(small.finish().error() == BerEncodeError{BerEncodeCode::kNoRoom});
  }
  BerWriter writer(out);
  writer.boolean(tag::kBoolean, true);
  writer.null(tag::kNull);
  writer.close(tag::kSequence, 0);
  const auto size = writer.finish();
  REQUIRE(size);
  CHECK(to_hex(std::span(out).first(*size)) == "300505000101ff");
}
