// TPDUs of the tests of two other stacks, with the fields that they expect (warthog618/sms in Go,
// python-messaging). Read from a data directory; they are no part of the project.
#include <array>
#include <cstdio>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "filters/sms/semi_octets.hh"
#include "filters/sms/septets.hh"
#include "smsc-proxy/tpdu/decode.hh"
#include "tests/catch.hh"
#include "tests/support/foreign_vectors.hh"
#include "tests/support/hex_octets.hh"

namespace smsfw::tpdu {
namespace {

using nlohmann::json;
using testing::foreign_vectors;
using testing::from_hex;
using Octets = std::vector<std::byte>;

/// Vectors that are not read as their source claims, and why.
struct Special {
  std::string_view test;
  std::optional<DecodeError> error;
  std::optional<TpduFinding> finding;
  std::string_view reason;
};

constexpr Special kSpecials[] = {
    {"TestUnmarshalBinary/unsupported SMS type",
     DecodeError{DecodeCode::kTruncated, 1, true},
     {},
     "TP-MTI 3 toward an MS is SMS-DELIVER (23.040 9.2.3.1); what it lacks is the rest"},
    {"TestUnmarshalBinary/SmsCommand underflow da",
     DecodeError{DecodeCode::kBadLength, 9, true},
     {},
     "a filler for the last digit is a finding; TP-CDL is what reaches too far"},
    {"TestUnmarshalBinary/SmsDeliver underflow oa",
     DecodeError{DecodeCode::kTruncated, 7, true},
     {},
     "a filler for the last digit is a finding; TP-SCTS is missing"},
    {"TestUnmarshalBinary/SmsSubmit bad da",
     DecodeError{DecodeCode::kTruncated, 7, true},
     {},
     "a filler for the last digit is a finding; TP-DCS is missing"},
    {"TestUnmarshalBinary/SmsDeliver bad scts",
     DecodeError{DecodeCode::kTruncated, 14, true},
     {},
     "a bad time is a finding, because handsets show the message; TP-UDL is missing"},
    {"TestUnmarshalBinary/SmsStatusReport bad scts",
     DecodeError{DecodeCode::kTruncated, 13, true},
     {},
     "a bad time is a finding; TP-DT is missing"},
    {"TestUnmarshalBinary/SmsStatusReport bad dt",
     DecodeError{DecodeCode::kTruncated, 20, true},
     {},
     "a bad time is a finding; TP-ST is missing"},
    {"TestUnmarshalBinary/SmsSubmit bad vp",
     DecodeError{DecodeCode::kBadLength, 15, true},
     {},
     "a bad time is a finding; TP-UDL is what reaches too far"},
    {"TestUnmarshalBinary/SmsSubmitReport bad scts",
     {},
     TpduFinding::kBadTimeStamp,
     "a bad time is a finding"},
    {"TestMarshalBinary/SmsSubmit vp",
     DecodeError{DecodeCode::kBadLength, 8, true},
     {},
     "wrong itself: TP-VPF says that there is no TP-VP, and one stands there"},
};

std::string test_of(const json& row) {
  const auto source = row.at("source").get<std::string>();
  return source.substr(source.find('#') + 1);
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

Octets septets_of(const UserData& data) {
  sms::SeptetBuffer buffer{};
  const std::size_t size = unpack_text(data, buffer);
  return {buffer.begin(), buffer.begin() + static_cast<long>(size)};
}

/// "tpdu.Timestamp{Time: time.Date(2015, time.May, 17, 23, 02, 50, 0, time.FixedZone("SCTS",
/// 8*3600))}".
void check_go_time(const std::optional<TimeStamp>& time, const std::string& wanted) {
  REQUIRE(time);
  CHECK(time->valid);
  const std::size_t begin = wanted.find("time.Date(");
  REQUIRE(begin != std::string::npos);
  int year = 0;
  std::array<char, 16> month{};
  int rest[4] = {};
  // NOLINTNEXTLINE(cert-err34-c): what it found is counted
  REQUIRE(std::sscanf(wanted.c_str() + begin, "time.Date(%d, time.%15[A-Za-z], %d, %d, %d, %d",
                      &year, month.data(), &rest[0], &rest[1], &rest[2], &rest[3]) == 6);
  static const std::map<std::string, int> months{{"April", 4}, {"May", 5}};
  CHECK(time->year == year - 2000);
  CHECK(time->month == months.at(month.data()));
  CHECK(time->day == rest[0]);
  CHECK(time->hour == rest[1]);
  CHECK(time->minute == rest[2]);
  CHECK(time->second == rest[3]);
  const std::string zone_mark = "time.FixedZone(\"SCTS\", ";
  const std::size_t zone = wanted.find(zone_mark);
  REQUIRE(zone != std::string::npos);
  CHECK(time->zone == std::stoi(wanted.substr(zone + zone_mark.size())) * 4);
}

void check_go_address(const TpduView& view, const json& wanted) {
  if (wanted.is_string()) {
    CHECK(wanted == "tpdu.Address{TOA: 0x91, Addr: \"12345\"}");
    CHECK(view.address().text.view() == "12345");
    CHECK(view.address().type_of_address == 0x91);
    return;
  }
  CHECK(view.address().text.view() == wanted.at("addr").get<std::string>());
  CHECK(view.address().type_of_address == wanted.at("toa").get<unsigned>());
}

void check_go_user_data(const TpduView& view, const json& wanted) {
  const UserData& data = view.user_data();
  const Octets octets = from_hex(wanted.at("hex").get<std::string>());
  if (view.findings().has(TpduFinding::kAssumedDataCoding)) {
    // Written as 8-bit data with a TP-DCS that TP-PI leaves out.
    CHECK(Octets(data.octets.begin(), data.octets.end()) == octets);
  } else if (data.coding.counts_septets()) {
    CHECK(septets_of(data) == octets);
  } else {
    CHECK(Octets(data.text.begin(), data.text.end()) == octets);
  }
}

void check_go_octet(const TpduView& view, TpField field, const json& wanted, bool encoded) {
  // The structures that were encoded hold optional fields too that TP-PI leaves out.
  if (encoded && !view.has(field)) {
    CHECK(view.has(TpField::kParameters));
    return;
  }
  static const std::map<std::string, unsigned> names{{"tpdu.PiPID", 1}, {"tpdu.PiDCS", 2}};
  CHECK(view.has(field));
  CHECK(view.u8(field) ==
        (wanted.is_string() ? names.at(wanted.get<std::string>()) : wanted.get<unsigned>()));
}

void check_go_view(const TpduView& view, const json& expect, bool encoded) {
  static const std::map<std::string, TpField> octets{
      {"PID", TpField::kProtocolId},      {"DCS", TpField::kDataCoding},
      {"MR", TpField::kMessageReference}, {"CT", TpField::kCommandType},
      {"MN", TpField::kMessageNumber},    {"ST", TpField::kStatus},
      {"FCS", TpField::kFailureCause},    {"PI", TpField::kParameters}};
  for (const auto& item : expect.items()) {
    const std::string& key = item.key();
    INFO(key);
    // A command has no TP-DCS; its structure says 4 for data of 8 bits.
    if (key == "DCS" && view.type() == TpduType::kCommand) {
      CHECK(view.user_data().coding.alphabet == sms::Alphabet::kBinary);
      CHECK(item.value() == 4);
      continue;
    }
    if (const auto field = octets.find(key); field != octets.end()) {
      check_go_octet(view, field->second, item.value(), encoded);
    } else if (key == "FirstOctet") {
      CHECK(view.first_octet() == item.value().get<unsigned>());
    } else if (key == "UD") {
      if (view.has(TpField::kUserData) || view.has(TpField::kCommandData) || !encoded)
        check_go_user_data(view, item.value());
    } else if (key == "DA" || key == "OA" || key == "RA") {
      check_go_address(view, item.value());
    } else if (key == "SCTS" || key == "DT") {
      check_go_time(view.time(key == "DT" ? TpField::kDischargeTime : TpField::kServiceCentreTime),
                    item.value().get<std::string>());
    } else if (key == "VP") {
      CHECK(item.value().get<std::string>().find("Duration(60 * 350 * 1000000000)") !=
            std::string::npos);
      CHECK(view.validity().format == ValidityFormat::kRelative);
      CHECK(view.validity().seconds == 60U * 350U);
    } else if (key != "direction" && key != "Direction" && key != "smsc_prefix") {
      FAIL("no check for this expectation");
    }
  }
}

/// What stands before the TPDU where it was sent to a modem: the address of a centre.
struct Prefixed {
  std::string centre;
  Octets tpdu;
  bool whole = true;
};

Prefixed split(Octets octets, const json& expect) {
  if (!expect.value("smsc_prefix", false)) return {"", std::move(octets), true};
  const auto length = std::to_integer<std::size_t>(octets.at(0));
  if (length + 1 > octets.size()) return {"", {}, false};
  Prefixed parts;
  parts.tpdu.assign(octets.begin() + 1 + static_cast<long>(length), octets.end());
  if (length == 0) return parts;
  std::array<char, 32> digits{};
  const auto value = std::span<const std::byte>(octets).subspan(2, length - 1);
  const auto read = sms::read_semi_octets(value, value.size() * 2, digits);
  parts.centre = (octets[1] == std::byte{0x91} ? "+" : "") + std::string(digits.data(), read.size);
  return parts;
}

void check_go_error(const Prefixed& parts, const Expected<TpduView, DecodeError>& result,
                    const json& error) {
  if (!parts.whole) {
    CHECK(error.at("Field") == "addr");  // the centre's address, which is no part of a TPDU
    return;
  }
  REQUIRE_FALSE(result);
  if (!error.contains("offset")) return;
  // Of user data that is too short we name the length octet, one before its first octet.
  const auto field = error.at("field").get<std::string>();
  const bool content = field.size() > 3 && field.substr(field.size() - 3) == ".sm";
  CHECK(result.error().offset == error.at("offset").get<unsigned>() - (content ? 1 : 0));
}

}  // namespace

TEST_CASE("foreign vectors: TPDUs of warthog618/sms", "[tpdu][vectors]") {
  std::size_t specials = 0;
  const auto rows = foreign_vectors("warthog618_tpdu");
  for (const json& row : rows) {
    const std::string test = test_of(row);
    INFO(test);
    const json& expect = row.at("expect");
    const Prefixed parts = split(from_hex(row.at("hex").get<std::string>()), expect);
    const bool encoded = begins(test, "TestMarshalBinary/");
    Flow flow = expect.at("direction") == "MO" ? Flow::kToCentre : Flow::kToMobile;
    if (encoded) {
      // Its encoder has no direction, and the rows say MT throughout.
      const std::string type = test.substr(test.find('/') + 1);
      const bool to_centre = begins(type, "SmsCommand ") || begins(type, "SmsSubmit ") ||
                             begins(type, "SmsDeliverReport ");
      flow = to_centre ? Flow::kToCentre : Flow::kToMobile;
    }
    const auto result = decode(parts.tpdu, flow, ReportForm::kError);
    const Special* special = nullptr;
    for (const Special& candidate : kSpecials) {
      if (candidate.test == test) special = &candidate;
    }
    if (special != nullptr) {
      ++specials;
      INFO(special->reason);
      CHECK(result.has_value() == !special->error);
      if (special->error && !result) CHECK(result.error() == *special->error);
      if (special->finding && result) CHECK(result->findings().has(*special->finding));
    } else if (expect.contains("error")) {
      check_go_error(parts, result, expect.at("error"));
    } else {
      REQUIRE(result);
      check_go_view(*result, expect, encoded);
    }
  }
  if (!rows.empty()) {
    CHECK(rows.size() == 79);
    CHECK(specials == std::size(kSpecials));
  }
}

namespace {

std::string python_time(const TimeStamp& time, const char* format) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, time.year, time.month, time.day, time.hour,
                time.minute, time.second);
  return text.data();
}

void check_python_view(const TpduView& view, const json& expect, const std::string& centre) {
  const auto time = view.time(TpField::kServiceCentreTime);
  const bool status_report = view.type() == TpduType::kStatusReport;
  const std::string number =
      (view.address().ton() == 1 ? "+" : "") + std::string(view.address().text.view());
  for (const auto& item : expect.items()) {
    const std::string& key = item.key();
    const json& wanted = item.value();
    INFO(key);
    if (key == "number") {
      // A report has no originator in its eyes; the number is in its text.
      CHECK((status_report ? "SR-UNKNOWN" : number) == wanted.get<std::string>());
    } else if (key == "text") {
      std::string text;
      if (status_report) {
        text = number + "|" + python_time(*time, "%02d/%02d/%02d %02d:%02d:%02d") + "|";
      } else if (view.user_data().coding.alphabet == sms::Alphabet::kBinary) {
        const auto octets = view.user_data().text;
        text.assign(reinterpret_cast<const char*>(octets.data()), octets.size());
      } else {
        CHECK(append_text(view.user_data(), text) == 0);
      }
      CHECK(text == wanted.get<std::string>());
    } else if (key == "csca") {
      // "csca" is the source's variable; "None" its absence.
      if (wanted != "csca") CHECK((centre.empty() ? "None" : centre) == wanted.get<std::string>());
    } else if (key == "ref") {
      CHECK(view.u8(TpField::kMessageReference) == wanted.get<unsigned>());
    } else if (key == "pid") {
      CHECK(view.u8(TpField::kProtocolId) == wanted.get<unsigned>());
    } else if (key == "fmt") {
      CHECK(view.u8(TpField::kDataCoding) == wanted.get<unsigned>());
    } else if (key == "date") {
      REQUIRE(time);
      CHECK(time->valid);
      if (wanted != "date")  // the source's variable
        CHECK(python_time(*time, "datetime(20%02d, %d, %d, %d, %d, %d)") ==
              wanted.get<std::string>());
    } else if (key == "sr") {
      CHECK(status_report);
    } else if (key == "direction") {
      CHECK(view.type() == TpduType::kSubmit);
    } else if (key != "smsc_prefix" && key != "validity") {
      // "validity" is counted from the moment of the source's test, or is not encoded at all.
      FAIL("no check for this expectation");
    }
  }
}

}  // namespace

TEST_CASE("foreign vectors: TPDUs of python-messaging", "[tpdu][vectors]") {
  const auto rows = foreign_vectors("python-messaging_tpdu");
  for (const json& row : rows) {
    INFO(row.at("source").get<std::string>() << " " << row.at("hex").get<std::string>());
    const json& expect = row.at("expect");
    const Prefixed parts = split(from_hex(row.at("hex").get<std::string>()), expect);
    REQUIRE(parts.whole);
    const auto result =
        decode(parts.tpdu, expect.contains("direction") ? Flow::kToCentre : Flow::kToMobile);
    REQUIRE(result);
    CHECK_FALSE(result->findings().any());
    check_python_view(*result, expect, parts.centre);
  }
  CHECK((rows.empty() || rows.size() == 20));
}

}  // namespace smsfw::tpdu
