#include "smsc-proxy/control/config_file.hh"

#include <algorithm>
#include <filesystem>

#include "smsc-proxy/control/config_definition.hh"
#include "smsc-proxy/control/rule_keys.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::control;

namespace {

const std::string kRoot = SMSFW_SOURCE_DIR;

// Shortest configuration that is in order.
const std::string kGood =
    "listeners:\n"                          // 1
    "  - { name: main, upstream: smsc }\n"  // 2
    "upstreams:\n"                          // 3
    "  - { name: smsc }\n";                 // 4

std::string problems_of(const std::string& text) {
  const auto config = parse_config(text, "c.yaml");
  return config ? "" : problems_text(config.error());
}

Config config_of(const std::string& text) {
  const auto config = parse_config(text, "c.yaml");
  if (!config) FAIL(problems_text(config.error()));
  return *config;
}

}  // namespace

TEST_CASE("every shipped example is in order") {
  std::size_t found = 0;
  for (const auto& file : std::filesystem::directory_iterator(kRoot + "/deploy/examples")) {
    if (file.path().extension() != ".yaml") continue;
    ++found;
    const auto config = load_config(file.path().string());
    if (!config) FAIL(problems_text(config.error()));
    const bool serves = !config->relay.listeners.empty() || config->ss7;
    CHECK(serves);
  }
  CHECK(found >= 3);
}

TEST_CASE("the embedded configuration is the quickstart's, with the packs of the binary") {
  const Config config = embedded_default_config();
  REQUIRE(config.relay.listeners.size() == 1);
  CHECK(config.relay.listeners[0].address == "127.0.0.1:2775");
  CHECK(config.relay.upstreams.at(0).address == "127.0.0.1:2776");
  CHECK(config.control.listen == "127.0.0.1:9480");
  CHECK(config.packs == std::vector<std::string>{"builtin"});
  for (const auto& limit : config.limits.limits) {
    const bool by_source =
        limit.key == volume::LimitKey::kSource || limit.key == volume::LimitKey::kSourceDestination;
    CHECK(by_source);
  }
}

TEST_CASE("problems name file, line, key and what to do") {
  const std::string text =
      "listeners:\n"
      "  - name: main\n"
      "    upstream: smcs\n"
      "    windw: 3\n"
      "    window: 0\n"
      "    timers: { response: 10 }\n"
      "upstreams:\n"
      "  - name: smsc\n"
      "    addres: x:1\n"
      "monitor: yes\n"
      "control: { listen: 0.0.0.0:9480 }\n"
      "events: { queue: 8X }\n";
  CHECK(problems_of(text) ==
        "c.yaml:3: listeners[0].upstream: no upstream is named 'smcs'; did you mean 'smsc'?\n"
        "c.yaml:4: listeners[0].windw: unknown key; did you mean 'window'?\n"
        "c.yaml:5: listeners[0].window: 0 is out of range; give 1 to 100000\n"
        "c.yaml:6: listeners[0].timers.response: takes a duration with its unit (for instance "
        "500ms, 5s, 1m, 2h, 1d), not '10'\n"
        "c.yaml:9: upstreams[0].addres: unknown key; did you mean 'address'?\n"
        "c.yaml:10: monitor: takes true or false, not 'yes'\n"
        "c.yaml:11: control.listen: is not loopback, which needs TLS; give certificate and "
        "private_key, or listen on 127.0.0.1\n"
        "c.yaml:12: events.queue: takes a size in octets (for instance 65536, 64k, 8M), not "
        "'8X'\n");
}

TEST_CASE("what keys mean together is checked") {
  CHECK(problems_of("").empty());
  CHECK(problems_of(kGood).empty());
  CHECK(problems_of("listeners:\n"
                    "  - { name: a, upstream: smsc, mode: terminated }\n"
                    "  - { name: a, upstream: smsc, address: '127.0.0.1:9480' }\n"
                    "upstreams:\n"
                    "  - { name: smsc, numbering_plan: fr }\n") ==
        "c.yaml:2: listeners[0].mode: a terminated listener needs at least one account; add one "
        "under accounts\n"
        "c.yaml:3: listeners[1].name: 'a' stands twice; names must be unique\n"
        "c.yaml:3: listeners[1].address: is the address of the control port; give another port\n"
        "c.yaml:5: upstreams[0].system_id: missing; listener 'a' is terminated and binds here with "
        "credentials of its own\n"
        "c.yaml:5: upstreams[0].password_file: missing; listener 'a' is terminated and binds here "
        "with credentials of its own\n"
        "c.yaml:5: upstreams[0].numbering_plan: no numbering plan is named 'fr'; there is: "
        "vn\n");
  CHECK(problems_of(kGood + "accounts:\n"
                            "  - system_id: a\n"
                            "    password_hash: secret\n"
                            "    allow_from: [10.0.0.1/8]\n"
                            "    listeners: [main]\n") ==
        "c.yaml:7: accounts[0].password_hash: is no password hash; put what `smsfw account hash` "
        "prints\n"
        "c.yaml:8: accounts[0].allow_from[0]: '10.0.0.1/8' is no address or network; write for "
        "instance 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32 (no bits set behind the prefix)\n"
        "c.yaml:9: accounts[0].listeners[0]: listener 'main' is transparent and knows no "
        "accounts\n");
  CHECK(problems_of("access_lists: [{ name: a, action: deny, skips: [limits] }]\n") ==
        "c.yaml:1: access_lists[0]: has no entries; give entries or file\n"
        "c.yaml:1: access_lists[0].skips: belongs to allow lists; this list denies\n");
  CHECK(problems_of("host_lists:\n"
                    "  - { name: a, kind: allow, file: a, score: 2 }\n"
                    "  - { name: b, kind: shortener, file: b, deny_with: drop }\n"
                    "  - { name: b, kind: block, file: b, score: 2, status: 0x45 }\n"
                    "  - { name: c, kind: block, file: c, deny_with: drop, status: 0x45 }\n") ==
        "c.yaml:2: host_lists[0].score: belongs to the other kinds; this list allows\n"
        "c.yaml:3: host_lists[1].deny_with: belongs to block lists without a score; this list does "
        "not decide\n"
        "c.yaml:4: host_lists[2].name: 'b' stands twice; names must be unique\n"
        "c.yaml:4: host_lists[2].status: belongs to block lists without a score; this list does "
        "not decide\n");
  CHECK(problems_of("control: { certificate: a.pem }\n") ==
        "c.yaml:1: control.private_key: certificate and private_key go together; give both or "
        "none\n");
  CHECK(problems_of("overload: { budget: 1s, throttle_after: 10ms }\n") ==
        "c.yaml:1: overload.throttle_after: is below budget; depth goes before messages do\n");
}

TEST_CASE("networks and origin checks are read, and problems name their place") {
  const Config config = config_of(
      "networks:\n"
      "  - { name: home, prefixes: [1555], trust: own }\n"
      "  - { name: hub, prefixes: ['4930'], exempt: [fake_forward], expires: 2027-01-01 }\n"
      "origin:\n"
      "  own_imsis: ['00101']\n"
      "  checks:\n"
      "    silent_message: { mismatch: reject, enforce: true, trust: [suspect] }\n");
  REQUIRE(config.networks.size() == 2);
  CHECK(config.networks[0].trust == Trust::kOwn);
  CHECK(config.networks[1].exempt == std::vector{origin::Check::kFakeForward});
  CHECK(config.networks[1].expires == std::chrono::seconds(1'798'761'600));
  const auto& silent = config.origin.checks[static_cast<std::size_t>(origin::Check::kSilent)];
  CHECK(silent.mismatch == Action::kReject);
  CHECK(silent.enforce);
  CHECK(silent.trust == std::vector{Trust::kSuspect});

  CHECK(problems_of("networks:\n"
                    "  - { name: a, prefixes: ['44'] }\n"
                    "  - { name: b, prefixes: ['+49'], trust: unlisted }\n"
                    "  - name: c\n"
                    "    prefixes: ['33', '44']\n"
                    "  - { name: d, prefixes: [] }\n"
                    "origin:\n"
                    "  own_numbers: ['1234567890123456']\n"
                    "  scanning: { titles: 1000 }\n"
                    "  checks:\n"
                    "    fake_map: { mismatch: hold }\n") ==
        "c.yaml:3: networks[1].prefixes[0]: '+49' is not 1 to 15 digits, without '+'\n"
        "c.yaml:3: networks[1].trust: takes one of own, partner, suspect, barred, not 'unlisted'\n"
        "c.yaml:5: networks[2].prefixes[1]: '44' stands in network 'a' already; remove one of "
        "them\n"
        "c.yaml:6: networks[3].prefixes: has 0 elements; give 1 to 200000\n"
        "c.yaml:8: origin.own_numbers[0]: '1234567890123456' is not 1 to 15 digits, without '+'\n"
        "c.yaml:9: origin.scanning.titles: 1000 is out of range; give 0 to 800\n"
        "c.yaml:11: origin.checks.fake_map.mismatch: takes one of allow, tag, throttle, reject, "
        "absorb, drop, not 'hold'\n");
  const std::string unknown = problems_of(
      "networks: [{ name: a, prefixes: ['44'], exempt: [fake] }]\n"
      "origin: { checks: { silent: { mismatch: tag } } }\n");
  CHECK(unknown.find("c.yaml:1: networks[0].exempt[0]: takes one of barred_network, ") == 0);
  CHECK(unknown.find("c.yaml:2: origin.checks.silent: unknown key") != std::string::npos);
}

TEST_CASE("what is not plain YAML is refused with its line") {
  const auto starts = [](const std::string& text, const std::string& with) {
    INFO(problems_of(text));
    CHECK(problems_of(text).rfind(with, 0) == 0);
  };
  starts("monitor: [1\n", "c.yaml:");
  starts("a: &x [1]\nb: *x\n",
         "c.yaml:1: anchors and aliases are not taken; write the value again");
  starts("monitor: true\nmonitor: false\n",
         "c.yaml:2: key 'monitor' stands twice, first in line 1");
  starts("packs: !!python/object:x []\n", "c.yaml:1: tags (");
  starts("monitor: true\n---\nmonitor: false\n", "c.yaml: has a second document");
  starts("[a]: b\n", "c.yaml:1: a key must be a single value");
  starts("- a\n", "c.yaml:1: takes a map of keys, but here stands a list");
  const std::string deep = std::string(5'000, '[') + std::string(5'000, ']');
  starts("packs: " + deep + '\n', "c.yaml:1: nested deeper than 16 levels");
  starts(std::string(5U << 20, '#'), "c.yaml: is larger than 4M octets");
  CHECK(problems_text(load_config("/nonexistent/x.yaml").error()) ==
        "/nonexistent/x.yaml: cannot be opened; check that it exists and is readable\n");
}

TEST_CASE("numbers and addresses stay text: no octal, no exponent") {
  const Config config = config_of(
      "access_lists:\n"
      "  - name: a\n"
      "    action: deny\n"
      "    entries: [0912345678, 84912345678, +84912345678, 1e5]\n");
  const auto& entries = config.access_lists.at(0).list.entries;
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].value == "0912345678");
  CHECK(entries[2].value == "+84912345678");
  CHECK(entries[3].value == "1e5");
}

TEST_CASE("a dump has every key, is read back the same, and keeps secrets") {
  Config config = config_of(kGood);
  CHECK(dump_config(config_of(dump_config(config))) == dump_config(config));
  smpp::AccountConfig account;
  account.system_id = "a";
  account.password_hash = "scrypt$topsecret";
  config.relay.accounts.push_back(account);
  const std::string dump = dump_config(config);
  CHECK(dump.find("topsecret") == std::string::npos);
  CHECK(dump.find("(set)") != std::string::npos);
}

TEST_CASE("a reload takes hot keys and is refused for restart keys by name") {
  const Config before = config_of(kGood);
  Config after = config_of(kGood +
                           "monitor: true\nscore: { reject: 12 }\n"
                           "access_lists: [{ name: a, action: deny, entries: [1] }]\n");
  ConfigChange change = compare_configs(before, after);
  CHECK(change.hot == std::vector<std::string>{"monitor", "access_lists[a]", "score.reject"});
  CHECK(refuse_reload(change).empty());

  after.relay.listeners[0].window = 7;
  after.workers = 3;
  change = compare_configs(before, after);
  CHECK(change.restart == std::vector<std::string>{"workers", "listeners[main].window"});
  CHECK(refuse_reload(change) ==
        "needs a restart: workers, listeners[main].window; put back the old value, or restart. The "
        "configuration in force stays");
  CHECK(compare_configs(before, before).hot.empty());
}

TEST_CASE("every hot key is either part of a ruleset's version or known not to be") {
  for (const Key& key : definition_of<Config>().keys) {
    if (key.change != Change::kHot) continue;
    INFO(key.name);
    const auto in = [&](const auto& names) {
      return std::find(names.begin(), names.end(), key.name) != names.end();
    };
    CHECK(in(kRuleKeys) != in(kOtherHotKeys));
  }
  for (const std::string_view name : kRuleKeys)
    CHECK(definition_of<Config>().find(name) != nullptr);
}
