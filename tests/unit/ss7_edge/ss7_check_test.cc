#include <string>

#include "smsc-proxy/control/config_file.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::control;

namespace {

const std::string kLink =
    "ss7:\n"
    "  point_code: 2-4-4\n"
    "  application_servers:\n"
    "    - name: stp\n"
    "      asps: [{name: a, remote: [127.0.0.1], remote_port: 2905}]\n"
    "  peers:\n"
    "    - {name: smsc, side: smsc, point_codes: ['10'], application_servers: [stp]}\n"
    "    - {name: radio, side: network, application_servers: [stp]}\n";
const std::string kRoutes =
    "  routes:\n"
    "    - {from: smsc, hops: [{peer: radio, point_code: '30'}]}\n"
    "    - {from: network, hops: [{peer: smsc, point_code: 0-1-2}]}\n";

std::string problems(const std::string& text) {
  const auto config = parse_config(text, "c.yaml");
  return config ? "" : problems_text(config.error());
}

}  // namespace

TEST_CASE("an ss7 section is read, and a file without one has none") {
  const auto config = parse_config(kLink + kRoutes, "c.yaml");
  REQUIRE(config);
  REQUIRE(config->ss7);
  CHECK(config->ss7->routes.size() == 2);
  CHECK(config->ss7->routes[1].hops[0].point_code == "0-1-2");
  CHECK_FALSE(parse_config("node: a\n", "c.yaml")->ss7);
  const std::string dumped = dump_config(*config);
  const auto again = parse_config(dumped, "d.yaml");
  REQUIRE(again);
  CHECK(dump_config(*again) == dumped);
}

TEST_CASE("what is wrong with routes is said with the line and the key") {
  CHECK(problems(kLink) == "c.yaml:2: ss7.routes: missing; this key must be given\n");
  CHECK(
      problems(kLink +
               "  routes:\n"
               "    - {from: smsc, hops: [{peer: radoi, point_code: '30'}]}\n"
               "    - {from: smsc, called: ['84', '+84'], hops: [{peer: smsc, point_code: '10'}]}\n"
               "    - {from: smsc, called: ['84'], hops: [{peer: radio, point_code: '99999'}]}\n"
               "    - {from: smsc, hops: [{peer: radio, point_code: '31'}]}\n") ==
      "c.yaml:10: ss7.routes[0].hops[0].peer: no peer is named 'radoi'; did you mean 'radio'?\n"
      "c.yaml:10: ss7.routes: has none for what comes from side network (peer 'radio')\n"
      "c.yaml:11: ss7.routes[1].called[1]: '+84' is not 1 to 15 digits, without '+'\n"
      "c.yaml:11: ss7.routes[1].hops[0].peer: 'smsc' is on the side that the route comes from; "
      "nothing goes back there\n"
      "c.yaml:12: ss7.routes[2].hops[0].point_code: '99999' is no point code: out of range: "
      "write 0 to 16383, or 0-0-0 to 7-255-7\n"
      "c.yaml:12: ss7.routes[2].called[0]: '84' stands in another route from that side already\n"
      "c.yaml:13: ss7.routes[3]: is the second route for all called titles from that side; give "
      "it `called`\n");
}

TEST_CASE("what is wrong with answers is said too") {
  CHECK(problems(kLink + kRoutes +
                 "  answers:\n"
                 "    - {answer: error}\n"
                 "    - {answer: error, error: unknownSubscribers}\n"
                 "    - {answer: error, error: unknownSubscriber, cause: 1}\n"
                 "    - {answer: error, error: sm-DeliveryFailure, cause: 9}\n"
                 "    - {answer: divert, divert: {peer: nobody}}\n"
                 "    - {answer: drop, error: systemFailure}\n"
                 "    - {answer: drop, operations: [submit_sm]}\n") ==
        "c.yaml:13: ss7.answers[0].error: missing; `answer: error` needs its name\n"
        "c.yaml:14: ss7.answers[1].error: 'unknownSubscribers' is no error of MAP's short message "
        "operations; docs/reference/map.md lists them\n"
        "c.yaml:14: ss7.answers[1].error: missing; `answer: error` needs its name\n"
        "c.yaml:15: ss7.answers[2].cause: unknownSubscriber has no cause; leave it out\n"
        "c.yaml:16: ss7.answers[3].cause: is above 6, the last of sm-DeliveryFailure\n"
        "c.yaml:17: ss7.answers[4].divert.peer: no peer is named 'nobody'; there is: smsc, radio\n"
        "c.yaml:17: ss7.answers[4].divert.point_code: missing; name the point code that the "
        "messages go to\n"
        "c.yaml:18: ss7.answers[5].error: belongs to `answer: error`\n"
        "c.yaml:19: ss7.answers[6].operations[0]: takes one of mo-forwardSM, mt-forwardSM, "
        "sendRoutingInfoForSM, reportSM-DeliveryStatus, informServiceCentre, alertServiceCentre, "
        "readyForSM, map-other, not 'submit_sm'\n");
}

TEST_CASE("queries are followed by default, and senders are looked up where that is asked for") {
  const std::string own = "origin: {own_numbers: ['8490']}\n";
  const auto plain = parse_config(kLink + kRoutes, "c.yaml");
  REQUIRE(plain);
  CHECK(plain->ss7->queries.follow);
  CHECK(plain->ss7->queries.window == std::chrono::seconds(60));
  CHECK_FALSE(plain->ss7->serving_lookup);
  const auto asked = parse_config(
      kLink + kRoutes +
          "  queries: {window: 5m, capacity: 5000}\n"
          "  serving_lookup: {own_title: '84900000050', service_centre: '84900000099', side: smsc, "
          "timeout: 1500ms}\n" +
          own,
      "c.yaml");
  REQUIRE(asked);
  CHECK(asked->ss7->queries.window == std::chrono::minutes(5));
  REQUIRE(asked->ss7->serving_lookup);
  CHECK(asked->ss7->serving_lookup->own_title == "84900000050");
  CHECK(asked->ss7->serving_lookup->timeout == std::chrono::milliseconds(1500));
  const std::string dumped = dump_config(*asked);
  const auto again = parse_config(dumped, "d.yaml");
  REQUIRE(again);
  CHECK(dump_config(*again) == dumped);
}

TEST_CASE("what is wrong with look-ups is said") {
  CHECK(problems(
            kLink + kRoutes +
            "  serving_lookup: {own_title: '+84900000050', capacity: 1000, max_pending: 2000}\n") ==
        "c.yaml:12: ss7.serving_lookup.own_title: '+84900000050' is not 1 to 15 digits, without "
        "'+'\n"
        "c.yaml:12: ss7.serving_lookup.service_centre: missing; this key must be given\n"
        "c.yaml:12: ss7.serving_lookup.capacity: is below max_pending (2000); an answer needs a "
        "place until its message has gone on\n"
        "c.yaml:12: ss7.serving_lookup: nobody would be looked up; list our numbers in "
        "`origin.own_numbers`\n");
}
