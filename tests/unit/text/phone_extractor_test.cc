#include "filters/text/phone_extractor.hh"

#include "tests/catch.hh"

namespace smsfw {
namespace {

const access::NumberingPlan& plan() {
  static const access::NumberingPlan built = *access::NumberingPlan::build(access::vietnam());
  return built;
}

const PhoneList& extract(std::string_view text) {
  static PhoneExtractor extractor;
  static PhoneList list;
  extractor.extract(text, plan(), list);
  return list;
}

std::string digits(std::string_view text) {
  static PhoneExtractor extractor;
  std::string out;
  extractor.digits(text, out);
  return out;
}

constexpr std::uint8_t bit(PhoneTrait trait) {
  return static_cast<std::uint8_t>(trait);
}

TEST_CASE("forms of one number", "[phone]") {
  struct Row {
    std::string_view text;
    std::uint8_t traits;
  };
  const Row rows[] = {
      {"0900000001", 0},
      {"84900000001", 0},
      {"+84900000001", 0},
      {"0084900000001", 0},
      {"0900.000.001", 0},
      {"0900 000 001", 0},
      {"0900-000-001", 0},
      {"0900.00.00.01", 0},
      {"09 0000 0001", 0},
      {"090 0000001", 0},
      {"(090)0000001", 0},
      {"(090) 000-0001", 0},
      {"(0)900000001", 0},
      {"+84 900 000 001", 0},
      {"+84.900.000.001", 0},
      {"+84 (0) 900 000 001", 0},
      {"(+84) 900000001", 0},
      {"(84)900000001", 0},
      {"84-900-000-001", 0},
      {"LH0900000001", 0},
      {"SĐT:0900000001.", 0},
      {"0900000001zalo", 0},
      {"goi 900000001", 0},
      {"Zalo: 900 000 001", 0},
      {"900-000-001", 0},
      {"wa.me/84900000001", 0},
      {"0900000001 10", 0},
      {"0900000001 trước 10h", 0},
      {"O9OOOOOOO1", bit(PhoneTrait::kLetters)},
      {"O9OO OOO OO1", bit(PhoneTrait::kLetters)},
      {"09oo.ooo.oo1", bit(PhoneTrait::kLetters)},
      {"090000000l", bit(PhoneTrait::kLetters)},
      {"０９０００００００１", bit(PhoneTrait::kWideForms)},
      {"٠٩٠٠٠٠٠٠٠١", bit(PhoneTrait::kWideForms)},
      {"𝟎𝟗𝟎𝟎𝟎𝟎𝟎𝟎𝟎𝟏", bit(PhoneTrait::kWideForms)},
      {"0900\u200B000\u200B001", bit(PhoneTrait::kInvisible)},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const PhoneList& list = extract(row.text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].kind == AddressKind::kE164);
    CHECK(list[0].e164.view() == "84900000001");
    CHECK(list[0].home_country);
    CHECK(list[0].traits == row.traits);
  }
}

TEST_CASE("other numbers", "[phone]") {
  struct Row {
    std::string_view text;
    std::string_view key;
    AddressKind kind;
  };
  const Row rows[] = {
      {"Hotline 19001234", "19001234", AddressKind::kShortCode},
      {"1900 1234", "19001234", AddressKind::kShortCode},
      {"1900.1234 de duoc ho tro", "19001234", AddressKind::kShortCode},
      {"1800-1234", "18001234", AddressKind::kShortCode},
      {"1900 54 54 54", "1900545454", AddressKind::kShortCode},
      {"gọi 191", "191", AddressKind::kShortCode},
      {"soan DK gui 9029", "9029", AddressKind::kShortCode},
      {"soạn tin gửi 8785 (5.000đ)", "8785", AddressKind::kShortCode},
      {"hotline 1900545454 (1000d)", "1900545454", AddressKind::kShortCode},
      {"call 12345.", "12345", AddressKind::kShortCode},
      {"024 1234 5678", "842412345678", AddressKind::kE164},
      {"+65 6123 4567", "6561234567", AddressKind::kE164},
      {"+442071234567", "442071234567", AddressKind::kE164},
      {"call 00442071234567", "442071234567", AddressKind::kE164},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const PhoneList& list = extract(row.text);
    REQUIRE(list.size() == 1);
    CHECK(list[0].key() == row.key);
    CHECK(list[0].kind == row.kind);
  }
}

TEST_CASE("several numbers and their places", "[phone]") {
  const std::string_view text = "Gọi ０９００ 000 001 / 0900000002, hoặc 19001234!";
  const PhoneList& list = extract(text);
  REQUIRE(list.size() == 3);
  CHECK(text.substr(list[0].offset, list[0].length) == "０９００ 000 001");
  CHECK(list[0].digits.view() == "0900000001");
  CHECK(text.substr(list[1].offset, list[1].length) == "0900000002");
  CHECK(text.substr(list[2].offset, list[2].length) == "19001234");
  CHECK(extract("0900000001 0900000002 0900000003").size() == 3);
  CHECK(extract("+84900000001")[0].digits.view() == "+84900000001");

  std::string many;
  for (int i = 0; i < 20; ++i)
    many += "0900000001, ";
  CHECK(extract(many).size() == 16);
  CHECK(extract(many).dropped() == 4);
}

TEST_CASE("digits that are no numbers to call", "[phone]") {
  const std::string_view texts[] = {
      "Your code is 1234",
      "OTP 123456",
      "Ma xac thuc: 12345678",
      "1.500.000d",
      "1.500.000.000 VND",
      "1900000 dong",
      "19.000.000d",
      "1.900.000.000d",
      "18000000d",
      "+1.000.000 VND",
      "+50.000.000d",
      "+12345678 VND",
      "GD: +500,000VND luc 10:30",
      "So du: 900,000,001 VND",
      "900.000.001d",
      "900000001 VND",
      "20.10.2026 12:30",
      "09.10.2026 1234",
      "09/10/2026 10h30",
      "2026-10-09",
      "2026-08-07 23:10",
      "10:30:45",
      "STK 1903666688880",
      "TK 0071000123456 VCB",
      "CCCD 001090000001",
      "tai khoan 123456789012",
      "1234567890123456",
      "4111 1111 1111 1111",
      "12345678901234567890123456789",
      "v1.2.3.4",
      "192.168.100.100",
      "50%",
      "3+4=7",
      "2.5GB",
      "500k",
      "gui 500k",
      "gui 5000d",
      "gọi 30 phút",
      "call 24/7",
      "text 2 friends",
      "gui 50.000",
      "AB0900000001CD",
      "id 7f0900000001a",
      "",
      "+",
      "0",
      "O",
      "lol",
      "oo 1 ll",
      "0 0 0",
      "- - -",
  };
  for (const std::string_view text : texts) {
    INFO(text);
    const PhoneList& list = extract(text);
    INFO((list.empty() ? std::string() : std::string(list[0].digits.view())));
    CHECK(list.empty());
  }
}

TEST_CASE("the plan decides", "[phone]") {
  access::NumberingPlanSpec spec;
  spec.name = "sg";
  spec.country_code = "65";
  spec.trunk_prefix = "";
  spec.national_lengths = {8};
  spec.national_prefixes = {"3", "6", "8", "9"};
  const auto singapore = *access::NumberingPlan::build(spec);
  PhoneExtractor extractor;
  PhoneList list;
  extractor.extract("Call 6123 4567", singapore, list);
  REQUIRE(list.size() == 1);
  CHECK(list[0].e164.view() == "6561234567");
  extractor.extract("code 61234567", singapore, list);
  CHECK(list.empty());
  extractor.extract("0900000001", access::NumberingPlan(), list);
  CHECK(list.empty());
}

TEST_CASE("digits of a text", "[phone]") {
  CHECK(digits("").empty());
  CHECK(digits("no number") == "");
  CHECK(digits("TK 1903 6666.88, ngay 20/10") == "1903666688 2010");
  CHECK(digits("(024) 1234-5678") == "02412345678");
  CHECK(digits("1,000,000d 2") == "1000000 2");
  CHECK(digits("1. 2") == "1 2");
  CHECK(digits("12\n34") == "12 34");
  CHECK(digits("1\u200B2 ３٤") == "1234");
  CHECK(digits("a1b2") == "1 2");
}

}  // namespace
}  // namespace smsfw
