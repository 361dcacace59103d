#include "filters/text/listed_host.hh"

#include <string>

#include "filters/text/url_extractor.hh"
#include "tests/catch.hh"

using namespace smsfw;

TEST_CASE("names of lists have the form that the extractor gives", "[hosts]") {
  ListedHosts hosts;
  UrlExtractor extractor;
  UrlList urls;
  for (const std::string written :
       {"Bank.Example", "b\u00FCcher.example", "B\u00DCCHER.example", "xn--bcher-kva.example",
        "b\u0430nk.example", "192.0.2.7", "0xC0000207", "[2001:DB8:0:0::1]", "\uFF42ank.example",
        "bank\u3002example"}) {
    extractor.extract("http://" + written + "/", urls);
    INFO(written);
    REQUIRE(urls.size() == 1);
    CHECK(std::string(hosts.canonical(written)) == urls[0].host);
  }
  CHECK(hosts.canonical("bank.example.") == "bank.example");
  CHECK(hosts.canonical("XYZ") == "xyz");
  CHECK(hosts.canonical("_dmarc.bank.example") == "_dmarc.bank.example");
  CHECK_FALSE(hosts.address());
  CHECK(hosts.canonical("2001:db8::1") == "2001:db8::1");
  CHECK(hosts.address());
}

TEST_CASE("what is no host name is refused", "[hosts]") {
  ListedHosts hosts;
  for (const std::string& written :
       {std::string(), std::string("."), std::string("a..example"), std::string(".a.example"),
        std::string("http://a.example/"), std::string("a.example/path"), std::string("a b.example"),
        std::string("*.example"), std::string("user@a.example"), std::string("1.2.3.4.5"),
        std::string("a.example:80"), std::string(64, 'a') + ".example",
        std::string("a\0b.example", 11), std::string(2'000, 'a'), std::string("\xFF.example"),
        std::string("a,b.example")}) {
    INFO(written);
    CHECK(hosts.canonical(written).empty());
  }
}
