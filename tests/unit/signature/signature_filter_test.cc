#include "filters/signature/signature_filter.hh"

#include "tests/unit/signature/signature_fixture.hh"

namespace smsfw {
namespace {

using test::Sids;
using test::signature;
using test::Worker;

TEST_CASE("all, any, not: every combination of matching conditions") {
  SignatureSpec spec = signature(1, {"a1", "a2"});
  spec.any = {{Buffer::kFolded, "b1"}, {Buffer::kFolded, "b2"}};
  spec.not_any = {{Buffer::kFolded, "c1"}, {Buffer::kFolded, "c2"}};
  Worker worker({spec});
  const std::string_view words[] = {"a1", "a2", "b1", "b2", "c1", "c2"};
  for (unsigned bits = 0; bits < 64; ++bits) {
    std::string text = ".";
    for (unsigned i = 0; i < 6; ++i) {
      if ((bits >> i & 1) != 0) text += ' ' + std::string(words[i]);
    }
    const bool all = (bits & 3) == 3;
    const bool any = (bits >> 2 & 3) != 0;
    const bool none = (bits >> 4 & 3) == 0;
    INFO(text);
    CHECK(worker.sids(text) == (all && any && none ? Sids{1} : Sids{}));
  }
}

TEST_CASE("any alone, and any with not") {
  SignatureSpec either = signature(1, {});
  either.any = {{Buffer::kFolded, "x"}, {Buffer::kFolded, "y"}};
  SignatureSpec unless = either;
  unless.sid = 2;
  unless.not_any = {{Buffer::kFolded, "z"}};
  Worker worker({unless, either});
  CHECK(worker.sids("none").empty());
  CHECK(worker.sids("x") == Sids{1, 2});
  CHECK(worker.sids("x y") == Sids{1, 2});  // once each, by sid
  CHECK(worker.sids("y z") == Sids{1});
  CHECK(worker.filter.counters().matched == 5);
}

TEST_CASE("a condition reads its own buffer") {
  SignatureSpec spec = signature(1, {});
  spec.all = {
      {Buffer::kRaw, "RAW"}, {Buffer::kNorm, "đ"}, {Buffer::kFolded, "d"}, {Buffer::kOa, "^bank$"}};
  Worker worker({spec});
  SmsContext ctx;
  ctx.text[Buffer::kRaw] = "RAW Đ";
  ctx.text[Buffer::kNorm] = "raw đ";
  ctx.text[Buffer::kFolded] = "raw d";
  ctx.text[Buffer::kOa] = "bank";
  ctx.text.ready = true;
  CHECK(worker.sids(ctx) == Sids{1});
  CHECK(worker.verdict.hits[0].buffer == Buffer::kRaw);
  ctx.text[Buffer::kOa] = "banks";
  CHECK(worker.sids(ctx).empty());
  ctx.text[Buffer::kOa].clear();
  CHECK(worker.sids(ctx).empty());
}

TEST_CASE("`not` stays right when a text matches every other pattern") {
  std::vector<SignatureSpec> specs;
  std::string text;
  for (std::uint32_t i = 0; i < 300; ++i) {
    const std::string word = "w" + std::to_string(1000 + i);
    specs.push_back(signature(100 + i, {word}));
    text += word + ' ';
  }
  SignatureSpec guarded = signature(1, {"w1000"});
  guarded.not_any = {{Buffer::kFolded, "zz-last"}};
  specs.push_back(guarded);
  Worker worker(std::move(specs));
  worker.sids(text);
  CHECK(worker.filter.counters().matched == 301);
  CHECK(worker.verdict.score == 602.0F);
  CHECK(worker.verdict.hits.dropped() == 301 - kMaxListedHits);
  worker.sids(text + "zz-last");
  CHECK(worker.filter.counters().matched == 601);
  // Nothing of it is left for the next message.
  CHECK(worker.sids("w1001") == Sids{101});
  CHECK(worker.sids("").empty());
}

TEST_CASE("the hit says what the signature says") {
  SignatureSpec spec = signature(7, {"x"});
  spec.rev = 3;
  spec.action = Action::kReject;
  spec.precedence = Precedence::kProhibited;
  spec.smpp_status = 0x45;
  spec.score = 4.5F;
  SignatureSpec scored = signature(8, {"x"});
  scored.enforce = false;
  Worker worker({scored, spec});
  CHECK(worker.sids("x") == Sids{7, 8});
  const Hit& hit = worker.verdict.hits[0];
  CHECK(hit.reason == "class-of-7");
  CHECK(hit.detail == "msg of 7");
  CHECK(hit.rev == 3);
  CHECK(hit.action == Action::kReject);
  CHECK(hit.precedence == Precedence::kProhibited);
  CHECK(hit.smpp_status == 0x45);
  CHECK(hit.terminal);
  CHECK(hit.enforced);
  const Hit& monitored = worker.verdict.hits[1];
  CHECK_FALSE(monitored.terminal);
  CHECK_FALSE(monitored.enforced);
  CHECK(worker.verdict.score == 6.5F);
  CHECK(worker.verdict.enforced_score == 4.5F);
  CHECK(worker.verdict.has_enforced_terminal);
}

TEST_CASE("monitor: a terminal hit that is not enforced decides nothing") {
  SignatureSpec spec = signature(7, {"x"});
  spec.action = Action::kDrop;
  spec.enforce = false;
  Worker worker({spec});
  worker.sids("x");
  CHECK(worker.verdict.has_terminal);
  CHECK_FALSE(worker.verdict.has_enforced_terminal);
}

TEST_CASE("scope: directions and kinds of source address") {
  SignatureSpec submit = signature(1, {"x"});
  submit.directions = {Ingress::kSmppSubmit};
  SignatureSpec map = signature(2, {"x"});
  map.directions = {Ingress::kMapMo, Ingress::kMapMt};
  SignatureSpec foreign = signature(3, {"x"});
  foreign.oa_types = {OaType::kInternational, OaType::kAlphanumeric};
  SignatureSpec home = signature(4, {"x"});
  home.oa_types = {OaType::kNational, OaType::kShortCode};
  Worker worker({submit, map, foreign, home});

  const auto sids = [&](Ingress ingress, AddressKind kind, bool home_country) {
    SmsContext ctx;
    ctx.ingress = ingress;
    ctx.oa.kind = kind;
    ctx.oa.home_country = home_country;
    Worker::fill(ctx, "x");
    return worker.sids(ctx);
  };
  CHECK(sids(Ingress::kSmppSubmit, AddressKind::kEmpty, false) == Sids{1});
  CHECK(sids(Ingress::kSmppDeliver, AddressKind::kUnresolved, true).empty());
  CHECK(sids(Ingress::kMapMo, AddressKind::kE164, false) == Sids{2, 3});
  CHECK(sids(Ingress::kMapMt, AddressKind::kE164, true) == Sids{2, 4});
  CHECK(sids(Ingress::kSmppDeliver, AddressKind::kAlphanumeric, false) == Sids{3});
  CHECK(sids(Ingress::kSmppDeliver, AddressKind::kShortCode, false) == Sids{4});
}

TEST_CASE("except: a matched list takes the signature out of force") {
  SignatureSpec spec = signature(1, {"x"});
  spec.except_lists = {"trusted", "partners"};
  Worker worker({spec}, [](std::string_view name) -> std::optional<std::uint32_t> {
    if (name == "trusted") return 3;
    if (name == "partners") return 63;
    return std::nullopt;
  });
  for (std::uint32_t list = 0; list < 64; ++list) {
    SmsContext ctx;
    ctx.lists = std::uint64_t{1} << list;
    Worker::fill(ctx, "x");
    CHECK(worker.sids(ctx).empty() == (list == 3 || list == 63));
  }
}

TEST_CASE("skip_signatures leaves only terminal hits on prohibited content") {
  SignatureSpec scored = signature(1, {"x"});
  scored.precedence = Precedence::kProhibited;
  SignatureSpec other = signature(2, {"x"});
  other.action = Action::kReject;
  SignatureSpec fraud = signature(3, {"x"});
  fraud.action = Action::kReject;
  fraud.precedence = Precedence::kProhibited;
  Worker worker({scored, other, fraud});
  CHECK(worker.sids("x") == Sids{1, 2, 3});
  worker.skip_signatures = true;
  CHECK(worker.sids("x") == Sids{3});
}

TEST_CASE("receipts and rulesets without signatures pass") {
  Worker worker({signature(1, {"x"})});
  SmsContext ctx;
  ctx.text[Buffer::kFolded] = "x";
  CHECK(worker.sids(ctx).empty());  // ready is not set
  CHECK(worker.filter.counters().messages == 0);

  SignatureFilter filter;
  const Ruleset empty;
  CHECK(filter.prepare(empty));
  Worker::fill(ctx, "x");
  Verdict verdict;
  Need need;
  filter.judge(ctx, empty, verdict, need, 0);
  CHECK(verdict.hits.empty());
  CHECK_FALSE(verdict.shed);
}

TEST_CASE("a filter that was not prepared says so instead of calling the message clean") {
  Worker worker({signature(1, {"x"})});
  SignatureFilter unprepared;
  SmsContext ctx;
  Worker::fill(ctx, "x");
  Verdict verdict;
  Need need;
  unprepared.judge(ctx, worker.ruleset, verdict, need, 0);
  CHECK(verdict.shed);
  CHECK(ctx.findings.has(Finding::kOverBudget));
  CHECK(unprepared.counters().failed == 1);
}

TEST_CASE("two databases, one scratch, alternating rulesets") {
  std::vector<SignatureSpec> many;
  for (std::uint32_t i = 0; i < 200; ++i) {
    many.push_back(signature(1 + i, {"big" + std::to_string(i) + ".{0,30}end"}));
    many.back().all.push_back({Buffer::kNorm, "n[0-9]{1,9}x"});
  }
  Worker small({signature(1, {"small"})});
  Worker big(std::move(many));
  SignatureFilter filter;
  REQUIRE(filter.prepare(small.ruleset));
  REQUIRE(filter.prepare(big.ruleset));
  REQUIRE(filter.prepare(small.ruleset));
  Verdict verdict;
  Need need;
  for (int round = 0; round < 50; ++round) {
    SmsContext ctx;
    Worker::fill(ctx, "big77 and the end, small n123x");
    verdict.reset();
    filter.judge(ctx, big.ruleset, verdict, need, 0);
    REQUIRE(verdict.hits.size() == 2);  // big7 and big77
    CHECK(verdict.hits[0].sid == 8);
    CHECK(verdict.hits[1].sid == 78);
    verdict.reset();
    filter.judge(ctx, small.ruleset, verdict, need, 0);
    REQUIRE(verdict.hits.size() == 1);
  }
  CHECK(filter.counters().failed == 0);
}

TEST_CASE("a shared condition does not wake every signature that has it") {
  std::vector<SignatureSpec> specs;
  for (std::uint32_t i = 0; i < 100; ++i)
    specs.push_back(signature(1 + i, {"https?://", "own" + std::to_string(100 + i)}));
  Worker worker(std::move(specs));
  CHECK(worker.sids("see https://a.example").empty());
  CHECK(worker.filter.counters().evaluated == 0);
  CHECK(worker.sids("own142 https://a.example") == Sids{43});
  CHECK(worker.filter.counters().evaluated == 1);
}

TEST_CASE("prefilter: what Hyperscan cannot place is confirmed by RE2") {
  // `(^|x)*foo` is refused for the place of its anchor; without it, it would match "bfoo".
  SignatureSpec spec = signature(1, {"b(?:^|x)foo|(?:^|y)+bar"});
  SignatureSpec guard = signature(2, {"foo"});
  guard.not_any = {{Buffer::kFolded, "b(?:^|x)foo|(?:^|y)+bar"}};
  Worker worker({spec, guard});
  REQUIRE(worker.set().confirmed_patterns() == 1);
  CHECK(worker.sids("bxfoo") == Sids{1});
  CHECK(worker.sids("bfoo") == Sids{2});  // reported by Hyperscan, refuted
  CHECK(worker.sids("bar") == Sids{1});
  CHECK(worker.sids("zybar") == Sids{1});
  CHECK(worker.sids("zbar").empty());
  CHECK(worker.filter.counters().confirms == 5);
  CHECK(worker.filter.counters().refuted == 2);
}

}  // namespace
}  // namespace smsfw
