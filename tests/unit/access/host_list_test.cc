#include "filters/access/host_list.hh"

#include <string>
#include <vector>

#include "filters/access/host_list_layout.hh"
#include "filters/access/host_list_writer.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::access;

namespace {

using namespace std::chrono_literals;
constexpr std::chrono::microseconds kNow = 1'000s;

using Octets = std::vector<std::byte>;

Octets file_of(const std::vector<HostEntry>& entries, const HostListOrigin& origin = {}) {
  HostListWriter writer;
  for (const HostEntry& entry : entries)
    REQUIRE(writer.add(entry).empty());
  auto made = writer.finish(origin);
  REQUIRE(made);
  return std::move(*made);
}

HostList opened(const Octets& octets) {
  auto list = HostList::open(octets);
  if (!list) FAIL(list.error());
  return std::move(*list);
}

std::string found(const HostList& list, std::string_view host,
                  std::chrono::microseconds wall = kNow) {
  const auto entry = list.find(host, wall);
  return entry ? std::string(to_string(entry->match)) + ' ' + std::string(entry->host) : "";
}

const std::vector<HostEntry> kSome{
    {"bad.example", HostMatch::kDomain, 0, "smishing"},
    {"one.shop.example", HostMatch::kExact, 0, ""},
    {"new", HostMatch::kTld, 0, "new"},
    {"deep.bad.example", HostMatch::kDomain, 0, "worse"},
    {"short.example", HostMatch::kDomain, 2'000, "lent"},
    {"192.0.2.7", HostMatch::kExact, 0, ""},
};

}  // namespace

TEST_CASE("a host list finds hosts at label borders", "[access][hosts]") {
  const Octets file = file_of(kSome);
  const HostList list = opened(file);
  CHECK(list.size() == kSome.size());
  CHECK(found(list, "bad.example") == "domain bad.example");
  CHECK(found(list, "www.a.bad.example") == "domain bad.example");
  CHECK(found(list, "x.deep.bad.example") == "domain deep.bad.example");
  CHECK(found(list, "one.shop.example") == "exact one.shop.example");
  CHECK(found(list, "a.one.shop.example").empty());
  CHECK(found(list, "shop.example").empty());
  CHECK(found(list, "a.b.new") == "tld new");
  CHECK(found(list, "new").empty());
  CHECK(found(list, "192.0.2.7") == "exact 192.0.2.7");
  // What only contains or extends the name.
  CHECK(found(list, "notbad.example").empty());
  CHECK(found(list, "bad.example.good.example").empty());
  CHECK(found(list, "bad.example.").empty());
  CHECK(found(list, ".").empty());
  CHECK(found(list, "").empty());
  CHECK(list.find("bad.example", kNow)->reason == "smishing");
}

TEST_CASE("an entry of a host list ends with its time", "[access][hosts]") {
  Octets file = file_of(kSome);
  CHECK(found(opened(file), "short.example", 2'000s - 1us) == "domain short.example");
  CHECK(found(opened(file), "short.example", 2'000s).empty());
  // Where the longer name has expired, the shorter one still counts.
  file = file_of(
      {{"a.example", HostMatch::kDomain, 0, ""}, {"b.a.example", HostMatch::kDomain, 10, ""}});
  CHECK(found(opened(file), "b.a.example") == "domain a.example");
}

TEST_CASE("a host list tells how many of its entries are over", "[access][hosts]") {
  std::vector<HostEntry> entries{{"never.example", HostMatch::kDomain, 0, ""}};
  for (std::uint32_t i = 1; i <= 7; ++i)
    entries.push_back(
        {std::string_view("abcdefgh.example").substr(i), HostMatch::kDomain, 10 * i, ""});
  const Octets file = file_of(entries);
  const HostList list = opened(file);
  CHECK(list.octets() == file.size());
  CHECK(list.expired(0s) == 0);
  CHECK(list.expired(10s - 1us) == 0);
  CHECK(list.expired(10s) == 1);
  CHECK(list.expired(65s) == 6);
  CHECK(list.expired(1'000s) == 7);
}

TEST_CASE("names of all lengths are found, with and without what else an entry has",
          "[access][hosts]") {
  std::vector<std::string> names;
  for (std::size_t size = 1; size <= HostList::kMaxName; ++size)
    names.push_back(std::string(size, static_cast<char>('a' + size % 26)));
  for (const std::string_view reason : {"", "why"}) {
    for (const std::uint32_t expires : {0U, 5'000U}) {
      HostListWriter writer;
      for (const std::string& name : names)
        REQUIRE(writer.add({name, HostMatch::kExact, expires, reason}).empty());
      const auto file = writer.finish({});
      REQUIRE(file);
      const HostList list = opened(*file);
      for (const std::string& name : names) {
        const auto entry = list.find(name, kNow);
        REQUIRE(entry);
        REQUIRE(entry->host == name);
        REQUIRE(entry->expires == expires);
        REQUIRE(entry->reason == reason);
        REQUIRE_FALSE(list.find(name + "-", kNow));
      }
    }
  }
}

TEST_CASE("one name twice is one entry, and counts as long as the longest", "[access][hosts]") {
  HostListWriter writer;
  writer.add({"a.example", HostMatch::kDomain, 50, "early"});
  writer.add({"a.example", HostMatch::kDomain, 90, "late"});
  writer.add({"a.example", HostMatch::kExact, 0, "host"});
  const auto file = writer.finish({});
  REQUIRE(file);
  CHECK(writer.written() == 2);
  const HostList list = opened(*file);
  std::string all;
  list.for_each([&](const HostEntry& entry) {
    all += std::string(to_string(entry.match)) + ' ' + std::to_string(entry.expires) + ' ' +
           std::string(entry.reason) + ';';
  });
  CHECK(all == "exact 0 host;domain 90 late;");
}

TEST_CASE("the same entries give the same octets in any order", "[access][hosts]") {
  const HostListOrigin origin{"https://feed.example/list", "CC0", 1'700'000'000s};
  std::vector<HostEntry> turned(kSome.rbegin(), kSome.rend());
  turned.push_back(kSome[0]);
  CHECK(file_of(kSome, origin) == file_of(turned, origin));
  const Octets file = file_of(kSome, origin);
  const HostList list = opened(file);
  CHECK(list.origin().source == origin.source);
  CHECK(list.origin().licence == origin.licence);
  CHECK(list.origin().imported == origin.imported);
  CHECK(file != file_of(kSome));
}

TEST_CASE("a host list may be empty", "[access][hosts]") {
  const Octets file = file_of({});
  CHECK(opened(file).size() == 0);
  CHECK(found(opened(file), "a.example").empty());
}

TEST_CASE("every shortened or changed host list is refused", "[access][hosts]") {
  const Octets file = file_of(kSome, {"source", "licence", 5s});
  for (std::size_t size = 0; size < file.size(); ++size) {
    const Octets cut(file.begin(), file.begin() + static_cast<std::ptrdiff_t>(size));
    CHECK_FALSE(HostList::open(cut));
  }
  for (std::size_t bit = 0; bit < file.size() * 8; ++bit) {
    Octets changed = file;
    changed[bit / 8] ^= static_cast<std::byte>(1U << bit % 8);
    const auto list = HostList::open(changed);
    INFO("bit " << bit);
    REQUIRE_FALSE(list);
    CHECK(list.error().find("import") != std::string::npos);
  }
}

TEST_CASE("a host list with a right checksum over wrong octets does no harm", "[access][hosts]") {
  namespace layout = host_list_layout;
  const Octets file = file_of(kSome, {"source", "licence", 5s});
  for (std::size_t at = layout::kChecked; at < file.size(); ++at) {
    for (const int value : {0x00, 0x01, 0x7F, 0xFF}) {
      Octets changed = file;
      changed[at] = static_cast<std::byte>(value);
      layout::put(changed.data() + layout::kAtChecksum, layout::checksum(changed));
      const auto list = HostList::open(changed);
      if (!list) continue;
      for (const HostEntry& entry : kSome)
        list->find(entry.host, kNow);
      std::size_t visited = 0;
      list->for_each([&](const HostEntry& entry) { visited += entry.host.empty() ? 0U : 1U; });
      CHECK(visited == list->size());
    }
  }
}

TEST_CASE("a host list takes what it can look up, and finds all of many", "[access][hosts]") {
  HostListWriter writer;
  std::string deep = "a";
  for (unsigned i = 1; i < HostList::kMaxLabels; ++i)
    deep += ".a";
  CHECK(writer.add({deep, HostMatch::kExact, 0, ""}).empty());
  CHECK_FALSE(writer.add({deep + ".a", HostMatch::kExact, 0, ""}).empty());
  CHECK_FALSE(writer.add({std::string(254, 'a'), HostMatch::kExact, 0, ""}).empty());
  CHECK_FALSE(writer.add({"", HostMatch::kExact, 0, ""}).empty());
  for (int i = 0; i < 20'000; ++i) {
    const std::string reason = i % 3 == 0 ? "" : "r" + std::to_string(i % 500);
    const std::string host = "h" + std::to_string(i) + ".example";
    REQUIRE(writer.add({host, HostMatch::kDomain, 0, reason}).empty());
  }
  const auto file = writer.finish({});
  REQUIRE(file);
  const HostList list = opened(*file);
  CHECK(found(list, deep) == "exact " + deep);
  for (int i = 0; i < 20'000; ++i) {
    const auto entry = list.find("www.h" + std::to_string(i) + ".example", kNow);
    REQUIRE(entry);
    REQUIRE(entry->reason == (i % 3 == 0 ? "" : "r" + std::to_string(i % 500)));
    REQUIRE_FALSE(list.find("h" + std::to_string(i) + "x.example", kNow));
  }
}
