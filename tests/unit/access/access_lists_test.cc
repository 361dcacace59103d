#include "filters/access/access_lists.hh"

#include <string>
#include <vector>

#include "filters/signature/re2_matcher.hh"
#include "tests/catch.hh"

namespace smsfw::access {
namespace {

using std::chrono::microseconds;

AccessListSpec list(std::string name, ListSubject of, ListMatch match,
                    std::vector<std::string> values) {
  AccessListSpec spec;
  spec.name = std::move(name);
  spec.of = of;
  spec.match = match;
  for (std::string& value : values)
    spec.entries.push_back({std::move(value), {}, {}});
  return spec;
}

Expected<std::unique_ptr<const AccessLists>, std::string> build(
    const std::vector<AccessListSpec>& specs) {
  const NumberingPlanSpec plans[] = {vietnam()};
  const signature::Re2Compiler compiler;
  return AccessLists::build(specs, **NumberingPlans::build(plans), &compiler, 42);
}

class Bench {
 public:
  explicit Bench(const std::vector<AccessListSpec>& specs) {
    auto lists = build(specs);
    if (!lists) FAIL(lists.error());
    lists_ = lists->get();
    ruleset_.set(std::move(*lists));
    const NumberingPlanSpec plans[] = {vietnam()};
    ruleset_.set(std::move(*NumberingPlans::build(plans)));
  }

  const AccessLists& lists() const { return *lists_; }

  Verdict judge(std::string_view from, std::string_view to = "0987654321",
                std::string_view system_id = "esme") {
    ctx.reset();
    ctx.ingress = ingress;
    ctx.received.wall = wall;
    ctx.oa.text = from;
    ctx.da.text = to;
    ctx.system_id = system_id;
    Verdict verdict;
    Need need;
    IdentityFilter identity;
    identity.judge(ctx, ruleset_, verdict, need, 0);
    filter_.judge(ctx, ruleset_, verdict, need, 1);
    return verdict;
  }
  bool hit(std::string_view from) { return judge(from).has_terminal; }

  SmsContext ctx;
  Ingress ingress = Ingress::kSmppSubmit;
  microseconds wall{1'000};

 private:
  Ruleset ruleset_;
  AccessFilter filter_;
  const AccessLists* lists_ = nullptr;
};

TEST_CASE("an exact list knows a number in all its forms, and a name in all cases") {
  Bench bench({list("blocked", ListSubject::kSource, ListMatch::kExact,
                    {"0912345678", "VietCombank", "19001234", "+6591234567"})});
  for (const char* from :
       {"0912345678", "84912345678", "+84912345678", "0084912345678", "091 234 5678", "vietcombank",
        "VIETCOMBANK ", "19001234", "6591234567"}) {
    INFO(from);
    CHECK(bench.hit(from));
  }
  for (const char* from :
       {"0912345679", "091234567", "Vietcombank1", "ietcombank", "1900123", ""}) {
    INFO(from);
    CHECK_FALSE(bench.hit(from));
  }
  CHECK_FALSE(bench.judge("0987654321", "0912345678").has_terminal);
  CHECK(bench.lists().entries() == 4);
}

TEST_CASE("a prefix list, shortest to longest") {
  Bench bench(
      {list("range", ListSubject::kSource, ListMatch::kPrefix, {"+8490", "0917", "Promo"})});
  CHECK(bench.hit("0901234567"));
  CHECK(bench.hit("84901234567"));
  CHECK(bench.hit("0917123456"));
  CHECK(bench.hit("PROMOTION"));
  CHECK(bench.hit("promo"));
  CHECK_FALSE(bench.hit("Prom"));
  CHECK_FALSE(bench.hit("0911234567"));
  CHECK_FALSE(bench.hit("+6590123456"));
}

TEST_CASE("expressions see international digits, or the name in small letters") {
  Bench bench({list("patterns", ListSubject::kSource, ListMatch::kRegex,
                    {"^8491[0-4]", "bank$", "^VIET"})});
  CHECK(bench.hit("0912345678"));
  CHECK_FALSE(bench.hit("0917345678"));
  CHECK(bench.hit("TechcomBANK"));
  CHECK(bench.hit("vietQR"));
  CHECK_FALSE(bench.hit("bankers"));
  CHECK(bench.judge("vietbank").hits.size() == 1);  // one hit a list
}

TEST_CASE("lists of destinations and system ids") {
  Bench bench({list("premium", ListSubject::kDestination, ListMatch::kPrefix, {"1900"}),
               list("partners", ListSubject::kSystemId, ListMatch::kExact, {"ESME7"})});
  CHECK(bench.judge("a", "19001234").strongest.reason == "premium");
  CHECK(bench.judge("a", "0987654321", "ESME7").strongest.reason == "partners");
  // A system_id is compared as it stands.
  CHECK_FALSE(bench.judge("a", "0987654321", "esme7").has_terminal);
  CHECK_FALSE(bench.judge("19001234", "0987654321", "").has_terminal);
}

TEST_CASE("an entry counts until just before its expiry") {
  auto spec = list("timed", ListSubject::kSource, ListMatch::kExact, {});
  spec.reason = "list reason";
  spec.entries.push_back({"0912345678", microseconds(5'000), "entry reason"});
  spec.entries.push_back({"0912345679", {}, ""});
  auto patterns = list("timed_pattern", ListSubject::kSource, ListMatch::kRegex, {});
  patterns.entries.push_back({"^temp", microseconds(5'000), "p"});
  Bench bench({spec, patterns});
  bench.wall = microseconds(4'999);
  CHECK(bench.judge("0912345678").strongest.detail == "entry reason");
  CHECK(bench.hit("temporary"));
  bench.wall = microseconds(5'000);
  CHECK_FALSE(bench.hit("0912345678"));
  CHECK_FALSE(bench.hit("temporary"));
  CHECK(bench.ctx.lists == 0);
  CHECK(bench.judge("0912345679").strongest.detail == "list reason");

  // The same number again, for longer: the longest counts.
  spec.entries.push_back({"84912345678", microseconds(9'000), "second"});
  Bench again({spec});
  again.wall = microseconds(5'000);
  CHECK(again.judge("0912345678").strongest.detail == "second");
}

TEST_CASE("deny: action, status, direction, monitor") {
  auto reject = list("rejected", ListSubject::kSource, ListMatch::kExact, {"0912345678"});
  reject.status = 0x45;
  auto absorb = reject;
  absorb.name = "absorbed";
  absorb.deny_with = Action::kAbsorb;
  absorb.status = 0;
  absorb.direction = Direction::kDeliver;
  auto watched = reject;
  watched.name = "watched";
  watched.deny_with = Action::kDrop;
  watched.enforce = false;
  Bench bench({reject, absorb, watched});

  Verdict verdict = bench.judge("0912345678");
  CHECK(verdict.hits.size() == 2);
  CHECK(verdict.strongest.reason == "watched");
  CHECK(verdict.strongest_enforced.reason == "rejected");
  CHECK(verdict.strongest_enforced.action == Action::kReject);
  CHECK(verdict.strongest_enforced.precedence == Precedence::kSource);
  CHECK(verdict.strongest_enforced.smpp_status == 0x45);
  CHECK(bench.ctx.lists == 0b101);

  bench.ingress = Ingress::kSmppDeliver;
  verdict = bench.judge("0912345678");
  CHECK(verdict.hits.size() == 3);
  CHECK(verdict.strongest_enforced.action == Action::kAbsorb);
  CHECK(verdict.strongest_enforced.smpp_status == 0);
}

TEST_CASE("allow: skips what it says, and overrides no deny list") {
  auto plain = list("trusted", ListSubject::kSystemId, ListMatch::kExact, {"bank"});
  plain.action = ListAction::kAllow;
  auto all = list("tests", ListSubject::kSource, ListMatch::kExact, {"probe"});
  all.action = ListAction::kAllow;
  all.skip_limits = false;
  all.skip_score = false;
  all.skip_signatures = true;
  auto watched = list("later", ListSubject::kSource, ListMatch::kExact, {"0912345678"});
  watched.action = ListAction::kAllow;
  watched.enforce = false;
  const auto denied = list("denied", ListSubject::kSource, ListMatch::kExact, {"probe"});
  Bench bench({plain, all, watched, denied});

  Verdict verdict = bench.judge("0987654321", "0987654321", "bank");
  CHECK(verdict.skip_limits);
  CHECK(verdict.skip_score);
  CHECK_FALSE(verdict.skip_signatures);
  CHECK(verdict.hits.empty());

  verdict = bench.judge("probe");
  CHECK_FALSE(verdict.skip_limits);
  CHECK_FALSE(verdict.skip_score);
  CHECK(verdict.skip_signatures);
  CHECK(verdict.strongest_enforced.reason == "denied");

  // In monitor mode a list is still a set that others may name.
  verdict = bench.judge("0912345678");
  CHECK_FALSE(verdict.skip_limits);
  REQUIRE(bench.lists().index_of("later") == 2);
  CHECK(bench.ctx.lists == std::uint64_t{1} << 2);
  CHECK_FALSE(bench.lists().index_of("nobody"));
}

TEST_CASE("a long list finds all its entries and nothing else") {
  std::vector<std::string> values;
  for (int i = 0; i < 100'000; ++i)
    values.push_back("849" + std::to_string(10'000'000 + i));
  Bench bench({list("long", ListSubject::kSource, ListMatch::kExact, values)});
  for (int i = 0; i < 100'000; i += 997) {
    CHECK(bench.hit("09" + std::to_string(10'000'000 + i)));
    CHECK_FALSE(bench.hit("09" + std::to_string(20'000'000 + i)));
  }
}

TEST_CASE("addresses of any length and content are looked up") {
  Bench bench({list("names", ListSubject::kSource, ListMatch::kPrefix, {"x"}),
               list("any", ListSubject::kDestination, ListMatch::kRegex, {"."})});
  CHECK(bench.hit(std::string(100'000, 'X')));
  CHECK(bench.judge("a", std::string(70'000, '9')).has_terminal);
  CHECK(bench.judge(std::string(3, '\0')).strongest.reason == "any");
  CHECK(bench.judge(std::string_view("\0\xff", 2), "").hits.empty());
}

TEST_CASE("64 lists fit, and faulty ones are refused by name") {
  std::vector<AccessListSpec> many;
  for (int i = 0; i < 64; ++i) {
    many.push_back(list("l" + std::to_string(i), ListSubject::kSource, ListMatch::kExact, {"all"}));
  }
  Bench bench(many);
  const Verdict verdict = bench.judge("ALL");
  CHECK(bench.ctx.lists == ~std::uint64_t{0});
  CHECK(verdict.hits.size() + verdict.hits.dropped() == 64);
  many.push_back(list("one too many", ListSubject::kSource, ListMatch::kExact, {"x"}));

  using Catch::Matchers::Contains;
  const auto error = [](const std::vector<AccessListSpec>& specs) {
    const auto built = build(specs);
    REQUIRE_FALSE(built);
    return built.error();
  };
  CHECK_THAT(error(many), Contains("65 lists"));
  const auto one = [](ListMatch match, std::string value) {
    return std::vector{list("mine", ListSubject::kSource, match, {"ok", std::move(value)})};
  };
  CHECK_THAT(error(one(ListMatch::kExact, "")), Contains("'mine'") && Contains("entry 2"));
  CHECK_THAT(error(one(ListMatch::kExact, "  ")), Contains("entry 2"));
  CHECK_THAT(error(one(ListMatch::kExact, std::string(65, 'x'))), Contains("longer than 64"));
  CHECK_THAT(error(one(ListMatch::kPrefix, "00")), Contains("entry 2 ('00')"));
  CHECK_THAT(error(one(ListMatch::kPrefix, "+")), Contains("entry 2 ('+')"));
  CHECK_THAT(error(one(ListMatch::kRegex, "a(b")), Contains("entry 2 ('a(b')"));
  CHECK_THAT(error({list("", ListSubject::kSource, ListMatch::kExact, {"x"})}),
             Contains("without a name"));
  const auto twin = list("twin", ListSubject::kSource, ListMatch::kExact, {"x"});
  CHECK_THAT(error({twin, twin}), Contains("'twin'") && Contains("twice"));
  auto odd = twin;
  odd.deny_with = Action::kThrottle;
  CHECK_THAT(error({odd}), Contains("deny_with") && Contains("throttle"));

  const NumberingPlanSpec plans[] = {vietnam()};
  const std::vector<AccessListSpec> needs = one(ListMatch::kRegex, "x");
  const auto without = AccessLists::build(needs, **NumberingPlans::build(plans), nullptr, 1);
  REQUIRE_FALSE(without);
  CHECK_THAT(without.error(), Contains("regular expressions"));
}

}  // namespace
}  // namespace smsfw::access
