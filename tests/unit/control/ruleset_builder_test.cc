#include "smsc-proxy/control/ruleset_builder.hh"

#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "filters/access/access_lists.hh"
#include "filters/access/host_list_writer.hh"
#include "filters/brand/brand_filter.hh"
#include "filters/origin/origin_rules.hh"
#include "filters/signature/signature_set.hh"
#include "filters/text/host_lists.hh"
#include "smsc-proxy/control/brand_tables.hh"
#include "smsc-proxy/control/config_file.hh"
#include "smsc-proxy/control/list_file.hh"
#include "smsc-proxy/control/reloader.hh"
#include "tests/catch.hh"
#include "tests/support/scratch_directory.hh"

using namespace smsfw;
using namespace smsfw::control;
namespace fs = std::filesystem;

namespace {

constexpr std::chrono::microseconds kNow{1};

std::string pack(const std::string& regex) {
  return "signatures:\n"
         "  - sid: 1000001\n"
         "    rev: 1\n"
         "    msg: 'a rule'\n"
         "    class: spam\n"
         "    severity: 2\n"
         "    score: 6\n"
         "    action: score\n"
         "    match: { all: [{ buffer: folded, regex: '" +
         regex +
         "' }] }\n"
         "    examples: { match: ['abc'], clean: ['x'] }\n"
         "    meta: { created: 2026-11-23, author: t }\n";
}

// A directory with a pack, a classification and a configuration.
class Site {
 public:
  Site() {
    directory_.write("pack.yaml", pack("abc"));
    directory_.write("classes.yaml", "classes: [{ name: spam, title: Spam }]\n");
    write_config("");
  }
  std::string path(const std::string& name) const { return directory_.path() + '/' + name; }
  void write(const std::string& name, const std::string& text) { directory_.write(name, text); }
  void write_config(const std::string& more) {
    directory_.write("c.yaml", "packs: [" + path("pack.yaml") +
                                   "]\nclassification: " + path("classes.yaml") + '\n' + more);
  }
  Config config() const {
    auto loaded = load_config(path("c.yaml"));
    if (!loaded) FAIL(problems_text(loaded.error()));
    return *loaded;
  }
  std::vector<fs::path> cache_files() const {
    std::vector<fs::path> files;
    for (const auto& file : fs::directory_iterator(path("cache")))
      files.push_back(file.path());
    std::sort(files.begin(), files.end());
    return files;
  }

 private:
  ScratchDirectory directory_;
};

BuiltRuleset build(RulesetBuilder& builder, const Config& config) {
  auto built = builder.build(config, kNow);
  if (!built) FAIL(problems_text(built.error()));
  return std::move(*built);
}

}  // namespace

/// The one problem for which a build is refused.
std::string refusal(RulesetBuilder& builder, const Site& site) {
  const auto built = builder.build(site.config(), kNow);
  REQUIRE_FALSE(built);
  REQUIRE(built.error().size() == 1);
  return built.error()[0].to_string();
}

TEST_CASE("a ruleset has all parts, and its version follows what went in") {
  Site site;
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset first = build(builder, site.config());
  CHECK(first.summary.signatures == 1);
  CHECK(first.summary.enforced_signatures == 0);
  CHECK(first.ruleset->version.size() == 12);
  CHECK(first.ruleset->built_at == kNow);
  CHECK(first.ruleset->part<SignatureSet>() != nullptr);
  CHECK(build(builder, site.config()).ruleset->version == first.ruleset->version);

  site.write_config("monitor: true\n");
  const BuiltRuleset monitored = build(builder, site.config());
  CHECK(monitored.ruleset->monitor);
  CHECK(monitored.ruleset->version != first.ruleset->version);

  site.write_config("overload: { budget: 7ms }\n");
  CHECK(build(builder, site.config()).ruleset->version == first.ruleset->version);
  site.write("pack.yaml", pack("abd"));
  CHECK(build(builder, site.config()).ruleset->version != first.ruleset->version);
}

TEST_CASE("networks and origin checks are part of the ruleset, and a reload replaces them") {
  Site site;
  site.write_config("networks: [{ name: home, prefixes: ['1555'], trust: own }]\n");
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset first = build(builder, site.config());
  const auto* rules = first.ruleset->part<origin::OriginRules>();
  REQUIRE(rules != nullptr);
  CHECK(rules->networks().find("15550001", kNow) != nullptr);
  CHECK_FALSE(rules->policy(origin::Check::kSilent).enforce);

  site.write_config("origin: { checks: { silent_message: { enforce: true } } }\n");
  const BuiltRuleset second = build(builder, site.config());
  const auto* next = second.ruleset->part<origin::OriginRules>();
  CHECK(next->networks().find("15550001", kNow) == nullptr);
  CHECK(next->policy(origin::Check::kSilent).enforce);
  CHECK(second.ruleset->version != first.ruleset->version);
}

TEST_CASE("host lists are mapped files, and a damaged one is refused with its name") {
  const auto list_of = [](const std::string& host) {
    access::HostListWriter writer;
    writer.add({host, access::HostMatch::kDomain, 0, ""});
    const auto octets = writer.finish({}).value();
    return std::string(reinterpret_cast<const char*>(octets.data()), octets.size());
  };
  Site site;
  site.write("a.hosts", list_of("a.example"));
  site.write_config("host_lists: [{ name: fraud, kind: block, file: " + site.path("a.hosts") +
                    " }]\n");
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset first = build(builder, site.config());
  const auto* part = first.ruleset->part<HostLists>();
  REQUIRE(part != nullptr);
  REQUIRE(part->lists().size() == 1);
  CHECK(part->lists()[0].spec.name == "fraud");
  CHECK(build(builder, site.config()).ruleset->version == first.ruleset->version);

  // Counts of a list go on under its name.
  part->lists()[0].hits->count(true);

  // The file is replaced: the old ruleset keeps what it has mapped.
  fs::remove(site.path("a.hosts"));
  site.write("a.hosts", list_of("b.example"));
  const BuiltRuleset second = build(builder, site.config());
  CHECK(second.ruleset->version != first.ruleset->version);
  CHECK(second.ruleset->part<HostLists>()->lists()[0].entries.find("b.example", kNow));
  CHECK(second.ruleset->part<HostLists>()->lists()[0].hits->counted(true) == 1);
  CHECK(part->lists()[0].entries.find("a.example", kNow));
  CHECK_FALSE(part->lists()[0].entries.find("b.example", kNow));

  fs::remove(site.path("a.hosts"));
  CHECK(refusal(builder, site) ==
        site.path("a.hosts") + ": cannot be opened: No such file or directory");
  std::string damaged = list_of("a.example");
  damaged.back() = '!';
  site.write("a.hosts", damaged);
  CHECK(refusal(builder, site) ==
        site.path("a.hosts") + ": is damaged: its checksum is wrong; copy or import it anew");
  site.write("a.hosts", "");
  CHECK(refusal(builder, site).find("is empty") != std::string::npos);
  fs::remove(site.path("a.hosts"));
  REQUIRE(::mkfifo(site.path("a.hosts").c_str(), 0600) == 0);
  CHECK(refusal(builder, site) == site.path("a.hosts") + ": is no plain file");
}

TEST_CASE("brands of files and of the configuration are one table, and problems name their file") {
  Site site;
  site.write("brands.yaml",
             "entries: [{ name: A, tokens: [vietbank], domains: [vietbank.example] }]\n"
             "allow: [news.example]\n");
  site.write_config("brands:\n  tables: [" + site.path("brands.yaml") +
                    "]\n  entries: [{ name: B, words: [apple] }]\n");
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset first = build(builder, site.config());
  const auto* part = first.ruleset->part<brand::Brands>();
  REQUIRE(part != nullptr);
  CHECK(part->names().size() == 2);
  CHECK(part->own("www.news.example"));

  // What is in the file counts for the version.
  site.write("brands.yaml", "entries: [{ name: A, tokens: [vietbank, royalmail] }]\n");
  const BuiltRuleset second = build(builder, site.config());
  CHECK(second.ruleset->part<brand::Brands>()->names().size() == 3);
  CHECK(second.ruleset->version != first.ruleset->version);

  site.write("brands.yaml", "entries:\n  - { name: A, token: [vietbank] }\n");
  CHECK(refusal(builder, site).substr(0, site.path("brands.yaml").size() + 3) ==
        site.path("brands.yaml") + ":2:");
  site.write("brands.yaml", "entries: [{ name: A, tokens: [abc] }]\n");
  CHECK(refusal(builder, site).find("brands: 'A': 'abc' is no name") != std::string::npos);
  fs::remove(site.path("brands.yaml"));
  CHECK(refusal(builder, site).find("brands.yaml: cannot be read") != std::string::npos);
}

TEST_CASE("shipped brands: no own domain shows anything, each name on a foreign one does") {
  const auto loaded = load_brands({std::string(kBuiltin)});
  REQUIRE(loaded);
  const auto built = brand::Brands::build(loaded->tables);
  REQUIRE(built);
  const brand::Brands& brands = **built;
  CHECK(brands.names().size() > 70);
  for (const brand::BrandSpec& one : loaded->tables[0].entries) {
    CAPTURE(one.name);
    CHECK_FALSE(one.domains.empty());
    for (const std::string& token : one.tokens) {
      CHECK(brands.names().find_in_label(token + "-login") == brand::Likeness::kNamed);
      CHECK_FALSE(brands.own(token + "-login.example"));
    }
    for (const std::string& word : one.words)
      CHECK(brands.names().find_in_label("my-" + word) == brand::Likeness::kNamed);
  }
}

TEST_CASE("precedence is the configuration's order") {
  Site site;
  site.write_config(
      "precedence: [behaviour, control, source, prohibited, recipient, consent, "
      "advertising]\n");
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset built = build(builder, site.config());
  CHECK(built.ruleset->precedence[Precedence::kBehaviour] == 0);
  CHECK(built.ruleset->precedence[Precedence::kControl] == 1);
  CHECK(built.ruleset->precedence[Precedence::kAdvertising] == 6);
}

TEST_CASE("compiled signatures come from the cache, and a damaged file is healed once") {
  Site site;
  {
    RulesetBuilder builder(site.path("cache"), 4, 1);
    build(builder, site.config());
    CHECK(builder.cache_stats().compiled == 1);
    CHECK(builder.cache_stats().loaded == 0);
  }
  REQUIRE(site.cache_files().size() == 1);
  const std::string file = site.cache_files()[0].string();
  struct stat status {};
  REQUIRE(::stat(file.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);
  REQUIRE(::stat(site.path("cache").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0750);
  {
    RulesetBuilder builder(site.path("cache"), 4, 1);
    build(builder, site.config());
    CHECK(builder.cache_stats().loaded == 1);
    CHECK(builder.cache_stats().compiled == 0);
  }

  const auto healed = [&](const char* why) {
    INFO(why);
    RulesetBuilder builder(site.path("cache"), 4, 1);
    const BuiltRuleset built = build(builder, site.config());
    CHECK(builder.cache_stats().healed == 1);
    CHECK(builder.cache_stats().compiled == 1);
    CHECK(built.remarks.size() == 1);
    RulesetBuilder again(site.path("cache"), 4, 1);
    build(again, site.config());
    CHECK(again.cache_stats().loaded == 1);
    CHECK(again.cache_stats().healed == 0);
  };
  {
    std::fstream damage(file, std::ios::in | std::ios::out | std::ios::binary);
    damage.seekp(200);
    damage.put('\x5a');
    damage.put('\xa5');
  }
  healed("two octets changed");
  fs::resize_file(file, 100);
  healed("cut short");
  fs::resize_file(file, 0);
  healed("empty");
  REQUIRE(::chmod(file.c_str(), 0666) == 0);
  healed("writable by others");
  fs::rename(file, file + ".moved");
  fs::create_symlink(file + ".moved", file);
  healed("a symbolic link");
}

TEST_CASE("the longest unused cache files go") {
  Site site;
  RulesetBuilder builder(site.path("cache"), 4, 1);
  std::vector<fs::path> first;
  for (int i = 0; i < 6; ++i) {
    site.write("pack.yaml", pack("abc" + std::to_string(i)));
    build(builder, site.config());
    if (i == 0) {
      first = site.cache_files();
      fs::last_write_time(first[0], fs::file_time_type::clock::now() - std::chrono::hours(1));
    }
  }
  CHECK(site.cache_files().size() == 4);
  CHECK_FALSE(fs::exists(first[0]));
  CHECK(builder.cache_stats().pruned == 2);
}

TEST_CASE("a cache that cannot be written costs time, not the ruleset") {
  Site site;
  site.write("file", "");
  RulesetBuilder builder(site.path("file") + "/cache", 4, 1);
  const BuiltRuleset built = build(builder, site.config());
  CHECK(built.ruleset != nullptr);
  CHECK(builder.cache_stats().unwritten == 1);
  CHECK_FALSE(built.remarks.empty());
}

TEST_CASE("access lists take their file's entries and the skips") {
  Site site;
  site.write("list.txt", "# comment\n+84900000001\n\nMY BANK 2027-01-01T00:00:00Z\r\n");
  site.write_config("access_lists: [{ name: l, action: allow, file: " + site.path("list.txt") +
                    ", skips: [signatures] }]\n");
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset built = build(builder, site.config());
  CHECK(built.summary.lists == 1);
  CHECK(built.summary.list_entries == 2);
  const std::string version = built.ruleset->version;
  site.write("list.txt", "+84900000002\n");
  CHECK(build(builder, site.config()).ruleset->version != version);

  std::vector<access::ListEntrySpec> entries;
  Problems problems;
  parse_list("a b\nc\t2027-01-01\n" + std::string(2'000, 'x') + "\nlast", "l", entries, problems);
  REQUIRE(entries.size() == 3);
  CHECK(entries[0].value == "a b");
  CHECK_FALSE(entries[0].expires.has_value());
  CHECK(entries[1].value == "c");
  CHECK(entries[1].expires.has_value());
  CHECK(entries[2].value == "last");
  CHECK(problems_text(problems) == "l:3: is longer than 1024 octets\n");
}

TEST_CASE("what cannot be built is told with file and line") {
  Site site;
  const auto problems = [&] {
    RulesetBuilder builder("", 4, 1);
    const auto built = builder.build(site.config(), kNow);
    return built ? std::string() : problems_text(built.error());
  };
  site.write("pack.yaml", pack("a(bc"));
  CHECK(problems().find(site.path("pack.yaml") + ":9: sid 1000001: match.all[0]: ") == 0);
  site.write("pack.yaml", pack("abc"));
  site.write_config("access_lists: [{ name: l, action: deny, match: regex, entries: ['a('] }]\n");
  CHECK(problems().find("access_lists: ") == 0);
  site.write_config("access_lists: [{ name: l, action: deny, file: /nonexistent/l }]\n");
  CHECK(problems().find("/nonexistent/l: cannot be read") == 0);
  site.write_config("score: { tag: 9, reject: 3 }\n");
  CHECK(problems().find("score: ") == 0);
}

TEST_CASE("a reload publishes, or leaves everything as it was and says why") {
  Site site;
  RulesetBuilder builder("", 4, 1);
  const BuiltRuleset first = build(builder, site.config());
  SnapshotHolder<Ruleset> holder(first.ruleset);
  Reloader reloader(site.path("c.yaml"), site.config(), builder, holder);
  const auto stays = [&](const std::string& because) {
    const auto reloaded = reloader.reload(kNow);
    REQUIRE_FALSE(reloaded.has_value());
    INFO(reloaded.error());
    CHECK(reloaded.error().find(because) != std::string::npos);
    CHECK(holder.load().first == first.ruleset);
    CHECK(holder.generation() == 0);
    CHECK_FALSE(reloader.running().monitor);
  };
  site.write_config("monitor: true\nworkers: 3\n");
  stays("needs a restart: workers;");
  site.write_config("monitor: maybe\n");
  stays("c.yaml:3: monitor: takes true or false");
  site.write_config("monitor: true\n");
  site.write("pack.yaml", pack("a(bc"));
  stays("pack.yaml:9: sid 1000001");

  site.write("pack.yaml", pack("abc"));
  const auto reloaded = reloader.reload(kNow);
  if (!reloaded) FAIL(reloaded.error());
  CHECK(reloaded->changed == std::vector<std::string>{"monitor"});
  CHECK(reloaded->generation == 1);
  CHECK(holder.load().first->monitor);
  CHECK(reloader.running().monitor);
}
