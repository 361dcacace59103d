#include "smsc-proxy/smpp/session/endpoint.hh"

#include "tests/catch.hh"

using namespace smsfw::smpp;

TEST_CASE("endpoints are taken apart") {
  const auto v4 = parse_endpoint("127.0.0.1:2775");
  REQUIRE(v4);
  CHECK(v4->host == "127.0.0.1");
  CHECK(v4->port == 2775);
  CHECK(v4->literal);
  const auto v6 = parse_endpoint("[2001:db8::1]:65535");
  REQUIRE(v6);
  CHECK(v6->host == "2001:db8::1");
  const auto name = parse_endpoint("smsc.example:2776");
  REQUIRE(name);
  CHECK_FALSE(name->literal);
  for (const char* wrong :
       {"", ":2775", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "::1:2775",
        "[127.0.0.1]:2775", "[smsc]:2775", "10.0.0.300:2775", "a b:2775", "smsc:27x", "-a:1"}) {
    INFO(wrong);
    CHECK_FALSE(parse_endpoint(wrong).has_value());
  }
}

TEST_CASE("loopback is known") {
  CHECK(is_loopback(*parse_endpoint("127.8.0.1:1")));
  CHECK(is_loopback(*parse_endpoint("[::1]:1")));
  CHECK(is_loopback(*parse_endpoint("localhost:1")));
  CHECK_FALSE(is_loopback(*parse_endpoint("0.0.0.0:1")));
  CHECK_FALSE(is_loopback(*parse_endpoint("127.example:1")));
}

TEST_CASE("networks hold the addresses of their prefix") {
  const auto network = Network::parse("192.0.2.0/25");
  REQUIRE(network);
  CHECK(network->contains("192.0.2.127"));
  CHECK_FALSE(network->contains("192.0.2.128"));
  CHECK(network->contains("::ffff:192.0.2.5"));
  CHECK_FALSE(network->contains("nonsense"));
  CHECK(Network::parse("0.0.0.0/0")->contains("203.0.113.9"));
  CHECK_FALSE(Network::parse("0.0.0.0/0")->contains("2001:db8::1"));
  CHECK(Network::parse("2001:db8::/33")->contains("2001:db8:7fff::1"));
  CHECK_FALSE(Network::parse("2001:db8::/33")->contains("2001:db8:8000::1"));
  CHECK(Network::parse("192.0.2.7")->contains("192.0.2.7"));
  for (const char* wrong : {"", "192.0.2.1/24", "192.0.2.0/33", "192.0.2/24", "2001:db8::/129",
                            "example/8", "192.0.2.0/"}) {
    INFO(wrong);
    CHECK_FALSE(Network::parse(wrong).has_value());
  }
}
