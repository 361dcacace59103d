#include "tests/unit/origin/origin_fixture.hh"

// Each check by itself: match, mismatch, unknown, and where it says nothing.
namespace smsfw::origin {
namespace {

std::vector<std::byte> octets(std::initializer_list<unsigned> values) {
  std::vector<std::byte> made;
  for (const unsigned value : values)
    made.push_back(static_cast<std::byte>(value));
  return made;
}

TEST_CASE("barred_network") {
  OriginBench bench;
  CHECK(bench.answer(Check::kNetwork) == "match");
  bench.facts.calling.digits = "99900000001";
  CHECK(bench.answer(Check::kNetwork) == "unknown");
  bench.networks.push_back({"rogue", {"999"}, Trust::kBarred, {}, {}, "faked in May"});
  bench.load();
  CHECK(bench.answer(Check::kNetwork) == "mismatch");
  CHECK(bench.verdict.hits[0].detail == "faked in May");
  bench.to_handset();  // a listed title makes a barred peer no better
  bench.facts.trust = Trust::kBarred;
  CHECK(bench.answer(Check::kNetwork) == "mismatch");
  CHECK(bench.verdict.hits[0].detail == "the peer is barred");
  bench.facts.calling.digits = "88800000001";
  CHECK(bench.answer(Check::kNetwork) == "mismatch");
}

TEST_CASE("calling_title") {
  OriginBench bench;
  const auto answer = [&](std::string_view digits, int nature, int plan) {
    bench.facts.calling.digits = digits;
    bench.facts.calling.nature = static_cast<std::uint8_t>(nature);
    bench.facts.calling.plan = static_cast<std::uint8_t>(plan);
    return bench.answer(Check::kCallingTitle);
  };
  CHECK(answer("447700000001", 4, 1) == "match");
  CHECK(answer("447700000001", 0, 0) == "match");  // kinds of titles without these fields
  CHECK(answer("447700000001", 3, 1) == "mismatch");
  CHECK(answer("447700000001", 4, 6) == "mismatch");
  CHECK(answer("447700000001", 4, 7) == "mismatch");
  CHECK(answer("", 4, 1) == "mismatch");
  CHECK(answer("4477", 4, 1) == "mismatch");
  CHECK(answer("44770", 4, 1) == "match");
  CHECK(answer("447700000001111", 4, 1) == "match");
  CHECK(answer("4477000000011111", 4, 1) == "mismatch");
  CHECK(answer("4477000a0001", 4, 1) == "mismatch");
  bench.facts.side = PeerSide::kInside;
  CHECK(answer("", 4, 1) == "none");
}

TEST_CASE("own_title") {
  OriginBench bench;
  CHECK(bench.answer(Check::kOwnTitle) == "match");
  bench.facts.service_centre = "15550001";
  CHECK(bench.answer(Check::kOwnTitle) == "mismatch");
  bench.to_handset();
  bench.facts.calling.digits = "15550001";
  CHECK(bench.answer(Check::kOwnTitle) == "mismatch");
  bench.facts.calling.digits = "";
  CHECK(bench.answer(Check::kOwnTitle) == "unknown");
  bench.from_handset();  // to our SMSC, which it names
  CHECK(bench.answer(Check::kOwnTitle) == "match");
  bench.query();
  bench.facts.service_centre = "15550001";
  CHECK(bench.answer(Check::kOwnTitle) == "mismatch");
  bench.ctx.operation = Operation::kAlertServiceCentre;  // a foreign HLR calls our SMSC
  CHECK(bench.answer(Check::kOwnTitle) == "match");
  bench.facts.side = PeerSide::kInside;
  CHECK(bench.answer(Check::kOwnTitle) == "none");
  bench.facts.side = PeerSide::kOutside;
  bench.networks.erase(bench.networks.begin());
  bench.load();
  CHECK(bench.answer(Check::kOwnTitle) == "unknown");
}

TEST_CASE("own_number") {
  OriginBench bench;
  const auto answer = [&](std::string_view digits, PortingState porting) {
    bench.ctx.oa.kind = AddressKind::kE164;
    bench.ctx.oa.e164.assign(digits);
    bench.facts.porting = porting;
    return bench.answer(Check::kOwnNumber);
  };
  CHECK(bench.answer(Check::kOwnNumber) == "none");  // a name
  CHECK(answer("447700900001", PortingState::kNotLookedUp) == "match");
  CHECK(answer("15550123", PortingState::kNotPorted) == "mismatch");
  CHECK(answer("15550123", PortingState::kPortedOut) == "match");
  CHECK(answer("15550123", PortingState::kNotLookedUp) == "unknown");
  bench.spec.number_portability = false;
  bench.load();
  CHECK(answer("15550123", PortingState::kNotLookedUp) == "mismatch");
  bench.ctx.oa.kind = AddressKind::kUnresolved;
  CHECK(bench.answer(Check::kOwnNumber) == "unknown");
  bench.facts.side = PeerSide::kInside;
  CHECK(answer("15550123", PortingState::kNotPorted) == "none");
  bench.facts.side = PeerSide::kOutside;
  bench.spec.own_numbers = {};
  bench.load();
  CHECK(answer("15550123", PortingState::kNotPorted) == "none");
}

TEST_CASE("operation_code and components") {
  for (std::size_t i = 0; i < kSs7FindingCount; ++i) {
    OriginBench bench;
    CHECK(bench.answer(Check::kOperationCode) == "match");
    CHECK(bench.answer(Check::kComponents) == "match");
    const auto finding = static_cast<Ss7Finding>(i);
    bench.facts.findings.add(finding);
    const bool of_code =
        finding == Ss7Finding::kGlobalOperation || finding == Ss7Finding::kPaddedOperation;
    INFO(kSs7FindingNames[i]);
    CHECK(bench.answer(Check::kOperationCode) == (of_code ? "mismatch" : "match"));
    CHECK(bench.answer(Check::kComponents) == (of_code ? "match" : "mismatch"));
  }
}

TEST_CASE("query_address") {
  OriginBench bench;
  CHECK(bench.answer(Check::kQueryAddress) == "none");
  bench.query();
  const auto answer = [&](std::string_view digits, int plan = 1) {
    bench.facts.called.digits = digits;
    bench.facts.called.plan = static_cast<std::uint8_t>(plan);
    return bench.answer(Check::kQueryAddress);
  };
  CHECK(answer("15550123") == "match");
  CHECK(answer("5550123") == "match");         // national
  CHECK(answer("1889915550123") == "match");   // routing prefix
  CHECK(answer("15550003") == "mismatch");     // the HLR
  CHECK(answer("50123") == "mismatch");        // an end too short to tell
  CHECK(answer("15550123", 6) == "mismatch");  // even with these digits
  CHECK(answer("15550123", 7) == "mismatch");
  CHECK(answer("") == "unknown");
  bench.facts.msisdn = "";
  CHECK(answer("15550123") == "unknown");
  bench.facts.side = PeerSide::kInside;
  CHECK(answer("15550003") == "none");
}

TEST_CASE("the four comparisons of titles and SMSCs") {
  OriginBench bench;
  const auto all = [&] {
    return bench.answer(Check::kFakeSccp) + ' ' + bench.answer(Check::kFakeMap) + ' ' +
           bench.answer(Check::kFakeQuery) + ' ' + bench.answer(Check::kFakeForward);
  };
  CHECK(all() == "match match none match");
  bench.facts.query.calling = "353850000001";  // two titles of one operator
  CHECK(all() == "match match none match");
  bench.facts.query.calling = "99900000001";
  CHECK(all() == "mismatch match none match");
  bench.to_handset();
  bench.facts.query.service_centre = "99900000001";
  CHECK(all() == "match mismatch none match");
  bench.to_handset();
  bench.facts.service_centre = "99900000001";
  CHECK(all() == "match mismatch none mismatch");
  bench.facts.service_centre = "";
  CHECK(all() == "match unknown none unknown");
  bench.to_handset();
  bench.facts.query.state = PrecedingQuery::State::kNone;
  CHECK(all() == "none none none match");
  bench.query();
  CHECK(all() == "none none match none");
  bench.facts.service_centre = "99900000001";
  CHECK(all() == "none none mismatch none");
  bench.facts.service_centre = "";
  CHECK(all() == "none none unknown none");
  bench.from_handset();
  CHECK(all() == "none none none none");
}

TEST_CASE("unsolicited") {
  OriginBench bench;
  CHECK(bench.answer(Check::kUnsolicited) == "match");
  bench.facts.query.state = PrecedingQuery::State::kNone;
  CHECK(bench.answer(Check::kUnsolicited) == "mismatch");
  bench.facts.query.state = PrecedingQuery::State::kNotFollowed;
  CHECK(bench.answer(Check::kUnsolicited) == "unknown");
  bench.from_handset();
  CHECK(bench.answer(Check::kUnsolicited) == "none");
}

TEST_CASE("home_routing_bypass and correlation_id") {
  OriginBench bench;
  const auto both = [&](CorrelationState state, std::string_view imsi) {
    bench.facts.correlation = state;
    bench.facts.imsi = imsi;
    return bench.answer(Check::kHomeRouting) + ' ' + bench.answer(Check::kCorrelation);
  };
  CHECK(both(CorrelationState::kNotGiven, "001010000000001") == "none none");
  bench.facts.home_routing = true;
  CHECK(both(CorrelationState::kLive, "001010000000001") == "match match");
  CHECK(both(CorrelationState::kUsedUp, "001010000000001") == "match mismatch");
  CHECK(both(CorrelationState::kOtherAsker, "001010000000001") == "match mismatch");
  CHECK(both(CorrelationState::kNotGiven, "001010000000001") == "mismatch none");
  CHECK(both(CorrelationState::kNotLookedUp, "001010000000001") == "unknown unknown");
  CHECK(both(CorrelationState::kNotGiven, "234150000000001") == "match none");  // a visitor
  CHECK(both(CorrelationState::kNotGiven, "") == "unknown none");               // an LMSI alone
  bench.spec.own_imsis = {};
  bench.load();
  CHECK(both(CorrelationState::kNotGiven, "001010000000001") == "unknown none");
  bench.facts.side = PeerSide::kInside;
  CHECK(both(CorrelationState::kNotGiven, "001010000000001") == "none none");
}

TEST_CASE("mo_spoofing and mo_imsi") {
  OriginBench bench;
  CHECK(bench.answer(Check::kMoServing) == "none");
  CHECK(bench.answer(Check::kMoImsi) == "none");
  bench.from_handset();
  const auto both = [&](ServingLookup lookup) {
    bench.facts.serving = lookup;
    return bench.answer(Check::kMoServing) + ' ' + bench.answer(Check::kMoImsi);
  };
  using State = ServingLookup::State;
  CHECK(both({State::kFound, "447700000055", "001010000000001"}) == "match match");
  CHECK(both({State::kFound, "15550100", "001010000000001"}) == "mismatch match");
  CHECK(both({State::kFound, "447700000055", "001010000000002"}) == "match mismatch");
  CHECK(both({State::kFound, "", ""}) == "unknown unknown");
  CHECK(both({State::kNoSuchSubscriber, "", ""}) == "mismatch unknown");
  // What a failed look-up brought along says nothing.
  CHECK(both({State::kFailed, "15550100", ""}) == "unknown unknown");
  CHECK(both({State::kNone, "15550100", ""}) == "unknown unknown");
  bench.facts.imsi = "";
  CHECK(bench.answer(Check::kMoImsi) == "none");
  bench.facts.calling.nature = 3;
  CHECK(both({State::kFound, "447700000055", ""}) == "unknown none");
}

TEST_CASE("silent, toolkit, replace and flash by TP-PID and TP-DCS") {
  OriginBench bench;
  const auto all = [&](int pid, int dcs) {
    bench.ctx.protocol_id = static_cast<std::uint8_t>(pid);
    bench.ctx.data_coding = static_cast<std::uint8_t>(dcs);
    std::string found;
    for (const Check check : {Check::kSilent, Check::kToolkit, Check::kReplace, Check::kFlash})
      found += bench.answer(check) == "mismatch" ? '1' : '0';
    return found;
  };
  CHECK(all(0x00, 0x00) == "0000");
  CHECK(all(0x40, 0x00) == "1000");
  CHECK(all(0x41, 0x00) == "0010");
  CHECK(all(0x47, 0x00) == "0010");
  CHECK(all(0x48, 0x00) == "0000");
  CHECK(all(0x5F, 0x00) == "0010");
  CHECK(all(0x7B, 0x00) == "0000");
  CHECK(all(0x7C, 0x00) == "0100");
  CHECK(all(0x7F, 0xF6) == "0100");
  CHECK(all(0x00, 0xF6) == "0100");  // eight bits, class 2
  CHECK(all(0x00, 0x16) == "0100");
  CHECK(all(0x00, 0xF2) == "0000");  // text for the SIM's store
  CHECK(all(0x00, 0xF5) == "0000");  // eight bits for the handset
  CHECK(all(0x00, 0x10) == "0001");
  CHECK(all(0x00, 0xF0) == "0001");
  CHECK(all(0x00, 0x18) == "0001");
  bench.query();
  CHECK(bench.answer(Check::kSilent) == "none");
  CHECK(bench.answer(Check::kToolkit) == "none");
  CHECK(bench.answer(Check::kApplicationPort) == "none");
  CHECK(bench.answer(Check::kReplace) == "none");
  CHECK(bench.answer(Check::kFlash) == "none");
}

TEST_CASE("toolkit headers and ports in the user data header") {
  OriginBench bench;
  const auto both = [&](const std::vector<std::byte>& ud) {
    bench.ctx.udhi = true;
    bench.ctx.ud = ud;
    return bench.answer(Check::kToolkit) + ' ' + bench.answer(Check::kApplicationPort);
  };
  CHECK(both(octets({0x02, 0x70, 0x00, 0x00})) == "mismatch match");
  CHECK(both(octets({0x02, 0x7F, 0x00, 0x00})) == "mismatch match");
  CHECK(both(octets({0x07, 0x00, 0x03, 1, 2, 1, 0x70, 0x00})) == "mismatch match");
  CHECK(both(octets({0x06, 0x05, 0x04, 0x0B, 0x84, 0x23, 0xF0})) == "match mismatch");
  CHECK(both(octets({0x06, 0x05, 0x04, 0x23, 0xF0, 0x0B, 0x84})) == "match mismatch");
  CHECK(both(octets({0x06, 0x05, 0x04, 0x13, 0x88, 0x0B, 0x84})) == "match match");
  CHECK(both(octets({0x05, 0x00, 0x03, 1, 2, 1, 0x41})) == "match match");
  CHECK(both(octets({0x7F, 0x70, 0x00})) == "unknown unknown");
  bench.ctx.udhi = false;  // the same octets are text then
  CHECK(bench.answer(Check::kToolkit) == "match");
  bench.spec.ports = {5000};
  bench.load();
  CHECK(both(octets({0x06, 0x05, 0x04, 0x13, 0x88, 0x0B, 0x84})) == "match mismatch");
}

}  // namespace
}  // namespace smsfw::origin
