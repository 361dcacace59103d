#include "filters/core/definition.hh"

#include "filters/core/core_definition.hh"
#include "tests/catch.hh"

namespace {

struct Inner {
  std::string name;
  std::uint32_t count = 3;
};

struct Outer {
  std::chrono::milliseconds wait{500};
  std::vector<Inner> parts;
  std::vector<std::string> words{"a"};
  std::optional<bool> maybe;
  std::string secret = "s3";
  smsfw::Action action = smsfw::Action::kReject;
  Inner one;
};

}  // namespace

namespace smsfw {

template <>
const Definition& definition_of<Inner>() {
  static const Definition table =
      define<Inner>("Inner.",
                    {key<&Inner::name>("name", Change::kHot, "Name.", Required{}),
                     key<&Inner::count>("count", Change::kRestart, "Count.", Range{1, 10})},
                    "name");
  return table;
}

template <>
const Definition& definition_of<Outer>() {
  static const Definition table = define<Outer>(
      "Outer.", {key<&Outer::wait>("wait", Change::kHot, "Wait.",
                                   Span{std::chrono::milliseconds(1), std::chrono::seconds(10)}),
                 key<&Outer::parts>("parts", Change::kHot, "Parts."),
                 key<&Outer::words>("words", Change::kHot, "Words."),
                 key<&Outer::maybe>("maybe", Change::kHot, "Maybe."),
                 key<&Outer::secret>("secret", Change::kRestart, "Secret.", Secret{}),
                 key<&Outer::action>("action", Change::kHot, "Action.", Only{{"reject", "drop"}}),
                 key<&Outer::one>("one", Change::kHot, "One.")});
  return table;
}

}  // namespace smsfw

using namespace smsfw;

namespace {

Document scalar(const char* text) {
  return Document::scalar(text);
}

std::vector<std::string> read(const Document& document, Outer& out) {
  Problems problems;
  DefinitionReader reader("f", problems);
  read_definition(reader, document, out);
  std::vector<std::string> texts;
  for (const Problem& problem : problems)
    texts.push_back(problem.to_string());
  return texts;
}

}  // namespace

TEST_CASE("defaults come from the struct") {
  const Definition& table = definition_of<Outer>();
  CHECK(table.defaults.find("wait")->text == "500ms");
  CHECK(table.defaults.find("words")->items.size() == 1);
  CHECK(table.defaults.find("maybe")->kind == Document::Kind::kNull);
  CHECK(table.defaults.find("one")->find("count")->text == "3");
}

TEST_CASE("values reach their members, and what is not given keeps its default") {
  Document document = Document::map();
  document.add("wait", scalar("2s"));
  document.add("maybe", scalar("true"));
  Document parts = Document::list();
  parts.add(scalar("short"));
  Document part = Document::map();
  part.add("name", scalar("long"));
  part.add("count", scalar("7"));
  parts.add(part);
  document.add("parts", parts);
  Outer out;
  CHECK(read(document, out).empty());
  CHECK(out.wait == std::chrono::seconds(2));
  CHECK(out.maybe == true);
  REQUIRE(out.parts.size() == 2);
  CHECK(out.parts[0].name == "short");
  CHECK(out.parts[0].count == 3);
  CHECK(out.parts[1].count == 7);
  CHECK(out.words == std::vector<std::string>{"a"});
}

TEST_CASE("each problem says where and what to do, and all are told") {
  Document document = Document::map();
  document.add("wiat", scalar("2s"));
  document.add("wait", scalar("1h"));
  document.add("action", scalar("allow"));
  document.add("words", scalar("x"));
  Document one = Document::map();
  one.add("count", scalar("11"));
  document.add("one", one);
  Outer out;
  const auto texts = read(document, out);
  REQUIRE(texts.size() == 6);
  CHECK(texts[0] == "f: wiat: unknown key; did you mean 'wait'?");
  CHECK(texts[1] == "f: wait: 1h is out of range; give 1ms to 10s");
  CHECK(texts[2] == "f: action: takes one of reject, drop, not 'allow'");
  CHECK(texts[3] ==
        "f: words: takes a list, but here stands a single value; write one element as "
        "[ element ]");
  CHECK(texts[4] == "f: one.count: 11 is out of range; give 1 to 10");
  CHECK(texts[5] == "f: one.name: missing; this key must be given");
}

TEST_CASE("what is written is read back the same, and secrets can be left out") {
  Outer before;
  before.parts.push_back({"p", 9});
  before.maybe = false;
  before.one.name = "n";
  const Document document = write_definition(before, Secrets::kShown);
  Outer after;
  CHECK(read(document, after).empty());
  CHECK(write_definition(after, Secrets::kShown) == document);
  CHECK(write_definition(before, Secrets::kHidden).find("secret")->text == "(set)");
}

TEST_CASE("differences are found by name and carry when they take force") {
  Outer before;
  before.parts = {{"a", 1}, {"b", 2}};
  Outer after = before;
  after.parts = {{"b", 5}, {"c", 1}};
  after.secret = "other";
  after.wait = std::chrono::seconds(1);
  std::vector<std::string> hot;
  std::vector<std::string> restart;
  for (const Difference& one :
       differences(definition_of<Outer>(), write_definition(before, Secrets::kShown),
                   write_definition(after, Secrets::kShown))) {
    (one.change == Change::kHot ? hot : restart).push_back(one.path);
  }
  CHECK(hot == std::vector<std::string>{"wait", "parts[a]", "parts[c]"});
  CHECK(restart == std::vector<std::string>{"parts[b].count", "secret"});
}

TEST_CASE("a guess is near or not given") {
  const std::vector<std::string_view> names{"window", "workers", "name"};
  CHECK(nearest("windw", names) == "window");
  CHECK(nearest("worker", names) == "workers");
  CHECK(nearest("nmae", names) == "name");
  CHECK(nearest("retention", names).empty());
}
