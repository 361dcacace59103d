#include "filters/origin/network_table.hh"

#include "filters/origin/country_code.hh"
#include "tests/catch.hh"

namespace smsfw::origin {
namespace {

using namespace std::chrono_literals;

NetworkSpec network(std::string name, std::vector<std::string> prefixes,
                    Trust trust = Trust::kPartner) {
  NetworkSpec spec;
  spec.name = std::move(name);
  spec.prefixes = std::move(prefixes);
  spec.trust = trust;
  return spec;
}

NetworkTable table(const std::vector<NetworkSpec>& specs, std::uint8_t same_prefix = 5) {
  auto made = NetworkTable::build(specs, same_prefix);
  if (!made) FAIL(made.error());
  return std::move(*made);
}

std::string refusal(const std::vector<NetworkSpec>& specs) {
  const auto made = NetworkTable::build(specs, 5);
  return made ? "" : made.error();
}

TEST_CASE("the longest prefix that is in force names the network") {
  std::vector<NetworkSpec> specs{network("country", {"44"}), network("operator", {"4477", "4478"}),
                                 network("leased", {"447700"}, Trust::kSuspect)};
  specs[2].expires = 100us;
  const NetworkTable networks = table(specs);
  const auto name = [&](std::string_view digits, std::chrono::microseconds wall = 0us) {
    const auto* found = networks.find(digits, wall);
    return found == nullptr ? std::string("-") : found->name;
  };
  CHECK(name("447700000001") == "leased");
  CHECK(name("447700000001", 99us) == "leased");
  CHECK(name("447700000001", 100us) == "operator");
  CHECK(name("447710000001") == "operator");
  CHECK(name("447810000001") == "operator");
  CHECK(name("449") == "country");
  CHECK(name("44") == "country");
  CHECK(name("4") == "-");
  CHECK(name("") == "-");
  CHECK(name("15550001") == "-");
  CHECK(name("44a7") == "country");
  CHECK(networks.has(Trust::kSuspect));
  CHECK_FALSE(networks.has(Trust::kOwn));
  CHECK(table({}).find("44", 0us) == nullptr);
}

TEST_CASE("one operator: by name, else by country and equal digits, else nobody knows") {
  const NetworkTable networks =
      table({network("one", {"4477"}), network("one", {"35385"}), network("two", {"4479"})});
  const auto same = [&](std::string_view a, std::string_view b) {
    const AnswerKind there = networks.same_operator(a, b, 0us);
    CHECK(networks.same_operator(b, a, 0us) == there);
    return there;
  };
  CHECK(same("447700000001", "447711111111") == AnswerKind::kMatch);
  CHECK(same("447700000001", "353850000001") == AnswerKind::kMatch);  // two prefixes, one name
  CHECK(same("447700000001", "447900000001") == AnswerKind::kMismatch);
  CHECK(same("447700000001", "441200000001") == AnswerKind::kUnknown);  // one of them not listed
  CHECK(same("447700000001", "491700000001") == AnswerKind::kMismatch);
  CHECK(same("491710000001", "491710000002") == AnswerKind::kMatch);
  CHECK(same("491710000001", "491719999999") == AnswerKind::kMatch);
  CHECK(same("491710000001", "491720000002") == AnswerKind::kUnknown);
  CHECK(same("491710000001", "491710000001") == AnswerKind::kMatch);
  CHECK(same("4917", "49171") == AnswerKind::kUnknown);
  CHECK(same("", "491710000001") == AnswerKind::kUnknown);
  CHECK(same("", "") == AnswerKind::kUnknown);
  CHECK(table({}, 0).same_operator("491710000001", "491710000002", 0us) == AnswerKind::kUnknown);
}

TEST_CASE("country codes have one to three digits") {
  CHECK(country_code("15550001") == "1");
  CHECK(country_code("79161234567") == "7");
  CHECK(country_code("84912345678") == "84");
  CHECK(country_code("4477") == "44");
  CHECK(country_code("353851234") == "353");
  CHECK(country_code("8551") == "855");
  CHECK(country_code("99900000001") == "999");
  CHECK(country_code("84") == "84");
  CHECK(country_code("35").empty());
  CHECK(country_code("").empty());
}

TEST_CASE("a list that cannot be read says where and what to do") {
  CHECK(refusal({network("", {"44"})}) == "entry 1: has no name; name its operator");
  CHECK(refusal({network("a", {})}) == "'a': has no prefixes; give at least one");
  CHECK(refusal({network("a", {"+44"})}) ==
        "'a': prefix '+44' is not 1 to 15 digits; write international digits without '+'");
  CHECK(refusal({network("a", {"1234567890123456"})}).find("1 to 15 digits") != std::string::npos);
  CHECK(refusal({network("a", {"44"}), network("b", {"49", "44"})}) ==
        "'b': prefix '44' stands in 'a' too; remove one of them");
}

}  // namespace
}  // namespace smsfw::origin
