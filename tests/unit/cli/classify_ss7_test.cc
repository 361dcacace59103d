#include "smsc-proxy/cli/classify_ss7.hh"

#include "smsc-proxy/cli/classify_message.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::cli;

namespace {

ClassifyMessage message_of(const char* line) {
  auto message = parse_message(line);
  if (!message) FAIL(message.error());
  return std::move(*message);
}

}  // namespace

TEST_CASE("a line without a key of SS7 did not come by SS7") {
  CHECK_FALSE(message_of(R"({"text":"a","from":"1","ingress":"map-mt"})").ss7);
  CHECK_FALSE(message_of(R"({"text":"a","imsi":null})").ss7);
  CHECK(message_of(R"({"text":"a","peer_side":"outside"})").ss7);
}

TEST_CASE("facts of SS7, each from its key, also after the line has moved") {
  const ClassifyMessage first = message_of(
      R"({"ingress":"map-query","peer_side":"outside","peer_trust":"suspect","map_operation":45,)"
      R"("application_context":20,"map_version":2,"calling_gt":"4477","calling_nai":3,)"
      R"("calling_np":7,"calling_tt":9,"calling_ssn":8,"called_gt":"1555","called_ssn":6,)"
      R"("service_centre":"4478","imsi":"00101","msisdn":"155501","delivery_not_intended":true,)"
      R"("query":"found","query_calling_gt":"41","query_service_centre":"42","serving":"failed",)"
      R"("serving_msc":"43","serving_imsi":"44","home_routing":true,"correlation":"used_up",)"
      R"("porting":"ported_out","ss7_findings":["padded_operation","out_of_dialogue"]})");
  const ClassifyMessage message = first;
  CHECK(message.operation == Operation::kSendRoutingInfoForSm);
  REQUIRE(message.ss7);
  const Ss7Facts facts = message.ss7->facts();
  CHECK(facts.side == PeerSide::kOutside);
  CHECK(facts.trust == Trust::kSuspect);
  CHECK(facts.operation == 45);
  CHECK(facts.context == 20);
  CHECK(facts.version == 2);
  CHECK(facts.calling.digits == "4477");
  CHECK(facts.calling.nature == 3);
  CHECK(facts.calling.plan == 7);
  CHECK(facts.calling.translation == 9);
  CHECK(facts.calling.subsystem == 8);
  CHECK(facts.calling.international().empty());
  CHECK(facts.called.digits == "1555");
  CHECK(facts.called.subsystem == 6);
  CHECK(facts.called.international() == "1555");
  CHECK(facts.service_centre == "4478");
  CHECK(facts.imsi == "00101");
  CHECK(facts.msisdn == "155501");
  CHECK(facts.delivery_not_intended);
  CHECK(facts.query.state == PrecedingQuery::State::kFound);
  CHECK(facts.query.calling == "41");
  CHECK(facts.query.service_centre == "42");
  CHECK(facts.serving.state == ServingLookup::State::kFailed);
  CHECK(facts.serving.msc == "43");
  CHECK(facts.serving.imsi == "44");
  CHECK(facts.home_routing);
  CHECK(facts.correlation == CorrelationState::kUsedUp);
  CHECK(facts.porting == PortingState::kPortedOut);
  CHECK(facts.findings.has(Ss7Finding::kPaddedOperation));
  CHECK(facts.findings.has(Ss7Finding::kOutOfDialogue));
  CHECK_FALSE(facts.findings.has(Ss7Finding::kGlobalOperation));
}

TEST_CASE("what a line does not say stays unknown; a peer inside is our own") {
  const Ss7Facts outside = message_of(R"({"calling_gt":"4477"})").ss7->facts();
  CHECK(outside.side == PeerSide::kOutside);
  CHECK(outside.trust == Trust::kPartner);
  CHECK(outside.operation == 0);
  CHECK(outside.query.state == PrecedingQuery::State::kNotFollowed);
  CHECK(outside.serving.state == ServingLookup::State::kNone);
  CHECK(outside.correlation == CorrelationState::kNotLookedUp);
  CHECK(message_of(R"({"peer_side":"inside"})").ss7->facts().trust == Trust::kOwn);
}

TEST_CASE("a bad key of SS7 is named with what it takes") {
  const auto error = [](const char* line) {
    const auto message = parse_message(line);
    return message ? std::string() : message.error();
  };
  CHECK(error(R"({"calling_gt":"+4477"})") == "calling_gt: takes digits without '+'");
  CHECK(error(R"({"imsi":1})") == "imsi: takes text");
  CHECK(error(R"({"home_routing":"yes"})") == "home_routing: takes true or false");
  CHECK(error(R"({"query":"maybe"})") == "query: takes one of not_followed, none, found");
  CHECK(error(R"({"ss7_findings":"x"})") == "ss7_findings: takes a list");
  CHECK(error(R"({"ss7_findings":[1]})") == "ss7_findings: takes a list of text");
  CHECK(error(R"({"map_version":256})") == "map_version: takes a whole number from 0 to 255");
}
