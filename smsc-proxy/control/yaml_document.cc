#include "smsc-proxy/control/yaml_document.hh"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <fstream>
#include <memory>
#include <sstream>
#include <utility>
#include <vector>

namespace smsfw::control {
namespace {

// Thrown out of the parser's callbacks; never leaves this file.
struct Refused {
  std::uint32_t line;
  std::string text;
};

std::uint32_t line_of(const YAML::Mark& mark) {
  return mark.line < 0 ? 0 : static_cast<std::uint32_t>(mark.line) + 1;
}

// Builds the tree from the parser's events, and refuses early what costs too much.
class TreeBuilder final : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const YamlLimits& limits) : limits_(limits) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    check(mark, "", anchor);
    Document value;
    value.line = line_of(mark);
    place(std::move(value));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{line_of(mark), "anchors and aliases are not taken; write the value again"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& text) override {
    check(mark, tag, anchor);
    if (expects_key()) {
      take_key(text, line_of(mark));
      return;
    }
    // yaml-cpp: "!" marks a scalar in quotes (or a block of text), "?" a plain one.
    place(Document::scalar(text, tag == "!", line_of(mark)));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Document::list(line_of(mark)));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Document::map(line_of(mark)));
  }
  void OnMapEnd() override { close(); }

  Document take() { return std::move(root_); }

 private:
  // A list or map that is being filled, and the key whose value comes next.
  struct Level {
    Document made;
    Document::Key key;
    bool has_key = false;
  };

  void check(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != YAML::NullAnchor) {
      throw Refused{line_of(mark), "anchors and aliases are not taken; write the value again"};
    }
    if (!tag.empty() && tag != "!" && tag != "?") {
      throw Refused{line_of(mark), "tags ('" + tag.substr(0, 40) + "') are not taken"};
    }
    if (++values_ > limits_.values) {
      throw Refused{line_of(mark), "more than " + std::to_string(limits_.values) + " values"};
    }
  }

  bool expects_key() const {
    return !levels_.empty() && levels_.back().made.kind == Document::Kind::kMap &&
           !levels_.back().has_key;
  }

  void take_key(const std::string& text, std::uint32_t line) {
    Level& level = levels_.back();
    for (const Document::Key& other : level.made.keys) {
      if (other.text == text) {
        throw Refused{line, "key '" + text.substr(0, 60) + "' stands twice, first in line " +
                                std::to_string(other.line)};
      }
    }
    if (level.made.keys.size() >= kMostKeys) {
      throw Refused{line, "a map with more than " + std::to_string(kMostKeys) + " keys"};
    }
    level.key = {text, line};
    level.has_key = true;
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Document empty) {
    check(mark, tag, anchor);
    if (expects_key()) throw Refused{line_of(mark), "a key must be a single value"};
    if (levels_.size() >= limits_.depth) {
      throw Refused{line_of(mark),
                    "nested deeper than " + std::to_string(limits_.depth) + " levels"};
    }
    levels_.push_back({std::move(empty), {}, false});
  }

  void close() {
    Document made = std::move(levels_.back().made);
    levels_.pop_back();
    place(std::move(made));
  }

  void place(Document value) {
    if (levels_.empty()) {
      root_ = std::move(value);
      return;
    }
    Level& level = levels_.back();
    if (level.made.kind == Document::Kind::kMap) {
      if (!level.has_key) throw Refused{value.line, "a key must not be empty"};
      level.made.keys.push_back(std::move(level.key));
      level.has_key = false;
    }
    level.made.items.push_back(std::move(value));
  }

  // Looking for a key that stands twice is quadratic; no table has nearly so many keys.
  static constexpr std::size_t kMostKeys = 256;

  YamlLimits limits_;
  std::size_t values_ = 0;
  std::vector<Level> levels_;
  Document root_;
};

void emit(YAML::Emitter& out, const Document& document) {
  switch (document.kind) {
    case Document::Kind::kNull:
      out << YAML::Null;
      break;
    case Document::Kind::kScalar:
      if (document.quoted) out << YAML::DoubleQuoted;
      out << document.text;
      break;
    case Document::Kind::kList:
      if (document.items.empty()) out << YAML::Flow;
      out << YAML::BeginSeq;
      for (const Document& item : document.items)
        emit(out, item);
      out << YAML::EndSeq;
      break;
    case Document::Kind::kMap:
      out << YAML::BeginMap;
      for (std::size_t i = 0; i < document.keys.size(); ++i) {
        out << YAML::Key << document.keys[i].text << YAML::Value;
        emit(out, document.items[i]);
      }
      out << YAML::EndMap;
      break;
  }
}

}  // namespace

bool read_yaml(std::string_view text, const std::string& file, Document& out, Problems& problems,
               const YamlLimits& limits) {
  if (text.size() > limits.octets) {
    problems.push_back(
        {file, 0, "",
         "is larger than " + octets_text(static_cast<std::int64_t>(limits.octets)) + " octets"});
    return false;
  }
  try {
    std::istringstream in{std::string(text)};
    YAML::Parser parser(in);
    TreeBuilder builder(limits);
    if (parser.HandleNextDocument(builder)) out = builder.take();
    TreeBuilder behind(limits);
    if (parser && parser.HandleNextDocument(behind)) {
      problems.push_back({file, 0, "", "has a second document behind '---'; keep one a file"});
      return false;
    }
    return true;
  } catch (const Refused& refused) {
    problems.push_back({file, refused.line, "", refused.text});
  } catch (const YAML::Exception& error) {
    problems.push_back({file, line_of(error.mark), "", "is not YAML: " + error.msg});
  } catch (const std::exception& error) {
    // yaml-cpp 0.7 lets a few standard exceptions out on odd input.
    problems.push_back({file, 0, "", std::string("is not YAML: ") + error.what()});
  }
  return false;
}

bool read_yaml_file(const std::string& file, Document& out, Problems& problems,
                    const YamlLimits& limits) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    problems.push_back({file, 0, "", "cannot be opened; check that it exists and is readable"});
    return false;
  }
  std::string text(limits.octets + 1, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad() || (in.gcount() == 0 && !in.eof())) {
    problems.push_back({file, 0, "", "cannot be read; a file is needed, not a directory"});
    return false;
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  return read_yaml(text, file, out, problems, limits);
}

std::string write_yaml(const Document& document) {
  YAML::Emitter out;
  emit(out, document);
  return std::string(out.c_str()) + '\n';
}

}  // namespace smsfw::control
