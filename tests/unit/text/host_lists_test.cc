#include "filters/text/host_lists.hh"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "filters/access/host_list_writer.hh"
#include "filters/text/text_filter.hh"
#include "tests/catch.hh"

using namespace smsfw;
using access::HostEntry;
using access::HostMatch;

namespace {

using namespace std::chrono_literals;

HostListSource source(HostListSpec spec, const std::vector<HostEntry>& entries) {
  access::HostListWriter writer;
  for (const HostEntry& entry : entries)
    REQUIRE(writer.add(entry).empty());
  const auto octets = std::make_shared<const std::vector<std::byte>>(writer.finish({}).value());
  return {std::move(spec), access::HostList::open(*octets).value(), octets, nullptr};
}

HostEntry domain(std::string_view host) {
  return {host, HostMatch::kDomain, 0, ""};
}

HostListSpec spec(const std::string& name, HostListKind kind) {
  HostListSpec made;
  made.name = name;
  made.kind = kind;
  return made;
}

/// Judges texts by host lists alone.
class Worker {
 public:
  explicit Worker(std::vector<HostListSource> sources) {
    auto part = HostLists::build(std::move(sources));
    if (!part) FAIL(part.error());
    ruleset_.set(std::move(*part));
  }
  /// Names of the lists that hit.
  std::vector<std::string> hits(std::string_view text) {
    ctx.reset();
    verdict.reset();
    ctx.decoded_text = text;
    ctx.received.wall = wall;
    ctx.ingress = ingress;
    Need need;
    text_.judge(ctx, ruleset_, verdict, need, 0);
    filter_.judge(ctx, ruleset_, verdict, need, 0);
    std::vector<std::string> names;
    for (const Hit& hit : verdict.hits)
      names.emplace_back(hit.reason);
    return names;
  }

  SmsContext ctx;
  Verdict verdict;
  std::chrono::microseconds wall = 100s;
  Ingress ingress = Ingress::kSmppSubmit;

 private:
  Ruleset ruleset_;
  TextFilter text_;
  HostListFilter filter_;
};

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a block list's match decides, with the reason of the entry", "[hosts]") {
  HostListSpec blocked = spec("blocked", HostListKind::kBlock);
  blocked.reason = "of the list";
  blocked.deny_with = Action::kAbsorb;
  blocked.status = 0x45;
  std::vector<HostListSource> sources;
  sources.push_back(source(blocked, {{"bad.example", HostMatch::kDomain, 200, "of the entry"},
                                     domain("worse.example")}));
  Worker worker(std::move(sources));
  REQUIRE(worker.hits("see https://www.bad.example/x") == Names{"blocked"});
  const Hit hit = worker.verdict.hits[0];
  CHECK(hit.detail == "of the entry");
  CHECK(hit.action == Action::kAbsorb);
  CHECK(hit.terminal);
  CHECK(hit.enforced);
  CHECK(hit.precedence == Precedence::kProhibited);
  CHECK(hit.smpp_status == 0x45);
  REQUIRE(worker.hits("see worse.example and hxxp://worse[.]example") == Names{"blocked"});
  CHECK(worker.verdict.hits[0].detail == "of the list");
  CHECK(worker.hits("see https://notbad.example https://bad.example.good.example").empty());
  CHECK(worker.hits("no address at all").empty());
  worker.wall = 200s;
  CHECK(worker.hits("see https://www.bad.example/x").empty());
}

TEST_CASE("the longest listed name speaks, and allows where it is on both", "[hosts]") {
  std::vector<HostListSource> sources;
  sources.push_back(
      source(spec("blocked", HostListKind::kBlock),
             {domain("host.example"), domain("x.ok.bank.example"), domain("both.example")}));
  sources.push_back(
      source(spec("allowed", HostListKind::kAllow),
             {domain("ok.host.example"), domain("bank.example"), domain("both.example")}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://host.example/") == Names{"blocked"});
  CHECK(worker.hits("http://www.ok.host.example/").empty());
  CHECK(worker.hits("http://x.ok.bank.example/") == Names{"blocked"});
  CHECK(worker.hits("http://ok.bank.example/").empty());
  CHECK(worker.hits("http://both.example/").empty());
  // An allowed host clears itself alone.
  CHECK(worker.hits("http://bank.example/ http://host.example/") == Names{"blocked"});
}

TEST_CASE("shorteners and new top-level domains add their score", "[hosts]") {
  HostListSpec shortener = spec("shorteners", HostListKind::kShortener);
  shortener.score = 2;
  HostListSpec tld = spec("new", HostListKind::kNewTld);
  tld.score = 1.5F;
  tld.enforce = false;
  HostListSpec scored = spec("suspects", HostListKind::kBlock);
  scored.score = 4;
  std::vector<HostListSource> sources;
  sources.push_back(source(shortener, {domain("go.example")}));
  sources.push_back(source(tld, {{"xyz", HostMatch::kTld, 0, ""}}));
  sources.push_back(source(scored, {domain("suspect.example")}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://go.example/a1 http://go.example/b2") == Names{"shorteners"});
  CHECK(worker.verdict.score == 2);
  CHECK_FALSE(worker.verdict.has_terminal);
  CHECK(worker.ctx.findings.only(Finding::kListedShortener));
  CHECK(worker.hits("http://prize.xyz/ http://go.example/a") == Names{"new", "shorteners"});
  CHECK(worker.verdict.score == 3.5F);
  CHECK(worker.verdict.enforced_score == 2);
  // A list in monitor mode must not move the score by a finding.
  CHECK_FALSE(worker.ctx.findings.has(Finding::kListedNewTld));
  CHECK(worker.hits("http://suspect.example/") == Names{"suspects"});
  CHECK(worker.verdict.score == 4);
  CHECK_FALSE(worker.verdict.has_terminal);
}

TEST_CASE("a list in monitor mode is reported only, and allows nothing", "[hosts]") {
  HostListSpec blocked = spec("blocked", HostListKind::kBlock);
  blocked.enforce = false;
  HostListSpec allowed = spec("allowed", HostListKind::kAllow);
  allowed.enforce = false;
  std::vector<HostListSource> sources;
  sources.push_back(source(blocked, {domain("bad.example")}));
  sources.push_back(source(allowed, {domain("bad.example")}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://bad.example/") == Names{"blocked"});
  CHECK(worker.verdict.has_terminal);
  CHECK_FALSE(worker.verdict.has_enforced_terminal);
}

TEST_CASE("a new top-level domain is a finding", "[hosts]") {
  std::vector<HostListSource> sources;
  sources.push_back(source(spec("new", HostListKind::kNewTld), {{"xyz", HostMatch::kTld, 0, ""}}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://prize.xyz/") == Names{"new"});
  CHECK(worker.ctx.findings.only(Finding::kListedNewTld));
}

TEST_CASE("a list counts the messages that it is about", "[hosts]") {
  HostListSpec tried = spec("tried", HostListKind::kBlock);
  tried.enforce = false;
  std::vector<HostListSource> sources;
  sources.push_back(source(spec("blocked", HostListKind::kBlock), {domain("bad.example")}));
  sources.push_back(source(spec("allowed", HostListKind::kAllow), {domain("ok.bad.example")}));
  sources.push_back(source(tried, {domain("bad.example")}));
  std::vector<std::shared_ptr<HostListHits>> hits;
  for (HostListSource& one : sources)
    hits.push_back(one.hits = std::make_shared<HostListHits>());
  Worker worker(std::move(sources));
  worker.hits("http://bad.example/ http://www.bad.example/");
  worker.hits("http://ok.bad.example/ http://a.ok.bad.example/");
  worker.hits("http://other.example/");
  CHECK(hits[0]->counted(true) == 1);
  CHECK(hits[0]->counted(false) == 0);
  CHECK(hits[1]->counted(true) == 1);
  CHECK(hits[2]->counted(true) == 0);
  CHECK(hits[2]->counted(false) == 1);
}

TEST_CASE("weak addresses count where they stand on a block list themselves", "[hosts]") {
  std::vector<HostListSource> sources;
  sources.push_back(source(spec("blocked", HostListKind::kBlock), {domain("ok.so")}));
  sources.push_back(source(spec("new", HostListKind::kNewTld), {{"so", HostMatch::kTld, 0, ""}}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("all is ok.so come by") == Names{"blocked"});
  REQUIRE(worker.ctx.urls->size() == 1);
  REQUIRE((*worker.ctx.urls)[0].has(UrlTrait::kWeak));
  CHECK(worker.hits("I looked.so did she").empty());
}

TEST_CASE("e-mail addresses are asked of block and allow lists alone", "[hosts]") {
  std::vector<HostListSource> sources;
  sources.push_back(source(spec("blocked", HostListKind::kBlock), {domain("bad.example")}));
  sources.push_back(
      source(spec("new", HostListKind::kNewTld), {{"example", HostMatch::kTld, 0, ""}}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("write to help@bad.example") == Names{"blocked"});
  CHECK(worker.hits("write to help@good.example").empty());
}

TEST_CASE("a host list looks in its direction", "[hosts]") {
  HostListSpec blocked = spec("blocked", HostListKind::kBlock);
  blocked.direction = Direction::kDeliver;
  std::vector<HostListSource> sources;
  sources.push_back(source(blocked, {domain("bad.example")}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://bad.example/").empty());
  worker.ingress = Ingress::kMapMt;
  CHECK(worker.hits("http://bad.example/") == Names{"blocked"});
}

TEST_CASE("a receipt has no addresses, nor those of the message before it", "[hosts]") {
  std::vector<HostListSource> sources;
  sources.push_back(source(spec("blocked", HostListKind::kBlock), {domain("bad.example")}));
  Worker worker(std::move(sources));
  CHECK(worker.hits("http://bad.example/") == Names{"blocked"});
  worker.ctx.reset();
  CHECK(worker.ctx.urls == nullptr);
}

TEST_CASE("host lists that cannot be are refused by name", "[hosts]") {
  const auto error = [](std::vector<HostListSource> sources) {
    const auto part = HostLists::build(std::move(sources));
    return part ? std::string() : part.error();
  };
  const auto one = [](const HostListSpec& spec) {
    std::vector<HostListSource> made;
    made.push_back(source(spec, {}));
    return made;
  };
  HostListSpec bad = spec("bad", HostListKind::kBlock);
  bad.deny_with = Action::kTag;
  CHECK(error(one(bad)).find("'bad': deny_with") != std::string::npos);
  bad = spec("bad", HostListKind::kShortener);
  bad.score = -1;
  CHECK(error(one(bad)).find("'bad': score") != std::string::npos);
  CHECK(error(one(spec("", HostListKind::kBlock))).find("without a name") != std::string::npos);
  auto two = one(spec("twin", HostListKind::kBlock));
  two.push_back(source(spec("twin", HostListKind::kAllow), {}));
  const std::string twice = error(std::move(two));
  CHECK(twice.find("'twin': the name stands twice") != std::string::npos);
}
