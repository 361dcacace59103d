#include "filters/signature/signature_set_builder.hh"

#include <cmath>

#include "tests/unit/signature/signature_fixture.hh"

namespace smsfw {
namespace {

using test::signature;

/// Errors of one signature, from check() or from compiling.
std::vector<SignatureError> errors_of(SignatureSpec spec) {
  auto set = build_signature_set({std::move(spec)});
  return set ? std::vector<SignatureError>{} : set.error();
}

TEST_CASE("what is wrong with a signature is named with its place") {
  CHECK(errors_of(signature(1, {"fine"})).empty());

  const auto one = [](SignatureSpec spec, std::string_view where) {
    const auto errors = errors_of(std::move(spec));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].where == where);
    CHECK_FALSE(errors[0].what.empty());
  };
  one(signature(0, {"x"}), "sid");
  SignatureSpec spec = signature(1, {"x"});
  spec.rev = 0;
  one(spec, "rev");
  spec = signature(1, {"x"});
  spec.class_name.clear();
  one(spec, "class");
  spec = signature(1, {"x"});
  spec.score = NAN;
  one(spec, "score");
  for (const Action action : {Action::kHold, Action::kRelabel}) {
    spec = signature(1, {"x"});
    spec.action = action;
    one(spec, "action");
  }
  one(signature(1, {}), "match");
  spec = signature(1, {});
  spec.not_any = {{Buffer::kFolded, "x"}};
  one(spec, "match");
  spec = signature(1, {"x"});
  spec.not_any = {{Buffer::kFolded, "y"}, {Buffer::kFolded, "x"}};
  one(spec, "match.not[1]");
  spec.not_any = {{Buffer::kNorm, "x"}};  // another buffer is another condition
  CHECK(errors_of(spec).empty());
  one(signature(1, {"x", ""}), "match.all[1]");
  spec = signature(1, {"x"});
  spec.except_lists = {"nobody"};
  one(spec, "except.list");
}

TEST_CASE("expressions that engines refuse: which one, why, and what to do") {
  const auto refused = [](std::string regex, std::string_view what, std::string_view hint) {
    INFO(regex);
    const auto errors = errors_of(signature(9, {"fine", std::move(regex)}));
    REQUIRE(errors.size() == 1);
    CHECK(errors[0].sid == 9);
    CHECK(errors[0].where == "match.all[1]");
    CHECK(errors[0].what.find(what) != std::string::npos);
    CHECK(errors[0].hint.find(hint) != std::string::npos);
  };
  refused("foo(?!bar)", "Zero-width assertions", "look-around");
  refused("(?<=a)b", "Zero-width assertions", "look-around");
  refused("(a)\\1", "Back-references", "write");
  refused("a++b", "Possessive", "quantifier");
  refused("a*", "empty buffer", "at least one");
  refused("a|", "empty buffer", "at least one");
  refused("a(b", "parenthes", "");
  refused("[àá]x", "beyond ASCII", "(?:á|à)");
  refused("á?x", "quantifier", "(?:á)?");
  refused("x\\p{Lu}", "Unicode properties", "");
  refused("(*UTF8)x", "verbs", "");
  refused(std::string("a\0b", 3), "zero octet", "\\x00");
  refused(std::string(16001, 'a'), "16000", "");
  CHECK(errors_of(signature(9, {"(?:à|á)x", "\\[á\\]", "\\Q[á]\\E", "[[:alpha:]á-]?"})).size() ==
        1);
  CHECK(errors_of(signature(9, {"(?:à|á)x", "\\[á\\]", "\\Q[á]\\E", "[]a]á"})).empty());
}

TEST_CASE("all refused expressions are reported at once, in every signature that has them") {
  SignatureSetBuilder builder;
  builder.add(signature(3, {"ok", "(a)\\1"}));
  builder.add(signature(2, {"(?=x)y"}));
  SignatureSpec other = signature(4, {"ok"});
  other.any = {{Buffer::kFolded, "fine"}, {Buffer::kFolded, "(a)\\1"}};
  builder.add(other);
  REQUIRE(builder.check().empty());
  REQUIRE(builder.sources().size() == 1);
  const auto& source = builder.sources()[0];
  const auto compiled = compile_database(source);
  REQUIRE_FALSE(compiled.has_value());
  const auto errors = builder.explain(source, compiled.error());
  REQUIRE(errors.size() == 3);
  CHECK(errors[0].sid == 2);
  CHECK(errors[0].where == "match.all[0]");
  CHECK(errors[1].sid == 3);
  CHECK(errors[1].where == "match.all[1]");
  CHECK(errors[2].sid == 4);
  CHECK(errors[2].where == "match.any[1]");
}

TEST_CASE("a sid stands once") {
  SignatureSetBuilder builder;
  builder.add(signature(5, {"a"}));
  builder.add(signature(6, {"b"}));
  builder.add(signature(5, {"c"}));
  const auto errors = builder.check();
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].sid == 5);
  CHECK(errors[0].where == "sid");
  CHECK(builder.sources().empty());
  CHECK(builder.finish() == nullptr);
}

TEST_CASE("equal conditions are one pattern; sources do not depend on the order of signatures") {
  SignatureSpec a = signature(1, {"link", "one"});
  SignatureSpec b = signature(2, {"two", "link"});
  b.any = {{Buffer::kNorm, "link"}};
  SignatureSetBuilder forth;
  forth.add(a);
  forth.add(b);
  SignatureSetBuilder back;
  back.add(b);
  back.add(a);
  REQUIRE(forth.check().empty());
  REQUIRE(back.check().empty());
  REQUIRE(forth.sources().size() == 2);
  CHECK(forth.sources()[0].buffer == Buffer::kNorm);
  CHECK(forth.sources()[1].expressions == std::vector<std::string>{"link", "one", "two"});
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(forth.sources()[i].content_hash() == back.sources()[i].content_hash());

  // What is no expression does not change the cache's name; an expression does.
  SignatureSetBuilder renamed;
  a.score = 9;
  a.msg = "other words";
  renamed.add(a);
  renamed.add(b);
  REQUIRE(renamed.check().empty());
  CHECK(renamed.sources()[1].content_hash() == forth.sources()[1].content_hash());
  SignatureSetBuilder changed;
  a.all[1].regex = "onf";
  changed.add(a);
  changed.add(b);
  REQUIRE(changed.check().empty());
  CHECK(changed.sources()[0].content_hash() == forth.sources()[0].content_hash());
  CHECK(changed.sources()[1].content_hash() != forth.sources()[1].content_hash());
}

TEST_CASE("finish needs every database, and the right one") {
  SignatureSetBuilder builder;
  SignatureSpec spec = signature(1, {"a"});
  spec.all.push_back({Buffer::kNorm, "b"});
  builder.add(spec);
  REQUIRE(builder.check().empty());
  REQUIRE(builder.sources().size() == 2);
  const auto& first = builder.sources()[0];
  builder.attach(*PatternDatabase::load(*compile_database(first), first));
  CHECK(builder.finish() == nullptr);
  builder.attach(*PatternDatabase::load(*compile_database(first), first));
  CHECK(builder.finish() == nullptr);
}

TEST_CASE("no signatures are a set too") {
  const auto set = build_signature_set({});
  REQUIRE(set.has_value());
  CHECK((*set)->entries().empty());
}

TEST_CASE("names of a pack") {
  CHECK(parse_signature_action("score") == Action::kAllow);
  CHECK(parse_signature_action("absorb") == Action::kAbsorb);
  CHECK(parse_signature_action("tag") == Action::kTag);
  for (const std::string_view word : {"allow", "hold", "relabel", "Reject", ""})
    CHECK_FALSE(parse_signature_action(word).has_value());
  CHECK(parse_oa_type("short_code") == OaType::kShortCode);
  CHECK_FALSE(parse_oa_type("shortcode").has_value());
  CHECK(parse_direction("map-mt") == Ingress::kMapMt);
  CHECK(parse_direction("deliver") == Ingress::kSmppDeliver);
  CHECK_FALSE(parse_direction("both").has_value());
}

}  // namespace
}  // namespace smsfw
