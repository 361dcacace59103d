#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "smsc-proxy/cli/config_reference.hh"
#include "smsc-proxy/cli/element_reference.hh"
#include "smsc-proxy/cli/finding_reference.hh"
#include "smsc-proxy/cli/map_reference.hh"
#include "tests/catch.hh"

namespace {

std::string committed(const std::string& name) {
  std::ifstream in(std::string(SMSFW_SOURCE_DIR) + "/docs/reference/" + name);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the committed reference of the configuration is the tables' own") {
  // Make them anew: smsfw docs config > docs/reference/config.md, and config-schema likewise.
  CHECK(committed("config.md") == smsfw::cli::config_reference());
  CHECK(committed("config.schema.json") == smsfw::cli::config_schema());
}

TEST_CASE("the committed pages of MAP, headers and findings are the tables' own") {
  // Make them anew: smsfw docs map > docs/reference/map.md, and findings and udh likewise.
  CHECK(committed("map.md") == smsfw::cli::map_reference());
  CHECK(committed("udh.md") == smsfw::cli::element_reference());
  CHECK(committed("findings.md") == smsfw::cli::finding_reference());
}

TEST_CASE("the reference names defaults, ranges and when a change takes force") {
  const std::string page = smsfw::cli::config_reference();
  CHECK(page.find("| `window` | 1 to 100000 | `1000` | restart | 0.1 |") != std::string::npos);
  CHECK(page.find("| `monitor` | true, false | `false` | reload | 0.1 |") != std::string::npos);
  CHECK(page.find("| `reject` | 0x1 to 0xffffffff | `0x66` | restart |") != std::string::npos);
  // Of a section that is not there unless it is written.
  CHECK(page.find("| `asking_side` | smsc, network | `smsc` | restart |") != std::string::npos);
  CHECK(page.find("| `max_ids` | 100 to 100000 | `100000` | restart |") != std::string::npos);
  // Of an entry, what a key that is left out of it means, not what the built-in entry has.
  CHECK(page.find("| `answer` | result, error, abort, return, drop, divert | `error` |") !=
        std::string::npos);
  CHECK(page.find("## `listeners[].timers`") != std::string::npos);
  const auto schema = nlohmann::json::parse(smsfw::cli::config_schema());
  CHECK(schema["properties"]["listeners"]["items"]["properties"]["window"]["maximum"] == 100'000);
  CHECK(schema["properties"]["listeners"]["items"]["required"] ==
        nlohmann::json({"name", "upstream"}));
}
