#include "smsc-proxy/control/pack_loader.hh"

#include "smsc-proxy/control/config_file.hh"
#include "tests/catch.hh"

using namespace smsfw;
using namespace smsfw::control;

namespace {

const SourceText kClasses{
    "classes.yaml",
    "classes:\n"
    "  - { name: bank-phish, block: 2000, reason: FRAUD_PHISH, title: 'Banks' }\n"
    "  - { name: spam, title: 'Spam', precedence: behaviour }\n"};

std::string signature(const std::string& sid, const std::string& class_name,
                      const std::string& extra = "") {
  return "  - sid: " + sid +
         "\n"
         "    rev: 2\n"
         "    msg: 'a rule'\n"
         "    class: " +
         class_name +
         "\n"
         "    severity: 2\n"
         "    score: 6.5\n"
         "    action: score\n" +
         extra +
         "    match: { all: [{ buffer: folded, regex: 'abc' }] }\n"
         "    examples: { match: ['abc'], clean: [{ text: 'x', from: '1' }] }\n"
         "    meta: { created: 2026-11-23, author: t, lang: [en] }\n";
}

Expected<PackSet, Problems> load(const std::string& text, const SignatureOverlay& overlay = {}) {
  return load_packs(std::vector<SourceText>{{"p.yaml", text}}, kClasses, overlay);
}

std::string problems_of(const std::string& text, const SignatureOverlay& overlay = {}) {
  const auto packs = load(text, overlay);
  return packs ? "" : problems_text(packs.error());
}

}  // namespace

TEST_CASE("a pack's signatures become specs") {
  const auto packs = load("signatures:\n" +
                          signature("2000001", "bank-phish",
                                    "    scope: { direction: [deliver], oa_type: [national] }\n"
                                    "    except: { list: friends }\n") +
                          signature("1000001", "spam"));
  REQUIRE(packs);
  REQUIRE(packs->signatures().size() == 2);
  const SignatureSpec& own = packs->signatures()[0];
  CHECK(own.sid == 1000001);
  CHECK(own.class_name == "spam");
  CHECK(own.precedence == Precedence::kBehaviour);
  CHECK_FALSE(own.enforce);  // an operator's rule starts in monitor mode
  const SignatureSpec& shipped = packs->signatures()[1];
  CHECK(shipped.class_name == "FRAUD_PHISH");
  CHECK(packs->class_of(2000001) == "bank-phish");
  CHECK(shipped.precedence == Precedence::kProhibited);
  CHECK(shipped.enforce);
  CHECK(shipped.rev == 2);
  CHECK(shipped.score == 6.5F);
  CHECK(shipped.action == Action::kAllow);
  CHECK(shipped.directions == std::vector<Ingress>{Ingress::kSmppDeliver});
  CHECK(shipped.oa_types == std::vector<OaType>{OaType::kNational});
  CHECK(shipped.except_lists == std::vector<std::string>{"friends"});
  REQUIRE(shipped.all.size() == 1);
  CHECK(shipped.all[0].regex == "abc");
  CHECK(shipped.match_examples.at(0).text == "abc");
  CHECK(shipped.clean_examples.at(0).from == "1");
}

TEST_CASE("enforce overrides what the range says") {
  const auto packs = load("signatures:\n" + signature("1000001", "spam", "    enforce: true\n") +
                          signature("2000001", "bank-phish", "    enforce: false\n"));
  REQUIRE(packs);
  CHECK(packs->signatures()[0].enforce);
  CHECK_FALSE(packs->signatures()[1].enforce);
}

TEST_CASE("pack problems name file, line and key") {
  CHECK(problems_of("signatures:\n" + signature("2000001", "bank-fish") +
                    signature("2001001", "bank-phish") + signature("1000001", "spam") +
                    signature("1000001", "spam")) ==
        "p.yaml:5: signatures[0].class: the classification has no class 'bank-fish'; did you mean "
        "'bank-phish'?\n"
        "p.yaml:12: signatures[1].sid: 2001001 is outside the block of class bank-phish; take one "
        "from 2000000 to 2000999\n"
        "p.yaml:32: signatures[3].sid: 1000001 stands twice, first in p.yaml:22\n");
  CHECK(problems_of("signatures:\n" + signature("7", "spam", "    scor: 1\n")) ==
        "p.yaml:2: signatures[0].sid: 7 is out of range; give 1000000 to 2999999\n"
        "p.yaml:9: signatures[0].scor: unknown key; did you mean 'score'?\n");
  CHECK(problems_of("signatures:\n" +
                    signature("1000001", "spam", "    scope: { direction: [up] }\n")) ==
        "p.yaml:9: signatures[0].scope.direction[0]: 'up' is no direction; give submit, deliver, "
        "map-mo or map-mt\n");
  CHECK(problems_of("signatures: []\n") ==
        "p.yaml:1: signatures: has 0 elements; give 1 to 100000\n");
  CHECK(problems_of("") == "p.yaml: signatures: missing; this key must be given\n");
}

TEST_CASE("an expression's problem is found in its file") {
  const auto packs = load("signatures:\n" + signature("1000001", "spam"));
  REQUIRE(packs);
  const Problem problem = packs->locate({1000001, "match.all[0]", "is bad", "write it anew"});
  CHECK(problem.to_string() == "p.yaml:9: sid 1000001: match.all[0]: is bad; write it anew");
}

TEST_CASE("the overlay turns signatures and classes to monitor or off") {
  const std::string pack = "signatures:\n" + signature("2000001", "bank-phish") +
                           signature("2000002", "bank-phish") + signature("1000001", "spam");
  SignatureOverlay overlay;
  overlay.monitor = {"2000002"};
  overlay.disable = {"spam"};
  const auto packs = load(pack, overlay);
  REQUIRE(packs);
  REQUIRE(packs->signatures().size() == 2);
  CHECK(packs->signatures()[0].enforce);
  CHECK_FALSE(packs->signatures()[1].enforce);

  overlay.disable = {"1000009", "spma"};
  CHECK(problems_of(pack, overlay) ==
        "signatures.disable: no signature and no class is '1000009'; take it out\n"
        "signatures.disable: no signature and no class is 'spma'; take it out\n");
}

TEST_CASE("the classification is checked too") {
  const auto packs = load_packs(std::vector<SourceText>{},
                                {"k.yaml",
                                 "classes:\n"
                                 "  - { name: a, block: 2000, title: x }\n"
                                 "  - { name: a, block: 2000, title: y, colour: red }\n"},
                                {});
  REQUIRE_FALSE(packs);
  CHECK(problems_text(packs.error()) ==
        "k.yaml:3: classes[1].colour: unknown key; known here: name, block, reason, title, "
        "precedence\n"
        "k.yaml:3: classes[1].name: class 'a' stands twice\n"
        "k.yaml:3: classes[1].block: block 2000 belongs to another class\n");
}

TEST_CASE("the shipped packs are in order, from their files and from the binary") {
  const std::string root = std::string(SMSFW_SOURCE_DIR) + "/signatures";
  const auto files = load_packs({root + "/packs"}, root + "/classification.yaml", {});
  if (!files) FAIL(problems_text(files.error()));
  const auto built_in = load_packs({std::string(kBuiltin)}, std::string(kBuiltin), {});
  if (!built_in) FAIL(problems_text(built_in.error()));
  CHECK(files->signatures().size() > 100);
  REQUIRE(files->signatures().size() == built_in->signatures().size());
  for (std::size_t i = 0; i < files->signatures().size(); ++i) {
    CHECK(files->signatures()[i].sid == built_in->signatures()[i].sid);
    CHECK(files->signatures()[i].enforce);
  }
  CHECK_FALSE(load_packs({root + "/nothing"}, std::string(kBuiltin), {}).has_value());
  CHECK_FALSE(load_packs({root + "/schema"}, std::string(kBuiltin), {}).has_value());
}
