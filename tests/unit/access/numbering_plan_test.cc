#include "filters/access/numbering_plan.hh"

#include <string>
#include <vector>

#include "tests/catch.hh"

namespace smsfw::access {
namespace {

NumberingPlan plan_of(const NumberingPlanSpec& spec) {
  auto plan = NumberingPlan::build(spec);
  REQUIRE(plan);
  return *plan;
}

Address resolved(const NumberingPlan& plan, std::string_view text, Ton ton = Ton::kUnknown) {
  Address address;
  address.text = text;
  address.ton = static_cast<std::uint8_t>(ton);
  plan.resolve(address);
  return address;
}

struct Row {
  const char* text;
  Ton ton;
  AddressKind kind;
  const char* e164;
};

void check(const NumberingPlan& plan, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    INFO("'" << row.text << "' with TON " << static_cast<int>(row.ton));
    const Address address = resolved(plan, row.text, row.ton);
    CHECK(to_string(address.kind) == to_string(row.kind));
    CHECK(address.e164.view() == row.e164);
    CHECK(address.text == row.text);
    const bool home = std::string_view(row.e164).substr(0, 2) == "84";
    CHECK(address.home_country == home);
  }
}

constexpr auto kE164 = AddressKind::kE164;
constexpr auto kShort = AddressKind::kShortCode;
constexpr auto kName = AddressKind::kAlphanumeric;
constexpr auto kOdd = AddressKind::kUnresolved;
constexpr auto kNone = AddressKind::kEmpty;

TEST_CASE("every way to write a number of the home country is one number") {
  const auto plan = plan_of(vietnam());
  std::vector<Row> rows;
  for (const Ton ton :
       {Ton::kUnknown, Ton::kInternational, Ton::kNational, Ton::kNetworkSpecific, Ton::kSubscriber,
        Ton::kAlphanumeric, Ton::kAbbreviated, static_cast<Ton>(7), static_cast<Ton>(255)}) {
    for (const char* text : {"0912345678", "84912345678", "+84912345678", "0084912345678",
                             "+840912345678", "840912345678", "00840912345678", "+0084912345678",
                             "+0912345678", "0912 345 678", "+84 (0)91-234.5678", " 0912345678 "}) {
      rows.push_back({text, ton, kE164, "84912345678"});
    }
  }
  check(plan, rows);
}

TEST_CASE("addresses of all kinds by the Vietnamese plan") {
  check(plan_of(vietnam()),
        {
            // Fixed network: ten digits. 084… is a mobile prefix and also the country code.
            {"02438251234", Ton::kUnknown, kE164, "842438251234"},
            {"842438251234", Ton::kUnknown, kE164, "842438251234"},
            {"0849123456", Ton::kUnknown, kE164, "84849123456"},
            {"849123456", Ton::kUnknown, kE164, "84849123456"},
            {"849123456", Ton::kNational, kE164, "84849123456"},
            {"84849123456", Ton::kInternational, kE164, "84849123456"},
            {"912345678", Ton::kUnknown, kE164, "84912345678"},
            {"912345678", Ton::kNational, kE164, "84912345678"},
            // Foreign numbers.
            {"912345678", Ton::kInternational, kE164, "912345678"},
            {"+6591234567", Ton::kUnknown, kE164, "6591234567"},
            {"6591234567", Ton::kUnknown, kE164, "6591234567"},
            {"006591234567", Ton::kUnknown, kE164, "6591234567"},
            {"447911123456", Ton::kInternational, kE164, "447911123456"},
            {"+1234567", Ton::kUnknown, kE164, "1234567"},
            {"123456789012345", Ton::kInternational, kE164, "123456789012345"},
            // Too long, too short, or of no plan.
            {"1234567890123456", Ton::kInternational, kOdd, ""},
            {"+123456", Ton::kUnknown, kOdd, ""},
            {"+113", Ton::kUnknown, kOdd, ""},
            {"12345678", Ton::kUnknown, kOdd, ""},
            {"8412345678901", Ton::kUnknown, kOdd, ""},
            {"849123456", Ton::kInternational, kOdd, ""},
            {"000000000000", Ton::kUnknown, kOdd, ""},
            {"123456789012345678901234567890", Ton::kUnknown, kOdd, ""},
            {"++84912345678", Ton::kUnknown, kOdd, ""},
            {"84+912345678", Ton::kUnknown, kOdd, ""},
            {"+", Ton::kUnknown, kOdd, ""},
            {"-", Ton::kUnknown, kOdd, ""},
            {"*101#", Ton::kUnknown, kOdd, ""},
            {"0912345678#", Ton::kUnknown, kOdd, ""},
            // Short codes and service codes: only as they stand.
            {"113", Ton::kUnknown, kShort, ""},
            {"113", Ton::kInternational, kShort, ""},
            {"5656", Ton::kAbbreviated, kShort, ""},
            {"123456", Ton::kUnknown, kShort, ""},
            {"1234567", Ton::kUnknown, kOdd, ""},
            {"19001234", Ton::kUnknown, kShort, ""},
            {"1900123456", Ton::kUnknown, kShort, ""},
            {"190012345", Ton::kUnknown, kOdd, ""},
            {"19001234567", Ton::kInternational, kE164, "19001234567"},
            {"11 3", Ton::kUnknown, kOdd, ""},
            {"1-1-3", Ton::kUnknown, kOdd, ""},
            // Names. Digits alone are a number on the handset, whatever the TON.
            {"Vietcombank", Ton::kAlphanumeric, kName, ""},
            {"Vietcombank", Ton::kUnknown, kName, ""},
            {"Vietcombank", Ton::kInternational, kName, ""},
            {"84912O45678", Ton::kInternational, kName, ""},
            {"\xef\xbc\x90\xef\xbc\x99", Ton::kUnknown, kName, ""},
            {"0912345678\n", Ton::kUnknown, kName, ""},
            {"113", Ton::kAlphanumeric, kShort, ""},
            // Nothing.
            {"", Ton::kUnknown, kNone, ""},
            {"", Ton::kAlphanumeric, kNone, ""},
            {"   ", Ton::kUnknown, kNone, ""},
        });
}

TEST_CASE("an untrusted TON does not decide") {
  NumberingPlanSpec spec = vietnam();
  spec.trust_ton = false;
  const auto plan = plan_of(spec);
  CHECK(resolved(plan, "912345678", Ton::kInternational).e164.view() == "84912345678");
  CHECK(resolved(plan, "84912345678", Ton::kNational).e164.view() == "84912345678");
  CHECK(resolved(plan, "+912345678", Ton::kNational).e164.view() == "912345678");
}

TEST_CASE("a trunk prefix of another digit, or none") {
  NumberingPlanSpec russia;
  russia.name = "ru";
  russia.country_code = "7";
  russia.trunk_prefix = "8";
  russia.international_prefixes = {"810"};
  russia.national_lengths = {10};
  const auto plan = plan_of(russia);
  for (const char* text : {"89123456789", "79123456789", "+79123456789", "81079123456789",
                           "9123456789", "+789123456789"}) {
    INFO(text);
    CHECK(resolved(plan, text).e164.view() == "79123456789");
  }
  // National numbers may start with the trunk prefix' own digit.
  CHECK(resolved(plan, "+78001234567").e164.view() == "78001234567");

  NumberingPlanSpec italy;
  italy.name = "it";
  italy.country_code = "39";
  italy.trunk_prefix = "";
  italy.national_lengths = {9, 10};
  const auto open = plan_of(italy);
  CHECK(resolved(open, "+3906123456789").e164.view().empty());  // eleven digits
  CHECK(resolved(open, "+39061234567").e164.view() == "39061234567");
  CHECK(resolved(open, "061234567").e164.view() == "39061234567");
}

TEST_CASE("a plan of no country places only what says that it is international") {
  const NumberingPlan plan;
  CHECK(resolved(plan, "+84912345678").e164.view() == "84912345678");
  CHECK_FALSE(resolved(plan, "+84912345678").home_country);
  CHECK(resolved(plan, "84912345678", Ton::kInternational).e164.view() == "84912345678");
  CHECK(resolved(plan, "84912345678").kind == AddressKind::kUnresolved);
  CHECK(resolved(plan, "0912345678").kind == AddressKind::kUnresolved);
  CHECK(resolved(plan, "Name").kind == AddressKind::kAlphanumeric);
}

TEST_CASE("starts of numbers in international form") {
  const auto plan = plan_of(vietnam());
  for (const char* text : {"+8490", "008490", "090", "8490"}) {
    INFO(text);
    CHECK(plan.prefix(text) == "8490");
  }
  CHECK(plan.prefix("0") == "84");
  CHECK_FALSE(plan.prefix("00"));
  CHECK_FALSE(plan.prefix("+"));
  CHECK_FALSE(plan.prefix(""));
  CHECK_FALSE(plan.prefix("84a"));
}

TEST_CASE("an unsound plan is refused by name") {
  const auto error = [](auto&& change) {
    NumberingPlanSpec spec = vietnam();
    change(spec);
    const NumberingPlanSpec specs[] = {spec};
    const auto plans = NumberingPlans::build(specs);
    REQUIRE_FALSE(plans);
    return plans.error();
  };
  using Catch::Matchers::Contains;
  CHECK_THAT(error([](auto& s) { s.name = ""; }), Contains("without a name"));
  CHECK_THAT(error([](auto& s) { s.country_code = "+84"; }), Contains("'vn'") && Contains("'+84'"));
  CHECK_THAT(error([](auto& s) { s.country_code = "084"; }), Contains("country_code"));
  CHECK_THAT(error([](auto& s) { s.trunk_prefix = "x"; }), Contains("trunk_prefix"));
  CHECK_THAT(error([](auto& s) {
               s.international_prefixes = {"00", ""};
             }),
             Contains("international_prefixes"));
  CHECK_THAT(error([](auto& s) { s.national_lengths.clear(); }), Contains("national_lengths"));
  CHECK_THAT(error([](auto& s) { s.national_lengths = {14}; }), Contains("14"));
  CHECK_THAT(error([](auto& s) { s.national_prefixes = {"9x"}; }), Contains("'9x'"));
  CHECK_THAT(error([](auto& s) { s.short_code_max = 9; }), Contains("short_code_max"));
  CHECK_THAT(error([](auto& s) { s.service_codes = {"19?0"}; }), Contains("'19?0'"));

  const NumberingPlanSpec twice[] = {vietnam(), vietnam()};
  CHECK_THAT(NumberingPlans::build(twice).error(), Contains("'vn' stands twice"));
}

TEST_CASE("the identity filter resolves by the plan of the ingress and names what it cannot") {
  NumberingPlanSpec laos;
  laos.name = "la";
  laos.country_code = "856";
  laos.national_lengths = {8, 10};
  const NumberingPlanSpec specs[] = {vietnam(), laos};
  auto plans = NumberingPlans::build(specs);
  REQUIRE(plans);
  CHECK((*plans)->index_of("la") == 1);
  CHECK_FALSE((*plans)->index_of("th"));
  Ruleset ruleset;
  ruleset.set(std::move(*plans));

  IdentityFilter filter;
  Verdict verdict;
  Need need;
  SmsContext ctx;
  ctx.numbering_plan = 1;
  ctx.oa.text = "02012345678";
  ctx.da.text = "12345678901234567890";
  CHECK(filter.judge(ctx, ruleset, verdict, need, 0) == FilterStatus::kContinue);
  CHECK(ctx.oa.e164.view() == "8562012345678");
  CHECK_FALSE(ctx.findings.has(Finding::kUnresolvedSource));
  CHECK(ctx.findings.has(Finding::kUnresolvedDestination));

  SmsContext absent;
  filter.judge(absent, ruleset, verdict, need, 0);
  CHECK_FALSE(absent.findings.any());

  SmsContext stray;
  stray.numbering_plan = 99;
  stray.oa.text = "0912345678";
  filter.judge(stray, ruleset, verdict, need, 0);
  CHECK(stray.findings.has(Finding::kUnresolvedSource));
  CHECK(verdict.hits.empty());
}

}  // namespace
}  // namespace smsfw::access
