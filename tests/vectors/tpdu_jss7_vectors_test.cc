// TPDUs of RestComm jSS7's tests, and parts of them, with the fields that they expect. Read from a
// data directory; they are no part of the project.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "filters/sms/gsm7_encode.hh"
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

Octets copy(std::span<const std::byte> octets) {
  return {octets.begin(), octets.end()};
}

std::string text_of(const UserData& data) {
  std::string text;
  if (data.coding.alphabet == sms::Alphabet::kBinary) {
    // jSS7 shows 8-bit data as the characters that its octets are in ASCII.
    text.assign(reinterpret_cast<const char*>(data.text.data()), data.text.size());
  } else {
    CHECK(append_text(data, text) == 0);
  }
  return text;
}

/// Data of the elements with `id`, in order.
std::vector<Octets> elements_of(const sms::UserDataHeader& header, int id = -1) {
  std::vector<Octets> found;
  header.for_each([&](const sms::InformationElement& element) {
    if (id < 0 || element.id == id) found.push_back(copy(element.data));
  });
  return found;
}

/// "…[8]" gives 8.
int index_of(std::string_view key) {
  return std::stoi(std::string(key.substr(key.find('[') + 1)));
}

bool begins(std::string_view text, std::string_view with) {
  return text.substr(0, with.size()) == with;
}

/// True where `key` is one of a time, which is then checked.
bool check_time(const TimeStamp& time, std::string_view key, const json& wanted) {
  CHECK(time.valid);
  const std::map<std::string_view, int> fields{
      {"year", time.year},     {"month", time.month},   {"day", time.day},      {"hour", time.hour},
      {"minute", time.minute}, {"second", time.second}, {"timeZone", time.zone}};
  const auto field = fields.find(key);
  if (field == fields.end()) return false;
  CHECK(field->second == wanted.get<int>());
  return true;
}

/// True where `key` is one of an address, which is then checked.
bool check_address(const TpAddress& address, std::string_view key, const json& wanted) {
  static const std::map<std::string, int> numbers{
      {"InternationalNumber", 1},        {"Alphanumeric", 5},
      {"AbbreviatedNumber", 6},          {"Unknown", 0},
      {"ISDNTelephoneNumberingPlan", 1}, {"DataNumberingPlan", 3}};
  if (key == "typeOfNumber") {
    CHECK(address.ton() == numbers.at(wanted.get<std::string>()));
  } else if (key == "numberingPlanIdentification") {
    CHECK(address.npi() == numbers.at(wanted.get<std::string>()));
  } else if (key == "addressValue") {
    CHECK(address.text.view() == wanted.get<std::string>());
  } else {
    return false;
  }
  return true;
}

/// True where `key` is one of a header, which is then checked.
bool check_header(const sms::UserDataHeader& header, const sms::UserDataElements& elements,
                  std::string_view key, const json& wanted) {
  static const std::map<std::string, int> languages{{"Spanish", 2}, {"Portuguese", 3}};
  if (key == "allData.size" || key == "mp.size") {
    CHECK(elements_of(header).size() == wanted.get<std::size_t>());
  } else if (begins(key, "mp.get[") || begins(key, "allData.get[")) {
    const auto found = elements_of(header, index_of(key));
    REQUIRE(found.size() == 1);
    CHECK(found[0] == from_hex(wanted.at("hex").get<std::string>()));
  } else if (begins(key, "informationElementData[")) {
    const auto found = elements_of(header, index_of(key));
    REQUIRE(found.size() == 1);
    CHECK(found[0] == from_hex(wanted.at("hex").get<std::string>()));
  } else if (key == "concatenatedShortMessagesIdentifier.referenceIs16bit") {
    CHECK(elements.concatenation->wide == wanted.get<bool>());
  } else if (key == "concatenatedShortMessagesIdentifier.reference") {
    // Wrong itself where it has 16 bits: jSS7 takes the lower octet first. Integers have the most
    // significant one first (23.040 9.1.2.1).
    const int reference = wanted.get<int>();
    CHECK(elements.concatenation->reference ==
          (elements.concatenation->wide ? reference >> 8 | (reference & 0xFF) << 8 : reference));
  } else if (key == "concatenatedShortMessagesIdentifier.mesageSegmentCount") {
    CHECK(elements.concatenation->total == wanted.get<int>());
  } else if (key == "concatenatedShortMessagesIdentifier.mesageSegmentNumber") {
    CHECK(elements.concatenation->number == wanted.get<int>());
  } else if (key == "nationalLanguageLockingShift.nationalLanguageIdentifier") {
    CHECK(elements.locking_shift == languages.at(wanted.get<std::string>()));
  } else if (key == "nationalLanguageSingleShift.nationalLanguageIdentifier") {
    CHECK(elements.single_shift == languages.at(wanted.get<std::string>()));
  } else {
    return false;
  }
  return true;
}

/// The rest of `key` behind `prefix` and a dot; empty when it does not begin so.
std::string_view behind(std::string_view key, std::string_view prefix) {
  if (!begins(key, prefix) || key.size() <= prefix.size() || key[prefix.size()] != '.') return {};
  return key.substr(prefix.size() + 1);
}

bool check_flag(const TpduView& view, const std::string& key, const json& wanted) {
  static const std::map<std::string, std::uint8_t> flags{
      {"userDataHeaderIndicator", bits::kUserDataHeader},
      {"statusReportRequest", bits::kStatusReport},
      {"statusReportIndication", bits::kStatusReport},
      {"replyPathExists", bits::kReplyPath},
      {"rejectDuplicates", bits::kRejectDuplicates},
      {"forwardedOrSpawned", bits::kLoopPrevention}};
  if (const auto flag = flags.find(key); flag != flags.end()) {
    CHECK(view.has_flag(flag->second) == wanted.get<bool>());
  } else if (key == "moreMessagesToSend") {
    CHECK(view.more_messages() == wanted.get<bool>());
  } else if (key == "statusReportQualifier") {
    CHECK(view.has_flag(bits::kStatusReport) == (wanted == "SmsCommandResult"));
  } else if (key == "validityPeriodFormat") {
    static const std::map<std::string, ValidityFormat> formats{
        {"fieldPresentRelativeFormat", ValidityFormat::kRelative},
        {"fieldPresentAbsoluteFormat", ValidityFormat::kAbsolute},
        {"fieldPresentEnhancedFormat", ValidityFormat::kEnhanced}};
    CHECK(view.validity().format == formats.at(wanted.get<std::string>()));
  } else {
    return false;
  }
  return true;
}

bool check_octet(const TpduView& view, const std::string& key, const json& wanted) {
  static const std::map<std::string, TpField> fields{
      {"messageReference", TpField::kMessageReference},
      {"messageNumber", TpField::kMessageNumber},
      {"commandType.code", TpField::kCommandType},
      {"protocolIdentifier", TpField::kProtocolId},
      {"protocolIdentifier.code", TpField::kProtocolId},
      {"dataCodingScheme", TpField::kDataCoding},
      {"dataCodingScheme.code", TpField::kDataCoding},
      {"failureCause", TpField::kFailureCause},
      {"failureCause.code", TpField::kFailureCause},
      {"parameterIndicator.code", TpField::kParameters},
      {"status.code", TpField::kStatus},
      {"validityPeriod.relativeFormatValue", TpField::kValidityPeriod}};
  const auto field = fields.find(key);
  if (field == fields.end()) return false;
  if (wanted.is_null()) {
    CHECK_FALSE(view.has(field->second));
  } else {
    CHECK(view.u8(field->second) == wanted.get<unsigned>());
  }
  return true;
}

bool check_data(const TpduView& view, const std::string& key, const json& wanted) {
  const UserData& data = view.user_data();
  if (key == "userData") {
    CHECK(wanted.is_null());
    CHECK_FALSE(view.has(TpField::kUserData));
  } else if (key == "userDataLength" || key == "commandDataLength") {
    CHECK(data.length == wanted.get<unsigned>());
  } else if (key == "userData.decodedMessage" || key == "commandData.decodedMessage") {
    CHECK(text_of(data) == wanted.get<std::string>());
  } else if (key == "userData.decodedUserDataHeader") {
    CHECK(wanted.is_null());
    CHECK_FALSE(data.has_header);
  } else if (key == "validityPeriod.enhancedFormatValue.data") {
    CHECK(copy(view.octets(TpField::kValidityPeriod)) ==
          from_hex(wanted.at("hex").get<std::string>()));
  } else if (const auto rest = behind(key, "userData.decodedUserDataHeader"); !rest.empty()) {
    return check_header(data.header, data.elements, rest, wanted);
  } else {
    return false;
  }
  return true;
}

void check_tpdu(const TpduView& view, const std::string& key, const json& wanted) {
  INFO(key);
  if (check_flag(view, key, wanted) || check_octet(view, key, wanted) ||
      check_data(view, key, wanted))
    return;
  for (const char* const name : {"originatingAddress", "destinationAddress", "recipientAddress"}) {
    const auto rest = behind(key, name);
    if (!rest.empty() && check_address(view.address(), rest, wanted)) return;
  }
  if (const auto rest = behind(key, "serviceCentreTimeStamp"); !rest.empty()) {
    CHECK(check_time(*view.time(TpField::kServiceCentreTime), rest, wanted));
  } else if (const auto discharge = behind(key, "dischargeTime"); !discharge.empty()) {
    CHECK(check_time(*view.time(TpField::kDischargeTime), discharge, wanted));
  } else if (const auto until = behind(key, "validityPeriod.absoluteFormatValue"); !until.empty()) {
    CHECK(check_time(view.validity().until, until, wanted));
  } else {
    FAIL("no check for this expectation");
  }
}

/// User data alone: its alphabet and number of septets are those of the text that is expected.
void check_user_data(const Octets& octets, const json& expect) {
  const auto wanted = expect.at("decodedMessage").get<std::string>();
  sms::SeptetBuffer septets{};
  const auto count = sms::encode_gsm7(wanted, septets);
  const bool has_header = !expect.contains("decodedUserDataHeader");
  std::size_t length = octets.size();
  if (count) {
    const std::size_t header = has_header ? sms::UserDataHeader::read(octets).size() : 0;
    length = sms::header_septets(header) + *count;
  }
  Octets field{static_cast<std::byte>(length)};
  field.insert(field.end(), octets.begin(), octets.end());
  UserData data;
  TpduFindings findings;
  const auto size =
      read_user_data(field, sms::coding_of_tpdu(count ? 0x00 : 0x08), has_header, data, findings);
  REQUIRE(size);
  CHECK(*size == field.size());
  CHECK_FALSE(findings.any());
  CHECK(text_of(data) == wanted);
  for (const auto& item : expect.items()) {
    const auto rest = behind(item.key(), "decodedUserDataHeader");
    const std::string_view key = rest.empty() ? std::string_view(item.key()) : rest;
    if (key == "decodedMessage" || item.value().is_null()) continue;
    CHECK(check_header(data.header, data.elements, key, item.value()));
  }
}

void check_part(const std::string& test, const Octets& octets, const json& expect) {
  if (begins(test, "UserDataTest")) return check_user_data(octets, expect);
  if (begins(test, "DataCodingSchemeTest")) {
    // Wrong itself: the octets are letters of the encoding test beside it (UCS-2 0410 to 0414);
    // what it expects is the scheme 0.
    CHECK(octets.size() == 10);
    CHECK(sms::coding_of_tpdu(0) == sms::TpCoding{});
    return;
  }
  TpAddress address;
  TpduFindings findings;
  Octets header = octets;
  if (begins(test, "AddressFieldTest")) {
    const auto size = read_address(octets, address, findings);
    REQUIRE(size);
    CHECK(*size == octets.size());
  } else if (begins(test, "ApplicationPortAddressing16Bit")) {
    header = from_hex("060504");
    header.insert(header.end(), octets.begin(), octets.end());
  }
  const auto read = sms::UserDataHeader::read(header);
  const auto elements = sms::read_elements(read);
  for (const auto& item : expect.items()) {
    const std::string& key = item.key();
    INFO(key);
    if (begins(test, "AbsoluteTimeStampTest")) {
      REQUIRE(octets.size() == kTimeStampSize);
      const auto time = read_time_stamp(std::span(octets).first<kTimeStampSize>());
      CHECK(check_time(time, key, item.value()));
    } else if (begins(test, "AddressFieldTest")) {
      CHECK(check_address(address, key, item.value()));
    } else if (key == "destinationPort") {
      CHECK(elements.ports->destination == item.value().get<int>());
    } else if (key == "originatorPort") {
      CHECK(elements.ports->source == item.value().get<int>());
    } else {
      CHECK(read.valid());
      CHECK(check_header(read, elements, key, item.value()));
    }
  }
}

}  // namespace

TEST_CASE("foreign vectors: TPDUs of jSS7", "[tpdu][vectors]") {
  const auto rows = foreign_vectors("jss7_smstpdu");
  for (const json& row : rows) {
    const auto source = row.at("source").get<std::string>();
    INFO(source << " " << row.at("hex").get<std::string>());
    const std::string test = source.substr(source.rfind('/') + 1);
    const Octets octets = from_hex(row.at("hex").get<std::string>());
    const json& expect = row.at("expect");
    if (row.at("kind") != "tpdu") {
      check_part(test, octets, expect);
      continue;
    }
    const bool to_centre = begins(test, "SmsCommand") || begins(test, "SmsSubmitTpdu") ||
                           begins(test, "SmsDeliverReport");
    const auto view = decode(octets, to_centre ? Flow::kToCentre : Flow::kToMobile);
    REQUIRE(view);
    CHECK_FALSE(view->findings().any());
    for (const auto& item : expect.items())
      check_tpdu(*view, item.key(), item.value());
  }
  CHECK((rows.empty() || rows.size() == 29));
}

}  // namespace smsfw::tpdu
