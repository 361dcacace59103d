#include "smsc-proxy/control/pack_loader.hh"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "smsc-proxy/control/embedded.hh"
#include "smsc-proxy/control/text_file.hh"
#include "smsc-proxy/control/yaml_document.hh"

namespace smsfw::control {
namespace {

constexpr std::size_t kMostPackOctets = 16UL * 1024 * 1024;

// The files that one entry of `packs` stands for.
void gather(const std::string& pack, std::vector<SourceText>& out, Problems& problems) {
  namespace fs = std::filesystem;
  if (pack == kBuiltin) {
    for (const EmbeddedFile& file : embedded_packs())
      out.push_back({std::string(file.path), std::string(file.text)});
    return;
  }
  std::error_code error;
  if (!fs::is_directory(pack, error)) {
    read_text(pack, out, problems);
    return;
  }
  std::vector<std::string> files;
  for (fs::directory_iterator at(pack, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".yaml") files.push_back(at->path().string());
  }
  if (error) problems.push_back({pack, 0, "", "cannot be listed: " + error.message()});
  if (!error && files.empty()) {
    problems.push_back({pack, 0, "", "has no *.yaml; give a directory of packs"});
  }
  std::sort(files.begin(), files.end());
  for (const std::string& file : files)
    read_text(file, out, problems);
}

// Line and node at a path like `signatures[3].match.all[1]`.
std::uint32_t line_at(const Document& root, std::string_view path) {
  const Document* at = &root;
  std::uint32_t line = root.line;
  while (!path.empty() && at != nullptr) {
    if (path.front() == '.') path.remove_prefix(1);
    if (!path.empty() && path.front() == '[') {
      const auto close = path.find(']');
      std::size_t index = 0;
      if (close == std::string_view::npos) break;
      std::from_chars(path.data() + 1, path.data() + close, index);
      at = index < at->items.size() ? &at->items[index] : nullptr;
      path.remove_prefix(close + 1);
    } else {
      const auto end = std::min(path.find_first_of(".["), path.size());
      at = at->find(path.substr(0, end));
      path.remove_prefix(end);
    }
    if (at != nullptr) line = at->line;
  }
  return line;
}

std::vector<PatternSpec> patterns_of(const std::vector<PackPattern>& patterns) {
  std::vector<PatternSpec> made;
  made.reserve(patterns.size());
  for (const PackPattern& pattern : patterns)
    made.push_back({pattern.buffer, pattern.regex});
  return made;
}

std::vector<SignatureExample> examples_of(const std::vector<PackExample>& examples) {
  std::vector<SignatureExample> made;
  made.reserve(examples.size());
  for (const PackExample& example : examples)
    made.push_back({example.text, example.from, {}});
  return made;
}

SignatureSpec spec_of(const PackSignature& signature, const SignatureClass& its_class) {
  SignatureSpec spec;
  spec.sid = signature.sid;
  spec.rev = signature.rev;
  spec.msg = signature.msg;
  spec.class_name = its_class.reason.empty() ? its_class.name : its_class.reason;
  spec.precedence = its_class.precedence;
  spec.severity = signature.severity;
  spec.score = signature.score;
  spec.action = parse_signature_action(signature.action).value_or(Action::kAllow);
  spec.enforce = signature.enforce.value_or(signature.sid >= kFirstProjectSid);
  for (const std::string& direction : signature.scope.direction)
    spec.directions.push_back(*parse_direction(direction));
  for (const std::string& type : signature.scope.oa_type)
    spec.oa_types.push_back(*parse_oa_type(type));
  spec.all = patterns_of(signature.match.all);
  spec.any = patterns_of(signature.match.any);
  spec.not_any = patterns_of(signature.match.not_any);
  if (!signature.except.list.empty()) spec.except_lists.push_back(signature.except.list);
  spec.match_examples = examples_of(signature.examples.match);
  spec.clean_examples = examples_of(signature.examples.clean);
  return spec;
}

}  // namespace

class PackLoader {
 public:
  Expected<PackSet, Problems> load(std::vector<SourceText> packs, SourceText classification,
                                   const SignatureOverlay& overlay, Problems problems) {
    problems_ = std::move(problems);
    read_classification(classification);
    // Origins point to the names: no reallocation from here on.
    set_.sources_ = std::move(packs);
    set_.sources_.push_back(std::move(classification));
    for (std::size_t i = 0; i + 1 < set_.sources_.size(); ++i)
      read_pack(set_.sources_[i]);
    apply(overlay);
    if (!problems_.empty()) return Unexpected<Problems>(std::move(problems_));
    std::sort(set_.signatures_.begin(), set_.signatures_.end(),
              [](const SignatureSpec& a, const SignatureSpec& b) { return a.sid < b.sid; });
    return std::move(set_);
  }

 private:
  void read_classification(const SourceText& source) {
    Document document;
    if (!read_yaml(source.text, source.name, document, problems_)) return;
    DefinitionReader reader(source.name, problems_);
    read_definition(reader, document, classification_);
    std::set<std::string_view> names;
    std::set<std::uint32_t> blocks;
    for (std::size_t i = 0; i < classification_.classes.size(); ++i) {
      const SignatureClass& one = classification_.classes[i];
      const std::string path = "classes[" + std::to_string(i) + ']';
      if (!names.insert(one.name).second) {
        problems_.push_back({source.name, line_at(document, path + ".name"), path + ".name",
                             "class '" + one.name + "' stands twice"});
      }
      if (one.block != 0 && !blocks.insert(one.block).second) {
        problems_.push_back({source.name, line_at(document, path + ".block"), path + ".block",
                             "block " + std::to_string(one.block) + " belongs to another class"});
      }
    }
  }

  void read_pack(const SourceText& source) {
    auto document = std::make_unique<Document>();
    YamlLimits limits;
    limits.octets = kMostPackOctets;
    if (!read_yaml(source.text, source.name, *document, problems_, limits)) return;
    PackFile pack;
    DefinitionReader reader(source.name, problems_);
    read_definition(reader, *document, pack);
    for (std::size_t i = 0; i < pack.signatures.size(); ++i) {
      // What could not be read was said already.
      if (pack.signatures[i].sid != 0 && !pack.signatures[i].class_name.empty()) {
        take(source, *document, pack.signatures[i], i);
      }
    }
    set_.documents_.push_back(std::move(document));
  }

  void take(const SourceText& source, const Document& document, const PackSignature& signature,
            std::size_t index) {
    const std::string path = "signatures[" + std::to_string(index) + ']';
    const auto problem = [&](const std::string& key, std::string text) {
      const std::string at = path + '.' + key;
      problems_.push_back({source.name, line_at(document, at), at, std::move(text)});
    };
    const auto& classes = classification_.classes;
    const auto its_class = std::find_if(classes.begin(), classes.end(), [&](const auto& one) {
      return one.name == signature.class_name;
    });
    if (its_class == classes.end()) {
      if (classes.empty()) return;  // the classification itself is broken
      std::vector<std::string_view> names;
      names.reserve(classes.size());
      for (const SignatureClass& one : classes)
        names.push_back(one.name);
      const std::string_view guess = nearest(signature.class_name, names);
      problem("class", "the classification has no class '" + signature.class_name + '\'' +
                           (guess.empty() ? "" : "; did you mean '" + std::string(guess) + "'?"));
      return;
    }
    if (signature.sid >= kFirstProjectSid && its_class->block != 0 &&
        signature.sid / 1'000 != its_class->block) {
      problem("sid", std::to_string(signature.sid) + " is outside the block of class " +
                         its_class->name + "; take one from " + std::to_string(its_class->block) +
                         "000 to " + std::to_string(its_class->block) + "999");
      return;
    }
    if (signature.match.all.empty() && signature.match.any.empty()) {
      problem("match", "needs an expression under all or any");
    }
    const auto [at, fresh] = set_.origins_.try_emplace(
        signature.sid, PackSet::Origin{&source.name, &document, path, signature.class_name});
    if (!fresh) {
      const PackSet::Origin& first = at->second;
      problem("sid", std::to_string(signature.sid) + " stands twice, first in " + *first.file +
                         ':' + std::to_string(line_at(*first.document, first.path + ".sid")));
      return;
    }
    set_.signatures_.push_back(spec_of(signature, *its_class));
  }

  // What a word of the overlay means: a sid, or a class.
  template <class Use>
  void for_each_named(const std::string& word, const char* where, Use use) {
    std::uint32_t sid = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), sid);
    const bool is_sid = error == std::errc{} && end == word.data() + word.size();
    bool found = false;
    for (SignatureSpec& spec : set_.signatures_) {
      const auto origin = set_.origins_.find(spec.sid);
      if (is_sid ? spec.sid == sid : origin->second.class_name == word) {
        found = true;
        use(spec);
      }
    }
    const bool known_class =
        std::any_of(classification_.classes.begin(), classification_.classes.end(),
                    [&](const auto& one) { return one.name == word; });
    if (!found && !known_class && packs_sound_) {
      problems_.push_back({"", 0, std::string("signatures.") + where,
                           "no signature and no class is '" + word + "'; take it out"});
    }
  }

  void apply(const SignatureOverlay& overlay) {
    packs_sound_ = problems_.empty();
    for (const std::string& word : overlay.monitor)
      for_each_named(word, "monitor", [](SignatureSpec& spec) { spec.enforce = false; });
    std::set<std::uint32_t> gone;
    for (const std::string& word : overlay.disable)
      for_each_named(word, "disable", [&](SignatureSpec& spec) { gone.insert(spec.sid); });
    std::erase_if(set_.signatures_,
                  [&](const SignatureSpec& spec) { return gone.contains(spec.sid); });
  }

  Problems problems_;
  // Else a word of the overlay may only be missing because of a broken pack.
  bool packs_sound_ = true;
  Classification classification_;
  PackSet set_;
};

std::string_view PackSet::class_of(std::uint32_t sid) const noexcept {
  const auto at = origins_.find(sid);
  return at == origins_.end() ? std::string_view() : at->second.class_name;
}

Problem PackSet::locate(const SignatureError& error) const {
  Problem made;
  made.text = error.what + (error.hint.empty() ? "" : "; " + error.hint);
  made.path = error.where;
  if (const auto at = origins_.find(error.sid); at != origins_.end()) {
    const Origin& origin = at->second;
    made.file = *origin.file;
    made.line = line_at(*origin.document, origin.path + '.' + error.where);
    made.path = "sid " + std::to_string(error.sid) + ": " + error.where;
  }
  return made;
}

Expected<PackSet, Problems> load_packs(const std::vector<std::string>& packs,
                                       const std::string& classification,
                                       const SignatureOverlay& overlay) {
  Problems problems;
  std::vector<SourceText> sources;
  for (const std::string& pack : packs)
    gather(pack, sources, problems);
  std::vector<SourceText> classes;
  if (classification == kBuiltin) {
    const EmbeddedFile file = embedded_classification();
    classes.push_back({std::string(file.path), std::string(file.text)});
  } else if (!read_text(classification, classes, problems)) {
    return Unexpected<Problems>(std::move(problems));
  }
  return PackLoader().load(std::move(sources), std::move(classes.front()), overlay,
                           std::move(problems));
}

Expected<PackSet, Problems> load_packs(std::vector<SourceText> packs, SourceText classification,
                                       const SignatureOverlay& overlay) {
  return PackLoader().load(std::move(packs), std::move(classification), overlay, {});
}

}  // namespace smsfw::control
