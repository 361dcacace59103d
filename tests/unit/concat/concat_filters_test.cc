#include "filters/concat/concat_filters.hh"

#include <string>
#include <string_view>
#include <vector>

#include "filters/sms/gsm7_encode.hh"
#include "filters/sms/septets.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::concat;
using namespace std::chrono_literals;

namespace {

constexpr char kBorder = kVariantSeparator;

std::string ucs2(std::u16string_view text) {
  std::string out;
  for (const char16_t c : text) {
    out.push_back(static_cast<char>(c >> 8U));
    out.push_back(static_cast<char>(c & 0xFFU));
  }
  return out;
}

/// A part as it comes by SMPP.
struct Sent {
  int number = 1;
  int total = 2;
  std::string text;
  std::uint8_t coding = 0;
  int reference = 7;
  bool wide = false;
  std::string_view from = "A";
  std::string_view to = "B";
  std::string more{};  // further elements of the header
  std::optional<Concat> sar{};
  bool header = true;
};

class Bench {
 public:
  Bench() { ruleset.version = "one"; }

  /// The text that stage 5 joins.
  std::string_view take(const Sent& sent) {
    const auto octet = [](int value) { return static_cast<char>(value); };
    octets = sent.wide ? std::string{octet(8), octet(4), octet(sent.reference >> 8),
                                     octet(sent.reference & 0xFF)}
                       : std::string{octet(0), octet(3), octet(sent.reference)};
    octets += {octet(sent.total), octet(sent.number)};
    octets += sent.more;
    octets.insert(octets.begin(), octet(static_cast<int>(octets.size())));
    if (!sent.header) octets.clear();
    octets += sent.text;
    ctx.reset();
    ctx.received.steady = now;
    ctx.oa.text = sent.from;
    ctx.da.text = sent.to;
    ctx.udhi = sent.header;
    ctx.ud = std::as_bytes(std::span(octets));
    ctx.data_coding = sent.coding;
    ctx.sar = sent.sar;
    ctx.hold_parts = hold;
    ctx.waited = waited;
    return judge();
  }

  std::string_view judge() {
    verdict.reset();
    Need unused;
    status = filter.judge(ctx, ruleset, verdict, need, 4);
    if (status == FilterStatus::kNeed) return {};
    join.judge(ctx, ruleset, verdict, unused, 5);
    return ctx.joined;
  }

  void end(Action applied, Outcome outcome) {
    Need unused;
    if (applied != Action::kAllow) {
      Hit hit;
      hit.reason = "FRAUD";
      hit.action = applied;
      hit.terminal = true;
      add_hit(verdict, hit, ruleset.precedence);
      verdict.action = verdict.applied = applied;
      verdict.leading = 0;
    }
    stop.judge(ctx, ruleset, verdict, unused, 9);
    for (const Reservation& reservation : verdict.reservations) {
      CHECK(reservation.filter == 4);
      filter.settle(reservation.value, outcome, now);
    }
  }
  void passed() { end(Action::kAllow, Outcome::kDelivered); }

  PartTable table{{}, 99};
  ConcatFilter filter{table};
  JoinFilter join{table, nullptr};
  StopFilter stop{table};
  Ruleset ruleset;
  SmsContext ctx;
  Verdict verdict;
  Need need;
  FilterStatus status = FilterStatus::kContinue;
  std::chrono::nanoseconds now = 1s;
  std::chrono::nanoseconds hold{0};
  std::array<std::uint64_t, kMaxConcats> waited{};
  std::string octets;
};

}  // namespace

TEST_CASE("a word that is split between parts is whole in the joined text") {
  Bench bench;
  CHECK(bench.take({1, 2, "your pass"}).empty());
  CHECK(bench.ctx.part.concat == Concat{7, false, 2, 1});
  CHECK_FALSE(bench.ctx.part.complete);
  CHECK_FALSE(bench.ctx.part.counted);
  const auto message = bench.ctx.part.message;
  bench.passed();
  CHECK(bench.take({2, 2, "word is"}) == "your password is");
  CHECK(bench.ctx.part.complete);
  CHECK(bench.ctx.part.counted);
  CHECK(bench.ctx.part.message == message);
}

TEST_CASE("what is no part leaves no trace") {
  Bench bench;
  Sent sent{1, 1, "alone"};
  CHECK(bench.take(sent).empty());
  CHECK(bench.ctx.part.concat.total == 0);
  CHECK(bench.verdict.reservations.empty());
  bench.take({3, 2, "beyond the total"});
  CHECK(bench.ctx.part.concat.total == 0);
  bench.take({0, 2, "number nought"});
  CHECK(bench.ctx.part.concat.total == 0);
  sent.header = false;
  bench.take(sent);
  CHECK(bench.table.stats().entries == 0);
  SECTION("nor does what comes from nobody to nobody") {
    bench.take({1, 2, "one", 0, 7, false, "", ""});
    CHECK(bench.take({2, 2, "two", 0, 7, false, "", ""}).empty());
    CHECK(bench.table.stats().entries == 0);
  }
  SECTION("nor does a receipt or a query") {
    bench.take({1, 2, "x"});
    bench.end(Action::kAllow, Outcome::kRefusedUpstream);
    bench.ctx.receipt = true;
    bench.judge();
    bench.ctx.receipt = false;
    bench.ctx.ingress = Ingress::kMapQuery;
    bench.judge();
    CHECK(bench.table.stats().entries == 0);
  }
}

TEST_CASE("characters and shift sequences that are split between parts are whole") {
  Bench bench;
  SECTION("a surrogate pair") {
    const std::string all = ucs2(u"a\U0001F600b");
    bench.take({1, 2, all.substr(0, 4), 8});
    CHECK(bench.take({2, 2, all.substr(4), 8}) == "a\U0001F600b");
  }
  SECTION("an escape of GSM 7-bit") {
    bench.take({1, 2, "10 \x1B"});
    CHECK(bench.take({2, 2, "\x65 more"}) == "10 \u20AC more");
  }
  SECTION("Turkish by its table in each header") {
    const std::string turkish{"\x25\x01\x01", 3};
    bench.take({1, 2, "\x04", 0, 7, false, "A", "B", turkish});
    CHECK(bench.take({2, 2, "x", 0, 7, false, "A", "B", turkish}) == "\u20ACx");
  }
}

TEST_CASE("parts in any order, and with one that is missing") {
  Bench bench;
  CHECK(bench.take({3, 3, "three"}).empty());
  // Nobody knows what stands between them.
  CHECK(bench.take({1, 3, "one"}) == std::string("one") + kBorder + "three");
  CHECK(bench.take({2, 3, "two"}) == "onetwothree");
}

TEST_CASE("a part in two forms gives both texts") {
  Bench bench;
  bench.take({1, 2, "good "});
  bench.passed();
  CHECK(bench.take({1, 2, "evil "}) == std::string("good ") + kBorder + "evil ");
  CHECK(bench.ctx.findings.has(Finding::kConcatConflict));
  CHECK_FALSE(bench.ctx.part.counted);  // who sends it again pays for it
  bench.passed();
  CHECK(bench.take({2, 2, "end"}) == std::string("good end") + kBorder + "evil end");
}

TEST_CASE("other senders, recipients, references and widths are other messages") {
  Bench bench;
  bench.take({1, 2, "one"});
  CHECK(bench.take({2, 2, "x", 0, 8}).empty());
  CHECK(bench.take({2, 2, "x", 0, 7, true}).empty());
  CHECK(bench.take({2, 2, "x", 0, 7, false, "C"}).empty());
  CHECK(bench.take({2, 2, "x", 0, 7, false, "A", "D"}).empty());
  CHECK(bench.take({2, 3, "x"}).empty());
  CHECK(bench.ctx.findings.has(Finding::kConcatTotalChanged));
  // A name is the same in whatever case.
  CHECK(bench.take({2, 2, "two", 0, 7, false, "a"}) == "onetwo");
}

TEST_CASE("sar_* parameters make parts too, and may not contradict the header") {
  Bench bench;
  Sent one{1, 2, "one"};
  one.header = false;
  one.sar = Concat{300, true, 2, 1};
  bench.take(one);
  CHECK(bench.ctx.part.concat == *one.sar);
  Sent two{2, 2, "two"};
  two.header = false;
  two.sar = Concat{300, true, 2, 2};
  CHECK(bench.take(two) == "onetwo");

  SECTION("both say the same") {
    Sent both{1, 2, "x"};
    both.sar = Concat{7, true, 2, 1};
    bench.take(both);
    CHECK_FALSE(bench.ctx.findings.has(Finding::kSarDisagrees));
    CHECK(bench.verdict.reservations.size() == 1);
  }
  SECTION("they differ: it is judged with both messages") {
    bench.take({2, 2, " tail", 0, 9});
    Sent both{1, 2, "head"};
    both.reference = 9;
    both.sar = Concat{300, true, 2, 2};
    CHECK(bench.take(both) == std::string("head tail") + kBorder + "onetwo" + kBorder + "onehead");
    CHECK(bench.ctx.findings.has(Finding::kSarDisagrees));
    CHECK(bench.verdict.reservations.size() == 2);
  }
}

TEST_CASE("by TP-UD the septets of each part are unpacked for themselves") {
  Bench bench;
  const auto send = [&](int number, std::string_view text) {
    std::vector<std::byte> septets;
    for (const char c : text)
      septets.push_back(static_cast<std::byte>(c));
    std::vector<std::byte> data(140);
    const std::array<std::uint8_t, 6> header{5, 0, 3, 7, 2, static_cast<std::uint8_t>(number)};
    for (std::size_t i = 0; i < header.size(); ++i)
      data[i] = static_cast<std::byte>(header[i]);
    const std::size_t size = sms::pack_septets(septets, sms::header_septets(6), data);
    data.resize(size);
    bench.ctx.reset();
    bench.ctx.ingress = Ingress::kMapMt;
    bench.ctx.udhi = true;
    bench.ctx.ud = data;
    bench.ctx.tp_udl = static_cast<std::uint8_t>(sms::header_septets(6) + text.size());
    bench.ctx.oa.text = "A";
    Ss7Facts facts;
    facts.imsi = number == 3 ? "001010000000002" : "001010000000001";
    bench.ctx.ss7 = &facts;
    return std::string(bench.judge());
  };
  CHECK(send(1, "seven bits ").empty());
  CHECK(send(2, "a septet") == "seven bits a septet");
}

TEST_CASE("the part that completes a bad text takes the rest along") {
  Bench bench;
  bench.take({1, 4, "one"});
  bench.passed();
  bench.take({2, 4, "two"});
  bench.end(Action::kAbsorb, Outcome::kAbsorbed);
  bench.take({3, 4, "three"});
  REQUIRE(bench.verdict.has_terminal);
  CHECK(bench.verdict.strongest.action == Action::kAbsorb);
  CHECK(bench.verdict.strongest.reason == "FRAUD");
  bench.end(Action::kAllow, Outcome::kAbsorbed);

  SECTION("under another ruleset it is judged for itself") {
    bench.ruleset.version = "two";
    CHECK(bench.take({3, 4, "three"}) == std::string("one") + kBorder + "three");
    CHECK_FALSE(bench.verdict.has_terminal);
  }
  SECTION("a limit stops nobody for longer than it says") {
    bench.take({1, 2, "one", 0, 55});
    bench.verdict.truncated = true;
    bench.end(Action::kReject, Outcome::kBlocked);
    bench.take({2, 2, "two", 0, 55});
    CHECK_FALSE(bench.verdict.has_terminal);
  }
  SECTION("nor does a temporary refusal") {
    bench.take({1, 2, "one", 0, 55});
    bench.end(Action::kThrottle, Outcome::kBlocked);
    bench.take({2, 2, "two", 0, 55});
    CHECK_FALSE(bench.verdict.has_terminal);
    CHECK_FALSE(bench.ctx.part.counted);
  }
}

TEST_CASE("a part that nobody has answered for may have arrived") {
  Bench bench;
  bench.take({1, 2, "one"});
  bench.end(Action::kAllow, Outcome::kTimedOut);
  CHECK(bench.take({2, 2, "two"}) == "onetwo");
}

TEST_CASE("where parts wait for each other, each is judged with all") {
  Bench bench;
  bench.hold = 5s;
  bench.take({1, 2, "one"});
  REQUIRE(bench.status == FilterStatus::kNeed);
  CHECK(bench.need.fact == Fact::kOtherParts);
  CHECK(bench.need.deadline == bench.now + 5s);
  CHECK_FALSE(bench.ctx.part.complete);
  const auto first = bench.ctx.part.tokens;
  bench.take({2, 2, "two"});
  REQUIRE(bench.status == FilterStatus::kNeed);
  CHECK(bench.ctx.part.complete);
  const auto second = bench.ctx.part.tokens;

  bench.waited = first;
  CHECK(bench.take({1, 2, "one"}) == "onetwo");
  CHECK(bench.status == FilterStatus::kContinue);
  CHECK_FALSE(bench.ctx.part.counted);
  bench.passed();
  bench.waited = second;
  CHECK(bench.take({2, 2, "two"}) == "onetwo");
  CHECK(bench.ctx.part.counted);
  bench.passed();
  CHECK(bench.table.stats().completed == 1);
  CHECK(bench.table.stats().repeats == 0);
}
