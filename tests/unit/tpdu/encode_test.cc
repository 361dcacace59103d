#include "smsc-proxy/tpdu/encode.hh"

#include <array>
#include <random>
#include <string>
#include <vector>

#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/tpdu/decode.hh"
#include "tests/catch.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

using testing::from_hex;

using Buffer = std::array<std::byte, 256>;

std::vector<std::byte> septets_of(std::string_view text) {
  sms::SeptetBuffer buffer{};
  const auto size = sms::encode_gsm7(text, buffer);
  REQUIRE(size);
  return {buffer.begin(), buffer.begin() + static_cast<long>(*size)};
}

template <class Fields>
std::vector<std::byte> encoded(const Fields& fields) {
  Buffer out{};
  const auto size = encode(fields, out);
  REQUIRE(size);
  // It fits exactly, and not into one octet less.
  std::vector<std::byte> exact(*size);
  CHECK(encode(fields, exact) == *size);
  for (std::size_t less = 0; less < *size; ++less) {
    std::vector<std::byte> small(less);
    const auto refused = encode(fields, small);
    REQUIRE_FALSE(refused);
    CHECK(refused.error() == EncodeCode::kNoRoom);
  }
  return exact;
}

const TimeStamp kTime{26, 5, 17, 23, 2, 50, 28, true};

TEST_CASE("encode: SMS-DELIVER, to the octet") {
  const auto text = septets_of("hello");
  DeliverFields fields;
  fields.originator = {1, 1, "84900000001"};
  fields.time = kTime;
  fields.data.text = text;
  CHECK(encoded(fields) == from_hex("04 0B914809000000F1 00 00 62507132200582 05 E8329BFD06"));
}

TEST_CASE("encode: SMS-SUBMIT, to the octet") {
  const auto validity = from_hex("A7");
  const auto text = from_hex("01110069");
  SubmitFields fields;
  fields.flags = bits::kStatusReport | bits::kRejectDuplicates | 0x03;  // TP-MTI is set by itself
  fields.message_reference = 0x2A;
  fields.destination = {0, 1, "0900000001"};
  fields.validity_format = ValidityFormat::kRelative;
  fields.validity = validity;
  fields.data = {0x08, {}, text};
  CHECK(encoded(fields) == from_hex("35 2A 0A819000000010 00 08 A7 04 01110069"));
}

TEST_CASE("encode: a name, and text behind a header with fill bits") {
  const auto elements = from_hex("00 03 2A 02 01");
  const auto text = septets_of("hello");
  DeliverFields fields;
  fields.originator = {5, 0, "SHOP"};
  fields.time = kTime;
  fields.data = {0, elements, text};
  const auto octets = encoded(fields);
  const auto view = decode(octets, Flow::kToMobile);
  REQUIRE(view);
  CHECK_FALSE(view->findings().any());
  CHECK(view->has_flag(bits::kUserDataHeader));
  CHECK(view->address().text.view() == "SHOP");
  CHECK(view->address().semi_octets == 7);
  std::string read;
  append_text(view->user_data(), read);
  CHECK(read == "hello");
  CHECK(view->user_data().elements.concatenation == Concat{0x2A, false, 2, 1});
}

TEST_CASE("encode: names of every length are read again") {
  for (const std::string name : {"A", "AB", "ABC", "ABCD", "ABCDE", "ABCDEF", "ABCDEFG", "ABCDEFGH",
                                 "ABCDEFGHI", "ABCDEFGHIJ", "ABCDEFGHIJK", "1 \u20AC"}) {
    DeliverFields fields;
    fields.originator = {5, 0, name};
    fields.time = kTime;
    const auto octets = encoded(fields);
    const auto view = decode(octets, Flow::kToMobile);
    REQUIRE(view);
    CHECK(view->address().text.view() == name);
    CHECK_FALSE(view->findings().any());
  }
}

TEST_CASE("encode: what cannot be written is refused") {
  Buffer out{};
  const auto error = [&out](const auto& fields) {
    const auto result = encode(fields, out);
    REQUIRE_FALSE(result);
    return result.error();
  };
  DeliverFields fields;
  fields.time = kTime;
  fields.originator = {5, 0, "ABCDEFGHIJKL"};
  CHECK(error(fields) == EncodeCode::kBadAddress);
  fields.originator = {5, 0, "Đ"};
  CHECK(error(fields) == EncodeCode::kBadAddress);
  fields.originator = {5, 0, "1234567\r"};
  CHECK(error(fields) == EncodeCode::kBadAddress);
  fields.originator = {1, 1, "+84900000001"};
  CHECK(error(fields) == EncodeCode::kBadAddress);
  fields.originator = {1, 1, "123456789012345678901"};
  CHECK(error(fields) == EncodeCode::kBadAddress);
  fields.originator = {1, 1, "12345678901234567890"};
  CHECK(encode(fields, out));

  const std::vector<std::byte> text(161, std::byte{'a'});
  fields.data.text = text;
  CHECK(error(fields) == EncodeCode::kTooLong);
  fields.data.text = std::span(text).first(160);
  CHECK(encode(fields, out));
  const auto elements = from_hex("00 03 2A 02 01");
  fields.data.elements = elements;
  CHECK(error(fields) == EncodeCode::kTooLong);
  fields.data.text = std::span(text).first(153);
  CHECK(encode(fields, out));
  fields.data = {0x04, elements, std::span(text).first(135)};
  CHECK(error(fields) == EncodeCode::kTooLong);
  fields.data.text = std::span(text).first(134);
  CHECK(encode(fields, out));

  SubmitFields submit;
  submit.destination = {1, 1, "84900000001"};
  submit.validity_format = ValidityFormat::kAbsolute;
  CHECK(error(submit) == EncodeCode::kBadValidity);
  CHECK(to_string(EncodeCode::kBadValidity) == "bad_validity");
}

TEST_CASE("encode: reports of a refusal") {
  const auto deliver = deliver_error_report(FailureCause::kMemoryExceeded);
  const auto deliver_view = decode(deliver, Flow::kToCentre, ReportForm::kError);
  REQUIRE(deliver_view);
  CHECK(deliver_view->failure_cause() == FailureCause::kMemoryExceeded);
  CHECK_FALSE(deliver_view->findings().any());

  const auto submit = submit_error_report(FailureCause::kDestinationBarred, kTime);
  const auto submit_view = decode(submit, Flow::kToMobile, ReportForm::kError);
  REQUIRE(submit_view);
  CHECK(submit_view->failure_cause() == FailureCause::kDestinationBarred);
  CHECK(submit_view->time(TpField::kServiceCentreTime) == kTime);
  CHECK_FALSE(submit_view->findings().any());
  CHECK(std::vector(submit.begin(), submit.end()) == from_hex("01 C4 00 62507132200582"));
}

TEST_CASE("encode: random messages are read again") {
  std::mt19937 random(41);
  const auto below = [&random](std::size_t bound) { return random() % bound; };
  for (int round = 0; round < 2000; ++round) {
    std::string digits;
    for (std::size_t i = below(21); i > 0; --i)
      digits.push_back("0123456789*#abc"[below(15)]);
    const std::uint8_t codings[] = {0x00, 0x04, 0x08, 0x11, 0xC8, 0xE0, 0xF5};
    const std::uint8_t dcs = codings[below(7)];
    const bool septets = sms::coding_of_tpdu(dcs).counts_septets();
    std::vector<std::byte> elements;
    for (std::size_t i = below(3); i > 0; --i) {
      elements.push_back(std::byte{0xA0});
      elements.push_back(static_cast<std::byte>(below(4)));
      elements.resize(elements.size() + std::to_integer<std::size_t>(elements.back()));
    }
    std::vector<std::byte> text(below(110) / 2 * 2);
    for (auto& octet : text)
      octet = static_cast<std::byte>(septets ? below(128) : below(256));

    SubmitFields fields;
    fields.flags = static_cast<std::uint8_t>(below(256));
    fields.message_reference = static_cast<std::uint8_t>(below(256));
    fields.destination = {static_cast<std::uint8_t>(below(5)), static_cast<std::uint8_t>(below(16)),
                          digits};
    fields.protocol_id = static_cast<std::uint8_t>(below(256));
    fields.data = {dcs, elements, text};
    Buffer out{};
    const auto size = encode(fields, out);
    REQUIRE(size);
    const auto view = decode(std::span(out).first(*size), Flow::kToCentre);
    REQUIRE(view);
    CHECK(view->type() == TpduType::kSubmit);
    CHECK(view->u8(TpField::kMessageReference) == fields.message_reference);
    CHECK(view->address().text.view() == digits);
    CHECK(view->address().ton() == fields.destination.ton);
    CHECK(view->address().npi() == fields.destination.npi);
    CHECK(view->u8(TpField::kProtocolId) == fields.protocol_id);
    CHECK(view->u8(TpField::kDataCoding) == dcs);
    CHECK(view->user_data().has_header == !elements.empty());
    if (septets) {
      sms::SeptetBuffer unpacked{};
      const std::size_t count = unpack_text(view->user_data(), unpacked);
      CHECK(std::vector(unpacked.begin(), unpacked.begin() + static_cast<long>(count)) == text);
    } else {
      const auto read = view->user_data().text;
      CHECK(std::vector(read.begin(), read.end()) == text);
    }
    CHECK(view->findings().count() == (digits.empty() ? 1U : 0U));
  }
}

}  // namespace
}  // namespace smsfw::tpdu
