#include <string>
#include <string_view>

#include "smsc-proxy/control/yaml_document.hh"
#include "smsc-proxy/ss7/link/link_definition.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::ss7::link;
using Catch::Matchers::Contains;

namespace {

constexpr std::string_view kGood = R"(point_code: 20
application_servers:
  - name: stp
    routing_context: 7
    traffic_mode: loadshare
    asps:
      - name: stp-1
        remote: [127.0.0.1]
        remote_port: 2905
      - name: stp-2
        role: server
        local_port: 2906
        remote: [127.0.0.1, '::1']
peers:
  - name: smsc
    side: smsc
    trust: own
    point_codes: [10, 0-1-3]
    application_servers: [stp]
  - name: network
    side: network
    application_servers: [stp]
)";

struct Read {
  Ss7LinkConfig config;
  std::string problems;
};

Read read(const std::string& text) {
  Document document;
  Problems problems;
  const std::string file = "ss7.yaml";
  REQUIRE(control::read_yaml(text, file, document, problems));
  // As it stands in a configuration: below a key of its own.
  Document whole = Document::map(1);
  whole.add("ss7", document);
  Read made;
  DefinitionReader reader(file, problems);
  {
    const DefinitionReader::Step step(reader, "ss7");
    read_definition(reader, document, made.config);
  }
  DefinitionChecker check(whole, file, problems);
  check_link(check, made.config, "ss7");
  for (const Problem& one : problems)
    made.problems += one.to_string() + '\n';
  return made;
}

// The good configuration with one part written otherwise.
std::string but(std::string_view what, std::string_view instead) {
  std::string text(kGood);
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  text.replace(at, what.size(), instead);
  return text;
}

}  // namespace

TEST_CASE("a link's configuration is read", "[ss7][link]") {
  const Read made = read(std::string(kGood));
  CHECK(made.problems.empty());
  const Ss7LinkConfig& config = made.config;
  CHECK(config.point_code == "20");
  CHECK(config.network_indicator == 2);
  REQUIRE(config.application_servers.size() == 1);
  const ApplicationServerConfig& server = config.application_servers[0];
  CHECK(server.routing_context == 7U);
  CHECK(server.traffic_mode == TrafficMode::kLoadshare);
  REQUIRE(server.asps.size() == 2);
  CHECK(server.asps[0].role == AspRole::kClient);
  CHECK(server.asps[0].remote_port == 2905);
  CHECK(server.asps[1].role == AspRole::kServer);
  REQUIRE(config.peers.size() == 2);
  CHECK(config.peers[0].side == Side::kSmsc);
  CHECK(config.peers[0].trust == Trust::kOwn);
  CHECK(config.peers[0].point_codes[1] == "0-1-3");
  CHECK(config.peers[1].trust == Trust::kUnlisted);  // what is not said is not trusted
}

TEST_CASE("what is wrong in a link's configuration is said with line and key", "[ss7][link]") {
  struct Case {
    std::string_view what, instead, problem;
  };
  const Case cases[] = {
      {"point_code: 20", "point_code: 16384",
       "ss7.yaml:1: ss7.point_code: '16384' is no point code: out of range"},
      {"0-1-3", "0-1",
       "ss7.yaml:18: ss7.peers[0].point_codes[1]: '0-1' is no point code: write one"},
      {"0-1-3", "0-1-2", "'0-1-2' already is a peer on 'stp'"},  // 10, written otherwise
      {"0-1-3", "20", "ss7.yaml:18: ss7.peers[0].point_codes[1]: is our own point code"},
      {"application_servers: [stp]", "application_servers: [spt]",
       "ss7.yaml:19: ss7.peers[0].application_servers[0]: no application server is named 'spt'; "
       "there is: stp"},
      {"remote_port: 2905", "remote_port: 0",
       "ss7.application_servers[0].asps[0].remote_port: missing; name the port to connect to"},
      {"remote: [127.0.0.1]", "remote: [localhost]", "is no IP address"},
      {"remote: [127.0.0.1]", "remote: []", "asps[0].remote: missing"},
      {"local_port: 2906", "local_port: 0",
       "ss7.application_servers[0].asps[1].local_port: missing; a server needs a port"},
      {"name: stp-2", "name: stp-1", "'stp-1' stands twice"},
      {"name: network", "name: smsc", "ss7.peers[1].name: 'smsc' stands twice"},
      {"point_codes: [10, 0-1-3]", "trust: own", "stands twice"},
      {"point_codes: [10, 0-1-3]", "point_codes: []",
       "ss7.peers[1].point_codes: missing; another peer already has all that is left on 'stp'"},
      {"traffic_mode: loadshare", "transport: ipa", "ss7.application_servers[0].asps: has several"},
      {"traffic_mode: loadshare", "transport: ipa",
       "ss7.application_servers[0].transport: ipa carries no point code"},
      {"traffic_mode: loadshare", "transport: ipa", "routing_context: belongs to transport m3ua"},
      {"traffic_mode: loadshare", "traffic_mode: broadcast", "traffic_mode"},
      {"traffic_mode: loadshare", "register: true",
       "ss7.application_servers[0].routing_context: is assigned by the peer with register: true"},
      {"traffic_mode: loadshare", "register: true",
       "ss7.application_servers[0].asps[1].role: is server, but only a client registers"},
      {"traffic_mode: loadshare", "transport: ipa\n    register: true",
       "ss7.application_servers[0].register: belongs to transport m3ua"},
      {"side: network", "sides: network", "sides"},
  };
  for (const Case& one : cases) {
    INFO(one.instead);
    Document document;
    Problems problems;
    const std::string text = but(one.what, one.instead);
    if (!control::read_yaml(text, "ss7.yaml", document, problems)) {
      CHECK_THAT(problems.front().text, Contains(std::string(one.problem)));
      continue;
    }
    CHECK_THAT(read(text).problems, Contains(std::string(one.problem)));
  }
}

TEST_CASE("clients alone may register, without a routing context", "[ss7][link]") {
  const std::size_t server = kGood.find("      - name: stp-2");
  std::string text = but("routing_context: 7", "register: true");
  text.erase(text.find("      - name: stp-2"), kGood.find("peers:") - server);
  const Read made = read(text);
  CHECK(made.problems.empty());
  CHECK(made.config.application_servers[0].registers);
}

TEST_CASE("names of ASPs are unique over all application servers", "[ss7][link]") {
  const std::string problems = read(but("peers:\n",
                                        "  - name: stp\n    asps:\n      - name: stp-2\n"
                                        "        remote: [127.0.0.1]\n"
                                        "        remote_port: 2907\n"
                                        "peers:\n"))
                                   .problems;
  CHECK_THAT(problems, Contains("ss7.yaml:14: ss7.application_servers[1].name: 'stp' stands twice; "
                                "names must be unique"));
  CHECK_THAT(problems, Contains("ss7.yaml:16: ss7.application_servers[1].asps[0].name: 'stp-2' "
                                "stands twice; names must be unique"));
}

TEST_CASE("two server ASPs that no connection could tell apart are refused", "[ss7][link]") {
  const std::string text = but("role: server\n        local_port: 2906\n",
                               "role: server\n        local_port: 2906\n        remote: [::1]\n"
                               "      - name: stp-3\n        role: server\n"
                               "        local_port: 2906\n");
  const std::string problems = read(text).problems;
  CHECK_THAT(problems, Contains("asps[2].remote_port: cannot be told from another server ASP"));
  CHECK(problems.find('\n') == problems.size() - 1);
}

TEST_CASE("an application server that no peer uses is refused", "[ss7][link]") {
  const std::string text = but("peers:",
                               "  - name: other\n    asps:\n      - name: other-1\n"
                               "        remote: [192.0.2.1]\n        remote_port: 2905\npeers:");
  CHECK_THAT(read(text).problems, Contains("application_servers[1].name: no peer names it"));
}

TEST_CASE("a link's configuration is written and read back the same", "[ss7][link]") {
  const Ss7LinkConfig config = read(std::string(kGood)).config;
  const Document written = write_definition(config, Secrets::kShown);
  const Read again = read(control::write_yaml(written));
  CHECK(again.problems.empty());
  CHECK(write_definition(again.config, Secrets::kShown) == written);
}
