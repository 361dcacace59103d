#include "smsc-proxy/smpp/codec/receipt.hh"

#include <array>
#include <string>
#include <vector>

#include "smsc-proxy/smpp/codec/decode.hh"
#include "smsc-proxy/smpp/codec/pdu_builder.hh"
#include "tests/catch.hh"
#include "tests/support/random_pdu.hh"

using namespace smsfw;
using namespace smsfw::smpp;
using namespace smsfw::smpp::testing;

namespace {

constexpr std::string_view kUsual =
    "id:0A1B2C sub:001 dlvrd:001 submit date:2611231504 done date:2611231505 stat:DELIVRD err:000 "
    "text:Hello there";

std::optional<Receipt> read(const PduBuilder& builder, std::vector<std::byte>& octets) {
  octets.clear();
  REQUIRE(builder.append_to(octets));
  const auto view = decode(octets);
  REQUIRE(view);
  return read_receipt(*view);
}

PduBuilder deliver(std::string_view text, std::uint8_t esm_class = 0x04) {
  PduBuilder builder(CommandId::kDeliverSm, 1);
  builder.set_u8(FieldId::kEsmClass, esm_class).set_octets(FieldId::kShortMessage, bytes_of(text));
  return builder;
}

}  // namespace

TEST_CASE("the usual receipt text is read", "[smpp]") {
  const auto receipt = parse_receipt_text(kUsual);
  REQUIRE(receipt);
  CHECK(receipt->id == "0A1B2C");
  CHECK(receipt->sub == "001");
  CHECK(receipt->dlvrd == "001");
  CHECK(receipt->submit_date == "2611231504");
  CHECK(receipt->done_date == "2611231505");
  CHECK(receipt->stat == "DELIVRD");
  CHECK(receipt->err == "000");
  CHECK(receipt->text == "Hello there");
  CHECK(receipt->free_characters() == 11);
}

TEST_CASE("order, case and missing keys do not matter", "[smpp]") {
  const auto mixed = parse_receipt_text(
      "STAT:Undeliverable ID: 77 Err: 12 done_date:2026-11-23 15:04 Submit Date:2611231504 Text:");
  REQUIRE(mixed);
  CHECK(mixed->id == "77");
  CHECK(mixed->stat == "Undeliverable");
  CHECK(mixed->err == "12");
  CHECK(mixed->done_date == "2026-11-23 15:04");
  CHECK(mixed->submit_date == "2611231504");
  CHECK(mixed->sub.empty());
  CHECK(mixed->free_characters() == 0);

  const auto text_first = parse_receipt_text("text:Hello id:5 stat:REJECTD");
  REQUIRE(text_first);
  CHECK(text_first->id == "5");
  CHECK(text_first->stat == "REJECTD");
  // What follows "text:" stays suspect as a whole.
  CHECK(text_first->free_characters() == 23);

  // An empty value does not eat the next key.
  const auto empty = parse_receipt_text("id:5 sub: dlvrd:001 stat:EXPIRED err:");
  REQUIRE(empty);
  CHECK(empty->sub.empty());
  CHECK(empty->dlvrd == "001");
  CHECK(empty->err.empty());

  CHECK_FALSE(parse_receipt_text(""));
  CHECK_FALSE(parse_receipt_text("id:5 err:000"));
  CHECK_FALSE(parse_receipt_text("stat:DELIVRD"));
  CHECK_FALSE(parse_receipt_text("id: stat:DELIVRD"));
  CHECK_FALSE(parse_receipt_text("Your parcel waits at our depot"));
}

TEST_CASE("words of the sender's own are counted wherever they stand", "[smpp]") {
  CHECK(parse_receipt_text("id:5 stat:DELIVRD text:" + std::string(20, 'x'))->free_characters() ==
        20);
  CHECK(parse_receipt_text("id:5 stat:DELIVRD text:" + std::string(21, 'x'))->free_characters() ==
        21);
  CHECK(parse_receipt_text("id:5 stat:DELIVRD text:x    ")->free_characters() == 1);
  CHECK(parse_receipt_text("pay here now id:5 stat:DELIVRD")->free_characters() == 10);
  CHECK(parse_receipt_text("id:5 pay stat:DELIVRD now")->free_characters() == 6);
  // A repeated key, and a value that no SMSC writes.
  CHECK(parse_receipt_text("id:5 stat:DELIVRD id:evil.example")->free_characters() == 12);
  CHECK(parse_receipt_text("id:5 stat:DELIVRD err:http://evil.example/login")->free_characters() ==
        25);
  // Behind the bound nothing is read, all is counted.
  const std::string padded = std::string(kUsual) + std::string(kMaxReceiptText, ' ') + "late";
  CHECK(parse_receipt_text(padded)->free_characters() == 15);
}

TEST_CASE("a receipt needs the flag and an id", "[smpp]") {
  std::vector<std::byte> octets;
  const auto usual = read(deliver(kUsual), octets);
  REQUIRE(usual);
  CHECK(usual->message_id() == "0A1B2C");
  CHECK(usual->state == MessageState::kDelivered);
  CHECK_FALSE(usual->intermediate);
  CHECK_FALSE(usual->contradictory);
  CHECK(usual->free_characters == 11);

  CHECK(read(deliver(kUsual, 0x20), octets)->intermediate);
  // UDHI, reply path and mode bits do not matter.
  CHECK(read(deliver(kUsual, 0x04 | 0x80 | 0x03), octets));
  for (const int esm_class : {0x00, 0x08, 0x10, 0x18, 0x24, 0x3C, 0x40}) {
    CHECK_FALSE(read(deliver(kUsual, static_cast<std::uint8_t>(esm_class)), octets));
  }
  CHECK_FALSE(read(deliver("Your parcel waits"), octets));
  // The flag from an ESME's submit_sm is no receipt (semantics 10).
  CHECK_FALSE(read(PduBuilder(CommandId::kSubmitSm, 1)
                       .set_u8(FieldId::kEsmClass, 0x04)
                       .set_octets(FieldId::kShortMessage, bytes_of(kUsual)),
                   octets));
}

TEST_CASE("TLVs win over the text, and a difference is seen", "[smpp]") {
  std::vector<std::byte> octets;
  const auto tlvs = read(deliver("")
                             .add_tlv_text(TlvTag::kReceiptedMessageId, "661036")
                             .add_tlv_u8(TlvTag::kMessageState, 5),
                         octets);
  REQUIRE(tlvs);
  CHECK(tlvs->message_id() == "661036");
  CHECK(tlvs->text_id.empty());
  CHECK(tlvs->state == MessageState::kUndeliverable);
  CHECK(tlvs->free_characters == 0);

  // 0x0A1B2C is 662316.
  const auto both = read(deliver(kUsual)
                             .add_tlv_text(TlvTag::kReceiptedMessageId, "662316")
                             .add_tlv_u8(TlvTag::kMessageState, 2),
                         octets);
  REQUIRE(both);
  CHECK(both->message_id() == "662316");
  CHECK(both->text_id.view() == "0A1B2C");
  CHECK_FALSE(both->contradictory);

  CHECK(read(deliver(kUsual).add_tlv_text(TlvTag::kReceiptedMessageId, "662317"), octets)
            ->contradictory);
  CHECK(read(deliver(kUsual).add_tlv_u8(TlvTag::kMessageState, 5), octets)->contradictory);
  // With an id in a TLV any text counts as free.
  CHECK(read(deliver("Your parcel waits").add_tlv_text(TlvTag::kReceiptedMessageId, "1"), octets)
            ->free_characters == 17);
  // A second text beside the receipt's counts in full.
  CHECK(read(deliver(kUsual).add_tlv(TlvTag::kMessagePayload, bytes_of("evil")), octets)
            ->free_characters == 15);
}

namespace {

/// ASCII, and the letter that `đ` stands for, as UCS-2.
std::string ucs2(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '#' ? '\x01' : '\0';
    out += c == '#' ? '\x11' : c;
  }
  return out;
}

PduBuilder deliver_ucs2(const std::string& octets, std::uint8_t esm_class = 0x04,
                        std::uint8_t data_coding = 8) {
  PduBuilder builder = deliver({}, esm_class);
  builder.set_u8(FieldId::kDataCoding, data_coding)
      .add_tlv(TlvTag::kMessagePayload, bytes_of(octets));
  return builder;
}

}  // namespace

TEST_CASE("receipts in UCS-2 are read like others", "[smpp]") {
  std::vector<std::byte> octets;
  const auto usual = read(deliver_ucs2(ucs2(kUsual)), octets);
  REQUIRE(usual);
  CHECK(usual->message_id() == "0A1B2C");
  CHECK(usual->text_id.view() == "0A1B2C");
  CHECK(usual->state == MessageState::kDelivered);
  CHECK(usual->free_characters == 11);
  CHECK(read(deliver_ucs2(ucs2(kUsual), 0x04, 0x18), octets));     // flash
  CHECK_FALSE(read(deliver_ucs2(ucs2(kUsual), 0x04, 4), octets));  // binary is no UCS-2
  CHECK_FALSE(read(deliver_ucs2(ucs2("Your parcel waits")), octets));

  // The sender's words are counted, not read.
  const std::string keys = "id:5 stat:DELIVRD text:";
  CHECK(read(deliver_ucs2(ucs2(keys + std::string(20, '#'))), octets)->free_characters == 20);
  CHECK(read(deliver_ucs2(ucs2(keys + std::string(21, '#'))), octets)->free_characters == 21);
  CHECK(read(deliver_ucs2(ucs2("#### id:5 stat:DELIVRD")), octets)->free_characters == 4);
  CHECK(read(deliver_ucs2(ucs2(keys + "xx") + "y"), octets)->free_characters == 3);
  // A letter whose low octet is that of a key's letter is none.
  CHECK_FALSE(
      read(deliver_ucs2("\x01i" + std::string(1, '\0') + "d" + ucs2(":5 stat:DELIVRD")), octets));
  // Behind the bound nothing is read, all is counted.
  const std::string padded = std::string(kUsual) + std::string(kMaxReceiptText, ' ') + "late";
  CHECK(read(deliver_ucs2(ucs2(padded)), octets)->free_characters == 15);

  // With an id in a TLV any text counts as free, in characters.
  const std::string words = ucs2("Your parcel waits");
  PduBuilder by_tlv = deliver_ucs2(words);
  by_tlv.add_tlv_text(TlvTag::kReceiptedMessageId, "1");
  const auto tlv = read(by_tlv, octets);
  REQUIRE(tlv);
  CHECK(tlv->message_id() == "1");
  CHECK(tlv->text_id.empty());
  CHECK(tlv->free_characters == 17);

  // A user data header stands before the text, counts in full, and may have an odd length.
  const std::string header("\x02\x70\x00", 3);
  CHECK(read(deliver_ucs2(header + ucs2(kUsual), 0x44), octets)->free_characters == 14);
  CHECK_FALSE(read(deliver_ucs2("\xff" + ucs2(kUsual), 0x44), octets));
  // A second text beside the receipt's counts in full.
  const std::string evil = ucs2("evil");
  const std::string first = ucs2(keys);
  PduBuilder two = deliver_ucs2(evil);
  two.set_octets(FieldId::kShortMessage, bytes_of(first));
  CHECK(read(two, octets)->free_characters == 8);

  // What is shown lives in the receipt itself, not in the text that was read.
  auto copy = read(deliver_ucs2(ucs2(kUsual)), octets);
  REQUIRE(copy);
  const Receipt moved = *copy;
  copy.reset();
  octets.clear();
  CHECK(moved.message_id() == "0A1B2C");
}

TEST_CASE("a built receipt is read back", "[smpp]") {
  std::array<char, kReceiptTextMax> out{};
  for (std::uint8_t state = 0; state <= 9; ++state) {
    const ReceiptValues values{std::string_view("0123456789").substr(state),
                               1,
                               999,
                               "2611231504",
                               "2611231505",
                               *message_state(state),
                               34,
                               "a text of more than twenty characters"};
    const std::size_t length = build_receipt_text(values, out);
    REQUIRE(length != 0);
    const auto receipt = parse_receipt_text({out.data(), length});
    REQUIRE(receipt);
    CHECK(receipt->id == values.message_id);
    CHECK(receipt->sub == "001");
    CHECK(receipt->dlvrd == "999");
    CHECK(receipt->err == "034");
    CHECK(parse_state(receipt->stat) == values.state);
    CHECK(receipt->text == "a text of more than ");
    CHECK(receipt->free_characters() <= 20);
  }
  CHECK_FALSE(message_state(10));

  const std::string id(64, 'f');
  ReceiptValues widest{id,
                       999,
                       999,
                       "261123150405",
                       "261123150506",
                       MessageState::kScheduled,
                       999,
                       "12345678901234567890"};
  const std::size_t length = build_receipt_text(widest, out);
  CHECK(length != 0);
  CHECK(build_receipt_text(widest, std::span(out).first(length - 1)) == 0);
  widest.error = 1000;
  CHECK(build_receipt_text(widest, out) == 0);
  CHECK(build_receipt_text({}, out) == 0);
}

TEST_CASE("message ids are equal in hex or decimal", "[smpp]") {
  CHECK(same_message_id("abc-def", "abc-def"));
  CHECK(same_message_id("0A1B2C", "0a1b2c"));
  CHECK(same_message_id("662316", "0A1B2C"));
  CHECK(same_message_id("0A1B2C", "662316"));
  CHECK(same_message_id("0416342074", "18d0e03a"));
  CHECK(same_message_id("007", "7"));
  CHECK_FALSE(same_message_id("662317", "0A1B2C"));
  CHECK_FALSE(same_message_id("", ""));
  CHECK_FALSE(same_message_id("", "0"));
  CHECK_FALSE(same_message_id("abc-def", "abc-deg"));
  // 2^64 does not fit; text still compares.
  CHECK(same_message_id("18446744073709551616", "18446744073709551616"));
  CHECK_FALSE(same_message_id("18446744073709551616", "0"));

  const auto forms = message_id_forms("10");
  CHECK(forms.decimal == 10U);
  CHECK(forms.hex == 16U);
  CHECK_FALSE(message_id_forms("xyz").hex);
  CHECK_FALSE(message_id_forms("-1").decimal);
}

TEST_CASE("a receipt's dates are minutes in UTC", "[smpp]") {
  CHECK(receipt_date(std::chrono::seconds(0)).view() == "7001010000");
  CHECK(receipt_date(std::chrono::seconds(951'868'799)).view() == "0002292359");
  CHECK(receipt_date(std::chrono::seconds(1'767'225'659)).view() == "2601010000");
}

TEST_CASE("states are read by their first letters", "[smpp]") {
  CHECK(parse_state("DELIVRD") == MessageState::kDelivered);
  CHECK(parse_state("delivered") == MessageState::kDelivered);
  CHECK(parse_state("DELETED") == MessageState::kDeleted);
  CHECK(parse_state("Rejected") == MessageState::kRejected);
  CHECK(parse_state("ACCEPTED") == MessageState::kAccepted);
  CHECK_FALSE(parse_state("DEL"));
  CHECK_FALSE(parse_state("FAILED"));
}
