#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filters/origin/origin_filter.hh"
#include "filters/origin/origin_rules.hh"
#include "tests/catch.hh"

namespace smsfw::origin {

/// The filter over one message that nothing is wrong with; each test changes what it is about.
/// Home: titles 1555, numbers 15550, IMSIs 00101. Partner: titles 447 and 353.
class OriginBench {
 public:
  OriginBench() {
    networks.push_back({"home", {"1555"}, Trust::kOwn, {}, {}, ""});
    networks.push_back({"partner", {"447", "353"}, Trust::kPartner, {}, {}, ""});
    spec.own_numbers = {"15550"};
    spec.own_imsis = {"00101"};
    load();
    to_handset();
  }

  void load() {
    auto rules = OriginRules::build(spec, networks);
    if (!rules) FAIL(rules.error());
    ruleset.set(std::move(*rules));
  }

  CheckPolicy& policy(Check check) { return spec.checks[static_cast<std::size_t>(check)]; }

  void to_handset() {
    ctx.reset();
    facts = Ss7Facts{};
    ctx.ingress = Ingress::kMapMt;
    ctx.operation = Operation::kMtForwardSm;
    ctx.oa.text = "Bank";
    ctx.oa.kind = AddressKind::kAlphanumeric;
    set(44, 25, 8, 8);
    facts.calling.digits = "447700000001";
    facts.called.digits = "15550100";
    facts.service_centre = "447700000002";
    facts.imsi = "001010000000001";
    facts.query = {PrecedingQuery::State::kFound, "447700000001", "447700000002"};
  }
  void from_handset() {
    ctx.reset();
    facts = Ss7Facts{};
    ctx.ingress = Ingress::kMapMo;
    ctx.operation = Operation::kMoForwardSm;
    set(46, 21, 8, 8);
    facts.calling.digits = "447700000001";
    facts.called.digits = "15550001";
    facts.service_centre = "15550001";
    facts.msisdn = "15550123";
    facts.imsi = "001010000000001";
    facts.serving = {ServingLookup::State::kFound, "447700000055", "001010000000001"};
  }
  void query() {
    ctx.reset();
    facts = Ss7Facts{};
    ctx.ingress = Ingress::kMapQuery;
    ctx.operation = Operation::kSendRoutingInfoForSm;
    set(45, 20, 6, 8);
    facts.calling.digits = "447700000001";
    facts.called.digits = "15550123";
    facts.service_centre = "447700000002";
    facts.msisdn = "15550123";
  }

  const Verdict& judge() {
    verdict.reset();
    ctx.ss7 = &facts;
    CHECK(filter.judge(ctx, ruleset, verdict, need, 3) == FilterStatus::kContinue);
    return verdict;
  }

  /// What a check answers, by its counters; "none" where it did not count.
  std::string answer(Check check) {
    std::uint64_t before[kAnswerKindCount];
    for (std::size_t i = 0; i < kAnswerKindCount; ++i)
      before[i] = state.counted(check, static_cast<AnswerKind>(i));
    judge();
    std::string found = "none";
    for (std::size_t i = 0; i < kAnswerKindCount; ++i) {
      if (state.counted(check, static_cast<AnswerKind>(i)) == before[i]) continue;
      CHECK(found == "none");
      found = std::string(kAnswerKindNames[i]);
    }
    return found;
  }
  /// Reasons of the last verdict.
  std::vector<std::string> reasons() {
    std::vector<std::string> names;
    for (const Hit& hit : verdict.hits)
      names.emplace_back(hit.reason);
    return names;
  }

  std::vector<NetworkSpec> networks;
  OriginSpec spec;
  OriginState state{TitleHistory::kMinMemory, 7};
  OriginFilter filter{state};
  Ruleset ruleset;
  Ss7Facts facts;
  SmsContext ctx;
  Verdict verdict;
  Need need;

 private:
  void set(std::uint8_t operation, std::uint8_t context, std::uint8_t called,
           std::uint8_t calling) {
    ctx.received = {std::chrono::seconds(1), std::chrono::seconds(1)};
    facts.operation = operation;
    facts.context = context;
    facts.version = 3;
    facts.called.subsystem = called;
    facts.calling.subsystem = calling;
  }
};

}  // namespace smsfw::origin
