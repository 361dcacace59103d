#include "smsc-proxy/cli/host_list_import.hh"

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::cli;
using access::HostMatch;

namespace {

struct Imported {
  std::string entries;  ///< `match host expires reason;` each
  Problems problems;
  std::size_t bad = 0;
};

Imported import(const std::string& text, HostImportSettings settings = {}) {
  access::HostListWriter writer;
  HostListImport import(settings, writer);
  std::istringstream in(text);
  import.read(in, "in.txt");
  const auto octets = writer.finish({}).value();
  Imported made;
  std::map<std::string, std::string> by_host;
  access::HostList::open(octets).value().for_each([&](const access::HostEntry& entry) {
    const std::string match(access::to_string(entry.match));
    by_host[std::string(entry.host) + ' ' + match] = match + ' ' + std::string(entry.host) + ' ' +
                                                     std::to_string(entry.expires) + ' ' +
                                                     std::string(entry.reason) + ';';
  });
  for (const auto& [host, entry] : by_host)
    made.entries += entry;
  made.problems = import.problems();
  made.bad = import.bad();
  return made;
}

}  // namespace

TEST_CASE("a plain list: comments, expiry, forms of match", "[hosts]") {
  const Imported made = import(
      "\xEF\xBB\xBF# a comment\r\n"
      "\r\n"
      "  Bad.Example # why\r\n"
      "bad.example\n"
      "lent.example 1970-01-02\n"
      "=one.example\n"
      ".xyz\n"
      "192.0.2.7");
  CHECK(made.bad == 0);
  CHECK(made.entries ==
        "exact 192.0.2.7 0 ;domain bad.example 0 ;domain lent.example 86400 ;"
        "exact one.example 0 ;tld xyz 0 ;");
}

TEST_CASE("a CSV list: header, quotes, fields that are left out", "[hosts]") {
  HostImportSettings settings;
  settings.format = HostListFormat::kCsv;
  settings.match = HostMatch::kExact;
  settings.expires = 5;
  const Imported made = import(
      "host,expires,reason\n"
      "a.example,1970-01-02,\"fake \"\"bank\"\", again\"\n"
      "b.example\n"
      "c.example,,,domain\n",
      settings);
  CHECK(made.bad == 0);
  CHECK(made.entries ==
        "exact a.example 86400 fake \"bank\", again;exact b.example 5 ;domain c.example 5 ;");
  CHECK(csv_field("fake \"bank\", again") == "\"fake \"\"bank\"\", again\"");
  CHECK(csv_field("plain") == "plain");
  CHECK(import("a.example,,\"open\nb.example,,\"x\"y\nc.example,,,,\n", settings).bad == 3);
}

TEST_CASE("a list of JSON lines", "[hosts]") {
  HostImportSettings settings;
  settings.format = HostListFormat::kJsonl;
  const Imported made = import(
      R"({"host":"b\u00fccher.example","expires":"1970-01-02T00:00:00Z","reason":"r","id":7})"
      "\n"
      R"({"host":"xyz","match":"tld","expires":null})"
      "\n",
      settings);
  CHECK(made.bad == 0);
  CHECK(made.entries == "domain xn--bcher-kva.example 86400 r;tld xyz 0 ;");
  CHECK(import("{\"host\":5}\n[]\n{\"hosts\":\"a.example\"}\n{\n", settings).bad == 4);
}

TEST_CASE("bad lines are told by line, and others are taken", "[hosts]") {
  const std::string text = "good.example\nhttp://a.example/\nb.example tomorrow\n" +
                           std::string(HostListImport::kLongestLine + 1, 'x') +
                           "\ncom\ncom.vn\n.com.vn\nlast.example\n";
  const Imported made = import(text);
  CHECK(made.entries == "tld com.vn 0 ;domain good.example 0 ;domain last.example 0 ;");
  REQUIRE(made.problems.size() == 5);
  std::vector<std::uint32_t> lines;
  for (const Problem& problem : made.problems)
    lines.push_back(problem.line);
  CHECK(lines == std::vector<std::uint32_t>{2, 3, 4, 5, 6});
  CHECK(made.problems[0].to_string().find("in.txt:2: ") == 0);
  CHECK(made.problems[3].text.find("match tld") != std::string::npos);
}

TEST_CASE("a line is read whole, also behind a zero octet", "[hosts]") {
  CHECK(import(std::string("a.example\0.bank.example\n", 24)).bad == 1);
}

TEST_CASE("problems of a list are bounded, their number is not", "[hosts]") {
  std::string text;
  for (int i = 0; i < 100; ++i)
    text += "no host\n";
  const Imported made = import(text);
  CHECK(made.bad == 100);
  CHECK(made.problems.size() == HostListImport::kMaxProblems);
}

TEST_CASE("an expiry is a time that a list can hold", "[hosts]") {
  CHECK(parse_expiry("1970-01-02") == 86'400);
  CHECK_FALSE(parse_expiry("1970-01-01"));
  CHECK_FALSE(parse_expiry("2150-01-01"));
  CHECK_FALSE(parse_expiry("soon"));
}
