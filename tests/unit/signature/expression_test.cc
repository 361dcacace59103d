#include "filters/signature/expression.hh"

#include "tests/catch.hh"

namespace smsfw {
namespace {

TEST_CASE("without assertions: syntax goes, literals stay") {
  CHECK(without_assertions("^a$") == "(?:)a(?:)");
  CHECK(without_assertions("\\bfoo\\B\\A\\z\\Z") == "(?:)foo(?:)(?:)(?:)(?:)");
  CHECK(without_assertions("[^a$]\\^\\$\\\\b") == "[^a$]\\^\\$\\\\b");
  CHECK(without_assertions("[]^$]x[\\b]") == "[]^$]x[\\b]");
  CHECK(without_assertions("[[:alpha:]$]$") == "[[:alpha:]$](?:)");
  CHECK(without_assertions("\\Q^$\\E^") == "\\Q^$\\E(?:)");
  CHECK(without_assertions("\\") == "\\");
}

TEST_CASE("faults: none in what packs are written with") {
  for (const std::string_view regex :
       {"c[o0]ng an|vks\\b", "(?:\\+?84|\\b0)[ .-]?[35789](?:[ .-]?[0-9]){8}", "đăng nhập",
        "(?:á|à){2}", "\\x{e1}[^a-z0-9.]|$", "\\\\p", "[]a]?x"})
    CHECK_FALSE(find_fault(regex).has_value());
}

TEST_CASE("faults: characters of several octets where one octet is meant") {
  for (const std::string_view regex : {"[á]", "[^á]", "[]á]", "[a\\á]", "á+", "á{2}", "\\á*"})
    CHECK(find_fault(regex).has_value());
  CHECK(find_fault("刷一?单")->hint.find("(?:一)?") != std::string::npos);
}

}  // namespace
}  // namespace smsfw
