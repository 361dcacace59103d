#include "smsc-proxy/ss7/codec/sccp_address.hh"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "tests/catch.hh"
#include "tests/support/ber_octets.hh"

using namespace smsfw;
using namespace smsfw::ss7;
using namespace smsfw::ss7::testing;
using enum smsfw::ss7::SccpFinding;

namespace {

SccpAddress read(std::string_view hex) {
  const auto address = decode_sccp_address(keep(from_hex(hex)));
  INFO(hex);
  REQUIRE(address);
  return *address;
}

std::string digits(std::string_view hex) {
  return std::string(read(hex).digits().view());
}

/// Exactly these.
bool found(std::string_view hex, std::initializer_list<SccpFinding> wanted) {
  SccpFindings all;
  for (const SccpFinding each : wanted)
    all.add(each);
  return read(hex).findings == all;
}

std::string written(const SccpAddressFields& fields) {
  const auto made = SccpAddressOctets::make(fields);
  REQUIRE(made);
  return to_hex(made->view());
}

SccpEncodeCode refused(const SccpAddressFields& fields) {
  const auto made = SccpAddressOctets::make(fields);
  REQUIRE_FALSE(made);
  return made.error().code;
}

SccpAddressFields full(std::string_view number) {
  SccpAddressFields fields;
  fields.subsystem = subsystem::kMsc;
  fields.title = TitleKind::kFull;
  fields.plan = TitlePlan::kIsdn;
  fields.nature = TitleNature::kInternational;
  fields.digits = number;
  return fields;
}

}  // namespace

TEST_CASE("a full Global Title is read with all its parts", "[ss7][sccp]") {
  const SccpAddress odd = read("12 08 00 11 04 48 09 00 00 10 01");
  CHECK(odd.title == TitleKind::kFull);
  CHECK(odd.subsystem == subsystem::kMsc);
  CHECK_FALSE(odd.point_code);
  CHECK_FALSE(odd.route_on_subsystem);
  CHECK_FALSE(odd.national);
  CHECK(odd.translation_type == 0);
  CHECK(odd.plan == TitlePlan::kIsdn);
  CHECK(odd.encoding == TitleEncoding::kOddBcd);
  CHECK(odd.nature == TitleNature::kInternational);
  CHECK(odd.digits().view() == "84900000011");
  CHECK_FALSE(odd.findings.any());
  CHECK_FALSE(odd.absent());

  const SccpAddress even = read("12 06 09 72 03 00 01 00 10");
  CHECK(even.translation_type == 9);
  CHECK(even.plan == TitlePlan::kIsdnMobile);
  CHECK(even.encoding == TitleEncoding::kEvenBcd);
  CHECK(even.nature == TitleNature::kNational);
  CHECK(even.digits().view() == "00100001");
  CHECK_FALSE(even.findings.any());
}

TEST_CASE("the other three kinds of Global Title", "[ss7][sccp]") {
  const SccpAddress nature = read("06 08 84 21 03");
  CHECK(nature.title == TitleKind::kNature);
  CHECK(nature.nature == TitleNature::kInternational);
  CHECK(nature.encoding == TitleEncoding::kOddBcd);
  CHECK(nature.digits().view() == "123");
  CHECK_FALSE(nature.findings.any());
  CHECK(digits("06 08 03 21 43") == "1234");
  CHECK_FALSE(read("06 08 03 21 43").findings.any());

  const SccpAddress translation = read("0a 08 07 21 43");
  CHECK(translation.title == TitleKind::kTranslation);
  CHECK(translation.translation_type == 7);
  CHECK(translation.digits().view() == "1234");
  // Nothing says how many digits there are.
  CHECK(translation.findings.only(kAssumedEncoding));

  const SccpAddress plan = read("0e 08 05 61 00 01 00 01");
  CHECK(plan.title == TitleKind::kTranslationPlan);
  CHECK(plan.translation_type == 5);
  CHECK(plan.plan == TitlePlan::kLandMobile);
  CHECK(plan.encoding == TitleEncoding::kOddBcd);
  CHECK(plan.nature == TitleNature::kUnknown);
  CHECK(plan.digits().view() == "0010001");
  CHECK_FALSE(plan.findings.any());
}

TEST_CASE("point code, subsystem and routing indicator", "[ss7][sccp]") {
  const SccpAddress both = read("43 12 10 08");
  CHECK(both.point_code == PointCode{0x1012});
  CHECK(both.subsystem == subsystem::kMsc);
  CHECK(both.route_on_subsystem);
  CHECK(both.title == TitleKind::kNone);
  CHECK_FALSE(both.findings.any());
  CHECK(both.digits().empty());
  CHECK_FALSE(both.has_digits());

  CHECK_FALSE(read("42 06").point_code);
  // With everything at once the title still decides where it goes.
  const SccpAddress all = read("13 14 00 06 00 12 04 48 09");
  CHECK(all.point_code == PointCode{20});
  CHECK(all.subsystem == subsystem::kHlr);
  CHECK(all.digits().view() == "8490");
  CHECK_FALSE(all.route_on_subsystem);

  CHECK(read("43 12 d0 08").point_code == PointCode{0x1012});
  CHECK(found("43 12 d0 08", {kSpareBits}));
  CHECK(found("c2 08", {kNationalAddress}));
  CHECK(read("c2 08").national);
}

TEST_CASE("an indicator of zero says that there is no address", "[ss7][sccp]") {
  CHECK(read("00").absent());
  CHECK_FALSE(read("00").findings.any());
  CHECK(read("80").absent());
  CHECK(found("80", {kNationalAddress}));
  CHECK_FALSE(read("02 08").absent());
}

TEST_CASE("what an address says of its routing must be in it", "[ss7][sccp]") {
  CHECK(found("02 08", {kUnroutableAddress}));     // on a title that is not there
  CHECK(found("41 14 00", {kUnroutableAddress}));  // on a subsystem that is not there
  CHECK(found("40", {kUnroutableAddress}));
  CHECK(found("50 00 12 04 21", {kUnroutableAddress}));
  CHECK(found("42 00", {}));  // the number 0 is one
  CHECK(found("42 08 99", {kAddressRest}));
  CHECK(found("00 99", {kUnroutableAddress, kAddressRest}));
}

TEST_CASE("suspicious digits", "[ss7][sccp]") {
  CHECK(found("12 08 00 11 04 21 13", {kBadFiller}));
  CHECK(digits("12 08 00 11 04 21 13") == "123");
  CHECK(found("12 08 00 11 04 21 f3", {kBadFiller}));
  CHECK(digits("12 08 00 11 04 21 f3") == "123");
  // ST ends an even number too, and is no digit.
  CHECK(found("12 08 00 12 04 21 f3", {kEndOfPulsing}));
  CHECK(digits("12 08 00 12 04 21 f3") == "123");
  CHECK(found("12 08 00 11 04 21 0f", {kEndOfPulsing}));
  CHECK(digits("12 08 00 11 04 21 0f") == "12");
  CHECK(found("12 08 00 12 04 a1 cb", {kBadSignal}));
  CHECK(digits("12 08 00 12 04 a1 cb") == "1abc");
  CHECK(found("12 08 00 12 04 f1 32", {kBadSignal}));
  CHECK(digits("12 08 00 12 04 f1 32") == "1f23");

  CHECK(found("12 08 00 12 04", {kEmptyTitle}));
  CHECK(found("12 08 00 11 04", {kEmptyTitle}));
  CHECK(found("12 08 00 11 04 0f", {kEmptyTitle, kEndOfPulsing}));
  CHECK(digits("12 08 00 12 04").empty());

  const std::string fifteen = "21 43 65 87 09 21 43 05";
  CHECK(found("12 08 00 11 04" + fifteen, {}));
  CHECK(digits("12 08 00 11 04" + fifteen) == "123456789012345");
  CHECK(found("12 08 00 12 04" + fifteen, {kLongTitle}));
}

TEST_CASE("more digits than are kept end at the bound", "[ss7][sccp]") {
  std::string hex = "12 08 00 12 04";
  for (int i = 0; i < 250; ++i)
    hex += "21";
  CHECK(found(hex, {kLongTitle}));
  const std::string all = digits(hex);
  CHECK(all.size() == kMaxTitleDigits);
  CHECK(all.substr(0, 4) == "1212");
  CHECK(read(hex).signals.size() == 250);
}

TEST_CASE("unknown values of a title's fields", "[ss7][sccp]") {
  CHECK(found("12 08 00 10 04 21", {kUnknownEncoding}));
  CHECK(found("12 08 00 13 04 21", {kUnknownEncoding}));
  CHECK(found("0e 08 00 1f 21", {kUnknownEncoding}));
  CHECK(digits("12 08 00 13 04 21").empty());
  CHECK_FALSE(read("12 08 00 13 04 21").has_digits());
  CHECK(to_hex(read("12 08 00 13 04 21").signals) == "21");

  CHECK(found("12 08 00 82 04 21", {kReservedPlan}));
  CHECK(found("12 08 00 f2 04 21", {kReservedPlan}));
  CHECK(found("12 08 00 e2 04 21", {}));
  CHECK(found("12 08 00 12 05 21", {kReservedNature}));
  CHECK(found("12 08 00 12 7f 21", {kReservedNature}));
  CHECK(found("12 08 00 12 70 21", {}));
  CHECK(found("12 08 00 12 84 21", {kSpareBits}));
  CHECK(read("12 08 00 12 84 21").nature == TitleNature::kInternational);
  CHECK(found("06 08 05 21", {kReservedNature}));

  for (unsigned kind = 5; kind < 16; ++kind) {
    Octets octets = from_hex("02 08 11 22 33");
    octets[0] |= static_cast<std::byte>(kind << 2U);
    const auto address = decode_sccp_address(octets);
    REQUIRE(address);
    CHECK(address->findings.only(kReservedTitle));
    CHECK(to_hex(address->signals) == "112233");
    CHECK(address->digits().empty());
  }
}

TEST_CASE("a cut address is truncated where it ends", "[ss7][sccp]") {
  // The fixed part of each kind; digits may be any number.
  for (const auto& [hex, fixed] : std::vector<std::pair<std::string, std::size_t>>{
           {"43 12 10 08", 4},
           {"07 12 10 08 84 21", 5},
           {"0b 12 10 08 07 21", 5},
           {"0f 12 10 08 05 61 21", 6},
           {"13 12 10 08 00 12 04 21", 7},
       }) {
    const Octets whole = from_hex(hex);
    for (std::size_t size = 0; size < fixed; ++size) {
      const Octets cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      const auto address = decode_sccp_address(cut);
      INFO(hex << " cut to " << size);
      REQUIRE_FALSE(address);
      CHECK(address.error() ==
            DecodeError{DecodeCode::kTruncated, static_cast<std::uint32_t>(size), true});
    }
    CHECK(decode_sccp_address(whole));
  }
}

TEST_CASE("addresses are written as they are read", "[ss7][sccp]") {
  CHECK(written(full("84900000011")) == "1208001104480900001001");
  CHECK(written(full("8490")) == "12080012044809");
  CHECK(to_hex(SccpAddressOctets::title("84900000011", subsystem::kMsc)->view()) ==
        "1208001104480900001001");

  SccpAddressFields fields = full("123");
  fields.title = TitleKind::kNature;
  CHECK(written(fields) == "0608842103");
  fields.title = TitleKind::kTranslationPlan;
  fields.translation_type = 5;
  fields.plan = TitlePlan::kLandMobile;
  CHECK(written(fields) == "0e0805612103");
  fields.title = TitleKind::kTranslation;
  fields.digits = "12ab";
  CHECK(written(fields) == "0a080521ba");

  SccpAddressFields plain;
  plain.point_code = PointCode{0x1012};
  plain.subsystem = subsystem::kHlr;
  plain.route_on_subsystem = true;
  CHECK(written(plain) == "43121006");
  plain.national = true;
  CHECK(written(plain) == "c3121006");
  CHECK(written({}) == "00");

  CHECK(written(full(std::string(kMaxTitleDigits, '7'))).size() == 2 * (5 + kMaxTitleDigits / 2));
}

TEST_CASE("every combination of an address's parts comes back", "[ss7][sccp]") {
  for (unsigned bits = 0; bits < 16; ++bits) {
    for (unsigned kind = 0; kind < 5; ++kind) {
      for (const std::string_view number : {"4", "49", "490", "123456789012345"}) {
        SccpAddressFields fields;
        if ((bits & 1U) != 0) fields.point_code = PointCode{12345};
        if ((bits & 2U) != 0) fields.subsystem = subsystem::kVlr;
        fields.route_on_subsystem = (bits & 4U) != 0;
        fields.national = (bits & 8U) != 0;
        fields.title = static_cast<TitleKind>(kind);
        fields.translation_type = kind >= 2 ? 17 : 0;
        fields.plan = kind >= 3 ? TitlePlan::kIsdn : TitlePlan::kUnknown;
        const bool has_nature = kind == 1 || kind == 4;
        fields.nature = has_nature ? TitleNature::kNational : TitleNature::kUnknown;
        if (kind != 0) fields.digits = number;
        if (fields.title == TitleKind::kTranslation && number.size() % 2 != 0) continue;
        const auto made = SccpAddressOctets::make(fields);
        REQUIRE(made);
        const auto back = decode_sccp_address(made->view());
        INFO(to_hex(made->view()));
        REQUIRE(back);
        CHECK(back->point_code == fields.point_code);
        CHECK(back->subsystem == fields.subsystem);
        CHECK(back->route_on_subsystem == fields.route_on_subsystem);
        CHECK(back->national == fields.national);
        CHECK(back->title == fields.title);
        CHECK(back->translation_type == fields.translation_type);
        CHECK(back->plan == fields.plan);
        CHECK(back->nature == fields.nature);
        CHECK(back->digits().view() == fields.digits);
      }
    }
  }
}

TEST_CASE("what cannot be written as an address is refused", "[ss7][sccp]") {
  CHECK(refused(full("")) == SccpEncodeCode::kBadValue);
  CHECK(refused(full("12f")) == SccpEncodeCode::kBadValue);
  CHECK(refused(full("+12")) == SccpEncodeCode::kBadValue);
  CHECK(refused(full(std::string_view("1\0", 2))) == SccpEncodeCode::kBadValue);
  CHECK(refused(full(std::string(kMaxTitleDigits + 1, '7'))) == SccpEncodeCode::kTooLong);
  auto fields = full("123");
  fields.title = TitleKind::kTranslation;
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
  fields.title = TitleKind::kNone;
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
  fields.title = static_cast<TitleKind>(5);
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
  fields = full("123");
  fields.plan = static_cast<TitlePlan>(16);
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
  fields = full("123");
  fields.nature = static_cast<TitleNature>(128);
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
  fields = full("123");
  fields.point_code = PointCode{0x4000};
  CHECK(refused(fields) == SccpEncodeCode::kBadValue);
}

TEST_CASE("each finding of SCCP has a name of its own", "[ss7][sccp]") {
  std::set<std::string_view> names;
  for (const std::string_view name : kSccpFindingNames) {
    CHECK(name.substr(0, 5) == "sccp_");
    names.insert(name);
  }
  CHECK(names.size() == kSccpFindingCount);
  CHECK(to_string(kReservedPlan) == "sccp_reserved_plan");
  CHECK(to_string(kReservedClass) == "sccp_reserved_class");
  CHECK(to_string(kUnroutableAddress) == "sccp_unroutable_address");
}
